"""The loop that exports again whenever the library changes."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from readinglist.cli import complain
from readinglist.errors import NotFoundError, ReadingListError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from readinglist.store.protocol import Store

LOOK_EVERY = 1.0
"""Seconds between looks at the library."""


def watch(store: Store, path: Path, write: Callable[[], object]) -> int:
    """Call `write` whenever the library has changed or the file is gone, until a signal asks to end.

    What goes wrong is said once and tried again; that no paper matches waits for the next change.
    """
    trouble = ""
    is_due = False
    with ending() as ended:
        while not ended.wait(LOOK_EVERY):
            try:
                is_due = bool(store.refresh()) or is_due or not path.exists()
                if is_due:
                    write()
                is_due, trouble = False, ""
            except ReadingListError as error:
                is_due = is_due and not isinstance(error, NotFoundError)
                if trouble != (trouble := error.message):
                    complain(error.message, error.hint)
            sys.stdout.flush()
    return 0


@contextmanager
def ending() -> Iterator[threading.Event]:
    """An event that is set when the user or the system asks to end."""
    ended = threading.Event()
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda *_: ended.set()) for number in numbers}
    try:
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
