"""What the list shows: view, query, order, marks and cursor; the work of a key press does not grow with the library."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from readinglist.library import Library
from readinglist.search import order, search
from readinglist.search.query import Query
from readinglist.search.query import parse as parse_query
from readinglist.tui.arrivals import Arrivals, arranged
from readinglist.tui.marks import Marks
from readinglist.tui.views import VIEWS, Census, View

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date

    from readinglist.paper import Paper
    from readinglist.search.fuzzy import Index

MANY = 256
"""So many changed papers at once are cheaper to show by starting over."""


class Listing:
    """The papers shown, in order, with the cursor and the marks."""

    def __init__(self, library: Library, today: date | None = None) -> None:
        self.today = today
        self.view = VIEWS[0]
        self.query: Query = parse_query("", today)
        self.index: Index | None = None
        self.sort = ""
        self.reverse = False
        self.marks = Marks()
        self.anchor = ""
        self.rows: list[str] = []
        self.cursor = 0
        self.relevance: dict[str, float] = {}
        self._wish = ""
        self._places: dict[View, str] = {}
        self._hints: dict[str, int] = {}
        self._arrivals = Arrivals()
        self._seen: dict[str, Paper] = {}
        self.load(library)

    # What there is.

    def load(self, library: Library) -> None:
        """Show `library`, all of it looked at afresh."""
        before, self._seen = self._seen, {paper.id: paper for paper in library}
        self._arrivals = Arrivals()
        self.library = library
        self.census = Census.taken(library)
        if self.index is not None:
            self._catch_up(self.index, before)
        self._stay()

    def adopt(self, index: Index, papers: Iterable[Paper]) -> None:
        """Search with `index`, made of `papers` as they were when that began."""
        self._catch_up(index, {paper.id: paper for paper in papers})
        self.index = index

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
    def hidden(self) -> int:
        """The number of marked papers that are not shown."""
        return self.marks.hidden

    def __len__(self) -> int:
        return len(self.rows)

    def paper(self, row: int) -> Paper:
        """The paper in `row`."""
        return self.library[self.rows[row]]

    def row_of(self, id: str) -> int | None:
        """The row of a paper, found near where it was when the rows were made; None if it is not shown."""
        hint = self._hints.get(id)
        if hint is None:
            return None
        if self.rows[self._clamped(self.cursor)] == id:
            return self._clamped(self.cursor)
        last = len(self.rows)
        for distance in range(last + hint + 1):
            for row in (hint - distance, hint + distance):
                if 0 <= row < last and self.rows[row] == id:
                    return row
        return None

    # Choosing what is shown.

    def show(self, view: View) -> None:
        """Show another view, in its own order and without the typed query; the cursor goes to where it was there."""
        current = self._current_id()
        self._places[self.view] = current
        self.view, self.sort, self.reverse = view, "", False
        self.query, self.anchor = parse_query("", self.today), ""
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
        found = self._found()
        self.rows = [paper.id for paper in arranged(found, self.order, self.relevance, reverse=self.reverse)]
        self._hints = {id: row for row, id in enumerate(self.rows)}
        self.marks.look(self._hints)
        row = next((self._hints[id] for id in wanted if id in self._hints), self.cursor)
        self.cursor = self._clamped(row)

    def _found(self) -> Iterable[Paper]:
        """The papers to be shown, newest arrival first; makes `relevance` what it is for them."""
        if self.query.text.strip():
            self.relevance = search(self.library, self.query, self.index, self._within())
            return self._arrivals.papers(self.library, self.relevance)
        self.relevance = {}
        return filter(self.view.admits, self._arrivals.papers(self.library))

    def _stay(self) -> None:
        """Make the rows anew with the cursor on its paper."""
        self.refresh(self._current_id())
        self.keep()

    def _current_id(self) -> str:
        return self.rows[self.cursor] if self.rows else ""

    def _admits(self, paper: Paper) -> bool:
        within = self._within()
        return within is None or within(paper)

    def _within(self) -> Callable[[Paper], bool] | None:
        """What the view admits; a query that names a status looks everywhere."""
        if "status" in self.query.fields:
            return (lambda paper: self.view.tag in paper.tags) if self.view.tag else None
        return self.view.admits

    # Following changes.

    def take(self, ids: Collection[str]) -> None:
        """Show what became of these papers; all others are left alone."""
        for id in ids:
            self._recount(id)
        if len(ids) > MANY:
            self._stay()
            return
        self._replace(list(dict.fromkeys(ids)))
        self.cursor = self._clamped(self.cursor)
        self.keep()

    def _replace(self, ids: Sequence[str]) -> None:
        """Take these papers out of the rows and put those that belong there into their places."""
        scores = {id: score for id in ids if (score := self._score(id)) is not None}
        self.relevance.update(scores)
        if len(ids) == 1 and scores and self._fits(ids[0]):
            return
        current = self._current_id()
        for id in ids:
            if (row := self.row_of(id)) is not None:
                self._remove(row)
        for id in scores:
            new = self._insert(id)
            if id == current:
                self.cursor = new

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
        if self.index is not None:
            self.index.replace(before, after)

    def _score(self, id: str) -> float | None:
        """How well a paper matches; None if it is not to be shown."""
        paper = self.library.get(id)
        if paper is None or not self._admits(paper):
            return None
        return search(Library([paper.record]), self.query).get(id)

    def _remove(self, row: int) -> None:
        id = self.rows.pop(row)
        del self._hints[id]
        self.relevance.pop(id, None) if id not in self.library else None
        self.marks.follow(id, is_shown=False)
        if row < self.cursor:
            self.cursor -= 1

    def _insert(self, id: str) -> int:
        low, high = 0, len(self.rows)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._precedes(id, self.rows[middle]) else (middle + 1, high)
        self.rows.insert(low, id)
        self._hints[id] = low
        self.marks.follow(id, is_shown=True)
        if low <= self.cursor and len(self.rows) > 1:
            self.cursor += 1
        return low

    def _fits(self, id: str) -> bool:
        """Whether a paper is shown and stands in order between its neighbours."""
        row = self.row_of(id)
        if row is None:
            return False
        near = self.rows[max(0, row - 1) : row + 2]
        return not any(self._precedes(after, before) for before, after in pairwise(near))

    def _precedes(self, id: str, other: str) -> bool:
        pair = [self.library[other], self.library[id]]
        return order(pair, self.order, self.reverse, self.relevance)[0].id == id

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
        self.remark(self.rows[first : last + 1])

    def mark_all(self) -> None:
        """Mark all papers shown, or unmark them if they all are."""
        if all(id in self.marks for id in self.rows):
            self.marks.remove(self.rows)
        else:
            self.remark(self.rows)

    def remark(self, ids: Iterable[str]) -> None:
        """Mark these papers too."""
        self.marks.add((id for id in ids if id in self.library), self._hints)

    def unmark(self, ids: Iterable[str] | None = None) -> None:
        """Take the marks off these papers, or off all."""
        self.marks.remove(self.marks if ids is None else ids)

    def chosen(self) -> Sequence[str]:
        """The papers the next action is for: the marked ones shown, in order; without marks the one at the cursor."""
        self.settle()
        if self.marks:
            return sorted(self.marks.shown(), key=lambda marked: self.row_of(marked) or 0)
        return [self.rows[self.cursor]] if self.rows else []
