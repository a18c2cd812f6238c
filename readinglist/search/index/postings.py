"""Postings: word → rows, packed in one array if read from a cached index, else in a dict."""

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
    """Postings added since the cached index was read; a new word is added to the vocabulary."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, word: str) -> array[int]:
        self._words.add(word)
        rows = self[word] = array(NUMBER)
        return rows


class Postings:
    """Word → rows of the papers with that word in one tier.

    Packed rows are stored in one array, in the order of the words' numbers: no object a word, and the rows of
    consecutive words are one slice.
    """

    def __init__(self, words: Words) -> None:
        self.words = words
        """The vocabulary, shared by several postings."""
        self.fresh = Fresh(words)
        self.packed = array(NUMBER)
        self.starts = array(NUMBER, [0])
        """Word number → index of its first row in `packed`, with the end of the last word at the end."""

    def of(self, word: str) -> array[int]:
        """The rows of a word, ascending."""
        place, fresh = self.words.place(word), self.fresh.get(word, NONE)
        return fresh if place is None else self.packed[self.starts[place] : self.starts[place + 1]] + fresh

    def put_in(self, word: str, row: int) -> None:
        """Add a row to a word, keeping its rows sorted."""
        insort(self.fresh[word], row)

    def take_out(self, word: str, row: int) -> None:
        """Remove a fresh row from a word; packed rows stay."""
        rows = self.fresh.get(word)
        if rows and rows[place := min(bisect_left(rows, row), len(rows) - 1)] == row:
            del rows[place]

    def rows(self, meant: Meant) -> Iterable[int]:
        """The rows of some words; a row with several of them is repeated."""
        starts, fresh = self.starts, self.fresh
        packed = (self.packed[starts[first] : starts[end]] for first, end in meant.runs) if self.packed else ()
        return chain.from_iterable((*packed, *held(fresh, meant.words)))


def held(fresh: Fresh, words: Collection[str]) -> Iterable[array[int]]:
    """The fresh rows of some words."""
    if len(fresh) < len(words):
        return [fresh[word] for word in fresh.keys() & words]
    return filter(None, map(fresh.get, words))
