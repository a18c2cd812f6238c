"""The bibtex dialect through BibTeX and LaTeX, in the styles that come with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from readinglist.bibtex.writing.style import Style
from readinglist.bibtex.writing.writer import write
from readinglist.papers.author import Author
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from tests.tex import torture
from tests.tex.programs import bibtex, is_whole, lost, skip_without
from tests.tex.torture import printed

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.tex, skip_without("pdflatex", "lualatex", "bibtex", "pdftotext")]

STYLES = ("plain", "alpha", "abbrv", "unsrt", "apalike", "plainnat")
SHORTENING = frozenset({"abbrv", "apalike"})
"""Styles that print initials."""
UNAVOIDABLE = re.compile(r"--(?:empty year|there's a number but no volume) in (\S+)$")
"""What BibTeX says about papers of which no more is known: nothing is invented, and no number dropped."""


def listed(problems: tuple[str, ...]) -> set[str]:
    """The keys of the entries said to hold characters that LaTeX may not print."""
    about = [problem.partition(": kept in UTF-8") for problem in problems]
    return {key for keys, is_it, _ in about if is_it for key in keys.split(", ")}


def avoidable(complaints: list[str], papers: list[Paper]) -> list[str]:
    """The complaints but for those about what is not known."""
    with_year = {paper.key for paper in papers if paper.year}
    return [
        line
        for line in complaints
        if not (match := UNAVOIDABLE.search(line)) or ("year" in line and match[1] in with_year)
    ]


@pytest.mark.parametrize("style", STYLES)
def test_pdflatex_prints_all_but_what_the_report_lists(tmp_path: Path, style: str) -> None:
    papers = torture.everything()
    left_out = listed(write(papers).problems)
    export = write([paper for paper in papers if paper.key not in left_out])
    assert export.text.isascii()
    from_bibtex, from_latex, text = bibtex(tmp_path, export.text, style)
    assert from_latex == []
    assert avoidable(from_bibtex, papers) == []
    shown = [paper for paper in papers if paper.key not in left_out]
    whole = [said for paper in shown for said in printed(paper, with_given=style not in SHORTENING) if is_whole(said)]
    assert len(whole) > 1000
    assert lost(whole, text) == []


def test_lualatex_prints_all(tmp_path: Path) -> None:
    papers = torture.everything()
    from_bibtex, from_latex, text = bibtex(tmp_path, write(papers).text, "plain", "lualatex")
    assert from_latex == []
    assert avoidable(from_bibtex, papers) == []
    assert lost([said for paper in papers for said in printed(paper)], text) == []


def test_options_give_plain_styles_what_they_can_print(tmp_path: Path) -> None:
    ada = [Author("Lovelace", "Ada")]
    preprint = Paper.of("A Study: The Rest of It", authors=ada, key="k", date=PartialDate(2024), arxiv="2401.01234")
    pinned = preprint.with_fields({"arxiv_version": 2})
    style = Style(options=("arxiv-journal", "whole-titles", "versions"))
    from_bibtex, from_latex, text = bibtex(tmp_path, write([pinned], style=style).text, "plain")
    assert from_bibtex == from_latex == []
    assert "A Study: The Rest of It" in text
    assert "arXiv preprint arXiv:2401.01234v2" in text


@pytest.mark.parametrize("style", ["plain", "abbrv"])
def test_words_whose_case_matters_keep_it(tmp_path: Path, style: str) -> None:
    papers = torture.signs()
    _, _, text = bibtex(tmp_path, write(papers).text, style)
    assert [word for words in torture.PROTECTED.values() for word in words.split("|") if word not in text] == []
