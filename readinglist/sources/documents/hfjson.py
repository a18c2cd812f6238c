"""JSON of the Hugging Face papers API, from a file or from the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readinglist.credentials import quoted
from readinglist.errors import SourceError
from readinglist.papers.field import LARGEST, WEB
from readinglist.papers.harvest import Harvest, Problem
from readinglist.papers.ids import recognise
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.sources.documents.json_text import load
from readinglist.sources.documents.person_names import authors
from readinglist.text import clean, harmless

if TYPE_CHECKING:
    from collections.abc import Iterable

LISTS = ("searchResults", "dailyPapers", "papers", "results")
"""Keys of the array of items in a page's or a client's JSON."""


def read(text: str, source: str) -> Harvest:
    """The papers of JSON text: an array of items, one paper, or an object that holds the array.

    Of an array that breaks off, the items before the break are kept. Raises SourceError for other JSON.
    """
    data, problems = load(text, source)
    harvest = papers_from_props(data, source)
    harvest.problems += problems
    return harvest


def papers_from_props(data: object, source: str) -> Harvest:
    """The papers of decoded JSON: items, one item, or an object such as a page's ``data-props``."""
    found = items_of(data)
    if found is None or (found and not any(is_item(item) for item in found)):
        raise SourceError(
            "JSON, but not of the Hugging Face papers API, CSL-JSON or an export of ours",
            "expected an array of papers as from huggingface.co/api/daily_papers, of CSL items, or what "
            "`export --format json` writes",
        )
    return papers_from_items(found, source)


def papers_from_items(items: Iterable[object], source: str) -> Harvest:
    """The papers of the items of the API's daily papers or search, or of its single papers."""
    harvest = Harvest()
    for number, item in enumerate(items, 1):
        inner = inner_of(item)
        if not isinstance(item, dict) or not text_of(inner, "title", item):
            harvest.problems.append(Problem(source, f"item {number}", "no paper with a title; left out"))
            continue
        ids = recognise(text_of(inner, "id"))
        if not (ids and ids.arxiv):
            message = f"its id {quoted(clean(text_of(inner, 'id')))} is no arXiv id; kept without"
            harvest.problems.append(Problem(source, f"item {number}", message, rescued=True))
        harvest.papers.append(paper_of(item, inner, ids.arxiv if ids else "", source))
    return harvest


def paper_of(item: dict[str, Any], inner: dict[str, Any], arxiv: str, source: str) -> Paper:
    """The paper of one item; `inner` is what the item holds under ``paper``, or the item itself."""
    organization = inner.get("organization") or item.get("organization")
    organization = organization if isinstance(organization, dict) else {}
    comments, code = number_of(item, "numComments"), text_of(inner, "githubRepo")
    return Paper.of(
        text_of(inner, "title", item),
        authors=authors(names_of(inner)),
        abstract=text_of(inner, "summary", item),
        date=PartialDate.parse(text_of(inner, "publishedAt")),
        organization=text_of(organization, "fullname") or text_of(organization, "name"),
        organization_handle=text_of(organization, "name"),
        comments=comments if comments is not None else number_of(inner, "numComments"),
        upvotes=number_of(inner, "upvotes"),
        arxiv=arxiv,
        code=code if WEB(code) else "",
        source=source,
    )


def items_of(data: object) -> list[Any] | None:
    """The items in decoded JSON, a search page's hits before its list of the day; None for other JSON."""
    if isinstance(data, list):
        return data
    if not isinstance(data, dict):
        return None
    if is_item(data):
        return [data]
    lists = [data[name] for name in LISTS if isinstance(data.get(name), list)]
    query = data.get("query")
    words = query.get("q") if isinstance(query, dict) else query
    if lists and lists[0] is data.get("searchResults") and not words:
        lists.append(lists.pop(0))
    return next((found for found in lists if found), lists[0] if lists else None)


def is_item(item: object) -> bool:
    """Whether this is a paper as the API gives it."""
    if not isinstance(item, dict):
        return False
    if isinstance(item.get("paper"), dict):
        return True
    ids = recognise(text_of(item, "id"))
    return bool(ids and ids.arxiv and text_of(item, "title"))


def inner_of(item: object) -> dict[str, Any]:
    """The object that describes the paper itself."""
    if not isinstance(item, dict):
        return {}
    inner = item.get("paper")
    return inner if isinstance(inner, dict) else item


def names_of(paper: dict[str, Any]) -> list[str]:
    """Names of authors in order, without hidden ones."""
    authors = paper.get("authors")
    entries = authors if isinstance(authors, list) else []
    names = [text_of(entry, "name") for entry in entries if isinstance(entry, dict) and not entry.get("hidden")]
    names += [entry for entry in entries if isinstance(entry, str)]
    return [name for name in names if clean(name)]


def text_of(paper: dict[str, Any], name: str, other: dict[str, Any] | None = None) -> str:
    """Text under `name` in `paper`, else in `other`; empty if there is none."""
    values = (each.get(name) for each in (paper, other or {}))
    return next((text for value in values if isinstance(value, str) and (text := harmless(value).strip())), "")


def number_of(paper: dict[str, Any], name: str) -> int | None:
    """The count under `name`."""
    value = paper.get(name)
    return value if type(value) is int and 0 <= value <= LARGEST else None
