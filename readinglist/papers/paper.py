"""Paper: a read-only view of the JSON record that is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from readinglist.papers.author import Author, full_name
from readinglist.papers.partial_date import PartialDate, year_of
from readinglist.papers.record import UNKNOWN, Record, told
from readinglist.papers.status import STATUSES, Status, status_of
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Paper:
    """One work on the list, read-only: a view of its stored record.

    A paper that no library has taken in yet has an empty `id` and `key`. `record` must not be changed in place.
    """

    __slots__ = ("record",)

    def __init__(self, record: Record) -> None:
        self.record = record

    @classmethod
    def of(  # noqa: PLR0913 - what a source may know about a paper
        cls,
        title: str,
        *,
        authors: Iterable[Author] = (),
        others: bool = False,
        author_count: int | None = None,
        abstract: str = "",
        date: PartialDate | None = None,
        venue: str = "",
        organization: str = "",
        organization_handle: str = "",
        comments: int | None = None,
        upvotes: int | None = None,
        arxiv: str = "",
        arxiv_version: int | None = None,
        primary_class: str = "",
        doi: str = "",
        acl: str = "",
        openreview: str = "",
        url: str = "",
        tags: Iterable[str] = (),
        note: str = "",
        key: str = "",
        entry_type: str = "",
        fields: Mapping[str, str] | None = None,
        raw: Mapping[str, str] | None = None,
        source: str = "",
        **more: Any,
    ) -> Self:
        """A paper as a source knows it, its text made harmless; `id` and what a library gives are still missing."""
        record: Record = {
            "title": clean(title),
            "authors": [author.to_record() for author in authors],
            "others": others,
            "author_count": author_count,
            "abstract": abstract and clean(abstract),
            "date": str(date) if date else None,
            "venue": venue and clean(venue),
            "organization": organization and clean(organization),
            "organization_handle": organization_handle and clean(organization_handle),
            "comments": comments,
            "upvotes": upvotes,
            "arxiv": arxiv,
            "arxiv_version": arxiv_version,
            "primary_class": primary_class and clean(primary_class),
            "doi": doi and clean(doi),
            "acl": acl,
            "openreview": openreview,
            "url": url and clean(url),
            "tags": sorted(set(tags)),
            "note": note,
            "key": key,
            "entry_type": entry_type,
            "fields": dict(fields or {}),
            "raw": dict(raw or {}),
            "sources": [clean(source)] if source else [],
            **more,
        }
        return cls(told(record))

    @property
    def brief(self) -> Record:
        """The record, of which only the fields of `BRIEF` are needed; at hand where the whole is yet to be read."""
        return self.record

    def once(self) -> Record:
        """The record, for somebody who looks at many papers and at each but once."""
        return self.record

    def with_fields(self, values: Mapping[str, Any]) -> Paper:
        """The paper with these fields set; None takes a field away."""
        record = {**self.record, **values}
        return Paper({name: value for name, value in record.items() if value is not None})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Paper) and self.record == other.record

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"Paper({self.id or '-'}, {self.title!r})"

    def _text(self, name: str) -> str:
        value = self.record.get(name)
        return value if isinstance(value, str) else ""

    def _number(self, name: str) -> int | None:
        value = self.record.get(name)
        return value if isinstance(value, int) else None

    @property
    def id(self) -> str:
        """Our own stable id, short and never reused; empty before a library takes the paper in."""
        return self._text("id")

    @property
    def key(self) -> str:
        """The cite key."""
        return self._text("key")

    @property
    def aliases(self) -> tuple[str, ...]:
        """Cite keys the paper was also known by (of records merged into it)."""
        return tuple(self.record.get("aliases", ()))

    @property
    def title(self) -> str:
        """The title in Unicode, one line."""
        return self._text("title")

    @property
    def authors(self) -> tuple[Author, ...]:
        """The authors by name, in order; empty if only their number is known."""
        return tuple(Author.from_record(record) for record in self.record.get("authors", ()))

    @property
    def others(self) -> bool:
        """Whether `authors` is cut short (BibTeX's ``and others``)."""
        return bool(self.record.get("others"))

    @property
    def author_count(self) -> int | None:
        """The number of authors, where known."""
        if number := self._number("author_count"):
            return number
        names = self.record.get("authors")
        return len(names) if names and not self.record.get("others") else None

    @property
    def abstract(self) -> str:
        """The abstract in Unicode, one line."""
        return self._text("abstract")

    @property
    def date(self) -> PartialDate | None:
        """When the paper appeared."""
        return PartialDate.parse(self._text("date"))

    @property
    def year(self) -> int | None:
        """The year the paper appeared."""
        return year_of(self._text("date"))

    @property
    def venue(self) -> str:
        """The journal or proceedings."""
        return self._text("venue")

    @property
    def organization(self) -> str:
        """The name of the organisation the page shows instead of authors (``NVIDIA``)."""
        return self._text("organization")

    @property
    def organization_handle(self) -> str:
        """The organisation's handle on Hugging Face (``nvidia``)."""
        return self._text("organization_handle")

    @property
    def comments(self) -> int | None:
        """Comments on the Daily Papers page."""
        return self._number("comments")

    @property
    def upvotes(self) -> int | None:
        """Upvotes on the Daily Papers page."""
        return self._number("upvotes")

    @property
    def arxiv(self) -> str:
        """The canonical arXiv id without version."""
        return self._text("arxiv")

    @property
    def arxiv_version(self) -> int | None:
        """The arXiv version that was asked for or last seen."""
        return self._number("arxiv_version")

    @property
    def primary_class(self) -> str:
        """arXiv's primary category (``cs.CL``)."""
        return self._text("primary_class")

    @property
    def doi(self) -> str:
        """The publisher's DOI as registered, never arXiv's own."""
        return self._text("doi")

    @property
    def acl(self) -> str:
        """The ACL Anthology id."""
        return self._text("acl")

    @property
    def openreview(self) -> str:
        """The OpenReview forum id."""
        return self._text("openreview")

    @property
    def url(self) -> str:
        """The address a source gave for the paper."""
        return self._text("url")

    @property
    def web_url(self) -> str:
        """Where to read about the paper: arXiv page, DOI, ACL, OpenReview, or the source's address."""
        if arxiv := self.arxiv:
            return f"https://arxiv.org/abs/{arxiv}"
        if doi := self.doi:
            return f"https://doi.org/{doi}"
        if acl := self.acl:
            return f"https://aclanthology.org/{acl}"
        if openreview := self.openreview:
            return f"https://openreview.net/forum?id={openreview}"
        return self.url

    @property
    def pdf_url(self) -> str:
        """Where the PDF is, as far as the ids tell."""
        if self.arxiv:
            return f"https://arxiv.org/pdf/{self.arxiv}"
        if self.acl:
            return f"https://aclanthology.org/{self.acl}.pdf"
        if self.openreview:
            return f"https://openreview.net/pdf?id={self.openreview}"
        return self.url if self.url.lower().endswith(".pdf") else ""

    @property
    def status(self) -> Status:
        """Where the paper stands; `inbox` for a value this version does not know."""
        return status_of(self.brief)

    @property
    def status_since(self) -> str:
        """When the status was set, ISO 8601 UTC."""
        return self._text("status_since")

    @property
    def priority(self) -> int:
        """0 none to 3 highest."""
        return self._number("priority") or 0

    @property
    def tags(self) -> tuple[str, ...]:
        """The user's tags, sorted."""
        return tuple(self.brief.get("tags", ()))

    @property
    def note(self) -> str:
        """The user's note, Markdown."""
        return self._text("note")

    @property
    def added(self) -> str:
        """When the paper entered the library, ISO 8601 UTC."""
        return self._text("added")

    @property
    def arrival(self) -> int:
        """Running number of arrival."""
        return self._number("arrival") or 0

    @property
    def updated(self) -> str:
        """When a field last changed, ISO 8601 UTC."""
        return self._text("updated")

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the paper was seen: ``hf:daily:2025-12-08``, ``file:page.txt``."""
        return tuple(self.record.get("sources", ()))

    @property
    def entry_type(self) -> str:
        """The BibTeX entry type an import or a service gave, lower case; empty if unknown."""
        return self._text("entry_type")

    @property
    def fields(self) -> Mapping[str, str]:
        """Further bibliographic fields in Unicode under their BibTeX names (``volume``, ``pages``, ``publisher``)."""
        value: Mapping[str, str] = self.record.get("fields", {})
        return value

    @property
    def raw(self) -> Mapping[str, str]:
        """An imported entry's fields as they stood, in LaTeX and in order."""
        value: Mapping[str, str] = self.record.get("raw", {})
        return value

    @property
    def edited(self) -> frozenset[str]:
        """Fields the user has set; merging never touches them."""
        return frozenset(self.record.get("edited", ()))

    def to_json(self) -> dict[str, Any]:
        """The paper as the command line's ``--json`` prints it; unknown is None or an empty list."""
        shown = {**UNKNOWN, **self.record}
        if len(shown) > len(UNKNOWN):
            for name in self.record.keys() - UNKNOWN.keys():
                del shown[name]
        shown["authors"] = list(map(full_name, shown["authors"]))
        shown["author_count"] = self.author_count
        shown["year"] = self.year
        shown["url"] = shown["url"] or self.web_url or None
        if shown["status"] not in STATUSES:
            shown["status"] = Status.INBOX.value
        return shown
