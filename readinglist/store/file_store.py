"""The store in files: a change is durable when `record` returns, and several processes may work at once."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from readinglist.errors import DamagedError, LockedError, StoreError
from readinglist.files.atomic import explaining, signature, write_atomically
from readinglist.files.lock import check_platform
from readinglist.jobs.gc_pause import paused_gc
from readinglist.papers.change import Change, History, Reversal
from readinglist.papers.library import Library, reversal_of
from readinglist.papers.record import now
from readinglist.store import consent, fold, lazy_papers
from readinglist.store.follower import Follower
from readinglist.store.journal import Tail
from readinglist.store.journal_lines import writable
from readinglist.store.layout import GITIGNORE, Layout, prepare
from readinglist.store.load import Loaded, load
from readinglist.store.reached import Reached
from readinglist.store.recent_changes import recent
from readinglist.store.state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from readinglist.store.protocol import Question

C = TypeVar("C", bound=Change)
TRIES = 5


class FileStore(Follower):
    """A library in a folder; see `protocol.Store`."""

    _recorded = False

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the library in `folder`, empty and created with its first change if there is none; raises StoreError."""
        check_platform()
        layout = Layout(folder.expanduser().absolute())
        with explaining(layout.folder), paused_gc(is_lasting=True):
            is_there = bool(signature(layout.folder))
            loaded = load(layout) if is_there else Loaded(Library(), Tail(layout.folder), State())
            store = cls(layout, loaded)
            if not loaded.is_in_order:
                store._reload_now()
        store._by_others.clear()
        return store

    def record(self, edit: Callable[[Library], C], origin: str) -> C:
        """Compute a change from the newest state and append it to the journal; an empty one is dropped.

        It is durable on return; if StoreError is raised, nothing was changed.
        """
        with self._writing():
            return self._commit(edit(self.library), origin)

    def undo(self, origin: str, sequence: int = 0) -> Reversal | None:
        """Undo the newest change made by `origin`, or change number `sequence`; None if there is none."""
        if not self._has_changes():
            return None
        with self._writing():
            history = self.history()
            wanted = [each for each in history.undoable() if each.sequence == sequence]
            changes = wanted if sequence else history.undoable(origin)
            return self._commit(reversal_of(self.library, changes[-1], now()), origin) if changes else None

    def redo(self, origin: str) -> Reversal | None:
        """Redo what `origin` has just undone; None if there is nothing."""
        if not self._has_changes():
            return None
        with self._writing():
            changes = self.history().redoable(origin)
            return self._commit(reversal_of(self.library, changes[-1], now()), origin) if changes else None

    def history(self) -> History:
        """The last 1,000 changes, which can be undone and redone."""
        with self._lock.thread, explaining(self._layout.folder):
            if self._history is None:
                found = recent(self._layout.folder, fold.HISTORY) if self._tail.path else ()
                known = (change for change in found if change.sequence <= self._tail.sequence)
                self._history = History(known, fold.HISTORY)
            return self._history

    def questions(self) -> list[Question]:
        """The risks of the folder that the user has not accepted."""
        with explaining(self.folder):
            return consent.questions(self.folder)

    def fold(self) -> bool:
        """Write all changes into library.json, while other processes and threads may go on.

        Returns whether anything was written: not if another process does so. No change is lost if StoreError is raised.
        """
        if not self._has_changes():
            return False
        self._check_writable()
        try:
            with self._fold_lock.held(timeout=0):
                return self._fold()
        except LockedError:
            return False

    def save(self, *, waits: bool = True) -> bool:
        """Write all changes made so far into library.json; unless it `waits`, not while another process does."""
        if not waits:
            return self.fold()
        if not self._has_changes():
            return False
        self._check_writable()
        upto = self.sequence
        with self._fold_lock.held():
            is_written = self._fold()
            for _ in range(TRIES):
                if self._state.sequence >= upto:
                    break
                is_written = self._fold() or is_written
        return is_written

    def close(self) -> None:
        """Leave the library; its changes are folded into library.json when that is worth its time."""
        if self._lost.is_unsaved:
            self._save_lost_changes()
        try:
            with explaining(self._layout.folder):
                if self._recorded and not self._refusal and fold.pays(self._layout, self._state.sequence):
                    self.save() if self.is_versioned else self.fold()
        except StoreError as error:
            self.notices.append(f"library.json stays as it was: {error.message}; no change is lost")
        self._recorded = False

    def _save_lost_changes(self) -> None:
        """Try once more to save changes that are in memory only, or say that they are lost."""
        self.reload()
        if self._lost.is_unsaved:
            self.notices.append(f"{self.read_only}; it is lost now")

    @property
    def is_versioned(self) -> bool:
        """Whether library.json is in a git work tree."""
        return fold.is_versioned(self._layout)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing.

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the lock, with the newest state applied; raises StoreError if the library is read-only."""
        self._check_writable()
        if self._tail.path is None:
            prepare(self._layout)
        with self._lock.held(), explaining(self._layout.folder), paused_gc():
            if self._refusal and not isinstance(self._refusal, DamagedError):
                self._reload_now()  # the obstacle (a full disk, a lock) may be gone
            else:
                self._catch_up()
            if self._refusal:
                raise self._refusal
            if self._tail.torn:
                self._cut_torn_line()
            yield

    def _check_writable(self) -> None:
        """Raise StoreError if nothing may be written to the folder, not even a lock."""
        if self._refusal and (reason := self._obstacle()):
            raise reason

    def _commit(self, change: C, origin: str) -> C:
        if not change:
            return change
        change = replace(writable(change), sequence=self._tail.next, origin=origin, time=change.time or now())
        if self._tail.path is None and not os.path.lexists(self._layout.gitignore):
            write_atomically(self._layout.gitignore, GITIGNORE)
        self._tail.append(change)
        self._lock.note(Reached(change.sequence, self._state.sequence).line)
        self._apply(change)
        self._recorded = True
        return change

    def _has_changes(self) -> bool:
        """Whether there is a journal; without one there is nothing to lock."""
        return self._tail.path is not None or self._tail.has_news()

    def _fold(self) -> bool:
        layout = self._layout
        with self._writing():
            sequence, state = self._tail.sequence, self._state
            if sequence == state.sequence:
                return False
            self._tail.start()
            papers = list(self.library.everything())
        with explaining(layout.folder):
            records = [paper.record_uncached() for paper in papers]
            storage, digest = fold.prepare(layout, records, self._others, ".fold~")
            with self._lock.held():
                if signature(layout.library) != state.signature or State.load(layout.state) != state:
                    storage.discard()  # another process wrote the file meanwhile
                    return False
                self._state = fold.commit(layout, state, storage, digest, sequence)
        lazy_papers.write_caches(layout, self._state, records)
        return True
