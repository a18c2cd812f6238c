"""Which papers of a library a document cites, each under the key that the document uses."""

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
"""For more unknown keys nobody reads what they may have meant."""
ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Unknown:
    """A key that no paper has."""

    use: Use
    suggestion: str = ""
    """The known key that is most like it."""


@dataclass(slots=True)
class Bibliography:
    """The papers to be written, and what to say about the keys."""

    papers: list[Paper] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    renamed: list[tuple[Use, Paper]] = field(default_factory=list)
    """Uses of another than the paper's key, with the paper as the library has it."""
    clashes: list[str] = field(default_factory=list)
    """Keys that cannot stand beside each other in a .bib file."""
    remarks: list[str] = field(default_factory=list)


class Keys:
    """The cite keys of a library: found as written, else ignoring case, else among the former ones."""

    def __init__(self, library: Library) -> None:
        self.exact = {paper.key: paper for paper in library if paper.key}
        self.folded = {alias.lower(): paper for paper in library for alias in paper.aliases}
        self.folded |= {key.lower(): paper for key, paper in self.exact.items()}

    def find(self, key: str) -> Paper | None:
        """The paper with this key."""
        return self.exact.get(key) or self.folded.get(key.lower())

    def like(self, key: str) -> str:
        """The key that is most like `key`; empty if none is."""
        from difflib import get_close_matches  # noqa: PLC0415 - most documents have no unknown key

        close = get_close_matches(key.lower(), self.folded, 1, ALIKE)
        return self.folded[close[0]].key if close else ""


def look_up(uses: Uses, library: Library) -> Bibliography:
    """The papers that are cited, and the keys that nothing is known about."""
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
        found.papers += [paper for paper in library.kept() if paper.id not in cited]
    return found


def add(found: Bibliography, paper: Paper, uses: list[Use]) -> None:
    """Put one paper into the bibliography, under each key that it is cited by."""
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
