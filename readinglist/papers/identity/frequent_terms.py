"""Terms by which papers are found; of those that very many papers have, only papers that agree in more are."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING

from readinglist.papers.identity.similar_titles import drop
from readinglist.papers.merging import facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from readinglist.papers.identity.evidence import Facts
    from readinglist.papers.identity.similar_titles import Postings
    from readinglist.papers.record import Record

CROWD = 50
"""Papers with one term from which on a narrower one finds them."""


class Terms:
    """Papers by their terms, which may be very many for one."""

    def __init__(self, facts_of: Callable[[str], Iterable[Facts]]) -> None:
        self._facts_of = facts_of
        self._by_term: Postings = {}
        self._crowds: dict[str, Postings] = {}
        """Term of a crowd → narrower term → papers."""
        self._narrower: dict[str, set[str]] = {}
        """Paper in a crowd → its narrower terms."""

    def __contains__(self, term: str) -> bool:
        """Whether any paper has the term."""
        return term in self._by_term

    def __iter__(self) -> Iterator[str]:
        """All terms."""
        return iter(self._by_term)

    def enter(self, id: str, terms: Iterable[str]) -> None:
        """Find a paper by these terms from now on."""
        for term in terms:
            self._by_term.setdefault(term, {})[id] = None
            if term in self._crowds:
                self._enter_crowd(term, id)

    def leave(self, id: str, terms: Iterable[str]) -> None:
        """Find a paper by these terms no longer."""
        narrower = self._narrower.pop(id, ())
        for term in terms:
            drop(self._by_term, term, id)
            if crowd := self._crowds.get(term):
                for each in narrower:
                    if each in crowd:
                        drop(crowd, each, id)

    def is_crowd(self, term: str) -> bool:
        """Whether very many papers have a term."""
        return len(self._by_term.get(term, ())) > CROWD

    def few(self, term: str) -> Iterable[str]:
        """The papers with a term that is no crowd's."""
        return self._by_term.get(term, ())

    def of(self, term: str, about: Facts) -> Iterable[str]:
        """The papers with a term; of a crowd those that a record may be, by its author and further facts."""
        members = self._by_term.get(term, {})
        if len(members) <= CROWD:
            return members
        if term not in self._crowds:
            self._crowds[term] = {}
            for id in members:
                self._enter_crowd(term, id)
        crowd = self._crowds[term]
        found = [id for exact in exactly(about.record) for id in list(crowd.get(exact, ()))[:CROWD]]
        levels = [crowd.get(level, {}) for level in loosely(about)]
        fitting = next((ids for ids in levels if len(ids) <= CROWD), levels[-1])
        return [*found, *list(fitting)[:CROWD]]

    def _enter_crowd(self, term: str, id: str) -> None:
        if id not in self._narrower:
            known = list(self._facts_of(id))
            self._narrower[id] = {each for about in known for each in (*exactly(about.record), *loosely(about))}
        for each in self._narrower[id]:
            self._crowds[term].setdefault(each, {})[id] = None


def exactly(record: Record) -> list[str]:
    """Terms of a record that comes again: its cite keys, and a digest of all it says."""
    keys = dict.fromkeys(str(key).lower() for key in (record.get("key"), record.get("entry")) if key)
    return [*(f"entry:{key}" for key in keys), f"all:{digest(record)}"]


def loosely(about: Facts) -> Sequence[str]:
    """Terms of a record in a crowd, each narrower than the one before: its first author, its title, its place."""
    family = f"by:{about.people[0].family if about.people else ''}"
    titled = f"{family}:{about.title.key}"
    place = (about.year, about.detail("volume"), about.detail("number"), about.fields.get("pages", ""))
    return family, titled, f"{titled}:{place}"


def digest(record: Record) -> str:
    """A digest of all facts of a record."""
    told = json.dumps(facts(record), sort_keys=True).encode("utf-8", "surrogatepass")
    return blake2b(told, digest_size=8).hexdigest()
