"""Libraries so large that papers are read when somebody looks at them."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from readinglist.files import cache
from readinglist.papers import edits
from readinglist.papers.record import Record
from readinglist.papers.status import STATUSES, Status
from readinglist.search import order
from readinglist.store import lazy_papers
from readinglist.store.file_store import FileStore
from readinglist.store.state import State
from tests.support.generate import papers

NOW = "2025-12-08T10:00:00Z"
COUNT = 60


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(lazy_papers, "LARGE", 1)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "library"
    with FileStore.open(place) as store:
        store.record(lambda library: library.add(papers(COUNT), NOW), "test")
    return place


def outlines(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache").rglob("*.outline"))


def all_records(folder: Path) -> list[Record]:
    return sorted(FileStore.open(folder).library.records(), key=lambda record: str(record["id"]))


def test_all_papers_are_as_they_were_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_late = all_records(folder)
    monkeypatch.setattr(lazy_papers, "LARGE", 1 << 40)
    assert read_late == all_records(folder)
    assert len(read_late) == COUNT


def test_lists_do_without_reading_the_papers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(line: bytes) -> None:
        raise AssertionError(line)

    library = FileStore.open(folder).library
    with monkeypatch.context() as patch:
        patch.setattr(lazy_papers, "read_line", refuse)
        found = order(library.not_trashed(), "added")
        assert [paper.status for paper in found]
        with pytest.raises(AssertionError):
            assert found[0].title
    assert found[0].title


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes()[:-20]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"inbox", b"done!", 1)),
        lambda path: path.write_bytes(b""),
    ],
    ids=["gone", "cut short", "changed", "empty"],
)
def test_a_cache_that_is_lost_or_spoiled_is_made_anew(
    folder: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    before = all_records(folder)
    (path,) = outlines(tmp_path)
    whole = path.read_bytes()
    spoil(path)
    library = FileStore.open(folder).library
    assert [paper.status for paper in library] == [STATUSES[str(record["status"])] for record in before]
    assert path.read_bytes() == whole


@pytest.mark.parametrize("brief", [5, {}, {"status": 5}, {"id": 5}, {"tags": 5}, {"tags": [5]}, {"tags": None}])
def test_a_cache_of_something_else_is_made_anew(folder: Path, tmp_path: Path, brief: object) -> None:
    before = all_records(folder)
    (path,) = outlines(tmp_path)
    whole = path.read_bytes()
    briefs = [{"id": record["id"]} for record in before[1:]]
    data = orjson.dumps([{**briefs[0], **brief} if brief and isinstance(brief, dict) else brief, *briefs])
    cache.write(path, lazy_papers.key_of(State.load(folder / "state.json")), [data])
    library = FileStore.open(folder).library
    assert [(paper.id, paper.tags, paper.status) for paper in library]
    assert path.read_bytes() == whole


def test_the_cache_of_another_file_is_not_used(folder: Path) -> None:
    all_records(folder)
    with FileStore.open(folder) as store:
        store.record(lambda library: edits.set_status(library, list(library.ids), Status.DONE, NOW), "test")
        store.fold()
    assert {paper.status for paper in FileStore.open(folder).library} == {Status.DONE}


def test_a_cache_that_cannot_be_written_is_done_without(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "path_for", lambda *_: Path("/dev/null/nowhere"))
    assert len(FileStore.open(folder).library) == COUNT


def test_purged_papers_stay_away_and_are_known(folder: Path) -> None:
    with FileStore.open(folder) as store:
        gone = next(iter(store.library.ids))
        store.record(lambda library: edits.purge(library, [gone], NOW), "test")
        store.fold()
    library = FileStore.open(folder).library
    assert gone not in library
    assert library.record(gone)["purged"]


def test_edits_and_undo_reach_papers_not_read_yet(folder: Path) -> None:
    with FileStore.open(folder) as store:
        before = {record["id"]: record for record in store.library.records()}
    with FileStore.open(folder) as store:
        ids = list(store.library.ids)
        store.record(lambda library: edits.set_note(library, ids, "noted", NOW), "test")
        assert all(paper.note == "noted" for paper in store.library)
        store.undo("test")
        assert all(not paper.note for paper in store.library)
        assert store.library.record(ids[0])["abstract"] == before[ids[0]]["abstract"]
