"""How far long work has come, followed to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Takes how much is done, and of how much; it ends the work by raising."""
EVERY = 0.1
"""Seconds between two times that it is followed."""


def unseen(done: int, total: int) -> None:
    """Tell nobody."""


def followed(items: Iterable[T], total: int, progress: Progress) -> Iterator[T]:
    """The items, of which there are `total`; how many of them are done is told now and then."""
    last = monotonic()
    for number, item in enumerate(items):
        if (time := monotonic()) - last >= EVERY:
            last = time
            progress(number, total)
        yield item
