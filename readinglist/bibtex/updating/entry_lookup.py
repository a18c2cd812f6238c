"""Entries of papers in a file: by cite key, by the key they were written under, by former keys, by what they say."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from readinglist.bibtex.updating.fingerprints import KEY, Memory, digest
from readinglist.papers.identity.author_lists import People
from readinglist.papers.identity.candidates import Identities
from readinglist.papers.identity.contradictions import between, of_ids
from readinglist.papers.identity.evidence import Facts, Kind
from readinglist.papers.identity.verdict import people

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from readinglist.bibtex.updating.existing_file import Existing, Standing
    from readinglist.bibtex.updating.fingerprints import Fingerprints
    from readinglist.papers.paper import Paper


class Finding:
    """The entries of an existing file as papers of a library, of which `fingerprints` says what was written before."""

    def __init__(self, existing: Existing, fingerprints: Fingerprints) -> None:
        self.existing = existing
        self.fingerprints = fingerprints
        self.papers: Sequence[Paper] = ()
        """The papers to be written."""
        self.keys: set[str] = set()
        """Their lower-case cite keys."""

    def memory(self, paper: Paper) -> Memory | None:
        """The last comparison of a paper with its entry; None if there was none."""
        fingerprints = self.fingerprints.get(paper.id)
        return Memory(fingerprints) if fingerprints is not None else None

    def memory_of(self, paper: Paper, standing: Standing) -> Memory | None:
        """The last comparison of a paper with this very entry."""
        memory = self.memory(paper)
        return memory if memory and (memory.is_of(standing.entry.key) or not memory.has_key) else None

    def is_same(self, standing: Standing, paper: Paper) -> bool:
        """Whether the entry that has a paper's key is that paper."""
        there, memory = standing.paper, self.memory(paper)
        ours, theirs = Facts(paper.record), Facts(there.record)
        clash = of_ids(ours, theirs)
        if there.title == paper.title and there.authors == paper.authors and not clash:
            return True
        if there.title and memory and not memory.is_theirs_new("title", there.title):
            return True
        match = Identities([paper]).match(there)
        if match.same:
            return True
        if clash or people(ours, theirs) in {People.NONE, People.OTHERS}:
            return False
        is_known = memory is not None and memory.is_of(standing.entry.key)
        return bool(is_known or match.asked)

    def leading(self, paper: Paper, standing: Standing) -> Standing | None:
        """The entry of the publication that a paper has, where the file has entries of several records of it.

        The entry of another publication stays as it is, and that of a preprint where the publication has its own.
        """
        if not paper.record.get("parts") or is_of_publication(paper, standing):
            return standing
        is_preprint = Facts(standing.paper.record).kind is not Kind.PUBLICATION
        return next(self._under_aliases(paper), standing if is_preprint else None)

    def under_alias(self, paper: Paper) -> Standing | None:
        """The one entry of a joined paper's publication under a key that the paper had as another record."""
        found = list(self._under_aliases(paper)) if paper.record.get("parts") else []
        return found[0] if len(found) == 1 and found[0].entry.key.lower() not in self.keys else None

    def _under_aliases(self, paper: Paper) -> Iterator[Standing]:
        """The entries of a paper's publication under its former keys."""
        for alias in paper.aliases:
            for standing in self.existing.by_key.get(alias.lower(), []):
                if is_of_publication(paper, standing) and self.is_same(standing, paper):
                    yield standing

    def former(self, paper: Paper) -> Standing | None:
        """The entry that we wrote for a paper when its key was another, if it still has that."""
        found = self._by_print.get(self.fingerprints.get(paper.id, {}).get(KEY, ""), [])
        return found[0] if len(found) == 1 and self.is_same(found[0], paper) else None

    @cached_property
    def _by_print(self) -> dict[str, list[Standing]]:
        """Digest of a key → the entries that have the key."""
        return {digest(found[0].entry.key): found for found in self.existing.by_key.values()}

    def elsewhere(self, paper: Paper) -> str:
        """The key under which the file has this paper, though ours is another."""
        for alias in paper.aliases:
            for standing in self.existing.by_key.get(alias.lower(), []):
                if alias.lower() not in self.keys and self.is_same(standing, paper):
                    return standing.entry.key
        if not (same := self._identities.match(paper).same):
            return ""
        standing = self.existing.standing[int(same)]
        return standing.entry.key if self._ours.match(standing.paper).same == paper.id else ""

    @cached_property
    def _ours(self) -> Identities:
        """The papers to be written: an entry is that of the one it fits best."""
        return Identities(self.papers)

    @cached_property
    def _identities(self) -> Identities:
        """The entries whose keys are none of ours."""
        return Identities(
            standing.paper.with_fields({"id": str(number)})
            for number, standing in enumerate(self.existing.standing)
            if standing.entry.key.lower() not in self.keys
        )


def is_of_publication(paper: Paper, standing: Standing) -> bool:
    """Whether an entry is of the very publication that a paper has."""
    ours, theirs = Facts(paper.record), Facts(standing.paper.record)
    return ours.kind is theirs.kind and not between(ours, theirs)
