"""All papers as lists begin with them: counted, in the order of arrival, by view, with their words."""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING

from readinglist.listing.newest_first import Arrivals
from readinglist.listing.sorted_view import Arrangement
from readinglist.listing.view_counts import Census, Members
from readinglist.search import order
from readinglist.search.ordering import KEYS
from readinglist.search.ranking import Standing
from readinglist.search.views import VIEWS, View, view_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set

    from readinglist.listing.rows import Rows
    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper
    from readinglist.search.index.index import Index
    from readinglist.search.index.row_table import Roll

MANY = 256
"""So many changed papers at once are cheaper to look at by starting over."""
SLICE = 4096
"""Papers looked at between two breaths."""
KEPT = 16
"""So many arrangements are kept true paper by paper, so that going back to one costs nothing."""


class Catalogue:
    """What is known of all papers of a library, kept true paper by paper; much of it is made ready in slices.

    All of it is about `papers`, which change with `follow` alone: whatever stands in an order, a view or the
    index is one of them, though it may have left the library since.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self.papers = library.by_id()
        """The papers, as they were when they were last looked at."""
        self.census = Census.taken(self.papers.values())
        self.index: Index | None = None
        self._arrivals = Arrivals()
        self._kept: dict[Arrangement, Rows] = {}
        self._standing: Standing | None = None
        self._changes = 0

    def adopt(self, index: Index, papers: Sequence[Paper]) -> None:
        """Search with `index`, made of `papers` as they were when that began."""
        now = self.papers.values()
        if len(papers) != len(now) or not all(map(is_, papers, now)):
            self._catch_up(index, {paper.id: paper for paper in papers})
            self._standing = None
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

    def standing_in(self, roll: Roll) -> Standing:
        """How all papers stand, newest arrival first."""
        if self._standing is None or self._standing.roll is not roll:
            self._standing = Standing(roll)
            self._standing.extend(self._arrivals.ids(self.papers))
        return self._standing

    def rows_of(self, arrangement: Arrangement) -> Rows:
        """The rows of a whole view, made when they are first asked for; those of named papers each time."""
        if (among := arrangement.view.among) is not None:
            newest_first = order(filter(None, map(self.papers.get, among)), "added")
            return arrangement.rows([paper.id for paper in newest_first], self.papers)
        if arrangement not in self._kept:
            self._keep(arrangement, self._newest_first(arrangement.view))
        return self._kept[arrangement]

    def _newest_first(self, view: View) -> list[str]:
        """The papers of a view, newest arrival first; for one view alone it does not pay to sort all papers."""
        if self._arrivals.are_known:
            return self._admitted(view, self._arrivals.ids(self.papers))
        return [paper.id for paper in order(filter(view.admits, self.papers.values()), "added")]

    def _admitted(self, view: View, ids: Iterable[str]) -> list[str]:
        admits, papers = view.admits, self.papers
        return [id for id in ids if admits(papers[id])]

    def _keep(self, arrangement: Arrangement, ids: Iterable[str]) -> None:
        self._kept[arrangement] = arrangement.rows(ids, self.papers)
        for oldest in list(self._kept)[:-KEPT]:
            del self._kept[oldest]

    # Getting ready.

    @property
    def is_prepared(self) -> bool:
        """Whether what every search begins with is at hand; a change of which papers there are makes it out of date."""
        return self._arrivals.are_known and self._standing is not None

    def preparing(self) -> Iterator[None]:
        """Makes the rows of views ready for when they are shown, a few milliseconds of work between two yields."""
        members, changes = Members(), -1
        while self._changes != changes:  # begun anew when papers change meanwhile
            yield from self._arrivals.preparing(self.papers)
            members, changes = Members(), self._changes
            arrivals = self._arrivals.ids(self.papers)
            for start in range(0, len(arrivals), SLICE):
                members.take(map(self.papers.__getitem__, arrivals[start : start + SLICE]))
                yield
                if self._changes != changes:
                    break
        tags = (view_of(tag) for tag, _ in self.census.tags.most_common(KEPT // 2))
        for view in (*VIEWS, *tags):
            arrangement = Arrangement(view, view.sort)
            if arrangement not in self._kept and self._changes == changes:
                yield from self._keeping(arrangement, members.of(view))

    def _keeping(self, arrangement: Arrangement, ids: Sequence[str]) -> Iterator[None]:
        """As `_keep`, in slices where papers are looked at."""
        if arrangement.sort not in KEYS:
            self._keep(arrangement, ids)
            yield
            return
        keyed, changes = list[tuple[str, str]](), self._changes
        for start in range(0, len(ids), SLICE):
            keyed += arrangement.keyed(ids[start : start + SLICE], self.papers)
            yield
            if self._changes != changes:
                return
        self._kept[arrangement] = arrangement.sorted(keyed)
        yield

    def preparing_for(self, index: Index) -> Iterator[None]:
        """Makes ready what searching with `index` begins with, a few milliseconds of work between two yields."""
        yield from self._arrivals.preparing(self.papers)
        standing, changes, arrivals = Standing(index.roll), self._changes, self._arrivals.ids(self.papers)
        for start in range(0, len(arrivals), SLICE):
            standing.extend(arrivals[start : start + SLICE])
            yield
        if self._changes == changes:
            self._standing = standing

    # Following changes.

    def follow(self, ids: Collection[str], view: View, shown: Rows) -> dict[str, Paper | None]:
        """Take note of what became of these papers, and give them as they were; all others are left alone.

        The rows `shown` are left to who shows them. Of many papers nothing is given: all rows are made anew, those of
        `view` at once.
        """
        self._changes += 1
        are_many = len(ids) > MANY
        if are_many:
            self._standing = None  # rather than put right for each
        changed = self._recount(ids)
        if are_many:
            self._renew(changed.keys(), view)
            return {}
        for arrangement, rows in self._kept.items():
            if rows is not shown:
                arrangement.update(rows, self.papers, changed)
        return changed

    def _renew(self, ids: Set[str], view: View) -> None:
        kept, self._kept = self._kept, {}
        if not self._arrivals.are_known:
            return
        admitted = set(self._admitted(view, filter(self.papers.__contains__, ids)))
        for arrangement, rows in kept.items():
            if arrangement.view != view:
                continue
            if arrangement.sort not in KEYS and admitted == rows.ids & ids:
                self._kept[arrangement] = rows  # all are where they were
            else:  # the other papers are not looked at
                shown = admitted.union(rows.ids - ids)
                self._keep(arrangement, self._arrivals.sorted(shown, self.papers))

    def _recount(self, ids: Collection[str]) -> dict[str, Paper | None]:
        """Know these papers as they are now; gives them as they were."""
        was = {id: self.papers.pop(id, None) for id in dict.fromkeys(ids)}
        now = [self.library.get(id) for id in was]
        self.census.follow(filter(None, was.values()), filter(None, now))
        self.papers.update((after.id, after) for after in now if after)
        for before, after in zip(was.values(), now, strict=True):
            self._arrivals.note(before, after)
            if not self._arrivals.are_known:
                self._standing = None
            if self.index is not None:
                self._reindex(self.index, before, after)
        return was

    def _reindex(self, index: Index, before: Paper | None, after: Paper | None) -> None:
        row = index.roll.row(before.id) if before else None
        index.replace(before, after)
        now = index.roll.row(after.id) if after else None
        if self._standing and row is not None and now is not None and now != row:
            self._standing.renumber(row, now)
