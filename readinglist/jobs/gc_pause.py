"""Pause the garbage collector during bulk loads."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_pauses: list[bool] = []
"""For each pause that lasts, whether the collector was enabled when it began."""


@contextmanager
def paused_gc(*, is_lasting: bool = False) -> Iterator[None]:
    """Disable the collector: its passes over the objects of a large file cost up to a third of the time.

    New objects are `is_lasting` if they stay until the end, such as an opened library: no later collection scans them,
    which would be felt as a pause. Garbage of that moment is never freed, so nothing that happens often is lasting.
    """
    _pauses.append(gc.isenabled())
    gc.disable()
    try:
        yield
    finally:
        if is_lasting:
            gc.freeze()
        was_enabled = _pauses[0]
        _pauses.pop()  # they may end in any order: only their number and the state before the first matter
        if was_enabled and not _pauses:
            gc.enable()


def settle() -> None:
    """Collect now, and exempt all other objects, such as a library read again, from later collections."""
    gc.collect()
    gc.freeze()


def tidy() -> None:
    """Collect in a quiet moment if there may be garbage: memory stays low, and no key press is delayed."""
    if gc.isenabled() and any(gc.get_count()[1:]):
        gc.collect()
