"""The user's edits of papers: each gives the Change it would make, which `Library.apply` makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readinglist.errors import UsageError
from readinglist.papers import rekeying
from readinglist.papers.change import Change, patch_for
from readinglist.papers.citekey import legal
from readinglist.papers.fields import REMAINS
from readinglist.papers.record import Values, values_of
from readinglist.text import clean, clean_lines, clean_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from readinglist.papers.change import Patch
    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper
    from readinglist.papers.status import Status


def set_status(library: Library, ids: Iterable[str], status: Status, now: str) -> Change:
    """Give these papers `status`."""
    fields: Values = {"status": status.value, "status_since": now}
    return edited(library, ids, lambda paper: fields if paper.status is not status else {}, status.value, now)


def set_priority(library: Library, ids: Iterable[str], priority: int, now: str) -> Change:
    """Give these papers priority 0 (none) to 3 (highest)."""
    value = max(0, min(3, priority))
    return edited(library, ids, lambda _: {"priority": value or None}, f"priority {value}", now)


def raise_priority(library: Library, ids: Iterable[str], by: int, now: str) -> Change:
    """Raise the priority of these papers by `by` (negative: lower it), within 0 to 3."""
    label = "priority up" if by > 0 else "priority down"
    return edited(library, ids, lambda p: {"priority": max(0, min(3, p.priority + by)) or None}, label, now)


def retag(library: Library, ids: Iterable[str], add: Iterable[str], remove: Iterable[str], now: str) -> Change:
    """Add tags to these papers and remove others."""
    new, old = {clean_tag(tag) for tag in add} - {""}, {clean_tag(tag) for tag in remove}
    label = "tags " + " ".join([f"+{tag}" for tag in sorted(new)] + [f"-{tag}" for tag in sorted(old)])
    return edited(library, ids, lambda paper: {"tags": sorted((set(paper.tags) | new) - old) or None}, label, now)


def set_note(library: Library, ids: Iterable[str], note: str, now: str) -> Change:
    """Set the note of these papers; an empty one removes it."""
    return edited(library, ids, lambda _: {"note": clean_lines(note) or None}, "note", now)


def set_fields(library: Library, id: str, values: Mapping[str, Any], now: str) -> Change:
    """Set fields of one paper to the user's own values (None clears); merging never changes them again.

    A replaced cite key becomes an alias. Raises UsageError for a key that another paper has or had.
    """
    harmless = {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}
    if key := str(harmless.get("key") or ""):
        check_key(library, id, key)

    def fields(paper: Paper) -> Values:
        changed = {name: value for name, value in harmless.items() if values_of(paper.record).get(name) != value}
        if not changed:
            return {}
        own = {"edited": sorted(paper.edited | set(changed))}
        return {**changed, **own, **(rekeying.renamed(paper, key) if changed.get("key") else {})}

    return edited(library, [id], fields, "edit", now)


def rekey(library: Library, ids: Iterable[str], template: str, now: str) -> Change:
    """Give these papers the cite keys that `template` proposes; their old keys become aliases."""
    proposed = rekeying.proposals(library, ids, template)
    return edited(library, proposed, lambda paper: proposed[paper.id], "rekey", now)


def set_key(library: Library, id: str, key: str, now: str) -> Change:
    """Give the paper the cite key `key`; the old one becomes an alias. Raises UsageError if it cannot have it."""
    if not key or legal(key) != key:
        such = f"such as {legal(key)!r}" if legal(key) else "such as vaswani2017attention"
        raise UsageError(f"{key!r} is no cite key: blanks, accents and \"#%'(),={{}}\\~@ cannot be in one", such)
    check_key(library, id, key)
    return edited(library, [id], lambda paper: rekeying.renamed(paper, key) if key != paper.key else {}, "rekey", now)


def check_key(library: Library, id: str, key: str) -> None:
    """Raise UsageError if another paper has or had the cite key."""
    owner = library.owner(key)
    if owner not in {"", id}:
        old = "" if library[owner].key.lower() == key.lower() else ", which had it before"
        raise UsageError(f"the cite key {key!r} belongs to another paper{old}", "choose another one")


def purge(library: Library, ids: Iterable[str], now: str) -> Change:
    """Remove these papers for good, but for what identifies them, so that they never come back as new."""
    from readinglist.papers.merging import leaves  # noqa: PLC0415 - few papers are purged

    def remains(paper: Paper) -> Values:
        gone: Values = {name: None for name in paper.record if name not in REMAINS}
        parts = [{name: value for name, value in leaf.items() if name in REMAINS} for leaf in leaves(paper.record)]
        return {**gone, "purged": True, "parts": parts if len(parts) > 1 else None}

    return edited(library, ids, remains, "remove for good", now)


def edited(library: Library, ids: Iterable[str], fields: Callable[[Paper], Values], label: str, now: str) -> Change:
    """The change that sets the values of `fields` in each of these papers."""
    patches: dict[str, Patch] = {}
    for id in dict.fromkeys(ids):
        if (paper := library.get(id)) and (patch := patch_for(paper.record, fields(paper))):
            patches[id] = {**patch, "updated": (paper.record.get("updated"), now)}
    return Change(f"{label}: {named(library, patches)}", patches, time=now)


def named(library: Library, ids: Collection[str]) -> str:
    """The title of one paper, or how many there are."""
    return library.record(next(iter(ids))).get("title", "") if len(ids) == 1 else f"{len(ids)} papers"
