"""Folding: a crash at any step loses nothing, backups are kept, and history too."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from readinglist.errors import StoreError
from readinglist.files.lock import Lock
from readinglist.papers.change import Change
from readinglist.papers.record import values_of
from readinglist.store import backup, fold
from readinglist.store.file_store import FileStore
from readinglist.store.snapshot import Database
from tests.store.making import NOW, adding, content, journals, library_with, noting, reopened, rewrite, tagging

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CALLS = ("replace", "link", "fsync", "write", "open", "unlink", "ftruncate", "fchmod")


class Crash(BaseException):
    """The process ends here."""


def crashing(monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """The call number `at` to the system ends the process, and none works after it."""
    count = 0

    def instead_of(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal count
            count += 1
            if count >= at:
                raise Crash
            return real(*args, **kwargs)

        return call

    for name in CALLS:
        monkeypatch.setattr(os, name, instead_of(getattr(os, name)))


def survives_a_crash_at_every_step(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    prepare: Callable[[Path], FileStore],
    act: Callable[[FileStore], object],
) -> None:
    """`act` on what `prepare` made, ended at each of its steps, leaves a library that opens and holds everything."""
    for at in range(1, 200):
        store = prepare(folder / str(at))
        before = content(store)
        try:
            with monkeypatch.context() as patched:
                crashing(patched, at)
                act(store)
        except Crash:
            assert reopened(folder / str(at)) == before
            again = FileStore.open(folder / str(at))
            again.record(tagging("p1", "after"), "app")
            again.fold()
            assert reopened(folder / str(at))["p1"]["tags"] == ["after"]
            assert [each.label for each in again.history().undoable()][-1].startswith("tags +after")
        else:
            assert at > 5
            return
    raise AssertionError


def test_a_first_fold_may_crash_at_any_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    survives_a_crash_at_every_step(
        tmp_path, monkeypatch, lambda folder: library_with(folder, "p1", "p2", folded=False), FileStore.fold
    )


def test_a_later_fold_may_crash_at_any_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fold, "HISTORY", 1)

    def prepare(folder: Path) -> FileStore:
        store = library_with(folder, "p1", "p2")
        for note in ("one", "two"):
            store.record(noting("p2", note), "app")
        return store

    survives_a_crash_at_every_step(tmp_path, monkeypatch, prepare, FileStore.fold)


def test_taking_over_an_outside_change_may_crash_at_any_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for at in range(1, 100):
        folder = tmp_path / str(at)
        store = library_with(folder, "p1", "p2")
        store.record(noting("p2", "ours"), "app")
        rewrite(folder, lambda tables: tables["papers"]["p1"].update(note="theirs"))
        try:
            with monkeypatch.context() as patched:
                crashing(patched, at)
                store.refresh()
        except Crash:
            found = reopened(folder)
            assert (found["p1"]["note"], found["p2"]["note"]) == ("theirs", "ours")
            changes = FileStore.open(folder).history().undoable("outside")
            assert len(changes) == 1
        else:
            assert at > 5
            return
    raise AssertionError


def test_others_write_while_one_folds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = library_with(tmp_path, "p1")
    two = FileStore.open(tmp_path)
    one.record(tagging("p1", "before"), "app")
    real = fold.prepare

    def slow(*args: Any) -> Any:
        two.record(tagging("p1", "meanwhile"), "cli")
        assert two.fold() is False
        return real(*args)

    monkeypatch.setattr(fold, "prepare", slow)
    assert one.fold()
    assert [change.origin for change in one.refresh()] == ["cli"]
    assert [change.origin for change in two.refresh()] == ["app"]
    for store in (one, two, FileStore.open(tmp_path)):
        assert store.library["p1"].tags == ("before", "meanwhile")
    file = (Database(tmp_path / "library.json").file.read() or {})["papers"]["p1"]
    assert file["tags"] == ["before"]


def test_a_file_that_others_change_while_one_folds_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = library_with(tmp_path, "p1")
    store.record(tagging("p1", "mine"), "app")
    real = fold.prepare

    def slow(*args: Any) -> Any:
        monkeypatch.setattr(fold, "prepare", real)
        rewrite(tmp_path, lambda tables: tables["papers"]["p1"].update(note="theirs"))
        return real(*args)

    monkeypatch.setattr(fold, "prepare", slow)
    assert store.fold() is False
    assert len(store.refresh()) == 1
    record = reopened(tmp_path)["p1"]
    assert (record["note"], record["tags"]) == ("theirs", ["mine"])


def test_folds_of_others_cost_a_reader_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = library_with(tmp_path, "p1")
    two = FileStore.open(tmp_path)
    two.record(tagging("p1", "a"), "cli")
    two.fold()
    two.record(tagging("p1", "b"), "cli")
    monkeypatch.setattr("readinglist.store.file_store.load", lambda _: pytest.fail("all was read again"))
    assert len(one.refresh()) == 2
    assert one.library["p1"].tags == ("a", "b")


def test_one_whose_journal_is_gone_reads_all_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fold, "HISTORY", 1)
    monkeypatch.setattr(backup, "SPACING", backup.SPACING * 0)
    one = library_with(tmp_path, "p1")
    library = one.library
    two = FileStore.open(tmp_path)
    for n in range(4):
        two.record(tagging("p1", f"t{n}"), "cli")
        two.fold()
    assert len(journals(tmp_path)) == 2
    changes = one.refresh()
    assert [change.ids for change in changes] == [("p1",)]
    assert one.library is library
    assert content(one) == content(two)
    one.record(tagging("p1", "mine"), "app")
    assert one.undo("app") is not None
    assert reopened(tmp_path)["p1"]["tags"] == ["t0", "t1", "t2", "t3"]


def written(folder: Path) -> tuple[int, int]:
    """Differs when library.json was written anew; reading it changes neither."""
    stat = (folder / "library.json").stat()
    return stat.st_ino, stat.st_mtime_ns


def test_close_folds_what_was_recorded_and_only_that(tmp_path: Path) -> None:
    with FileStore.open(tmp_path) as store:
        store.record(adding("p1"), "cli")
    before = written(tmp_path)
    with FileStore.open(tmp_path):
        pass
    assert written(tmp_path) == before
    store.close()


def test_a_large_library_is_folded_only_when_the_journals_have_grown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fold, "SMALL", 100)
    with FileStore.open(tmp_path) as store:
        store.record(adding(*(f"p{n}" for n in range(100))), "cli")
    before = written(tmp_path)
    with FileStore.open(tmp_path) as store:
        store.record(noting("p1", "short"), "cli")
    assert written(tmp_path) == before
    with FileStore.open(tmp_path) as store:
        store.record(noting("p1", "long" * 1000), "cli")
    assert written(tmp_path) != before


def test_only_one_folds(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1", folded=False)
    with Lock(tmp_path / "fold.lock").held():
        assert store.fold() is False
    assert store.fold() is True
    assert store.fold() is False


# Backups and history.


def backups(folder: Path) -> list[Path]:
    return sorted((folder / "backups").glob("library-*.json"))


def test_five_backups_are_kept_an_hour_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = library_with(tmp_path, "p1")
    for n in range(3):
        store.record(noting("p1", f"{n}"), "app")
        store.fold()
    assert len(backups(tmp_path)) == 1
    monkeypatch.setattr(backup, "SPACING", backup.SPACING * 0)
    for n in range(9):
        store.record(noting("p1", f"again {n}"), "app")
        store.fold()
    assert len(backups(tmp_path)) == 5
    papers = (Database(backups(tmp_path)[-1]).file.read() or {})["papers"]
    assert papers["p1"]["note"] == "again 7"


def test_a_library_that_loses_most_papers_does_not_push_out_its_backups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [f"p{n}" for n in range(20)]
    store = library_with(tmp_path, *ids)
    large = (tmp_path / "library.json").read_bytes()
    store.record(
        lambda library: Change("gone", {id: gone(dict(values_of(library.record(id)))) for id in ids[1:]}, time=NOW),
        "app",
    )
    store.fold()
    monkeypatch.setattr(backup, "SPACING", backup.SPACING * 0)
    for n in range(9):
        store.record(noting("p0", f"{n}"), "app")
        store.fold()
    assert large in [path.read_bytes() for path in backups(tmp_path)]
    assert len(backups(tmp_path)) == 6


def gone(record: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (value, None) for name, value in record.items()}


def test_where_links_fail_a_backup_is_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = library_with(tmp_path, "p1")
    before = (tmp_path / "library.json").read_bytes()

    def no_links(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    store.record(noting("p1", "n"), "app")
    store.fold()
    (path,) = backups(tmp_path)
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_fold_that_fails_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = library_with(tmp_path, "p1")
    store.record(noting("p1", "n"), "app")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("readinglist.files.atomic.flush", full)
        with pytest.raises(StoreError):
            store.fold()
    assert not list(tmp_path.glob("*~"))
    assert store.fold()


def test_the_newest_changes_stay_undoable_and_older_journals_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fold, "HISTORY", 10)
    monkeypatch.setattr(backup, "SPACING", backup.SPACING * 0)
    store = library_with(tmp_path, "p1")
    for n in range(30):
        store.record(tagging("p1", f"t{n:02}"), "app")
        if n % 3 == 0:
            store.fold()
    assert len(journals(tmp_path)) < 7
    fresh = FileStore.open(tmp_path)
    assert len(fresh.history().undoable()) == 10
    for _ in range(10):
        assert fresh.undo("app") is not None
    assert reopened(tmp_path)["p1"]["tags"] == [f"t{n:02}" for n in range(20)]
