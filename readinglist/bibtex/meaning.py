"""What the raw fields of an entry say about a paper: names, date, venue and ids in Unicode."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from readinglist.bibtex.latex import decode, is_literal
from readinglist.bibtex.names import Names, parse_names
from readinglist.ids import Ids, find, recognise
from readinglist.paper import PartialDate
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readinglist.paper import Record

FURTHER = (
    "volume", "number", "pages", "series", "edition", "chapter", "publisher", "address", "location", "institution",
    "school", "organization", "howpublished", "type", "eid", "isbn", "issn",
)  # fmt: skip
"""Fields that are kept decoded in `Paper.fields`."""
SEALED = ("title", "others", "date", "venue", "arxiv", "doi", "url")
"""What of a record, besides authors and fields, an export tells in the words of the raw fields."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
DASH = re.compile(r"(?<=\d)\s*(?:-|–|—|--|---)\s*(?=\d)")
"""What parts the first page from the last."""
DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
ARXIV_JOURNAL = re.compile(r"\s*(?:arxiv\b|corr\s*$|corr\s*,|computing research repository)", re.IGNORECASE)
ADDRESS = re.compile(r"https?://[^\s{}\\]+(?:\\[_%&#~][^\s{}\\]*)*")
UNBRACED = {ord("{"): None, ord("}"): None}
ESCAPED_IN_ADDRESS = re.compile(r"\\([_%&#~$])")


class Meaning(NamedTuple):
    """What the raw fields say."""

    title: str
    names: Names
    abstract: str
    date: PartialDate | None
    venue: str
    ids: Ids
    primary_class: str
    url: str
    fields: dict[str, str]

    def record(self) -> Record:
        """The same as fields of a record; what is unknown is empty."""
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


def meaning(raw: Mapping[str, str]) -> Meaning:
    """What the raw fields (lower-case names, LaTeX without delimiters) say."""
    within = raw.get("booktitle", "")
    if within and unbraced(within) == unbraced(raw.get("title", "")):
        within = ""
    venue = said(raw.get("journal") or raw.get("journaltitle") or within)
    is_preprint = bool(ARXIV_JOURNAL.match(venue))
    return Meaning(
        title=title_of(raw),
        names=parse_names(raw["author"]) if raw.get("author") else Names(),
        abstract=said(raw.get("abstract", "")),
        date=date_of(raw),
        venue="" if is_preprint else venue,
        ids=ids_of(raw, venue if is_preprint else ""),
        primary_class=said(raw.get("primaryclass") or raw.get("eprintclass") or ""),
        url=url_of(raw),
        fields=further(raw, is_preprint=is_preprint),
    )


def seal_of(record: Record) -> str:
    """A short text that is another as soon as the paper is said to be something else than when it was imported."""
    texts = [*map(str, map(record.get, SEALED))]
    for part in (*record.get("authors", ()), record.get("fields", {})):
        texts += ("", *part, *part.values())
    return blake2b("\n".join(texts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def further(raw: Mapping[str, str], *, is_preprint: bool) -> dict[str, str]:
    """The further fields decoded, without those that only name the preprint or its address."""
    told = {"volume", "number"} if is_preprint else set()
    if ADDRESS.search(raw.get("howpublished", "")):
        told.add("howpublished")
    fields = {name: text for name in FURTHER if name in raw and name not in told and (text := said(raw[name]))}
    if "pages" in fields:
        fields["pages"] = DASH.sub("–", fields["pages"])
    return fields


def said(value: str) -> str:
    """The harmless text that a value prints."""
    return value.strip() if is_literal(value) and "  " not in value else clean(decode(value))


def title_of(raw: Mapping[str, str]) -> str:
    """The title with its subtitle."""
    title, subtitle = said(raw.get("title", "")), said(raw.get("subtitle", ""))
    return f"{title}{' ' if title.endswith(('?', '!', ':')) else ': '}{subtitle}" if title and subtitle else title


def date_of(raw: Mapping[str, str]) -> PartialDate | None:
    """The date of ``date``, else of ``year`` and ``month``; None where no year is said."""
    get = raw.get
    return date_in(get("date", ""), get("year", ""), get("month", ""), get("day", ""))


@lru_cache(1024)
def date_in(written: str, year: str, month: str, day_text: str) -> PartialDate | None:
    """The date that these four fields tell."""
    if written:
        return PartialDate.parse(written.split("/", maxsplit=1)[0].rstrip("~?% ")) or year_in(written)
    date = PartialDate.parse(year) if len(year) == 4 else year_in(year)
    if not date or date.month or not month:
        return date
    day = day_of(day_text) or (0 if month.strip("{} ").isdigit() else day_of(month))
    return PartialDate.of(date.year, month_of(month), day) or PartialDate.of(date.year, month_of(month))


def year_in(text: str) -> PartialDate | None:
    """The first year in a text."""
    match = YEAR.search(text)
    return PartialDate.of(int(match[0])) if match else None


def month_of(text: str) -> int:
    """The number of the first month named in a ``month`` field, 0 if none is."""
    if text in MONTHS:
        return MONTHS.index(text) + 1
    words = re.findall(r"[a-z]{3,}", said(text).lower())
    named = next((word[:3] for word in words if word[:3] in MONTHS), "")
    if named:
        return MONTHS.index(named) + 1
    number = text.strip("{} ")
    return int(number) if number.isascii() and number.isdigit() and 1 <= int(number[:3]) <= 12 else 0


def day_of(text: str) -> int:
    """The one day in a field such as ``12~June``, 0 if there is none."""
    days = DAY.findall(text)
    return int(days[0]) if len(days) == 1 else 0


def ids_of(raw: Mapping[str, str], journal: str) -> Ids:
    """The ids in ``doi``, ``eprint``, ``url`` and in the written forms of a preprint; the first of each kind wins."""
    found: list[Ids | None] = []
    if doi := raw.get("doi"):
        found.append(recognise(address(doi)))
    if eprint := raw.get("eprint"):
        archive = (raw.get("archiveprefix") or raw.get("eprinttype") or "arxiv").lower()
        found.append(recognise("arXiv:" + address(eprint).removeprefix("arXiv:")) if archive == "arxiv" else None)
    if url := url_of(raw):
        found.append(recognise(url))
    texts = [journal, raw.get("volume", "") if journal else "", raw.get("number", "") if journal else ""]
    texts += [raw.get(name, "") for name in ("howpublished", "note")]
    for text in texts:
        if text and ("arxiv" in text.lower() or "abs/" in text):
            found += [recognise(text.strip()) or next((ids for ids in find(said(text)) if ids.arxiv), None)]
    return merged(ids for ids in found if ids)


def merged(found: Iterable[Ids]) -> Ids:
    """One set of ids, the first of each kind."""
    arxiv = doi = acl = openreview = ""
    version = None
    for ids in found:
        if ids.arxiv and not arxiv:
            arxiv, version = ids.arxiv, ids.version
        doi, acl, openreview = doi or ids.doi, acl or ids.acl, openreview or ids.openreview
    return Ids(arxiv, version, doi, acl, openreview)


def url_of(raw: Mapping[str, str]) -> str:
    """The address in ``url``, else in ``howpublished``."""
    if url := raw.get("url"):
        return address(url)
    match = ADDRESS.search(raw.get("howpublished", ""))
    return address(match[0]) if match else ""


def unbraced(value: str) -> str:
    """A value without its braces."""
    return value.translate(UNBRACED)


def address(value: str) -> str:
    r"""A doi, id or address without the LaTeX that hand-written files put around it (``\url{}``, ``\_``)."""
    if "\\" in value or "{" in value:
        value = unbraced(value.replace("\\url", "").replace("\\path", ""))
        value = ESCAPED_IN_ADDRESS.sub(r"\1", value)
    return "".join(value.split())
