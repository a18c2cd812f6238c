"""The values of a RIS record that its paper does not say, so that they are not lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.bibtex.entry.eprint import KINDS, names_only_arxiv
from readinglist.papers.ids import Ids, apart, recognise, unescaped
from readinglist.sources.documents.markup import plain, plain_abstract
from readinglist.sources.documents.references import date_in, is_said
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.papers.paper import Paper

HANDLED = frozenset("TY ER ID AU A1 A2 ED KW N1".split())
"""Tags of which everything is taken, or complained about."""
DATES = frozenset({"DA", "PY", "Y1"})


def rest_of(values: Mapping[str, list[str]], paper: Paper) -> dict[str, str]:
    """What the paper does not say of these values, by tag, a line for each."""
    ids = Ids(paper.arxiv, None, paper.doi, paper.acl, paper.openreview)
    texts = texts_of(paper)
    found: dict[str, str] = {}
    for tag in sorted(values.keys() - HANDLED):
        lines = [line for value in values[tag] if value not in texts and (line := clean(value))]
        if left := [line for line in lines if not (is_in(line, texts) or is_told(tag, line, paper, ids))]:
            found[tag] = "\n".join(dict.fromkeys(left))
    return found


def texts_of(paper: Paper) -> set[str]:
    """All texts that a paper holds, the first and the last page, and each ISBN and ISSN."""
    fields = paper.fields
    numbers = ", ".join(filter(None, map(fields.get, ("isbn", "issn")))).split(", ")
    pages = fields.get("pages", "").split("-")
    return {paper.title, paper.venue, paper.abstract, paper.url, paper.doi, *fields.values(), *numbers, *pages}


def is_in(line: str, texts: set[str]) -> bool:
    """Whether a value is one of these texts, whatever markup it has."""
    return line in texts or plain(line) in texts or plain_abstract(line) in texts


def is_told(tag: str, line: str, paper: Paper, ids: Ids) -> bool:
    """Whether a paper with these ids says in another form what a value says."""
    if is_said(line, ids) or names_only_arxiv(line, ids):
        return True
    if tag in {"UR", "DO"}:
        return all(part == paper.url or is_said(part, ids) for part in apart(unescaped(line)))
    if tag == "M3":
        is_degree = "thesis" in line.lower() and paper.entry_type in {"phdthesis", "mastersthesis"}
        return line.lower() in KINDS or is_degree or bool(recognise(line))
    if tag == "Y2":  # Zotero also tells the time of day
        return str(date_in(line)) == paper.fields.get("urldate")
    return tag in DATES and is_date_said(line, paper)


def is_date_said(line: str, paper: Paper) -> bool:
    """Whether the date in a value is that of a paper, and nothing stands behind it."""
    date, behind = date_in(line), line.split("/")[3:]
    return bool(date) and not any(behind) and str(paper.date).startswith(str(date))
