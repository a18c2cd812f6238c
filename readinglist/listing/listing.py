"""The list: view, query, order, rows, cursor and marks; the work of a key press does not grow with the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.listing.marks import Marks
from readinglist.listing.rows import Rows
from readinglist.listing.sorted_view import SortedView
from readinglist.listing.view_cache import ViewCache
from readinglist.search.index.row_table import RowTable
from readinglist.search.query.parser import parse
from readinglist.search.query.tree import EMPTY
from readinglist.search.results import Results
from readinglist.search.selection import Selection
from readinglist.search.views import INBOX, VIEWS, View, duplicates_view

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper
    from readinglist.search.index.index import Index


class Listing:
    """The papers shown, in order, with the cursor and the marks."""

    def __init__(self, library: Library, today: date | None = None) -> None:
        self.today = today
        self.view = INBOX
        self.query = EMPTY
        self.sort = ""
        self.reverse = False
        self.rows = Rows()
        self.cursor = 0
        self.marks = Marks(self)
        self.relevance = Results(RowTable(), {})
        self._remembered = ""
        """The paper to which the cursor returns when a query shows it again."""
        self._places: dict[View, str] = {}
        self.asked: set[str] = set()
        """Papers that may be duplicates; `search_again` has to be called when the set has changed."""
        self.duplicates = duplicates_view(self.asked)
        self.cache = ViewCache(library)
        self._stay()

    # The papers.

    def load(self, library: Library) -> None:
        """Show `library`, with nothing carried over from the papers before but the marks on those that are left."""
        self.cache = ViewCache(library)
        self.marks.remove(id for id in self.marks if id not in library)
        self._stay()

    @property
    def library(self) -> Library:
        """The library whose papers are shown."""
        return self.cache.library

    @property
    def papers(self) -> Mapping[str, Paper]:
        """All papers as of the last changes that were applied to the list; the library may be ahead."""
        return self.cache.papers

    @property
    def views(self) -> list[View]:
        """The built-in views, and the duplicates if there are any or they are shown."""
        return [*VIEWS, self.duplicates] if self.asked or self.view == self.duplicates else list(VIEWS)

    @property
    def index(self) -> Index | None:
        """The index, perhaps still growing; None before there is one."""
        return self.cache.index

    @property
    def current(self) -> Paper | None:
        """The paper under the cursor."""
        return self.papers.get(self._current_id())

    @property
    def order(self) -> str:
        """The name of the order: the chosen one, else relevance when there are words, else the view's."""
        return self._selection.order

    @property
    def _selection(self) -> Selection:
        return self._sorted.selection

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
        self.query, self.marks.anchor = EMPTY, ""
        self.cursor = 0
        self._refresh(current, self._places.get(view, ""))
        self.remember_cursor()

    def narrow(self, text: str) -> None:
        """Show only what matches the query `text`; the cursor returns to the remembered paper if it shows."""
        self.query = parse(text, self.today)
        self.cursor = 0
        self._refresh(self._remembered)

    def arrange(self, sort: str, *, reverse: bool = False) -> None:
        """Sort by `sort`, or with an empty text as the view and the query have it."""
        self.sort, self.reverse = sort, reverse
        self._stay()

    def search_again(self) -> bool:
        """Update the rows for an index that has grown, or for other duplicates; whether the rows depend on either."""
        depends = not self._selection.is_quick or self.view.among is not None
        if depends:
            self._stay()
        return depends

    def _refresh(self, *wanted: str) -> None:
        """Make all rows; the cursor goes to the first wanted paper that is shown, else stays in its row."""
        query = EMPTY if self.query.is_empty else self.query  # unfinished text leaves the cached rows as they are
        self._sorted = SortedView(Selection(query, self.view, self.sort, self.reverse))
        self.relevance = Results(RowTable(), {})
        self.rows = self.cache.rows_of(self._sorted) if self.query.is_empty else self._found()
        if self.marks:
            self.marks.update_hidden(self.rows.ids)
        row = next((row for id in wanted if (row := self.rows.seek(id)) is not None), self.cursor)
        self.cursor = self._clamped(row)

    def _found(self) -> Rows:
        """The rows that the query finds, and their relevance."""
        self.relevance = found = self._selection.search(self.library, self.index)
        default = self.cache.default_order(found.table)
        in_order = default.best_first if self.order == "relevance" else default.those
        return self._sorted.rows(in_order(found.scores), self.papers)

    def _stay(self) -> None:
        """Make all rows, with the cursor on its paper."""
        self._refresh(self._current_id())
        self.remember_cursor()

    def _current_id(self) -> str:
        return next(iter(self.rows.between(self.cursor, self.cursor)), "")

    # Following changes.

    def apply_changes(self, ids: Collection[str]) -> None:
        """Update the rows of these papers, which were changed, added or removed."""
        changed = self.cache.apply_changes(ids, self.view, self.rows)
        self.marks.remove(id for id in ids if id not in self.papers)
        grows = self.query.is_empty and not self.cache.is_lasting(self._selection)
        if not changed or grows or self.view.among is not None:
            self._stay()
            return
        self._replace(changed)
        self.cursor = self._clamped(self.cursor)
        self.remember_cursor()

    def _replace(self, changed: Mapping[str, Paper | None]) -> None:
        """Move changed papers, given as they were before, to where they belong."""
        scores = {id: score for id in changed if (score := self._score(id)) is not None}
        moved = [id for id, before in changed.items() if not self._stays(id, before, scores)]
        self.relevance.rescored.update(scores)
        current = self._current_id()
        for id in moved:
            self._remove(id)
        precedes = self._sorted.precedence(self.papers, self.relevance)
        for id in filter(scores.__contains__, moved):
            row = self.rows.insert(id, precedes)
            self.marks.update_one(id, is_shown=True)
            if id == current:
                self.cursor = row
            elif row <= self.cursor and len(self.rows) > 1:
                self.cursor += 1

    def _stays(self, id: str, before: Paper | None, scores: Mapping[str, float]) -> bool:
        """Whether a changed paper is shown in the row where it belongs."""
        if before is None or id not in scores or self.rows.find(id) is None:
            return False
        if self.order == "relevance" and scores[id] != self.relevance.get(id):
            return False
        return not self._sorted.moves(before, self.papers[id])

    def _score(self, id: str) -> float | None:
        paper = self.papers.get(id)
        return self._selection.score(paper) if paper else None

    def _remove(self, id: str) -> None:
        row = self.rows.remove(id)
        if row is not None:
            self.marks.update_one(id, is_shown=False)
            self.cursor -= row < self.cursor

    # The cursor.

    def remember_cursor(self) -> None:
        """Let the cursor return to its paper after later queries."""
        self._remembered = self._current_id()

    def move_to(self, row: int) -> None:
        """Put the cursor into `row`, or the nearest there is."""
        self.cursor = self._clamped(row)
        self.remember_cursor()

    def move(self, by: int) -> None:
        """Move the cursor down by a number of rows."""
        self.move_to(self.cursor + by)

    def find(self, id: str) -> bool:
        """Put the cursor on a paper; False if it is not shown."""
        row = self.row_of(id)
        if row is not None:
            self.move_to(row)
        return row is not None

    def _clamped(self, row: int) -> int:
        return max(0, min(row, len(self.rows) - 1))

    def chosen(self) -> Sequence[str]:
        """The papers the next action is for: the marked ones shown, in order; without marks the one at the cursor."""
        self.marks.end_range()
        if self.marks:
            return self.marks.shown()
        return self.rows.between(self.cursor, self.cursor)
