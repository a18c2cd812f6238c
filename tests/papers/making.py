"""Records and libraries for the tests of identity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readinglist.bibtex.reading import reader
from readinglist.papers.author import Author
from readinglist.papers.identity.evidence import Facts
from readinglist.papers.identity.verdict import Verdict, verdict
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.papers.change import Ingestion
    from readinglist.papers.library import Library

NOW, LATER = "2026-11-30T10:00:00Z", "2026-12-01T10:00:00Z"
TITLE = "Counting Spores by Lantern Light"
IDA, KARL, UNA = Author("Fern", "Ida"), Author("Moss", "Karl"), Author("Reed", "Una")
JOURNAL: dict[str, Any] = {"entry_type": "article", "venue": "Journal of Moss Studies"}
MEETING: dict[str, Any] = {"entry_type": "inproceedings", "venue": "Proceedings of the Conference on Dim Optics"}


def paper(title: str = TITLE, year: int | None = 2020, **told: Any) -> Paper:
    """A paper of our own words."""
    given = {"authors": [IDA, KARL], "source": "file:a.bib", **told}
    return Paper.of(title, date=PartialDate(year) if year else None, **given)


def facts(*given: Any, **told: Any) -> Facts:
    """The facts of such a paper."""
    return Facts(paper(*given, **told).record)


def judged(one: Facts, two: Facts, *, in_one_file: bool = False) -> Verdict:
    """The verdict, which is the same the other way round."""
    found, back = verdict(one, two, in_one_file=in_one_file), verdict(two, one, in_one_file=in_one_file)
    assert (found.answer, found.is_contradiction) == (back.answer, back.is_contradiction)
    assert found.why
    return found


def entries(text: str, name: str = "a.bib") -> Sequence[Paper]:
    """The papers of a .bib text."""
    return reader.read(text, name).papers


def add(library: Library, *papers: Paper, **options: Any) -> Ingestion:
    """Papers taken into a library."""
    made = library.add(papers, NOW, **options)
    library.apply(made)
    return made


def only(library: Library) -> Paper:
    """The one paper of a library."""
    (one,) = library
    return one
