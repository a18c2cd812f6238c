"""The entries that stand in a .bib file, and where."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist.bibtex.entry.field_names import REFERENCES
from readinglist.bibtex.entry.identifiers import NO_PAPERS
from readinglist.bibtex.reading.blocks import NEXT_BLOCK
from readinglist.bibtex.reading.reader import Reader
from readinglist.bibtex.reading.scan import Entry, Unreadable, closing
from readinglist.bibtex.updating import splices
from readinglist.latex.decoder import BRACES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from readinglist.papers.paper import Paper

PREAMBLE = re.compile(r"^[ \t]*@preamble\s*\{", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry that stands in the file: as written, its fields with what it inherits, and the paper it is."""

    entry: Entry
    raw: dict[str, str]
    paper: Paper


@dataclass(frozen=True, slots=True)
class Fault:
    """A place in the file that is no entry of a paper, or cannot be read."""

    key: str
    line: int
    message: str


class Existing:
    """The entries of a text, which keep their places: its line ends are read as LF without moving anything."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.read_as = text.replace("\ufeff", " ", 1) if text.startswith("\ufeff") else text
        if "\r" in text:
            self.read_as = self.read_as.replace("\r\n", " \n").replace("\r", "\n")
        reader = Reader("", "file", keeps_fields=True)
        harvest = reader.read(self.read_as)
        of_papers = (each for each in reader.entries if each[0].type not in NO_PAPERS)
        self.standing = [Standing(*each, paper) for each, paper in zip(of_papers, harvest.papers, strict=True)]
        self.all = [(entry.type, entry.key, tuple(entry.fields)) for entry, _ in reader.entries]
        self.by_key: dict[str, list[Standing]] = defaultdict(list)
        for standing in self.standing:
            self.by_key[standing.entry.key.lower()].append(standing)
        self.referring = {
            name.strip().lower(): entry
            for entry, raw in reader.entries
            for field in REFERENCES
            for name in raw.get(field, "").split(",")
        }
        """Lower-case key → an entry that refers to the entry of this key."""
        self.by_id = {
            name.strip().lower(): entry for entry, raw in reader.entries for name in raw.get("ids", "").split(",")
        }
        """Lower-case further key, as biblatex has them → its entry."""
        self.unread = [
            Fault(problem.key or "", int(problem.where.removeprefix("line ")), problem.message)
            for problem in harvest.problems
            if not problem.rescued
        ]
        others = [entry for entry, _ in reader.entries if entry.type in NO_PAPERS]
        faults = (*(Fault(entry.key, entry.line, f"it is @{entry.type}") for entry in others), *self.unread)
        self.unusable = {fault.key.lower(): fault for fault in faults}
        """Entries that are no papers, by key."""
        self.unclosed = next(self._unclosed([entry for entry, _ in reader.entries]), None)
        """The first block whose end is not certain: what stands after it may be read as a part of it."""

    def _unclosed(self, entries: Collection[Entry]) -> Iterator[Fault]:
        """The blocks with a brace that nothing closes, as BibTeX counts them, to which a backslash means nothing."""
        text = self.read_as
        for entry in entries:
            if not entry.is_closed or is_open(text[entry.start : entry.end]):
                yield Fault(entry.key, entry.line, "")
        starts = [0, *(match.end() for match in re.finditer("\n", text))] if self.unread else []
        for fault in self.unread:
            start = starts[fault.line - 1]
            following = NEXT_BLOCK.search(text, text.find("@", start) + 1)
            stretch = text[start : following.start() if following else len(text)]
            if is_open(stretch) or stretch.count("(") > stretch.count(")"):
                yield fault
        for match in PREAMBLE.finditer(text):
            try:
                closing(text, match.end(), "{", BRACES, len(text))
            except Unreadable:
                yield Fault("@preamble", text.count("\n", 0, match.start()) + 1, "")

    @property
    def line_end(self) -> str:
        """What most lines end with."""
        pairs = self.text.count("\r\n")
        if pairs * 2 > self.text.count("\n"):
            return "\r\n"
        return "\r" if "\r" in self.text and "\n" not in self.text else "\n"

    def place_of(self, entry: Entry, names: Collection[str]) -> tuple[str, int]:
        """The first field of an entry that has one of these names, and its line; none, and the entry's line, else."""
        try:
            places = splices.places_of(self.read_as, entry)
        except Unreadable:
            return "", entry.line
        for (name, _), (start, _, _) in zip(entry.fields, places, strict=True):
            if name.lower() in names:
                return name.lower(), entry.line + self.read_as.count("\n", entry.start, start)
        return "", entry.line


def is_open(text: str) -> bool:
    """Whether more braces are opened than closed."""
    return text.count("{") > text.count("}")
