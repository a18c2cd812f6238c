"""The files kept up to date while the app is open: written a moment after the library changed, beside the UI."""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING

from readinglist.errors import ReadingListError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.kept import Kept
    from readinglist.paper import Paper
    from readinglist.tui.session import Session

PAUSE = 2.0
"""Seconds without a change after which files are written."""
PATIENCE = 15.0
"""Seconds after which they are written though changes go on."""

Jobs = list[tuple["Kept", list["Paper"]]]


class Keeping:
    """Says when files have to be written, writes them, and collects what is to be told about it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._seen = -1
        self._first: float | None = None
        self._last = 0.0
        self._thread: threading.Thread | None = None
        self._told: dict[str, str] = {}
        """Path → the trouble with it that was told."""
        self._news: list[tuple[str, bool]] = []

    def look(self, time: float | None = None) -> None:
        """Begin to write if the library has changed and was quiet since; to be called now and then."""
        time = monotonic() if time is None else time
        if self._seen != self.session.changes:
            self._seen, self._last = self.session.changes, time
            self._first = time if self._first is None else self._first
        if self._first is None or (time - self._last < PAUSE and time - self._first < PATIENCE):
            return
        if self.is_writing or self.session.listing.index is None:  # without it a search takes long
            return
        self._first = None
        if jobs := self._jobs():
            self._thread = threading.Thread(target=self._write, args=(jobs,), name="kept files")
            self._thread.start()

    @property
    def is_writing(self) -> bool:
        """Whether files are being written just now."""
        return self._thread is not None and self._thread.is_alive()

    def finish(self) -> None:
        """Write at once what waits to be written."""
        if self._thread is not None:
            self._thread.join()
        if self._first is not None or self._seen != self.session.changes:
            self._first, self._seen = None, self.session.changes
            self._write(self._jobs())

    def news(self) -> list[tuple[str, bool]]:
        """What is to be told, each once, with whether it is a warning."""
        news, self._news = self._news, []
        return news

    def _jobs(self) -> Jobs:
        """Which papers go to which files, as the library is now."""
        from readinglist.kept import files  # noqa: PLC0415 - writers are slow to import

        store, listing = self.session.store, self.session.listing
        try:
            kept = files(store.folder).values()
        except ReadingListError as error:
            self._complain("", error)
            return []
        return [(each, each.papers(store.library, listing.index)) for each in kept]

    def _write(self, jobs: Iterable[tuple[Kept, list[Paper]]]) -> None:
        from readinglist import log  # noqa: PLC0415
        from readinglist.kept import refresh  # noqa: PLC0415

        for kept, papers in jobs:
            try:
                with log.timed(f"keeping a file ({kept.format})", papers=len(papers)):
                    message = refresh(self.session.store.folder, kept, papers)
            except ReadingListError as error:
                self._complain(kept.path, error)
            else:
                self._told.pop(kept.path, None)
                if message:
                    self._news.append((message, False))

    def _complain(self, path: str, error: ReadingListError) -> None:
        if self._told.get(path) != error.message:
            self._told[path] = error.message
            self._news.append((f"{error.message} ({error.hint})" if error.hint else error.message, True))
