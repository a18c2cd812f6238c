"""A paper's entry as we would write it, and how to say a part of it in the entry that a file has already."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from readinglist.bibtex.entry.dates import MONTHS
from readinglist.bibtex.entry.entry_types import BIBTEX_TYPES
from readinglist.bibtex.reading import scan
from readinglist.bibtex.updating.canonical_fields import ALIKE, FIELDS, PART_OF, Parts, parts_of
from readinglist.bibtex.updating.splices import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readinglist.bibtex.reading.scan import Entry
    from readinglist.papers.paper import Paper


class Draft:
    """The text of an entry that we wrote, taken apart."""

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
    def says(self) -> Parts:
        """The parts that it says."""
        return parts_of(self.values)

    def new_type(self, there: str) -> str:
        """Its type for an entry of another; empty if both are two dialects' names for one."""
        return self.type if bibtex_type(self.type) != bibtex_type(there) else ""

    def fields(self, parts: Iterable[str], entry: Entry, type: str) -> list[Field]:
        """The fields that say these parts, under the names that `entry` has for them, which gets this type if any."""
        there = {name.lower(): name for name, _ in entry.fields}
        ours = ((name, token) for part in parts for name, token in self._part(part, there).items())
        return [placed(name, token, there, has_new_type=bool(type)) for name, token in ours]

    def _part(self, part: str, there: Mapping[str, str]) -> dict[str, str]:
        """The fields that say a part, as we name them."""
        if part == "year":
            return self._date(there)
        names = FIELDS.get(part, (part,))
        return {name: token for name, token in self.tokens.items() if name.lower() in names}

    def _date(self, there: Mapping[str, str]) -> dict[str, str]:
        """The date in ``date`` or in ``year``, ``month`` and ``day``, as the entry has it, else as we wrote it.

        A month or day of the entry that is no longer known has no token: it would make up a date with the new year.
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
        """The ``ids`` of an entry with its former `key` among them, if we name it there."""
        if key not in self.values.get("ids", "").split(","):
            return []
        spelled, token = next(((name, token) for name, token in entry.fields if name.lower() == "ids"), ("ids", ""))
        ids = [name for part in token[1:-1].split(",") if (name := part.strip())]
        if key in ids or token[:1] not in {"", "{", '"'}:
            return []
        return [Field(spelled, f"{{{','.join([*ids, key])}}}", "ids" if token else "")]


def bibtex_type(type: str) -> str:
    """BibTeX's name for a type of entry."""
    return BIBTEX_TYPES.get(type.lower(), type.lower())


def placed(name: str, token: str, there: Mapping[str, str], *, has_new_type: bool) -> Field:
    """A field in the place of the one that says the same; a new entry type brings its own name for the venue."""
    if spelled := there.get(name.lower()):
        return Field(spelled, token, spelled.lower())
    alike = next((names for names in ALIKE if name.lower() in names), ())
    if instead := next((other for other in alike if other in there), ""):
        is_renamed = has_new_type and PART_OF.get(name.lower()) == "journal"
        return Field(name if is_renamed else there[instead], token, instead)
    return Field(name, token)
