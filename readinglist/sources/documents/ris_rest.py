"""RIS values that have no field in a paper, preserved for export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.bibtex.entry.eprint import KINDS, names_only_arxiv
from readinglist.papers.ids import Ids, apart, recognise, unescaped
from readinglist.sources.documents.markup import plain, plain_abstract
from readinglist.sources.documents.references import date_in, repeats_ids
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.papers.paper import Paper

HANDLED = frozenset("TY ER ID AU A1 A2 ED KW N1".split())
"""Tags whose values are all in the paper or reported."""
DATES = frozenset({"DA", "PY", "Y1"})


def rest_of(values: Mapping[str, list[str]], paper: Paper) -> dict[str, str]:
    """Values by tag that the paper does not hold, a line each."""
    ids = Ids(paper.arxiv, None, paper.doi, paper.acl, paper.openreview)
    texts = texts_of(paper)
    found: dict[str, str] = {}
    for tag in sorted(values.keys() - HANDLED):
        lines = [line for value in values[tag] if value not in texts and (line := clean(value))]
        if left := [line for line in lines if not (is_in(line, texts) or is_covered(tag, line, paper, ids))]:
            found[tag] = "\n".join(dict.fromkeys(left))
    return found


def texts_of(paper: Paper) -> set[str]:
    """Texts of a paper, also its first and last page and each ISBN and ISSN."""
    fields = paper.fields
    numbers = ", ".join(filter(None, map(fields.get, ("isbn", "issn")))).split(", ")
    pages = fields.get("pages", "").split("-")
    return {paper.title, paper.venue, paper.abstract, paper.url, paper.doi, *fields.values(), *numbers, *pages}


def is_in(line: str, texts: set[str]) -> bool:
    """Whether a value is one of these texts, with or without markup."""
    return line in texts or plain(line) in texts or plain_abstract(line) in texts


def is_covered(tag: str, line: str, paper: Paper, ids: Ids) -> bool:
    """Whether a paper with these ids holds a value in another form."""
    if repeats_ids(line, ids) or names_only_arxiv(line, ids):
        return True
    if tag in {"UR", "DO"}:
        return all(part == paper.url or repeats_ids(part, ids) for part in apart(unescaped(line)))
    if tag == "M3":
        is_degree = "thesis" in line.lower() and paper.entry_type in {"phdthesis", "mastersthesis"}
        return line.lower() in KINDS or is_degree or bool(recognise(line))
    if tag == "Y2":  # Zotero also tells the time of day
        return str(date_in(line)) == paper.fields.get("urldate")
    return tag in DATES and is_date_of(line, paper)


def is_date_of(line: str, paper: Paper) -> bool:
    """Whether a value is the date of a paper and no more."""
    date, behind = date_in(line), line.split("/")[3:]
    return bool(date) and not any(behind) and str(paper.date).startswith(str(date))
