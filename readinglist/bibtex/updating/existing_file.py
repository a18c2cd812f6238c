"""The entries of a .bib file that is to be updated, with their places in its text."""

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
class FileEntry:
    """An entry of the file: as written, its raw fields with inherited ones, and the paper read from them."""

    entry: Entry
    raw: dict[str, str]
    paper: Paper


@dataclass(frozen=True, slots=True)
class Fault:
    """A block of the file that is no entry of a paper, or cannot be read."""

    key: str
    line: int
    message: str


class ExistingFile:
    """A file as its entries; they are read with LF line ends, without moving a character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lf_text = text.replace("\ufeff", " ", 1) if text.startswith("\ufeff") else text
        """The text with LF line ends, of the same length."""
        if "\r" in text:
            self.lf_text = self.lf_text.replace("\r\n", " \n").replace("\r", "\n")
        reader = Reader("", "file", keeps_fields=True)
        harvest = reader.read(self.lf_text)
        of_papers = (each for each in reader.entries if each[0].type not in NO_PAPERS)
        self.entries = [FileEntry(*each, paper) for each, paper in zip(of_papers, harvest.papers, strict=True)]
        self.contents = [(entry.type, entry.key, tuple(entry.fields)) for entry, _ in reader.entries]
        """Type, key and fields of all entries, to see that an update leaves the others unchanged."""
        self.by_key: dict[str, list[FileEntry]] = defaultdict(list)
        """Lower-case key → the entries of papers with this key."""
        for each in self.entries:
            self.by_key[each.entry.key.lower()].append(each)
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
        """Lower-case alias in biblatex's ``ids`` → its entry."""
        self.unread = [
            Fault(problem.key or "", int(problem.where.removeprefix("line ")), problem.message)
            for problem in harvest.problems
            if not problem.rescued
        ]
        others = [entry for entry, _ in reader.entries if entry.type in NO_PAPERS]
        faults = (*(Fault(entry.key, entry.line, f"it is @{entry.type}") for entry in others), *self.unread)
        self.unusable = {fault.key.lower(): fault for fault in faults}
        """Lower-case key → a block with this key that is no paper, or cannot be read."""
        self.unclosed = next(self._unclosed([entry for entry, _ in reader.entries]), None)
        """The first block without a certain end; the text after it may be read as part of it."""

    def _unclosed(self, entries: Collection[Entry]) -> Iterator[Fault]:
        """The blocks with an unclosed brace, counted as BibTeX does, which has no escaped braces."""
        text = self.lf_text
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
        """The line end of most lines."""
        pairs = self.text.count("\r\n")
        if pairs * 2 > self.text.count("\n"):
            return "\r\n"
        return "\r" if "\r" in self.text and "\n" not in self.text else "\n"

    def line_of(self, entry: Entry, names: Collection[str]) -> tuple[str, int]:
        """The first field of an entry with one of these names, and its line; else no name, and the entry's line."""
        try:
            places = splices.places_of(self.lf_text, entry)
        except Unreadable:
            return "", entry.line
        for (name, _), (start, _, _) in zip(entry.fields, places, strict=True):
            if name.lower() in names:
                return name.lower(), entry.line + self.lf_text.count("\n", entry.start, start)
        return "", entry.line

    def appendix(self, entries: list[str]) -> str:
        """New entries as they follow the text: after a blank line, and ending as the file ended."""
        if not entries:
            return ""
        line_end = self.line_end
        new = "\n".join(entries).replace("\n", line_end)
        lines = self.lf_text.rstrip(" \t")
        if not lines.strip():
            return new if not lines or lines.endswith("\n") else line_end + new
        if not lines.endswith("\n"):
            return 2 * line_end + new.removesuffix(line_end)
        is_blank_line = not lines[:-1].rstrip(" \t") or lines[:-1].rstrip(" \t").endswith("\n")
        return new if is_blank_line and self.text[-1] in "\r\n" else line_end + new


def is_open(text: str) -> bool:
    """Whether more braces are opened than closed."""
    return text.count("{") > text.count("}")
