"""Papers and libraries of tests: one invented work, with what a test wants to be different."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readinglist.papers.author import Author
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate

if TYPE_CHECKING:
    from readinglist.papers.change import Ingestion
    from readinglist.papers.library import Library

NOW, LATER = "2026-11-30T10:00:00Z", "2026-12-01T10:00:00Z"
TITLE = "Counting Spores by Lantern Light"
IDA, KARL, UNA = Author("Fern", "Ida"), Author("Moss", "Karl"), Author("Reed", "Una")


def paper(title: str = TITLE, year: int | None = 2020, **facts: Any) -> Paper:
    """A paper by Ida Fern and Karl Moss, as a source gives it; `facts` go before what it has by default."""
    given = {"authors": [IDA, KARL], "source": "file:a.bib", **facts}
    return Paper.of(title, date=PartialDate(year) if year else None, **given)


def add(library: Library, *papers: Paper, **options: Any) -> Ingestion:
    """Add papers to a library."""
    made = library.add(papers, NOW, **options)
    library.apply(made)
    return made


def only(library: Library) -> Paper:
    """The one paper of a library."""
    (one,) = library
    return one
