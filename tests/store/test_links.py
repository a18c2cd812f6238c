"""Symbolic links in a library's folder: whoever made it must not have us write elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from readinglist.errors import StoreError
from readinglist.papers.paper import Paper
from readinglist.papers.record import now
from readinglist.store.file_store import FileStore

if TYPE_CHECKING:
    from pathlib import Path

OWN = (
    "append.lock", "fold.lock", "journal-0000000001.jsonl", "state.json~", "library.json.fold~", "library.json~",
    ".gitignore~",
)  # fmt: skip


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    path = tmp_path / "outside"
    path.write_text("")
    return path


def work(folder: Path) -> None:
    with FileStore.open(folder) as store:
        store.record(lambda library: library.add([Paper.of("A Title of Its Own", abstract="words")], now()), "cli")
        store.fold()


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_in_the_place_of_a_file_of_ours_is_not_followed(
    tmp_path: Path, outside: Path, name: str, is_there: bool
) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / name).symlink_to(outside)
    if not is_there:
        outside.unlink()
    try:
        work(folder)
    except StoreError as error:
        assert name not in error.message or "symbolic link" in error.hint  # noqa: PT017 - either outcome is right
    assert outside.exists() == is_there
    assert not is_there or outside.read_text() == ""


def test_a_link_that_is_removed_again_leaves_a_good_library(tmp_path: Path, outside: Path) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "append.lock").symlink_to(outside)
    with pytest.raises(StoreError, match=r"append\.lock"):
        work(folder)
    (folder / "append.lock").unlink()
    work(folder)
    with FileStore.open(folder) as store:
        assert [paper.title for paper in store.library] == ["A Title of Its Own"]


@pytest.mark.parametrize("name", ["exports.json", "written.json", ".gitignore"])
def test_a_link_that_is_in_nobodys_way_stays(tmp_path: Path, outside: Path, name: str) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    outside.write_text("{}")
    (folder / name).symlink_to(outside)
    work(folder)
    assert outside.read_text() == "{}"
    assert (folder / name).is_symlink()


def test_a_link_to_what_is_known_about_the_library_is_refused(tmp_path: Path, outside: Path) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "state.json").symlink_to(outside)
    with pytest.raises(StoreError, match=r"state\.json: a symbolic link to .*outside stands where a file should be"):
        work(folder)
    assert outside.read_text() == ""
