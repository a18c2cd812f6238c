"""What an entry says part by part, and what a paper does, so that the two can be compared whatever their LaTeX."""

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

Parts = dict[str, str]
"""What is said about a paper under the name of the field that says it; what is not said is left out."""

FIELDS = {
    "title": RAW_FIELDS["title"],
    "year": RAW_FIELDS["date"],
    "journal": (*RAW_FIELDS["venue"], "howpublished"),
    "eprint": EPRINT,
    "address": ("address", BIBLATEX_NAMES["address"]),
    "institution": ("school", BIBLATEX_NAMES["school"]),
}
"""Part → the fields that say it, where that is more than one."""
ALIKE = (FIELDS["journal"], *((name, other) for name, other in BIBLATEX_NAMES.items() if name != "journal"))
"""Fields that are one thing in two dialects or entry types."""
PART_OF = {name: part for part, names in FIELDS.items() for name in names}
"""Field → its part, where that is called otherwise."""
RECORDED = {
    "title": "title", "author": "authors", "year": "date", "journal": "venue", "eprint": "arxiv", "doi": "doi",
    "url": "url",
}  # fmt: skip
"""Part → what the paper's record calls it; the others are in its ``fields``."""
ONE_DASH = str.maketrans({"–": "-", "—": "-"})


def parts_of(raw: Mapping[str, str]) -> Parts:
    """The parts that an entry with these raw fields says."""
    means = interpret(raw)
    named = raw.get("journal") or raw.get("journaltitle") or raw.get("booktitle") or ""
    return known(
        title=means.title,
        author=people(means.names.authors, others=means.names.others),
        year=str(means.date or ""),
        journal=means.venue or printed_text(named) or means.fields.get("howpublished", ""),
        eprint=means.ids.arxiv,
        doi=means.ids.doi.lower(),
        url=means.url,
        **further(means.fields),
    )


def fields_of_paper(paper: Paper) -> Parts:
    """The parts that the library knows of a paper, and the ``type`` of its entry."""
    return known(
        title=paper.title,
        author=people(paper.authors, others=paper.others),
        year=str(paper.date or ""),
        journal=paper.venue or paper.fields.get("howpublished", ""),
        eprint=paper.arxiv,
        doi=paper.doi.lower(),
        url=link(paper),
        type=paper.entry_type or likely_type(paper),
        **further(paper.fields),
    )


def known(**parts: str) -> Parts:
    """The parts that are not empty."""
    return {part: text for part, text in parts.items() if text}


def people(authors: Iterable[Author], *, others: bool) -> str:
    """The names in a row."""
    return " and ".join([*map(str, authors), *(["others"] if others else [])])


def further(fields: Mapping[str, str]) -> Parts:
    """The further fields but those that other parts hold, a range of pages with one dash."""
    own = {PART_OF.get(name, name): text for name, text in fields.items() if name != "type"}
    own.pop("journal", None)
    if "pages" in own:
        own["pages"] = own["pages"].translate(ONE_DASH).replace("--", "-")
    return own


def is_same(part: str, one: str, two: str) -> bool:
    """Whether two texts of a part mean the same; a date may be less precise than the other."""
    if part == "year" and one and two:
        return one.startswith(two) or two.startswith(one)
    return one == two
