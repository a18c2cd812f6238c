"""library.json brought up to date while the app is open, where git may commit it: in quiet moments, in a thread."""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING

from readinglist.errors import StoreError

if TYPE_CHECKING:
    from readinglist.tui.session import Session

PAUSE = 2.0
"""Seconds without a change after which library.json is written."""


class Saving:
    """Writes library.json a moment after the last change, if it lies in a git work tree."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._is_versioned: bool | None = None
        self._seen = -1
        self._last: float | None = None
        """When the last change was seen that is not written; None if there is none."""
        self._thread: threading.Thread | None = None
        self._trouble: StoreError | None = None
        """Why it could not be written the last time."""

    def look(self, time: float | None = None) -> None:
        """Begin to write if the library has changed and was quiet since; to be called now and then.

        Raises StoreError if it could not be written the last time.
        """
        if self._is_versioned is None:
            self._is_versioned = self.session.store.is_versioned
        if not self._is_versioned or self.session.store.read_only:
            return
        time = monotonic() if time is None else time
        if self._seen != self.session.changes:
            self._seen, self._last = self.session.changes, time
        if self._last is not None and time - self._last >= PAUSE and not self.is_writing:
            self._last = None
            self._thread = threading.Thread(target=self._write, name="saving")
            self._thread.start()
        if self._trouble:
            raise self._trouble

    @property
    def is_writing(self) -> bool:
        """Whether the file is being written just now."""
        return self._thread is not None and self._thread.is_alive()

    def finish(self) -> None:
        """Wait until what is being written is written; what comes later is written when the library is closed."""
        if self._thread is not None:
            self._thread.join()

    def _write(self) -> None:
        from readinglist import log  # noqa: PLC0415 - most libraries are in no work tree

        try:
            with log.timed("writing library.json", papers=len(self.session.store.library)):
                self.session.store.save(waits=False)
            self._trouble = None
        except StoreError as error:
            self._trouble = error
