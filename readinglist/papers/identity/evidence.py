"""Facts of a record that tell works apart, in one normal form."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING

from readinglist.papers.identity import details, venues
from readinglist.papers.identity.author_lists import people_of
from readinglist.papers.identity.kinds import BOOKS, CHAPTERS, CONTRIBUTIONS, sort_of
from readinglist.papers.identity.pages import stretches
from readinglist.papers.identity.titles import title_of
from readinglist.papers.ids import TELLING_DOIS, Ids, comparable, doi_ids, is_preprint_doi
from readinglist.papers.partial_date import year_of
from readinglist.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.papers.identity.pages import Stretch
    from readinglist.papers.identity.person import Person
    from readinglist.papers.identity.titles import Title
    from readinglist.papers.paper import Paper
    from readinglist.papers.record import Record

VERSIONED_DOI = re.compile(r"(10\.(?:1101|64898)/[\d.]+)v\d{1,2}")
"""The DOI of a preprint with the number of a version that has none of its own."""
ISBN = re.compile(r"(?:97[89][\s-]?)?\d(?:[\s-]?\d){8}[\s-]?[\dXx]")
MERELY_READ = frozenset("issue part version articleno article-number article_number editor note howpublished".split())
"""Raw fields that tell works apart but are no fields of their own."""


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
    def all_fields(self) -> Mapping[str, str]:
        """The fields, and the raw ones of an imported entry that tell works apart."""
        raw = self.record.get("raw") or {}
        more = {name: raw[name] for name in raw.keys() & MERELY_READ}
        return {**more, **self.fields} if more else self.fields

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

    @cached_property
    def sort(self) -> str:
        """The sort of work where it is no article, book or part of one, such as ``thesis``; else empty."""
        return sort_of(self.entry_type, self.all_fields)

    @cached_property
    def is_report(self) -> bool:
        """Whether it is a report with an institution or number of its own."""
        is_numbered = bool(self.detail("number") or self.all_fields.get("howpublished"))
        is_of_arxiv = bool(self.ids.get("arxiv")) and not self.institution
        return self.sort == "report" and (bool(self.institution) or (is_numbered and not is_of_arxiv))

    @cached_property
    def kind(self) -> Kind:
        """Whether the record is of a publication, of a preprint, or does not say."""
        has_home = self.venue or self.institution or self.is_report or self.entry_type in BOOKS
        if has_home or self.entry_type in CHAPTERS or {"isbn", "series"} & self.fields.keys():
            return Kind.PUBLICATION
        if self.sort not in {"", "report", "talk"}:
            return Kind.PUBLICATION
        if self.ids.get("arxiv") or self.preprint_doi or self.ids.get("openreview") or self.record.get("venue"):
            return Kind.PREPRINT
        if "doi" in self.ids or "acl" in self.ids or self.detail("volume") or self.sort == "talk":
            return Kind.PUBLICATION
        return Kind.PUBLICATION if self.entry_type in CONTRIBUTIONS else Kind.BARE

    def detail(self, name: str) -> str:
        """A field's text in one form; empty for a stopgap such as ``PP``."""
        return self._details.get(name, "")

    @cached_property
    def _details(self) -> dict[str, str]:
        """All such fields."""
        return details.all_in(self.all_fields) if self.all_fields else {}

    @cached_property
    def pages(self) -> tuple[Stretch, ...]:
        """The stretches of pages; none if unknown, or a stopgap such as ``1-1``."""
        return stretches(self.fields.get("pages", ""))

    @property
    def is_stopgap(self) -> bool:
        """Whether volume or pages say that they are not known yet (early access)."""
        written = {name: fold(self.fields[name]) for name in ("volume", "number", "pages") if name in self.fields}
        return any(text in details.STOPGAPS for text in written.values()) or ("pages" in written and not self.pages)


def keys_of(record: Record) -> frozenset[str]:
    """The ids of a record as comparable keys; a DOI that holds an id of another kind gives that one."""
    arxiv, doi, acl = record.get("arxiv") or "", (record.get("doi") or "").rstrip("/"), record.get("acl") or ""
    if doi.lower().startswith(TELLING_DOIS):
        of_doi = doi_ids(doi) or Ids()
        arxiv, doi, acl = arxiv or of_doi.arxiv, of_doi.doi, acl or of_doi.acl
    fields = record.get("fields") or {}
    further = [f"{kind}:{id.lower()}" for kind in ("pmid", "pmcid") if (id := fields.get(kind))]
    if doi and is_preprint_doi(doi):
        further.append("preprint:" + VERSIONED_DOI.sub(r"\1", doi.lower()))
        doi = ""
    return comparable(arxiv, doi, acl, record.get("openreview") or "").union(further)


def hard_keys(paper: Paper) -> frozenset[str]:
    """The ids that name a paper, as comparable keys such as ``arxiv:1706.03762``; a preprint's DOI is a DOI, too."""
    record = paper.record
    of_preprint = (record.get("preprint") or {}).get("doi")
    keys = (*keys_of(record), *([f"doi:{of_preprint.lower()}"] if of_preprint else ()))
    found = {f"doi:{key.removeprefix('preprint:')}" if key.startswith("preprint:") else key for key in keys}
    return frozenset(found | ({f"doi:{doi}"} if is_preprint_doi(doi := (record.get("doi") or "").lower()) else set()))
