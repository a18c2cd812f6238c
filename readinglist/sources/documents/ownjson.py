"""JSON from ``export --format json`` → papers with their complete records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readinglist.jobs.progress import Progress, silent, tracked
from readinglist.papers.faults import fault_of, mended
from readinglist.papers.harvest import Exported, Harvest, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.papers.record import Record

LISTED = frozenset({"id", "key", "status_since", "arrival"})
"""Keys of an item of ``list --json``, which has no record."""


def papers_in(data: object, source: str, progress: Progress = silent) -> Harvest | None:
    """The papers of decoded JSON; None if it is no export of ours."""
    items = data if isinstance(data, list) else [data]
    return papers_of(items, source, progress) if any(map(is_item, items)) else None


def is_item(item: object) -> bool:
    """Whether this is a paper as we write it, with or without its record."""
    return isinstance(item, dict) and (isinstance(item.get("record"), dict) or item.keys() >= LISTED)


def papers_of(items: Sequence[object], source: str, progress: Progress) -> Harvest:
    """The papers of the items by arrival, from their ``record`` alone.

    Invalid values are left out with a problem, and so are papers without a title.
    """
    harvest = Harvest()
    ids: set[str] = set()
    for number, item in enumerate(tracked(items, len(items), progress), 1):
        place = f"item {number}"
        record = item.get("record") if isinstance(item, dict) else None
        if not isinstance(record, dict):
            is_listed = isinstance(item, dict) and item.keys() >= LISTED
            hint = "; `export --format json` writes what can be read back" if is_listed else ""
            harvest.problems.append(Problem(source, place, f"no paper with its record; left out{hint}"))
            continue
        safe, faults = checked(record, ids)
        key = safe.get("key")
        if not safe.get("title"):
            harvest.problems.append(Problem(source, place, "no paper with a title; left out", key))
            continue
        harvest.problems += [Problem(source, place, fault, key, rescued=True) for fault in faults]
        harvest.papers.append(Exported(safe, harvest))
    harvest.papers.sort(key=lambda paper: paper.arrival)
    return harvest


def checked(record: dict[str, Any], ids: set[str]) -> tuple[Record, list[str]]:
    """Valid part of a record, and a message for each value left out; its id must not be among `ids`."""
    values = {name: value for name, value in record.items() if name != "purged"}
    faults = [f"{fault}; left out" for name, value in values.items() if (fault := fault_of(name, value))]
    safe = mended(values)
    id = safe.get("id", "")
    if id and id in ids:
        faults.append(f"its id {id} stands twice; it gets a new one")
        del safe["id"]
    ids.add(id)
    return safe, faults
