"""CSL-JSON, the items that citation processors, pandoc and Zotero read; without private notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from readinglist.formats.reference import PREPRINT, addresses, keywords, reference
from readinglist.papers import citekey
from readinglist.papers.exported_text import Export
from readinglist.papers.fields import IN_CUSTOM
from readinglist.papers.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.formats.reference import Reference
    from readinglist.papers.author import Author
    from readinglist.papers.paper import Paper

Item = dict[str, Any]

TYPES = {
    "article": "article-journal", "inproceedings": "paper-conference", "conference": "paper-conference",
    "incollection": "chapter", "inbook": "chapter", "book": "book", "booklet": "pamphlet", "proceedings": "book",
    "manual": "book", "phdthesis": "thesis", "mastersthesis": "thesis", "techreport": "report",
    "unpublished": "manuscript", "online": "webpage", "dataset": "dataset", "software": "software",
    "patent": "patent", "periodical": "periodical", PREPRINT: "article",
}  # fmt: skip
"""Type of a reference → CSL type; others are ``document``."""
VARIABLES = {
    "volume": "volume", "edition": "edition", "version": "version", "chapter": "chapter-number",
    "series": "collection-title", "address": "publisher-place", "isbn": "ISBN", "issn": "ISSN",
    "eventtitle": "event-title", "language": "language", "shorttitle": "title-short",
    "pagetotal": "number-of-pages", "pmid": "PMID", "pmcid": "PMCID", "note": "note",
}  # fmt: skip
"""BibTeX field → equivalent CSL variable."""
NUMBERS = {
    "article": "issue", "inproceedings": "issue", "periodical": "issue", "book": "collection-number",
    "proceedings": "collection-number", "incollection": "collection-number", "inbook": "collection-number",
}  # fmt: skip
"""Type → CSL variable for its ``number``; for others it is ``number``."""
OTHERS = {"literal": "others"}
"""Name for further authors, as pandoc writes it."""


def write(papers: Sequence[Paper]) -> Export:
    """The papers as an array of CSL items."""
    taken: set[str] = set()
    tried: dict[str, int] = {}
    items = []
    for paper in papers:
        key = citekey.unique(paper.key or citekey.propose(paper), taken, tried)
        taken.add(key.lower())
        items.append(item(paper, key))
    text = orjson.dumps(items, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()
    return Export(text, tuple(paper for paper in papers if not paper.authors))


def item(paper: Paper, key: str) -> Item:
    """One paper as a CSL item."""
    ref = reference(paper)
    values: Item = {
        "id": key,
        "type": TYPES.get(ref.type, "document"),
        "title": paper.title,
        "author": [*filter(None, map(name, paper.authors)), *([OTHERS] if paper.others and paper.authors else [])],
        "editor": [name(editor) for editor in ref.editors],
        "issued": issued(paper.date),
        "container-title": paper.venue,
        **{variable: ref.fields.get(field, "") for field, variable in VARIABLES.items()},
        "page": ref.pages,
        "publisher": ref.publisher,
        "genre": ref.kind,
        **numbers(paper, ref),
        "accessed": issued(PartialDate.parse(ref.fields.get("urldate", ""))),
        "DOI": paper.doi,
        "URL": next(iter(addresses(paper)), ""),
        "abstract": paper.abstract,
        "keyword": ", ".join(keywords(paper)),
        "custom": {name: value for name in IN_CUSTOM if (value := paper.record.get(name))},
    }
    known = {variable: value for variable, value in values.items() if value not in ("", [], {}, None)}
    return {**known, **{name: text for name, text in (paper.record.get("csl") or {}).items() if name not in values}}


def numbers(paper: Paper, ref: Reference) -> Item:
    """The number of an issue, report or preprint."""
    if ref.type == PREPRINT:
        archive = {} if paper.doi else {"publisher": "arXiv"}
        return {"number": f"arXiv:{paper.arxiv}", **archive}
    article = {"number": ref.fields["eid"]} if "eid" in ref.fields else {}
    number = ref.fields.get("number", "")
    return {**article, NUMBERS.get(ref.type, "number"): number} if number else article


def name(author: Author) -> dict[str, str]:
    """An author as CSL names one; the particle belongs to the family name."""
    if author.literal:
        return {"literal": author.literal}
    parts = {
        "family": author.family or author.given,
        "given": author.given if author.family else "",
        "non-dropping-particle": author.particle,
        "suffix": author.suffix,
    }
    return {part: text for part, text in parts.items() if text}


def issued(date: PartialDate | None) -> Item | None:
    """A date in CSL's parts."""
    if date is None:
        return None
    return {"date-parts": [[part for part in (date.year, date.month, date.day) if part]]}
