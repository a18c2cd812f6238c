"""Undo of merging and splitting: all of it or nothing, so that no record is in two papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.papers.change import invert
from readinglist.papers.merging import ids_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from readinglist.papers.change import Change, Patch
    from readinglist.papers.record import Record


def knotted(change: Change, record: Callable[[str], Record]) -> set[str]:
    """The papers of a change that must stay as they are, since records were joined to them or taken out later.

    `record` gives the present record of a paper.
    """
    bound = [joined_with(id, patch) & change.patches.keys() for id, patch in change.patches.items() if "parts" in patch]
    stuck = {id for id, patch in change.patches.items() if is_stuck(patch, record(id))}
    while more := {id for group in bound if group & stuck for id in group} - stuck:
        stuck |= more
    return {id for id in stuck if any(id in group for group in bound)}


def is_stuck(patch: Patch, record: Record) -> bool:
    """Whether a paper's parts have changed since, or a paper that came or went is not as it was then."""
    if "parts" in patch and record.get("parts") != patch["parts"][1]:
        return True
    return "id" in patch and bool(invert(record, patch)[1])


def joined_with(id: str, patch: Patch) -> set[str]:
    """A paper and those that a change joined to it or took out of it."""
    return {id}.union(*(ids_in(parts) for parts in patch["parts"]))
