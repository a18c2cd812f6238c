"""What the list shows: view, query, order, marks and cursor; the work of a key press does not grow with the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.listing.marks import Marks
from readinglist.listing.rows import Rows
from readinglist.listing.sorted_view import SortedView
from readinglist.listing.view_cache import ViewCache
from readinglist.papers.library import Library
from readinglist.search import search
from readinglist.search.index.row_table import RowTable
from readinglist.search.query.parser import parse as parse_query
from readinglist.search.query.tree import Query
from readinglist.search.results import Results
from readinglist.search.views import VIEWS, View, duplicates

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from readinglist.papers.paper import Paper
    from readinglist.search.index.index import Index


class Listing:
    """The papers shown, in order, with the cursor and the marks."""

    def __init__(self, library: Library, today: date | None = None) -> None:
        self.today = today
        self.view = VIEWS[0]
        self.query = Query()
        self.sort = ""
        self.reverse = False
        self.marks = Marks()
        self.anchor = ""
        self.rows = Rows()
        self.cursor = 0
        self.relevance = Results(RowTable(), {})
        self._wish = ""
        self._places: dict[View, str] = {}
        self.asked: set[str] = set()
        """The papers that may be one with another; whoever changes which has `look_again` called."""
        self.duplicates = duplicates(self.asked)
        self.catalogue = ViewCache(library)
        self._stay()

    # What there is.

    def load(self, library: Library) -> None:
        """Show `library`, all of it looked at afresh, as if nothing was known of it."""
        self.catalogue = ViewCache(library)
        self.marks.remove(id for id in self.marks if id not in library)
        self._stay()

    @property
    def library(self) -> Library:
        """The library whose papers are shown."""
        return self.catalogue.library

    @property
    def papers(self) -> Mapping[str, Paper]:
        """The papers as the list has them: all of the library as it was when its last changes were taken in."""
        return self.catalogue.papers

    @property
    def views(self) -> list[View]:
        """The views there are: the built-in ones, and the duplicates if there are any or they are shown."""
        return [*VIEWS, self.duplicates] if self.asked or self.view == self.duplicates else list(VIEWS)

    @property
    def index(self) -> Index | None:
        """What searches ask, once it is there."""
        return self.catalogue.index

    def search_again(self) -> None:
        """Show what the query finds now that more is known; the cursor stays on its paper."""
        if self.query.reads_texts:
            self._stay()

    def look_again(self) -> None:
        """Show the papers of the view if others belong to it now, though none of them has changed."""
        if self.view.among is not None:
            self._stay()

    @property
    def current(self) -> Paper | None:
        """The paper under the cursor."""
        return self.papers.get(self._current_id())

    @property
    def order(self) -> str:
        """The field the rows are sorted by: the chosen one, else relevance when there are words, else the view's."""
        return self.sort or ("relevance" if self.query.has_words else self.view.sort)

    @property
    def arrangement(self) -> SortedView:
        """The view in the order there is."""
        return SortedView(self.view, self.order, self.reverse)

    @property
    def hidden(self) -> int:
        """The number of marked papers that are not shown."""
        return self.marks.hidden

    def __len__(self) -> int:
        return len(self.rows)

    def paper(self, row: int) -> Paper:
        """The paper in `row`."""
        return self.papers[self.rows[row]]

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
        self.relevance = Results(RowTable(), {})
        self.rows = self.catalogue.rows_of(self.arrangement) if self.query.is_empty else self._found()
        if self.marks:
            self.marks.look(self.rows.ids)
        row = next((row for id in wanted if (row := self.rows.seek(id)) is not None), self.cursor)
        self.cursor = self._clamped(row)

    def _found(self) -> Rows:
        """The rows of what the query finds; makes `relevance` what it is for them."""
        term = None if self._is_everywhere and not self.view.tag else self.view.term
        query = self.query.within(term) if term else self.query
        found = search(self.library, query, self.index)
        self.relevance = found = found if self.view.among is None else within(found, self.view.among)
        standing = self.catalogue.order_in(found.table)
        in_order = standing.best_first if self.order == "relevance" else standing.those
        return self.arrangement.rows(in_order(found.scores), self.papers)

    def _stay(self) -> None:
        """Make the rows anew with the cursor on its paper."""
        self.refresh(self._current_id())
        self.keep()

    def _current_id(self) -> str:
        return next(iter(self.rows.of(self.cursor, self.cursor)), "")

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
        changed = self.catalogue.follow(ids, self.view, self.rows)
        self.marks.remove(id for id in ids if id not in self.papers)
        if not changed or self.view.among is not None:
            self._stay()
            return
        self._replace(changed)
        self.cursor = self._clamped(self.cursor)
        self.keep()

    def _replace(self, changed: Mapping[str, Paper | None]) -> None:
        """Take these papers, given as they were, out of the rows and put those that belong there into their places."""
        scores = {id: score for id in changed if (score := self._score(id)) is not None}
        moved = [id for id, before in changed.items() if not self._stays(id, before, scores)]
        self.relevance.rescored.update(scores)
        current = self._current_id()
        for id in moved:
            self._remove(id)
        precedes = self.arrangement.precedence(self.papers, self.relevance)
        for id in filter(scores.__contains__, moved):
            row = self.rows.insert(id, precedes)
            self.marks.follow(id, is_shown=True)
            if id == current:
                self.cursor = row
            elif row <= self.cursor and len(self.rows) > 1:
                self.cursor += 1

    def _stays(self, id: str, before: Paper | None, scores: Mapping[str, float]) -> bool:
        """Whether a paper that has changed is shown in the row it is to have."""
        if before is None or id not in scores or self.rows.find(id) is None:
            return False
        if self.order == "relevance" and scores[id] != self.relevance.get(id):
            return False
        return not self.arrangement.leaves(before, self.papers[id])

    def _score(self, id: str) -> float | None:
        """How well a paper matches; None if it is not to be shown."""
        paper = self.papers.get(id)
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
        self.marks.add((id for id in ids if id in self.papers), self.rows.ids)

    def unmark(self, ids: Iterable[str] | None = None) -> None:
        """Take the marks off these papers, or off all."""
        self.marks.remove(self.marks if ids is None else ids)

    def chosen(self) -> Sequence[str]:
        """The papers the next action is for: the marked ones shown, in order; without marks the one at the cursor."""
        self.settle()
        if self.marks:
            return sorted(self.marks.shown(), key=lambda marked: self.row_of(marked) or 0)
        return [self.rows[self.cursor]] if self.rows else []


def within(found: Results, ids: Iterable[str]) -> Results:
    """The matches among these papers alone."""
    rows = (row for id in ids if (row := found.table.row(id)) is not None)
    return Results(found.table, {row: found.scores[row] for row in rows if row in found.scores})
