"""The order in which papers came in, which all other orders begin with: kept, for sorting anew takes long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING

from readinglist.search.ordering import arrival, newest_first

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from readinglist.papers.paper import Paper

FEW = 8
"""Fewer than one in so many papers are quicker sorted than picked out of all."""
DAY = len("2026-01-31")
SLICE = 4096
"""Papers sorted between two breaths."""
Place = tuple[str, int, str]
"""When a paper was added, its number then, negative, and its id."""
Papers = Mapping[str, "Paper"]
"""Papers by id."""


class NewestFirst:
    """Papers, newest arrival first."""

    def __init__(self) -> None:
        self._ids: Sequence[str] | None = None
        self._changes = 0
        self._places: dict[str, int] = {}

    def note(self, before: Paper | None, after: Paper | None) -> None:
        """Take note of a change of a paper."""
        if not before or not after or arrival(before) != arrival(after):
            self._ids = None
            self._changes += 1

    @property
    def are_known(self) -> bool:
        """Whether the order is at hand."""
        return self._ids is not None

    def preparing(self, papers: Papers) -> Iterator[None]:
        """Makes the order, a few milliseconds of work between two yields."""
        if self.are_known:
            return
        changes, left, days = self._changes, iter(list(papers.values())), defaultdict[str, list[Place]](list)
        while some := list(map(arrival, islice(left, SLICE))):
            for each in some:
                days[each[0][:DAY]].append(each)
            yield
        found: list[str] = []
        told = 0
        for day in sorted(days):
            for ids in in_slices(days[day]):
                found += ids
                if not ids or len(found) - told >= SLICE:
                    told = len(found)
                    yield
        found.reverse()
        places: dict[str, int] = {}
        for start in range(0, len(found), SLICE):
            places.update(zip(found[start : start + SLICE], range(start, len(found)), strict=False))
            yield
        if self._changes == changes:
            self._ids, self._places = found, places

    def ids(self, papers: Papers) -> Sequence[str]:
        """All papers, newest arrival first."""
        if self._ids is None:
            self._ids = [paper.id for paper in newest_first(papers.values())]
            self._places = {id: place for place, id in enumerate(self._ids)}
        return self._ids

    def sorted(self, some: Collection[str], papers: Papers) -> Iterable[str]:
        """Some of the papers, newest arrival first."""
        ids = self.ids(papers)
        if len(some) > len(ids) // FEW:
            return filter(some.__contains__, ids)
        return sorted(some, key=self._places.__getitem__)


def in_slices(places: list[Place]) -> Iterator[list[str]]:
    """The ids at these places in order, so many at a time; nothing yet while many places are sorted."""
    parts: list[list[Place]] = []
    for start in range(0, len(places), SLICE):
        parts.append(sorted(places[start : start + SLICE]))
        if len(places) > SLICE:
            yield []
    merged = merge(*parts)
    while ids := [id for *_, id in islice(merged, SLICE)]:
        yield ids
