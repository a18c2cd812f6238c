"""Vocabulary: the distinct words of all texts, numbered and sorted."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING, NamedTuple

from readinglist.search.index.tokens import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

LAST = "\U0010ffff"
FEW = 50
"""Fewer new words than this are inserted one by one."""
MANY = 30_000
"""Words that are numbered in one slice."""


class Meant(NamedTuple):
    """Words whose rows are looked up."""

    words: Collection[str]
    runs: Sequence[tuple[int, int]]
    """Ranges of the numbers of the packed words: the first of each, and the one after the last."""


class Words:
    """Distinct words, found by prefix, or by any part in scripts without blanks."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._sorted: list[str] = []
        self._unspaced: list[str] = []
        self._numbers: dict[str, int] = {}
        self._packed = 0
        """The number of packed words, whose numbers come first."""
        self._fresh: list[str] = []
        for word in words:
            self.add(word)

    def __iter__(self) -> Iterator[str]:
        yield from self._sorted
        yield from self._unspaced

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, word: str) -> None:
        """Add a word, if it is new."""
        if word not in self._numbers:
            self._numbers[word] = len(self._numbers)
            self._fresh.append(word)

    @property
    def lists(self) -> tuple[list[str], ...]:
        """The sorted lists of words, which make up a cached vocabulary; `packing` follows when they are read."""
        return self._sorted, self._unspaced

    def packing(self) -> Iterator[None]:
        """Number all words read from a cached index, a few milliseconds of work between two yields."""
        for words in (self._sorted, self._unspaced):
            for start in range(0, len(words), MANY):
                some = words[start : start + MANY]
                self._numbers.update(zip(some, range(self._packed, self._packed + len(some)), strict=True))
                self._packed += len(some)
                yield

    def place(self, word: str) -> int | None:
        """The number of a packed word; None for others."""
        number = self._numbers.get(word, self._packed)
        return number if number < self._packed else None

    def meant(self, words: Collection[str]) -> Meant:
        """These words with their packed ranges, for a look-up in postings."""
        places = [place for word in words if (place := self.place(word)) is not None] if self._packed else []
        return Meant(words, runs(places))

    def beginning(self, typed: str) -> Sequence[str]:
        """The words with the prefix `typed`; in scripts without blanks, those that contain it."""
        self.settle()
        if is_unspaced(typed):
            return [word for word in self._unspaced if typed in word]
        start, end = self._range(typed)
        return self._sorted[start:end]

    def settle(self) -> None:
        """Sort in all new words at once."""
        for _ in self.settling():
            pass

    def settling(self) -> Iterator[None]:
        """Sort in new words in slices."""
        fresh, self._fresh = self._fresh, []
        if fresh:
            self._unspaced += [word for word in fresh if is_unspaced(word)]
            for some, into in self._homes([word for word in fresh if not is_unspaced(word)]):
                merge(some, into)
                yield

    def _homes(self, words: list[str]) -> Iterator[tuple[list[str], list[str]]]:
        """Pairs of new words and the sorted list they belong in."""
        yield words, self._sorted

    def _range(self, prefix: str, start: int = 0, end: int | None = None) -> tuple[int, int]:
        """The range of the words with `prefix`, searched from `start` to `end`."""
        return range_of(self._sorted, prefix, start, len(self._sorted) if end is None else end)


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers as ranges; words with a common prefix have one."""
    found: list[tuple[int, int]] = []
    first = end = 0
    for number in sorted(numbers):
        if number != end:
            if end > first:
                found.append((first, end))
            first = number
        end = number + 1
    return [*found, (first, end)] if end > first else found


def merge(words: list[str], into: list[str]) -> None:
    """Put `words` into a sorted list, of which few are looked at: to sort it again would look at all."""
    if len(words) < FEW:
        for word in words:
            insort(into, word)
        return
    merged: list[str] = []
    at = 0
    for word in sorted(words):
        place = bisect_left(into, word, at)
        merged += into[at:place]
        merged.append(word)
        at = place
    into[:] = [*merged, *into[at:]]


def range_of(words: list[str], prefix: str, start: int, end: int) -> tuple[int, int]:
    """The range of the words with `prefix` in the sorted `words`, searched from `start` to `end`."""
    start = bisect_left(words, prefix, start, end)
    if start == end or not words[start].startswith(prefix):
        return start, start
    return start, bisect_left(words, prefix + LAST, start, end)
