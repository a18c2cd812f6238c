"""A journal that has lost its end, or everything, while no app was open: the mark in the lock file tells."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from readinglist.errors import DamagedError
from readinglist.store.doctor import doctor
from readinglist.store.file_store import FileStore
from tests.store.making import content, journals, library_with, noting, reopened, tagging

if TYPE_CHECKING:
    from pathlib import Path


def edited(folder: Path) -> FileStore:
    """A library with four changes in its newest journal."""
    store = library_with(folder, "p1", "p2")
    for tag in "abcd":
        store.record(tagging("p1", tag), "app")
    return store


@pytest.mark.parametrize("lines", [0, 1, 3])
def test_a_journal_cut_between_two_lines_is_missed(tmp_path: Path, lines: int) -> None:
    edited(tmp_path)
    path = journals(tmp_path)[-1]
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:lines]))
    store = FileStore.open(tmp_path)
    problem = f"{path}: the changes {lines + 2} to 5 are missing at its end, which was cut off"
    assert store.read_only == problem
    with pytest.raises(DamagedError) as caught:
        store.record(noting("p1", "n"), "app")
    assert "put it back" in caught.value.hint
    assert doctor(tmp_path) == [problem]
    doctor(tmp_path, repair=True)
    assert doctor(tmp_path) == []
    assert reopened(tmp_path)["p1"].get("tags", []) == list("abcd"[:lines])
    assert FileStore.open(tmp_path).record(noting("p1", "n"), "app").sequence == lines + 2


def test_the_only_journal_of_a_library_emptied_or_gone_is_missed(tmp_path: Path) -> None:
    library_with(tmp_path, "p1", folded=False)
    (path,) = journals(tmp_path)
    data = path.read_bytes()
    path.write_bytes(b"")
    assert "the changes 1 to 1 are missing" in FileStore.open(tmp_path).read_only
    path.unlink()
    assert "the changes 1 to 1 are missing" in FileStore.open(tmp_path).read_only
    path.write_bytes(data)
    assert list(reopened(tmp_path)) == ["p1"]


def test_a_journal_cut_within_a_line_is_missed_unless_it_is_the_last_one(tmp_path: Path) -> None:
    edited(tmp_path)
    path = journals(tmp_path)[-1]
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2])[:-9])
    assert "the changes 3 to 5 are missing" in FileStore.open(tmp_path).read_only
    path.write_bytes(b"".join(lines)[:-9])
    store = FileStore.open(tmp_path)
    assert "the last change was cut short" in store.notices[0]
    assert reopened(tmp_path)["p1"]["tags"] == ["a", "b", "c"]


def test_a_journal_that_was_just_started_is_as_it_should_be(tmp_path: Path) -> None:
    store = edited(tmp_path)
    store.fold()
    assert journals(tmp_path)[-1].read_bytes() == b""
    assert reopened(tmp_path) == content(store)
    assert doctor(tmp_path) == []


@pytest.mark.parametrize("name", ["append.lock", "state.json"])
def test_without_what_tells_it_all_is_well(tmp_path: Path, name: str) -> None:
    before = content(edited(tmp_path))
    (tmp_path / name).unlink()
    assert reopened(tmp_path) == before
    assert reopened(tmp_path) == before
    assert doctor(tmp_path) == []


@pytest.mark.parametrize("mark", [b"", b"0000000009", b"9999999999 9999999999\n", b"\0" * 22])
def test_a_mark_that_says_nothing_disturbs_nobody(tmp_path: Path, mark: bytes) -> None:
    before = content(edited(tmp_path))
    (tmp_path / "append.lock").write_bytes(mark)
    assert reopened(tmp_path) == before


def test_an_older_folder_put_back_on_purpose_is_that(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    before = content(library_with(folder, "p1"))
    shutil.copytree(folder, tmp_path / "kept")
    store = FileStore.open(folder)
    store.record(noting("p1", "n"), "app")
    store.fold()
    store.record(noting("p1", "m"), "app")
    for path in [*journals(folder), folder / "library.json", folder / "state.json"]:
        path.unlink()
    for path in (tmp_path / "kept").glob("*.json*"):
        shutil.copy(path, folder)
    assert reopened(folder) == before


def test_an_edit_writes_nothing_more_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = library_with(tmp_path, "p1")
    flushed: list[int] = []
    monkeypatch.setattr("readinglist.store.layout.os.fsync", flushed.append)
    store.record(noting("p1", "n"), "app")
    assert len(flushed) == 1
