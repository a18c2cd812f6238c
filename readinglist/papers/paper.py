"""Paper: a read-only view of the JSON record that is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, Unpack

from readinglist.papers.author import Author, full_name
from readinglist.papers.fields import DEFAULTS
from readinglist.papers.partial_date import PartialDate, year_of
from readinglist.papers.record import Record, Values, known_only, record_of, values_of, without_none
from readinglist.papers.status import STATUSES, Status, status_of
from readinglist.papers.tidying import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readinglist.papers.fields import SourceFields


class Text:
    """A field that holds a text; empty if unknown."""

    def __set_name__(self, _: type, name: str) -> None:
        self.name = name

    def __get__(self, paper: Paper, _: type) -> str:
        return paper._text(self.name)


class Number:
    """A field that holds a whole number; None if unknown."""

    def __set_name__(self, _: type, name: str) -> None:
        self.name = name

    def __get__(self, paper: Paper, _: type) -> int | None:
        return paper._number(self.name)


class Texts:
    """A field that holds texts; none if unknown."""

    def __set_name__(self, _: type, name: str) -> None:
        self.name = name

    def __get__(self, paper: Paper, _: type) -> tuple[str, ...]:
        return tuple(values_of(paper.record).get(self.name, ()))


class Table:
    """A field that holds texts under names; none if unknown."""

    def __set_name__(self, _: type, name: str) -> None:
        self.name = name

    def __get__(self, paper: Paper, _: type) -> Mapping[str, str]:
        value: Mapping[str, str] = values_of(paper.record).get(self.name, {})
        return value


class Paper:
    """One work on the list, read-only: a view of its stored record.

    A paper that is in no library yet has an empty `id` and `key`. `record` must not be changed in place. Only
    fields that code reads by name are declared here; the others are in `record`.
    """

    __slots__ = ("record",)

    id = Text()
    """Our own stable id, short and never reused; empty before a library takes the paper in."""
    key = Text()
    """The cite key."""
    title = Text()
    """The title in Unicode, one line."""
    abstract = Text()
    """The abstract in Unicode, one line."""
    venue = Text()
    """The journal or proceedings."""
    organization = Text()
    """The name of the organisation the page shows instead of authors (``NVIDIA``)."""
    organization_handle = Text()
    """The organisation's handle on Hugging Face (``nvidia``)."""
    arxiv = Text()
    """The canonical arXiv id without version."""
    primary_class = Text()
    """arXiv's primary category (``cs.CL``)."""
    doi = Text()
    """The publisher's DOI as registered, never arXiv's own."""
    acl = Text()
    """The ACL Anthology id."""
    openreview = Text()
    """The OpenReview forum id."""
    url = Text()
    """The address a source gave for the paper."""
    entry_type = Text()
    """The BibTeX entry type an import or a service gave, lower case; empty if unknown."""
    status_since = Text()
    """When the status was set, ISO 8601 UTC."""
    note = Text()
    """The user's note, Markdown."""
    added = Text()
    """When the paper entered the library, ISO 8601 UTC."""
    updated = Text()
    """When a field last changed, ISO 8601 UTC."""
    arxiv_version = Number()
    """The arXiv version that was asked for or last seen."""
    comments = Number()
    """Comments on the Daily Papers page."""
    upvotes = Number()
    """Upvotes on the Daily Papers page."""
    aliases = Texts()
    """Cite keys the paper was also known by (of records merged into it)."""
    sources = Texts()
    """Where the paper was seen: ``hf:daily:2025-12-08``, ``file:page.txt``."""
    fields = Table()
    """Further bibliographic fields in Unicode under their BibTeX names (``volume``, ``pages``, ``publisher``)."""
    raw = Table()
    """An imported entry's fields as they stood, in LaTeX and in order."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.record: Record = record_of(record)

    @classmethod
    def of(
        cls,
        title: str,
        *,
        authors: Iterable[Author] = (),
        date: PartialDate | None = None,
        tags: Iterable[str] = (),
        source: str = "",
        **more: Unpack[SourceFields],
    ) -> Self:
        """A paper as a source states it, its text made harmless; without `id` and what a library gives.

        Values must have the form of their fields (`papers/fields.py`): a library refuses others.
        """
        stated: Values = {
            "title": title,
            "authors": [author.to_record() for author in authors],
            "date": str(date or ""),
            "tags": sorted(set(tags)),
            "sources": [source] if source else [],
            **more,
        }
        return cls(known_only({name: harmless(name, value) for name, value in stated.items()}))

    @property
    def brief(self) -> Record:
        """The record or a part of it with at least the fields of `BRIEF`, without reading a lazy paper."""
        return self.record

    def record_uncached(self) -> Record:
        """The record, not cached. For scans of the whole library."""
        return self.record

    def with_fields(self, values: Mapping[str, Any]) -> Paper:
        """The paper with these fields set; None takes a field away."""
        return Paper(without_none({**self.record, **values}))

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
    def checksum(self) -> int:
        """CRC-32 of the paper's stored form, for caches to compare; 0 if that is not known."""
        return 0

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
    def date(self) -> PartialDate | None:
        """When the paper appeared."""
        return PartialDate.parse(self._text("date"))

    @property
    def year(self) -> int | None:
        """The year the paper appeared."""
        return year_of(self._text("date"))

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
    def priority(self) -> int:
        """0 none to 3 highest."""
        return self._number("priority") or 0

    @property
    def tags(self) -> tuple[str, ...]:
        """The user's tags, sorted."""
        return tuple(self.brief.get("tags", ()))

    @property
    def arrival(self) -> int:
        """Running number of arrival."""
        return self._number("arrival") or 0

    @property
    def edited(self) -> frozenset[str]:
        """Fields the user has set; merging never touches them."""
        return frozenset(self.record.get("edited", ()))

    def to_json(self) -> dict[str, Any]:
        """The paper as the command line's ``--json`` prints it; unknown is None or an empty list."""
        shown = {**DEFAULTS, **self.record}
        if len(shown) > len(DEFAULTS):
            for name in self.record.keys() - DEFAULTS.keys():
                del shown[name]
        shown["authors"] = list(map(full_name, shown["authors"]))
        shown["author_count"] = self.author_count
        shown["year"] = self.year
        shown["url"] = shown["url"] or self.web_url or None
        if shown["status"] not in STATUSES:
            shown["status"] = Status.INBOX.value
        return shown
