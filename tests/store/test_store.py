"""Edits, their safety, undo, and several stores on one folder."""

from __future__ import annotations

import errno
import gc
import os
import resource
import stat
import threading
import weakref
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.errors import LockedError, StoreError, UsageError
from readinglist.files import lock
from readinglist.papers import edits
from readinglist.papers.change import Change
from readinglist.papers.status import STATUSES, Status
from readinglist.store import answers, consent
from readinglist.store.file_store import FileStore
from tests.store.making import NOW, adding, content, journals, library_with, noting, record, reopened, tagging
from tests.support.generate import papers

if TYPE_CHECKING:
    from readinglist.papers.library import Library


def test_a_new_library_is_empty_and_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o000)
    try:
        with FileStore.open(tmp_path / "a" / "library") as store:
            assert len(store.library) == 0
            assert not store.read_only
            store.record(adding("p1"), "app")
        with FileStore.open(tmp_path / "a" / "library") as store:
            store.record(adding("p2"), "app")
    finally:
        os.umask(before)
    folder = tmp_path / "a" / "library"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "backups").stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()}
    assert len(modes) >= 6
    assert set(modes.values()) == {0o600}


def test_an_edit_is_there_in_the_next_process_without_closing(tmp_path: Path) -> None:
    store = FileStore.open(tmp_path)
    change = store.record(lambda library: library.add(papers(3), NOW), "cli")
    assert (change.sequence, change.origin, len(change.added)) == (1, "cli", 3)
    assert reopened(tmp_path) == content(store)
    assert len(content(store)) == 3


def test_an_edit_that_changes_nothing_is_not_recorded(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    sizes = [path.stat().st_size for path in journals(tmp_path)]
    change = store.record(lambda library: edits.set_status(library, ["p1"], Status.INBOX, NOW), "app")
    assert not change
    assert change.sequence == 0
    assert [path.stat().st_size for path in journals(tmp_path)] == sizes


def test_an_edit_that_raises_changes_nothing_and_frees_the_lock(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1", "p2")

    def taken(library: Library) -> Change:
        return edits.set_fields(library, "p1", {"key": "keyp2"}, NOW)

    with pytest.raises(UsageError):
        store.record(taken, "app")
    assert FileStore.open(tmp_path).record(noting("p1", "n"), "cli").sequence == 2


def test_version_control_sees_only_the_library(tmp_path: Path) -> None:
    library_with(tmp_path, "p1").close()
    ignored = (tmp_path / ".gitignore").read_text().splitlines()
    names = {path.name for path in tmp_path.iterdir()} - {"library.json", ".gitignore"}
    patterns = [line.strip("/") for line in ignored if not line.startswith("#")]
    assert all(any(Path(name).match(pattern) for pattern in patterns) for name in names)
    assert not any(Path("library.json").match(pattern) for pattern in patterns)


def test_a_gitignore_of_the_user_stays(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")
    library_with(tmp_path, "p1")
    assert (tmp_path / ".gitignore").read_text() == "mine\n"


def test_a_folder_that_holds_other_files_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").touch()
    tmp_path.chmod(0o755)
    library_with(tmp_path, "p1")
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


# Several stores.


def test_others_edits_are_seen_by_refresh(tmp_path: Path) -> None:
    one = library_with(tmp_path, "p1")
    two = FileStore.open(tmp_path)
    assert one.refresh() == []
    two.record(tagging("p1", "rl"), "cli")
    library = one.library
    (change,) = one.refresh()
    assert (change.origin, change.ids) == ("cli", ("p1",))
    assert one.library is library
    assert library["p1"].tags == ("rl",)
    assert one.refresh() == []


def test_what_an_edit_caught_up_with_is_still_told_by_refresh(tmp_path: Path) -> None:
    one = library_with(tmp_path, "p1")
    two = FileStore.open(tmp_path)
    two.record(tagging("p1", "rl"), "cli")
    one.record(noting("p1", "mine"), "app")
    assert [change.origin for change in one.refresh()] == ["cli"]
    two.refresh()
    assert content(one) == content(two)


def test_edits_of_different_fields_both_survive(tmp_path: Path) -> None:
    one = library_with(tmp_path, "p1")
    two = FileStore.open(tmp_path)
    one.record(tagging("p1", "rl"), "app")
    two.record(tagging("p1", "nlp"), "app")
    two.record(noting("p1", "n"), "app")
    record = reopened(tmp_path)["p1"]
    assert (record["tags"], record["note"]) == (["nlp", "rl"], "n")


def test_refresh_reads_no_file_when_nothing_happened(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    with patch("pathlib.Path.open", side_effect=AssertionError), patch("os.open", side_effect=AssertionError):
        assert store.refresh() == []


def test_threads_of_one_process_take_turns(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    other = FileStore.open(tmp_path)

    def tag(store: FileStore, name: str) -> None:
        for n in range(20):
            store.record(tagging("p1", f"{name}{n}"), name)
            store.fold()

    threads = [threading.Thread(target=tag, args=args) for args in [(store, "a"), (store, "b"), (other, "c")]]
    for thread in threads:
        thread.start()
    seen = []
    while any(thread.is_alive() for thread in threads):
        seen += store.refresh()
    for thread in threads:
        thread.join()
    seen += store.refresh()
    added = {
        tag
        for change in seen
        for tag in set(change.patches["p1"]["tags"][1]) - set(change.patches["p1"]["tags"][0] or ())
    }
    assert added == {f"c{n}" for n in range(20)}, "what the other store did, in as many changes as it took to see it"
    assert len(store.library["p1"].tags) == 60
    assert reopened(tmp_path) == content(store)


# When it fails.


def test_a_held_lock_is_an_error_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = library_with(tmp_path, "p1")
    monkeypatch.setattr(lock, "TIMEOUT", 0)
    with (
        lock.Lock(tmp_path / "append.lock").held(),
        pytest.raises(LockedError, match="another process is busy") as caught,
    ):
        store.record(noting("p1", "n"), "app")
    assert caught.value.hint
    store.record(noting("p1", "n"), "app")


def test_the_lock_survives_the_removal_of_its_file(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    (tmp_path / "append.lock").unlink()
    store.record(tagging("p1", "a"), "app")
    assert FileStore.open(tmp_path).record(tagging("p1", "b"), "app").sequence == 3


@pytest.mark.parametrize("call", ["fsync", "write"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_an_edit_that_cannot_be_written_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    store = library_with(tmp_path, "p1")
    real_write = os.write

    def failing(descriptor: int, *data: bytes) -> int:
        if data:
            real_write(descriptor, data[0][: len(data[0]) // 2])
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patched:
        patched.setattr(os, call, failing)
        with pytest.raises(StoreError, match=os.strerror(code)):
            store.record(noting("p1", "lost"), "app")
    assert store.library["p1"].note == ""
    assert reopened(tmp_path) == content(store)
    assert store.record(noting("p1", "kept"), "app").sequence == 2
    assert reopened(tmp_path)["p1"]["note"] == "kept"


def test_a_file_that_may_not_grow_takes_no_half_line(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1", folded=False)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (journals(tmp_path)[0].stat().st_size + 100, hard))
    try:
        with pytest.raises(StoreError):
            store.record(noting("p1", "x" * 1000), "app")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert journals(tmp_path)[0].read_bytes().endswith(b"\n")
    assert store.record(noting("p1", "y"), "app").sequence == 2


def test_a_full_disk_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = library_with(tmp_path, "p1")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("readinglist.files.atomic.flush", full)
    monkeypatch.setattr("readinglist.store.journal.flush", full)
    with pytest.raises(StoreError) as caught:
        store.record(noting("p1", "n"), "app")
    assert "free some space" in caught.value.hint


def test_a_full_disk_at_the_end_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = library_with(tmp_path, "p1")
    store.record(noting("p1", "n"), "app")

    def full(descriptor: int, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("readinglist.files.atomic.write_all", full)
        store.close()
    assert "no change is lost" in store.notices[-1]
    assert not list(tmp_path.glob("*~"))
    assert reopened(tmp_path)["p1"]["note"] == "n"


def test_text_that_is_no_unicode_is_stored_without_what_is_none(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    store.record(lambda library: edits.set_fields(library, "p1", {"fields": {"volume": "\udcff7"}}, NOW), "cli")
    assert content(store)["p1"]["fields"] == {"volume": "7"}
    assert reopened(tmp_path) == content(store)


@pytest.mark.parametrize("values", [{"priority": 9}, {"tags": "rl"}, {"date": "tomorrow"}, {"x": [2**63]}])
def test_a_value_that_could_not_be_read_again_is_refused(tmp_path: Path, values: dict[str, Any]) -> None:
    store = library_with(tmp_path, "p1")
    with pytest.raises(StoreError, match="cannot be stored: paper p1"):
        store.record(lambda library: edits.set_fields(library, "p1", values, NOW), "cli")
    assert reopened(tmp_path) == content(store) == {"p1": record("p1")}


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(StoreError) as caught:
            FileStore.open(folder)
        assert "a library is a folder" in caught.value.hint


def test_a_folder_that_cannot_be_written_is_read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library_with(tmp_path, "p1").close()
    monkeypatch.setattr(os, "access", lambda *_: False)
    names = sorted(tmp_path.iterdir())
    (tmp_path / "append.lock").unlink()
    store = FileStore.open(tmp_path)
    assert "can be read but not written" in store.read_only
    assert list(content(store)) == ["p1"]
    assert store.refresh() == []
    with pytest.raises(StoreError):
        store.record(noting("p1", "n"), "app")
    store.close()
    assert sorted(tmp_path.iterdir()) == [path for path in names if path.name != "append.lock"]


def test_windows_is_told_so_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "fcntl", None)
    with pytest.raises(StoreError, match="Windows"):
        FileStore.open(tmp_path)


def test_a_removed_folder_is_said(tmp_path: Path) -> None:
    store = library_with(tmp_path / "library", "p1")
    (tmp_path / "library").rename(tmp_path / "elsewhere")
    with pytest.raises(StoreError):
        store.record(noting("p1", "n"), "app")


def test_a_linked_library_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "library.json").symlink_to(tmp_path / "dotfiles" / "papers.json")
    (question,) = consent.questions(tmp_path / "library")
    answers.save(tmp_path / "library", question.name, question.about, "yes")
    library_with(tmp_path / "library", "p1").close()
    assert (tmp_path / "library" / "library.json").is_symlink()
    assert b'"p1"' in (tmp_path / "dotfiles" / "papers.json").read_bytes()
    assert list(reopened(tmp_path / "library")) == ["p1"]


# Undo.


def test_undo_takes_back_the_newest_change_of_its_origin(tmp_path: Path) -> None:
    app = library_with(tmp_path, "p1")
    cli = FileStore.open(tmp_path)
    app.record(tagging("p1", "app"), "app")
    cli.record(tagging("p1", "cli"), "cli")
    undone = app.undo("app")
    assert undone is not None
    assert undone.undoes == 2
    assert app.library["p1"].tags == ("cli",)
    assert cli.redo("cli") is None
    assert app.redo("app") is not None
    assert reopened(tmp_path)["p1"]["tags"] == ["app", "cli"]


def test_undo_by_number_reaches_any_change(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    store.record(tagging("p1", "a"), "app")
    store.record(tagging("p1", "b"), "app")
    undone = FileStore.open(tmp_path).undo("cli", 2)
    assert undone is not None
    assert reopened(tmp_path)["p1"]["tags"] == ["b"]
    assert FileStore.open(tmp_path).undo("cli", 99) is None


def test_undo_and_redo_survive_restarts_and_folding(tmp_path: Path) -> None:
    for note in ("one", "two"):
        with library_with(tmp_path, "p1") if note == "one" else FileStore.open(tmp_path) as store:
            store.record(noting("p1", note), "app")
    with FileStore.open(tmp_path) as store:
        assert store.undo("app") is not None
    with FileStore.open(tmp_path) as store:
        assert store.library["p1"].note == "one"
        assert store.redo("app") is not None
    with FileStore.open(tmp_path) as store:
        assert store.library["p1"].note == "two"
        assert [store.undo("app") is not None for _ in range(4)] == [True, True, True, False]
    assert reopened(tmp_path) == {}


def test_undo_leaves_what_others_changed_since_and_names_it(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    store.record(noting("p1", "mine"), "app")
    FileStore.open(tmp_path).record(noting("p1", "theirs"), "cli")
    undone = store.undo("app")
    assert undone is not None
    assert undone.kept == (("p1", "note"),)
    assert store.library["p1"].note == "theirs"


def test_undo_of_an_add_keeps_a_paper_that_others_worked_on(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    FileStore.open(tmp_path).record(noting("p1", "theirs"), "cli")
    assert store.undo("app") is not None
    assert reopened(tmp_path)["p1"]["note"] == "theirs"


def test_undo_of_an_edit_of_a_paper_that_is_gone_makes_no_half_paper(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    store.record(tagging("p1", "a"), "cli")
    store.record(lambda library: edits.retag(library, ["p1"], [], ["a"], NOW), "cli")
    store.undo("app")
    assert store.undo("cli") is not None
    assert reopened(tmp_path) == {}


EDITS = st.one_of(
    st.tuples(st.just("add"), st.sampled_from("abcde"), st.just("")),
    st.tuples(st.just("tag"), st.sampled_from("abcde"), st.sampled_from(["rl", "nlp", "vision"])),
    st.tuples(st.just("untag"), st.sampled_from("abcde"), st.sampled_from(["rl", "nlp"])),
    st.tuples(st.just("note"), st.sampled_from("abcde"), st.sampled_from(["", "x", "Gödel"])),
    st.tuples(st.just("status"), st.sampled_from("abcde"), st.sampled_from(list(Status))),
    st.tuples(st.just("purge"), st.sampled_from("abcde"), st.just("")),
)
OTHERS = st.tuples(st.sampled_from(["undo", "redo", "fold", "reopen", "refresh"]), st.just("a"), st.just(""))


def make(library: Library, kind: str, id: str, value: str) -> Change:
    match kind:
        case "add":
            return adding(id)(library) if id not in library else Change("", {})
        case "tag":
            return edits.retag(library, [id], [value], [], NOW)
        case "untag":
            return edits.retag(library, [id], [], [value], NOW)
        case "note":
            return edits.set_note(library, [id], value, NOW)
        case "status":
            return edits.set_status(library, [id], STATUSES[value], NOW)
        case _:
            return edits.purge(library, [id], NOW)


def play(stores: list[FileStore], who: int, step: tuple[str, str, str], origin: str) -> None:
    """One step of one of the stores."""
    store, (kind, id, value) = stores[who], step
    match kind:
        case "undo":
            store.undo(origin)
        case "redo":
            store.redo(origin)
        case "fold":
            store.fold()
        case "refresh":
            store.refresh()
        case "reopen":
            stores[who] = FileStore.open(store._layout.folder)
        case _:
            store.record(lambda library: make(library, kind, id, value), origin)


@given(st.lists(st.tuples(st.integers(0, 2), EDITS | OTHERS, st.sampled_from(["app", "cli"])), max_size=25))
@settings(max_examples=80, deadline=None)
def test_any_edits_over_several_stores_give_what_one_gives(
    steps: list[tuple[int, tuple[str, str, str], str]],
) -> None:
    with TemporaryDirectory() as name, patch("readinglist.store.file_store.now", return_value=NOW):
        stores = [FileStore.open(Path(name, "many")) for _ in range(3)]
        alone = [FileStore.open(Path(name, "one"))]
        for who, step, origin in steps:
            play(stores, who, step, origin)
            if step[0] not in {"fold", "reopen", "refresh"}:
                play(alone, 0, step, origin)
        for store in stores:
            store.refresh()
            assert content(store) == content(alone[0])
        assert reopened(Path(name, "many")) == reopened(Path(name, "one")) == content(alone[0])


@given(st.lists(st.tuples(st.integers(0, 1), EDITS), max_size=15))
@settings(max_examples=50, deadline=None)
def test_any_edits_undone_give_the_start(steps: list[tuple[int, tuple[str, str, str]]]) -> None:
    with TemporaryDirectory() as name:
        stores = [library_with(Path(name), "a", "b"), FileStore.open(Path(name))]
        start = content(stores[0])
        for who, step in steps:
            play(stores, who, step, "steps")
        while stores[0].undo("steps"):
            pass
        end = {id: {**record, "updated": None} for id, record in reopened(Path(name)).items()}
        assert end == {id: {**record, "updated": None} for id, record in start.items()}


class Link:
    """Refers to another, as widgets and their screens do."""

    other: Link


def test_edits_leave_the_garbage_of_an_open_app_to_be_collected(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    watching = FileStore.open(tmp_path)
    gc.disable()
    try:
        ring = [Link() for _ in range(30_000)]  # enough for the collector to be due
        for link, other in zip(ring, ring[1:] + ring[:1], strict=True):
            link.other = other
        left = weakref.ref(ring[0])
        del link, other, ring
        store.record(tagging("p1", "moss"), "app")
        watching.refresh()
    finally:
        gc.enable()
    gc.collect()
    assert left() is None
