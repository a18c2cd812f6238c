"""Taking papers into a library: newcomers enter, known papers are merged."""

from __future__ import annotations

import os
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from readinglist.bibtex import citekey
from readinglist.change import Ingestion, patch_between
from readinglist.harvest import Exported
from readinglist.identity import Match, other_count, other_ids
from readinglist.keys import Taken
from readinglist.paper import Paper, Record, Status, cite_keys
from readinglist.progress import Progress, followed
from readinglist.text import clean_tag, plural

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from readinglist.library import Library

FILLABLE = (
    "abstract", "date", "venue", "organization", "organization_handle", "comments",
    "upvotes", "arxiv", "arxiv_version", "primary_class", "doi", "acl", "openreview", "url", "entry_type", "raw",
    "keywords",
)  # fmt: skip
"""Fields that merging fills when they are empty."""
HANDLED = frozenset(FILLABLE) | frozenset(
    "id key aliases arrival added updated status status_since sources edited fields authors others author_count "
    "purged".split()
)
"""Fields that have a rule of their own in merging."""
ID_LETTERS = b"23456789abcdefghjkmnpqrstuvwxyz"
LETTER_OF_BYTE = bytes(ID_LETTERS[byte % len(ID_LETTERS)] for byte in range(256))


class Intake:
    """One `Library.add` at work: what has been decided for the papers so far."""

    def __init__(self, library: Library, now: str, status: Status | None, tags: Collection[str], cite_key: str) -> None:
        self.library = library
        self.now = now
        self.status = status
        """For newcomers; None leaves a paper the one its source tells."""
        self.cite_key = cite_key
        self.tags = {clean_tag(tag) for tag in tags} - {""}
        self.identities = library.identities()
        """They know what has been decided so far, too."""
        self.next_arrival = 1 + max(chain([0], (paper.brief.get("arrival", 0) for paper in library.everything())))
        self.given: set[int] = set()
        """The running numbers of the newcomers."""
        self.added: dict[str, Paper] = {}
        self.merged: dict[str, Paper] = {}
        self.unchanged: dict[str, None] = {}
        self.exports: dict[str, object] = {}
        """New paper → the export it stood in."""
        self.keys: set[str] = set()
        self.suggestions: list[tuple[str, str, str]] = []

    def take(self, papers: Sequence[Paper], progress: Progress) -> Ingestion:
        """The change that takes in `papers`."""
        for paper in followed(papers, len(papers), progress):
            match = self._match(paper)
            if match.same:
                self._meet(match.same, paper)
            else:
                newcomer = self._enter(paper)
                self.suggestions += [(newcomer.id, other, reason) for other, reason in match.suggestions]
        return self._ingestion()

    def _match(self, paper: Paper) -> Match:
        """Which known paper this is; papers of one export are never the same, however alike."""
        if not isinstance(paper, Exported):
            return self.identities.match(paper)
        namesake = self.library.record(paper.id) or self._so_far(paper.id)
        if namesake and not other_ids(Paper(namesake), paper):
            return Match(paper.id)
        match = self.identities.match(paper)
        others = tuple(other for other in match.suggestions if self.exports.get(other[0]) is not paper.export)
        return Match("" if self.exports.get(match.same) is paper.export else match.same, others)

    def _so_far(self, id: str) -> Record:
        return self.added[id].record if id in self.added else {}

    def _enter(self, paper: Paper) -> Paper:
        """A newcomer with what a library gives; an exported paper keeps its own, as far as that is free."""
        exported = isinstance(paper, Exported)
        id = paper.id if exported and self._is_free(paper.id) else self._new_id()
        taken = Taken(self.library, given=self.keys)
        key = citekey.unique(paper.key or citekey.propose(paper, self.cite_key), taken)
        status = self.status or paper.status
        given: Record = {
            "id": id,
            "key": key,
            "status": status.value,
            "status_since": self.now,
            "tags": sorted(self.tags | set(paper.tags)) or None,
            "added": self.now,
            "updated": self.now,
            "arrival": self._arrival(paper),
        }
        if isinstance(paper, Exported):
            given |= {name: paper.record[name] for name in self._kept() if name in paper.record}
            self.exports[id] = paper.export
        given["aliases"] = [alias for alias in paper.aliases if alias != key and alias.lower() not in taken] or None
        newcomer = Paper(paper.record).with_fields(given)
        self.keys.update(cite_keys(newcomer.record))
        self.added[id] = newcomer
        self.identities.put(id, newcomer)
        return newcomer

    def _kept(self) -> tuple[str, ...]:
        """The fields that exported papers keep."""
        return ("added", "updated") if self.status else ("added", "updated", "status", "status_since")

    def _arrival(self, paper: Paper) -> int:
        """The running number of a newcomer: an exported paper's own, if it is free, else the next."""
        own = paper.arrival
        is_free = own and own not in self.given and own not in self.arrivals
        arrival = own if is_free else self.next_arrival
        self.given.add(arrival)
        self.next_arrival = max(self.next_arrival, arrival + 1)
        return arrival

    @cached_property
    def arrivals(self) -> set[int]:
        """The running numbers in the library."""
        return {paper.brief.get("arrival", 0) for paper in self.library.everything()}

    def _is_free(self, id: str) -> bool:
        return bool(id) and not self.library.record(id) and id not in self.added

    def _meet(self, id: str, paper: Paper) -> None:
        known = self.added.get(id) or self.merged.get(id) or self.library.get(id)
        filled = filling(known, paper, Taken(self.library, given=self.keys)) if known else {}
        if known and isinstance(paper, Exported):
            filled |= filling_own(known, paper)
        if not known or not filled:
            if id not in self.added and id not in self.merged:
                self.unchanged[id] = None
            return
        self.keys.update(alias.lower() for alias in filled.get("aliases", ()))
        fuller = known.with_fields({**filled, "updated": self.now})
        (self.added if id in self.added else self.merged)[id] = fuller
        self.identities.put(id, fuller)
        self.unchanged.pop(id, None)

    def _new_id(self) -> str:
        while True:
            id = os.urandom(8).translate(LETTER_OF_BYTE).decode()
            if self._is_free(id):
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
    if "raw" in filled and "abstract" not in filled and newcomer.abstract:  # theirs may stand nowhere else
        filled["raw"] = {"abstract": newcomer.abstract, **newcomer.raw}
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


def filling_own(known: Paper, exported: Paper) -> Record:
    """What an exported paper fills besides: the user's own fields, and those we do not know.

    Tags, note and priority come where there are none, a decision where the paper is still in the inbox: what the
    user has here always stays.
    """
    record = exported.record
    filled: Record = {
        name: value
        for name, value in record.items()
        if name not in known.record and name not in known.edited and name not in HANDLED
    }
    if known.status is Status.INBOX and exported.status is not Status.INBOX:
        filled |= {name: record[name] for name in ("status", "status_since") if name in record}
    return filled


def filling_authors(known: Paper, newcomer: Paper) -> Record:
    """The authors' names where there were none or not all; until names are known, their number."""
    if "authors" in known.edited:
        return {}
    if newcomer.authors and (not known.authors or (known.others and not newcomer.others)):
        is_doubtful = newcomer.others or other_count(known.author_count, len(newcomer.authors))
        count = (known.author_count if is_doubtful else None) or newcomer.record.get("author_count")
        fields = {"authors": newcomer.record["authors"], "others": newcomer.others or None, "author_count": count}
        return {name: value for name, value in fields.items() if known.record.get(name) != value}
    if known.author_count is None and newcomer.author_count and "author_count" not in known.edited:
        return {"author_count": newcomer.author_count}
    return {}
