"""LaTeX that does more than print: escaped where it is text, told where it is an import's own."""

from __future__ import annotations

from datetime import date

import pytest

from readinglist.bibtex.running import running
from readinglist.bibtex.style import Style
from readinglist.bibtex.writer import write
from readinglist.paper import Author, Paper
from readinglist.sources import read

EVIL = (
    r"\write18{touch owned}", r"\immediate\write18{x}", r"\input{/etc/passwd}", r"\include{x}", r"\input /etc/passwd",
    r"\openout5=x", r"\catcode`\@=0", r"\csname input\endcsname{x}", r"\begin{input}", r"^^5cinput{x}",
    r"\directlua{x}", r"\href{run:evil}{x}", r"\def\a{\a}\a",
)  # fmt: skip


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
@pytest.mark.parametrize("evil", EVIL)
def test_in_text_nothing_runs(dialect: str, evil: str) -> None:
    for text in (evil, f"A {evil} b", f"${evil}$", f"a $x_{{{evil}}}$ b", f"{{{evil}}}", f"\\{evil}", f"%{evil}"):
        paper = Paper.of(
            text,
            authors=[Author(family=text), Author(literal=text)],
            venue=text,
            note=text,
            abstract=text,
            tags=[text],
            key=f"k{text}",
            fields={"publisher": text, "volume": text, "pages": text, "editor": text},
            organization=text,
            primary_class=text,
            url=f"https://a.org/{text}",
            entry_type="article",
        )
        export = write([paper], dialect, Style(private=("abstract", "keywords", "note", "status")))
        assert not running(export.text), export.text
        assert not any("more than print" in problem for problem in export.problems)


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
@pytest.mark.parametrize("evil", EVIL)
def test_what_an_import_brought_is_told_with_its_key(dialect: str, evil: str) -> None:
    entry = f"@misc{{shared, title={{T}}, author={{A}}, myfield={{{evil}}}}}\n@misc{{good, title={{$\\alpha$ \\'e}}}}"
    export = write(read(entry.encode(), "x.bib", date(2025, 12, 8)).papers, dialect)
    (told,) = [problem for problem in export.problems if "more than print" in problem]
    assert told.startswith("shared: ")


@pytest.mark.parametrize(
    "text", ["", r"\alpha_{\text{in}}", r"\inputs", r"\letters", r"\emph{write}", r"x^{2}", r"\left(", r"\definition"]
)
def test_mathematics_and_emphasis_only_print(text: str) -> None:
    assert running(text) == []
    assert f"${text}$" in write([Paper.of(f"A ${text}$")]).text or not text or "{write}" in text
