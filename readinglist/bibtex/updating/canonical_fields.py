"""The same fields from an entry and from a paper, in Unicode, so that the two can be compared whatever their LaTeX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.bibtex.entry.entry_types import likely_type
from readinglist.bibtex.entry.field_names import BIBLATEX_NAMES, EPRINT, RAW_FIELDS
from readinglist.bibtex.entry.interpret import interpret
from readinglist.bibtex.writing.links import link
from readinglist.latex.decoder import printed_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readinglist.papers.author import Author
    from readinglist.papers.paper import Paper

CanonicalFields = dict[str, str]
"""Field values in Unicode under canonical names; absent means unknown."""

STATED_IN = {
    "title": RAW_FIELDS["title"],
    "year": RAW_FIELDS["date"],
    "journal": (*RAW_FIELDS["venue"], "howpublished"),
    "eprint": EPRINT,
    "address": ("address", BIBLATEX_NAMES["address"]),
    "institution": ("school", BIBLATEX_NAMES["school"]),
}
"""Canonical field → the raw fields that state it, unless it is the one of its name alone."""
SYNONYMS = (STATED_IN["journal"], *((name, other) for name, other in BIBLATEX_NAMES.items() if name != "journal"))
"""Groups of raw fields that state one thing in two dialects or entry types."""
CANONICAL_NAMES = {name: canonical for canonical, names in STATED_IN.items() for name in names}
"""Raw field → its canonical field, if that has another name."""
RECORD_FIELDS = {
    "title": "title", "author": "authors", "year": "date", "journal": "venue", "eprint": "arxiv", "doi": "doi",
    "url": "url",
}  # fmt: skip
"""Canonical field → the field of a record; others are in its ``fields``."""
ONE_DASH = str.maketrans({"–": "-", "—": "-"})


def fields_of_entry(raw: Mapping[str, str]) -> CanonicalFields:
    """The canonical fields of an entry with these raw fields."""
    found = interpret(raw)
    venue = raw.get("journal") or raw.get("journaltitle") or raw.get("booktitle") or ""
    return without_empty(
        title=found.title,
        author=name_list(found.names.authors, others=found.names.others),
        year=str(found.date or ""),
        journal=found.venue or printed_text(venue) or found.fields.get("howpublished", ""),
        eprint=found.ids.arxiv,
        doi=found.ids.doi.lower(),
        url=found.url,
        **further(found.fields),
    )


def fields_of_paper(paper: Paper) -> CanonicalFields:
    """The canonical fields of a paper in the library, and under ``type`` the type of its entry."""
    return without_empty(
        title=paper.title,
        author=name_list(paper.authors, others=paper.others),
        year=str(paper.date or ""),
        journal=paper.venue or paper.fields.get("howpublished", ""),
        eprint=paper.arxiv,
        doi=paper.doi.lower(),
        url=link(paper),
        type=paper.entry_type or likely_type(paper),
        **further(paper.fields),
    )


def without_empty(**fields: str) -> CanonicalFields:
    """The fields that have a value."""
    return {name: value for name, value in fields.items() if value}


def name_list(authors: Iterable[Author], *, others: bool) -> str:
    """The names joined by ``and``."""
    return " and ".join([*map(str, authors), *(["others"] if others else [])])


def further(fields: Mapping[str, str]) -> CanonicalFields:
    """The further fields under canonical names, page ranges with one dash."""
    own = {CANONICAL_NAMES.get(name, name): text for name, text in fields.items() if name != "type"}
    own.pop("journal", None)
    if "pages" in own:
        own["pages"] = own["pages"].translate(ONE_DASH).replace("--", "-")
    return own


def is_same(field: str, one: str, two: str) -> bool:
    """Whether two values of a field mean the same; one date may be less precise than the other."""
    if field == "year" and one and two:
        return one.startswith(two) or two.startswith(one)
    return one == two
