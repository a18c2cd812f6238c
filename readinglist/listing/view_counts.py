"""How many papers, and which, have each status and tag: all such views are counted in one pass."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from readinglist.papers.status import STATUSES, Status, status_of
from readinglist.search.views import is_listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.papers.paper import Paper
    from readinglist.search.views import View


@dataclass(slots=True)
class ViewMembers:
    """Ids by status and tag, in the order in which papers were added."""

    statuses: defaultdict[Status, list[str]] = field(default_factory=lambda: defaultdict(list))
    tags: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    listed: list[str] = field(default_factory=list)

    def add(self, papers: Iterable[Paper]) -> None:
        """Sort papers into the views: one look at each, however many views there are."""
        statuses, tags, listed = self.statuses, self.tags, self.listed
        for paper in papers:
            brief = paper.brief
            id = brief["id"]
            statuses[status_of(brief)].append(id)
            if is_listed(brief):
                listed.append(id)
                for tag in brief.get("tags", ()):
                    tags[tag].append(id)

    def of(self, view: View) -> list[str] | None:
        """The papers in `view`; None if more than a status or a tag decides."""
        if view.status is not None:
            return self.statuses[view.status]
        if view.tag:
            return self.tags[view.tag]
        return self.listed if view.is_whole else None


@dataclass(slots=True)
class ViewCounts:
    """The number of papers with each status and tag; papers in the trash have no tags here."""

    statuses: Counter[Status] = field(default_factory=Counter)
    tags: Counter[str] = field(default_factory=Counter)
    listed: int = 0

    @classmethod
    def counted(cls, papers: Iterable[Paper]) -> ViewCounts:
        """The counts of `papers`: a few passes over all are quicker than a look at each."""
        records = [paper.brief for paper in papers]
        given = Counter([record.get("status", "") for record in records])
        statuses: Counter[Status] = Counter()
        for status, number in given.items():
            statuses[STATUSES.get(status, Status.INBOX)] += number
        are_all = all(is_listed({"status": status}) for status in given)
        listed = records if are_all else list(filter(is_listed, records))
        tags = Counter(chain.from_iterable([record["tags"] for record in listed if "tags" in record]))
        return cls(statuses, tags, len(listed))

    def update(self, before: Iterable[Paper], after: Iterable[Paper]) -> None:
        """Count papers as they are after a change, no longer as they were before."""
        gone, come = ViewCounts.counted(before), ViewCounts.counted(after)
        self.statuses.subtract(gone.statuses)
        self.statuses.update(come.statuses)
        self.listed += come.listed - gone.listed
        self.tags.subtract(gone.tags)
        self.tags.update(come.tags)
        for tag in gone.tags:
            if not self.tags[tag]:
                del self.tags[tag]

    def of(self, view: View) -> int | None:
        """The number of papers in `view`; None if more than a status or a tag decides."""
        if view.status is not None:
            return self.statuses[view.status]
        if view.tag:
            return self.tags[view.tag]
        return self.listed if view.is_whole else None
