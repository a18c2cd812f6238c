"""Papers of a library that may be one: the open questions."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from readinglist.papers.identity.candidates import Identities
from readinglist.papers.identity.verdict import Answer
from readinglist.papers.merging import ids_in, parts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper
    from readinglist.papers.record import Record

BREATH = 0.005
"""Seconds of work between two yields; a number of papers would not do, since one title of common words takes long."""


class Question(NamedTuple):
    """Two papers that may be one, by id, the earlier arrival first, and what speaks for it and against it."""

    one: str
    two: str
    why: str


class Duplicates:
    """The open questions of a library, kept true paper by paper."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._identities = Identities(with_words=True)
        self._found: dict[frozenset[str], Question] = {}
        self.is_complete = False
        """Whether all papers have been compared."""

    def questions(self) -> list[Question]:
        """The open questions, those about the newest papers first."""
        arrivals = {id: self.library[id].arrival for question in self._found.values() for id in question[:2]}
        return sorted(self._found.values(), key=lambda each: (arrivals[each.two], arrivals[each.one]), reverse=True)

    def of(self, id: str) -> list[Question]:
        """The open questions about one paper."""
        return [question for question in self.questions() if id in question[:2]]

    def ids(self) -> set[str]:
        """The papers that questions are open about."""
        return {id for pair in self._found for id in pair}

    def comparing(self) -> Iterator[int]:
        """Compares all papers, a few milliseconds of work between two yields, which say how many are done."""
        ids = list(self.library.ids)
        begun = monotonic()
        for turn, work in enumerate((self._know, self._ask)):
            for at, id in enumerate(ids):
                work(id)
                if monotonic() - begun >= BREATH:
                    yield (turn * len(ids) + at) // 2
                    begun = monotonic()
        self.is_complete = True

    def follow(self, ids: Collection[str]) -> None:
        """Update the questions after these papers changed."""
        for pair in [pair for pair in self._found if not pair.isdisjoint(ids)]:
            del self._found[pair]
        for id in ids:
            self._know(id)
        if self.is_complete:
            for id in ids:
                self._ask(id)

    def _know(self, id: str) -> None:
        paper = self.library.get(id)
        self._identities.put(id, paper if paper and is_kept(paper) else None)

    def _ask(self, id: str) -> None:
        """Enter the questions about one paper; one that has come back and is not known yet will be followed."""
        paper = self.library.get(id)
        if not paper or not is_kept(paper) or id not in self._identities:
            return
        for other_id in self._identities.candidates(paper):
            pair = frozenset((id, other_id))
            if len(pair) < 2 or pair in self._found:
                continue
            other = self.library[other_id]
            if not are_distinct(paper.record, other.record):
                first, second = sorted((paper, other), key=lambda each: (each.arrival, each.id))
                found = self._identities.between(first.id, second.id)
                if found.answer is not Answer.DIFFERENT:
                    self._found[pair] = Question(first.id, second.id, found.why)


def questions(library: Library) -> list[Question]:
    """The open questions of a whole library."""
    duplicates = Duplicates(library)
    for _ in duplicates.comparing():
        pass
    return duplicates.questions()


def is_kept(paper: Paper) -> bool:
    """Whether a paper is not in the trash."""
    return bool(paper.brief.get("status") != "trashed")


def are_distinct(one: Record, two: Record) -> bool:
    """Whether the user said that two papers, or papers that were joined to them, are not one."""
    answers = ((one.get("distinct"), two), (two.get("distinct"), one))
    return any(said and not ids_in(parts_of(other)).isdisjoint(said) for said, other in answers)
