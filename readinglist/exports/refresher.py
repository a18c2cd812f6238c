"""Refreshing of synced files while the app is open, in the background, a moment after the library has changed."""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from readinglist.errors import ReadingListError
from readinglist.jobs.job import AtQuit, Job, ThreadJob
from readinglist.jobs.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from readinglist.exports.synced import SyncedFile
    from readinglist.exports.writing import News
    from readinglist.jobs.runner import Runner
    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper
    from readinglist.search.index.index import Index

NAME = "write a file that follows the library"
LANE = "files"
"""The lane of all jobs that write files outside the library: one is written at a time."""
PAUSE = 2.0
"""Seconds without a change after which files are written."""
PATIENCE = 15.0
"""Seconds after which they are written though changes go on."""


class Watched(Protocol):
    """An open library that files follow."""

    changes: int
    """The number of changes to papers."""

    @property
    def folder(self) -> Path:
        """The folder of the library."""

    @property
    def library(self) -> Library:
        """The papers as they are now."""

    @property
    def index(self) -> Index | None:
        """The words of all papers; None while they are being indexed."""

    def freeze_keys(self, papers: Iterable[Paper]) -> None:
        """Remember that the cite keys of these papers have left the library."""


class Refresher:
    """Decides when synced files are written, writes them, and collects messages about them."""

    def __init__(self, watched: Watched, runner: Runner) -> None:
        self.watched = watched
        self.runner = runner
        self._seen = -1
        self._first: float | None = None
        self._last = 0.0
        self._trouble = Trouble()
        self._news: list[tuple[str, bool]] = []
        self._due: list[SyncedFile] = []
        """The files that are still to be written."""

    def poll(self, time: float | None = None) -> None:
        """Begin to write if the library has changed and is quiet again; to be called regularly."""
        time = monotonic() if time is None else time
        if self._seen != self.watched.changes:
            self._seen, self._last = self.watched.changes, time
            self._first = time if self._first is None else self._first
        if self._first is not None and (time - self._last >= PAUSE or time - self._first >= PATIENCE):
            self._first, self._due = None, self._kept()
        if self._due and not self.is_writing and self.watched.index is not None:  # else a search takes long
            self.runner.start(self._job(self._due.pop(0)))  # one at a time: the index belongs to the UI

    @property
    def is_writing(self) -> bool:
        """Whether files are being written just now."""
        return self.runner.is_active(NAME)

    def finish(self) -> None:
        """Write at once what waits to be written; the jobs that were started have ended."""
        if self._first is not None or self._seen != self.watched.changes:
            self._first, self._seen, self._due = None, self.watched.changes, self._kept()
        for kept in self._due:
            self.runner.run(self._job(kept))
        self._due = []

    def begin(self) -> None:
        """Check all synced files again, as after a change, since another one may have been added."""
        self._seen = -1

    def news(self) -> list[tuple[str, bool]]:
        """New messages, each with whether it is a warning."""
        news, self._news = self._news, []
        return news

    def _kept(self) -> list[SyncedFile]:
        """The files that are kept up to date."""
        from readinglist.exports.synced import files  # noqa: PLC0415 - writers are slow to import

        try:
            return list(files(self.watched.folder).values())
        except ReadingListError as error:
            self._complain("", error.message, error.hint)
            return []

    def _matching(self, kept: SyncedFile) -> list[Paper]:
        """The papers that belong in a file as the library is now."""
        return kept.selection.members(self.watched.library, self.watched.index)

    def _job(self, kept: SyncedFile) -> ThreadJob[tuple[News, Sequence[Paper]]]:
        """The job that writes a file."""
        return ThreadJob(
            name=NAME,
            about=kept.path,
            work=partial(self._write, kept, self._matching(kept)),
            done=partial(self._has_written, kept),
            failed=partial(self._has_not_written, kept),
            summary=lambda written: written[0].trouble or written[0].done or "up to date already",
            at_quit=AtQuit.WAIT,
            lane=LANE,
        )

    def _write(self, kept: SyncedFile, papers: Sequence[Paper], job: Job[object]) -> tuple[News, Sequence[Paper]]:
        """Write papers to a file, and give them with the news."""
        from readinglist.exports.writing import refresh  # noqa: PLC0415

        job.advance(0, len(papers))
        return refresh(self.watched.folder, kept, papers), papers

    def _has_written(self, kept: SyncedFile, written: tuple[News, Sequence[Paper]]) -> None:
        news, papers = written
        self.watched.freeze_keys(papers)
        if news.done:
            self._news.append((news.done, False))
        self._complain(kept.path, news.trouble)

    def _has_not_written(self, kept: SyncedFile, error: Exception) -> None:
        if not isinstance(error, ReadingListError):
            raise error
        self._complain(kept.path, error.message, error.hint)

    def _complain(self, path: str, message: str, hint: str = "") -> None:
        """Report trouble with a file, once until it is over."""
        if self._trouble.is_new(path, message):
            self._news.append((f"{message} ({hint})" if hint else message, True))
