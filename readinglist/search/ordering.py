"""Sorting: the orders in which papers are listed."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from readinglist.errors import UsageError
from readinglist.papers.status import Status
from readinglist.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from readinglist.papers.paper import Paper

T = TypeVar("T")
RANKS = {status: f"{rank:02}" for rank, status in enumerate(Status)}


def first_author(paper: Paper) -> str:
    """Sort key for names: the family name of the first author, or the organisation."""
    for author in paper.authors[:1]:
        return fold(f"{author.family or author.literal} {author.given}")
    return fold(paper.organization)


class Order(NamedTuple):
    """A sort order."""

    key: Callable[[Paper], str]
    """Text to sort by, so numbers are padded; empty for a paper without a value, which comes last."""
    is_descending: bool = False
    """Whether the highest value comes first."""


ORDERS = {
    "year": Order(lambda paper: str(paper.date or ""), is_descending=True),
    "title": Order(lambda paper: fold(paper.title)),
    "author": Order(first_author),
    "priority": Order(lambda paper: str(paper.brief.get("priority", 0)), is_descending=True),
    "status": Order(lambda paper: RANKS[paper.status]),
    "key": Order(lambda paper: paper.key.lower()),
}
SORTS = ("added", *ORDERS, "relevance")
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
    if by := ORDERS.get(sort):
        return sort_newest([(by.key(paper), paper) for paper in found], sort, reverse=reverse)
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
    in_order = sorted((pair for pair in keyed if pair[0]), key=itemgetter(0), reverse=ORDERS[sort].is_descending)
    found = [each for _, each in in_order]
    return [*reversed(found), *last] if reverse else found + last
