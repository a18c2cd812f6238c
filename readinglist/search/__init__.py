"""Search: queries (`query/`) over an inverted index (`index/`), ranked, sorted and marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.search.ordering import SORTS, order

if TYPE_CHECKING:
    from readinglist.papers.library import Library
    from readinglist.search.index.index import Index
    from readinglist.search.query.tree import Query
    from readinglist.search.results import Results

__all__ = ["SORTS", "order", "search"]


def search(library: Library, query: Query, index: Index | None = None) -> Results:
    """The papers that match `query` with their relevance; the index changes nothing but the time it takes."""
    from readinglist.search.selection import Selection  # noqa: PLC0415 - ordering alone does without

    return Selection(query).search(library, index)
