"""The three-way merge of two versions of a paper, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readinglist.papers.change import restored_set
from readinglist.papers.fields import FOLLOWERS, SETS
from readinglist.papers.record import Values, record_of, values_of, without_none

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from readinglist.papers.change import Change, Patch
    from readinglist.papers.library import Library
    from readinglist.papers.record import Record

TIMES = frozenset({"updated"})


class Past:
    """The earlier versions of a library's papers, from its latest changes."""

    def __init__(self, library: Library, changes: Sequence[Change]) -> None:
        self._library = library
        self._patches: dict[str, list[Patch]] = {}
        for change in reversed(changes):
            for id, patch in change.patches.items():
                self._patches.setdefault(id, []).append(patch)

    def versions(self, id: str) -> Iterator[Record]:
        """The current record, then the one before each change; the last is empty if one of them added the paper."""
        record = self._library.record(id)
        yield record
        for patch in self._patches.get(id, ()):
            record = without_none({**record, **{name: value for name, (value, _) in patch.items()}})
            yield record


def nearest(record: Record, versions: Sequence[Record]) -> tuple[Record, bool]:
    """The most likely base of `record` among its `versions`, and whether it is sure.

    The base is the version with the fewest different fields, the oldest of several. It is empty if the changes before
    the current version are not known.
    """
    is_sure = not versions[-1]
    known = filter(None, reversed(versions))
    found: Record = min(known, key=lambda each: len(differing(record, each)), default=record_of({}))
    return (found, is_sure) if is_sure or found != versions[0] else (record_of({}), False)


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> set[str]:
    """The fields in which two records differ, except for the time of the last edit."""
    return {name for name in (one.keys() | other.keys()) - TIMES if one.get(name) != other.get(name)}


def merged(base: Record, theirs: Record, ours: Record, *, is_sure: bool) -> tuple[Record, list[str]]:
    """The merged record, with the changes of both sides since `base`, and the fields that both changed.

    If both changed a field, the later edit wins; lists such as tags are merged item by item, and of notes and joined
    records both stay. Unless `base` is sure, nothing is removed.
    """
    if not ours or bool(ours.get("purged")) != bool(theirs.get("purged")):
        return whole(base, theirs, ours, is_sure=is_sure)
    is_newer = edited(theirs) > edited(ours)
    merge: Values = {**ours}
    clashes: list[str] = []
    old, new, own = map(values_of, (base, theirs, ours))
    for name in sorted(differing(theirs, ours)):
        was, value = old.get(name), new.get(name)
        if not is_sure:
            was = [item for item in was or () if item in (value or ())] if name in SETS else was
        if value == was or (value is None and not is_sure):
            continue
        if name in SETS:
            merge[name] = restored_set(value, was, own.get(name))
        elif own.get(name) == was:
            merge[name] = value
        else:
            merge[name] = chosen_value(name, value, own.get(name), is_newer=is_newer)
            clashes += [name] if name not in FOLLOWERS else []
    merge["updated"] = max(edited(theirs), edited(ours)) or None
    record = without_none(merge)
    return (record, clashes) if differing(record, ours) else (ours, clashes)


def whole(base: Record, theirs: Record, ours: Record, *, is_sure: bool) -> tuple[Record, list[str]]:
    """The record that wins if the other is missing, or was removed for good."""
    if not ours:
        return theirs, []
    if theirs.get("purged"):
        is_edited = not is_sure or bool(differing(base, ours))
        return (ours, ["removed for good"]) if is_edited else (theirs, [])
    is_edited = edited(theirs) > edited(ours) or (is_sure and bool(differing(base, theirs)))
    return (theirs, ["removed for good"]) if is_edited else (ours, [])


def chosen_value(name: str, theirs: Any, ours: Any, *, is_newer: bool) -> Any:
    """The value of a field that both sides changed."""
    if theirs is None or ours is None:
        return theirs or ours
    newer, older = (theirs, ours) if is_newer else (ours, theirs)
    if name == "note":
        return newer if older in newer else older if newer in older else f"{newer}\n\n{older}"
    if name == "parts":
        known = {part.get("id") for part in newer}
        return [*newer, *(part for part in older if part not in newer and part.get("id", "") not in known)]
    return newer


def edited(record: Record) -> str:
    """The time of the last edit."""
    return str(record.get("updated") or record.get("added") or "")
