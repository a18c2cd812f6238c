"""Edits of several papers at once: status, tags, priority and note as one change, or removal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist.papers import edits
from readinglist.papers.change import Change, Patch
from readinglist.papers.record import now
from readinglist.papers.status import Status
from readinglist.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from readinglist.actions.recorder import Recorder
    from readinglist.papers.library import Library


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """New values of papers; None and empty lists leave a field as it is."""

    status: Status | None = None
    add_tags: Sequence[str] = ()
    remove_tags: Sequence[str] = ()
    priority: int | None = None
    note: str | None = None

    def __bool__(self) -> bool:
        return bool(self.status or self.add_tags or self.remove_tags) or (self.priority, self.note) != (None, None)

    def changes(self, library: Library, ids: Sequence[str]) -> Iterator[Change]:
        """The change of each field; they touch different fields."""
        if self.status:
            yield edits.set_status(library, ids, self.status, now())
        if self.add_tags or self.remove_tags:
            yield edits.retag(library, ids, self.add_tags, self.remove_tags, now())
        if self.priority is not None:
            yield edits.set_priority(library, ids, self.priority, now())
        if self.note is not None:
            yield edits.set_note(library, ids, self.note, now())


@dataclass(frozen=True, slots=True)
class UpdateResult:
    """The outcome of an edit of several papers."""

    change: Change
    unchanged: Sequence[str]
    """The ids of the papers that had the wanted values."""


def update(recorder: Recorder, ids: Sequence[str], request: UpdateRequest) -> UpdateResult:
    """Give papers new values as one change."""
    change = recorder.record(lambda library: combined(request.changes(library, ids)))
    return UpdateResult(change, untouched(change, ids))


def remove(recorder: Recorder, ids: Sequence[str], *, forever: bool = False) -> UpdateResult:
    """Move papers to the trash, or purge them."""
    change = recorder.record(
        lambda library: (
            edits.purge(library, ids, now()) if forever else edits.set_status(library, ids, Status.TRASHED, now())
        )
    )
    return UpdateResult(change, untouched(change, ids))


def untouched(change: Change, ids: Sequence[str]) -> list[str]:
    """The papers that a change leaves as they are."""
    return [id for id in ids if id not in change.patches]


def combined(changes: Iterator[Change]) -> Change:
    """One change of several that touch different fields."""
    made = [change for change in changes if change]
    patches: dict[str, Patch] = {}
    for change in made:
        for id, patch in change.patches.items():
            patches[id] = {**patches.get(id, {}), **patch}
    labels = [change.label for change in made]
    return Change("; ".join(labels) if len(labels) < 3 else f"update: {plural(len(patches))}", patches)
