"""Cite keys of a library: changed keys, old ones as aliases, and never two papers with one key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist.papers import citekey

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from readinglist.papers.change import Patch
    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper
    from readinglist.papers.record import Values


@dataclass(slots=True)
class Taken:
    """The lower-case cite keys that paper `id` cannot have: those of others, and those just given."""

    library: Library
    id: str = ""
    given: Collection[str] = ()

    def __contains__(self, key: object) -> bool:
        return key in self.given or self.library.owner(str(key)) not in {"", self.id}


def renamed(paper: Paper, key: str, given: Mapping[str, str] | None = None) -> Values:
    """The fields that give `paper` the cite key `key`; the old one becomes an alias.

    `given` tells who gets which lower-case key at the same time: what another paper gets is no alias.
    """
    own = given or {}
    old = dict.fromkeys((*paper.aliases, paper.key))
    aliases = [alias for alias in old if alias and alias != key and own.get(alias.lower(), paper.id) == paper.id]
    return {"key": key, "aliases": aliases or None, "key_made": None}


def proposals(library: Library, ids: Iterable[str], template: str) -> dict[str, Values]:
    """Changed fields of papers that get the keys `template` proposes; the first to arrive chooses first.

    A key that is as proposed stays, also one with a suffix that it needs. A proposed key may be the present key of a
    paper that gets another one, so that papers can swap keys; suffixes keep clear of those.
    """
    known = (paper for id in set(ids) if (paper := library.get(id)))
    papers = sorted(known, key=lambda paper: (paper.arrival, paper.id))
    wishes = {paper.id: citekey.propose(paper, template) for paper in papers}
    movers = [paper for paper in papers if not fits(library, paper, wishes[paper.id])]
    given_up = {paper.key.lower() for paper in movers}
    given: dict[str, str] = {}
    tried: dict[str, int] = {}
    keys: dict[str, str] = {}
    for paper in movers:
        wish = wishes[paper.id]
        is_left = wish.lower() in given_up and wish.lower() not in given
        keys[paper.id] = wish if is_left else citekey.unique(wish, Taken(library, paper.id, given), tried)
        given[keys[paper.id].lower()] = paper.id
    return {paper.id: renamed(paper, keys[paper.id], given) for paper in movers if keys[paper.id] != paper.key}


def fits(library: Library, paper: Paper, wish: str) -> bool:
    """Whether the paper's key is the one proposed, or that with a suffix because another paper has it."""
    return paper.key == wish or (citekey.has_grown_from(paper.key, wish) and wish.lower() in Taken(library, paper.id))


def settle(back: dict[str, Patch], library: Library) -> list[str]:
    """Take from a reversal the cite keys that others have by now; gives the papers that keep their present key.

    A paper that has none at present gets its old one with a suffix.
    """
    keep: list[str] = []
    if not any("key" in patch or "aliases" in patch for patch in back.values()):
        return keep
    tried: dict[str, int] = {}
    while lost := contested(back, library):
        owners = owners_after(back, library)
        for id in lost:
            if library.record(id).get("key"):
                keep.append(id)
                back[id] = {name: values for name, values in back[id].items() if name not in {"key", "aliases"}}
            else:
                key = citekey.unique(back[id]["key"][1], Taken(library, id, owners), tried)
                back[id]["key"] = (None, key)
                owners[key.lower()] = id
    owners = owners_after(back, library)
    for id, patch in back.items():
        if "aliases" in patch:
            before, after = patch["aliases"]
            own = [alias for alias in after or () if not is_foreign(alias.lower(), id, owners, back, library)]
            patch["aliases"] = (before, own or None)
    return keep


def contested(back: Mapping[str, Patch], library: Library) -> list[str]:
    """The papers that a reversal would give a cite key of another paper."""
    owners = owners_after(back, library)
    wanted = {id: str(patch["key"][1] or "").lower() for id, patch in back.items() if "key" in patch}
    return [id for id, key in wanted.items() if key and is_foreign(key, id, owners, back, library)]


def is_foreign(key: str, id: str, owners: Mapping[str, str], back: Mapping[str, Patch], library: Library) -> bool:
    """Whether a lower-case key is that of another paper than `id` after a reversal, which leaves these `owners`."""
    owner = library.owner(key)
    return owners.get(key, id) != id or (owner not in {"", id} and owner not in back)


def owners_after(back: Mapping[str, Patch], library: Library) -> dict[str, str]:
    """Lower-case cite key → paper, for the papers of a reversal that was made; who has a key now goes first."""
    records = {
        id: {**library.record(id), **{name: after for name, (_, after) in patch.items()}} for id, patch in back.items()
    }
    keys = [(str(record["key"]).lower(), id) for id, record in records.items() if record.get("key")]
    aliases = [(alias.lower(), id) for id, record in records.items() for alias in record.get("aliases") or ()]
    present = [(key, id) for key, id in (*keys, *aliases) if library.owner(key) == id]
    owners: dict[str, str] = {}
    for key, id in (*present, *keys, *aliases):
        owners.setdefault(key, id)
    return owners
