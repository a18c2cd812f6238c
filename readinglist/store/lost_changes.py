"""Changes that this process has applied and that vanished from the disk: noticed, and saved in a copy of all papers."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from readinglist.errors import DamagedError, StoreError
from readinglist.store import copies, fold, rescue
from readinglist.store.recent_changes import lost_from, readable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from readinglist.papers.change import Change
    from readinglist.papers.library import Library
    from readinglist.store.layout import Layout
    from readinglist.store.load import Loaded
    from readinglist.store.tables import Tables

UNSAVED = "leave this open until you have put that right, then press a key that edits: all is kept then"
"""Hint while the papers are in memory only."""
MERGE = "`readinglist doctor --repair` takes in what the library lacks of it"


class LostChanges:
    """Compares the changes that were applied to `library` with those on the disk, whenever all is read again."""

    def __init__(self, layout: Layout, library: Library, notices: list[str], sequence: int) -> None:
        self._layout = layout
        self._library = library
        self._notices = notices
        self._applied: deque[Change] = deque(maxlen=fold.HISTORY)
        """The changes applied since the library was opened, without a gap."""
        self._last = sequence
        """The number of the last change in the library."""
        self._copy: Path | None = None
        """The copy of the library that was saved because changes had vanished."""
        self.is_unsaved = False
        """Whether there should be such a copy, and it could not be written."""

    def applied(self, change: Change) -> None:
        """Remember a change that was applied to the library."""
        self._last = change.sequence
        self._applied.append(change)

    def loaded(self, sequence: int) -> None:
        """Start again from what was loaded, with the changes up to this number."""
        if sequence != self._last:
            self._applied.clear()
        self._last = sequence

    def check(self, found: Loaded, others: Tables) -> None:
        """Save the papers in memory if changes of theirs are not in `found`, which was read from the disk.

        Raises DamagedError unless other changes were stored under the same numbers.
        """
        past = readable(self._layout.folder, fold.HISTORY) if self._applied or self._copy else []
        last = found.tail.sequence
        lost = lost_from(self._applied, past, last)
        if self._is_merged():
            self._applied.clear()
            self._last = last
        elif last < self._last:
            first = lost[0].sequence if lost else last + 1
            gone = f"{self._layout.folder}: the journals with the changes {first} to {self._last} are gone"
            self._save(gone, lost if first <= last + 1 else [], others)
            hint = f"put them back; or {MERGE}" if self._copy else "put them back"
            raise DamagedError(gone, hint)
        elif lost and not found.trouble:
            gone = f"{self._layout.folder}: changes that were made here were replaced by others with their numbers"
            self._save(gone, lost, others)
            self._applied.clear()
            self._copy = None  # the next repair merges it; here the changes on the disk apply
        elif self._copy:
            self._put_away_if_merged(self._copy, found.library, past)
            self._copy = None

    def _is_merged(self) -> bool:
        """Whether a repair has merged the copy; one that vanished without that is to be saved again."""
        if self._copy is None or self._copy.exists():
            return False
        path, self._copy = self._copy, None
        return copies.is_put_away(self._layout, path)

    def _put_away_if_merged(self, path: Path, library: Library, past: Sequence[Change]) -> None:
        """Put the copy away if the library holds all of it: the lost changes have come back."""
        if not rescue.merged_change(library, past, [rescue.read(path, "")]):
            copies.put_away(self._layout, path)

    def _save(self, gone: str, lost: Sequence[Change], others: Tables) -> None:
        """Save a copy of all papers in memory, once, and say so; raises StoreError if that fails."""
        if self._copy:
            return
        self.is_unsaved = True
        try:
            self._copy = copies.save(self._layout, self._library, lost, others)
        except OSError as error:
            unsaved = f"{gone}, and what is shown here cannot be kept in {self._layout.backups}: {error.strerror}"
            if f"{unsaved}; {UNSAVED}" not in self._notices:
                self._notices.append(f"{unsaved}; {UNSAVED}")
            raise StoreError(unsaved, UNSAVED) from error
        self.is_unsaved = False
        self._notices.append(f"{gone}; all papers as they were shown here are kept in {self._copy}; {MERGE}")
