"""Blocks of a .bib file in order: bibtexparser splits the text, and blocks that it rejects are scanned by `scan`."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from itertools import starmap
from typing import TYPE_CHECKING

from bibtexparser import model
from bibtexparser.entrypoint import parse_string

from readinglist.bibtex.entry.identifiers import BLOCKS
from readinglist.bibtex.reading import scan
from readinglist.bibtex.reading.scan import Entry, Unreadable
from readinglist.jobs.progress import Progress, silent, tracked
from readinglist.latex.decoder import nests_bare

if TYPE_CHECKING:
    from collections.abc import Iterator

NEXT_BLOCK = re.compile(r"^[ \t]*@\w+[ \t]*[{(]", re.MULTILINE)
SPACED_ENTRY = re.compile(r"@\s*\w+\s*[{(]\s*[^\s,{}=()]*\s*,\s*[\w-]+\s*=")
"""An entry with white space that bibtexparser does not expect."""
DUPLICATES = (model.DuplicateBlockKeyBlock, model.DuplicateFieldKeyBlock)
LONG_TEXTS = frozenset({"abstract", "annote", "annotation", "note", "comment", "comments", "review", "bibtex"})
"""Fields with lines that may begin like an entry."""
LONG_ENOUGH = 80
"""Number of characters by which a block is located in the text."""

# bibtexparser logs only what our own problems report.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
logging.getLogger("bibtexparser").propagate = False
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class String:
    """A definition ``@string{name = value}``; the value has its braces or quotes."""

    name: str
    token: str
    line: int


@dataclass(frozen=True, slots=True)
class Preamble:
    """LaTeX for documents, ``@preamble{"..."}``; the value has its quotes."""

    token: str
    line: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A block that cannot be read."""

    line: int
    key: str
    reason: str
    is_entry: bool = True


def split(text: str, progress: Progress = silent) -> Iterator[Entry | String | Preamble | Refused]:
    """The entries, strings and preambles of a text with LF line ends; comments are skipped."""
    rescue = Rescue(text)
    start = after = 0
    line = 1
    blocks = parse_string(text, parse_stack=[]).blocks
    for block in tracked(released(blocks), len(blocks), progress):
        raw = block.raw or ""
        at = max(start, text.find(raw[:LONG_ENOUGH], after))
        line += text.count("\n", start, at)
        start = at
        after = at + (len(raw) if type(block) is model.Entry else 1)
        if at < rescue.done or type(block) is model.ExplicitComment:
            continue
        if type(block) is model.Preamble:
            yield Preamble(block.value, line)
        elif type(block) is model.ImplicitComment:
            yield from entries_in_comment(raw, rescue, at, line)
        else:
            yield from blocks_of(block, rescue, at, line)


def released(blocks: list[model.Block]) -> Iterator[model.Block]:
    """The blocks, each freed after its use; together they need twice the memory of the file."""
    blocks.reverse()
    while blocks:
        yield blocks.pop()


def entries_in_comment(raw: str, rescue: Rescue, at: int, line: int) -> Iterator[Entry | Refused]:
    """The entries in a text that bibtexparser takes for a comment."""
    counted = 0
    for match in SPACED_ENTRY.finditer(raw):
        line += raw.count("\n", counted, match.start())
        counted = match.start()
        yield from rescue.at(at + counted, line)


def blocks_of(block: model.Block, rescue: Rescue, at: int, line: int) -> Iterator[Entry | String | Refused]:
    """The string or the entries in a block of bibtexparser."""
    if type(block) is not model.Entry and isinstance(block, DUPLICATES):
        block = block.ignore_error_block or block
    if type(block) is model.String:
        yield String(block.key, block.value, line)
        return
    if type(block) is model.Entry:
        end = at + len(block.raw or "")
        fields = [(field.key, field.value) for field in block.fields]
        if all(starmap(is_field, fields)) and not scan.MORE_FIELDS.match(rescue.text, end):
            yield Entry(block.entry_type, block.key, fields, line, start=at, end=end)
            return
    yield from rescue.at(at, line)


def is_field(name: str, value: str) -> bool:
    """Whether bibtexparser read a field right: a valid name, and a value not cut at a quote within braces."""
    is_whole = value[:1] != '"' or nests_bare(value)
    return is_whole and (name.isidentifier() or bool(scan.NAME.fullmatch(name)))


class Rescue:
    """The reader of blocks that bibtexparser rejects; `done` is the end of the last entry read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.done = 0
        self.effort = 2 * len(text) + 100_000
        """Characters left to search beyond lines that begin like an entry, so that the time stays linear."""

    def at(self, at: int, line: int) -> Iterator[Entry | Refused]:
        """The entry at `at`, or its refusal; nothing for a comment, a preamble or an entry commented out."""
        head = scan.HEAD.match(self.text, at)
        kind = head["type"].lower() if head else ""
        if at < self.done or kind in BLOCKS - {"string"}:
            return
        if kind == "string":
            yield Refused(line, "", "this @string cannot be read", is_entry=False)
            return
        following = NEXT_BLOCK.search(self.text, at + 1)
        limit = following.start() if following else len(self.text)
        try:
            entry = self._entry(at, limit)
        except Unreadable as error:
            self.done = limit
            if self._is_commented(at):
                return
            where = line + self.text.count("\n", at, error.at)
            place = f" (line {where})" if where != line else ""
            in_field = f"{error.name}: " if error.name else ""
            yield Refused(line, self._key(at, limit), f"{in_field}{error}{place}")
        else:
            self.done = entry.end
            entry.line = line
            if entry.fields or not self._is_commented(at):
                yield entry

    def _is_commented(self, at: int) -> bool:
        """Whether a percent sign precedes the entry at `at` on its line."""
        return "%" in self.text[self.text.rfind("\n", 0, at) + 1 : at]

    def _entry(self, at: int, limit: int) -> Entry:
        """The entry at `at`, by the first way of reading that finds its end, else by the one that finds most fields."""
        readings: list[Entry] = []
        failure: Unreadable | None = None
        for read_field in (scan.counting_braces, scan.passing_escaped_braces, scan.by_lines):
            try:
                entry = scan.entry_at(self.text, at, limit, read_field)
            except Unreadable as error:
                if failure is None and (whole := self._around_entries(at, limit, error.name)):
                    return whole
                failure = failure or error
                continue
            if entry.is_closed and read_field is scan.passing_escaped_braces:
                entry.complaints.append("a brace after a backslash has no partner")
            if entry.is_closed:
                return entry
            readings.append(entry)
        if not readings:
            raise failure or Unreadable("it cannot be read", at)
        return max(readings, key=lambda entry: len(entry.fields))

    def _around_entries(self, at: int, limit: int, name: str) -> Entry | None:
        """The entry at `at` if it continues after a line of its abstract or note that begins like an entry."""
        if name not in LONG_TEXTS or limit == len(self.text) or self.effort <= 0:
            return None
        self.effort -= len(self.text) - at
        try:
            entry = scan.entry_at(self.text, at, len(self.text))
        except Unreadable:
            return None
        if entry.end == len(self.text) and entry.complaints:
            return None
        entry.complaints.append(f"a line in {name} begins like an entry")
        return entry

    def _key(self, at: int, limit: int) -> str:
        entry = Entry("", "", [])
        head = scan.HEAD.match(self.text, at, limit)
        if head:
            scan.after_key(self.text, head.end(), limit, entry)
        return entry.key
