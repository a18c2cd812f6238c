"""What the list shows: view, query, order, marks and cursor; the work of a key press does not grow with the library."""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING

from readinglist.library import Library
from readinglist.search import order, search
from readinglist.search.found import Found, Standing
from readinglist.search.ordering import KEYS
from readinglist.search.query import Query
from readinglist.search.query import parse as parse_query
from readinglist.search.roll import Roll
from readinglist.tui.arrangement import Arrangement
from readinglist.tui.arrivals import Arrivals
from readinglist.tui.marks import Marks
from readinglist.tui.rows import Rows
from readinglist.tui.views import VIEWS, Census, Members, View, view_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from readinglist.paper import Paper
    from readinglist.search.fuzzy import Index

MANY = 256
"""So many changed papers at once are cheaper to show by starting over."""
SLICE = 4096
"""Papers looked at between two breaths."""
KEPT = 16
"""So many arrangements are kept true paper by paper, so that going back to one costs nothing."""


class Listing:
    """The papers shown, in order, with the cursor and the marks."""

    def __init__(self, library: Library, today: date | None = None) -> None:
        self.today = today
        self.view = VIEWS[0]
        self.query = Query()
        self.index: Index | None = None
        self.sort = ""
        self.reverse = False
        self.marks = Marks()
        self.anchor = ""
        self.rows = Rows()
        self.cursor = 0
        self.relevance = Found(Roll(), {})
        self._wish = ""
        self._places: dict[View, str] = {}
        self._kept: dict[Arrangement, Rows] = {}
        self._arrivals = Arrivals()
        self._seen: dict[str, Paper] = {}
        self._changes = 0
        self._standing: Standing | None = None
        self.load(library)

    # What there is.

    def load(self, library: Library) -> None:
        """Show `library`, all of it looked at afresh."""
        before, self._seen = self._seen, dict(zip(library.ids, library, strict=True))
        self._arrivals, self._kept = Arrivals(), {}
        self._changes += 1
        self._standing = None
        self.library = library
        self.census = Census.taken(library)
        if self.index is not None:
            self._catch_up(self.index, before)
        self._stay()

    def adopt(self, index: Index, papers: Sequence[Paper]) -> None:
        """Search with `index`, made of `papers` as they were when that began."""
        now = self._seen.values()
        if len(papers) != len(now) or not all(map(is_, papers, now)):
            self._catch_up(index, {paper.id: paper for paper in papers})
            self._standing = None
        self.index = index

    @property
    def whole_index(self) -> Index | None:
        """The index, once it knows all texts."""
        return self.index if self.index is not None and self.index.is_complete else None

    def search_again(self) -> None:
        """Show what the query finds now that more is known; the cursor stays on its paper."""
        if self.query.reads_texts:
            self._stay()

    def _catch_up(self, index: Index, before: Mapping[str, Paper]) -> None:
        for id in before.keys() | self._seen.keys():
            old, new = before.get(id), self._seen.get(id)
            if old is not new and old != new:
                index.replace(old, new)

    @property
    def current(self) -> Paper | None:
        """The paper under the cursor."""
        return self.library.get(self._current_id())

    @property
    def order(self) -> str:
        """The field the rows are sorted by: the chosen one, else relevance when there are words, else the view's."""
        return self.sort or ("relevance" if self.query.has_words else self.view.sort)

    @property
    def arrangement(self) -> Arrangement:
        """The view in the order there is."""
        return Arrangement(self.view, self.order, self.reverse)

    @property
    def hidden(self) -> int:
        """The number of marked papers that are not shown."""
        return self.marks.hidden

    def __len__(self) -> int:
        return len(self.rows)

    def paper(self, row: int) -> Paper:
        """The paper in `row`."""
        return self.library[self.rows[row]]

    def row_of(self, id: str) -> int | None:
        """The row of a paper; None if it is not shown."""
        return self.rows.find(id)

    # Choosing what is shown.

    def show(self, view: View) -> None:
        """Show another view, in its own order and without the typed query; the cursor goes to where it was there."""
        current = self._current_id()
        self._places[self.view] = current
        self.view, self.sort, self.reverse = view, "", False
        self.query, self.anchor = Query(), ""
        self.cursor = 0
        self.refresh(current, self._places.get(view, ""))
        self.keep()

    def narrow(self, text: str) -> None:
        """Show only what matches the query `text`; the cursor comes back to the paper it was put on when that shows."""
        self.query = parse_query(text, self.today)
        self.cursor = 0
        self.refresh(self._wish)

    def keep(self) -> None:
        """Let the paper under the cursor be the one that later narrowing comes back to."""
        self._wish = self._current_id()

    def arrange(self, sort: str, *, reverse: bool = False) -> None:
        """Sort by `sort`, or with an empty text as the view and the query have it."""
        self.sort, self.reverse = sort, reverse
        self._stay()

    def refresh(self, *wanted: str) -> None:
        """Make the rows anew; the cursor goes to the first wanted paper that is shown, else stays in its row."""
        self.relevance = Found(Roll(), {})
        self.rows = self._rows_of(self.arrangement) if self.query.is_empty else self._found()
        if self.marks:
            self.marks.look(self.rows.ids)
        row = next((row for id in wanted if (row := self.rows.seek(id)) is not None), self.cursor)
        self.cursor = self._clamped(row)

    def _found(self) -> Rows:
        """The rows of what the query finds; makes `relevance` what it is for them."""
        term = None if self._is_everywhere and not self.view.tag else self.view.term
        query = self.query.within(term) if term else self.query
        self.relevance = found = search(self.library, query, self.index)
        standing = self._standing_in(found.roll)
        in_order = standing.best_first if self.order == "relevance" else standing.those
        return self.arrangement.rows(in_order(found.scores), self.library)

    def _standing_in(self, roll: Roll) -> Standing:
        """How all papers stand, newest arrival first."""
        if self._standing is None or self._standing.roll is not roll:
            self._standing = Standing(roll)
            self._standing.extend(self._arrivals.ids(self.library))
        return self._standing

    def _rows_of(self, arrangement: Arrangement) -> Rows:
        """The rows of a whole view, made when they are first asked for."""
        if arrangement not in self._kept:
            self._keep(arrangement, self._newest_first(arrangement.view))
        return self._kept[arrangement]

    def _admitted(self, view: View, ids: Iterable[str]) -> list[str]:
        admits, seen = view.admits, self._seen
        return [id for id in ids if admits(seen[id])]

    def _newest_first(self, view: View) -> list[str]:
        """The papers of a view, newest arrival first; for one view alone it does not pay to sort all papers."""
        if self._arrivals.are_known:
            return self._admitted(view, self._arrivals.ids(self.library))
        return [paper.id for paper in order(filter(view.admits, self.library), "added")]

    def _keep(self, arrangement: Arrangement, ids: Iterable[str]) -> None:
        self._kept[arrangement] = arrangement.rows(ids, self.library)
        for oldest in list(self._kept)[:-KEPT]:
            del self._kept[oldest]

    @property
    def is_prepared(self) -> bool:
        """Whether what every search begins with is at hand; a change of which papers there are makes it out of date."""
        return self._arrivals.are_known and self._standing is not None

    def preparing(self) -> Iterator[None]:
        """Makes the rows of views ready for when they are shown, a few milliseconds of work between two yields."""
        members, changes = Members(), -1
        while self._changes != changes:  # begun anew when papers change meanwhile
            yield from self._arrivals.preparing(self.library)
            members, changes = Members(), self._changes
            arrivals = self._arrivals.ids(self.library)
            for start in range(0, len(arrivals), SLICE):
                members.take(map(self._seen.__getitem__, arrivals[start : start + SLICE]))
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
            keyed += arrangement.keyed(ids[start : start + SLICE], self.library)
            yield
            if self._changes != changes:
                return
        self._kept[arrangement] = arrangement.sorted(keyed)
        yield

    def preparing_for(self, index: Index) -> Iterator[None]:
        """Makes ready what searching with `index` begins with, a few milliseconds of work between two yields."""
        yield from self._arrivals.preparing(self.library)
        standing, changes, arrivals = Standing(index.roll), self._changes, self._arrivals.ids(self.library)
        for start in range(0, len(arrivals), SLICE):
            standing.extend(arrivals[start : start + SLICE])
            yield
        if self._changes == changes:
            self._standing = standing

    def _stay(self) -> None:
        """Make the rows anew with the cursor on its paper."""
        self.refresh(self._current_id())
        self.keep()

    def _current_id(self) -> str:
        return self.rows[self.cursor] if self.rows else ""

    @property
    def _is_everywhere(self) -> bool:
        """Whether the query looks beyond the view, as one does that names a status."""
        return "status" in self.query.fields

    def _admits(self, paper: Paper) -> bool:
        if self._is_everywhere:
            return not self.view.tag or self.view.tag in paper.tags
        return self.view.admits(paper)

    # Following changes.

    def take(self, ids: Collection[str]) -> None:
        """Show what became of these papers; all others are left alone."""
        self._changes += 1
        if len(ids) > MANY:
            self._standing = None
        for id in ids:
            self._recount(id)
        if len(ids) > MANY:
            kept, self._kept = self._kept, {}
            for arrangement, rows in kept.items():
                if arrangement.view == self.view and self._arrivals.are_known:
                    self._keep(arrangement, self._renewed(arrangement.view, rows, ids))
            self._stay()
            return
        for arrangement, rows in self._kept.items():
            if rows is not self.rows:
                for id in ids:
                    arrangement.update(rows, self.library, id)
        self._replace(list(dict.fromkeys(ids)))
        self.cursor = self._clamped(self.cursor)
        self.keep()

    def _renewed(self, view: View, rows: Rows, ids: Collection[str]) -> Iterable[str]:
        """The papers of a view, newest arrival first, after these have changed: the others are not looked at."""
        shown = set(rows.ids).difference(ids).union(self._admitted(view, filter(self._seen.__contains__, ids)))
        return self._arrivals.sorted(shown, self.library)

    def _replace(self, ids: Sequence[str]) -> None:
        """Take these papers out of the rows and put those that belong there into their places."""
        scores = {id: score for id in ids if (score := self._score(id)) is not None}
        self.relevance.rescored.update(scores)
        precedes = self.arrangement.precedence(self.library, self.relevance)
        if len(ids) == 1 and scores and self.rows.fits(ids[0], precedes):
            return
        current = self._current_id()
        for id in ids:
            self._remove(id)
        for id in scores:
            row = self.rows.insert(id, precedes)
            self.marks.follow(id, is_shown=True)
            if id == current:
                self.cursor = row
            elif row <= self.cursor and len(self.rows) > 1:
                self.cursor += 1

    def _recount(self, id: str) -> None:
        before, after = self._seen.pop(id, None), self.library.get(id)
        if before:
            self.census.count(before, -1)
        if after:
            self.census.count(after, 1)
            self._seen[id] = after
        else:
            self.marks.remove([id])
        self._arrivals.note(before, after)
        if not self._arrivals.are_known:
            self._standing = None
        if self.index is not None:
            self._reindex(self.index, before, after)

    def _reindex(self, index: Index, before: Paper | None, after: Paper | None) -> None:
        row = index.roll.row(before.id) if before else None
        index.replace(before, after)
        now = index.roll.row(after.id) if after else None
        if self._standing and row is not None and now is not None and now != row:
            self._standing.renumber(row, now)

    def _score(self, id: str) -> float | None:
        """How well a paper matches; None if it is not to be shown."""
        paper = self.library.get(id)
        if paper is None or not self._admits(paper):
            return None
        return search(Library([paper.record]), self.query).get(id)

    def _remove(self, id: str) -> None:
        row = self.rows.remove(id)
        if row is not None:
            self.marks.follow(id, is_shown=False)
            self.cursor -= row < self.cursor

    # The cursor.

    def _clamped(self, row: int) -> int:
        return max(0, min(row, len(self.rows) - 1))

    def move_to(self, row: int) -> None:
        """Put the cursor into `row`, or the nearest there is."""
        self.cursor = self._clamped(row)
        self.keep()

    def move(self, by: int) -> None:
        """Move the cursor by so many rows."""
        self.move_to(self.cursor + by)

    def find(self, id: str) -> bool:
        """Put the cursor on a paper; False if it is not shown."""
        row = self.row_of(id)
        if row is not None:
            self.move_to(row)
        return row is not None

    # Marks.

    def is_marked(self, row: int) -> bool:
        """Whether the paper in `row` is marked or in the range being made."""
        first, last = self._range()
        return self.rows[row] in self.marks or first <= row <= last

    def _range(self) -> tuple[int, int]:
        row = self.row_of(self.anchor) if self.anchor else None
        return (0, -1) if row is None else (min(row, self.cursor), max(row, self.cursor))

    def mark(self) -> None:
        """Mark the paper under the cursor, or unmark it."""
        id = self._current_id()
        if id in self.marks:
            self.marks.remove([id])
        elif id:
            self.remark([id])

    def mark_range(self) -> None:
        """Start a range at the cursor, or mark the one started."""
        if self.anchor:
            self.settle()
        elif self.rows:
            self.anchor = self.rows[self.cursor]

    def settle(self) -> None:
        """Mark the range being made."""
        first, last = self._range()
        self.anchor = ""
        self.remark(self.rows.of(first, last))

    def mark_all(self) -> None:
        """Mark all papers shown, or unmark them if they all are."""
        if all(id in self.marks for id in self.rows):
            self.marks.remove(self.rows)
        else:
            self.remark(self.rows)

    def remark(self, ids: Iterable[str]) -> None:
        """Mark these papers too."""
        self.marks.add((id for id in ids if id in self.library), self.rows.ids)

    def unmark(self, ids: Iterable[str] | None = None) -> None:
        """Take the marks off these papers, or off all."""
        self.marks.remove(self.marks if ids is None else ids)

    def chosen(self) -> Sequence[str]:
        """The papers the next action is for: the marked ones shown, in order; without marks the one at the cursor."""
        self.settle()
        if self.marks:
            return sorted(self.marks.shown(), key=lambda marked: self.row_of(marked) or 0)
        return [self.rows[self.cursor]] if self.rows else []
