"""Changes: what one user action does, how it is taken back, and which ones can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from readinglist.papers.fields import FOLLOWERS, SETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from readinglist.papers.record import Record

Patch = dict[str, tuple[Any, Any]]
"""The edits of one paper: field → (value before, value after), JSON values, None for absent."""

BOOKKEEPING = frozenset({"updated"})
"""Fields that follow every edit and are no edit of their own."""
SPENT = frozenset({"key_made"})
"""Fields that an export clears; that they are gone does not keep a change from being undone."""


@dataclass(frozen=True, slots=True)
class Change:
    """One user action on one or many papers: the unit of saving, undo and notification."""

    label: str
    """The action for people: ``done: 3 papers``."""
    patches: Mapping[str, Patch]
    """Paper id → what changes."""
    origin: str = ""
    """Who did it: ``app`` or ``cli``."""
    sequence: int = 0
    """The change's number in the library's history; 0 before it is recorded."""
    time: str = ""
    undoes: int = 0
    """The sequence number of the change that this one takes back."""
    redoes: int = 0
    """The sequence number of the undo that this one takes back."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The papers that change."""
        return tuple(self.patches)

    def __bool__(self) -> bool:
        return bool(self.patches or self.undoes or self.redoes)


class Joined(NamedTuple):
    """A record that was joined to a paper."""

    id: str
    """The paper."""
    record: str
    """The record's cite key, else its title."""
    why: str
    dropped: Mapping[str, Any]
    """Field → what one of the two said and the paper does not say."""
    is_within: bool = False
    """Whether the paper was taken in by the same action."""


@dataclass(frozen=True, slots=True)
class Ingestion(Change):
    """A change that takes papers in, with how each one fared."""

    added: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    joined: tuple[Joined, ...] = ()
    asked: tuple[tuple[str, str, str], ...] = ()
    """(id of the paper taken in, id of a paper it may be the same as, the reason)."""


@dataclass(frozen=True, slots=True)
class Reversal(Change):
    """A change that takes another one back, with what it had to leave."""

    kept: tuple[tuple[str, str], ...] = ()
    """(paper id, field) that changed again since and stays as it is."""


class History:
    """The newest `most` changes that can be taken back, and which of those can be made again."""

    def __init__(self, changes: Iterable[Change] = (), most: int = 1000) -> None:
        self._most = most
        self._undoable: dict[int, Change] = {}
        self._redoable: dict[str, list[Change]] = {}
        for change in changes:
            self.append(change)

    def append(self, change: Change) -> None:
        """Take note of a recorded change."""
        if change.undoes:
            self._undoable.pop(change.undoes, None)
            self._redoable.setdefault(change.origin, []).append(change)
            return
        self._undoable[change.sequence] = change
        if len(self._undoable) > self._most:
            del self._undoable[next(iter(self._undoable))]
        undone = self._redoable.get(change.origin, [])
        kept = [undo for undo in undone if undo.sequence != change.redoes] if change.redoes else []
        self._redoable[change.origin] = kept

    def undoable(self, origin: str = "") -> Sequence[Change]:
        """Changes that can be taken back, oldest first; those made by `origin` if given."""
        return [change for change in self._undoable.values() if not origin or change.origin == origin]

    def redoable(self, origin: str) -> Sequence[Change]:
        """Undos made by `origin` that can be taken back, oldest first."""
        return self._redoable.get(origin, [])


def patch_for(record: Record, fields: Mapping[str, Any]) -> Patch:
    """The patch that gives `record` these fields; empty if it has them."""
    return {name: (record.get(name), value) for name, value in fields.items() if record.get(name) != value}


def patch_between(before: Record, after: Mapping[str, Any]) -> Patch:
    """The patch that turns one record into the other."""
    if not before:
        return {name: (None, value) for name, value in after.items() if value is not None}
    return patch_for(before, {**dict.fromkeys(before), **after})


def invert(record: Record, patch: Patch) -> tuple[Patch, list[str]]:
    """The patch that takes `patch` back from `record`, and the fields that changed again since."""
    back: Patch = {}
    stays: list[str] = []
    whole = "id" in patch
    for name, (before, after) in patch.items():
        current = record.get(name)
        if current == after or (whole and name in BOOKKEEPING):
            back[name] = (current, before)
        elif name in SETS and not whole:
            back[name] = (current, restored_set(before, after, current))
        elif name not in BOOKKEEPING | SPENT:
            stays.append(name)
    for name, leader in FOLLOWERS.items():
        if leader in stays and name in back:
            del back[name]
            stays.append(name)
    since = record.keys() - patch.keys() if whole else set()
    stays += [name for name in since if name not in BOOKKEEPING]
    back.update((name, (record.get(name), None)) for name in since & BOOKKEEPING)
    if not whole:
        back = {name: values for name, values in back.items() if name not in BOOKKEEPING and values[0] != values[1]}
    return back, stays


def restored_set(before: Any, after: Any, current: Any) -> list[str] | None:
    """The items of `current` without those that before → after added, with those that it took away."""
    old, new = set(before or ()), set(after or ())
    return sorted((set(current or ()) - (new - old)) | (old - new)) or None
