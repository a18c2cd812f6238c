"""Doctor on a library that cannot be written: said, with what to do, and exit status 1."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from readinglist.files import lock
from readinglist.store import writable
from readinglist.store.doctor import doctor, examination
from tests.cli.test_commands import Shell
from tests.store.making import journals, library_with, noting


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a library with a change that is not in library.json yet."""
    library_with(tmp_path, "p1").record(noting("p1", "n"), "app")
    return tmp_path


def refusing(monkeypatch: pytest.MonkeyPatch, number: int, *names: str) -> None:
    """Let the system refuse to open files of these names, or in folders of these, for writing; all if none is given."""
    opened = os.open

    def refuse(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        writes = flags & (os.O_WRONLY | os.O_RDWR)
        if writes and (not names or {Path(path).name, Path(path).parent.name} & {*names}):
            raise OSError(number, os.strerror(number), str(path))
        return opened(path, flags, *rest, **more)

    monkeypatch.setattr("readinglist.store.layout.os.open", refuse)


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.EROFS, "copy the library to another place"),
        (errno.EACCES, "belongs to another user"),
        (errno.ENOSPC, "free some space"),
        (errno.EDQUOT, "free some space in your quota"),
    ],
)
def test_a_folder_that_takes_no_file_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, hint: str
) -> None:
    with monkeypatch.context() as patched:
        refusing(patched, number)
        found = examination(folder, repair=True)
        text = next(text for text in found.texts if text.startswith(f"{folder} cannot be written"))
        assert os.strerror(number) in text
        assert hint in text
        assert found.is_left
        assert found.done == []
    assert doctor(folder) == []


@pytest.mark.parametrize("name", ["journal-0000000002.jsonl", "append.lock", "fold.lock", "fold-queue.lock"])
def test_a_single_file_that_cannot_be_written_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert (folder / name).exists()
    refusing(monkeypatch, errno.EACCES, name)
    (text,) = doctor(folder)
    assert text.startswith(f"{folder / name} cannot be written: Permission denied; it belongs to another user")


@pytest.mark.parametrize("name", ["append-queue.lock", "fold-queue.lock", "backups", "exports.json"])
@pytest.mark.parametrize("kind", ["a pipe", "a symbolic link"])
def test_what_stands_in_the_place_of_a_file_of_ours_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, kind: str
) -> None:
    path = folder / name
    path.unlink(missing_ok=True)
    path.symlink_to(folder / "elsewhere") if kind == "a symbolic link" else os.mkfifo(path)
    shell = Shell(capsys, folder)
    for options in ((), ("--repair",)):
        assert shell("doctor", *options) == 1
        assert f"{path}" in shell.out
        assert kind in shell.out
        assert "all well" not in shell.out


def test_a_list_of_kept_files_that_is_damaged_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "exports.json").write_text("{")
    shell = Shell(capsys, folder)
    assert "exports.json: is damaged" in shell.json("doctor", status=1)["findings"][0]
    assert not shell.json("doctor", "--repair", status=1)["repaired"]


def test_backups_that_cannot_be_written_are_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "backups").mkdir(exist_ok=True)
    refusing(monkeypatch, errno.EACCES, "backups")
    (text,) = doctor(folder)
    assert text.startswith(f"{folder / 'backups'} cannot be written: Permission denied")


def test_an_immutable_library_is_named_though_only_its_folder_is_written_to(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(monkeypatch, errno.EPERM, "library.json")
    advice = "`chattr -i` or `chflags nouchg` takes that back"
    assert doctor(folder) == [f"{folder / 'library.json'} is immutable and cannot be replaced; {advice}"]


def test_a_disk_without_room_for_another_library_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writable, "free_bytes", lambda _: 5000)
    (text,) = doctor(folder)
    assert "0 MB are free, and writing library.json anew takes 1 MB; free some space" in text


def test_a_lock_that_another_process_holds_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "TIMEOUT", 0)
    with lock.Lock(folder / "append.lock").held():
        (text,) = doctor(folder)
        assert "another process is busy with the library" in text
        assert "pgrep" in text
        assert examination(folder, repair=True).is_left


def test_the_command_says_it_with_status_one(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell(capsys, folder)
    refusing(monkeypatch, errno.EACCES, journals(folder)[-1].name)
    assert shell("doctor") == 1
    assert "cannot be written: Permission denied" in shell.out
    for options in ((), ("--repair",)):
        assert shell("doctor", "--json", *options) == 1
        assert "cannot be written: Permission denied" in shell.out
    assert shell("doctor", "--repair") == 1
    assert "nothing was mended" in shell.out


def test_looking_leaves_the_folder_as_it_was(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"}
    assert doctor(folder) == []
    assert before == {p: p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.suffix != ".lock"}
