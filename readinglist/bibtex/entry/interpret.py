"""Interpretation of an entry's raw fields: title, names, date, venue and ids of the paper, in Unicode."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from readinglist.bibtex.entry import eprint
from readinglist.bibtex.entry.dates import date_of
from readinglist.bibtex.entry.names import Names, parse_names
from readinglist.latex.decoder import printed_text
from readinglist.papers.ids import OLD_ARXIV, Ids, apart, merged, named_in, recognise, trimmed, unescaped
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.papers.partial_date import PartialDate
    from readinglist.papers.record import Record

FURTHER = (
    "volume", "number", "pages", "series", "edition", "chapter", "publisher", "address", "location", "institution",
    "school", "organization", "howpublished", "type", "eid", "isbn", "issn", "pmid", "pmcid",
)  # fmt: skip
"""Fields that are stored decoded in `Paper.fields`."""
DASH = re.compile(r"(?<=\d)\s*(?:-|–|—|--|---)\s*(?=\d)")
"""The dash between first and last page."""
OLD_ID = re.sub(r"\?P<\w+>", "?:", OLD_ARXIV)
ARXIV_JOURNAL = re.compile(
    rf"\s*(?:(?:(?:e-?|pre)prints?[\s,:]{{1,3}}(?:(?:at|on)\s)?)?arxiv\b|corr\s*(?:$|[,(]|\s(?:abs/|{OLD_ID}))|{OLD_ID}|"
    "computing research repository)",
    re.IGNORECASE,
)
"""The beginning of a mock journal name that stands for arXiv."""
ADDRESS = re.compile(r"https?://[^\s{}\\]+(?:\\[_%&#~][^\s{}\\]*)*")
UNBRACED = {ord("{"): None, ord("}"): None}
LINK_COMMANDS = re.compile(r"\\(?:url|path|nolinkurl)(?![a-zA-Z])|\\href\s*(\{[^{}]*\})\s*\{[^{}]*\}")
"""Commands that print an address, with the link target of ``\\href``."""
ADDRESSES = ("url", "ee", "link", "pdf")
"""Fields for addresses of the paper."""


class Meaning(NamedTuple):
    """The interpretation of an entry's raw fields; empty means unknown."""

    title: str
    names: Names
    abstract: str
    date: PartialDate | None
    venue: str
    ids: Ids
    primary_class: str
    url: str
    fields: dict[str, str]
    complaints: list[str]

    def record(self) -> Record:
        """The interpretation as fields of a record."""
        return {
            "title": self.title,
            "authors": [author.to_record() for author in self.names.authors],
            "others": self.names.others,
            "abstract": self.abstract,
            "date": str(self.date or ""),
            "venue": self.venue,
            "arxiv": self.ids.arxiv,
            "arxiv_version": self.ids.version,
            "primary_class": self.primary_class,
            "doi": clean(self.ids.doi),
            "acl": self.ids.acl,
            "openreview": self.ids.openreview,
            "url": clean(self.url),
            "fields": self.fields,
        }


def interpret(raw: Mapping[str, str]) -> Meaning:
    """Interpret the raw fields of an entry: lower-case names, LaTeX without delimiters."""
    venue, is_preprint = venue_of(raw)
    ids = ids_of(raw)
    return Meaning(
        title=title_of(raw),
        names=parse_names(raw["author"]) if raw.get("author") else Names(),
        abstract=printed_text(raw.get("abstract", "")),
        date=date_of(raw),
        venue=venue,
        ids=ids,
        primary_class=printed_text(raw.get("primaryclass") or raw.get("eprintclass") or ""),
        url=url_of(raw),
        fields=further(raw, ids, is_preprint=is_preprint),
        complaints=doi_complaints(address(raw["doi"])) if "doi" in raw else [],
    )


def venue_of(raw: Mapping[str, str]) -> tuple[str, bool]:
    """The journal or book, and whether it is only a mock journal that stands for arXiv."""
    within = raw.get("booktitle", "")
    if within and unbraced(within) == unbraced(raw.get("title", "")):
        within = ""
    journal = printed_text(raw.get("journal", "")) or printed_text(raw.get("journaltitle", ""))
    named = [name for name in (journal, printed_text(within)) if name]
    venue = next((name for name in named if not ARXIV_JOURNAL.match(name)), "")
    return venue, bool(named) and not venue


def further(raw: Mapping[str, str], ids: Ids, *, is_preprint: bool) -> dict[str, str]:
    """The further fields decoded, without those that only name the preprint or its address."""
    skipped = {"volume", "number"} if is_preprint else set()
    if ADDRESS.search(raw.get("howpublished", "")):
        skipped.add("howpublished")
    fields = {
        name: text for name in FURTHER if name in raw and name not in skipped and (text := printed_text(raw[name]))
    }
    if "pages" in fields:
        fields["pages"] = DASH.sub("–", fields["pages"])
    further_fields = eprint.without_eprint_fields(fields, ids)
    return further_fields | eprint.pubmed_ids(raw) if "eprint" in raw else further_fields


def title_of(raw: Mapping[str, str]) -> str:
    """The title with its subtitle."""
    title, subtitle = printed_text(raw.get("title", "")), printed_text(raw.get("subtitle", ""))
    return f"{title}{title_separator(title)}{subtitle}" if title and subtitle else title


def title_separator(title: str) -> str:
    """The separator between a title and its subtitle."""
    return " " if title.endswith(("?", "!", ":")) else ": "


def ids_of(raw: Mapping[str, str]) -> Ids:
    """The ids in ``doi``, ``eprint``, addresses, and other fields that name a preprint; the first of each kind."""
    texts = {name: printed_text(with_link_targets(raw[name])) for name in raw if name in eprint.READ and raw[name]}
    found = named_in(address(raw["doi"])) if "doi" in raw else []
    found += eprint.own_ids(texts)
    for name in ADDRESSES:
        found += named_in(address(raw[name])) if name in raw else []
    for link in links_in(raw.get("howpublished", "")):
        found += named_in(link)
    return merged([*found, *eprint.ids_elsewhere(texts)])


def doi_complaints(written: str) -> list[str]:
    """A complaint about a ``doi`` value with several DOIs, of which the first is used."""
    parts = apart(written)
    named = [recognise(part) for part in parts] if len(parts) > 1 else []
    dois = {ids.doi.lower(): ids.doi for ids in named if ids and ids.doi}
    left_out = ", ".join([*dois.values()][1:])
    return [f"doi names several, the first was taken; left out: {left_out}"] if left_out else []


def url_of(raw: Mapping[str, str]) -> str:
    """The address in ``url``, else in ``howpublished``; of several the first that is not the address of an id."""
    parts = address(raw["url"]).split() if raw.get("url") else links_in(raw.get("howpublished", ""))
    links = [part for part in parts if "://" in part] or parts[:1]
    if len(links) < 2:
        return "".join(links)
    return next((link for link in links if not recognise(link)), links[0])


def with_link_targets(value: str) -> str:
    """A value with the targets of its links in place of the link texts."""
    return LINK_COMMANDS.sub(r" \1 ", value) if "\\" in value else value


def links_in(text: str) -> list[str]:
    """The addresses in a text."""
    if "http" not in text:
        return []
    return [link for match in ADDRESS.finditer(unescaped(text)) for part in apart(match[0]) if (link := trimmed(part))]


def unbraced(value: str) -> str:
    """A value without its braces."""
    return value.translate(UNBRACED)


def address(value: str) -> str:
    r"""A DOI, id or address without the LaTeX and HTML around it (``\url{}``, ``\_``, ``&amp;``).

    Several are separated by one blank; blanks within one, from line breaks, are removed.
    """
    value = unescaped(value)
    if "\\" in value or "{" in value:
        value = unbraced(with_link_targets(value))
    return " ".join(apart(value))
