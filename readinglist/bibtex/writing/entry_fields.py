"""The fields of one entry: an imported entry's own where they still say what the paper says."""

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
from readinglist.bibtex.entry.names import has_bare_accent, parse_names, write_names, write_stored
from readinglist.bibtex.writing.links import bare_doi, link, uri
from readinglist.latex.decoder import decode, printed_text
from readinglist.papers.further import PRIVATE
from readinglist.papers.ids import Ids, apart
from readinglist.text import clean

if TYPE_CHECKING:
    from readinglist.bibtex.entry.field_names import Fields
    from readinglist.latex.encoder import Encoder
    from readinglist.papers.paper import Paper

OPEN = re.compile(r"[\\^]")
"""Signs of which LaTeX may make something else in an address."""
SIGN = re.compile(r"[\\{}%&#_^$]")
"""What tells that LaTeX may not print a value of ASCII letters as it stands."""
REWRITTEN = frozenset({"author", "editor", "doi", "pages"})
"""Fields of which a value without such a sign may have to change."""
PEOPLE = frozenset({"author", "editor"})
PRINTED = frozenset(
    "author editor title subtitle booktitle booksubtitle titleaddon journal journaltitle year volume number pages eid "
    "chapter edition series type school institution organization publisher address location howpublished note addendum "
    "eventtitle venue".split()
)
"""Fields that bibliography styles print; of others we don't know that they are LaTeX."""
LINKS = ("url", "doi", "arxiv")
"""Parts that other fields may say too; each may say those that follow."""
NAMING = ("doi", *OWN_FIELDS, "ee", "link", "pdf", "howpublished")
"""Fields that may name a paper, but for those of an eprint and its address."""
NO_IDS = Ids()
VENUE = "*venue"
"""Stands for the field of a venue until the entry type is known; no .bib file has a field of this name."""
NO_PAGES = frozenset({"1--1", "n/a", "na", "--", "-"})
"""What services write where they know no pages."""


class Composition:
    """The fields of one entry: an imported entry's own where they still say what the paper says."""

    def __init__(self, paper: Paper, encoder: Encoder, *, is_biblatex: bool, is_as_imported: bool) -> None:
        self.paper = paper
        self.raw = paper.raw
        self.encoder = encoder
        self.is_biblatex = is_biblatex
        self.is_as_imported = is_as_imported
        self.left_out: dict[str, str] = {}
        """Imported fields that say something which the paper does not, and their values."""

    def fields(self) -> Fields:
        """The fields in BibTeX's names, and under `VENUE` a venue whose field depends on the entry type."""
        has_sign = SIGN.search
        kept = {
            name: value
            if value.isascii() and not has_sign(value) and name not in REWRITTEN
            else self._kept(name, value)
            for name, value in self.raw.items()
            if name not in PRIVATE
        }
        if not self.is_as_imported:
            self._bring_up_to_date(kept)
        if month := month_macro(kept.get("month", "")):
            kept["month"] = month
        fields = kept if all(kept.values()) else {name: value for name, value in kept.items() if value}
        if self.is_biblatex and self.paper.arxiv and ARXIV_JOURNAL.match(fields.get("journal", "")):
            return {**self._eprint(), **fields}
        return fields

    def _bring_up_to_date(self, kept: Fields) -> None:
        """Put what the paper says in the place of raw fields that say something else, or nothing."""
        means = interpret(self.raw) if self.raw else None
        for part in RAW_FIELDS:
            if part not in LINKS and (means is None or not self._still_says(part, means, kept)):
                self._renew(part, kept)
        if means and kept.get(VENUE):
            self._leave_arxiv(means, kept)
        for name, text in self.paper.fields.items():
            if name not in kept or means is None or self._has_changed(name, text, means):
                kept[name] = self._further(name, text)
        self._leave_strangers(kept)
        for part in LINKS:
            if means is None or not self._is_linked(part, kept):
                self._renew(part, kept)
        eprint = {name: kept[name] for name in RAW_FIELDS["arxiv"] if name in kept}
        for name in pubmed_ids(eprint).keys() - self.raw.keys():
            kept.pop(name, None)

    def _is_linked(self, part: str, kept: Fields) -> bool:
        """Whether the fields, as they are now, say the id or address of the paper, which may be none."""
        said_there = url_of(kept) if part == "url" else getattr(ids_of(kept), part)
        return bool(said_there == getattr(self.paper, part))

    def _leave_strangers(self, kept: Fields) -> None:
        """Take out what names a paper by an id or address that this one has not."""
        paper = self.paper
        if not paper.url and links_in(kept.get("howpublished", "")):
            self._leave_out("howpublished", kept)
        for name in NAMING:
            ids = ids_of({name: kept[name]}) if name in kept else NO_IDS
            if any(getattr(ids, part) not in {"", getattr(paper, part)} for part in ("arxiv", "doi")):
                self._leave_out(name, kept)

    def _leave_out(self, name: str, kept: Fields) -> None:
        """Take a field out, and remember what it said in the entry as it was imported."""
        if kept.pop(name, "") and name in self.raw:
            self.left_out[name] = self.raw[name]

    def _renew(self, part: str, kept: Fields) -> None:
        """Put what the paper says of `part` in the place of the fields that say it."""
        paper = self.paper
        for name in RAW_FIELDS[part]:
            if paper.record.get(part) or part in paper.edited:
                kept.pop(name, None)
            else:
                self._leave_out(name, kept)
        if part in paper.record or part == "url":
            kept |= self._new(part)

    def _leave_arxiv(self, means: Meaning, kept: Fields) -> None:
        """Take out what the venue takes the place of: its field, and what only said that the paper is on arXiv."""
        type = self.paper.entry_type or likely_type(self.paper)
        kept.pop(VENUE_FIELDS.get(type, "howpublished"), None)
        for name in FURTHER:
            if name in kept and name not in self.paper.fields and names_only_arxiv(printed_text(kept[name]), means.ids):
                del kept[name]

    def _has_changed(self, name: str, text: str, means: Meaning) -> bool:
        """Whether a further field says another text than the raw field that is kept."""
        return means.fields.get(name, "" if name in FURTHER else text) != text

    def _kept(self, name: str, value: str) -> str:
        """An imported value as it stands, unless no .bib file could hold it."""
        if name in VERBATIM:
            value = bare_doi(next(iter(apart(value)), "")) if name == "doi" else value
            value = address(value) if "\\" in value else value
            return uri(value) if OPEN.search(value) or not is_contained(value) else value
        if ("{" in value or "}" in value) and not is_contained(value):
            return self._further(name, value) if name in PEOPLE else self.encoder.text(clean(decode(value)))
        if name in PEOPLE:
            return self._people(value)
        if name in PRINTED:
            value = self.encoder.escape_imported(value)
        return pages(value) if name == "pages" else value

    def _people(self, value: str) -> str:
        """Imported names as they stand, unless they break the rules, BibTeX cannot read them or they would change."""
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

    def _further(self, name: str, text: str) -> str:
        """A further field's text as LaTeX."""
        if name in PEOPLE:
            names = parse_names(text)
            return write_names(names.authors, self.encoder, others=names.others)
        return pages(self.encoder.text(text)) if name == "pages" else self.encoder.text(text)

    def _still_says(self, part: str, means: Meaning, kept: Fields) -> bool:
        paper = self.paper
        if part == "authors":
            return tuple(means.names.authors) == paper.authors and means.names.others == paper.others
        if part == "date" and means.date and "date" not in paper.edited:
            return str(paper.date).startswith(str(means.date))
        if part == "venue":
            return venue_of(kept)[0] == paper.venue
        return bool(getattr(means, part) == getattr(paper, part))

    def _new(self, part: str) -> Fields:
        """The fields that say `part` of the paper."""
        paper, text = self.paper, self.encoder.text
        match part:
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
                return {"doi": uri(bare_doi(paper.doi))}
            case _:
                return {"url": uri(link(paper))}

    def _date(self) -> Fields:
        date = self.paper.date
        if not date:
            return {}
        if self.is_biblatex:
            return {"date": str(date)}
        month = {"month": MONTHS[date.month - 1]} if date.month else {}
        day = {"date": str(date)} if date.day and "date" in self.raw else {}  # kept for those who had it
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
    """Page ranges with the two dashes of LaTeX; empty for a stopgap."""
    first, _, last = value.partition("--")
    if not (first.isdigit() and last.isdigit()):
        value = DASH.sub("--", value)
    return "" if value.strip().lower() in NO_PAGES else value
