"""The biblatex dialect through biber's validation, biblatex and LuaLaTeX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from readinglist.bibtex.writing.writer import write
from tests.tex import torture
from tests.tex.programs import biblatex, lost, skip_without
from tests.tex.torture import printed

if TYPE_CHECKING:
    from pathlib import Path

    from readinglist.papers.paper import Paper

pytestmark = [pytest.mark.tex, skip_without("lualatex", "biber", "pdftotext")]

NO_DRIVER = frozenset(
    "artwork audio image jurisdiction legislation letter movie music performance review standard suppperiodical "
    "video".split()
)
"""Types of imported entries that biblatex knows and leaves to special styles; they stay what they are."""
COMPLAINT = re.compile(r"Entry '(.*?)' \(refs\.bib\): (.*)")
NOT_KNOWN = re.compile(r"Missing mandatory field (?:'(title|editor)'|- one of '(date|author), .*')")
AS_IMPORTED = re.compile(r"(?:Invalid field|Field|Invalid value of field) '(\w+)'")


def is_unavoidable(complaint: str, papers: dict[str, Paper]) -> bool:
    """Whether biber misses what nobody knows, or dislikes what an imported entry holds under the same name."""
    match = COMPLAINT.search(complaint)
    if not match:
        return False
    paper, about = papers[match[1]], match[2]
    if missed := NOT_KNOWN.match(about):
        known = {"title": paper.title, "date": paper.date, "author": paper.authors, "editor": paper.raw.get("editor")}
        return not known[missed[1] or missed[2]]
    disliked = AS_IMPORTED.match(about)
    return disliked is not None and (disliked[1] in paper.raw or paper.entry_type in NO_DRIVER)


@pytest.mark.parametrize("style", ["numeric", "alphabetic"])
def test_biber_and_lualatex_take_and_print_all(tmp_path: Path, style: str) -> None:
    papers = torture.everything()
    from_biber, from_latex, text = biblatex(tmp_path, write(papers, "biblatex").text, style)
    no_driver = {f"Package biblatex Warning: No driver for '{type}'." for type in NO_DRIVER}
    assert [line for line in from_latex if line not in no_driver] == []
    by_key = {paper.key: paper for paper in papers}
    assert [line for line in from_biber if not is_unavoidable(line, by_key)] == []
    shown = [paper for paper in papers if paper.entry_type not in NO_DRIVER]
    assert lost([said for paper in shown for said in printed(paper)], text) == []
