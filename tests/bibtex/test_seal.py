"""Seals of imported entries: made with a secret of this machine, and nothing is lost where they do not fit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from readinglist.bibtex.entry import seal
from readinglist.bibtex.reading.reader import read
from readinglist.bibtex.writing.writer import write
from readinglist.papers.paper import Paper
from readinglist.papers.record import record_of

ENTRY = """@article{moss,
  author = {Moss, Karl and {\\'E}tienne, Ida},
  title = {Counting Spores by {Lantern} Light},
  journal = {Journal of Moss \\& Fern Studies},
  year = {2020},
  month = mar,
  volume = {7},
  pages = {101--140},
  doi = {10.5555/moss.7.101},
  note = {In French},
}
"""


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The state folder of a machine on which nothing was sealed yet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    seal.secret.cache_clear()
    yield tmp_path / "readinglist"
    seal.secret.cache_clear()


def imported() -> Paper:
    """The paper of the one entry."""
    return read(ENTRY, "moss.bib").papers[0]


def test_the_secret_is_made_once_and_for_this_user_alone(machine: Path) -> None:
    made = imported().record["seal"]
    file = machine / "seal.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in machine.iterdir()] == ["seal.key"]
    secret = file.read_bytes()
    seal.secret.cache_clear()
    assert imported().record["seal"] == made
    assert file.read_bytes() == secret


@pytest.mark.parametrize(
    ("changed", "shown"),
    [
        ({"title": "Another Work"}, "Counting Spores"),
        ({"author": "Somebody Else"}, "Moss, Karl"),
        ({"year": "1999"}, "2020"),
        ({"journal": "Another Journal"}, "Fern Studies"),
        ({"doi": "10.5555/other"}, "10.5555/moss.7.101"),
        ({"volume": "8"}, "volume = {7}"),
    ],
)
def test_a_record_from_elsewhere_says_what_the_list_shows(
    changed: dict[str, str], shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = imported().record
    forged = record_of({**record, "raw": {**record["raw"], **changed}})
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(seal, "secret", lambda: b"the secret of another machine")
        sealed_elsewhere = record_of({**forged, "seal": seal.fingerprint(forged)})
    for sent in (forged, sealed_elsewhere):
        text = write([Paper(sent)]).text
        assert shown in text
        assert next(iter(changed.values())) not in text


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_an_entry_is_written_alike_with_and_without_a_seal_that_fits(dialect: str) -> None:
    paper = imported()
    assert seal.is_intact(paper.record)
    for changed in (None, "0123456789abcdef", 7):
        other = paper.with_fields({"seal": changed})
        assert not seal.is_intact(other.record)
        assert write([other], dialect) == write([paper], dialect)
    assert dialect == "biblatex" or write([paper], dialect).text == ENTRY


def damaged(machine: Path, how: str) -> None:
    """Put something in the way of the secret."""
    if how == "folder":
        machine.write_text("no folder")
        return
    machine.mkdir()
    file = machine / "seal.key"
    if how == "link":
        (machine / "other").write_bytes(b"x" * seal.LENGTH)
        file.symlink_to(machine / "other")
    else:
        file.write_bytes(b"x" * seal.LENGTH if how == "open to all" else b"short")
        file.chmod(0o644 if how == "open to all" else 0o600)


@pytest.mark.parametrize("how", ["folder", "link", "open to all", "short"])
def test_without_a_secret_that_can_be_trusted_entries_are_written_the_same(machine: Path, how: str) -> None:
    damaged(machine, how)
    paper = imported()
    assert seal.is_intact(paper.record)
    seal.secret.cache_clear()
    assert not seal.is_intact(paper.record)
    assert write([paper]).text == ENTRY
