"""A library's folder received from others: whatever stands in it, nothing outside it changes, and nothing hangs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
from typing import TYPE_CHECKING

import pytest

from readinglist.bibtex.entry import seal
from readinglist.cli import main
from readinglist.papers.paper import Paper
from readinglist.papers.record import now
from readinglist.store import answers, consent
from readinglist.store.file_store import FileStore
from readinglist.tui.draft import Drafts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

COMMANDS = (
    "list", "list paper", "show key1", "stats", "export", "export --kept", "duplicates", "doctor", "add in.bib",
    "update key1 --status done", "rekey key1 --key other", "undo", "remove key2", "doctor --repair", "doctor --repair",
    "add two.bib", "list --json",
)  # fmt: skip
FILES = (
    "library.json", "state.json", "journal-0000000001.jsonl", "journal-0000000003.jsonl", "append.lock", "fold.lock",
    "append-queue.lock", "library.json.fold~", "library.json.outside~", "library.json.doctor~", "state.json~",
    "exports.json", "exports.json~", "written.json", ".gitignore", ".gitignore~", "backups",
)  # fmt: skip
PATIENCE = 20.0
"""Seconds after which something hangs."""


def link(path: Path, outside: Path) -> None:
    path.symlink_to(outside / "probe")


def dangling(path: Path, outside: Path) -> None:
    path.symlink_to(outside / "new")


def linked_folder(path: Path, outside: Path) -> None:
    path.symlink_to(outside / "backups")


def pipe(path: Path, outside: Path) -> None:
    os.mkfifo(path)


def folder(path: Path, outside: Path) -> None:
    path.mkdir()


def socket_(path: Path, outside: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(f"library/{path.name}")  # a short name: a whole path may be too long for a socket


def second_name(path: Path, outside: Path) -> None:
    os.link(outside / "probe", path)


SHAPES = (link, dangling, linked_folder, pipe, folder, socket_)
Snapshot = dict[str, tuple[int, int, bytes]]


def snapshot(outside: Path) -> Snapshot:
    """Mode, time and content of everything in a folder."""
    found: Snapshot = {}
    for path in sorted(outside.rglob("*")):
        status = path.lstat()
        found[str(path)] = (status.st_mode, status.st_mtime_ns, path.read_bytes() if path.is_file() else b"")
    return found


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder with files that must stay, old backups among them."""
    place = tmp_path / "outside"
    (place / "backups").mkdir(parents=True)
    (place / "probe").write_text("mine")
    for number in range(9):
        (place / "backups" / f"library-{number:010d}-20250101T00000{number}Z.json").write_text("{}")
    (place / "probe").chmod(0o644)
    os.utime(place / "probe", (1, 1))
    return place


@pytest.fixture
def library(tmp_path: Path, outside: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A library with two papers, opened with a limit of time."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("READINGLIST_LIBRARY", str(tmp_path / "library"))
    (tmp_path / "in.bib").write_text("@misc{key1, title={Paper Number 1}}\n@misc{key2, title={Counting Spores}}\n")
    (tmp_path / "two.bib").write_text("@misc{key3, title={Moss in Winter}}\n")
    assert main(["add", "in.bib"]) == 0
    before = signal.signal(signal.SIGALRM, hung)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    yield tmp_path / "library"
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def hung(*_: object) -> None:
    raise AssertionError("it hangs")


def work() -> None:
    """Run every command."""
    for command in COMMANDS:
        assert main(command.split()) in {0, 1}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_outside_changes_and_nothing_hangs(
    library: Path, outside: Path, shape: Callable[..., None], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = library / name
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    shape(path, outside)
    before, kind = snapshot(outside), path.lstat()
    work()
    assert snapshot(outside) == before
    assert (path.lstat().st_mode, path.lstat().st_ino) == (kind.st_mode, kind.st_ino)
    told = capsys.readouterr().err
    assert "fault in readinglist" not in told
    assert name in told or name in UNUSED or (shape, name) == (folder, "backups")


UNUSED = ("written.json", "exports.json~", "library.json.doctor~", "library.json.outside~", ".gitignore", ".gitignore~")
"""Files that none of the commands needs."""


@pytest.mark.parametrize("name", [name for name in FILES if name != "backups"])
def test_a_second_name_of_a_file_outside_is_not_written_to(
    library: Path, outside: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (library / name).unlink(missing_ok=True)
    second_name(library / name, outside)
    library.chmod(0o755)
    before = snapshot(outside)
    work()
    assert snapshot(outside) == before
    assert "fault in readinglist" not in capsys.readouterr().err


def test_a_journal_with_a_second_name_is_said(library: Path, outside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    journal = library / "journal-0000000002.jsonl"
    os.link(journal, outside / "second")
    assert main(["add", "two.bib"]) == 1
    assert f"{journal}: has another name too (a hard link)" in capsys.readouterr().err
    assert (outside / "second").read_bytes() == b""


# What is pruned.


def test_only_backups_of_our_exact_names_are_pruned(library: Path, outside: Path) -> None:
    backups = library / "backups"
    backups.mkdir()
    others = [
        "library-mine.json", "library-0000000001-20250101T000000Z.json.bak", "library-1-20250101T000000Z.json",
        "outside-notes.json", "cut-list.json", "outside-20250101T000000Z-a.json",
    ]  # fmt: skip
    for name in others:
        (backups / name).write_text("{}")
    (backups / "library-0000000001-20250101T000000Z-2.json").mkdir()
    (backups / "library-0000000001-20250101T000000Z-3.json").symlink_to(outside / "probe")
    (backups / "library-0000000001-20250101T000000Z-4.json").symlink_to(outside / "backups")
    ours = [f"library-{number:010d}-20250101T00000{number}Z.json" for number in range(9)]
    for name in ours:
        (backups / name).write_text("{}")
    before, strange = snapshot(outside), {path.name for path in backups.iterdir()} - set(ours)
    assert main(["add", "two.bib"]) == 0
    left = {path.name for path in backups.iterdir()}
    assert strange <= left
    assert len(left & set(ours)) < len(ours)
    assert snapshot(outside) == before


# A link in the place of library.json.


@pytest.fixture
def behind(library: Path, tmp_path: Path) -> Path:
    """Where the library's file is, which is linked to."""
    place = tmp_path / "elsewhere.json"
    (library / "library.json").rename(place)
    (library / "library.json").symlink_to(place)
    return place


def test_a_linked_library_is_read_but_written_only_once_agreed_to(
    library: Path, behind: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = behind.read_bytes()
    assert main(["add", "two.bib"]) == 1
    said = capsys.readouterr().err
    assert f"library.json is a link to {behind}" in said
    assert "readinglist trust" in said
    assert main(["list"]) == 0
    assert "Counting Spores" in capsys.readouterr().out
    assert main(["doctor"]) == 1
    assert f"only open for reading: {library / 'library.json'} is a link" in capsys.readouterr().out
    assert main(["doctor", "--repair"]) == 1
    assert behind.read_bytes() == before
    assert main(["trust"]) == 0
    assert main(["add", "two.bib"]) == 0
    assert b"Moss in Winter" in behind.read_bytes()
    assert (library / "library.json").is_symlink()


def test_another_target_is_asked_about_again(
    library: Path, behind: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trust"]) == 0
    other = tmp_path / "outside" / "other.json"
    other.write_bytes(behind.read_bytes())
    (library / "library.json").unlink()
    (library / "library.json").symlink_to(other)
    before = other.read_bytes()
    assert main(["add", "two.bib"]) == 1
    assert str(other) in capsys.readouterr().err
    assert other.read_bytes() == before


def test_agreeing_travels_with_no_folder(library: Path, behind: Path, tmp_path: Path) -> None:
    assert main(["trust"]) == 0
    shutil.copytree(library, tmp_path / "copy", symlinks=True)
    assert consent.questions(tmp_path / "copy")
    assert not consent.questions(library)


def test_trust_says_what_it_agrees_to(library: Path, behind: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trust", "--json"]) == 0
    (agreed,) = json.loads(capsys.readouterr().out)["agreed"]
    assert str(behind) in agreed
    assert main(["trust"]) == 0
    assert "nothing to agree to" in capsys.readouterr().out
    assert main(["--library", str(library / "no"), "trust"]) == 1
    assert not (library / "no").exists()


def test_the_folder_that_the_user_names_may_be_a_link(library: Path, tmp_path: Path) -> None:
    (tmp_path / "name").symlink_to(library)
    assert main(["--library", str(tmp_path / "name"), "add", "two.bib"]) == 0
    assert main(["show", "key3"]) == 0


# Folders of others.


@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o775])
def test_a_folder_that_others_can_write_to_is_written_to_once_agreed_to(
    library: Path, mode: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(consent, "is_own_group", lambda _: False)
    library.chmod(mode)
    assert main(["add", "two.bib"]) == 1
    assert "can write there" in capsys.readouterr().err
    assert main(["list"]) == 0
    assert main(["trust"]) == 0
    assert main(["add", "two.bib"]) == 0
    capsys.readouterr()
    assert main(["list"]) == 0
    assert "reading only" not in capsys.readouterr().err


def test_a_group_of_the_user_alone_is_nobody_else(library: Path) -> None:
    library.chmod(0o775)
    alone = consent.is_own_group(library.stat().st_gid)
    assert bool(consent.questions(library)) != alone


def test_more_people_are_asked_about_again(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consent, "is_own_group", lambda _: False)
    library.chmod(0o775)
    assert main(["trust"]) == 0
    library.chmod(0o777)
    assert consent.questions(library)


def as_another(act: Callable[[], None]) -> str:
    """What an act that a child process of another user's does says; empty if all went well."""
    ours, theirs = os.pipe()
    if (child := os.fork()) == 0:
        try:
            os.setgid(65534)
            os.setuid(65534)
            act()
        except BaseException as error:  # noqa: BLE001 - told to the parent
            os.write(theirs, f"{type(error).__name__}: {error}".encode())
        finally:
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as told:
        text = told.read()
    os.waitpid(child, 0)
    return text


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")
@pytest.mark.parametrize("name", ["append.lock", "fold.lock", "journal-0000000001.jsonl", "append-queue.lock"])
def test_a_file_of_another_user_in_a_shared_folder_is_refused(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in (tmp_path, *tmp_path.parents[:-2]):
        place.chmod(place.stat().st_mode | 0o011)
    shared = tmp_path / "shared"
    (shared / "backups").mkdir(parents=True)
    (shared / name).write_text("")
    os.chown(shared / name, 65533, 65533)
    (shared / name).chmod(0o666)
    shared.chmod(0o1777)
    (tmp_path / "state").mkdir()
    (tmp_path / "state").chmod(0o777)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def edit() -> None:
        for question in consent.questions(shared):
            answers.save(shared, question.name, question.about, "yes")
        with FileStore.open(shared) as store:
            store.record(lambda library: library.add([Paper.of("Moss in Winter")], now()), "cli")
            store.fold()

    said = as_another(edit)
    assert name in said
    assert "another user" in said or "Permission denied" in said
    assert (shared / name).read_bytes() == b""


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_what_is_made_is_private_whatever_the_umask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mask: int) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "deep" / "state"))
    before = os.umask(mask)
    try:
        with FileStore.open(tmp_path / "above" / "library") as store:
            store.record(lambda library: library.add([Paper.of("Moss in Winter")], now()), "cli")
            store.fold()
        answers.save(tmp_path / "above" / "library", "link", "somewhere", "yes")
        seal.make(tmp_path / "far" / "state" / "seal.key")
        Drafts(tmp_path / "above" / "library").of("note").save({"note": "n"})
    finally:
        os.umask(before)
    ours = [tmp_path / "above" / "library", answers.state_folder(tmp_path / "above" / "library")]
    found = [path for place in ours for path in (place, *place.rglob("*"))]
    assert len(found) > 8
    assert all(path.stat().st_mode & 0o077 == 0 for path in found)
    for path in (tmp_path / "above", tmp_path / "deep", tmp_path / "deep" / "state", tmp_path / "far"):
        assert path.stat().st_mode & 0o022 == 0
