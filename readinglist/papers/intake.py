"""Taking papers into a library: newcomers enter, records of known papers are joined to them."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from readinglist.jobs.progress import Progress, tracked
from readinglist.papers import citekey
from readinglist.papers.change import Ingestion, Joined, patch_between
from readinglist.papers.dropped import dropped
from readinglist.papers.field import LARGEST
from readinglist.papers.harvest import Exported
from readinglist.papers.identity.candidates import Match, judged
from readinglist.papers.identity.contradictions import of_ids
from readinglist.papers.identity.duplicates import are_distinct
from readinglist.papers.identity.evidence import Facts
from readinglist.papers.identity.verdict import Answer
from readinglist.papers.merging import COUNTED, OWN, is_known, leaves, parts_of, with_parts
from readinglist.papers.paper import Paper
from readinglist.papers.record import Record, Values, cite_keys, record_of
from readinglist.papers.rekeying import Taken
from readinglist.papers.status import Status
from readinglist.text import clean_tag, plural

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from readinglist.papers.library import Library

OF_LIBRARY = OWN - {"key", "aliases", "sources", "tags", "note", "parts"}
"""Fields of an exported paper that its library gave it: no record of the work has them."""
SILENT = frozenset({"parts", "sources", "updated", *COUNTED})
"""Fields that may change without a paper saying more than before."""
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
        self.next_arrival = library.next_arrival
        self.given: set[int] = set()
        """The running numbers of the newcomers."""
        self.added: dict[str, Paper] = {}
        self.merged: dict[str, Paper] = {}
        self.unchanged: dict[str, None] = {}
        self.exports: dict[str, object] = {}
        """New paper → the export it stood in."""
        self.keys: set[str] = set()
        self.entries: dict[str, set[str]] = {}
        """Source → the lower-case keys of its entries among the papers taken in."""
        self.held: dict[tuple[str, str], set[str]] = {}
        """Paper and source → the lower-case keys of the entries of it that were taken in so far."""
        self.suffixed: dict[str, int] = {}
        """How far suffixes of each lower-case cite key are used."""
        self.joined: list[Joined] = []
        self.asked: dict[tuple[str, str], str] = {}
        """Two papers → why they may be one."""

    def merge_all(self, papers: Sequence[Paper], progress: Progress) -> Ingestion:
        """The change that takes in `papers`."""
        for paper in papers:
            for source in paper.sources if paper.key else ():
                self.entries.setdefault(source, set()).add(paper.key.lower())
        for paper in tracked(papers, len(papers), progress):
            match = self._match(paper)
            id = match.same
            if id:
                self._meet(match, paper)
            else:
                id = self._enter(paper).id
            for source in paper.sources if paper.key else ():
                self.held.setdefault((id, source), set()).add(paper.key.lower())
            self._ask(id, match)
        return self._ingestion()

    def _ask(self, id: str, match: Match) -> None:
        """Note the papers that this one may be, but for those of which the user said that they are others."""
        own = self._so_far(id)
        for other, why in match.asked:
            is_answered = are_distinct(own, self._so_far(other))
            if not is_answered and (other, id) not in self.asked and not self._was_open(id, other):
                self.asked.setdefault((id, other), why)

    def _was_open(self, one: str, two: str) -> bool:
        """Whether the library held this question before."""
        first, second = self.library.record(one), self.library.record(two)
        if not first or not second:
            return False
        before = judged([*map(Facts, leaves(first))], [*map(Facts, leaves(second))])
        return before.answer is not Answer.DIFFERENT

    def _match(self, paper: Paper) -> Match:
        """Which known paper this is; papers of one export are never the same, however alike."""
        if not isinstance(paper, Exported):
            return self.identities.match(paper, self._are_neighbours)
        namesake = self._so_far(paper.id)
        if namesake and not of_ids(Facts(namesake), Facts(paper.record)):
            return Match(paper.id, "the same paper of another library", is_repeat=True)
        for leaf in leaves(paper.record) if paper.record.get("parts") else ():
            found = self.identities.match(Paper(leaf))
            if found.is_repeat and self.exports.get(found.same) is not paper.export:
                return found
        match = self.identities.match(paper)
        others = tuple(other for other in match.asked if self.exports.get(other[0]) is not paper.export)
        if self.exports.get(match.same) is paper.export:
            return Match("", "", others)
        return match._replace(asked=others)

    def _are_neighbours(self, id: str, known: Record, new: Record) -> bool:
        """Whether both are entries of one file that is being taken in, each with a key of its own."""
        key, own = str(new.get("key") or "").lower(), cite_keys(known)
        if not key or key in own:
            return False
        return any(
            not self.entries[source].isdisjoint(own) or any(name != key for name in self.held.get((id, source), ()))
            for source in new.get("sources", ())
            if source in known.get("sources", ())
        )

    def _so_far(self, id: str) -> Record:
        """The record of a paper as it has been decided so far; empty if there is none."""
        paper = self.added.get(id) or self.merged.get(id)
        return paper.record if paper else self.library.record(id)

    def _enter(self, paper: Paper) -> Paper:
        """A newcomer with what a library gives; an exported paper keeps its own, as far as that is free."""
        exported = isinstance(paper, Exported)
        id = paper.id if exported and self._is_free(paper.id) else self._new_id()
        taken = Taken(self.library, given=self.keys)
        key = citekey.unique(paper.key or citekey.propose(paper, self.cite_key), taken, self.suffixed)
        status = self.status or paper.status
        given: Values = {
            "id": id,
            "key": key,
            "status": status.value,
            "status_since": self.now,
            "tags": sorted(self.tags | set(paper.tags)) or None,
            "added": self.now,
            "updated": self.now,
            "arrival": self._arrival(paper),
        }
        if not paper.key:
            given["key_made"] = True
        if isinstance(paper, Exported):
            given |= {name: value for name, value in paper.record.items() if name in self._kept()}
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
        self.next_arrival = min(LARGEST, max(self.next_arrival, arrival + 1))
        return arrival

    @cached_property
    def arrivals(self) -> set[int]:
        """The running numbers in the library."""
        return {paper.brief.get("arrival", 0) for paper in self.library.everything()}

    def _is_free(self, id: str) -> bool:
        return bool(id) and not self.library.record(id) and id not in self.added

    def _meet(self, match: Match, paper: Paper) -> None:
        """Join a record to the paper it is of, unless that says all of it already."""
        id = match.same
        known = self._so_far(id)
        is_said = is_known(paper.record, known)
        if known.get("purged") or (is_said and match.is_repeat):
            self._leave(id)
            return
        part = self._part(id, known, paper, match.why)
        fuller = with_parts(known, [*parts_of(known), part])
        left = dropped(known, fuller) | dropped(part, fuller)
        if isinstance(paper, Exported):
            fuller = record_of({**fuller, **filling_own(known, paper)})
        elif paper.note and not known.get("note"):
            fuller["note"] = paper.note
        self.joined.append(Joined(id, paper.key or paper.title, match.why, left, is_within=id in self.added))
        if is_said and not part.get("entry") and not news(known, fuller):
            self._leave(id)
            return
        self.keys.update(cite_keys(fuller))
        joined = Paper({**fuller, "updated": self.now})
        (self.added if id in self.added else self.merged)[id] = joined
        self.identities.put(id, joined)
        self.unchanged.pop(id, None)

    def _leave(self, id: str) -> None:
        if id not in self.added and id not in self.merged:
            self.unchanged[id] = None

    def _part(self, id: str, known: Record, paper: Paper, why: str) -> Record:
        """A record as a part of the paper it is joined to: with the keys that no other paper has."""
        given = OF_LIBRARY if isinstance(paper, Exported) else frozenset()
        record = {name: value for name, value in paper.record.items() if name not in given}
        taken, own = Taken(self.library, id, given=self.keys - set(cite_keys(known))), cite_keys(known)
        names = [
            name for name in (paper.key, *paper.aliases) if name and (name.lower() in own or name.lower() not in taken)
        ]
        part: Values = {**record, "key": names[0] if names else None, "aliases": names[1:] or None}
        part |= {"joined": self.now, "why": why, "names": bool(known.get("key_made") and paper.key in names) or None}
        part["entry"] = paper.key if paper.key not in names else None
        return record_of({name: value for name, value in part.items() if value not in (None, "")})

    def _new_id(self) -> str:
        return new_id(self.library, self.added)

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
            joined=tuple(self.joined),
            asked=tuple((id, other, why) for (id, other), why in self.asked.items()),
        )


def new_id(library: Library, given: Collection[str] = ()) -> str:
    """An id that no paper of the library has or had, and that was not just given."""
    while True:
        id = os.urandom(8).translate(LETTER_OF_BYTE).decode()
        if not library.record(id) and id not in given:
            return id


def news(known: Record, fuller: Record) -> bool:
    """Whether a paper says more than it did, or answers to one more cite key."""
    return any(known.get(name) != fuller.get(name) for name in known.keys() | fuller.keys() if name not in SILENT)


def filling_own(known: Record, exported: Paper) -> Values:
    """The user's own fields that an exported paper fills.

    Tags, note and priority come where there are none, a decision where the paper is still in the inbox: what the
    user has here always stays.
    """
    record = exported.record
    filled = {
        name: value for name, value in record.items() if name in {"tags", "note", "priority"} and name not in known
    }
    is_open = known.get("status", "inbox") == Status.INBOX.value
    if is_open and exported.status is not Status.INBOX:
        filled |= {name: value for name, value in record.items() if name in {"status", "status_since"}}
    return filled
