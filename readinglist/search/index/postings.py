"""Which rows hold which words of one kind of text; what was read from a file lies packed, what came since beside it."""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from readinglist.search.index.words import Meant, Words

NUMBER = "I"
"""The type of numbers in an array: four bytes."""
NONE = array(NUMBER)


class Fresh(dict[str, "array[int]"]):
    """Word → the rows added; asking for another word makes that one known."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, word: str) -> array[int]:
        self._words.add(word)
        rows = self[word] = array(NUMBER)
        return rows


class Postings:
    """Word → rows of the papers that hold it.

    The rows of packed words stand one after the other in one array, by the number of the word: no object a word, and
    the rows of words that follow each other are one slice.
    """

    def __init__(self, words: Words) -> None:
        self.words = words
        """Knows all words there are, also those of other postings."""
        self.fresh = Fresh(words)
        self.packed = array(NUMBER)
        self.starts = array(NUMBER, [0])
        """Where the rows of each packed word begin, and where the last ones end."""

    def of(self, word: str) -> array[int]:
        """The rows of a word, ascending."""
        place, fresh = self.words.place(word), self.fresh.get(word, NONE)
        return fresh if place is None else self.packed[self.starts[place] : self.starts[place + 1]] + fresh

    def put_in(self, word: str, row: int) -> None:
        """Add a row, perhaps below those that were added before, to those of a word."""
        insort(self.fresh[word], row)

    def take_out(self, word: str, row: int) -> None:
        """Forget that a row which was added holds a word; what lies packed stays."""
        rows = self.fresh.get(word)
        if rows and rows[place := min(bisect_left(rows, row), len(rows) - 1)] == row:
            del rows[place]

    def rows(self, meant: Meant) -> Iterable[int]:
        """The rows of some words; one that holds several of them comes several times."""
        starts, fresh = self.starts, self.fresh
        packed = (self.packed[starts[first] : starts[end]] for first, end in meant.runs) if self.packed else ()
        return chain.from_iterable((*packed, *held(fresh, meant.words)))


def held(fresh: Fresh, words: Collection[str]) -> Iterable[array[int]]:
    """The rows of those of these words that are there."""
    if len(fresh) < len(words):
        return [fresh[word] for word in fresh.keys() & words]
    return filter(None, map(fresh.get, words))
