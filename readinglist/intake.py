"""Taking papers into a library: newcomers enter, known papers are merged."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from readinglist.bibtex import citekey
from readinglist.change import Ingestion, patch_between
from readinglist.keys import Taken
from readinglist.paper import Paper, Record, cite_keys
from readinglist.text import clean_tag, plural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from readinglist.library import Library
    from readinglist.paper import Status

FILLABLE = (
    "abstract", "date", "venue", "organization", "organization_handle", "comments",
    "upvotes", "arxiv", "arxiv_version", "primary_class", "doi", "acl", "openreview", "url", "entry_type", "raw",
    "keywords",
)  # fmt: skip
"""Fields that merging fills when they are empty."""
ID_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


class Intake:
    """One `Library.add` at work: what has been decided for the papers so far."""

    def __init__(self, library: Library, now: str, status: Status, tags: Collection[str], cite_key: str) -> None:
        self.library = library
        self.now = now
        self.status = status
        self.cite_key = cite_key
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
        wish = paper.key or citekey.propose(paper, self.cite_key)
        taken = Taken(self.library, given=self.keys)
        key = citekey.unique(wish, taken)
        newcomer = paper.with_fields(
            {
                "id": id,
                "key": key,
                "aliases": [a for a in paper.aliases if a != key and a.lower() not in taken] or None,
                "status": self.status.value,
                "status_since": self.now,
                "tags": sorted(self.tags | set(paper.tags)) or None,
                "added": self.now,
                "updated": self.now,
                "arrival": self.arrival + len(self.added),
            }
        )
        self.keys.update(cite_keys(newcomer.record))
        self.added[id] = newcomer
        self.library.identities().replace(None, newcomer)
        return newcomer

    def _meet(self, id: str, paper: Paper) -> None:
        known = self.added.get(id) or self.merged.get(id) or self.library.get(id)
        filled = filling(known, paper, Taken(self.library, given=self.keys)) if known else {}
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
    own = cite_keys(known.record)
    names = (name for name in (newcomer.key, *newcomer.aliases) if name)
    if new := [name for name in names if name.lower() not in own and name.lower() not in taken]:
        filled["aliases"] = [*known.aliases, *new]
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
