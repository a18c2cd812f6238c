"""Titles that are nearly one another, found by the words that they share and few others have."""

from __future__ import annotations

from functools import cache, partial
from heapq import nsmallest
from itertools import chain, combinations
from typing import TYPE_CHECKING

from readinglist.papers.identity.title_distance import REWORDED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

RARE = 50
"""A word in more titles than this finds similar ones only together with another word."""
RAREST = 4
"""The number of a title's rare words, and of its other words, by which similar titles are looked up."""
ENOUGH = 2
"""Rare words of a title from which on no others are looked at: what is near shares one of them."""
CROWD = 300
"""Titles that are compared with one because they share two of its words."""
MOST_ALIKE = 50
"""Titles that differ by least from one, of very many that differ by little."""
MOST_MET = 10_000
"""Titles that are looked at to find those that share two words."""
Postings = dict[str, dict[str, None]]
"""Term → what has it."""


class SimilarTitles:
    """Folded titles by their words."""

    def __init__(self, titles: Iterable[str] = ()) -> None:
        self._by_word: Postings = {}
        for title in titles:
            self.enter(title)

    def enter(self, title: str) -> None:
        """Know a title."""
        for word in title.split():
            self._by_word.setdefault(word, {})[title] = None

    def leave(self, title: str) -> None:
        """Forget a title."""
        for word in set(title.split()):
            drop(self._by_word, word, title)

    def near(self, title: str) -> list[str]:
        """The titles that differ from one by little, or have more words before or behind."""
        postings = sorted(filter(None, map(self._by_word.get, dict.fromkeys(title.split()))), key=len)
        rare = [titles for titles in postings[:RAREST] if len(titles) <= RARE]
        near = set[str]().union(*rare)
        if len(rare) < ENOUGH:
            near |= sharing_two(postings[len(rare) :], title)
        near.discard(title)
        if not near:
            return []
        whole = f" {title} "
        in_order = sorted(near) if len(near) > MOST_ALIKE else near
        alike = dict.fromkeys(other for other, _, _ in comparing()(title, in_order))
        contained = [other for other in in_order if whole in f" {other} " or f" {other} " in whole]
        return list(alike | dict.fromkeys(contained[:MOST_ALIKE]))


def sharing_two(postings: Sequence[dict[str, None]], title: str) -> set[str]:
    """Titles that share two of the first words with a title; where they are many, further words, too."""
    if len(postings) == 1:
        return nearest(postings[0], title)
    found = set[str]()
    met = 0
    for one, two in sorted(combinations(range(min(len(postings), RAREST)), 2)):
        met += len(postings[one])
        if met > MOST_MET and found:
            break
        both = postings[one].keys() & postings[two].keys()
        for further in chain(range(two), range(two + 1, len(postings))):
            if len(both) <= CROWD:
                break
            met += len(both)
            both &= postings[further].keys()
        found |= nearest(both, title)
    return found


def nearest(titles: Collection[str], title: str) -> set[str]:
    """So many of the titles as are compared with one, those of nearly its length first; none of far too many."""
    if len(titles) <= CROWD:
        return set(titles)
    if len(titles) > MOST_MET // 5:
        return set()
    return set(nsmallest(CROWD, titles, key=lambda other: (abs(len(other) - len(title)), other)))


def drop(index: Postings, term: str, member: str) -> None:
    """Take a member away from under a term."""
    members = index[term]
    members.pop(member, None)
    if not members:
        del index[term]


@cache
def comparing() -> Callable[[str, Iterable[str]], list[tuple[str, float, object]]]:
    """A function that finds the titles similar to one."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - most commands never compare titles

    return partial(process.extract, scorer=fuzz.ratio, score_cutoff=REWORDED, limit=MOST_ALIKE)
