"""Searching a library: a query (`query.parse`) over an index (`fuzzy.Index`), the order of what was found, marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.search.ordering import SORTS, order

if TYPE_CHECKING:
    from readinglist.library import Library
    from readinglist.paper import Record
    from readinglist.search.fuzzy import Index
    from readinglist.search.query import Query

__all__ = ["SORTS", "order", "search"]


def search(library: Library, query: Query, index: Index | None = None) -> dict[str, float]:
    """The papers that match `query`: id → relevance, 0 without words; trash only where asked for.

    Without an index the words of the papers in question are indexed for this one search; the result is the same.
    """
    if query.is_empty:
        return {paper.id: 0.0 for paper in library.kept()}
    from readinglist.search.matching import matching, matching_once  # noqa: PLC0415 - ordering alone does without
    from readinglist.search.query import Every, Term  # noqa: PLC0415

    root, trash = query.root, set[str]()
    if index is None or not index.is_complete:
        shown = Term("status", (lambda _: True) if query.shows_trash else is_kept)
        root = Every((*(root.parts if isinstance(root, Every) else (root,)), shown))
    elif not query.shows_trash:
        trash = index.trashed
    found = matching_once(library, root) if index is None else matching(library, root, index)
    scores = dict(found)
    for id in scores.keys() & trash:
        del scores[id]
    if index is None or len(index.ids()) == len(library):  # in step: looking for each paper takes as long as the rest
        return scores
    return {id: score for id, score in scores.items() if id in library}


def is_kept(record: Record) -> bool:
    """Whether a paper is not in the trash."""
    return record.get("status") != "trashed"
