"""The entry of a paper in a file: by cite key, by the key it was written under, by former keys, by its content."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from readinglist.bibtex.updating.fingerprints import KEY, LastWritten, digest
from readinglist.papers.identity.author_lists import People
from readinglist.papers.identity.candidates import Identities
from readinglist.papers.identity.contradictions import between, of_ids
from readinglist.papers.identity.evidence import Facts, Kind
from readinglist.papers.identity.verdict import people

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from readinglist.bibtex.updating.existing_file import ExistingFile, FileEntry
    from readinglist.bibtex.updating.fingerprints import Fingerprints
    from readinglist.papers.paper import Paper


class EntryLookup:
    """Finds the entries of papers in an existing file; `fingerprints` are those of the last write."""

    def __init__(self, file: ExistingFile, fingerprints: Fingerprints) -> None:
        self.file = file
        self.fingerprints = fingerprints
        self.papers: Sequence[Paper] = ()
        """The papers to be written."""
        self.keys: set[str] = set()
        """Their lower-case cite keys."""

    def base_of(self, paper: Paper, there: FileEntry) -> LastWritten | None:
        """The base for merging a paper with this entry; None if they were never merged."""
        base = self._last_written(paper)
        return base if base and (base.is_of(there.entry.key) or not base.has_key) else None

    def _last_written(self, paper: Paper) -> LastWritten | None:
        fingerprints = self.fingerprints.get(paper.id)
        return LastWritten(fingerprints) if fingerprints is not None else None

    def is_same(self, there: FileEntry, paper: Paper) -> bool:
        """Whether the entry that has a paper's key is that paper."""
        other, base = there.paper, self._last_written(paper)
        ours, theirs = Facts(paper.record), Facts(other.record)
        clash = of_ids(ours, theirs)
        if other.title == paper.title and other.authors == paper.authors and not clash:
            return True
        if other.title and base and not base.is_theirs_new("title", other.title):
            return True
        match = Identities([paper]).match(other)
        if match.same:
            return True
        if clash or people(ours, theirs) in {People.NONE, People.OTHERS}:
            return False
        is_known = base is not None and base.is_of(there.entry.key)
        return bool(is_known or match.asked)

    def of_publication(self, paper: Paper, there: FileEntry) -> FileEntry | None:
        """The entry of a paper's publication, where the file has entries of several records of the work.

        None if `there`, which has the paper's key, is to stay as it is: the entry of another publication, or of a
        preprint whose publication has an entry of its own.
        """
        if not paper.record.get("parts") or is_of_publication(paper, there):
            return there
        is_preprint = Facts(there.paper.record).kind is not Kind.PUBLICATION
        return next(self._under_aliases(paper), there if is_preprint else None)

    def under_alias(self, paper: Paper) -> FileEntry | None:
        """The only entry of a joined paper's publication under the key of one of its other records."""
        found = list(self._under_aliases(paper)) if paper.record.get("parts") else []
        return found[0] if len(found) == 1 and found[0].entry.key.lower() not in self.keys else None

    def _under_aliases(self, paper: Paper) -> Iterator[FileEntry]:
        """The entries of a paper's publication under its former keys."""
        for alias in paper.aliases:
            for there in self.file.by_key.get(alias.lower(), []):
                if is_of_publication(paper, there) and self.is_same(there, paper):
                    yield there

    def under_written_key(self, paper: Paper) -> FileEntry | None:
        """The entry that we wrote for a paper when it had another key, if it still has that key."""
        found = self._by_digest.get(self.fingerprints.get(paper.id, {}).get(KEY, ""), [])
        return found[0] if len(found) == 1 and self.is_same(found[0], paper) else None

    @cached_property
    def _by_digest(self) -> dict[str, list[FileEntry]]:
        """Digest of a key → the entries that have the key."""
        return {digest(found[0].entry.key): found for found in self.file.by_key.values()}

    def key_elsewhere(self, paper: Paper) -> str:
        """The key under which the file has this paper, if it has it under another key than ours."""
        for alias in paper.aliases:
            for there in self.file.by_key.get(alias.lower(), []):
                if alias.lower() not in self.keys and self.is_same(there, paper):
                    return there.entry.key
        if not (same := self._entries.match(paper).same):
            return ""
        there = self.file.entries[int(same)]
        return there.entry.key if self._papers.match(there.paper).same == paper.id else ""

    @cached_property
    def _papers(self) -> Identities:
        """The papers to be written by their content: an entry is that of the one it matches best."""
        return Identities(self.papers)

    @cached_property
    def _entries(self) -> Identities:
        """The entries with keys other than ours, by their content."""
        return Identities(
            there.paper.with_fields({"id": str(number)})
            for number, there in enumerate(self.file.entries)
            if there.entry.key.lower() not in self.keys
        )


def is_of_publication(paper: Paper, there: FileEntry) -> bool:
    """Whether an entry is of the same publication as a paper, not only of the same work."""
    ours, theirs = Facts(paper.record), Facts(there.paper.record)
    return ours.kind is theirs.kind and not between(ours, theirs)
