"""CSL-JSON as Zotero, pandoc, doi.org and others write it → papers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from readinglist.bibtex.entry import eprint
from readinglist.bibtex.entry.interpret import ARXIV_JOURNAL, doi_complaints
from readinglist.credentials import brief
from readinglist.jobs.progress import Progress, silent, tracked
from readinglist.papers.faults import fault_of
from readinglist.papers.fields import IDS, IN_CUSTOM
from readinglist.papers.harvest import Harvest, Problem
from readinglist.papers.ids import Ids, apart, merged, named_in, recognise, unescaped
from readinglist.papers.paper import Paper
from readinglist.sources.documents import works
from readinglist.sources.documents.csl_values import date_of, date_text, name
from readinglist.sources.documents.markup import plain, plain_abstract
from readinglist.sources.documents.references import (
    HOMES,
    PREPRINTS,
    arxiv_in,
    ids_and_rest,
    key_of,
    repeats_ids,
    without_others,
)
from readinglist.text import clean, clean_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.papers.author import Author
    from readinglist.papers.partial_date import PartialDate


Item = dict[str, Any]

HOLDERS = ("items", "references")
"""Keys of an object's array of items (``references`` in pandoc's metadata)."""
TELLING = frozenset("author editor issued container-title DOI URL publisher page volume abstract".split())
"""Variables that tell a CSL item from other JSON with a title and a type."""
ENTRY_TYPES = {
    **works.ENTRY_TYPES,
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article", "review": "article",
    "review-book": "article", "paper-conference": "inproceedings", "chapter": "incollection",
    "entry": "incollection", "entry-dictionary": "incollection", "entry-encyclopedia": "incollection",
    "book": "book", "classic": "book", "collection": "book", "pamphlet": "booklet", "thesis": "phdthesis",
    "report": "techreport", "standard": "techreport", "manuscript": "unpublished", "webpage": "online",
    "post": "online", "post-weblog": "online", "dataset": "dataset", "software": "software", "patent": "patent",
    "periodical": "periodical",
}  # fmt: skip
"""CSL type (or Crossref's, which some programs write) → BibTeX's or biblatex's; others are ``misc``."""
FIELDS = {
    "volume": "volume", "edition": "edition", "version": "version", "chapter-number": "chapter",
    "collection-title": "series", "publisher-place": "address", "ISBN": "isbn", "ISSN": "issn", "page": "pages",
    "event-title": "eventtitle", "event": "eventtitle", "language": "language", "title-short": "shorttitle",
    "shortTitle": "shorttitle", "number-of-pages": "pagetotal", "PMID": "pmid", "PMCID": "pmcid",
}  # fmt: skip
"""CSL variable → equivalent BibTeX field."""
ARXIV_PLACES = {
    "number": "number", "volume": "volume", "page": "pages", "article-number": "eid", "publisher": "publisher",
    "container-title": "journal", "collection-title": "series", "genre": "type", "archive": "archive",
    "event-title": "booktitle",
}  # fmt: skip
"""CSL variable that may hold an arXiv id → equivalent BibTeX field."""
IN_BOOK = frozenset({"book", "incollection", "inbook", "proceedings"})
READ = frozenset(
    "id citation-key type title author issued container-title publisher genre number issue collection-number abstract "
    "keyword note annote custom article-number DOI URL editor accessed".split()
) | frozenset(FIELDS)
NOT_STORED = re.compile(r"[-_](?:count|timestamp)$|^(?:member|prefix|score|source|timestamp)$")
"""Variables about a service's record rather than the work."""
KEYWORD_ENDS = re.compile(r"[,;]")


def papers_in(data: object, source: str, progress: Progress = silent) -> Harvest | None:
    """The papers of decoded JSON; None if it is no CSL-JSON."""
    items = items_of(data)
    return papers_of(items, source, progress) if any(map(is_item, items)) else None


def items_of(data: object) -> list[Any]:
    """The items in decoded JSON: an array, one item, or an object that holds the array."""
    if isinstance(data, list):
        return data
    if not isinstance(data, dict):
        return []
    held = next((data[name] for name in HOLDERS if isinstance(data.get(name), list)), None)
    return [data] if held is None else held


def is_item(item: object) -> bool:
    """Whether this is an item of CSL-JSON."""
    if not isinstance(item, dict) or "paper" in item or not isinstance(item.get("type"), str):
        return False
    return not TELLING.isdisjoint(item) or item["type"] in ENTRY_TYPES


def papers_of(items: Sequence[object], source: str, progress: Progress) -> Harvest:
    """The papers of the items; one without a title is left out with a problem."""
    harvest = Harvest()
    for number, item in enumerate(tracked(items, len(items), progress), 1):
        reading = Reading(item if isinstance(item, dict) else {})
        place = f"item {number}"
        if paper := reading.paper(source):
            harvest.papers.append(paper)
            harvest.problems += [
                Problem(source, place, text, reading.id or None, rescued=True) for text in reading.complaints
            ]
        else:
            doi = reading.text("DOI")
            hint = f"; `readinglist add {doi}` asks for it" if recognise(doi) else ""
            message = f"no item with a title; left out{hint}"
            harvest.problems.append(Problem(source, place, message, reading.id or None))
    return harvest


class Reading:
    """Reader of one item, in which any value may be missing, null or of another type."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.complaints: list[str] = []

    @property
    def id(self) -> str:
        """Name of the item in its file."""
        return self.text("citation-key") or self.text("id")

    def written(self, name: str) -> str:
        """Raw text of a variable, of a list its first value; numbers become text."""
        value = self.item.get(name)
        value = value[0] if isinstance(value, list) and value else value
        return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""

    def text(self, name: str) -> str:
        """Text of a variable without markup."""
        return plain(self.written(name))

    def link(self, name: str) -> str:
        """The DOI or address in a variable, where angle brackets are not markup."""
        return unescaped(clean(self.written(name)))

    def paper(self, source: str) -> Paper | None:
        """The paper; None if the item has no title."""
        title = self.text("title")
        if not title:
            return None
        ids, note = self.ids_and_note()
        venue = self.text("container-title")
        is_preprint = bool(ARXIV_JOURNAL.match(venue))
        entry_type = self.entry_type(ids, "" if is_preprint else venue)
        authors, others = without_others(self.names("author"))
        return Paper.of(
            title,
            authors=authors,
            others=others,
            abstract=plain_abstract(self.text("abstract")),
            date=self.date(),
            venue="" if is_preprint else venue,
            arxiv=ids.arxiv,
            arxiv_version=ids.version,
            doi=ids.doi,
            acl=ids.acl,
            openreview=ids.openreview,
            url=self.url(ids),
            note=clean_lines(plain_lines(self.item.get("annote"))),
            key=key_of(self.id, self.complaints),
            entry_type=entry_type,
            fields=self.fields(entry_type, note, ids),
            source=source,
            keywords=[word for part in KEYWORD_ENDS.split(self.text("keyword")) if (word := clean(part))],
            csl=self.rest(),
        ).with_fields({name: text for name, text in self.custom().items() if name not in IDS})

    def custom(self) -> dict[str, str]:
        """The fields of ours for which CSL-JSON has no variable, in the form they must have."""
        custom = self.item.get("custom")
        stated = custom if isinstance(custom, dict) else {}
        return {name: stated[name] for name in IN_CUSTOM if stated.get(name) and not fault_of(name, stated[name])}

    def entry_type(self, ids: Ids, venue: str) -> str:
        """The entry type; empty for a preprint on arXiv."""
        written = self.text("type")
        found = ENTRY_TYPES.get(written, "misc")
        if ids.arxiv and not venue and found in PREPRINTS:
            return ""
        is_master = found == "phdthesis" and "master" in self.text("genre").lower()
        return "mastersthesis" if is_master else found

    def names(self, role: str) -> list[Author]:
        """Authors in a role, in order."""
        value = self.item.get(role)
        entries = [value] if isinstance(value, dict | str) else value if isinstance(value, list) else []
        found = [made for entry in entries if (made := name(entry))]
        if value and len(found) < len(entries or [value]):
            self.complaints.append(f"{role}: a name was not understood and is left out")
        return found

    def date(self) -> PartialDate | None:
        """Date of issue, else a service's date of publication."""
        written = self.item.get("issued")
        found = date_of(written) or works.date_of(self.item)
        if not found and (text := date_text(written)):
            self.complaints.append(f"the date {brief(text, 40)} is not understood; left out")
        return found

    def ids_and_note(self) -> tuple[Ids, str]:
        """The ids in DOI, address, number, archive and note; the rest of the note."""
        custom = self.custom()
        found = [recognise(f"{kind}:{custom[kind]}") for kind in IDS if kind in custom]
        found += [*named_in(self.link("DOI")), *named_in(self.link("URL")), self.archived()]
        self.complaints += doi_complaints(self.link("DOI"))
        texts = {field: text for variable, field in ARXIV_PLACES.items() if (text := self.text(variable))}
        noted, rest = ids_and_rest(plain_lines(self.item.get("note")))
        return merged(ids for ids in [*found, *eprint.ids_elsewhere(texts), *noted] if ids), clean(rest)

    def archived(self) -> Ids | None:
        """The arXiv id in the archive's location."""
        place = self.text("archive_location") or self.text("archive-place")
        is_on_arxiv = self.text("archive").lower().startswith("arxiv")
        return recognise(f"arXiv:{place}") or arxiv_in(place) if is_on_arxiv or "arxiv" in place.lower() else None

    def url(self, ids: Ids) -> str:
        """The first address that is not that of one of the ids."""
        return next((url for url in apart(self.link("URL")) if not repeats_ids(url, ids)), "")

    def fields(self, entry_type: str, note: str, ids: Ids) -> dict[str, str]:
        """Further fields under their BibTeX names."""
        found = {field: self.text(variable) for variable, field in FIELDS.items() if self.text(variable)}
        number, publisher = self.text("number") or self.text("article-number"), self.text("publisher")
        if entry_type == "article":
            found |= {"number": self.text("issue"), "eid": number}
        else:
            series = self.text("collection-number") if entry_type in IN_BOOK else ""
            found["number"] = series or self.text("issue") or ("" if repeats_ids(number, ids) else number)
        found[HOMES.get(entry_type, "publisher")] = publisher
        genre = self.text("genre")
        is_told = entry_type in {"phdthesis", "mastersthesis"} and "thesis" in genre.lower()
        is_told = is_told or (not entry_type and genre.lower() in eprint.KINDS)
        found |= {"type": "" if is_told else genre, "editor": works.joined(self.names("editor")), "note": note}
        accessed = date_of(self.item.get("accessed"))
        found["urldate"] = str(accessed or "")
        texts = {field: clean(text) for field, text in found.items() if clean(text)}
        return eprint.without_eprint_fields(texts, ids)

    def rest(self) -> dict[str, str]:
        """Variables that have no field in a paper, preserved for export."""
        names = (name for name in self.item if name not in READ and not NOT_STORED.search(name))
        return {
            clean(name): text for name in names if not isinstance(self.item[name], list) and (text := self.text(name))
        }


def plain_lines(value: object) -> str:
    """Text of several lines without markup; empty for other types."""
    return "\n".join(plain(line) for line in value.splitlines()) if isinstance(value, str) else ""
