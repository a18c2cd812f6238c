"""Fuzzy vocabulary: the words of all texts that a typed word may mean."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from readinglist.search.index.tokens import is_unspaced
from readinglist.search.index.weights import EXACT, OTHER_INITIAL, PREFIX, TWO_TYPOS, TYPO, TYPO_IN_PREFIX
from readinglist.search.index.words import LAST, Words, range_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ONE_TYPO_FROM, TWO_TYPOS_FROM = 4, 8
"""From how many letters on a word may hold one typo, and two."""
MEMOISED = 64
"""Typed words whose meanings are memoised."""


class Vocabulary(Words):
    """Words of texts that are found by prefixes and with typos.

    A typo is a letter too many, missing or wrong, or two neighbours swapped; digits are never typos. Three letters may
    be a word of four that lacks one. A typed prefix may hold one typo, but not in its last letter, which would be a
    shorter prefix, and in its first letter only if it is long.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        super().__init__(words)
        self._mirrored: list[str] = []
        """Long words reversed and sorted, to find suffixes."""
        self._meanings: dict[str, dict[str, float]] = {}

    @property
    def lists(self) -> tuple[list[str], ...]:
        """The sorted lists of words, which make up a cached vocabulary; `packing` follows when they are read."""
        return *super().lists, self._mirrored

    def meanings(self, typed: str) -> Mapping[str, float]:
        """The words that `typed` may mean, with how well each fits (at most 1)."""
        self.settle()
        known = self._meanings.get(typed)
        if known is None:
            known = self._meanings[typed] = self._find(typed)
            if len(self._meanings) > MEMOISED:
                del self._meanings[next(iter(self._meanings))]
        return known

    def settling(self) -> Iterator[None]:
        """Sort in new words in slices, and forget memoised meanings."""
        for _ in super().settling():
            self._meanings.clear()
            yield

    def _homes(self, words: list[str]) -> Iterator[tuple[list[str], list[str]]]:
        yield from super()._homes(words)
        yield [word[::-1] for word in words if len(word) >= TWO_TYPOS_FROM - 2], self._mirrored

    def _find(self, typed: str) -> dict[str, float]:
        found: dict[str, float] = {}
        if is_unspaced(typed):
            pass
        elif len(typed) >= TWO_TYPOS_FROM:
            found = {**self._with_two_typos(typed), **self._with_one_typo(typed)}
        elif len(typed) >= ONE_TYPO_FROM:
            found = self._with_one_typo(typed)
        elif len(typed) == ONE_TYPO_FROM - 1:
            found = self._with_a_letter_more(typed)
        found.update(dict.fromkeys(self.beginning(typed), PREFIX))
        if typed in found and found[typed] == PREFIX:
            found[typed] = EXACT
        return found

    def _with_one_typo(self, typed: str) -> dict[str, float]:
        found: dict[str, float] = {}
        for prefix, start, end, goes_on in self._near_prefixes(typed):
            if digits(prefix) != digits(typed):
                continue
            is_initial = prefix[0] != typed[0]
            if goes_on and (not is_initial or len(typed) >= TWO_TYPOS_FROM):
                fit = TYPO_IN_PREFIX * (OTHER_INITIAL if is_initial else 1)
                for word in self._sorted[start:end]:
                    found[word] = max(fit, found.get(word, 0.0))
            if self._sorted[start] == prefix:
                found[prefix] = TYPO * (OTHER_INITIAL if is_initial else 1)
        return found

    def _with_a_letter_more(self, typed: str) -> dict[str, float]:
        """Whole words with one letter more than `typed`."""
        found: dict[str, float] = {}
        for place in range(len(typed)):
            for longer, start, end in self._followers(typed[:place], *self._range(typed[:place])):
                word = longer + typed[place:]
                at = bisect_left(self._sorted, word, start, end)
                if at < end and self._sorted[at] == word and not longer[-1].isdigit():
                    found[word] = max(TYPO_IN_PREFIX * (1 if place else OTHER_INITIAL), found.get(word, 0.0))
        return found

    def _near_prefixes(self, typed: str) -> Iterator[tuple[str, int, int, bool]]:
        """Prefixes one typo away from `typed`: the prefix, its range, and whether longer words count."""
        start, end = 0, len(self._sorted)
        length = len(typed)
        for place in range(length):
            head, first, rest = typed[:place], typed[place], typed[place + 1 :]
            not_last = place < length - 1
            nears = [(head + rest, not_last)] if head or rest else []
            nears += [(head + rest[0] + first + rest[1:], True)] if rest and rest[0] != first else []
            for near, goes_on in nears:
                low, high = self._range(near, start, end)
                if low < high:
                    yield near, low, high, goes_on
            for follower, low, high in self._followers(head, start, end):
                swaps = [] if follower[-1] == first else [(follower + rest, not_last)]
                for near, goes_on in (*swaps, (follower + first + rest, True)):
                    inner, outer = self._range(near, low, high)
                    if inner < outer:
                        yield near, inner, outer, goes_on
            start, end = self._range(typed[: place + 1], start, end)
            if start == end:
                return

    def _followers(self, prefix: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Each prefix one letter longer than `prefix` (whose range is given), with its range."""
        words, length = self._sorted, len(prefix)
        if start < end and words[start] == prefix:
            start += 1
        while start < end:
            longer = words[start][: length + 1]
            stop = bisect_left(words, longer + LAST, start, end)
            yield longer, start, stop
            start = stop

    def _with_two_typos(self, typed: str) -> dict[str, float]:
        """Whole words with two typos, at most one in the first half or none in the second."""
        from rapidfuzz import process  # noqa: PLC0415 - costs 30 ms, which words without such length need not pay
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        middle = len(typed) // 2
        tail = typed[:middle:-1]
        ranges = {(low, high) for _, low, high, _ in self._near_prefixes(typed[:middle])}
        ranges.add(self._range(typed[:middle]))
        near = {word for low, high in outermost(ranges) for word in self._sorted[low:high]}
        low, high = range_of(self._mirrored, tail, 0, len(self._mirrored))
        near.update([word[::-1] for word in self._mirrored[low:high]])
        fits = process.extract(typed, near, scorer=OSA.distance, score_cutoff=2, limit=None)
        return {
            word: TWO_TYPOS * (OTHER_INITIAL if word[0] != typed[0] else 1)
            for word, distance, _ in fits
            if distance == 2 and digits(word) == digits(typed)
        }


def outermost(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges that no other one contains; ranges of prefixes are nested or disjoint."""
    outer: list[tuple[int, int]] = []
    for low, high in sorted(ranges, key=lambda each: (each[0], -each[1])):
        if not outer or low >= outer[-1][1]:
            outer.append((low, high))
    return outer


def digits(word: str) -> str:
    """The digits of a word; two words that differ in them are never typos of each other."""
    return "" if word.isalpha() else "".join(filter(str.isdigit, word))
