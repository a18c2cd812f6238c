"""RIS, which EndNote, Zotero, Mendeley and most publishers read; without private notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rispy import RisWriter  # type: ignore[import-untyped]

from readinglist.formats.reference import PREPRINT, addresses, keywords, reference
from readinglist.papers.exported_text import Export
from readinglist.papers.further import only_in_ris

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from readinglist.formats.reference import Reference
    from readinglist.papers.author import Author
    from readinglist.papers.paper import Paper

TYPES = {
    "article": "JOUR", "inproceedings": "CONF", "conference": "CONF", "incollection": "CHAP", "inbook": "CHAP",
    "book": "BOOK", "booklet": "PAMP", "proceedings": "CONF", "manual": "BOOK", "phdthesis": "THES",
    "mastersthesis": "THES", "techreport": "RPRT", "unpublished": "UNPB", "online": "ELEC", "dataset": "DATA",
    "software": "COMP", "patent": "PAT", "periodical": "JFULL", PREPRINT: "UNPB",
}  # fmt: skip
"""Type of a reference → RIS type; others are ``GEN``."""
JOURNALS = frozenset({"article", "periodical"})
TYPE = re.compile(r"[A-Z]{2,7}")
OTHERS = "et al."
"""Name for further authors, for which RIS has no tag."""

Values = dict[str, str | list[str]]
"""rispy's name of a tag → value."""


class Writer(RisWriter):  # type: ignore[misc]
    """rispy's writer with RIS's line ends and no numbers between records."""

    NEWLINE = "\r\n"

    def set_header(self, count: int) -> str:
        """No number before a record, which is not RIS."""
        return ""


def write(papers: Sequence[Paper]) -> Export:
    """The papers as RIS records."""
    writer = Writer(delimiter_tags_mapping={})  # addresses may hold semicolons
    text: str = writer.formats([record(paper) for paper in papers])
    without_authors = tuple(paper for paper in papers if not paper.authors)
    return Export(text, without_authors, tuple(problem for paper in papers for problem in problems(paper)))


def record(paper: Paper) -> dict[str, Any]:
    """One paper under rispy's names of the tags."""
    ref = reference(paper)
    numbers = numbers_of(ref)
    values = {
        **work(paper, ref),
        **container(paper, ref),
        **publication(paper, ref),
        "issn": next(iter(numbers), ""),
        "short_title": ref.fields.get("shorttitle", ""),
        "number_of_volumes": ref.fields.get("volumes", ""),
        "type_of_work": ref.kind,
        "language": ref.fields.get("language", ""),
        "doi": paper.doi,
        "urls": addresses(paper),
        "abstract": paper.abstract,
        "keywords": keywords(paper),
    }
    known: dict[str, Any] = {name: on_one_line(value) for name, value in values.items() if value}
    more = {tag: [" ".join(line.split()) for line in text.splitlines()] for tag, text in only_in_ris(paper).items()}
    more["SN"] = [*numbers[1:], *more.get("SN", ())]
    return {"type_of_reference": type_of(paper, ref), **known, "unknown_tag": more}


def work(paper: Paper, ref: Reference) -> Values:
    """Key, title, people and dates."""
    return {
        "id": paper.key,
        "title": paper.title,
        "authors": [*filter(None, map(name, paper.authors)), *([OTHERS] if paper.others and paper.authors else [])],
        "secondary_authors": [*map(name, ref.editors)],
        "year": f"{paper.year:04d}" if paper.year else "",
        "date": written_date(paper),
        "access_date": ref.fields.get("urldate", "").replace("-", "/"),
    }


def container(paper: Paper, ref: Reference) -> Values:
    """Journal, book and series."""
    is_book = TYPES.get(ref.type) == "BOOK"
    venue = "" if ref.type == "proceedings" and paper.venue == paper.title else paper.venue
    series = ref.fields.get("series", "")
    return {
        "secondary_title": venue or (series if is_book else ""),
        "journal_name": venue if ref.type in JOURNALS else "",
        "alternate_title2": ref.fields.get("shortjournal", ""),
        "tertiary_title": "" if is_book and not venue else series,
    }


def publication(paper: Paper, ref: Reference) -> Values:
    """Volume, pages and publisher."""
    first, _, last = ref.pages.partition("-")
    return {
        "volume": ref.fields.get("volume", ""),
        "number": ref.fields.get("number", ""),
        "start_page": first or ref.fields.get("eid", ""),
        "end_page": last,
        "edition": ref.fields.get("edition", ""),
        "publisher": ref.publisher or ("arXiv" if ref.type == PREPRINT and not paper.doi else ""),
        "place_published": ref.fields.get("address", ""),
    }


def numbers_of(ref: Reference) -> list[str]:
    """ISBNs and ISSNs, those of its type first."""
    names = ("issn", "isbn") if ref.type in JOURNALS else ("isbn", "issn")
    return [number.strip() for name in names for number in ref.fields.get(name, "").split(",") if number.strip()]


def type_of(paper: Paper, ref: Reference) -> str:
    """RIS type of a record. CONF without a container means the volume, so a paper without one is a CPAPER."""
    found, own = TYPES.get(ref.type, "GEN"), (paper.record.get("ris") or {}).get("TY", "")
    if TYPE.fullmatch(own):
        return str(own)
    return "CPAPER" if found == "CONF" and not paper.venue and ref.type != "proceedings" else found


def on_one_line(value: str | list[str]) -> str | list[str]:
    """A value without line breaks, which would end it in RIS."""
    return " ".join(value.split()) if isinstance(value, str) else [" ".join(text.split()) for text in value]


def problems(paper: Paper) -> Iterator[str]:
    """Problems with names that RIS cannot express."""
    for each in (*paper.authors, *reference(paper).editors):
        if "," in each.literal:
            yield f"{paper.key}: {each.literal} written without commas, which RIS would take for the end of a name"


def name(author: Author) -> str:
    """``Family, Given, Suffix``; an organisation ends with a comma, and cannot hold one where a reader would cut it."""
    if author.literal:
        return f"{author.literal.replace(',', '')},"
    parts = (author.last, author.given) if author.family else (author.given, "")
    return f"{', '.join(parts)}, {author.suffix}" if author.suffix else ", ".join(filter(None, parts))


def written_date(paper: Paper) -> str:
    """``2024/06/16`` with unknown parts empty; empty for a year alone."""
    date = paper.date
    if not date or not date.month:
        return ""
    return f"{date.year:04d}/{date.month:02d}/{f'{date.day:02d}' if date.day else ''}"
