"""JSON that ``export --format json`` wrote → the papers with all that a library knew of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from readinglist.harvest import Exported, Harvest, Problem
from readinglist.paper import PartialDate
from readinglist.progress import Progress, followed, unseen
from readinglist.text import clean, clean_lines, harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from readinglist.paper import Record

DEEPEST = 40
"""Values nested more deeply are no part of any library."""
LARGEST = 2**63
"""Numbers beyond this cannot be stored."""
LISTED = frozenset({"id", "key", "status_since", "arrival"})
"""What an item of ``list --json`` has, which lacks the record."""


def papers_in(data: object, source: str, progress: Progress = unseen) -> Harvest | None:
    """The papers of decoded JSON; None if it is no export of ours."""
    items = data if isinstance(data, list) else [data]
    return papers_of(items, source, progress) if any(map(is_item, items)) else None


def is_item(item: object) -> bool:
    """Whether this is a paper as we write it, with or without its record."""
    return isinstance(item, dict) and (isinstance(item.get("record"), dict) or item.keys() >= LISTED)


def papers_of(items: Sequence[object], source: str, progress: Progress) -> Harvest:
    """The papers of the items in the order they arrived in; only what stands under ``record`` counts.

    A value that no library would hold is left out with a problem, and so is a paper without a title.
    """
    harvest = Harvest()
    ids: set[str] = set()
    for number, item in enumerate(followed(items, len(items), progress), 1):
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
    """The record as a library may hold it, and what was left out of it; its id must not be among `ids`."""
    from readinglist.store.outside import fault  # noqa: PLC0415 - a library's own check, slow to import

    safe: Record = {}
    faults = []
    for field, value in record.items():
        if value is None or field == "purged":
            continue
        if fault("", {field: value} if field != "id" else {}) or is_impossible(field, value):
            faults.append(f"{clean(field)[:40]} holds what no library has; left out")
        else:
            safe[harmless(field)] = tidied(field, value)
    id = safe.get("id", "")
    if id and id in ids:
        faults.append(f"its id {id} stands twice; it gets a new one")
        del safe["id"]
    ids.add(id)
    return safe, faults


def is_impossible(field: str, value: Any) -> bool:
    """Whether a value of the right kind is still none that a library could store."""
    match field:
        case "id":
            return not (isinstance(value, str) and 0 < len(value) <= 64 and value.isascii() and value.isalnum())
        case "date":
            return PartialDate.parse(value) is None
        case "priority":
            return value not in range(4)
        case "keywords":
            return not (isinstance(value, list) and all(isinstance(word, str) for word in value))
        case "arrival" | "author_count" | "comments" | "upvotes" | "arxiv_version":
            return not 0 <= value < LARGEST
        case _:
            return not is_storable(value)


def is_storable(value: Any, depth: int = 0) -> bool:
    """Whether JSON holds the value without loss, and not too deeply nested."""
    if depth > DEEPEST:
        return False
    if isinstance(value, dict):
        return all(is_storable(inner, depth + 1) for inner in value.values())
    if isinstance(value, list):
        return all(is_storable(inner, depth + 1) for inner in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or abs(value) < LARGEST


def tidied(field: str, value: Any) -> Any:
    """A value with its text made harmless: one line, but for notes, imported entries and what we do not know."""
    from readinglist.store.outside import KINDS, TEXTS  # noqa: PLC0415 - see `checked`

    if field == "note":
        return clean_lines(value)
    if field in TEXTS:
        return clean(value)
    make = clean if field in KINDS and field != "raw" else harmless
    return each(value, make)


def each(value: Any, make: Callable[[str], str]) -> Any:
    """The value with each text in it made anew."""
    if isinstance(value, str):
        return make(value)
    if isinstance(value, list):
        return [each(inner, make) for inner in value]
    if isinstance(value, dict):
        return {harmless(name): each(inner, make) for name, inner in value.items()}
    return value
