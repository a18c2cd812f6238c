"""The files kept up to date while the app is open: written a moment after the library changed, beside the UI."""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING

from readinglist.errors import ReadingListError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.exports.synced import Kept
    from readinglist.papers.paper import Paper
    from readinglist.tui.session import Session

PAUSE = 2.0
"""Seconds without a change after which files are written."""
PATIENCE = 15.0
"""Seconds after which they are written though changes go on."""


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
        self._due: list[Kept] = []
        """The files that are still to be written."""
        self._written: list[Paper] = []
        """Papers that were written to files of late."""

    def look(self, time: float | None = None) -> None:
        """Begin to write if the library has changed and was quiet since; to be called now and then."""
        time = monotonic() if time is None else time
        if self._written and not self.is_writing:
            written, self._written = self._written, []
            self.session.freeze_keys(written)
        if self._seen != self.session.changes:
            self._seen, self._last = self.session.changes, time
            self._first = time if self._first is None else self._first
        if self._first is not None and (time - self._last >= PAUSE or time - self._first >= PATIENCE):
            self._first, self._due = None, self._kept()
        if (
            self._due and not self.is_writing and self.session.listing.catalogue.whole_index is not None
        ):  # else a search takes long
            kept = self._due.pop(0)  # one at a time: the index belongs to the UI
            self._thread = threading.Thread(target=self._write, args=(kept, self._matching(kept)), name="kept files")
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
            self._first, self._seen, self._due = None, self.session.changes, self._kept()
        for kept in self._due:
            self._write(kept, self._matching(kept))
        self._due = []

    def begin(self) -> None:
        """Write all files anew that need it, as after a change: another one may be kept up to date now."""
        self._seen = -1

    def news(self) -> list[tuple[str, bool]]:
        """What is to be told, each once, with whether it is a warning."""
        news, self._news = self._news, []
        return news

    def _kept(self) -> list[Kept]:
        """The files that are kept up to date."""
        from readinglist.exports.synced import files  # noqa: PLC0415 - writers are slow to import

        try:
            return list(files(self.session.store.folder).values())
        except ReadingListError as error:
            self._complain("", error.message, error.hint)
            return []

    def _matching(self, kept: Kept) -> list[Paper]:
        """The papers that a file's query finds in the library as it is now."""
        return kept.matching(self.session.store.library, self.session.listing.catalogue.whole_index)

    def _write(self, kept: Kept, papers: Iterable[Paper]) -> None:
        """Write those of the papers that shall be in a file."""
        from readinglist import log  # noqa: PLC0415
        from readinglist.exports.writing import refresh  # noqa: PLC0415

        admitted = [paper for paper in papers if kept.admits(paper)]
        try:
            with log.timed(f"keeping a file ({kept.format})", papers=len(admitted)):
                news = refresh(self.session.store.folder, kept, admitted)
        except ReadingListError as error:
            self._complain(kept.path, error.message, error.hint)
            return
        self._written += admitted
        if news.done:
            self._news.append((news.done, False))
        self._complain(kept.path, news.trouble)

    def _complain(self, path: str, message: str, hint: str = "") -> None:
        """Tell of trouble with a file, once until it is over."""
        if message and self._told.get(path) != message:
            self._news.append((f"{message} ({hint})" if hint else message, True))
        self._told[path] = message
