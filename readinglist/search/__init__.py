"""Searching a library: a query (`query.parse`) over an index (`fuzzy.Index`), the order of what was found, marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.search.ordering import SORTS, order

if TYPE_CHECKING:
    from readinglist.papers.library import Library
    from readinglist.papers.record import Record
    from readinglist.search.index.index import Index
    from readinglist.search.query.tree import Query
    from readinglist.search.results import Results

__all__ = ["SORTS", "order", "search"]


def search(library: Library, query: Query, index: Index | None = None) -> Results:
    """The papers that match `query`: id → relevance, 0 without words; trash only where asked for.

    Without an index the words of the papers in question are indexed for this one search; the result is the same.
    """
    from readinglist.search.query.evaluate import matching, matching_once  # noqa: PLC0415 - ordering alone does without
    from readinglist.search.query.tree import Term  # noqa: PLC0415

    if not query.shows_trash:
        query = query.within(Term("status", is_kept, asked="kept"))
    if index is None:
        return matching_once(library, query.root)
    return matching(library, query.root, index)


def is_kept(record: Record) -> bool:
    """Whether a paper is not in the trash."""
    return record.get("status") != "trashed"
