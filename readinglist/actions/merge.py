"""Answers to the question whether papers are one: merged, split again, or marked as distinct."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist.papers.record import now

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from readinglist.actions.recorder import Recorder
    from readinglist.papers.change import Change
    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper


@dataclass(frozen=True, slots=True)
class MergeRequest:
    """Papers to merge, by id, cite key, arXiv id or DOI."""

    papers: Sequence[str]
    prefer: str = ""
    """The one whose publication the merged paper has; empty: a publication's rather than a preprint's."""


@dataclass(frozen=True, slots=True)
class SplitRequest:
    """A paper to split, by id, cite key, arXiv id or DOI."""

    paper: str
    number: int = 0
    """The number of the record to take out; 0: the one that was joined last."""


@dataclass(frozen=True, slots=True)
class MergeResult:
    """The outcome of an answer."""

    change: Change
    papers: Sequence[Paper]
    """The changed papers that exist now."""
    removed: Sequence[str]
    """The ids of the papers that were merged into another one."""


def merge(recorder: Recorder, request: MergeRequest) -> MergeResult:
    """Merge papers into the one that arrived first; raises NotFoundError or UsageError."""
    from readinglist.papers import joining

    def edit(library: Library) -> Change:
        prefer = library.resolve(request.prefer).id if request.prefer else ""
        return joining.merge(library, resolved(library, request.papers), now(), prefer)

    return recorded(recorder, edit)


def split(recorder: Recorder, request: SplitRequest) -> MergeResult:
    """Take a record out of a paper again; raises NotFoundError or UsageError.

    A paper that an earlier version made of two works, whose records are lost, is split by what its entry states.
    """
    from readinglist.actions.mixed_works import foreign_facts, separate
    from readinglist.papers import joining
    from readinglist.papers.intake import new_id

    def edit(library: Library) -> Change:
        paper = library.resolve(request.paper)
        if foreign_facts(paper.record):
            return separate(library, [paper], now())
        return joining.split(library, paper.id, new_id(library), now(), request.number)

    return recorded(recorder, edit)


def mark_distinct(recorder: Recorder, papers: Sequence[str]) -> MergeResult:
    """Remember that papers are not one; the change is empty if that was known. Raises NotFoundError or UsageError."""
    from readinglist.papers import joining

    return recorded(recorder, lambda library: joining.distinct(library, resolved(library, papers), now()))


def resolved(library: Library, selectors: Sequence[str]) -> list[str]:
    """The ids of the papers that selectors name; raises NotFoundError."""
    return [library.resolve(selector).id for selector in selectors]


def recorded(recorder: Recorder, edit: Callable[[Library], Change]) -> MergeResult:
    """Record an edit; gives its papers as they are now."""
    change = recorder.record(edit)
    library = recorder.library
    papers = [library[id] for id in change.ids if id in library]
    return MergeResult(change, papers, [id for id in change.ids if id not in library])
