"""An existing .bib file brought up to date: what the library has changed is changed there, every other byte stays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from readinglist.bibtex import amend, citekey, scan
from readinglist.bibtex.amend import Field, Splice
from readinglist.bibtex.dialect import TO_BIBTEX_TYPE
from readinglist.bibtex.meaning import MONTHS
from readinglist.bibtex.parts import (
    ALIKE,
    FIELDS,
    PART_OF,
    RECORDED,
    Parts,
    digest,
    fingerprint,
    is_same,
    parts_of,
    parts_of_paper,
)
from readinglist.bibtex.reader import Reader
from readinglist.bibtex.scan import Entry, Unreadable, value_of
from readinglist.bibtex.writer import Writer, listed
from readinglist.errors import ExportError
from readinglist.identity import Identities, other_ids, share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from readinglist.paper import Paper

Prints = dict[str, dict[str, str]]
"""Paper id → the fingerprint it had when it was last written to the file."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """An entry of ours that was not written, with the place in the file that is in the way."""

    key: str
    line: int
    message: str


@dataclass(slots=True)
class Update:
    """The text of the file as it shall be, and what became of each entry; entries are named by their keys."""

    text: str
    added: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    """With the fields that were set."""
    unchanged: list[str] = field(default_factory=list)
    differing: dict[str, list[str]] = field(default_factory=dict)
    """Of the unchanged ones, those of which the file says something else, and keeps it: the fields."""
    elsewhere: dict[str, str] = field(default_factory=dict)
    """Papers that the file has under another key: our key → the file's."""
    conflicts: list[Conflict] = field(default_factory=list)
    prints: Prints = field(default_factory=dict)
    without_authors: tuple[Paper, ...] = ()
    """Of the papers added, those whose author names are unknown."""
    problems: tuple[str, ...] = ()
    """What the writer has to say about the papers added, and what of the file cannot be read."""


def update(text: str, papers: Iterable[Paper], dialect: str, prints: Prints) -> Update:
    """Bring the text of a .bib file up to date with `papers`; `prints` says what was written to it before.

    Raises ExportError if that would change how the rest of the file is read.
    """
    return Updater(text, dialect, prints).run(papers)


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry that stands in the file: as written, its fields with what it inherits, and the paper it is."""

    entry: Entry
    raw: dict[str, str]
    paper: Paper


class Existing:
    """The entries of a text, which keep their places: its line ends are read as LF without moving anything."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.read_as = text.replace("\ufeff", " ", 1) if text.startswith("\ufeff") else text
        if "\r" in text:
            self.read_as = self.read_as.replace("\r\n", " \n").replace("\r", "\n")
        reader = Reader("", "file")
        harvest = reader.read(self.read_as)
        papers = iter(harvest.papers)
        self.standing = [Standing(entry, raw, next(papers)) for entry, raw in reader.entries if entry.type != "xdata"]
        self.all = [(entry.type, entry.key, tuple(entry.fields)) for entry, _ in reader.entries]
        self.by_key: dict[str, list[Standing]] = defaultdict(list)
        for standing in self.standing:
            self.by_key[standing.entry.key.lower()].append(standing)
        self.unread = [
            Conflict(problem.key or "", int(problem.where.removeprefix("line ")), problem.message)
            for problem in harvest.problems
            if not problem.rescued
        ]
        data = (Conflict(entry.key, entry.line, "it is @xdata") for entry, _ in reader.entries if entry.type == "xdata")
        self.unusable = {each.key.lower(): each for each in (*data, *self.unread)}
        """Entries that are no papers, by key."""

    @property
    def line_end(self) -> str:
        """What most lines end with."""
        pairs = self.text.count("\r\n")
        if pairs * 2 > self.text.count("\n"):
            return "\r\n"
        return "\r" if "\r" in self.text and "\n" not in self.text else "\n"


class Ours:
    """A paper to be found in the file: its key, what it says, and the fingerprint of that."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.key = citekey.legal(paper.key) or citekey.propose(paper)
        parts = parts_of_paper(paper)
        self.prints = fingerprint(parts)
        self.stated = {part: text for part, text in parts.items() if part != "type"}

    def is_news(self, part: str, written: Mapping[str, str] | None, *, is_missing: bool) -> bool:
        """Whether a part that the file says otherwise shall be as the library has it.

        It shall if it has changed since the file was last written. In an entry that we never wrote, what is missing
        is filled in, and what the user has set in the library is taken over.
        """
        if written is not None:
            return written.get(part) != self.prints.get(part)
        return is_missing or RECORDED.get(part, "fields") in self.paper.edited


class Updater:
    """One file being brought up to date."""

    def __init__(self, text: str, dialect: str, prints: Prints) -> None:
        self.existing = Existing(text)
        self.writer = Writer(dialect)
        self.prints = prints
        self.done = Update(text, prints=dict(prints))
        self.splices: list[Splice] = []
        self.new: list[str] = []
        self.said: dict[str, Parts] = {}
        """Key of an entry that is touched → the parts it must say afterwards."""

    def run(self, papers: Iterable[Paper]) -> Update:
        """Go through the papers in the order of an export."""
        ours = [Ours(paper) for paper in papers]
        self.keys = {each.key.lower() for each in ours}
        self.writer.reserved = self.keys | set(self.existing.by_key)
        for each in sorted(ours, key=lambda each: (each.key, each.paper.id)):
            self._take(each)
        if self.new or self.splices:
            self.done.text = amend.spliced(self.existing.text, self.splices) + self._ending()
            self._check(Existing(self.done.text))
        added = set(self.done.added)
        self.done.without_authors = tuple(p for p in self.writer.without_authors if p.key in added)
        remarks = (
            f"{listed(about)}: {remark}"
            for remark, keys in self.writer.remarks.items()
            if (about := [key for key in keys if key in added])
        )
        unread = (f"line {each.line} cannot be read, nor may BibTeX: {each.message}" for each in self.existing.unread)
        self.done.problems = (*unread, *remarks)
        return self.done

    def _take(self, ours: Ours) -> None:
        """Find the entry of one paper, and change or add it."""
        existing, key = self.existing, ours.key.lower()
        found = existing.by_key.get(key, [])
        if len(found) > 1:
            lines = ", ".join(str(standing.entry.line) for standing in found)
            self._refuse(ours.key, found[0].entry.line, f"the key stands more than once in the file (lines {lines})")
        elif found and not self._is_same(found[0], ours.paper):
            self._refuse(ours.key, found[0].entry.line, f"the file has another paper of this key: {titled(found[0])}")
        elif found:
            self._compare(ours, found[0])
        elif there := existing.unusable.get(key):
            self._refuse(ours.key, there.line, f"the file's entry cannot be used: {there.message}")
        elif other := self._elsewhere(ours.paper):
            self.done.elsewhere[ours.key] = other
        else:
            self._add(ours)

    def _add(self, ours: Ours) -> None:
        key, text = self.writer.entry(ours.paper)
        if not values(text):
            self._refuse(key, 1, "nothing is known of it that an entry could say")
            return
        self.new.append(text)
        self.done.added.append(key)
        self.said[key.lower()] = parts_of(values(text))
        self.done.prints[ours.paper.id] = ours.prints

    def _refuse(self, key: str, line: int, message: str) -> None:
        self.done.conflicts.append(Conflict(key, line, message))

    def _is_same(self, standing: Standing, paper: Paper) -> bool:
        """Whether the entry that has a paper's key is that paper."""
        there = standing.paper
        written = self.prints.get(paper.id, {})
        if there.title == paper.title and there.authors == paper.authors and not other_ids(paper, there):
            return True
        if there.title and written.get("title") == digest(there.title):
            return True
        if other_ids(paper, there) or (paper.authors and there.authors and not share(paper, there)):
            return False
        match = Identities([paper]).match(there)
        return bool(written or match.same or match.suggestions)

    def _elsewhere(self, paper: Paper) -> str:
        """The key under which the file has this paper, though ours is another."""
        for alias in paper.aliases:
            for standing in self.existing.by_key.get(alias.lower(), []):
                if alias.lower() not in self.keys and self._is_same(standing, paper):
                    return standing.entry.key
        same = self._identities.match(paper).same
        return self.existing.standing[int(same)].entry.key if same else ""

    @cached_property
    def _identities(self) -> Identities:
        """The entries whose keys are none of ours."""
        return Identities(
            standing.paper.with_fields({"id": str(number)})
            for number, standing in enumerate(self.existing.standing)
            if standing.entry.key.lower() not in self.keys
        )

    # Comparing and changing one entry.

    def _compare(self, ours: Ours, standing: Standing) -> None:
        """Take over what the library has changed, and leave what was changed by hand."""
        theirs, written = parts_of_paper(standing.paper), self.prints.get(ours.paper.id)
        self.done.prints[ours.paper.id] = ours.prints
        is_new_type = written is not None and written.get("type") != ours.prints["type"]
        if not is_new_type and all(is_same(part, said, theirs.get(part, "")) for part, said in ours.stated.items()):
            self.done.unchanged.append(ours.key)
            return
        _, text = self.writer.entry(ours.paper)
        said, theirs = parts_of(values(text)), parts_of(standing.raw)
        differing = [part for part in said if not is_same(part, said[part], theirs.get(part, ""))]
        taken = [part for part in differing if ours.is_news(part, written, is_missing=part not in theirs)]
        if "journal" in taken and "eprint" in said and not standing.raw.get("eprint"):
            taken.append("eprint")  # what was said in the journal's place must not get lost
        is_new_type |= written is None and "journal" in taken and "journal" not in theirs
        type = new_type(type_of(text), standing.entry.type) if is_new_type else ""
        self._change(ours, standing, text, taken, type)
        if rest := [part for part in differing if part not in taken]:
            self.done.differing[ours.key] = rest

    def _change(self, ours: Ours, standing: Standing, text: str, parts: Sequence[str], type: str) -> None:
        """Let the standing entry say these parts, and be of this type unless it is empty."""
        if not parts and not type:
            self.done.unchanged.append(ours.key)
            return
        fields = [field for part in parts for field in fields_for(part, text, ours.paper, standing, bool(type))]
        if self._amend(ours.key, standing.entry, fields, type):
            said = parts_of(values(text))
            self.said[ours.key.lower()] = {part: said[part] for part in parts}
            self.done.changed[ours.key] = [*parts, *(["type"] if type else [])]

    def _amend(self, key: str, entry: Entry, fields: Sequence[Field], type: str) -> bool:
        """Set fields of an entry; False, and a conflict, if it is too broken for that."""
        try:
            places = amend.places_of(self.existing.read_as, entry)
        except Unreadable as error:
            self._refuse(key, entry.line, f"the file's entry cannot be changed, {error}")
            return False
        self.splices += amend.amendments(self.existing.text, entry, places, fields, type)
        return True

    # Putting together and checking.

    def _ending(self) -> str:
        """The new entries with what is before them; the file ends with a line end as before, or without."""
        if not self.new:
            return ""
        text, line_end = self.existing.text, self.existing.line_end
        new = "\n".join(self.new).replace("\n", line_end)
        lines = self.existing.read_as.rstrip(" \t")
        if not lines.strip():
            return new if not lines or lines.endswith("\n") else line_end + new
        if not lines.endswith("\n"):
            return 2 * line_end + new.removesuffix(line_end)
        is_blank_line = not lines[:-1].rstrip(" \t") or lines[:-1].rstrip(" \t").endswith("\n")
        return new if is_blank_line and text[-1] in "\r\n" else line_end + new

    def _check(self, after: Existing) -> None:
        """Raise ExportError unless all that was not touched is still read as before, and what was as it shall be."""
        touched = self.said.keys()
        before = [entry for entry in self.existing.all if entry[1].lower() not in touched]
        rest = [entry for entry in after.all if entry[1].lower() not in touched]
        is_whole = before == rest and len(after.unread) == len(self.existing.unread)
        for key, said in self.said.items():
            found = after.by_key.get(key, [])
            theirs = parts_of(found[0].raw) if len(found) == 1 else {}
            is_whole = is_whole and all(is_same(part, theirs.get(part, ""), text) for part, text in said.items())
        if not is_whole:
            raise ExportError(
                "the file cannot be brought up to date without changing how the rest of it is read",
                "a brace or quote in it may not be closed; `readinglist add --dry-run FILE` says in which line",
            )


def values(text: str) -> dict[str, str]:
    """The fields of an entry that we wrote, without braces."""
    return {name.lower(): value_of(token, {}, 0).text for name, token in tokens(text).items()}


def tokens(text: str) -> dict[str, str]:
    """The fields of an entry that we wrote, in their braces."""
    return dict(scan.entry_at(text, 0, len(text)).fields)


def type_of(text: str) -> str:
    """The type of an entry that we wrote."""
    return text[1 : text.index("{")]


def new_type(ours: str, theirs: str) -> str:
    """The entry type to be set; empty if both dialects' names for it are one."""
    theirs = theirs.lower()
    return ours if TO_BIBTEX_TYPE.get(ours, ours) != TO_BIBTEX_TYPE.get(theirs, theirs) else ""


def titled(standing: Standing) -> str:
    """How to call an entry."""
    return repr(standing.paper.title) if standing.paper.title else "one without a title"


def fields_for(part: str, text: str, paper: Paper, standing: Standing, has_new_type: bool) -> list[Field]:
    """The fields that say a part of `paper`, under the names that the standing entry has for them."""
    there = {name.lower(): name for name, _ in standing.entry.fields}
    if part == "year":
        ours = date_tokens(paper, there, text)
    else:
        names = FIELDS.get(part, (part,))
        ours = {name: token for name, token in tokens(text).items() if name.lower() in names}
    return [placed(name, token, there, has_new_type) for name, token in ours.items()]


def placed(name: str, token: str, there: Mapping[str, str], has_new_type: bool) -> Field:
    """A field in the place of the one that says the same; a new entry type brings its own name for the venue."""
    if spelled := there.get(name.lower()):
        return Field(spelled, token, spelled.lower())
    alike = next((names for names in ALIKE if name.lower() in names), ())
    if instead := next((other for other in alike if other in there), ""):
        is_renamed = has_new_type and PART_OF.get(name.lower()) == "journal"
        return Field(name if is_renamed else there[instead], token, instead)
    return Field(name, token)


def date_tokens(paper: Paper, there: Mapping[str, str], text: str) -> dict[str, str]:
    """The date in ``date`` or in ``year``, ``month`` and ``day``, as the standing entry has it, else as we wrote it.

    A month or day of the entry that is no longer known has no token: it would make up a date with the new year.
    """
    date = paper.date
    if date is None:
        return {}
    if "date" in there or ("year" not in there and "date" in tokens(text)):
        return {"date": f"{{{date}}}"}
    month = MONTHS[date.month - 1] if date.month else ""
    day = f"{{{date.day}}}" if date.day and "day" in there else ""
    written = {"year": f"{{{date.year:04d}}}", "month": month, "day": day}
    return {name: token for name, token in written.items() if token or name in there}
