"""Facts of a record that tell works apart, in one form whatever program wrote them."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING

from readinglist.ids import TELLING_DOIS, Ids, comparable, doi_ids, is_preprint_doi
from readinglist.paper import year_of
from readinglist.papers import venues
from readinglist.papers.people import people_of
from readinglist.papers.titles import title_of
from readinglist.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.paper import Paper, Record
    from readinglist.papers.people import Person
    from readinglist.papers.titles import Title

THESES = frozenset({"phdthesis", "mastersthesis", "thesis"})
REPORTS = frozenset({"techreport", "report"})
CHAPTERS = frozenset({"inbook", "incollection", "bookinbook", "suppbook"})
BOOKS = frozenset({"book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings", "booklet", "manual"})
DETAILS = ("volume", "number", "chapter", "edition", "eid")
"""Fields of which two publications have the same, or are two."""
ORDINALS = {name: str(number) for number, name in enumerate(
    "first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)}  # fmt: skip
ISBN = re.compile(r"(?:97[89][\s-]?)?\d(?:[\s-]?\d){8}[\s-]?[\dXx]")
DIGITS = re.compile(r"\d+")
STOPGAPS = frozenset({"pp", "na", "n a", "tbd", "in press", "early access", "online", "forthcoming", ""})
"""What stands in a field of which nothing is known yet."""
ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


class Kind(Enum):
    """The sort of thing a record describes."""

    BARE = auto()
    """A work of which it is not said where it appeared, as on a Daily Papers page."""
    PREPRINT = auto()
    PUBLICATION = auto()


class Facts:
    """The facts of one record, each worked out when it is first asked for."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.fields: Mapping[str, str] = record.get("fields") or {}

    @cached_property
    def title(self) -> Title:
        """The title folded."""
        return title_of(self.record.get("title") or "")

    @cached_property
    def people(self) -> list[Person]:
        """The authors."""
        return people_of(self.record.get("authors") or ())

    @property
    def is_cut(self) -> bool:
        """Whether the list of authors is cut short."""
        return bool(self.record.get("others"))

    @property
    def author_count(self) -> int | None:
        """The number of authors, where known."""
        return self.record.get("author_count") or (None if self.is_cut else len(self.people) or None)

    @property
    def year(self) -> int | None:
        """The year of the record's date."""
        return year_of(self.record.get("date") or "")

    @cached_property
    def abstract(self) -> str:
        """The abstract folded."""
        return fold(self.record.get("abstract") or "")

    @cached_property
    def keys(self) -> frozenset[str]:
        """The ids that decide, as comparable keys such as ``arxiv:1706.03762``."""
        return keys_of(self.record)

    @cached_property
    def ids(self) -> dict[str, str]:
        """Kind of id → id: arxiv, doi (a publisher's), acl, openreview, pmid, pmcid, preprint (a server's DOI)."""
        return dict(sorted(key.split(":", 1) for key in self.keys))

    @cached_property
    def preprint_doi(self) -> str:
        """The DOI a preprint server gave, lower case."""
        doi = (self.record.get("doi") or "").lower()
        return doi if is_preprint_doi(doi) else ""

    @cached_property
    def isbns(self) -> frozenset[str]:
        """The ISBNs in their nine telling digits, which the forms of ten and of thirteen digits share."""
        if "isbn" not in self.fields:
            return frozenset()
        found = ("".join(filter(str.isdigit, match[0])) for match in ISBN.finditer(self.fields["isbn"]))
        digits = (each.removeprefix("978") if len(each) > 10 else each for each in found)
        return frozenset(each[:9] for each in digits)

    @property
    def entry_type(self) -> str:
        """The BibTeX entry type; empty if unknown."""
        return self.record.get("entry_type") or ""

    @cached_property
    def venue(self) -> str:
        """The journal or proceedings; empty for a preprint server."""
        venue = self.record.get("venue") or ""
        return "" if venue and venues.is_server(venue) else venue

    @cached_property
    def institution(self) -> str:
        """Where a thesis or report comes from; empty for a preprint server."""
        name = self.fields.get("school") or self.fields.get("institution") or ""
        return "" if venues.is_server(name) else name

    @property
    def is_thesis(self) -> bool:
        """Whether it is a thesis."""
        return self.entry_type in THESES or "school" in self.fields

    @property
    def is_report(self) -> bool:
        """Whether it is a report with an institution or number of its own."""
        return self.entry_type in REPORTS and bool(self.institution or self.detail("number"))

    @property
    def is_whole_book(self) -> bool:
        """Whether it is a book, not a part of one."""
        return self.entry_type in BOOKS

    @cached_property
    def kind(self) -> Kind:
        """Whether the record is of a publication, of a preprint, or does not say."""
        has_home = self.venue or self.institution or self.is_thesis or self.is_whole_book
        if has_home or self.entry_type in CHAPTERS or {"isbn", "series"} & self.fields.keys():
            return Kind.PUBLICATION
        if self.ids.get("arxiv") or self.preprint_doi or self.ids.get("openreview") or self.record.get("venue"):
            return Kind.PREPRINT
        if "doi" in self.ids or "acl" in self.ids or self.detail("volume"):
            return Kind.PUBLICATION
        return Kind.BARE

    def detail(self, name: str) -> str:
        """A field's text in one form; empty for a stopgap such as ``PP``."""
        text = " ".join(ORDINALS.get(word, word) for word in fold(self.fields.get(name, "")).split())
        if text in STOPGAPS:
            return ""
        if text.isalpha() and ROMAN.fullmatch(text):
            return str(arabic(text))
        digits = DIGITS.findall(text)
        return digits[0].lstrip("0") or "0" if len(digits) == 1 and (text.isdigit() or name == "edition") else text

    @cached_property
    def pages(self) -> tuple[int, int] | None:
        """The first and last page; None if unknown, or a stopgap such as ``1-1``."""
        written = self.fields.get("pages", "")
        numbers = [int(digits[-9:]) for digits in DIGITS.findall(written)]
        if not numbers or ":" in written or "." in written:
            return None
        first, last = numbers[0], numbers[-1]
        if last < first:  # 127–34 is short for 127–134
            whole = str(first)[: max(0, len(str(first)) - len(str(last)))] + str(last)
            last = max(first, int(whole))
        return None if (first, last) == (1, 1) and len(numbers) > 1 else (first, last)

    @property
    def is_stopgap(self) -> bool:
        """Whether volume or pages say that they are not known yet (early access)."""
        written = {name: fold(self.fields[name]) for name in ("volume", "number", "pages") if name in self.fields}
        return any(text in STOPGAPS for text in written.values()) or ("pages" in written and self.pages is None)


def keys_of(record: Record) -> frozenset[str]:
    """The ids of a record as comparable keys; a DOI that holds an id of another kind gives that one."""
    get = record.get
    arxiv, doi, acl = get("arxiv") or "", get("doi") or "", get("acl") or ""
    if doi.lower().startswith(TELLING_DOIS):
        of_doi = doi_ids(doi) or Ids()
        arxiv, doi, acl = arxiv or of_doi.arxiv, of_doi.doi, acl or of_doi.acl
    fields = get("fields") or {}
    further = [f"{kind}:{id.lower()}" for kind in ("pmid", "pmcid") if (id := fields.get(kind))]
    if doi and is_preprint_doi(doi):
        further.append(f"preprint:{doi.lower()}")
        doi = ""
    return comparable(arxiv, doi, acl, get("openreview") or "").union(further)


def hard_keys(paper: Paper) -> frozenset[str]:
    """The ids that name a paper, as comparable keys such as ``arxiv:1706.03762``; a preprint's DOI is a DOI, too."""
    record = paper.record
    of_preprint = (record.get("preprint") or {}).get("doi")
    keys = (*keys_of(record), *([f"doi:{of_preprint.lower()}"] if of_preprint else ()))
    return frozenset(f"doi:{key.removeprefix('preprint:')}" if key.startswith("preprint:") else key for key in keys)


def arabic(roman: str) -> int:
    """The number that a roman one stands for.

    >>> arabic("xiv")
    14
    """
    values = [ROMAN_DIGITS[letter] for letter in roman]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
