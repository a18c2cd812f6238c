"""Sorting: the orders in which papers are listed."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

from readinglist.errors import UsageError
from readinglist.papers.status import Status
from readinglist.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from readinglist.papers.paper import Paper

T = TypeVar("T")
RANKS = {status: str(rank) for rank, status in enumerate(Status)}
DESCENDING = frozenset({"year", "priority"})
"""Orders that start with the highest value."""


def first_author(paper: Paper) -> str:
    """Sort key for names: the family name of the first author, or the organisation."""
    for author in paper.authors[:1]:
        return fold(f"{author.family or author.literal} {author.given}")
    return fold(paper.organization)


KEYS: dict[str, Callable[[Paper], str]] = {
    "year": lambda paper: str(paper.date or ""),
    "title": lambda paper: fold(paper.title),
    "author": first_author,
    "priority": lambda paper: str(paper.brief.get("priority", 0)),
    "status": lambda paper: RANKS[paper.status],
    "key": lambda paper: paper.key.lower(),
}
SORTS = ("added", *KEYS, "relevance")
"""The names of the orders."""


def order(
    papers: Iterable[Paper], sort: str, reverse: bool = False, relevance: Mapping[str, float] | None = None
) -> list[Paper]:
    """`papers` in the order named `sort`, or the other way round; papers without a value for it come last.

    Newest, latest and highest come first, names from A to Z; ties are broken newest first. The order of two papers does
    not depend on the others, nor on the order in which they come. Raises UsageError for an unknown order.
    """
    if sort not in SORTS:
        raise UsageError(f"there is no order {sort!r}", f"one of {', '.join(SORTS)}")
    found = newest_first(papers)
    if key := KEYS.get(sort):
        return sort_newest([(key(paper), paper) for paper in found], sort, reverse=reverse)
    if sort == "relevance" and relevance is not None:
        found.sort(key=lambda paper: relevance.get(paper.id, 0.0), reverse=True)
    return found[:: -1 if reverse else 1]


def newest_first(papers: Iterable[Paper]) -> list[Paper]:
    """The papers in the default order, which breaks ties in all others: latest arrival first.

    Papers added together have the order of the page they came from.
    """
    return sorted(papers, key=arrival, reverse=True)


def arrival(paper: Paper) -> tuple[str, int, str]:
    """Sort key of the default order, distinct for each paper; the newest has the greatest."""
    brief = paper.brief
    return brief.get("added", ""), -brief.get("arrival", 0), brief["id"]


def sort_newest(keyed: list[tuple[str, T]], sort: str, *, reverse: bool) -> list[T]:
    """Items sorted by their keys, given as (key, item) pairs that are newest first; items without a key come last."""
    last = [each for value, each in keyed if not value]
    in_order = sorted((pair for pair in keyed if pair[0]), key=itemgetter(0), reverse=sort in DESCENDING)
    found = [each for _, each in in_order]
    return [*reversed(found), *last] if reverse else found + last
