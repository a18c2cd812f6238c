"""A view in one of its orders: which papers are shown in which row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist.search import order
from readinglist.search.ordering import KEYS, reordered
from readinglist.tui.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from readinglist.library import Library
    from readinglist.tui.views import View


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A view, the field it is sorted by, and whether the other way round."""

    view: View
    sort: str
    reverse: bool = False

    def rows(self, ids: Iterable[str], library: Library) -> Rows:
        """Rows of these papers, which stand newest arrival first, or the best first if that is the order."""
        if self.sort in KEYS:
            return self.sorted(self.keyed(ids, library))
        return Rows(reversed(list(ids)) if self.reverse else ids)

    def keyed(self, ids: Iterable[str], library: Library) -> list[tuple[str, str]]:
        """Each of these papers after what it is sorted by, if that is a field."""
        key = KEYS[self.sort]
        return [(key(library[id]), id) for id in ids]

    def sorted(self, keyed: list[tuple[str, str]]) -> Rows:
        """The rows of what `keyed` gives."""
        return Rows(reordered(keyed, self.sort, reverse=self.reverse))

    def precedence(self, library: Library, relevance: Mapping[str, float]) -> Callable[[str, str], bool]:
        """Tells whether the first of two papers of `library` comes before the second."""

        def precedes(id: str, other: str) -> bool:
            pair = [library[other], library[id]]
            return order(pair, self.sort, self.reverse, relevance)[0].id == id

        return precedes

    def update(self, rows: Rows, library: Library, ids: Collection[str]) -> None:
        """Put papers that have changed where they belong among the rows of the view."""
        precedes = self.precedence(library, {})
        admitted = {id: None for id in ids if (paper := library.get(id)) and self.view.admits(paper)}
        for id in ids:
            if id not in admitted:  # a neighbour that is gone cannot be compared with
                rows.remove(id)
        may_fit = len(ids) == 1 or self.sort not in KEYS  # else a neighbour may have changed, too
        moved = [id for id in admitted if not (may_fit and rows.fits(id, precedes))]
        for id in moved:
            rows.remove(id)
        for id in moved:
            rows.insert(id, precedes)
