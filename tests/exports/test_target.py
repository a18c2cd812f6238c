"""Files that are whole or not there."""

import errno
import os
import stat
from pathlib import Path

import pytest

from readinglist.errors import ExportError
from readinglist.exports.target import save, update


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    save(path, "é\n")
    assert path.read_bytes() == "é\n".encode()
    other = tmp_path / "other"
    other.touch()
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)
    assert sorted(found.name for found in tmp_path.iterdir()) == ["other", "refs.bib"]


def test_an_existing_file_needs_force_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    with pytest.raises(ExportError, match="exists") as caught:
        save(path, "new")
    assert "--force" in caught.value.hint
    assert path.read_text(encoding="utf-8") == "old"
    save(path, "new", force=True)
    assert path.read_text(encoding="utf-8") == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_unchanged_content_leaves_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    save(path, "same\n")
    os.utime(path, (1, 1))
    save(path, "same\n")
    save(path, "same\n", force=True)
    assert path.stat().st_mtime == 1


def test_a_link_keeps_pointing_to_its_file(tmp_path: Path) -> None:
    target = tmp_path / "real" / "refs.bib"
    target.parent.mkdir()
    target.write_text("old", encoding="utf-8")
    link = tmp_path / "refs.bib"
    link.symlink_to(target)
    save(link, "new", force=True)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


def test_what_is_no_regular_file_just_gets_the_text(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        save(pipe, "text")
        assert os.read(reader, 100) == b"text"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    save(Path(os.devnull), "text")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("place", ["missing/refs.bib", ".", "file/refs.bib", "loop", "x" * 300])
def test_a_place_that_cannot_be_written_is_explained(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(ExportError) as caught:
        save(tmp_path / place, "text", force=True)
    assert place in caught.value.message or place == "."
    assert caught.value.hint
    assert sorted(found.name for found in tmp_path.iterdir()) == ["file", "loop"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("old", encoding="utf-8")

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ExportError):
        save(path, "new", force=True)
    assert path.read_text(encoding="utf-8") == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["refs.bib"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make files of another user")
@pytest.mark.parametrize("kind", ["link", "pipe", "file"])
def test_what_another_user_put_into_a_shared_folder_is_not_written_through(tmp_path: Path, kind: str) -> None:
    shared, path = tmp_path / "shared", tmp_path / "shared" / "refs.bib"
    shared.mkdir()
    if kind == "link":
        path.symlink_to(tmp_path / "new.bib")
    else:
        os.mknod(path, stat.S_IFIFO if kind == "pipe" else stat.S_IFREG)
    os.chown(path, 65533, 65533, follow_symlinks=False)
    shared.chmod(0o1777)
    for write in (lambda: save(path, "text", force=True), lambda: update(path, [], "bibtex", {})):
        with pytest.raises(ExportError, match=r"refs\.bib: belongs to another user"):
            write()
    assert [found.name for found in tmp_path.iterdir()] == ["shared"]
