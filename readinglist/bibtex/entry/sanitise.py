"""Sanitising of records from any source: values that a .bib file cannot hold are left out and reported."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from readinglist.bibtex.entry.field_names import RAW_FIELDS, VERBATIM
from readinglist.bibtex.entry.identifiers import RAW_IDS, is_field, is_id, is_type
from readinglist.bibtex.entry.private_fields import NOTES
from readinglist.credentials import brief
from readinglist.latex.unsafe import MAY_RUN, unknown_commands
from readinglist.papers.further import PRIVATE
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.papers.record import values_of, without_none
from readinglist.text import clean, clean_lines, harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from readinglist.papers.record import Record

IDS = ("arxiv", "doi", "acl", "openreview", "url")
UNSEALED = ("id", "key", "abstract", "organization", "status", "note")
"""Texts that are not covered by a seal."""
TEXTS = (*UNSEALED, "entry_type", "title", "date", "venue", "primary_class", *IDS)
LISTS = ("aliases", "tags", "edited")
ELSEWHERE = PRIVATE.union(*RAW_FIELDS.values())
"""Fields that do not belong in a record's ``fields``: it has them elsewhere, or they are private."""
NOUNS = {"url": "address on the web", "doi": "DOI"}
BLANKS = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029]*[\t-\r\x1c-\x1f\x85\u2028\u2029][\s\x1c-\x1f\x85\u2028\u2029]*")
"""White space with a line end or tab in it."""
LONGEST = 40
"""Length of a value in a message."""

Faults = list[str]
"""Messages about values that were left out, each with the reason."""


def sanitised(paper: Paper, *, is_as_imported: bool = False) -> tuple[Paper, Faults]:
    """The paper without values that a .bib file cannot hold, and the faults; the same paper if there are none.

    `is_as_imported` if the seal is intact: the fields that it covers were checked when the entry was imported.
    """
    check = Sanitiser(paper.record)
    check.check_texts(UNSEALED if is_as_imported else TEXTS)
    if not is_as_imported:
        check.check_facts()
    return (Paper(check.record) if check.is_changed else paper), check.faults


class Sanitiser:
    """The check of one record; it is copied when the first value is left out."""

    def __init__(self, record: Record) -> None:
        self.is_changed = None in record.values()
        self.record = values_of(without_none(record) if self.is_changed else record)
        self.faults: Faults = []

    def check_facts(self) -> None:
        """Check authors, date, entry type, fields and ids."""
        self._authors()
        self._date()
        self._type()
        self._fields("fields", clean)
        self._fields("raw", in_line)
        self._ids()

    def _set(self, name: str, value: Any) -> None:
        """Replace a field of the record; None removes it."""
        if value == self.record[name]:
            return
        self.record = {known: kept for known, kept in self.record.items() if known != name}
        self.is_changed = True
        if value is not None:
            self.record = {**self.record, name: value}

    def _leave_out(self, name: str, reason: str) -> None:
        self.faults.append(f"{abridged(name)} left out, {reason}")

    def _drop(self, name: str, reason: str) -> None:
        """Remove a field of the record, and report it."""
        self._set(name, None)
        self._leave_out(name, reason)

    def check_texts(self, names: Iterable[str]) -> None:
        """Check the fields of these names, which are texts, and the lists of texts."""
        texts = {name: self.record[name] for name in names if name in self.record}
        if not are_plain(texts.values()):
            for name, value in texts.items():
                if isinstance(value, str):
                    self._set(name, clean_lines(value) if name == "note" else clean(value))
                else:
                    self._drop(name, "it is no text")
        for name in LISTS:
            value = self.record.get(name, ())
            if not (isinstance(value, list | tuple) and are_texts(value)):
                self._drop(name, "it is no list of texts")
            elif not are_plain(value):
                self._set(name, list(map(clean, value)))

    def _date(self) -> None:
        if (date := self.record.get("date")) and PartialDate.parse(date) is None:
            self._drop("date", f"it is no date: {abridged(date)}")

    def _authors(self) -> None:
        authors = self.record.get("authors", ())
        if not (isinstance(authors, list | tuple) and all(isinstance(author, dict) for author in authors)):
            self._drop("authors", "they are no list of names")
        elif not are_plain(text for author in authors for text in author.values()):
            if all(are_texts(author.values()) for author in authors):
                self._set("authors", [{part: clean(text) for part, text in author.items()} for author in authors])
            else:
                self._drop("authors", "they are no list of names")

    def _type(self) -> None:
        type = self.record.get("entry_type")
        if type and not is_type(type):
            self._set("entry_type", type.lower() if is_type(type.lower()) else "misc")
            if self.record["entry_type"] == "misc":
                self.faults.append(f"written as @misc, {abridged(type)} is no entry type")

    def _fields(self, where: str, make: Callable[[str], str]) -> None:
        """Check the fields of an object of the record."""
        fields = self.record.get(where, {})
        if not isinstance(fields, dict):
            self._drop(where, "it holds no fields")
        elif (
            not are_plain(fields.values())
            or not all(map(is_field, fields))
            or (where == "fields" and not ELSEWHERE.isdisjoint(fields))
        ):
            self._set(where, self._safe(where, fields, make))

    def _safe(self, where: str, fields: Mapping[str, Any], make: Callable[[str], str]) -> dict[str, str]:
        """The fields with valid names and texts; others are reported."""
        safe: dict[str, str] = {}
        for spelled, value in sorted(fields.items(), key=lambda field: not field[0].islower()):
            name = spelled.lower()
            if not is_field(name):
                self._leave_out(spelled, "it is no name of a field")
            elif type(value) is not str:
                self._leave_out(name, "it is no text")
            elif where == "fields" and name in ELSEWHERE:
                self._leave_out(name, "it is no further field")
            elif name in safe:
                self._leave_out(name, "it stands twice")
            else:
                safe[name] = value if name in NOTES else make(value)
        return safe

    def _ids(self) -> None:
        """Check ids and addresses, of the record and of its raw fields."""
        for name in IDS:
            value = self.record.get(name)
            if value and not is_id(name, value):
                self._drop(name, f"it is no {NOUNS.get(name, 'id')}: {abridged(value)}")
        raw = self.record.get("raw", {})
        wrong = [name for name, is_one in RAW_IDS.items() if raw.get(name) and not is_one(raw)]
        for name in wrong:
            if not self.record.get("arxiv" if name == "eprint" else name):  # else the id that was read is written
                self._leave_out(name, f"it is no {NOUNS.get(name, 'id')}: {abridged(raw[name])}")
        if wrong:
            self._set("raw", {name: value for name, value in raw.items() if name not in wrong})
        version = self.record.get("arxiv_version")
        if version is not None and not (type(version) is int and 0 < version < 1000):
            self._drop("arxiv_version", "it is no version")


def are_texts(values: Any) -> bool:
    """Whether all values are texts."""
    return all(type(value) is str for value in values)


def are_plain(values: Iterable[Any]) -> bool:
    """Whether all values are texts without control characters and line ends."""
    try:
        return "".join(values).isprintable()
    except TypeError:
        return False


def in_line(value: str) -> str:
    """An imported LaTeX value in one line."""
    return BLANKS.sub(" ", harmless(value)).strip()


def abridged(text: str) -> str:
    """The beginning of a text for a message."""
    return brief(clean(text), LONGEST)


def command_warnings(fields: Mapping[str, str]) -> Iterator[str]:
    """Warnings about fields with LaTeX commands that may do more than print."""
    if not MAY_RUN.search("\n".join(fields.values())):
        return
    for name, value in fields.items():
        if name.lower() not in VERBATIM and (commands := unknown_commands(value)):
            yield f"{name} may do more than print ({', '.join(commands)}): look at it before LaTeX does"
