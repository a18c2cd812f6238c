"""The fields of one entry: imported raw fields where they still state the record's facts, rendered ones elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readinglist.bibtex.entry.dates import MONTHS, month_macro
from readinglist.bibtex.entry.entry_types import VENUE_FIELDS, likely_type
from readinglist.bibtex.entry.eprint import OWN_FIELDS, names_only_arxiv, pubmed_ids
from readinglist.bibtex.entry.field_names import RAW_FIELDS, VERBATIM
from readinglist.bibtex.entry.identifiers import is_contained
from readinglist.bibtex.entry.interpret import (
    ARXIV_JOURNAL,
    DASH,
    FURTHER,
    Meaning,
    address,
    ids_of,
    interpret,
    links_in,
    url_of,
    venue_of,
)
from readinglist.bibtex.entry.names import has_bare_accent, parse_names
from readinglist.bibtex.writing.links import bare_doi, link, percent_encoded
from readinglist.bibtex.writing.name_lists import write_names, write_stored
from readinglist.latex.decoder import decode, printed_text
from readinglist.papers.further import PRIVATE
from readinglist.papers.ids import Ids, apart
from readinglist.text import clean

if TYPE_CHECKING:
    from readinglist.bibtex.entry.field_names import Fields
    from readinglist.latex.encoder import Encoder
    from readinglist.papers.paper import Paper

OPEN = re.compile(r"[\\^]")
"""Signs in an address that have a meaning in LaTeX."""
SIGN = re.compile(r"[\\{}%&#_^$]")
"""Signs in an ASCII value that may need escaping."""
REWRITTEN = frozenset({"author", "editor", "doi", "pages"})
"""Fields with values that may have to change even without such signs."""
NAME_LISTS = frozenset({"author", "editor"})
PRINTED_FIELDS = frozenset(
    "author editor title subtitle booktitle booksubtitle titleaddon journal journaltitle year volume number pages eid "
    "chapter edition series type school institution organization publisher address location howpublished note addendum "
    "eventtitle venue".split()
)
"""Fields that bibliography styles print, and that are LaTeX therefore; others may be anything."""
LINKS = ("url", "doi", "arxiv")
"""Record fields that several raw fields may state; each of these may also state those after it."""
ID_FIELDS = ("doi", *OWN_FIELDS, "ee", "link", "pdf", "howpublished")
"""Fields that may identify a paper, except those of its eprint and ``url``."""
NO_IDS = Ids()
VENUE = "*venue"
"""Placeholder for the field of the venue until the entry type is known; no .bib file has a field of this name."""
NO_PAGES = frozenset({"1--1", "n/a", "na", "--", "-"})
"""Placeholders of services for unknown pages."""


class EntryFields:
    """The fields of one paper's entry; an intact seal (`is_as_imported`) spares the comparison with the record."""

    def __init__(self, paper: Paper, encoder: Encoder, *, is_biblatex: bool, is_as_imported: bool) -> None:
        self.paper = paper
        self.raw = paper.raw
        self.encoder = encoder
        self.is_biblatex = is_biblatex
        self.is_as_imported = is_as_imported
        self.dropped: dict[str, str] = {}
        """Imported fields that the record contradicts, and their values."""

    def fields(self) -> Fields:
        """The fields under BibTeX's names, with the venue under `VENUE` if its field depends on the entry type."""
        has_sign = SIGN.search
        fields = {
            name: value
            if value.isascii() and not has_sign(value) and name not in REWRITTEN
            else self._copied(name, value)
            for name, value in self.raw.items()
            if name not in PRIVATE
        }
        if not self.is_as_imported:
            self._update_stale(fields)
        if month := month_macro(fields.get("month", "")):
            fields["month"] = month
        fields = fields if all(fields.values()) else {name: value for name, value in fields.items() if value}
        if self.is_biblatex and self.paper.arxiv and ARXIV_JOURNAL.match(fields.get("journal", "")):
            return {**self._eprint(), **fields}
        return fields

    def _update_stale(self, fields: Fields) -> None:
        """Replace raw fields that the record contradicts, and add the missing ones."""
        imported = interpret(self.raw) if self.raw else None
        for field in RAW_FIELDS:
            if field not in LINKS and (imported is None or not self._still_states(field, imported, fields)):
                self._replace(field, fields)
        if imported and fields.get(VENUE):
            self._drop_mock_journal(imported, fields)
        for name, text in self.paper.fields.items():
            if name not in fields or imported is None or self._is_stale(name, text, imported):
                fields[name] = self._encoded(name, text)
        self._drop_foreign_ids(fields)
        for field in LINKS:
            if imported is None or not self._states_link(field, fields):
                self._replace(field, fields)
        eprint = {name: fields[name] for name in RAW_FIELDS["arxiv"] if name in fields}
        for name in pubmed_ids(eprint).keys() - self.raw.keys():
            fields.pop(name, None)

    def _states_link(self, field: str, fields: Fields) -> bool:
        """Whether the fields state the paper's id or address, or none if it has none."""
        stated = url_of(fields) if field == "url" else getattr(ids_of(fields), field)
        return bool(stated == getattr(self.paper, field))

    def _drop_foreign_ids(self, fields: Fields) -> None:
        """Drop fields with an id or address of another paper."""
        paper = self.paper
        if not paper.url and links_in(fields.get("howpublished", "")):
            self._drop("howpublished", fields)
        for name in ID_FIELDS:
            ids = ids_of({name: fields[name]}) if name in fields else NO_IDS
            if any(getattr(ids, field) not in {"", getattr(paper, field)} for field in ("arxiv", "doi")):
                self._drop(name, fields)

    def _drop(self, name: str, fields: Fields) -> None:
        """Remove a field, and remember its imported value."""
        if fields.pop(name, "") and name in self.raw:
            self.dropped[name] = self.raw[name]

    def _replace(self, field: str, fields: Fields) -> None:
        """Replace the raw fields that state `field` of the record by rendered ones."""
        paper = self.paper
        for name in RAW_FIELDS[field]:
            if paper.record.get(field) or field in paper.edited:
                fields.pop(name, None)
            else:
                self._drop(name, fields)
        if field in paper.record or field == "url":
            fields |= self._rendered(field)

    def _drop_mock_journal(self, imported: Meaning, fields: Fields) -> None:
        """Remove what a new venue replaces: its field, and fields that only name arXiv."""
        type = self.paper.entry_type or likely_type(self.paper)
        fields.pop(VENUE_FIELDS.get(type, "howpublished"), None)
        for name in FURTHER:
            if (
                name in fields
                and name not in self.paper.fields
                and names_only_arxiv(printed_text(fields[name]), imported.ids)
            ):
                del fields[name]

    def _is_stale(self, name: str, text: str, imported: Meaning) -> bool:
        """Whether a further field differs from the raw one."""
        return imported.fields.get(name, "" if name in FURTHER else text) != text

    def _copied(self, name: str, value: str) -> str:
        """An imported value, changed only where a .bib file could not hold it or LaTeX could not print it."""
        if name in VERBATIM:
            value = bare_doi(next(iter(apart(value)), "")) if name == "doi" else value
            value = address(value) if "\\" in value else value
            return percent_encoded(value) if OPEN.search(value) or not is_contained(value) else value
        if ("{" in value or "}" in value) and not is_contained(value):
            return self._encoded(name, value) if name in NAME_LISTS else self.encoder.text(clean(decode(value)))
        if name in NAME_LISTS:
            return self._copied_names(value)
        if name in PRINTED_FIELDS:
            value = self.encoder.escape_imported(value)
        return pages(value) if name == "pages" else value

    def _copied_names(self, value: str) -> str:
        """Imported names, written again only if they are malformed or escaping would change them."""
        value = self.encoder.with_dotted_i(value)
        written = self.encoder.escape_imported(value)
        is_plain = not has_bare_accent(value)
        if is_plain and self.is_as_imported and written == value:
            return value
        names = parse_names(value)
        is_fit = is_plain and (names.are_fit if self.encoder.ascii_only else not names.complaints)
        if is_fit and (written == value or parse_names(written).authors == names.authors):
            return written
        return write_names(names.authors, self.encoder, others=names.others)

    def _encoded(self, name: str, text: str) -> str:
        """A further field's text in LaTeX."""
        if name in NAME_LISTS:
            names = parse_names(text)
            return write_names(names.authors, self.encoder, others=names.others)
        return pages(self.encoder.text(text)) if name == "pages" else self.encoder.text(text)

    def _still_states(self, field: str, imported: Meaning, fields: Fields) -> bool:
        """Whether the imported entry states the record's value of `field`."""
        paper = self.paper
        if field == "authors":
            return tuple(imported.names.authors) == paper.authors and imported.names.others == paper.others
        if field == "date" and imported.date and "date" not in paper.edited:
            return str(paper.date).startswith(str(imported.date))
        if field == "venue":
            return venue_of(fields)[0] == paper.venue
        return bool(getattr(imported, field) == getattr(paper, field))

    def _rendered(self, field: str) -> Fields:
        """The rendered fields that state `field` of the record."""
        paper, text = self.paper, self.encoder.text
        match field:
            case "title":
                return {"title": self.encoder.title(paper.title)}
            case "authors":
                return {"author": write_stored(paper.record.get("authors", ()), self.encoder, others=paper.others)}
            case "date":
                return self._date()
            case "venue":
                return {VENUE: text(paper.venue)}
            case "arxiv":
                return self._eprint()
            case "doi":
                return {"doi": percent_encoded(bare_doi(paper.doi))}
            case _:
                return {"url": percent_encoded(link(paper))}

    def _date(self) -> Fields:
        date = self.paper.date
        if not date:
            return {}
        if self.is_biblatex:
            return {"date": str(date)}
        month = {"month": MONTHS[date.month - 1]} if date.month else {}
        day = {"date": str(date)} if date.day and "date" in self.raw else {}  # only for entries that had it
        return {"year": f"{date.year:04d}", **month, **day}

    def _eprint(self) -> Fields:
        """The fields of an arXiv preprint; none for other papers."""
        if not self.paper.arxiv:
            return {}
        fields = {"eprint": self.paper.arxiv, "archiveprefix": "arXiv"}
        if self.paper.primary_class and "/" not in self.paper.arxiv:
            fields["primaryclass"] = self.encoder.text(self.paper.primary_class)
        return fields


def pages(value: str) -> str:
    """Page ranges with LaTeX's two dashes; empty for a placeholder."""
    first, _, last = value.partition("--")
    if not (first.isdigit() and last.isdigit()):
        value = DASH.sub("--", value)
    return "" if value.strip().lower() in NO_PAGES else value
