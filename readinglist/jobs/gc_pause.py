"""Python's collector of garbage, kept out of the way of work that makes many objects and no garbage."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def uncollected(*, is_lasting: bool = False) -> Iterator[None]:
    """No collection meanwhile: its passes over the objects of a large file cost up to a third of the time.

    What is made is `is_lasting` when it is there to stay, as a library just opened: no later collection looks at it,
    which would be felt as a pause. Garbage of that moment is never freed, so nothing that happens often is lasting.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_lasting:
            gc.freeze()
        if enabled:
            gc.enable()


def settle() -> None:
    """Free what is garbage, and let no later collection look at the rest, such as a large library read again."""
    gc.collect()
    gc.freeze()


def tidy() -> None:
    """Free garbage, if there may be any, in a moment in which nobody waits: memory stays low, and no key is held up."""
    if gc.isenabled() and any(gc.get_count()[1:]):
        gc.collect()
