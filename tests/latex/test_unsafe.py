"""LaTeX that does more than print: escaped where it is text, told where it is an import's own."""

from __future__ import annotations

from datetime import date

import pytest

from readinglist.bibtex.writing.style import Style
from readinglist.bibtex.writing.writer import write
from readinglist.latex.unsafe import unknown_commands
from readinglist.papers.author import Author
from readinglist.papers.paper import Paper
from readinglist.sources import read

EVIL = (
    r"\write18{touch owned}", r"\immediate\write18{x}", r"\input{/etc/passwd}", r"\include{x}", r"\input /etc/passwd",
    r"\openout5=x", r"\catcode`\@=0", r"\csname input\endcsname{x}", r"\begin{input}", r"^^5cinput{x}",
    r"\directlua{x}", r"\href{run:evil}{x}", r"\def\a{\a}\a",
    r"\probemacro", r"{\probemacro{x}}", r"\begin{probe}x\end{probe}", r"\href{file:probe}{x}", r"\href{{}run:x}{y}",
    r"\url{run:x}", r"\href{probe.pdf}{x}", r"\href{/probe/x}{x}",
    r"\href{//probe/x}{x}", r"\1", r"\emph@x", r"x\^^5cprobe", r"\frac{\probemacro}{2}",
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
        assert not unknown_commands(export.text), export.text
        assert not any("more than print" in problem for problem in export.problems)


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
@pytest.mark.parametrize("evil", EVIL)
def test_what_an_import_brought_is_told_with_its_key(dialect: str, evil: str) -> None:
    entry = f"@misc{{shared, title={{T}}, author={{A}}, myfield={{{evil}}}}}\n@misc{{good, title={{$\\alpha$ \\'e}}}}"
    export = write(read(entry.encode(), "x.bib", date(2025, 12, 8)).papers, dialect)
    (told,) = [problem for problem in export.problems if "more than print" in problem]
    assert told.startswith("shared: myfield may do more than print (")


@pytest.mark.parametrize(
    "text",
    ["", r"\alpha_{\text{in}}", r"\lesssim", r"\emph{write}", r"x^{2}", r"\left(", r"\begin{cases} x \end{cases}"],
)
def test_mathematics_and_emphasis_only_print(text: str) -> None:
    assert unknown_commands(text) == []
    assert f"${text}$" in write([Paper.of(f"A ${text}$")]).text or not text or "{write}" in text


@pytest.mark.parametrize(
    "text",
    [
        r"{\'E}t{\"u}de {\ss} {\o} \c{c} \textgreek{a} \CYRA",
        r"\emph{a} {\bf b} \textsc{c} \enquote{d} \relax\noopsort{e}",
        r"\url{https://a.org/x_y} \href{http://a.org/\%20}{b} \url{www.a.org} \path{a/b}",
        r"\mnras \apj 12 \& 3 \% \#4",
        r"$\mathcal{O}(\sqrt[3]{n}\,\log n)$ \(\operatorname*{argmin}_x \|x\|\) $\lesssim \widetilde{x}$ $\nwarrow$",
        r"\begin{equation*} a \end{equation*}",
        r"see \cite{x} and \footnote{y}~\thanks{z}",
        r"10\,\micro m \SI{3}{\kilo}",
    ],
)
def test_what_bibliographies_hold_only_prints(text: str) -> None:
    assert [command for command in unknown_commands(text) if command != r"\kilo"] == []
