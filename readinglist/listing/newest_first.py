"""The default order of all papers, memoised: all other orders start from it, and sorting takes long."""

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
"""Fewer than one paper in this many are sorted rather than filtered out of all."""
DAY = len("2026-01-31")
SLICE = 4096
"""Papers sorted between two yields."""
Place = tuple[str, int, str]
"""Sort key of the default order, as in `ordering.arrival`."""
Papers = Mapping[str, "Paper"]
"""Papers by id."""


class NewestFirst:
    """All papers, newest first."""

    def __init__(self) -> None:
        self._ids: Sequence[str] | None = None
        self._changes = 0
        self._places: dict[str, int] = {}

    def note(self, before: Paper | None, after: Paper | None) -> None:
        """Forget the order if a change of a paper affects it."""
        if not before or not after or arrival(before) != arrival(after):
            self._ids = None
            self._changes += 1

    @property
    def are_known(self) -> bool:
        """Whether the order is memoised."""
        return self._ids is not None

    def preparing(self, papers: Papers) -> Iterator[None]:
        """Compute the order, a few milliseconds of work between two yields."""
        if self.are_known:
            return
        changes, left, days = self._changes, iter(list(papers.values())), defaultdict[str, list[Place]](list)
        while some := list(map(arrival, islice(left, SLICE))):
            for each in some:
                days[each[0][:DAY]].append(each)
            yield
        found: list[str] = []
        yielded = 0
        for day in sorted(days):
            for ids in in_slices(days[day]):
                found += ids
                if not ids or len(found) - yielded >= SLICE:
                    yielded = len(found)
                    yield
        found.reverse()
        places: dict[str, int] = {}
        for start in range(0, len(found), SLICE):
            places.update(zip(found[start : start + SLICE], range(start, len(found)), strict=False))
            yield
        if self._changes == changes:
            self._ids, self._places = found, places

    def ids(self, papers: Papers) -> Sequence[str]:
        """The ids of all papers, newest first."""
        if self._ids is None:
            self._ids = [paper.id for paper in newest_first(papers.values())]
            self._places = {id: place for place, id in enumerate(self._ids)}
        return self._ids

    def sorted(self, some: Collection[str], papers: Papers) -> Iterable[str]:
        """Some of the papers, newest first."""
        ids = self.ids(papers)
        if len(some) > len(ids) // FEW:
            return filter(some.__contains__, ids)
        return sorted(some, key=self._places.__getitem__)


def in_slices(places: list[Place]) -> Iterator[list[str]]:
    """Sorted ids in slices, by merge sort; empty slices come first, while runs are sorted."""
    parts: list[list[Place]] = []
    for start in range(0, len(places), SLICE):
        parts.append(sorted(places[start : start + SLICE]))
        if len(places) > SLICE:
            yield []
    merged = merge(*parts)
    while ids := [id for *_, id in islice(merged, SLICE)]:
        yield ids
