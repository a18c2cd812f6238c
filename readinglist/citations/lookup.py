"""Cited papers of a library, each under the key that the document uses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readinglist.citations.document import EVERYTHING
from readinglist.papers.status import Status

if TYPE_CHECKING:
    from readinglist.citations.uses import Use, Uses
    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper

MOST_SUGGESTIONS = 20
"""Unknown keys that get a suggestion; finding one takes time."""
ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Unknown:
    """A cited key without paper."""

    use: Use
    suggestion: str = ""
    """Most similar known key."""


@dataclass(slots=True)
class Bibliography:
    """Papers to write, and remarks about their keys."""

    papers: list[Paper] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    renamed: list[tuple[Use, Paper]] = field(default_factory=list)
    """Uses of other keys than the paper's own, with the paper in the library."""
    clashes: list[str] = field(default_factory=list)
    """Messages about keys that conflict in a .bib file."""
    remarks: list[str] = field(default_factory=list)


class Keys:
    """Lookup by cite key: exact, else ignoring case, else former keys."""

    def __init__(self, library: Library) -> None:
        self.exact = {paper.key: paper for paper in library if paper.key}
        self.folded = {alias.lower(): paper for paper in library for alias in paper.aliases}
        self.folded |= {key.lower(): paper for key, paper in self.exact.items()}

    def find(self, key: str) -> Paper | None:
        """The paper with this key."""
        return self.exact.get(key) or self.folded.get(key.lower())

    def like(self, key: str) -> str:
        """Known key most similar to `key`; empty if there is none."""
        from difflib import get_close_matches  # noqa: PLC0415 - most documents have no unknown key

        close = get_close_matches(key.lower(), self.folded, 1, ALIKE)
        return self.folded[close[0]].key if close else ""


def look_up(uses: Uses, library: Library) -> Bibliography:
    """Cited papers and unknown keys."""
    keys, found = Keys(library), Bibliography()
    cited: dict[str, list[Use]] = {}
    for use in uses.by_key.values():
        if use.key == EVERYTHING:
            continue
        if paper := keys.find(use.key):
            cited.setdefault(paper.id, []).append(use)
        elif use.is_sure and use.key not in uses.labels:
            like = keys.like(use.key) if len(found.unknown) < MOST_SUGGESTIONS else ""
            found.unknown.append(Unknown(use, like))
    for id, its_uses in cited.items():
        add(found, library[id], its_uses)
    if EVERYTHING in uses.by_key:
        found.papers += [paper for paper in library.not_trashed() if paper.id not in cited]
    return found


def add(found: Bibliography, paper: Paper, uses: list[Use]) -> None:
    """Add one paper to the bibliography, under each key that cites it."""
    written: dict[str, Use] = {}
    for use in sorted(uses, key=lambda use: use.key != paper.key):
        first = written.setdefault(use.key.lower(), use)
        if first is not use:
            found.clashes.append(
                f"{use.place}: {use.key} and {first.key} ({first.place}) differ in case alone, "
                f"which BibTeX refuses; only {first.key} is written"
            )
        elif use.key != paper.key:
            found.renamed.append((use, paper))
    found.papers += [paper.with_fields({"key": use.key}) for use in written.values()]
    if len(written) > 1:
        both = " and ".join(use.key for use in written.values())
        found.remarks.append(f"{both} are one paper, which will be listed twice; cite it by one key")
    if paper.status is Status.TRASHED:
        found.remarks.append(f"{paper.key} is in the trash")
