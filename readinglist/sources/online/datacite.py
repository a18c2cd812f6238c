"""DataCite: works with a DOI that Crossref does not know (data, software, theses, arXiv)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from readinglist.bibtex.writing.links import bare_doi
from readinglist.papers.author import Author
from readinglist.papers.ids import recognise as ids_of
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.sources.documents.markup import plain, plain_abstract
from readinglist.sources.documents.person_names import author, person
from readinglist.sources.online.value import dict_of, dicts_of, text_of
from readinglist.text import clean

if TYPE_CHECKING:
    from readinglist.sources.online.http import Client

ENTRY_TYPES = frozenset(
    "article book inbook incollection inproceedings manual mastersthesis phdthesis proceedings techreport".split()
)
DATES = ("Issued", "Available", "Submitted", "Created", "Accepted")
ARXIV_DATES = ("Submitted", "Available", "Issued")
"""arXiv's `Issued` is the day of the DOI's registration, long after old papers."""
NOT_FOUND = 404


def find(doi: str, client: Client) -> Paper | None:
    """The paper with this DOI; None if DataCite does not know it or has no title for it."""
    answer = client.get("datacite", "/dois/" + quote(doi, safe=""), what=doi, accept=(NOT_FOUND,))
    if answer.status == NOT_FOUND:
        return None
    data = dict_of(answer.json(), "data")
    record = dict_of(data, "attributes")
    if not record:
        raise answer.lookup.failed("sent JSON that is no record of a DOI")
    for answered in (text_of(record, "doi"), text_of(data, "id")):
        answer.check_doi(doi, answered)
    return paper_of(record, doi)


def paper_of(record: dict[str, Any], doi: str) -> Paper | None:
    """The paper of a record; None if the record has no title."""
    ids = ids_of(doi)
    arxiv = ids.arxiv if ids else ""
    titles = (text_of(item, "title") for item in dicts_of(record, "titles") if not item.get("titleType"))
    title = next(filter(None, titles), "")
    if not title:
        return None
    container = dict_of(record, "container")
    entry_type = text_of(dict_of(record, "types"), "bibtex")
    return Paper.of(
        plain(title),
        authors=[made for item in dicts_of(record, "creators") if (made := creator(item))],
        abstract=abstract_of(record),
        date=date_of(record, ARXIV_DATES if arxiv else DATES),
        venue=plain(text_of(container, "title")),
        arxiv=arxiv,
        doi="" if arxiv else bare_doi(text_of(record, "doi")) or doi,
        entry_type="" if arxiv else entry_type if entry_type in ENTRY_TYPES else "misc",
        fields={} if arxiv else fields_of(record, container),
        source=f"doi:{doi}",
    )


def creator(item: dict[str, Any]) -> Author | None:
    """The author of one creator."""
    name = plain(text_of(item, "name"))
    family, given = plain(text_of(item, "familyName")), plain(text_of(item, "givenName"))
    if item.get("nameType") == "Organizational" and name:
        return Author(literal=name)
    return person(family, given) if family else author(name)


def abstract_of(record: dict[str, Any]) -> str:
    """The abstract among the descriptions."""
    found = (item for item in dicts_of(record, "descriptions") if item.get("descriptionType") == "Abstract")
    return next((plain_abstract(text_of(item, "description")) for item in found), "")


def date_of(record: dict[str, Any], kinds: tuple[str, ...]) -> PartialDate | None:
    """First known of these kinds of dates, of a range its start; else the year of publication."""
    dates = {text_of(item, "dateType"): text_of(item, "date") for item in reversed(dicts_of(record, "dates"))}
    found = (PartialDate.parse(dates.get(kind, "").split("/")[0]) for kind in kinds)
    return next(filter(None, found), None) or PartialDate.parse(str(record.get("publicationYear") or ""))


def fields_of(record: dict[str, Any], container: dict[str, Any]) -> dict[str, str]:
    """Further fields under their BibTeX names."""
    first, last = text_of(container, "firstPage"), text_of(container, "lastPage")
    fields = {
        "volume": text_of(container, "volume"),
        "number": text_of(container, "issue"),
        "pages": "-".join(filter(None, (first, last))) if last else "",
        "publisher": text_of(record, "publisher") or text_of(dict_of(record, "publisher"), "name"),
        "version": text_of(record, "version"),
    }
    return {name: clean(plain(value)) for name, value in fields.items() if value}
