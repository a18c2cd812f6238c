"""Files that are replaced as a whole: what is there before, after, and when something goes wrong in between."""

from __future__ import annotations

import errno
import stat
from typing import TYPE_CHECKING

import pytest

from readinglist.files import atomic
from readinglist.files.atomic import Replacement, create, replace_outside, write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o640)
    return path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


WRITERS = [write_atomically, replace_outside]


@pytest.mark.parametrize("write", WRITERS)
def test_a_file_is_replaced_and_nothing_else_is_left(file: Path, write: Callable[[Path, bytes], object]) -> None:
    with file.open("rb") as reader:
        write(file, b"new")
        assert reader.read() == b"old"  # who reads it goes on with the old one
    assert file.read_bytes() == b"new"
    assert names(file.parent) == ["file"]


def test_a_file_of_ours_becomes_private_and_one_of_the_users_keeps_its_mode(file: Path) -> None:
    replace_outside(file, b"new")
    assert mode(file) == 0o640
    write_atomically(file, b"newer")
    assert mode(file) == 0o600


def test_a_new_file_of_the_users_gets_the_mode_that_is_asked_for(tmp_path: Path) -> None:
    replace_outside(tmp_path / "a", b"")
    replace_outside(tmp_path / "b", b"", 0o644)
    assert [mode(tmp_path / name) for name in "ab"] == [0o600, 0o644]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("step", ["write_all", "flush"])
def test_a_full_disk_leaves_the_old_file(
    file: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path, bytes], object], step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(atomic, step, full)
    with pytest.raises(OSError, match="No space"):
        write(file, b"new")
    assert file.read_bytes() == b"old"
    assert names(file.parent) == ["file"]


@pytest.mark.parametrize("write", WRITERS)
def test_a_link_or_a_folder_is_not_replaced(tmp_path: Path, file: Path, write: Callable[[Path, bytes], object]) -> None:
    (tmp_path / "link").symlink_to(file)
    (tmp_path / "folder").mkdir()
    for name in ("link", "folder"):
        with pytest.raises(OSError, match="should be"):
            write(tmp_path / name, b"new")
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["file", "folder", "link"]


def test_the_backup_of_an_editor_is_left_alone(file: Path) -> None:
    backup = file.with_name("file~")
    backup.write_text("an editor's")
    replace_outside(file, b"new")
    assert backup.read_text() == "an editor's"


def test_a_file_that_may_no_longer_be_replaced_stays(file: Path) -> None:
    assert not replace_outside(file, b"new", still=lambda: False)
    assert file.read_bytes() == b"old"
    assert names(file.parent) == ["file"]


def test_an_interruption_leaves_nothing(file: Path) -> None:
    def interrupted() -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_outside(file, b"new", still=interrupted)
    assert names(file.parent) == ["file"]


def test_the_first_who_creates_a_file_decides_what_is_in_it(tmp_path: Path) -> None:
    assert create(tmp_path / "secret", b"first")
    assert not create(tmp_path / "secret", b"second")
    assert (tmp_path / "secret").read_bytes() == b"first"
    assert mode(tmp_path / "secret") == 0o600
    assert names(tmp_path) == ["secret"]


def test_a_prepared_file_replaces_the_old_one_only_when_it_is_committed(file: Path) -> None:
    replacement = Replacement(file)
    assert list(replacement.written([b"n", b"e", b"w"])) == [b"new"]
    assert file.read_bytes() == b"old"
    replacement.commit()
    assert file.read_bytes() == b"new"


def test_a_discarded_file_leaves_no_trace(file: Path) -> None:
    replacement = Replacement(file)
    replacement.write([b"new"])
    replacement.discard()
    assert file.read_bytes() == b"old"
    assert names(file.parent) == ["file"]


def test_large_contents_are_written_in_parts(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "CHUNK", 3)
    replacement = Replacement(file)
    assert list(replacement.written([b"ab", b"cd", b"ef"])) == [b"abcd", b"ef"]
    replacement.commit()
    assert file.read_bytes() == b"abcdef"
