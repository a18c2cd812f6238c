"""External edits: a library.json changed by others (git, file sync, an editor) becomes one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.papers import citekey
from readinglist.papers.change import Change, patch_for, restored_set
from readinglist.papers.fields import SETS
from readinglist.papers.record import Values, cite_keys, now, values_of
from readinglist.papers.tidying import tidied
from readinglist.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readinglist.papers.change import Patch
    from readinglist.papers.library import Library
    from readinglist.papers.record import Record

ORIGIN = "outside"


def merge_external_edit(base: Iterable[Record], outside: Mapping[str, Record], library: Library) -> Change:
    """The change that applies an edit of the file, from `base` to `outside`, to `library`: a three-way merge.

    If both changed a field, the value from outside wins; tags are merged item by item; a paper that was removed
    outside but changed here stays.
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
    """The change that turns one library into the other."""
    patches: dict[str, Patch] = {}
    for id in dict.fromkeys(paper.id for library in (new, old) for paper in library.everything()):
        before, after = old.record_uncached(id), new.record_uncached(id)
        if before != after:
            patches[id] = patch_for(before, {**dict.fromkeys(before), **after})
    return Change(f"changed on disk: {plural(len(patches))}", patches)


def patch_for_paper(old: Record, new: Record, current: Record) -> Patch:
    """The patch that applies the edit from `old` to `new` to the `current` record."""
    if not new:
        return {name: (value, None) for name, value in current.items()} if current == old else {}
    if not current:
        return patch_for({}, new)
    fields: Values = {}
    for name in old.keys() | new.keys():
        was, becomes, is_ = (values_of(each).get(name) for each in (old, new, current))
        if was == becomes:
            continue
        both = name in SETS and is_ != was
        fields[name] = restored_set(becomes, was, is_) if both else becomes
    return patch_for(current, fields)


def separate_keys(patches: dict[str, Patch], library: Library) -> None:
    """Make cite keys unique: new keys for papers that would share one, and no alias that is another paper's key."""
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
