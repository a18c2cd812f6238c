"""Python's collector of garbage, kept out of the way of work that makes many objects and no garbage."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MANY = 20_000
"""Objects that a collection would take milliseconds for."""


@contextmanager
def uncollected(*, is_lasting: bool = False) -> Iterator[None]:
    """No collection meanwhile: its passes over the objects of a large file cost up to a third of the time.

    If many are made, or large ones that are lasting, they are taken to stay: no later collection looks at them, which
    would be felt as a pause.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_lasting or gc.get_count()[0] > MANY:
            gc.freeze()
        if enabled:
            gc.enable()
