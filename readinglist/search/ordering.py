"""The orders in which papers are listed."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from readinglist.errors import UsageError
from readinglist.paper import Status
from readinglist.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from readinglist.paper import Paper

RANKS = {status: str(rank) for rank, status in enumerate(Status)}
DESCENDING = frozenset({"year", "priority"})
"""Orders that start with the highest value."""


def first_author(paper: Paper) -> str:
    """What a paper is listed under: the family name of its first author, or its organisation."""
    for author in paper.authors[:1]:
        return fold(f"{author.family or author.literal} {author.given}")
    return fold(paper.organization)


KEYS: dict[str, Callable[[Paper], str]] = {
    "year": lambda paper: str(paper.date or ""),
    "title": lambda paper: fold(paper.title),
    "author": first_author,
    "priority": lambda paper: str(paper.priority),
    "status": lambda paper: RANKS[paper.status],
    "key": lambda paper: paper.key.lower(),
}
SORTS = ("added", *KEYS, "relevance")
"""The names of the orders."""


def order(
    papers: Iterable[Paper], sort: str, reverse: bool = False, relevance: Mapping[str, float] | None = None
) -> list[Paper]:
    """`papers` in the order named `sort`, or the other way round; without the value in question they stay last.

    Newest, latest and highest come first, names from A to Z. Equals stand as by `added`: newest arrival first, but
    what one add brought in as it stood on its page. Raises UsageError for an unknown order.
    """
    if sort not in SORTS:
        raise UsageError(f"there is no order {sort!r}", f"one of {', '.join(SORTS)}")
    found = sorted(papers, key=lambda paper: paper.brief.get("arrival", 0))
    found.sort(key=lambda paper: paper.brief.get("added", ""), reverse=True)
    return reordered(found, sort, reverse, relevance)


def reordered(
    found: list[Paper], sort: str, reverse: bool = False, relevance: Mapping[str, float] | None = None
) -> list[Paper]:
    """As `order`, of papers that stand as by `added` already."""
    if sort == "relevance" and relevance:
        found.sort(key=lambda paper: relevance.get(paper.id, 0.0), reverse=True)
        return found[:: -1 if reverse else 1]
    last: list[Paper] = []
    if key := KEYS.get(sort):
        keyed = [(key(paper), paper) for paper in found]
        last = [paper for value, paper in keyed if not value]
        keyed = sorted((each for each in keyed if each[0]), key=itemgetter(0), reverse=sort in DESCENDING)
        found = [paper for _, paper in keyed]
    return [*reversed(found), *last] if reverse else found + last
