"""Progress of long work."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Called with the amount done and the total; it ends the work by raising."""
EVERY = 0.1
"""Seconds between two reports."""


def silent(done: int, total: int) -> None:
    """Ignore progress."""


def tracked(items: Iterable[T], total: int, progress: Progress) -> Iterator[T]:
    """The items, of which there are `total`; reports now and then how many of them are done."""
    last = monotonic()
    for number, item in enumerate(items):
        if (time := monotonic()) - last >= EVERY:
            last = time
            progress(number, total)
        yield item
