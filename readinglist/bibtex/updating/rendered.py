"""A paper's entry as the writer renders it, and single fields of it for an entry that is in a file already."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from readinglist.bibtex.entry.dates import MONTHS
from readinglist.bibtex.entry.entry_types import BIBTEX_TYPES
from readinglist.bibtex.entry.field_names import BIBLATEX_NAMES
from readinglist.bibtex.reading import scan
from readinglist.bibtex.updating.canonical_fields import (
    CANONICAL_NAMES,
    STATED_IN,
    SYNONYMS,
    CanonicalFields,
    fields_of_entry,
)
from readinglist.bibtex.updating.splices import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readinglist.bibtex.reading.scan import Entry
    from readinglist.papers.paper import Paper

OTHER_NAMES = BIBLATEX_NAMES | {new: old for old, new in BIBLATEX_NAMES.items()}
"""Name of a field in one dialect → its name in the other."""


class RenderedEntry:
    """The text of an entry that we wrote, split into its fields."""

    def __init__(self, paper: Paper, text: str) -> None:
        self.paper = paper
        self.text = text
        self.type = text[1 : text.index("{")]
        self.tokens = dict(scan.entry_at(text, 0, len(text)).fields)
        """Field → its value in braces."""

    @cached_property
    def values(self) -> dict[str, str]:
        """Field → its value without braces."""
        return {name.lower(): scan.value_of(token, {}, 0).text for name, token in self.tokens.items()}

    @cached_property
    def canonical(self) -> CanonicalFields:
        """Its canonical fields."""
        return fields_of_entry(self.values)

    def new_type(self, other: str) -> str:
        """Its entry type; empty if `other` is the same type in another dialect."""
        return self.type if bibtex_type(self.type) != bibtex_type(other) else ""

    def fields(self, canonical: Iterable[str], entry: Entry, type: str) -> list[Field]:
        """The fields that state these canonical ones, named as in `entry`, which gets this type unless it is empty."""
        there = {name.lower(): name for name, _ in entry.fields}
        ours = [(name, token) for each in canonical for name, token in self._stating(each, there).items()]
        return [placed(name, token, there, has_new_type=bool(type)) for name, token in ours] + synonyms(ours, entry)

    def _stating(self, canonical: str, there: Mapping[str, str]) -> dict[str, str]:
        """The fields that state a canonical one, under our names."""
        if canonical == "year":
            return self._date(there)
        names = STATED_IN.get(canonical, (canonical,))
        return {name: token for name, token in self.tokens.items() if name.lower() in names}

    def _date(self, there: Mapping[str, str]) -> dict[str, str]:
        """The date in ``date`` or in ``year``, ``month`` and ``day``, as the entry has it, else as we wrote it.

        A month or day of the entry that is unknown now gets no token: with the new year it would be invented.
        """
        date = self.paper.date
        if date is None:
            return {}
        if "date" in there or ("year" not in there and "date" in self.tokens):
            return {"date": f"{{{date}}}"}
        month = MONTHS[date.month - 1] if date.month else ""
        day = f"{{{date.day}}}" if date.day and "day" in there else ""
        written = {"year": f"{{{date.year:04d}}}", "month": month, "day": day}
        return {name: token for name, token in written.items() if token or name in there}

    def ids_with(self, key: str, entry: Entry) -> list[Field]:
        """The ``ids`` field of `entry` with its former `key` added, if ours has it."""
        if key not in self.values.get("ids", "").split(","):
            return []
        spelled, token = next(((name, token) for name, token in entry.fields if name.lower() == "ids"), ("ids", ""))
        ids = [name for part in token[1:-1].split(",") if (name := part.strip())]
        if key in ids or token[:1] not in {"", "{", '"'}:
            return []
        return [Field(spelled, f"{{{','.join([*ids, key])}}}", "ids" if token else "")]


def bibtex_type(type: str) -> str:
    """BibTeX's name of an entry type."""
    return BIBTEX_TYPES.get(type.lower(), type.lower())


def placed(name: str, token: str, there: Mapping[str, str], *, has_new_type: bool) -> Field:
    """A field in the place of its synonym in the entry; a new entry type brings its own name for the venue."""
    if spelled := there.get(name.lower()):
        return Field(spelled, token, spelled.lower())
    group = next((names for names in SYNONYMS if name.lower() in names), ())
    if instead := next((other for other in group if other in there), ""):
        is_renamed = has_new_type and CANONICAL_NAMES.get(name.lower()) == "journal"
        return Field(name if is_renamed else there[instead], token, instead)
    return Field(name, token)


def synonyms(ours: Iterable[tuple[str, str]], entry: Entry) -> list[Field]:
    """Fields that the entry also has under their name in the other dialect, with another value: both are set."""
    there = {name.lower(): (name, token) for name, token in entry.fields}
    pairs = ((name.lower(), OTHER_NAMES.get(name.lower(), ""), token) for name, token in ours)
    found = [(token, *there[other]) for name, other, token in pairs if name in there and other in there]
    return [
        Field(spelled, token, spelled.lower())
        for token, spelled, old in found
        if value_in(old) not in {"", value_in(token)}
    ]


def value_in(token: str) -> str:
    """The value of a token in lower case, without outer braces and quotes."""
    return token.strip('{}" ').lower()
