"""Crossref: papers by DOI, with DataCite as fallback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from readinglist.bibtex.writing.links import bare_doi
from readinglist.latex.decoder import readable
from readinglist.papers.author import Author
from readinglist.papers.harvest import Harvest, Problem
from readinglist.papers.ids import recognise as ids_of
from readinglist.papers.paper import Paper
from readinglist.sources.documents.markup import plain, plain_abstract
from readinglist.sources.documents.person_names import person
from readinglist.sources.documents.works import ENTRY_TYPES, date_of, joined
from readinglist.sources.online import datacite
from readinglist.sources.online.value import dict_of, dicts_of, text_of
from readinglist.text import clean

if TYPE_CHECKING:
    from datetime import date

    from readinglist.sources.online.answer import Answer
    from readinglist.sources.online.http import Client

IN_BOOK = frozenset({"incollection", "inproceedings"})
EDITED = IN_BOOK | {"book", "proceedings"}
NOT_FOUND = 404


def fetch(source: str, client: Client, as_of: date) -> Harvest:
    """The paper with the DOI in `source`; a problem if neither Crossref nor DataCite knows it."""
    ids = ids_of(source)
    doi = ids.doi if ids else ""
    answer = client.get("crossref", "/works/" + quote(doi, safe=""), what=doi, accept=(NOT_FOUND,))
    if answer.status == NOT_FOUND:
        paper = datacite.find(doi, client)
        problem = f"neither Crossref nor DataCite knows the DOI {doi}"
    else:
        paper = paper_of(work_in(answer, doi), doi)
        problem = f"Crossref has no title for the DOI {doi}"
    if not paper:
        return Harvest(problems=[Problem(source, "", problem)])
    harvest = Harvest([paper])
    if paper.doi and paper.doi.lower() != doi.lower():
        harvest.problems = [Problem(source, "", f"the DOI is an alias of {paper.doi}, which was taken", rescued=True)]
    return harvest


def work_in(answer: Answer, doi: str) -> dict[str, Any]:
    """Work in an answer; raises SourceError if there is none, or one of another DOI."""
    work = dict_of(answer.json(), "message")
    if not work:
        raise answer.lookup.failed("sent JSON that is no work")
    answer.check_doi(doi, text_of(work, "DOI"))
    return work


def paper_of(work: dict[str, Any], doi: str) -> Paper | None:
    """Paper of a work; None if the work has no title."""
    title = readable(title_of(work))
    if not title:
        return None
    entry_type = ENTRY_TYPES.get(text_of(work, "type"), "misc")
    containers = texts_of(work, "container-title")
    registered = bare_doi(text_of(work, "DOI"))
    ids = ids_of(doi)
    return Paper.of(
        title,
        authors=authors_of(work, "author"),
        abstract=readable(plain_abstract(text_of(work, "abstract"))),
        date=date_of(work),
        venue=containers[-1] if entry_type in IN_BOOK and containers else next(iter(containers), ""),
        doi=registered or doi,
        acl=ids.acl if ids else "",
        entry_type=entry_type,
        fields=fields_of(work, entry_type, containers),
        source=f"doi:{registered or doi}",
    )


def title_of(work: dict[str, Any]) -> str:
    """Title and subtitle, unless the title contains it."""
    title = next(iter(texts_of(work, "title") or texts_of(work, "original-title")), "")
    subtitle = next(iter(texts_of(work, "subtitle")), "")
    if not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title}{'' if title[-1:] in ':?!.' else ':'} {subtitle}" if title else subtitle


def fields_of(work: dict[str, Any], entry_type: str, containers: list[str]) -> dict[str, str]:
    """Further fields under their BibTeX names."""
    institution = next((name for item in dicts_of(work, "institution") if (name := plain(text_of(item, "name")))), "")
    home = {"phdthesis": "school", "techreport": "institution", "misc": "howpublished"}.get(entry_type, "")
    fields = {
        "volume": text_of(work, "volume"),
        "number": text_of(work, "issue"),
        "pages": text_of(work, "page") or text_of(work, "article-number"),
        "publisher": plain(text_of(work, "publisher")),
        "address": plain(text_of(work, "publisher-location")),
        "edition": text_of(work, "edition-number"),
        "isbn": ", ".join(texts_of(work, "ISBN")),
        "issn": ", ".join(texts_of(work, "ISSN")),
        "series": containers[0] if entry_type in IN_BOOK and len(containers) > 1 else "",
        "editor": joined(authors_of(work, "editor")) if entry_type in EDITED else "",
        "eventtitle": plain(text_of(dict_of(work, "event"), "name")),
        home: institution,
    }
    return {name: clean(value) for name, value in fields.items() if name and clean(value)}


def authors_of(work: dict[str, Any], role: str) -> list[Author]:
    """Authors in this role, in order."""
    found = []
    for item in dicts_of(work, role):
        family, given = plain(text_of(item, "family")), plain(text_of(item, "given"))
        name = plain(text_of(item, "name")) or plain(text_of(item, "literal"))
        if family or given:
            found.append(person(family or given, given if family else "", plain(text_of(item, "suffix"))))
        elif name:
            found.append(Author(literal=name))
    return found


def texts_of(item: dict[str, Any], name: str) -> list[str]:
    """Texts under `name` without markup and empty ones."""
    value = item.get(name)
    values = value if isinstance(value, list) else [value]
    return [text for text in (plain(part) for part in values if isinstance(part, str)) if text]
