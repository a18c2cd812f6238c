"""Papers in memory; every edit makes a Change, and nothing here touches disk or terminal."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from readinglist.bibtex import citekey
from readinglist.errors import NotFoundError, UsageError
from readinglist.paper import Paper, Record, Status
from readinglist.text import clean, clean_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from readinglist.identity import Identities

Patch = dict[str, tuple[Any, Any]]
"""What a change does to one paper: field → (value before, value after), JSON values, None for absent."""

SETS = frozenset({"tags", "sources", "aliases", "edited"})
"""List fields that are undone item by item."""
BOOKKEEPING = frozenset({"updated"})
"""Fields that follow every edit and are no edit of their own."""
FILLABLE = (
    "abstract", "date", "venue", "organization", "organization_handle", "comments",
    "upvotes", "arxiv", "arxiv_version", "primary_class", "doi", "acl", "openreview", "url", "entry_type", "raw",
    "keywords",
)  # fmt: skip
"""Fields that merging fills when they are empty."""
REMAINS = frozenset("id arxiv doi acl openreview title authors author_count date sources arrival".split())
"""Fields that a purged paper keeps, so that it is known when it comes again."""
ID_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Change:
    """One user action on one or many papers: the unit of saving, undo and notification."""

    label: str
    """What was done, for people: ``done: 3 papers``."""
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


@dataclass(frozen=True, slots=True)
class Ingestion(Change):
    """A change that takes papers in, with how each one fared."""

    added: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    suggestions: tuple[tuple[str, str, str], ...] = ()
    """(id of the paper taken in, id of a paper it may be the same as, the reason)."""


@dataclass(frozen=True, slots=True)
class Reversal(Change):
    """A change that takes another one back, with what it had to leave."""

    kept: tuple[tuple[str, str], ...] = ()
    """(paper id, field) that changed again since and stays as it is."""


class Library:
    """All papers of one person, by id."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._papers: dict[str, Paper] = {}
        self._purged: dict[str, Paper] = {}
        for record in records:
            home = self._purged if record.get("purged") else self._papers
            home[record["id"]] = Paper(record)
        self._identities: Identities | None = None
        self._keys: dict[str, str] | None = None

    def __len__(self) -> int:
        return len(self._papers)

    def __iter__(self) -> Iterator[Paper]:
        return iter(self._papers.values())

    def __contains__(self, id: str) -> bool:
        return id in self._papers

    def __getitem__(self, id: str) -> Paper:
        return self._papers[id]

    def get(self, id: str) -> Paper | None:
        """The paper with this id, if there is one."""
        return self._papers.get(id)

    def record(self, id: str) -> Record:
        """The stored record with this id, a purged paper's remains included; empty if there is none."""
        paper = self._papers.get(id) or self._purged.get(id)
        return paper.record if paper else {}

    def records(self) -> list[Record]:
        """All stored records, the remains of purged papers included."""
        return [paper.record for home in (self._papers, self._purged) for paper in home.values()]

    def kept(self) -> list[Paper]:
        """The papers that are not in the trash."""
        return [paper for paper in self if paper.record.get("status") != "trashed"]

    def tags(self) -> dict[str, int]:
        """Each tag with the number of papers that carry it, trash left out; most used first."""
        counts: dict[str, int] = {}
        for paper in self.kept():
            for tag in paper.tags:
                counts[tag] = counts.get(tag, 0) + 1
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def resolve(self, selector: str) -> Paper:
        """The one paper that `selector` names: an id, cite key, arXiv id or DOI, tried in this order.

        Raises NotFoundError if there is none, UsageError if there are several.
        """
        if paper := self._papers.get(selector) or self._papers.get(self._taken_keys().get(selector.lower(), "")):
            return paper
        from readinglist.identity import hard_keys, recognise  # noqa: PLC0415 - see `identities`

        ids = recognise(selector)
        found = [paper for paper in self if ids and ids.hard_keys & hard_keys(paper)]
        if len(found) > 1:
            keys = ", ".join(paper.key for paper in found)
            raise UsageError(f"{selector!r} names {len(found)} papers: {keys}", "use the cite key or the id of one")
        if not found:
            hint = "an id, a cite key, an arXiv id or a DOI; `readinglist list` shows ids and keys"
            raise NotFoundError(f"no paper is named {selector!r}", hint)
        return found[0]

    # Edits: each gives the Change it would make; `apply` makes it.

    def set_status(self, ids: Iterable[str], status: Status, now: str) -> Change:
        """These papers get `status`."""
        fields = {"status": status.value, "status_since": now}
        return self._edit(ids, lambda paper: fields if paper.status is not status else {}, status.value, now)

    def set_priority(self, ids: Iterable[str], priority: int, now: str) -> Change:
        """These papers get priority 0 (none) to 3 (highest)."""
        value = max(0, min(3, priority))
        return self._edit(ids, lambda _: {"priority": value or None}, f"priority {value}", now)

    def raise_priority(self, ids: Iterable[str], by: int, now: str) -> Change:
        """The priority of these papers goes up (or down) by `by`, within 0 to 3."""
        return self._edit(ids, lambda p: {"priority": max(0, min(3, p.priority + by)) or None}, f"priority {by:+}", now)

    def retag(self, ids: Iterable[str], add: Iterable[str], remove: Iterable[str], now: str) -> Change:
        """These papers gain and lose tags."""
        new, old = {clean_tag(tag) for tag in add} - {""}, {clean_tag(tag) for tag in remove}
        label = "tags " + " ".join([f"+{tag}" for tag in sorted(new)] + [f"-{tag}" for tag in sorted(old)])
        return self._edit(ids, lambda paper: {"tags": sorted((set(paper.tags) | new) - old) or None}, label, now)

    def set_note(self, ids: Iterable[str], note: str, now: str) -> Change:
        """These papers get `note`; an empty one removes it."""
        return self._edit(ids, lambda _: {"note": clean_lines(note) or None}, "note", now)

    def set_fields(self, id: str, values: Mapping[str, Any], now: str) -> Change:
        """The user's own values for fields of one paper (None clears); merging will not touch them again.

        Raises UsageError for a cite key that another paper has.
        """
        key = str(values.get("key", ""))
        if key and self._taken_keys().get(key.lower(), id) != id:
            raise UsageError(f"the cite key {key!r} belongs to another paper", "choose another one")

        def fields(paper: Paper) -> Record:
            changed = {name: value for name, value in values.items() if paper.record.get(name) != value}
            return {**changed, "edited": sorted(paper.edited | set(changed))} if changed else {}

        return self._edit([id], fields, "edit", now)

    def purge(self, ids: Iterable[str], now: str) -> Change:
        """These papers go for good; what identifies them stays, so that they never come back as new."""

        def remains(paper: Paper) -> Record:
            return {**{name: None for name in paper.record if name not in REMAINS}, "purged": True}

        return self._edit(ids, remains, "remove for good", now)

    def add(
        self, papers: Iterable[Paper], now: str, status: Status = Status.INBOX, tags: Collection[str] = ()
    ) -> Ingestion:
        """New papers enter with `status` and `tags`; known ones are merged: empty fields are filled."""
        return Intake(self, now, status, tags).take(papers)

    def _edit(self, ids: Iterable[str], fields: Callable[[Paper], Record], label: str, now: str) -> Change:
        patches: dict[str, Patch] = {}
        for id in dict.fromkeys(ids):
            if (paper := self._papers.get(id)) and (patch := patch_for(paper.record, fields(paper))):
                patches[id] = {**patch, "updated": (paper.record.get("updated"), now)}
        return Change(f"{label}: {self._who(patches)}", patches, time=now)

    def _who(self, ids: Collection[str]) -> str:
        return self.record(next(iter(ids))).get("title", "") if len(ids) == 1 else f"{len(ids)} papers"

    # Making and taking back changes.

    def apply(self, change: Change) -> None:
        """Make `change` in memory: each field of its patches gets the value after."""
        for id, patch in change.patches.items():
            before = self.record(id)
            record = {**before, **{name: after for name, (_, after) in patch.items()}}
            self._put(id, before, {name: value for name, value in record.items() if value is not None})

    def _put(self, id: str, before: Record, after: Record) -> None:
        """Replace one record and keep the indexes true."""
        self._papers.pop(id, None) if not after or after.get("purged") else None
        self._purged.pop(id, None)
        if after:
            (self._purged if after.get("purged") else self._papers)[id] = Paper(after)
        if self._identities is not None:
            self._identities.replace(Paper(before) if before else None, Paper(after) if after else None)
        if self._keys is not None:
            for key in names(before):
                self._keys.pop(key, None)
            self._keys.update((key, id) for key in names(after))

    def inverse(self, change: Change, now: str) -> Reversal:
        """The change that takes `change` back, but for fields that have changed again since."""
        patches: dict[str, Patch] = {}
        kept: list[tuple[str, str]] = []
        for id, patch in change.patches.items():
            record = self.record(id)
            if not record and "id" not in patch:  # the paper is gone
                continue
            back, stays = invert(record, patch)
            kept += [(id, name) for name in stays]
            if "id" in patch and stays:  # half of a paper is of no use
                continue
            if back and "id" not in patch:
                back["updated"] = (record.get("updated"), now)
            if self._taken_keys().get(str(back.get("key", ("", ""))[1] or "").lower(), id) != id:
                back["key"] = (record.get("key"), citekey.unique(back["key"][1], self._taken_keys()))
            if back:
                patches[id] = back
        return Reversal(change.label, patches, time=now, kept=tuple(kept))

    # Indexes, built when first needed.

    def identities(self) -> Identities:
        """The index that tells whether a paper is already known, purged ones included."""
        if self._identities is None:
            from readinglist.identity import Identities  # noqa: PLC0415 - a list of papers does without its patterns

            self._identities = Identities(Paper(record) for record in self.records())
        return self._identities

    def _taken_keys(self) -> dict[str, str]:
        """Lower-case cite key or alias → id."""
        if self._keys is None:
            self._keys = {key: paper.id for paper in self for key in names(paper.record)}
        return self._keys

    def is_key_taken(self, key: str) -> bool:
        """Whether a paper has this cite key, ignoring case."""
        return key.lower() in self._taken_keys()

    def next_arrival(self) -> int:
        """The running number for the next paper."""
        return 1 + max((paper.record.get("arrival", 0) for paper in self), default=0)


class Intake:
    """One `Library.add` at work: what has been decided for the papers so far."""

    def __init__(self, library: Library, now: str, status: Status, tags: Collection[str]) -> None:
        self.library = library
        self.now = now
        self.status = status
        self.tags = {clean_tag(tag) for tag in tags} - {""}
        self.arrival = library.next_arrival()
        self.added: dict[str, Paper] = {}
        self.merged: dict[str, Paper] = {}
        self.unchanged: dict[str, None] = {}
        self.keys: set[str] = set()
        self.suggestions: list[tuple[str, str, str]] = []

    def take(self, papers: Iterable[Paper]) -> Ingestion:
        """The change that takes in `papers`."""
        identities = self.library.identities()
        try:
            for paper in papers:
                match = identities.match(paper)
                if match.same:
                    self._meet(match.same, paper)
                else:
                    newcomer = self._enter(paper)
                    self.suggestions += [(newcomer.id, other, reason) for other, reason in match.suggestions]
        finally:
            for paper in self.added.values():
                identities.replace(paper, None)
            for id, paper in self.merged.items():
                identities.replace(paper, self.library[id])
        return self._ingestion()

    def _enter(self, paper: Paper) -> Paper:
        id = self._new_id()
        wish = paper.key or citekey.propose(paper)
        newcomer = paper.with_fields(
            {
                "id": id,
                "key": citekey.unique(wish, Taken(self.library, self.keys)),
                "status": self.status.value,
                "status_since": self.now,
                "tags": sorted(self.tags | set(paper.tags)) or None,
                "added": self.now,
                "updated": self.now,
                "arrival": self.arrival + len(self.added),
            }
        )
        self.keys.add(newcomer.key.lower())
        self.added[id] = newcomer
        self.library.identities().replace(None, newcomer)
        return newcomer

    def _meet(self, id: str, paper: Paper) -> None:
        known = self.added.get(id) or self.merged.get(id) or self.library.get(id)
        filled = filling(known, paper, Taken(self.library, self.keys)) if known else {}
        if not known or not filled:
            if id not in self.added and id not in self.merged:
                self.unchanged[id] = None
            return
        self.keys.update(alias.lower() for alias in filled.get("aliases", ()))
        fuller = known.with_fields({**filled, "updated": self.now})
        self.library.identities().replace(known, fuller)
        (self.added if id in self.added else self.merged)[id] = fuller
        self.unchanged.pop(id, None)

    def _new_id(self) -> str:
        while True:
            id = "".join(ID_LETTERS[byte % len(ID_LETTERS)] for byte in os.urandom(8))
            if not self.library.record(id) and id not in self.added:
                return id

    def _ingestion(self) -> Ingestion:
        patches = {
            id: patch_between(self.library.record(id), paper.record) for id, paper in (self.added | self.merged).items()
        }
        return Ingestion(
            f"add: {plural(len(self.added))}" + (f", {len(self.merged)} merged" if self.merged else ""),
            patches,
            time=self.now,
            added=tuple(self.added),
            merged=tuple(self.merged),
            unchanged=tuple(self.unchanged),
            suggestions=tuple(self.suggestions),
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """The lower-case cite keys in use: the library's and those just given."""

    library: Library
    given: set[str]

    def __contains__(self, key: object) -> bool:
        return key in self.given or self.library.is_key_taken(str(key))


class History:
    """Which changes can be taken back, and which of those can be made again."""

    def __init__(self, changes: Iterable[Change] = ()) -> None:
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
        undone = self._redoable.get(change.origin, [])
        kept = [undo for undo in undone if undo.sequence != change.redoes] if change.redoes else []
        self._redoable[change.origin] = kept

    def undoable(self, origin: str = "") -> Sequence[Change]:
        """Changes that can be taken back, oldest first; those made by `origin` if given."""
        return [change for change in self._undoable.values() if not origin or change.origin == origin]

    def redoable(self, origin: str) -> Sequence[Change]:
        """Undos made by `origin` that can be taken back, oldest first."""
        return self._redoable.get(origin, [])


def reversal_of(library: Library, change: Change, now: str) -> Reversal:
    """The undo of `change`, or the redo if `change` is an undo."""
    back = library.inverse(change, now)
    if change.undoes:
        return replace(back, redoes=change.sequence)
    return replace(back, undoes=change.sequence)


def patch_for(record: Record, fields: Record) -> Patch:
    """The patch that gives `record` these fields; empty if it has them."""
    return {name: (record.get(name), value) for name, value in fields.items() if record.get(name) != value}


def patch_between(before: Record, after: Record) -> Patch:
    """The patch that turns one record into the other."""
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
        elif name not in BOOKKEEPING:
            stays.append(name)
    since = record.keys() - patch.keys() if whole else set()
    stays += [name for name in since if name not in BOOKKEEPING]
    back.update((name, (record[name], None)) for name in since & BOOKKEEPING)
    if not whole:
        back = {name: values for name, values in back.items() if name not in BOOKKEEPING and values[0] != values[1]}
    return back, stays


def restored_set(before: Any, after: Any, current: Any) -> list[str] | None:
    """The items of `current` without those that before → after added, with those that it took away."""
    old, new = set(before or ()), set(after or ())
    return sorted((set(current or ()) - (new - old)) | (old - new)) or None


def filling(known: Paper, newcomer: Paper, taken: Taken) -> Record:
    """What merging `newcomer` into `known` fills: empty fields the user has not set."""
    filled: Record = {
        name: newcomer.record[name]
        for name in FILLABLE
        if name in newcomer.record and name not in known.record and name not in known.edited
    }
    filled |= filling_authors(known, newcomer)
    if str(newcomer.date or "").startswith(str(known.date or "-") + "-") and "date" not in known.edited:
        filled["date"] = newcomer.record["date"]
    fields = {**newcomer.fields, **known.fields}
    if fields != known.fields and "fields" not in known.edited:
        filled["fields"] = fields
    if newcomer.key and newcomer.key.lower() not in names(known.record) and newcomer.key.lower() not in taken:
        filled["aliases"] = [*known.aliases, newcomer.key]
    if filled:
        filled["sources"] = list(dict.fromkeys([*known.sources, *newcomer.sources]))
    return filled


def filling_authors(known: Paper, newcomer: Paper) -> Record:
    """The authors' names where there were none or not all; until names are known, their number."""
    if "authors" in known.edited:
        return {}
    if newcomer.authors and (not known.authors or (known.others and not newcomer.others)):
        count = newcomer.record.get("author_count") or (known.author_count if newcomer.others else None)
        fields = {"authors": newcomer.record["authors"], "others": newcomer.others or None, "author_count": count}
        return {name: value for name, value in fields.items() if known.record.get(name) != value}
    if known.author_count is None and newcomer.author_count and "author_count" not in known.edited:
        return {"author_count": newcomer.author_count}
    return {}


def names(record: Record) -> list[str]:
    """The lower-case cite keys a record answers to."""
    return [key.lower() for key in (record.get("key"), *record.get("aliases", ())) if key]


def clean_tag(tag: str) -> str:
    """A tag as stored: one harmless word, blanks and commas as hyphens, lower case."""
    return "-".join(clean(tag).replace(",", " ").lower().split()).lstrip("+-#")


def plural(n: int) -> str:
    """``1 paper``, ``2 papers``."""
    return f"{n} paper" if n == 1 else f"{n} papers"
