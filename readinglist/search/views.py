"""Views: named queries with an order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readinglist.papers.status import Status, status_of
from readinglist.search.query.tree import Term

if TYPE_CHECKING:
    from collections.abc import Set

    from readinglist.papers.paper import Paper


@dataclass(frozen=True, slots=True)
class View:
    """A named selection of papers with its order."""

    name: str
    sort: str = "added"
    status: Status | None = None
    tag: str = ""
    among: Set[str] | None = field(default=None, compare=False)
    """The papers of a view that no field tells of, by id; they come and go."""

    def admits(self, paper: Paper) -> bool:
        """Whether `paper` belongs to the view."""
        brief = paper.brief  # asked of all papers of a library
        if self.among is not None:
            return brief["id"] in self.among
        if self.status is not None:
            return status_of(brief) is self.status
        return brief.get("status") != "trashed" and (not self.tag or self.tag in brief.get("tags", ()))

    @property
    def term(self) -> Term | None:
        """What a query in the view asks for besides, if anything; papers in the trash are left out anyway."""
        if self.status is not None:
            return Term("status", lambda record: status_of(record) is self.status, asked=self.name)
        return Term("tag", lambda record: self.tag in record.get("tags", ()), asked=self.name) if self.tag else None


def view_of(tag: str) -> View:
    """The view of the papers with a tag."""
    return View(f"#{tag}", tag=tag)


def duplicates(ids: Set[str]) -> View:
    """The view of the papers that may be one with another, by title, so that those stand together."""
    return View("duplicates", "title", among=ids)


VIEWS = (
    View("inbox", status=Status.INBOX),
    View("to-read", "priority", Status.TO_READ),
    View("reading", status=Status.READING),
    View("done", status=Status.DONE),
    View("skipped", status=Status.SKIPPED),
    View("all"),
)
"""The built-in views."""
