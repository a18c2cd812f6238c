"""The loop that exports again whenever the library changes."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from readinglist.cli import complain
from readinglist.errors import NotFoundError, ReadingListError
from readinglist.jobs.job import Job, ThreadJob
from readinglist.jobs.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from readinglist.store.protocol import Store

POLL_EVERY = 1.0
"""Seconds between two polls of the library."""


class Exporter:
    """Calls `write` when the library has changed or the file is gone."""

    def __init__(self, store: Store, path: Path, write: Callable[[], object]) -> None:
        self.store = store
        self.path = path
        self.write = write
        self.is_due = False

    def poll(self, _: Job[None]) -> None:
        """Write if that is due; it stays due after an error, unless no paper matches."""
        self.is_due = bool(self.store.refresh()) or self.is_due or not self.path.exists()
        try:
            if self.is_due:
                self.write()
        except NotFoundError:
            self.is_due = False
            raise
        self.is_due = False


def watch(store: Store, path: Path, write: Callable[[], object]) -> int:
    """Export whenever the library has changed or the file is gone, until a signal asks to end."""
    exporter, runner = Exporter(store, path, write), Runner(tell=tell)
    with ending() as ended:
        while not ended.wait(POLL_EVERY):
            runner.run(ThreadJob(name="export", work=exporter.poll))
            sys.stdout.flush()
    return 0


def tell(job: Job[Any]) -> None:
    """Print the error of a job; a fault of ours ends the program."""
    if isinstance(job.error, ReadingListError):
        complain(job.error.message, job.error.hint)
    elif job.error:
        raise job.error


@contextmanager
def ending() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set."""
    ended = threading.Event()
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda *_: ended.set()) for number in numbers}
    try:
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
