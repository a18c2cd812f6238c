"""How many papers, and which, are in each view."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from readinglist.papers.status import STATUSES, Status, status_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.papers.paper import Paper
    from readinglist.search.views import View


@dataclass(slots=True)
class ViewMembers:
    """The papers of every view, in the order in which they were taken in."""

    statuses: defaultdict[Status, list[str]] = field(default_factory=lambda: defaultdict(list))
    tags: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    kept: list[str] = field(default_factory=list)

    def take(self, papers: Iterable[Paper]) -> None:
        """Put papers where the views admit them: one look at each, whatever the number of views."""
        statuses, tags, kept = self.statuses, self.tags, self.kept
        for paper in papers:
            brief = paper.brief
            id, status = brief["id"], status_of(brief)
            statuses[status].append(id)
            if status is not Status.TRASHED:
                kept.append(id)
                for tag in brief.get("tags", ()):
                    tags[tag].append(id)

    def of(self, view: View) -> list[str]:
        """The papers in `view`."""
        if view.status is not None:
            return self.statuses[view.status]
        return self.tags[view.tag] if view.tag else self.kept


@dataclass(slots=True)
class ViewCounts:
    """How many papers have each status and tag."""

    statuses: Counter[Status] = field(default_factory=Counter)
    tags: Counter[str] = field(default_factory=Counter)

    @classmethod
    def taken(cls, papers: Iterable[Paper]) -> ViewCounts:
        """The census of `papers`: a few passes over all are quicker than a look at each."""
        records = [paper.brief for paper in papers]
        given = Counter([record.get("status", "") for record in records])
        statuses: Counter[Status] = Counter()
        for status, number in given.items():
            statuses[STATUSES.get(status, Status.INBOX)] += number
        kept = [record for record in records if record.get("status") != "trashed"] if given["trashed"] else records
        return cls(statuses, Counter(chain.from_iterable([record["tags"] for record in kept if "tags" in record])))

    def follow(self, before: Iterable[Paper], after: Iterable[Paper]) -> None:
        """Count papers as they are now rather than as they were."""
        gone, come = ViewCounts.taken(before), ViewCounts.taken(after)
        self.statuses.subtract(gone.statuses)
        self.statuses.update(come.statuses)
        self.tags.subtract(gone.tags)
        self.tags.update(come.tags)
        for tag in gone.tags:
            if not self.tags[tag]:
                del self.tags[tag]

    def of(self, view: View) -> int:
        """The number of papers in `view`."""
        if view.among is not None:
            return len(view.among)
        if view.status is not None:
            return self.statuses[view.status]
        if view.tag:
            return self.tags[view.tag]
        return self.statuses.total() - self.statuses[Status.TRASHED]
