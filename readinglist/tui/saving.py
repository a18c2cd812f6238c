"""Saving of library.json in quiet moments while the app is open, if git may commit it."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from readinglist.jobs.job import AtQuit, ThreadJob

if TYPE_CHECKING:
    from readinglist.jobs.runner import Runner
    from readinglist.tui.session import Session

NAME = "write library.json"
PAUSE = 2.0
"""Seconds without a change after which library.json is written."""


class Saving:
    """Writes library.json a moment after the last change, if it lies in a git work tree."""

    def __init__(self, session: Session, runner: Runner) -> None:
        self.session = session
        self.runner = runner
        self._is_versioned: bool | None = None
        self._seen = -1
        self._last: float | None = None
        """The time of the last change that is not written; None if there is none."""

    def poll(self, time: float | None = None) -> None:
        """Start the job if the library has changed and then been quiet; called regularly."""
        if self._is_versioned is None:
            self._is_versioned = self.session.store.is_versioned
        if not self._is_versioned or self.session.store.read_only:
            return
        time = monotonic() if time is None else time
        if self._seen != self.session.changes:
            self._seen, self._last = self.session.changes, time
        if self._last is not None and time - self._last >= PAUSE and not self.runner.is_active(NAME):
            self._last = None
            self.runner.start(
                ThreadJob(name=NAME, work=lambda _: self.session.store.save(waits=False), at_quit=AtQuit.WAIT)
            )
