"""A .bib file → papers: each entry is read, repaired with a problem, or refused with a problem."""

from __future__ import annotations

import re
from collections import deque
from pathlib import PurePath
from typing import TYPE_CHECKING

from readinglist.bibtex.entry.identifiers import NO_PAPERS
from readinglist.bibtex.entry.interpret import interpret
from readinglist.bibtex.entry.names import Names, parse_names
from readinglist.bibtex.entry.precedence import overruled
from readinglist.bibtex.entry.private_fields import NOTES, keywords, read_private
from readinglist.bibtex.entry.sanitise import sanitised
from readinglist.bibtex.entry.seal import fingerprint
from readinglist.bibtex.reading import blocks
from readinglist.bibtex.reading.scan import FIELD, Entry, Unreadable, Value, excerpt, fields_after, inner_text, value_of
from readinglist.jobs.gc_pause import paused_gc
from readinglist.jobs.progress import Progress, silent, tracked
from readinglist.latex.decoder import is_literal, printed_text
from readinglist.papers import citekey
from readinglist.papers.harvest import Harvest, Problem
from readinglist.papers.paper import Paper
from readinglist.papers.record import known_only
from readinglist.text import STACK, clean, harmless, unstacked

if TYPE_CHECKING:
    from collections.abc import Iterator

INHERITING = frozenset({"crossref", "xdata"})
"""Fields that name parent entries."""
FORWARD_REFERENCES = INHERITING | {"ids"}
"""Fields that may refer to later entries of the file."""
NOT_INHERITED = frozenset(
    "title subtitle author crossref xref xdata entryset ids key options label abstract note annote annotation keywords "
    "file doi url urldate eprint archiveprefix primaryclass eprinttype eprintclass pages langid shorttitle".split()
)
"""Fields of a volume that the papers in it do not inherit by ``crossref``."""
DEFINED = re.compile(r"\\(?:(?:new|renew|provide)command|[egx]?def|let|DeclareRobustCommand)\*?\s*\{?\\([A-Za-z@]+)")
"""The definition of a LaTeX command."""
COMMAND = re.compile(r"\\([A-Za-z@]+)")
GROWTH = 20
"""Strings and inheritance may lengthen a file by this factor"""
FREE_GROWTH = 4_000_000
"""plus this number of characters; a real bibliography needs less."""


def read(text: str, source: str, origin: str = "", progress: Progress = silent) -> Harvest:
    """The papers of a .bib file; `source` names it in problems, `origin` (default ``file:NAME``) in the papers."""
    with paused_gc():
        return Reader(source, origin or f"file:{PurePath(source).name}").read(tidied(text), progress)


def tidied(text: str) -> str:
    """The text of a file without byte order mark and control characters, with LF line ends."""
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = harmless(text)
    return text if text.isascii() else STACK.sub(unstacked, text)


def single_spaced(name: str, text: str) -> str:
    """A value with runs of white space made one blank, as in BibTeX; a note keeps its lines."""
    if name in NOTES:
        return text.strip("\n")
    return " ".join(text.split()) if "\n" in text or "  " in text or "\t" in text else text.strip()


def stored_fields(raw: dict[str, str]) -> dict[str, str]:
    """The raw fields to store: without an abstract that is the same in LaTeX and Unicode."""
    if is_literal(raw.get("abstract", "")):
        return {name: value for name, value in raw.items() if name != "abstract"}
    return raw


class Reader:
    """The reading of one file: its strings, its entries by key, the cite keys in use."""

    def __init__(self, source: str, origin: str, *, keeps_fields: bool = False) -> None:
        self.source = source
        self.origin = clean(origin)
        self.keeps_fields = keeps_fields
        """Whether `entries` keep their fields as written, at the price of memory."""
        self.harvest = Harvest()
        self.strings: dict[str, str] = {}
        self.entries: list[tuple[Entry, dict[str, str]]] = []
        self.waiting: list[tuple[Entry, dict[str, str]]] = []
        """The entries from the first that may refer to later ones on; they become papers at the end."""
        self.parents: dict[str, tuple[Entry, dict[str, str]]] = {}
        self.inherited_keys: set[str] = set()
        """Lower-case keys of entries that others inherit from."""
        self.preambles: list[blocks.Preamble] = []
        self.taken_keys: dict[str, dict[str, str]] = {}
        self.suffixed: dict[str, int] = {}
        self.allowance = FREE_GROWTH
        """Characters that strings and parents may still add."""

    def read(self, text: str, progress: Progress = silent) -> Harvest:
        """The papers and problems of a file."""
        self.allowance += GROWTH * len(text)
        for block in blocks.split(text, progress):
            if isinstance(block, blocks.String):
                self._define_string(block)
            elif isinstance(block, blocks.Refused):
                self._refuse(block)
            elif isinstance(block, blocks.Preamble):
                self.preambles.append(block)
            else:
                self._collect(block)
        for entry, raw in tracked(self.waiting, len(self.waiting), progress):
            self._add_paper(entry, raw)
        self._report_left_out()
        self.harvest.problems.sort(key=lambda problem: int(problem.where.removeprefix("line ")))
        return self.harvest

    def _define_string(self, string: blocks.String) -> None:
        try:
            self.strings[string.name.lower()] = self._value(string.token).text
        except Unreadable as error:
            self._refuse(blocks.Refused(string.line, string.name, f"@string {string.name}: {error}", is_entry=False))

    def _value(self, token: str) -> Value:
        """The value of a token; its strings count against the allowance. Raises Unreadable."""
        value = value_of(token, self.strings, self.allowance)
        self.allowance -= max(0, len(value.text) - len(token))
        return value

    def _refuse(self, refused: blocks.Refused) -> None:
        self.harvest.entries.refused += refused.is_entry
        self._report(refused.line, refused.key, refused.reason, rescued=False)

    def _report(self, line: int, key: str, message: str, *, rescued: bool) -> None:
        self.harvest.problems.append(
            Problem(self.source, f"line {line}", message, printed_text(key) or None, rescued=rescued)
        )

    def _collect(self, entry: Entry) -> None:
        """Resolve the values of an entry; of a repeated field the first is kept."""
        raw: dict[str, str] = {}
        try:
            for name, value in self._values(entry):
                if name not in raw:
                    raw[name] = value
                else:
                    entry.complaints.append(f"{name} stands twice, the first was kept; dropped: {excerpt(value)}")
        except Unreadable as error:
            self._refuse(blocks.Refused(entry.line, entry.key, str(error)))
            return
        if not self.keeps_fields:
            entry.fields = []
        if not any(raw.values()):
            self._refuse(blocks.Refused(entry.line, entry.key, "the entry has no fields"))
            return
        self.entries.append((entry, raw))
        self.parents.setdefault(entry.key.lower(), (entry, raw))
        if self.waiting or not FORWARD_REFERENCES.isdisjoint(raw):
            self.waiting.append((entry, raw))
        else:
            self._add_paper(entry, raw)

    def _values(self, entry: Entry) -> Iterator[tuple[str, str]]:
        """Names and values of the fields, including those after a missing comma."""
        todo = deque(entry.fields)
        while todo:
            field_name, token = todo.popleft()
            name = field_name.lower()
            if (inner := inner_text(token)) is not None:
                yield name, single_spaced(name, inner)
                continue
            value = self._value(token)
            for undefined in value.undefined:
                entry.complaints.append(f"{name}: no @string defines {undefined}, the name was kept as text")
            yield name, single_spaced(name, value.text)
            if FIELD.match(value.rest):
                entry.complaints.append(f"the comma after {name} is missing")
                todo.extendleft(reversed(fields_after(value.rest, entry.complaints)))
            elif value.rest:
                entry.complaints.append(f"{name}: text after the value was dropped: {excerpt(value.rest)}")

    def _add_paper(self, entry: Entry, raw: dict[str, str]) -> None:
        """Make a paper of an entry, and count the entry."""
        own = raw
        if not INHERITING.isdisjoint(raw):
            own = dict(raw)
            self._inherit(entry, raw)
        key = self._key(entry, own)
        if entry.type not in NO_PAPERS:
            self.harvest.papers.append(self._paper(entry, key, raw))
        for complaint in entry.complaints:
            self._report(entry.line, entry.key, complaint, rescued=True)
        if entry.complaints:
            self.harvest.entries.rescued += 1
        else:
            self.harvest.entries.read += 1

    def _report_left_out(self) -> None:
        """Report the blocks that become no paper, where an entry or a document needs them."""
        for entry, _ in self.entries:
            if entry.type in NO_PAPERS and not (entry.type == "xdata" and entry.key.lower() in self.inherited_keys):
                why = "no entry inherits from it" if entry.type == "xdata" else "it is no paper"
                self._report(entry.line, entry.key, f"@{entry.type} left out, {why}", rescued=True)
        defined = [(preamble.line, dict.fromkeys(DEFINED.findall(preamble.token))) for preamble in self.preambles]
        texts = (text for _, raw in self.entries for text in raw.values()) if any(names for _, names in defined) else ()
        used = {name for text in texts if "\\" in text for name in COMMAND.findall(text)}
        for line, names in defined:
            if needed := ", ".join(f"\\{name}" for name in names if name in used):
                message = f"@preamble left out; entries use what it defines, which a document needs then: {needed}"
                self._report(line, "", message, rescued=True)

    def _inherit(self, entry: Entry, raw: dict[str, str]) -> None:
        """Add the fields that an entry inherits by ``crossref`` and ``xdata``."""
        named = [*raw.get("xdata", "").split(","), raw.get("crossref", "")]
        for name in {each.lower(): each for each in filter(None, map(str.strip, named))}.values():
            parent, fields = self.parents.get(name.lower(), (None, {}))
            self.inherited_keys.add(name.lower())
            if parent is None:
                entry.complaints.append(f"there is no entry {excerpt(printed_text(name))} to inherit from")
            elif self.allowance <= 0:
                entry.complaints.append(
                    f"too much is inherited in this file, {excerpt(printed_text(name))} was left out"
                )
            elif parent is not entry:
                self.allowance -= sum(map(len, fields.values())) + len(fields)
                is_data = parent.type == "xdata"
                for field, value in fields.items():
                    if is_data or field not in NOT_INHERITED:
                        raw.setdefault(field, value)
                if not is_data and "booktitle" not in raw and "title" in fields and "journal" not in raw:
                    raw["booktitle"] = fields["title"]

    def _key(self, entry: Entry, own: dict[str, str]) -> str:
        """The legal and unique cite key of an entry; a repeated entry keeps its key."""
        key = citekey.legal(entry.key)
        if not key:
            entry.complaints.append("the entry has no key, one is made")
            return ""
        if key != entry.key:
            entry.complaints.append(f"the key {excerpt(printed_text(entry.key))} cannot be cited, it became {key}")
        twin = self.taken_keys.get(key.lower())
        if twin is not None and twin != own:
            free = citekey.unique(key, self.taken_keys, self.suffixed)
            entry.complaints.append(f"the key {key} stands twice, this entry became {free}")
            key = free
        elif twin is not None:
            entry.complaints.append("the entry stands twice")
        self.taken_keys[key.lower()] = own
        return key

    def _aliases(self, entry: Entry, raw: dict[str, str]) -> list[str]:
        """The aliases of an entry: its key if that had to change, and legal keys in ``ids`` that no other entry has."""
        if "ids" not in raw and citekey.legal(entry.key) == entry.key:
            return []
        names = (name.strip() for name in raw.get("ids", "").split(","))
        further = [name for name in names if name and citekey.legal(name) == name and name.lower() not in self.parents]
        is_changed = citekey.legal(entry.key) not in {entry.key, ""} and self.parents[entry.key.lower()][0] is entry
        return [clean(entry.key), *further] if is_changed else further

    def _paper(self, entry: Entry, key: str, raw: dict[str, str]) -> Paper:
        """The paper of an entry, sealed if it can be exported as it was imported."""
        found = interpret(raw)
        editors = parse_names(raw["editor"]) if "editor" in raw else Names()
        entry.complaints += found.names.complaints + [f"editor: {complaint}" for complaint in editors.complaints]
        entry.complaints += found.complaints
        for name, other in overruled(entry.type, raw).items():
            entry.complaints.append(
                f"{name} says something else than {other}, which was read: {excerpt(printed_text(raw[name]))}"
            )
        record = known_only(
            {
                **found.record(),
                "key": key,
                "aliases": self._aliases(entry, raw),
                "entry_type": entry.type or "misc",
                "raw": stored_fields(raw),
                "sources": [self.origin],
                "keywords": keywords(raw["keywords"]) if "keywords" in raw else [],
                **read_private(raw),
            }
        )
        paper = Paper(record)
        if not self.keeps_fields and found.names.are_fit and editors.are_fit and sanitised(paper) == (paper, []):
            record["seal"] = fingerprint(record)
        return paper
