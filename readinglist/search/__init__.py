"""Searching a library: a query (`query.parse`) over an index (`fuzzy.Index`), the order of what was found, marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.search.ordering import SORTS, order, ranked

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from readinglist.library import Library
    from readinglist.paper import Paper, Record
    from readinglist.search.fuzzy import Index
    from readinglist.search.query import Query

__all__ = ["SORTS", "order", "ranked", "search"]


def search(
    library: Library, query: Query, index: Index | None = None, within: Callable[[Paper], bool] | None = None
) -> dict[str, float]:
    """The papers that match `query` (and `within`): id → relevance, 0 without words; trash only where asked for.

    Without an index the words of the papers in question are indexed for this one search; the result is the same.
    """
    if query.is_empty:
        return {paper.id: 0.0 for paper in library.kept() if within is None or within(paper)}
    from readinglist.search.matching import matching, matching_once  # noqa: PLC0415 - ordering alone does without
    from readinglist.search.query import Every, Term  # noqa: PLC0415

    trash: Container[str] = () if index is None or query.shows_trash else index.trashed
    if index is None or not index.is_complete:
        shown = Term("", (lambda _: True) if query.shows_trash else is_kept)
        root = Every((*(query.root.parts if isinstance(query.root, Every) else (query.root,)), shown))
        if index is None:
            return dict(matching_once(library, root, within or (lambda _: True)))
        found = matching(library, root, index)
    else:
        found = matching(library, query.root, index)
    present = {id: score for id, score in found.items() if id not in trash and id in library}
    return present if within is None else {id: score for id, score in present.items() if within(library[id])}


def is_kept(record: Record) -> bool:
    """Whether a paper is not in the trash."""
    return record.get("status") != "trashed"
