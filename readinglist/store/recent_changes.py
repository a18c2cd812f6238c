"""The history of a library: its newest changes, read from the journals."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from readinglist.errors import DamagedError
from readinglist.files import regular
from readinglist.store.journal import entries, numbers, path_of
from readinglist.store.journal_lines import skim

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from readinglist.papers.change import Change


def recent(folder: Path, count: int) -> list[Change]:
    """The newest changes in the journals, oldest first; damage and gaps end them."""
    found: list[Change] = []
    for number in reversed(numbers(folder)):
        try:
            lines = list(entries(regular.read(path_of(folder, number)), skim))
        except FileNotFoundError:  # another process has just removed it
            break
        whole = [entry.change for entry in lines if entry.change is not None]
        if whole and found and whole[-1].sequence + 1 != found[0].sequence:
            break
        damage = max((entry.line for entry in lines if entry.change is None and not entry.torn), default=0)
        found = [entry.change for entry in lines if entry.change is not None and entry.line > damage] + found
        if damage or len(found) >= count:
            break
    return found[-count:]


def readable(folder: Path, count: int) -> list[Change]:
    """The newest changes that can be parsed in full, without a gap; folded journals are not parsed before that."""
    found: list[Change] = []
    with suppress(DamagedError):
        for change in reversed(recent(folder, count)):
            len(change.patches)  # which reads them
            found.append(change)
    return found[::-1]


def lost_from(made: Iterable[Change], past: Sequence[Change], left: int) -> list[Change]:
    """The applied changes that are missing from the `past` ones on the disk, of which `left` is the last."""
    there = {change.sequence: fingerprint_of(change) for change in past}
    first = min(there, default=left + 1)
    return [
        change for change in made if change.sequence >= first and there.get(change.sequence) != fingerprint_of(change)
    ]


def fingerprint_of(change: Change) -> tuple[object, ...]:
    """The fingerprint that tells two changes with the same number apart."""
    return (change.time, change.origin, change.label, change.ids)
