"""Views: named queries with an order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readinglist.papers.status import SHOWN, STATUSES, Status, status_of
from readinglist.search.query.tree import EMPTY, Query, Term

if TYPE_CHECKING:
    from collections.abc import Set

    from readinglist.papers.record import Record
    from readinglist.search.query.terms import Test


@dataclass(frozen=True, slots=True)
class View:
    """A named query with an order, such as ``View("surveys", parse("title:survey year:2020.."), "year")``."""

    name: str
    query: Query = EMPTY
    sort: str = "added"
    among: Set[str] | None = field(default=None, compare=False)
    """Ids of the only papers in the view, where no field tells which they are; the set may change."""

    @property
    def status(self) -> Status | None:
        """The status that alone decides who is in the view, if one does."""
        return STATUSES.get(self.query.value_of("status"))

    @property
    def tag(self) -> str:
        """The tag that alone decides who is in the view, if one does."""
        return self.query.value_of("tag")

    @property
    def is_whole(self) -> bool:
        """Whether it shows all papers outside the trash."""
        return self.query.is_empty and self.among is None


def status_view(status: str, sort: str = "added") -> View:
    """The view of the papers with a status."""
    return View(status, exactly("status", status, lambda record: status_of(record) == status), sort)


def tag_view(tag: str) -> View:
    """The view of the papers with just this tag, those filed under it not included."""
    return View(f"#{tag}", exactly("tag", tag, lambda record: tag in record.get("tags", ())))


def duplicates_view(ids: Set[str]) -> View:
    """The view of possible duplicates, by title, which puts them next to each other."""
    return View("duplicates", sort="title", among=ids)


def exactly(field: str, value: str, test: Test) -> Query:
    """The query for one value of a field, made without the parser, for which the first screen does not wait."""
    return Query(f"{field}:{value}", Term(field, test, asked=value, value=value), fields=frozenset({field}))


def is_listed(record: Record) -> bool:
    """Whether views and searches show a paper that they do not ask for by its status: it is not in the trash."""
    return record.get("status") != "trashed"


OF_STATUSES = tuple(status_view(status, keys.sort) for status, keys in SHOWN.items())
INBOX = next(view for view in OF_STATUSES if view.status is Status.INBOX)
ALL = View("all")
VIEWS = (*OF_STATUSES, ALL)
"""The built-in views."""
