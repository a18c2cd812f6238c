"""Following the files of an open library: changes by other processes and programs are detected, checked and applied."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from readinglist.errors import DamagedError, StoreError
from readinglist.files.atomic import explaining, signature
from readinglist.files.lock import Lock
from readinglist.jobs.gc_pause import paused_gc
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
    """An open library that is kept in step with its files."""

    def __init__(self, layout: Layout, loaded: Loaded) -> None:
        self.library: Library = loaded.library
        """The papers. The object stays the same; changes by others are applied to it."""
        self.notices: list[str] = []
        """Messages for the user: an incomplete change that was cut off, external edits."""
        self._layout = layout
        self._lock = Lock(layout.lock)
        self._fold_lock = Lock(layout.fold_lock)
        self._history: History | None = None
        self._by_others: list[Change] = []
        self._pending: Change | None = None
        """The difference that the last reload found; not applied to `library` yet."""
        self._lost = LostChanges(layout, self.library, self.notices, loaded.tail.sequence)
        self._tail: Tail
        self._state: State
        self._others: Tables
        self._refusal: StoreError | None
        self._fingerprint: tuple[Signature, ...]
        self._adopt(loaded)

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
        """Whether a file of the library is damaged."""
        return isinstance(self._refusal, DamagedError)

    @property
    def read_only(self) -> str:
        """Why the library cannot be changed; empty if it can."""
        return self._refusal.message if self._refusal else ""

    def refresh(self) -> list[Change]:
        """Apply changes by others; returns those applied since the last call. Three system calls if there are none."""
        with self._lock.thread, explaining(self._layout.folder):
            self._catch_up()
        return self.changes_by_others()

    def is_outdated(self) -> bool:
        """Whether all files must be read again, such as after an external edit of library.json."""
        with self._lock.thread, explaining(self._layout.folder):
            if self._refusal:
                return self._fingerprint != self._current_fingerprint()
            return signature(self._layout.library) != self._state.signature and not self._was_folded()

    def reload(self) -> None:
        """Read all files again and repair what can be repaired, which takes as long as opening; any thread may.

        The difference is applied to `library` by the next `apply_reload`, refresh, edit, fold or close.
        """
        with explaining(self._layout.folder):
            try:
                with self._lock.thread if self._obstacle() else self._lock.held(), paused_gc():
                    self._load_again()
            except StoreError as error:
                self._make_read_only(error)

    def apply_reload(self) -> None:
        """Apply the difference that `reload` found to `library`."""
        with self._lock.thread:
            change, self._pending = self._pending, None
            if change:
                self.library.apply(change)
                self._by_others.append(change)

    def changes_by_others(self) -> list[Change]:
        """Changes by others applied since the last call, such as at the start of an edit. Does not touch the disk."""
        fresh, self._by_others = self._by_others, []
        return fresh

    def _apply(self, change: Change) -> None:
        self.library.apply(change)
        self._lost.applied(change)
        if self._history is not None:
            self._history.append(change)

    def _cut_torn_line(self) -> None:
        backup.save_cut_line(self._layout, self._tail.cut())
        self._lock.note(Reached(self._tail.sequence, self._state.sequence).line)
        self.notices.append(
            f"{self._tail.path}: the last change was cut short (a power cut or a full disk?) and is not in the library"
        )

    def _is_writable(self) -> bool:
        folder = self._layout.folder
        return os.access(folder, os.W_OK) or (self._tail.path is None and not folder.exists())  # made when needed

    def _catch_up(self) -> None:
        """Apply changes that others appended; after anything unusual, read all files again."""
        self.apply_reload()
        if self.is_outdated():
            self._reload_now()
        if self._refusal:
            return
        try:
            if self._tail.has_news():
                for change in self._tail.read():
                    check_fits(self.library, change, self._tail)
                    self._apply(change)
                    self._by_others.append(change)
        except (Moved, DamagedError):
            self._reload_now()
            return
        if self._state.sequence > self._tail.sequence:  # the journal we stood in was folded and removed
            self._reload_now()

    def _was_folded(self) -> bool:
        """Whether library.json was replaced by a fold, in any process of ours."""
        state = State.load(self._layout.state)
        if state.signature != signature(self._layout.library):
            return False
        self._state = state
        return True

    def _current_fingerprint(self) -> tuple[Signature, ...]:
        """The fingerprint of all files: differs if any of them has changed."""
        folder = self._layout.folder
        journals = (signature(path_of(folder, first)) for first in numbers(folder))
        return ((self._is_writable(), backup.refusal(self._layout) is None), signature(self._layout.library), *journals)

    def _reload_now(self) -> None:
        self.reload()
        self.apply_reload()

    def _load_again(self) -> None:
        self._pending = None  # superseded by what is read now
        loaded = load(self._layout)
        self._lost.check(loaded, self._others)
        self._adopt(loaded)
        if not self._refusal:
            self._repair(loaded)
        self._lost.loaded(self._tail.sequence)
        change = difference(self.library, loaded.library)
        if change:
            label = loaded.external_edit.label if loaded.external_edit else change.label
            self._pending = replace(change, label=label, sequence=self._tail.sequence, time=now())

    def _adopt(self, loaded: Loaded) -> None:
        self._tail = loaded.tail
        self._state = loaded.state
        self._others = loaded.others
        self._history = None
        self.notices += [notice for notice in loaded.notices if notice not in self.notices]
        self._refusal = loaded.trouble or self._obstacle()
        self._fingerprint = self._current_fingerprint() if self._refusal else ()

    def _obstacle(self) -> StoreError | None:
        """The error for a folder that cannot or may not be written to."""
        if self._is_writable():
            return consent.refusal(self.folder)
        hint = "make the folder writable for you (`ls -la` shows whose it is), or copy it to another place"
        return StoreError(f"{self._layout.folder} can be read but not written", hint)

    def _repair(self, loaded: Loaded) -> None:
        """Repair what `load` found, under the lock; if that fails (a full disk), the library becomes read-only."""
        try:
            with explaining(self._layout.folder):
                if loaded.tail.torn:
                    self._cut_torn_line()
                if loaded.finding is Finding.TOUCHED:
                    self._state.save(self._layout.state)
                elif loaded.finding is not Finding.KNOWN:
                    self._adopt_external_edit(loaded)
        except StoreError as error:
            self._make_read_only(error)

    def _make_read_only(self, reason: StoreError) -> None:
        """Make the library read-only until its files change."""
        self._refusal = reason
        self._fingerprint = self._current_fingerprint()

    def _adopt_external_edit(self, loaded: Loaded) -> None:
        """Adopt a library.json written by others or by an older readinglist: as one change, in our own form."""
        change = loaded.external_edit
        if change:
            change = replace(change, sequence=self._tail.next)
            self._tail.append(change)
            loaded.library.apply(change)
            self.notices.append(f"library.json was {change.label}; undo takes it back (change {change.sequence})")
        loaded.library = Library(upgraded(loaded.library.records(), loaded.others))
        foreign = loaded.finding is Finding.CHANGED
        if not foreign:
            backup.copy_library(self._layout, self._state.sequence)
        storage, digest = fold.prepare(self._layout, loaded.library.records(), self._others, ".outside~")
        self._tail.start()
        self._state = fold.commit(self._layout, self._state, storage, digest, self._tail.sequence, foreign)
        self._lock.note(Reached(self._tail.sequence, self._state.sequence).line)
        if change is None:
            backup.copy_library(self._layout, self._state.sequence)
