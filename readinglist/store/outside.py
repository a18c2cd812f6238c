"""A library.json that others changed (git, file sync, an editor): checked, and taken over as one change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readinglist.change import SETS, Change, patch_for, restored_set
from readinglist.paper import cite_keys, now
from readinglist.papers import citekey
from readinglist.text import clean, clean_lines, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readinglist.change import Patch
    from readinglist.library import Library
    from readinglist.paper import Record

ORIGIN = "outside"
TEXTS = (
    "id key title abstract date venue organization organization_handle arxiv primary_class doi acl openreview url "
    "status status_since note added updated entry_type"
).split()
NUMBERS = "author_count comments upvotes arxiv_version priority arrival".split()
KINDS: dict[str, type] = {
    **dict.fromkeys(TEXTS, str),
    **dict.fromkeys(NUMBERS, int),
    **dict.fromkeys((*SETS, "authors", "parts"), list),
    **dict.fromkeys(("fields", "raw", "preprint"), dict),
}
WORDS = {str: "a text", int: "a whole number", list: "a list", dict: "an object"}
DEEPEST = 20
"""So deep may parts of papers stand in parts of others."""
VERBATIM = frozenset({"note", "raw"})
"""Fields that keep their lines."""


def problem_of(papers: Mapping[str, Any]) -> str:
    """What in the table of papers is not as a library needs it; empty if all is."""
    return next((f"paper {id}: {problem}" for id, record in papers.items() if (problem := fault(id, record))), "")


def fault(id: str, record: Any, depth: int = 0) -> str:
    """The first fault of a record, empty if it has none; `depth` counts the records whose part it is."""
    if not isinstance(record, dict):
        return "it is not an object"
    if record.get("id", id) != id:
        return f"its id says {record['id']!r}"
    for name, value in record.items():
        kind = KINDS.get(name)
        if kind and value is not None and type(value) is not kind:
            return f"{name} must be {WORDS[kind]}"
        if kind is list and value is not None:
            item = dict if name in {"authors", "parts"} else str
            if not all(type(each) is item for each in value):
                return f"{name} must be a list in which each item is {WORDS[item]}"
        if name == "authors" and not all(type(part) is str for author in value or () for part in author.values()):
            return "authors must have texts as names"
        if name in {"fields", "raw", "preprint"} and not all(type(each) is str for each in (value or {}).values()):
            return f"{name} must hold texts only"
        if name == "parts" and (inner := fault_of_parts(value or (), depth + 1)):
            return inner if depth else f"a part of it: {inner}"
    return ""


def fault_of_parts(parts: Iterable[Record], depth: int) -> str:
    """The first fault of records that were joined to a paper, each of which may have had an id of its own."""
    if depth > DEEPEST:
        return "parts stand in parts without end"
    return next(filter(None, (fault(part.get("id", ""), part, depth) for part in parts)), "")


def tidied(id: str, record: Record) -> Record:
    """The record with its text made harmless."""
    return {"id": id} | {name: harmless(name, value) for name, value in record.items() if value is not None}


def harmless(name: str, value: Any) -> Any:
    """A field's value with its text made harmless."""
    if isinstance(value, str):
        return clean_lines(value) if name in VERBATIM else clean(value)
    if name == "parts" and isinstance(value, list):
        return [{inner: harmless(inner, item) for inner, item in part.items()} for part in value]
    if isinstance(value, list):
        return [harmless(name, item) for item in value]
    if isinstance(value, dict):
        return {key: harmless(name, item) for key, item in value.items()}
    return value


def takeover(base: Iterable[Record], outside: Mapping[str, Record], library: Library) -> Change:
    """The change that does to `library` what others did to the file, from `base` to `outside`.

    A field that both changed gets the value from outside, lists of tags are merged item by item, and a paper that
    was removed outside but changed here stays.
    """
    before = {record["id"]: record for record in base}
    patches: dict[str, Patch] = {}
    for id in dict.fromkeys((*before, *outside)):
        old, new = before.get(id, {}), outside.get(id, {})
        if old != new and (patch := patch_for_paper(old, tidied(id, new) if new else {}, library.record(id))):
            patches[id] = patch
    separate_keys(patches, library)
    patches = dict(sorted(patches.items()))
    return Change(f"changed outside: {plural(len(patches))}", patches, origin=ORIGIN, time=now())


def difference(old: Library, new: Library) -> Change:
    """The change that makes the one library of the other."""
    patches: dict[str, Patch] = {}
    for id in dict.fromkeys(paper.id for library in (new, old) for paper in library.everything()):
        before, after = old.once(id), new.once(id)
        if before != after:
            patches[id] = patch_for(before, {**dict.fromkeys(before), **after})
    return Change(f"changed on disk: {plural(len(patches))}", patches)


def patch_for_paper(old: Record, new: Record, current: Record) -> Patch:
    """What turns `current` into what it should be now that others made `new` of `old`."""
    if not new:
        return {name: (value, None) for name, value in current.items()} if current == old else {}
    if not current:
        return patch_for({}, new)
    fields: Record = {}
    for name in old.keys() | new.keys():
        was, becomes, is_ = old.get(name), new.get(name), current.get(name)
        if was == becomes:
            continue
        both = name in SETS and is_ != was
        fields[name] = restored_set(becomes, was, is_) if both else becomes
    return patch_for(current, fields)


def separate_keys(patches: dict[str, Patch], library: Library) -> None:
    """Give a new cite key to papers that would share one, and take away aliases that others have."""
    owners = {key: paper.id for paper in library if paper.id not in patches for key in cite_keys(paper.record)}
    for id, patch in sorted(patches.items()):
        current = library.record(id)
        key = patch.get("key", (None, current.get("key")))[1]
        if not key:
            continue
        own = citekey.unique(key, owners)
        if own != key:
            patch["key"] = (current.get("key"), own)
        owners[own.lower()] = id
    for id, patch in sorted(patches.items()):
        current = library.record(id)
        aliases = patch.get("aliases", (None, current.get("aliases")))[1] or []
        kept = [alias for alias in aliases if owners.setdefault(alias.lower(), id) == id]
        if kept != aliases:
            patch["aliases"] = (current.get("aliases"), kept or None)
