"""A whole view in one of its orders: which papers are shown in which row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist.listing.rows import Rows
from readinglist.search import order
from readinglist.search.ordering import ORDERS, arrival, sort_newest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from readinglist.listing.newest_first import Papers
    from readinglist.papers.paper import Paper
    from readinglist.search.selection import Selection


@dataclass(frozen=True, slots=True)
class SortedView:
    """The rows of a selection, made once and then updated paper by paper."""

    selection: Selection

    @property
    def is_by_field(self) -> bool:
        """Whether the order compares a field; the others follow from the order of arrival."""
        return self.selection.order in ORDERS

    def rows(self, ids: Iterable[str], papers: Papers) -> Rows:
        """Rows of these papers, given newest first, or best first if they are ranked by relevance."""
        if self.is_by_field:
            return self.sorted(self.keyed(ids, papers))
        return Rows(reversed(list(ids)) if self.selection.reverse else ids)

    def keyed(self, ids: Iterable[str], papers: Papers) -> list[tuple[str, str]]:
        """Pairs of sort key and id, for an order by field."""
        key = ORDERS[self.selection.order].key
        return [(key(papers[id]), id) for id in ids]

    def sorted(self, keyed: list[tuple[str, str]]) -> Rows:
        """Rows of pairs of sort key and id, given newest first."""
        return Rows(sort_newest(keyed, self.selection.order, reverse=self.selection.reverse))

    def precedence(self, papers: Papers, relevance: Mapping[str, float]) -> Callable[[str, str], bool]:
        """The comparison of two ids: whether the first comes before the second."""
        sort, reverse = self.selection.order, self.selection.reverse

        def precedes(id: str, other: str) -> bool:
            return order([papers[other], papers[id]], sort, reverse, relevance)[0].id == id

        return precedes

    def moves(self, before: Paper, after: Paper) -> bool:
        """Whether a change of a paper gives it another place in the order."""
        by = ORDERS.get(self.selection.order)
        return arrival(before) != arrival(after) or (by is not None and by.key(before) != by.key(after))

    def update(self, rows: Rows, papers: Papers, changed: Mapping[str, Paper | None]) -> None:
        """Bring the rows up to date with changed papers, which are given as they were before."""
        belongs = self.selection.admits
        now = {id: after for id in changed if (after := papers.get(id)) and belongs(after)}
        moved = [id for id, before in changed.items() if not self._stays(before, now.get(id))]
        for id in moved:
            rows.remove(id)
        precedes = self.precedence(papers, {})
        for id in moved:
            if id in now:
                rows.insert(id, precedes)

    def _stays(self, before: Paper | None, after: Paper | None) -> bool:
        if not before or not after or not self.selection.admits(before):
            return False
        return not self.moves(before, after)
