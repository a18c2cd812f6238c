"""All papers as lists begin with them: counted, in the order of arrival, by view, with their words."""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING

from readinglist.listing.newest_first import NewestFirst
from readinglist.listing.sorted_view import SortedView
from readinglist.listing.view_counts import ViewCounts, ViewMembers
from readinglist.search import order
from readinglist.search.ordering import KEYS
from readinglist.search.ranking import DefaultOrder
from readinglist.search.views import VIEWS, View, view_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set

    from readinglist.listing.rows import Rows
    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper
    from readinglist.search.index.index import Index
    from readinglist.search.index.row_table import RowTable

MANY = 256
"""So many changed papers at once are cheaper to look at by starting over."""
SLICE = 4096
"""Papers looked at between two breaths."""
KEPT = 16
"""So many arrangements are kept true paper by paper, so that going back to one costs nothing."""


class ViewCache:
    """What is known of all papers of a library, kept true paper by paper; much of it is made ready in slices.

    All of it is about `papers`, which change with `follow` alone: whatever stands in an order, a view or the
    index is one of them, though it may have left the library since.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self.papers = library.by_id()
        """The papers, as they were when they were last looked at."""
        self.census = ViewCounts.taken(self.papers.values())
        self.index: Index | None = None
        self._newest = NewestFirst()
        self._cached: dict[SortedView, Rows] = {}
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

    # What lists begin with.

    def order_in(self, table: RowTable) -> DefaultOrder:
        """How all papers stand, newest arrival first."""
        if self._order is None or self._order.table is not table:
            self._order = DefaultOrder(table)
            self._order.extend(self._newest.ids(self.papers))
        return self._order

    def rows_of(self, arrangement: SortedView) -> Rows:
        """The rows of a whole view, made when they are first asked for; those of named papers each time."""
        if (among := arrangement.view.among) is not None:
            newest_first = order(filter(None, map(self.papers.get, among)), "added")
            return arrangement.rows([paper.id for paper in newest_first], self.papers)
        if arrangement not in self._cached:
            self._cache_rows(arrangement, self._newest_first(arrangement.view))
        return self._cached[arrangement]

    def _newest_first(self, view: View) -> list[str]:
        """The papers of a view, newest arrival first; for one view alone it does not pay to sort all papers."""
        if self._newest.are_known:
            return self._admitted(view, self._newest.ids(self.papers))
        return [paper.id for paper in order(filter(view.admits, self.papers.values()), "added")]

    def _admitted(self, view: View, ids: Iterable[str]) -> list[str]:
        admits, papers = view.admits, self.papers
        return [id for id in ids if admits(papers[id])]

    def _cache_rows(self, arrangement: SortedView, ids: Iterable[str]) -> None:
        self._cached[arrangement] = arrangement.rows(ids, self.papers)
        for oldest in list(self._cached)[:-KEPT]:
            del self._cached[oldest]

    # Getting ready.

    @property
    def is_prepared(self) -> bool:
        """Whether what every search begins with is at hand; a change of which papers there are makes it out of date."""
        return self._newest.are_known and self._order is not None

    def preparing(self) -> Iterator[None]:
        """Makes the rows of views ready for when they are shown, a few milliseconds of work between two yields."""
        members, changes = ViewMembers(), -1
        while self._changes != changes:  # begun anew when papers change meanwhile
            yield from self._newest.preparing(self.papers)
            members, changes = ViewMembers(), self._changes
            arrivals = self._newest.ids(self.papers)
            for start in range(0, len(arrivals), SLICE):
                members.take(map(self.papers.__getitem__, arrivals[start : start + SLICE]))
                yield
                if self._changes != changes:
                    break
        tags = (view_of(tag) for tag, _ in self.census.tags.most_common(KEPT // 2))
        for view in (*VIEWS, *tags):
            arrangement = SortedView(view, view.sort)
            if arrangement not in self._cached and self._changes == changes:
                yield from self._caching_rows(arrangement, members.of(view))

    def _caching_rows(self, arrangement: SortedView, ids: Sequence[str]) -> Iterator[None]:
        """As `_cache_rows`, in slices where papers are looked at."""
        if arrangement.sort not in KEYS:
            self._cache_rows(arrangement, ids)
            yield
            return
        keyed, changes = list[tuple[str, str]](), self._changes
        for start in range(0, len(ids), SLICE):
            keyed += arrangement.keyed(ids[start : start + SLICE], self.papers)
            yield
            if self._changes != changes:
                return
        self._cached[arrangement] = arrangement.sorted(keyed)
        yield

    def preparing_for(self, index: Index) -> Iterator[None]:
        """Makes ready what searching with `index` begins with, a few milliseconds of work between two yields."""
        yield from self._newest.preparing(self.papers)
        standing, changes, arrivals = DefaultOrder(index.table), self._changes, self._newest.ids(self.papers)
        for start in range(0, len(arrivals), SLICE):
            standing.extend(arrivals[start : start + SLICE])
            yield
        if self._changes == changes:
            self._order = standing

    # Following changes.

    def follow(self, ids: Collection[str], view: View, shown: Rows) -> dict[str, Paper | None]:
        """Take note of what became of these papers, and give them as they were; all others are left alone.

        The rows `shown` are left to who shows them. Of many papers nothing is given: all rows are made anew, those of
        `view` at once.
        """
        self._changes += 1
        are_many = len(ids) > MANY
        if are_many:
            self._order = None  # rather than put right for each
        changed = self._recount(ids)
        if are_many:
            self._renew(changed.keys(), view)
            return {}
        for arrangement, rows in self._cached.items():
            if rows is not shown:
                arrangement.update(rows, self.papers, changed)
        return changed

    def _renew(self, ids: Set[str], view: View) -> None:
        kept, self._cached = self._cached, {}
        if not self._newest.are_known:
            return
        admitted = set(self._admitted(view, filter(self.papers.__contains__, ids)))
        for arrangement, rows in kept.items():
            if arrangement.view != view:
                continue
            if arrangement.sort not in KEYS and admitted == rows.ids & ids:
                self._cached[arrangement] = rows  # all are where they were
            else:  # the other papers are not looked at
                shown = admitted.union(rows.ids - ids)
                self._cache_rows(arrangement, self._newest.sorted(shown, self.papers))

    def _recount(self, ids: Collection[str]) -> dict[str, Paper | None]:
        """Know these papers as they are now; gives them as they were."""
        was = {id: self.papers.pop(id, None) for id in dict.fromkeys(ids)}
        now = [self.library.get(id) for id in was]
        self.census.follow(filter(None, was.values()), filter(None, now))
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
