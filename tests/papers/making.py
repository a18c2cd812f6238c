"""Facts and verdicts for the tests of identity and merging, with the papers of `tests.support.papers`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readinglist.bibtex.reading import reader
from readinglist.papers.identity.evidence import Facts
from readinglist.papers.identity.verdict import Verdict, verdict
from tests.support.papers import IDA, KARL, LATER, NOW, TITLE, UNA, add, only, paper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.papers.paper import Paper

__all__ = [
    "IDA", "JOURNAL", "KARL", "LATER", "MEETING", "NOW", "TITLE", "UNA", "add", "entries", "facts", "judged", "only",
    "paper",
]  # fmt: skip

JOURNAL: dict[str, Any] = {"entry_type": "article", "venue": "Journal of Moss Studies"}
MEETING: dict[str, Any] = {"entry_type": "inproceedings", "venue": "Proceedings of the Conference on Dim Optics"}


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
