"""The rows and counts of views, computed once and then updated paper by paper."""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING

from readinglist.listing.newest_first import NewestFirst
from readinglist.listing.sorted_view import SortedView
from readinglist.listing.view_counts import ViewCounts, ViewMembers
from readinglist.search.default_order import DefaultOrder
from readinglist.search.ordering import newest_first
from readinglist.search.selection import Selection
from readinglist.search.views import VIEWS, tag_view

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set

    from readinglist.listing.rows import Rows
    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper
    from readinglist.search.index.index import Index
    from readinglist.search.index.row_table import RowTable
    from readinglist.search.views import View

MANY = 256
"""Changed papers from which on starting over is cheaper than updating for each."""
SLICE = 4096
"""Papers processed between two yields."""
CACHED = 16
"""Sorted views whose rows stay cached, so that going back to one costs nothing."""


class ViewCache:
    """Rows and counts of views; much of it is prepared in slices.

    All of it is about `papers`, which change with `apply_changes` alone: every id in an order, a view or the index is
    one of them, even if it has left the library since.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self.papers = library.by_id()
        """The papers as of the last call of `apply_changes`."""
        self.counts = ViewCounts.counted(self.papers.values())
        self.index: Index | None = None
        self._newest = NewestFirst()
        self._rows: dict[SortedView, Rows] = {}
        self._numbers: dict[View, int] = {}
        """The counts of views that `ViewCounts` does not know."""
        self._order: DefaultOrder | None = None
        self._changes = 0

    def adopt(self, index: Index, papers: Sequence[Paper]) -> None:
        """Search with `index`, made of `papers` as they were when that began."""
        now = self.papers.values()
        if len(papers) != len(now) or not all(map(is_, papers, now)):
            self._catch_up(index, {paper.id: paper for paper in papers})
            self._order = None
        self.index = index

    @property
    def whole_index(self) -> Index | None:
        """The index, once it knows all texts."""
        return self.index if self.index is not None and self.index.is_complete else None

    def _catch_up(self, index: Index, before: Mapping[str, Paper]) -> None:
        for id in before.keys() | self.papers.keys():
            old, new = before.get(id), self.papers.get(id)
            if old is not new and old != new:
                index.replace(old, new)

    # Views.

    def count(self, view: View) -> int:
        """The number of papers in a view; of one that needs the index, those found so far."""
        if view.among is not None:
            return len(view.among)
        if (number := self.counts.of(view)) is not None:
            return number
        if view not in self._numbers:
            number = len(self._members(Selection(view=view)))
            if not self.is_lasting(Selection(view=view)):
                return number
            self._numbers[view] = number
        return self._numbers[view]

    def rows_of(self, sorted_view: SortedView) -> Rows:
        """The rows of a whole view, cached unless its papers are listed by id or the index is still growing."""
        selection = sorted_view.selection
        if (among := selection.view.among) is not None:
            named = newest_first(filter(None, map(self.papers.get, among)))
            return sorted_view.rows([paper.id for paper in named], self.papers)
        if not self.is_lasting(selection):
            return sorted_view.rows(self._members(selection), self.papers)
        if sorted_view not in self._rows:
            self._cache_rows(sorted_view, self._members(selection))
        return self._rows[sorted_view]

    def is_lasting(self, selection: Selection) -> bool:
        """Whether its papers change with the library alone, not with an index that is still growing."""
        return selection.is_quick or self.whole_index is not None

    def default_order(self, table: RowTable) -> DefaultOrder:
        """All papers of a row table, newest first."""
        if self._order is None or self._order.table is not table:
            self._order = DefaultOrder(table)
            self._order.extend(self._newest.ids(self.papers))
        return self._order

    def _members(self, selection: Selection) -> Sequence[str]:
        """The papers of a whole view, newest first; for one view alone it does not pay to sort all papers."""
        if not selection.is_quick:
            if self.index is None:
                return ()
            found = selection.search(self.library, self.index)
            return self.default_order(found.table).those(found.scores)
        if self._newest.are_known:
            return self._filtered(selection, self._newest.ids(self.papers))
        return [paper.id for paper in newest_first(selection.filter(self.papers.values()))]

    def _filtered(self, selection: Selection, ids: Iterable[str]) -> list[str]:
        return [paper.id for paper in selection.filter(map(self.papers.__getitem__, ids))]

    def _cache_rows(self, sorted_view: SortedView, ids: Iterable[str]) -> None:
        self._rows[sorted_view] = sorted_view.rows(ids, self.papers)
        for oldest in list(self._rows)[:-CACHED]:
            del self._rows[oldest]

    # Preparing.

    @property
    def is_prepared(self) -> bool:
        """Whether the default order, with which every search begins, is up to date."""
        return self._newest.are_known and self._order is not None

    def preparing(self) -> Iterator[None]:
        """Prepare the rows of views before they are shown, a few milliseconds of work between two yields."""
        members, changes = ViewMembers(), -1
        while self._changes != changes:  # from the start if papers change meanwhile
            yield from self._newest.preparing(self.papers)
            members, changes = ViewMembers(), self._changes
            newest = self._newest.ids(self.papers)
            for start in range(0, len(newest), SLICE):
                members.add(map(self.papers.__getitem__, newest[start : start + SLICE]))
                yield
                if self._changes != changes:
                    break
        tags = (tag_view(tag) for tag, _ in self.counts.tags.most_common(CACHED // 2))
        for view in (*VIEWS, *tags):
            sorted_view, ids = SortedView(Selection(view=view)), members.of(view)
            if ids is not None and sorted_view not in self._rows and self._changes == changes:
                yield from self._caching(sorted_view, ids)

    def _caching(self, sorted_view: SortedView, ids: Sequence[str]) -> Iterator[None]:
        """Cache rows, sorting them in slices."""
        if not sorted_view.is_by_field:
            self._cache_rows(sorted_view, ids)
            yield
            return
        keyed, changes = list[tuple[str, str]](), self._changes
        for start in range(0, len(ids), SLICE):
            keyed += sorted_view.keyed(ids[start : start + SLICE], self.papers)
            yield
            if self._changes != changes:
                return
        self._rows[sorted_view] = sorted_view.sorted(keyed)
        yield

    def preparing_for(self, index: Index) -> Iterator[None]:
        """Prepare the default order for searches with `index`, a few milliseconds of work between two yields."""
        yield from self._newest.preparing(self.papers)
        order, changes, newest = DefaultOrder(index.table), self._changes, self._newest.ids(self.papers)
        for start in range(0, len(newest), SLICE):
            order.extend(newest[start : start + SLICE])
            yield
        if self._changes == changes:
            self._order = order

    # Following changes.

    def apply_changes(self, ids: Collection[str], view: View, shown: Rows) -> dict[str, Paper | None]:
        """Update everything cached about these papers; gives them as they were before.

        The rows `shown` are left to their owner. If there are many papers, none is given, so that the owner makes all
        rows again, and the cached rows of `view` are updated at once.
        """
        self._changes += 1
        are_many = len(ids) > MANY
        if are_many:
            self._order = None  # cheaper than an update for each
        changed = self._recount(ids)
        if are_many:
            self._numbers.clear()
            self._renew(changed.keys(), view)
            return {}
        self._forget_searches()
        for sorted_view, rows in self._rows.items():
            if rows is not shown:
                sorted_view.update(rows, self.papers, changed)
        self._update_numbers(changed)
        return changed

    def _forget_searches(self) -> None:
        """Drop results that the index computes faster than single papers are compared with a query."""
        for sorted_view in [each for each in self._rows if not each.selection.is_quick]:
            del self._rows[sorted_view]
        for view in [each for each in self._numbers if not Selection(view=each).is_quick]:
            del self._numbers[view]

    def _update_numbers(self, changed: Mapping[str, Paper | None]) -> None:
        for view in self._numbers:
            admits = Selection(view=view).admits
            left = sum(before is not None and admits(before) for before in changed.values())
            came = sum(id in self.papers and admits(self.papers[id]) for id in changed)
            self._numbers[view] += came - left

    def _renew(self, ids: Set[str], view: View) -> None:
        """Keep only the rows of `view`, updated for many papers."""
        cached, self._rows = self._rows, {}
        if not self._newest.are_known or not Selection(view=view).is_quick:
            return
        admitted = set(self._filtered(Selection(view=view), filter(self.papers.__contains__, ids)))
        for sorted_view, rows in cached.items():
            if sorted_view.selection.view != view:
                continue
            if not sorted_view.is_by_field and admitted == rows.ids & ids:
                self._rows[sorted_view] = rows  # none has moved
            else:  # without looking at the other papers
                shown = admitted.union(rows.ids - ids)
                self._cache_rows(sorted_view, self._newest.sorted(shown, self.papers))

    def _recount(self, ids: Collection[str]) -> dict[str, Paper | None]:
        """Replace these papers, also in the counts and the index; gives them as they were before."""
        was = {id: self.papers.pop(id, None) for id in dict.fromkeys(ids)}
        now = [self.library.get(id) for id in was]
        self.counts.update(filter(None, was.values()), filter(None, now))
        self.papers.update((after.id, after) for after in now if after)
        for before, after in zip(was.values(), now, strict=True):
            self._newest.note(before, after)
            if not self._newest.are_known:
                self._order = None
            if self.index is not None:
                self._reindex(self.index, before, after)
        return was

    def _reindex(self, index: Index, before: Paper | None, after: Paper | None) -> None:
        row = index.table.row(before.id) if before else None
        index.replace(before, after)
        now = index.table.row(after.id) if after else None
        if self._order and row is not None and now is not None and now != row:
            self._order.renumber(row, now)
