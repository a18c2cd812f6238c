"""These papers in this order: a query within a view, for lists, exports and commands alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from readinglist.search.ordering import order
from readinglist.search.query.predicates import brief_test
from readinglist.search.query.tree import EMPTY, Every, Query, Term, names_field
from readinglist.search.views import ALL, View, is_listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper
    from readinglist.search.index.index import Index
    from readinglist.search.query.terms import Test
    from readinglist.search.results import Results

LISTED = Term("status", is_listed, asked="listed")


@dataclass(frozen=True)
class Selection:
    """The papers of a view that match a query, in an order.

    A query that names a status overrules the status of the view. Papers in the trash are found only by a query or view
    that asks for them.
    """

    query: Query = EMPTY
    view: View = ALL
    sort: str = ""
    """Empty: by relevance if words are looked for, else in the order of the view."""
    reverse: bool = False

    @cached_property
    def order(self) -> str:
        """The name of the order."""
        return self.sort or ("relevance" if self.query.has_words else self.view.sort)

    @cached_property
    def root(self) -> Every:
        """The conditions of view and query as one, with the rule for the trash."""
        view, shows_trash = self.view.query.parts, self.query.shows_trash
        if "status" in self.query.fields:
            view = tuple(part for part in view if not names_field(part, "status"))
        else:
            shows_trash = self.view.query.shows_trash or bool(self.view.query.value_of("status"))
        return Every((*self.query.parts, *view, *(() if shows_trash else (LISTED,))))

    @property
    def is_quick(self) -> bool:
        """Whether all papers can be tested without an index in the time of a key press."""
        return self._test is not None

    @cached_property
    def _test(self) -> Test | None:
        """The test of what lists show of a paper, if that is enough."""
        return brief_test(self.root)

    def search(self, library: Library, index: Index | None = None) -> Results:
        """The papers with their relevance, 0 without words; without an index only the words in question are indexed."""
        from readinglist.search.query.evaluate import matching, matching_once  # noqa: PLC0415 - many lists do without

        found = matching_once(library, self.root) if index is None else matching(library, self.root, index)
        return found if self.view.among is None else found.within(self.view.among)

    def filter(self, papers: Iterable[Paper]) -> list[Paper]:
        """The papers that belong to the selection, in the order in which they are given."""
        if (among := self.view.among) is not None:
            papers = [paper for paper in papers if paper.id in among]
        if (test := self._test) is not None:
            return [paper for paper in papers if test(paper.brief)]
        from readinglist.search.query.evaluate import filtered  # noqa: PLC0415 - as above

        return filtered(papers, self.root)

    def score(self, paper: Paper) -> float | None:
        """The relevance of one paper; None if it does not belong to the selection."""
        if self.view.among is not None and paper.id not in self.view.among:
            return None
        if self._test is not None:
            return 0.0 if self._test(paper.brief) else None
        from readinglist.search.query.evaluate import score  # noqa: PLC0415 - as above

        return score(paper, self.root)

    def admits(self, paper: Paper) -> bool:
        """Whether a paper belongs to the selection."""
        if self._test is not None and self.view.among is None:
            return self._test(paper.brief)
        return self.score(paper) is not None

    def members(self, library: Library, index: Index | None = None) -> list[Paper]:
        """The papers in no order."""
        if index is None or self.is_quick:
            return self.filter(library)
        return [library[id] for id in self.search(library, index)]

    def papers(self, library: Library, index: Index | None = None) -> list[Paper]:
        """The papers in order."""
        if index is None and not self.query.has_words:
            return order(self.filter(library), self.order, self.reverse)
        found = self.search(library, index)
        return order([library[id] for id in found], self.order, self.reverse, found)
