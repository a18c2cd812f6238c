"""The library on disk: every change is safe when `record` returns, and several processes may work at once."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from readinglist.change import Change, History, Reversal
from readinglist.collecting import uncollected
from readinglist.errors import DamagedError, LockedError, StoreError
from readinglist.library import Library, reversal_of
from readinglist.paper import now
from readinglist.store import backup, consent, fold, late
from readinglist.store.files import GITIGNORE, Layout, explaining, prepare, signature, write_atomically
from readinglist.store.journal import Moved, numbers, path_of, recent
from readinglist.store.lines import writable
from readinglist.store.load import Finding, Loaded, check_fits, load
from readinglist.store.lock import Lock, check_platform
from readinglist.store.outside import difference
from readinglist.store.state import State
from readinglist.store.tables import serialised, tables_of, upgraded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from readinglist.store.files import Signature
    from readinglist.store.journal import Tail
    from readinglist.store.tables import Tables

C = TypeVar("C", bound=Change)


class Store:
    """An open library: its papers in memory, and the only way to change them for good."""

    def __init__(self, layout: Layout, loaded: Loaded) -> None:
        self.library: Library = loaded.library
        """The papers; it stays the same object, changes of others are applied to it."""
        self.notices: list[str] = []
        """What people should know: a change cut short, changes taken over."""
        self._layout = layout
        self._lock = Lock(layout.lock)
        self._fold_lock = Lock(layout.fold_lock)
        self._history: History | None = None
        self._unseen: list[Change] = []
        self._waiting: Change | None = None
        """What has become of the papers since they were read again; not yet in `library`."""
        self._recorded = False
        self._reached = 0
        """The number of the last change in `library`."""
        self._rescued = 0
        """The number of the last change in a copy that was kept because the journals vanished."""
        self._tail: Tail
        self._state: State
        self._others: Tables
        self._refusal: StoreError | None
        self._fingerprint: tuple[Signature, ...]
        self._accept(loaded)
        self._reached = loaded.tail.sequence

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The library in `folder`, which is made if there is none. Raises StoreError."""
        check_platform()
        layout = Layout(folder.expanduser().absolute())
        prepare(layout)
        with explaining(layout.folder), uncollected(is_lasting=True):
            loaded = load(layout)
            store = cls(layout, loaded)
            if not loaded.settled:
                store._reload()
        store._unseen.clear()
        return store

    @property
    def folder(self) -> Path:
        """The folder of the library."""
        return self._layout.folder

    @property
    def sequence(self) -> int:
        """The number of the newest change."""
        return self._tail.sequence

    @property
    def read_only(self) -> str:
        """Why the library can be read but not changed; empty if it can."""
        return self._refusal.message if self._refusal else ""

    def record(self, edit: Callable[[Library], C], origin: str) -> C:
        """Make the change that `edit` gives for the newest state, and save it; an empty one is not saved.

        When this returns, a power cut loses nothing; when it raises StoreError, nothing was changed.
        """
        with self._writing():
            return self._commit(edit(self.library), origin)

    def undo(self, origin: str, sequence: int = 0) -> Reversal | None:
        """Take back the newest change made by `origin`, or change number `sequence`; None if there is none."""
        with self._writing():
            history = self.history()
            wanted = [each for each in history.undoable() if each.sequence == sequence]
            changes = wanted if sequence else history.undoable(origin)
            return self._commit(reversal_of(self.library, changes[-1], now()), origin) if changes else None

    def redo(self, origin: str) -> Reversal | None:
        """Make again what `origin` has just undone; None if there is nothing."""
        with self._writing():
            changes = self.history().redoable(origin)
            return self._commit(reversal_of(self.library, changes[-1], now()), origin) if changes else None

    def history(self) -> History:
        """What can be undone and redone: the last 1,000 changes."""
        with self._lock.thread, explaining(self._layout.folder):
            if self._history is None:
                found = recent(self._layout.folder, fold.HISTORY)
                known = (change for change in found if change.sequence <= self._tail.sequence)
                self._history = History(known, fold.HISTORY)
            return self._history

    def refresh(self) -> list[Change]:
        """What others changed since the last look, already made in `library`; three looks at file names if nothing."""
        with self._lock.thread, explaining(self._layout.folder):
            self._catch_up()
        return self.unseen()

    def is_outdated(self) -> bool:
        """Whether others did something for which all must be read again, as when they changed library.json."""
        with self._lock.thread, explaining(self._layout.folder):
            if self._refusal:
                return self._fingerprint != self._look()
            return signature(self._layout.library) != self._state.signature and not self._was_folded()

    def read_again(self) -> None:
        """Read all again and put right what can be, which takes as long as opening.

        A thread of its own may do it: `library` is left alone, and changes with `take_in` or whatever is done next.
        """
        with explaining(self._layout.folder):
            try:
                with self._lock.held() if self._is_writable() else self._lock.thread, uncollected():
                    self._read_again()
            except StoreError as error:
                self._refuse(error)

    def take_in(self) -> None:
        """Make the difference between what was read again and what we had in `library`."""
        with self._lock.thread:
            change, self._waiting = self._waiting, None
            if change:
                self.library.apply(change)
                self._unseen.append(change)

    def unseen(self) -> list[Change]:
        """As `refresh`, of what is known without looking: each edit begins with what others did."""
        fresh, self._unseen = self._unseen, []
        return fresh

    def fold(self) -> bool:
        """Write all changes into library.json; others, and other threads of ours, may make more meanwhile.

        False if there is nothing to write or another process does it. Raises StoreError; even then no change is lost.
        """
        try:
            with self._fold_lock.held(timeout=0):
                return self._fold()
        except LockedError:
            return False

    def close(self) -> None:
        """Leave the library; its changes go into library.json when that pays."""
        try:
            with explaining(self._layout.folder):
                if self._recorded and not self._refusal and fold.pays(self._layout, self._state.sequence):
                    self.fold()
        except StoreError as error:
            self.notices.append(f"library.json stays as it was: {error.message}; no change is lost")
        self._recorded = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing.

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the lock, on the newest state; raises StoreError if the library cannot be changed."""
        if self._refusal and not self._is_writable():
            raise self._refusal
        with self._lock.held(), explaining(self._layout.folder), uncollected():
            if self._refusal and not isinstance(self._refusal, DamagedError):
                self._reload()  # what was in the way (a full disk, a lock) may have passed
            else:
                self._catch_up()
            if self._refusal:
                raise self._refusal
            if self._tail.torn:
                self._cut()
            yield

    def _commit(self, change: C, origin: str) -> C:
        if not change:
            return change
        change = replace(writable(change), sequence=self._tail.next, origin=origin, time=change.time or now())
        if self._tail.path is None and not os.path.lexists(self._layout.gitignore):
            write_atomically(self._layout.gitignore, GITIGNORE)
        self._tail.append(change)
        self._make(change)
        self._recorded = True
        return change

    def _make(self, change: Change) -> None:
        self.library.apply(change)
        self._reached = change.sequence
        if self._history is not None:
            self._history.append(change)

    def _cut(self) -> None:
        backup.keep_cut(self._layout, self._tail.cut())
        self.notices.append(
            f"{self._tail.path}: the last change was cut short (a power cut or a full disk?) and is not in the library"
        )

    def _fold(self) -> bool:
        layout = self._layout
        with self._writing():
            sequence, state = self._tail.sequence, self._state
            if sequence == state.sequence:
                return False
            self._tail.start()
            records = self.library.records()
        with explaining(layout.folder):
            storage, digest = fold.prepare(layout, records, self._others, ".fold~")
            with self._lock.held():
                if signature(layout.library) != state.signature or State.load(layout.state) != state:
                    storage.discard()  # somebody else wrote the file meanwhile
                    return False
                self._state = fold.commit(layout, state, storage, digest, sequence)
        late.keep(layout, self._state, records)
        return True

    # Following what others do.

    def _is_writable(self) -> bool:
        return os.access(self._layout.folder, os.W_OK)

    def _catch_up(self) -> None:
        """Take in what others appended; after anything unusual, all is read again."""
        self.take_in()
        if self.is_outdated():
            self._reload()
        if self._refusal:
            return
        try:
            if self._tail.has_news():
                for change in self._tail.read():
                    check_fits(self.library, change, self._tail)
                    self._make(change)
                    self._unseen.append(change)
        except (Moved, DamagedError):
            self._reload()
            return
        if self._state.sequence > self._tail.sequence:  # the journal we stood in was folded and removed
            self._reload()

    def _was_folded(self) -> bool:
        """Whether library.json is another because a process of ours wrote it."""
        state = State.load(self._layout.state)
        if state.signature != signature(self._layout.library):
            return False
        self._state = state
        return True

    def _look(self) -> tuple[Signature, ...]:
        """Differs as soon as any file of the library does."""
        folder = self._layout.folder
        journals = (signature(path_of(folder, first)) for first in numbers(folder))
        return ((self._is_writable(),), signature(self._layout.library), *journals)

    def _reload(self) -> None:
        self.read_again()
        self.take_in()

    def _read_again(self) -> None:
        self._waiting = None  # what is read now says it all
        loaded = load(self._layout)
        if loaded.tail.sequence < self._reached:
            raise self._vanished(loaded.tail.sequence)
        self._accept(loaded)
        if not self._refusal:
            self._settle(loaded)
        self._reached = self._tail.sequence
        change = difference(self.library, loaded.library)
        if change:
            label = loaded.takeover.label if loaded.takeover else change.label
            self._waiting = replace(change, label=label, sequence=self._tail.sequence, time=now())

    def _vanished(self, left: int) -> DamagedError:
        """What to say when changes that are in memory are no longer on the disk; what is in memory is saved."""
        gone = f"{self._layout.folder}: the journals with the changes {left + 1} to {self._reached} are gone"
        hint = "put them back"
        if self._rescued != self._reached:
            with suppress(OSError):
                data = b"".join(serialised(tables_of(self.library.records(), self._others)))
                path = backup.save(data, self._layout, backup.stamped("memory"))
                self.notices.append(f"{gone}; all papers as they were shown here are kept in {path}")
                self._rescued = self._reached
        if self._rescued:
            hint += "; or close readinglist everywhere and copy the newest backups/memory-*.json over library.json"
        return DamagedError(gone, hint)

    def _accept(self, loaded: Loaded) -> None:
        self._tail = loaded.tail
        self._state = loaded.state
        self._others = loaded.others
        self._history = None
        self.notices += [notice for notice in loaded.notices if notice not in self.notices]
        self._refusal = loaded.trouble or self._forbidden()
        self._fingerprint = self._look() if self._refusal else ()

    def _forbidden(self) -> StoreError | None:
        """Why nothing may be written to the folder, whatever is in it."""
        if self._is_writable():
            return consent.refusal(self._layout)
        hint = "make the folder writable for you (`ls -la` shows whose it is), or copy it to another place"
        return StoreError(f"{self._layout.folder} can be read but not written", hint)

    def _settle(self, loaded: Loaded) -> None:
        """Put right what `load` found, under the lock; if that fails (a full disk), the library is for reading only."""
        try:
            with explaining(self._layout.folder):
                if loaded.tail.torn:
                    self._cut()
                if loaded.finding is Finding.TOUCHED:
                    self._state.save(self._layout.state)
                elif loaded.finding is not Finding.KNOWN:
                    self._take_over(loaded)
        except StoreError as error:
            self._refuse(error)

    def _refuse(self, reason: StoreError) -> None:
        """Let the library be read only, until its files change."""
        self._refusal = reason
        self._fingerprint = self._look()

    def _take_over(self, loaded: Loaded) -> None:
        """Make library.json, which others or an older readinglist wrote, ours."""
        change = loaded.takeover
        if change:
            change = replace(change, sequence=self._tail.next)
            self._tail.append(change)
            loaded.library.apply(change)
            self.notices.append(f"library.json was {change.label}; undo takes it back (change {change.sequence})")
        loaded.library = Library(upgraded(loaded.library.records(), loaded.others))
        foreign = loaded.finding is Finding.CHANGED
        if not foreign:
            backup.keep_copy(self._layout, self._state.sequence)
        storage, digest = fold.prepare(self._layout, loaded.library.records(), self._others, ".outside~")
        self._tail.start()
        self._state = fold.commit(self._layout, self._state, storage, digest, self._tail.sequence, foreign)
        if change is None:
            backup.keep_copy(self._layout, self._state.sequence)
