"""An open library in step with its files: what others do to them is found, checked and taken in."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from readinglist.errors import DamagedError, StoreError
from readinglist.files.atomic import explaining, signature
from readinglist.files.lock import Lock
from readinglist.jobs.gc_pause import uncollected
from readinglist.papers.library import Library
from readinglist.papers.record import now
from readinglist.store import backup, consent, fold
from readinglist.store.external_edits import difference
from readinglist.store.journal import Moved, numbers, path_of
from readinglist.store.load import Finding, check_fits, load
from readinglist.store.lost_changes import LostChanges
from readinglist.store.reached import Reached
from readinglist.store.state import State
from readinglist.store.tables import upgraded

if TYPE_CHECKING:
    from pathlib import Path

    from readinglist.files.atomic import Signature
    from readinglist.papers.change import Change, History
    from readinglist.store.journal import Tail
    from readinglist.store.layout import Layout
    from readinglist.store.load import Loaded
    from readinglist.store.tables import Tables


class Follower:
    """An open library that follows what others do to its files."""

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
        self._lost = LostChanges(layout, self.library, self.notices, loaded.tail.sequence)
        self._tail: Tail
        self._state: State
        self._others: Tables
        self._refusal: StoreError | None
        self._fingerprint: tuple[Signature, ...]
        self._accept(loaded)

    @property
    def folder(self) -> Path:
        """The folder of the library."""
        return self._layout.folder

    @property
    def sequence(self) -> int:
        """The number of the newest change."""
        return self._tail.sequence

    @property
    def is_damaged(self) -> bool:
        """Whether a file of the library cannot be used as it is."""
        return isinstance(self._refusal, DamagedError)

    @property
    def read_only(self) -> str:
        """Why the library can be read but not changed; empty if it can."""
        return self._refusal.message if self._refusal else ""

    def refresh(self) -> list[Change]:
        """What others changed since the last look, already made in `library`; three looks at file names if nothing."""
        with self._lock.thread, explaining(self._layout.folder):
            self._catch_up()
        return self.changes_by_others()

    def is_outdated(self) -> bool:
        """Whether others did something for which all must be read again, as when they changed library.json."""
        with self._lock.thread, explaining(self._layout.folder):
            if self._refusal:
                return self._fingerprint != self._look()
            return signature(self._layout.library) != self._state.signature and not self._was_folded()

    def reload(self) -> None:
        """Read all files again and repair what can be repaired, which takes as long as opening; any thread may.

        The difference is applied to `library` by the next `apply_reload`, refresh, edit, fold or close.
        """
        with explaining(self._layout.folder):
            try:
                with self._lock.thread if self._forbidden() else self._lock.held(), uncollected():
                    self._read_again()
            except StoreError as error:
                self._refuse(error)

    def apply_reload(self) -> None:
        """Make the difference between what was read again and what we had in `library`."""
        with self._lock.thread:
            change, self._waiting = self._waiting, None
            if change:
                self.library.apply(change)
                self._unseen.append(change)

    def changes_by_others(self) -> list[Change]:
        """As `refresh`, of what is known without looking: each edit begins with what others did."""
        fresh, self._unseen = self._unseen, []
        return fresh

    def _make(self, change: Change) -> None:
        self.library.apply(change)
        self._lost.applied(change)
        if self._history is not None:
            self._history.append(change)

    def _cut(self) -> None:
        backup.keep_cut(self._layout, self._tail.cut())
        self._lock.note(Reached(self._tail.sequence, self._state.sequence).line)
        self.notices.append(
            f"{self._tail.path}: the last change was cut short (a power cut or a full disk?) and is not in the library"
        )

    def _is_writable(self) -> bool:
        folder = self._layout.folder
        return os.access(folder, os.W_OK) or (self._tail.path is None and not folder.exists())  # made when needed

    def _catch_up(self) -> None:
        """Take in what others appended; after anything unusual, all is read again."""
        self.apply_reload()
        if self.is_outdated():
            self._reload_now()
        if self._refusal:
            return
        try:
            if self._tail.has_news():
                for change in self._tail.read():
                    check_fits(self.library, change, self._tail)
                    self._make(change)
                    self._unseen.append(change)
        except (Moved, DamagedError):
            self._reload_now()
            return
        if self._state.sequence > self._tail.sequence:  # the journal we stood in was folded and removed
            self._reload_now()

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
        return ((self._is_writable(), backup.refusal(self._layout) is None), signature(self._layout.library), *journals)

    def _reload_now(self) -> None:
        self.reload()
        self.apply_reload()

    def _read_again(self) -> None:
        self._waiting = None  # what is read now says it all
        loaded = load(self._layout)
        self._lost.check(loaded, self._others)
        self._accept(loaded)
        if not self._refusal:
            self._settle(loaded)
        self._lost.loaded(self._tail.sequence)
        change = difference(self.library, loaded.library)
        if change:
            label = loaded.takeover.label if loaded.takeover else change.label
            self._waiting = replace(change, label=label, sequence=self._tail.sequence, time=now())

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
            return consent.refusal(self.folder)
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
        self._lock.note(Reached(self._tail.sequence, self._state.sequence).line)
        if change is None:
            backup.keep_copy(self._layout, self._state.sequence)
