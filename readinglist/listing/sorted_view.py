"""A view in one of its orders: which papers are shown in which row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist.listing.rows import Rows
from readinglist.search import order
from readinglist.search.ordering import KEYS, place, reordered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from readinglist.listing.newest_first import Papers
    from readinglist.papers.paper import Paper
    from readinglist.search.views import View


@dataclass(frozen=True, slots=True)
class SortedView:
    """A view, the field it is sorted by, and whether the other way round."""

    view: View
    sort: str
    reverse: bool = False

    def rows(self, ids: Iterable[str], papers: Papers) -> Rows:
        """Rows of these papers, which stand newest arrival first, or the best first if that is the order."""
        if self.sort in KEYS:
            return self.sorted(self.keyed(ids, papers))
        return Rows(reversed(list(ids)) if self.reverse else ids)

    def keyed(self, ids: Iterable[str], papers: Papers) -> list[tuple[str, str]]:
        """Each of these papers after what it is sorted by, if that is a field."""
        key = KEYS[self.sort]
        return [(key(papers[id]), id) for id in ids]

    def sorted(self, keyed: list[tuple[str, str]]) -> Rows:
        """The rows of what `keyed` gives."""
        return Rows(reordered(keyed, self.sort, reverse=self.reverse))

    def precedence(self, papers: Papers, relevance: Mapping[str, float]) -> Callable[[str, str], bool]:
        """Tells whether the first of two of `papers` comes before the second."""

        def precedes(id: str, other: str) -> bool:
            pair = [papers[other], papers[id]]
            return order(pair, self.sort, self.reverse, relevance)[0].id == id

        return precedes

    def leaves(self, before: Paper, after: Paper) -> bool:
        """Whether a change of a paper gives it another place among the others, whichever they are."""
        key = KEYS.get(self.sort)
        return place(before) != place(after) or (key is not None and key(before) != key(after))

    def update(self, rows: Rows, papers: Papers, changed: Mapping[str, Paper | None]) -> None:
        """Put papers that have changed, given as they were, where they belong among the rows of the view."""
        now = {id: after for id in changed if (after := papers.get(id)) and self.view.admits(after)}
        moved = [id for id, before in changed.items() if not self._stays(before, now.get(id))]
        for id in moved:
            rows.remove(id)
        precedes = self.precedence(papers, {})
        for id in moved:
            if id in now:
                rows.insert(id, precedes)

    def _stays(self, before: Paper | None, after: Paper | None) -> bool:
        if not before or not after or not self.view.admits(before):
            return False
        return not self.leaves(before, after)
