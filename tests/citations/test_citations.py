"""Which cite keys documents use, and which papers these are."""

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.citations import READERS, kind_of, read
from readinglist.cli import main


def keys(text: str, kind: str) -> str:
    return " ".join(read(text, kind).citations)


LATEX = [
    (
        r"\cite{a} \citep{b} \citet{c} \Citet{d} \citealp{e} \citeauthor{f} \citeyearpar{g} \nocite{h}",
        "a b c d e f g h",
    ),
    (r"\parencite{a}\textcite{b}\autocite{c}\footcite{d}\footfullcite{e}\smartcite{f}\supercite{g}", "a b c d e f g"),
    (r"\citeA{a} \citenum{b} \onlinecite{c} \bibentry{d} \defcitealias{e}{Paper I} \mycite{f}", "a b c d e f"),
    (r"\cite*{a} \citep*[p.~5]{b} \textcite[see][pp.~1--2]{c,d} \citeA<e.g.,>[p. 3]{e}", "a b c d e"),
    ("\\cite\n  [see {]} a] % {no}\n  [b]\n  {a,\n   b, % no, not this\n   c}", "a b c"),
    (r"\cites(pre)(post)[x][y]{a}[z]{b,c} {d} \textcites{e}{f} text {g}", "a b c d e f"),
    (r"\volcite{2}[p. 3]{a} \pvolcites{1}{b}{2}[x]{c}", "a b c"),
    (r"\cite[as in \citealp{a}]{b} \footnote{\cite{c} and {\it \cite{d}}}", "a b d c".replace("d c", "c d")),
    (r"100\% sure \cite{a} % \cite{no}" + "\n" + r"\url{http://a%20b}\cite{b} \href{x%y}{\cite{c}}", "a b c"),
    (r"\verb|\cite{no}| \verb*+\cite{no}+ \cite{a} \lstinline!\cite{no}!", "a"),
    (r"\begin{verbatim}\cite{no}\end{verbatim}\cite{a}\begin{lstlisting}[x]\cite{no}\end{lstlisting}", "a"),
    (r"\begin{comment}\cite{no}\end{comment} \iffalse \cite{no} \fi \cite{a} \end{document} \cite{no}", "a"),
    (r"\newcommand{\mycite}[1]{\cite{#1}} \newcommand\citefoo{bar} \def\citex#1{\cite{#1,x}} \mycite{a}", "x a"),
    (r"\renewcommand*{\cite}[2][no]{(#2)} \let\oldcite\cite \DeclareCiteCommand{\parencite}{x}{y}", ""),
    (r"\citestyle{no} \setcitestyle{no} \citeindextrue{no} \citetitlefont{no} \newcites{no}{No}", ""),
    (r"\citetext{see \citealp{a}, or \citealp{b}} \AtEveryCite{\bfseries} \bibcite \site{no}", "a b"),
    (r"\nocite{*} \cite{} \cite{,a,} \cite{DBLP:conf/x-y_z.1+2}", "* a DBLP:conf/x-y_z.1+2"),
]


@pytest.mark.parametrize(("text", "found"), LATEX)
def test_latex(text: str, found: str) -> None:
    assert keys(text, "tex") == found


def test_a_key_made_by_a_command_is_said_to_be_unclear() -> None:
    document = read("x\n\\cite{\\mykey}\n\\mybox{\\bf x}\n\\newcommand{\\c}[1]{\\cite{\\p#1}}", "tex")
    assert [line for line, _ in document.unclear] == [2]


def test_files_that_latex_takes_in() -> None:
    text = (
        r"\input{a} \input b \include{sec/c} \import{d/}{e} \InputIfFileExists{f}{}{} \subfile{g} \input{#1} %\input{h}"
    )
    assert [each.name for each in read(text, "tex").inclusions] == ["a", "b", "sec/c", "d//e", "f", "g"]


AUX = [
    ("\\relax \n\\citation{a,b}\n\\bibcite{no}{{1}{2020}{x}{y}}\n\\citation{*}\n", "a b *"),
    ("\\abx@aux@cite{0}{a}\n\\abx@aux@segm{0}{0}{no}\n\\abx@aux@cite{b}\n\\abx@aux@cite{1987}\n", "a b 1987"),
    ("\\abx@aux@nociteall\n", "*"),
    ("\\@input{chapter.aux}\n\\citation{a}\n", "a"),
]


@pytest.mark.parametrize(("text", "found"), AUX)
def test_aux(text: str, found: str) -> None:
    assert keys(text, "aux") == found


def test_bcf_is_searched_and_never_expanded() -> None:
    text = """<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><bcf:controlfile><bcf:section number="0">
      <bcf:citekey order="1" intorder="1">a&amp;b</bcf:citekey>
      <bcf:citekey order="2" nocite="1">*</bcf:citekey>
      <bcf:citekey order="3" type="set" members="c,d">no</bcf:citekey>
      <bcf:citekey order="4">&e;</bcf:citekey></bcf:section></bcf:controlfile>"""
    assert keys(text, "bcf") == "a&b * c d &e;"


MARKDOWN = [
    ("[@a; -@b, p. 3] and @c, @d. (@e) “@f” *@g* @h's [see @i [p. 1]]", "a b c d e f g h i"),
    ("@{key.} @a:b.c/d-e_f @foo--no @x: @y? @müller2020", "key. a:b.c/d-e_f foo x y müller2020"),
    ("me@home.org \\@no https://x.org/@no <https://y.org/@no> [t](https://z.org/@no) <a b='@no'>@a</a>", "a"),
    ("![A](b.png){alt='see @no'} [@a]{.x} {@b}", "a b"),
    ("`@no` ``@no ` @no`` \\`@a\\` `@b", "a b"),
    ("```\n@no\n```\n@a\n~~~~ {.x}\n@no\n~~~\n~~~~\n@b\n", "a b"),
    ("text\n\n    @no code\n\n- item\n\n    @a\n\ntext\n    @b lazy\n", "a b"),
    ("<!-- @no\n@no --> @a <script>\n@no</script> <!-- @b", "a b"),
    ("`<!--` @a -->\n@b <!-- @no -->", "a b"),
    ("---\nnocite: |\n  @a, @*\nx: y # z\n# @no\n---\n@b @*no*", "a * b"),
    ("{cite:p}`a,b` {cite}`{see}c{p. 3}` ```{note}\n@d\n```", "a b c d"),
    ("```{note}\n@a\n```{python}\n@no\n```\n@b\n```\n@c", "a b c"),
]


@pytest.mark.parametrize(("text", "found"), MARKDOWN)
def test_markdown(text: str, found: str) -> None:
    assert keys(text, "markdown") == found


def test_what_may_be_a_reference_in_markdown() -> None:
    document = read("@fig-a @tbl:b @figaro\n# X {#x}\n(y)=\n:label: z\n#| label: w\n(@v) V", "markdown")
    assert {key for key, citation in document.citations.items() if not citation.is_sure} == {"fig-a", "tbl:b"}
    assert document.labels == set("xyzwv")


TYPST = [
    ("@a @b-c:d. @e[p. 3] \\@no (@f), x@g", "a b-c:d e f g"),
    ('#cite(<a>) #cite(<b>, form: "prose") #cite(label("c")) #ref(<d>) <no>', "a b c d"),
    ('// @no\n/* @no /* n */ @no */ `@no` ```\n@no\n``` "@a" https://x.org/@no $x_"@no"$', "a"),
    ('#set page(header: "@no")\n#let f = "@no"; @a\n#f("@no").g("@no") @b #figure([@c], caption: [@d])', "a b c d"),
    ('#[@a #cite(<b>)] #if x { [@c] } else [@d] #emph[@e] #"no"', "a b c d e"),
    ('#bibliography("r.bib", full: true)', "*"),
]


@pytest.mark.parametrize(("text", "found"), TYPST)
def test_typst(text: str, found: str) -> None:
    assert keys(text, "typst") == found


def test_labels_and_files_of_typst() -> None:
    text = '#import "@preview/x:1": y\n#include "a.typ"\n= Head <sec:x>\n#cite(<b>)'
    document = read(text, "typst")
    assert (document.labels, [each.name for each in document.inclusions]) == ({"sec:x"}, ["a.typ"])


def test_the_line_is_that_of_the_first_use() -> None:
    document = read("\r\n\\cite{a,\r\n b}\r\n\\cite{a}", "tex")
    assert [(each.key, each.line) for each in document.citations.values()] == [("a", 2), ("b", 3)]


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("x.TEX", "", "tex"),
        ("x.qmd", "\\cite{a}", "markdown"),
        ("-", "\\documentclass{x}", "tex"),
        ("-", "\\relax\n\\citation{a}", "aux"),
        ("-", "<bcf:controlfile>", "bcf"),
        ("-", '#import "x"', "typst"),
        ("-", "as @a says", "markdown"),
    ],
)
def test_the_kind_is_found_out(name: str, text: str, kind: str) -> None:
    assert kind_of(text, name) == kind


PIECES = [
    *'{}[]()<>`"$%#@*\\\n,a-: ',
    *("\\cite", "\\cites", "\\verb|", "\\begin{verbatim}", "\\iffalse", "\\input{", "\\volcite", "\\newcommand"),
    *("```", "<!--", "-->", "---\n", "    ", "{cite}", "{#", "](", "@a", "#f(", "#let ", "/*", "cite(<", "https://"),
    *("\\citation{", "<bcf:citekey ", "\\abx@aux@cite{0}"),
]


@pytest.mark.parametrize("kind", READERS)
@given(text=st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60))
def test_any_text_is_read(kind: str, text: str) -> None:
    document = read(text, kind)
    lines = 1 + text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
    assert all(each.key == each.key.strip() and 1 <= each.line <= lines for each in document.citations.values())


@pytest.mark.parametrize("kind", READERS)
def test_time_goes_by_length(kind: str) -> None:
    """20 kB of any one piece take milliseconds; what grew with the square would take many seconds."""
    for piece in PIECES:
        started = time.process_time()
        read(piece * (20_000 // len(piece)), kind)
        assert time.process_time() - started < 2


class Desk:
    """A folder with a library and documents, and what a command printed last."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        self.out = self.err = ""

    def __call__(self, *arguments: str) -> int:
        status = main(["--library", str(self.folder / "library"), *arguments])
        self.out, self.err = self.capsys.readouterr()
        return status

    def json(self, *arguments: str, status: int = 0) -> Any:
        assert self(*arguments, "--json") == status
        return json.loads(self.out)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


BIB = """@misc{Doe2020, title = {Apples}, author = {Doe, Jane}, year = 2020, doi = {10.1000/a}}
@misc{roe2021, title = {Pears}, author = {Roe, Rick}, year = 2021}
@misc{other, title = {Plums}, author = {Poe, Ed}, year = 2022}
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path / "config"))
    desk = Desk(tmp_path, capsys)
    desk.write("old.bib", "@misc{doe-apples, title = {Apples}, author = {Doe, Jane}, doi = {10.1000/a}}")
    desk.write("refs.bib", BIB)
    assert desk("add", "refs.bib") == 0
    assert desk("add", "old.bib") == 0
    return desk


def entries(text: str) -> list[str]:
    return [line.partition("{")[2].rstrip(",") for line in text.splitlines() if line.startswith("@")]


def test_the_papers_that_a_document_cites_are_written(desk: Desk) -> None:
    desk.write("paper.tex", r"\cite{Doe2020,roe2021} \input{sec/intro}")
    desk.write("sec/intro.tex", r"\citep{other}")
    assert desk("cite", "paper.tex") == 0
    assert entries(desk.out) == ["Doe2020", "other", "roe2021"]
    assert desk("cite", "paper.tex", "-o", "out.bib") == 0
    assert entries((desk.folder / "out.bib").read_text()) == ["Doe2020", "other", "roe2021"]
    desk.write("paper.tex", r"\cite{Doe2020}")
    assert desk("cite", "paper.tex", "-o", "out.bib") == 1
    assert "--force" in desk.err
    assert desk("cite", "paper.tex", "-o", "out.bib", "--force", "--format", "biblatex") == 0
    assert "date = {2020}" in (desk.folder / "out.bib").read_text()


def test_unknown_keys_are_listed_with_their_place_and_the_rest_is_written(desk: Desk) -> None:
    desk.write("paper.tex", "\\cite{Doe2020}\n\\cite{rroe2021, nothing}")
    assert desk("cite", "paper.tex") == 1
    assert entries(desk.out) == ["Doe2020"]
    assert "paper.tex:2: no paper has the key rroe2021\n  hint: did you mean roe2021?" in desk.err
    report = desk.json("cite", "paper.tex", "-o", "out.bib", status=1)
    assert report["file"] == "out.bib"
    assert report["keys"] == ["Doe2020", "rroe2021", "nothing"]
    assert report["unknown"] == [
        {"key": "rroe2021", "file": "paper.tex", "line": 2, "suggestion": "roe2021"},
        {"key": "nothing", "file": "paper.tex", "line": 2, "suggestion": None},
    ]
    assert report["exported"] == [desk.json("show", "Doe2020")["id"]]
    assert report["text"] is None
    assert entries(desk.json("cite", "paper.tex", status=1)["text"]) == ["Doe2020"]


def test_a_former_key_and_another_case_are_written_as_cited(desk: Desk) -> None:
    desk.write("paper.tex", r"\cite{doe-apples, Roe2021}")
    assert desk("cite", "paper.tex") == 0
    assert entries(desk.out) == ["Roe2021", "doe-apples"]
    assert "its key in the library is Doe2020" in desk.err
    assert "in the library it is written roe2021" in desk.err
    assert [each["library_key"] for each in desk.json("cite", "paper.tex")["renamed"]] == ["Doe2020", "roe2021"]


def test_one_paper_under_two_keys_is_written_twice_and_said(desk: Desk) -> None:
    desk.write("paper.tex", r"\cite{doe-apples} \cite{Doe2020}")
    assert desk("cite", "paper.tex") == 0
    assert entries(desk.out) == ["Doe2020", "doe-apples"]
    assert "listed twice" in desk.err
    assert len(desk.json("cite", "paper.tex")["exported"]) == 1


def test_keys_that_differ_in_case_alone_cannot_both_be_written(desk: Desk) -> None:
    desk.write("paper.tex", r"\cite{DOE2020} \cite{Doe2020}")
    assert desk("cite", "paper.tex") == 1
    assert entries(desk.out) == ["Doe2020"]
    assert "BibTeX refuses" in desk.err


def test_a_paper_in_the_trash_is_written_when_cited_and_not_with_all(desk: Desk) -> None:
    desk("remove", "other")
    desk.write("paper.tex", r"\cite{other}")
    assert desk("cite", "paper.tex") == 0
    assert "in the trash" in desk.err
    desk.write("paper.tex", r"\nocite{*}")
    assert desk("cite", "paper.tex") == 0
    assert entries(desk.out) == ["Doe2020", "roe2021"]


def test_references_to_labels_are_not_unknown(desk: Desk) -> None:
    desk.write("paper.typ", "= A <a>\n@a @Doe2020")
    desk.write("paper.qmd", "@fig-x @Doe2020")
    assert desk("cite", "paper.typ", "paper.qmd") == 0
    assert entries(desk.out) == ["Doe2020"]


def test_a_document_from_standard_input(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"[@Doe2020; @zzz]")))
    assert desk("cite", "-") == 1
    assert entries(desk.out) == ["Doe2020"]
    assert "standard input:1: no paper has the key zzz" in desk.err


@pytest.mark.parametrize("content", ["nothing is cited here", "", r"\cite{zzz}"])
def test_nothing_to_write_is_status_1_and_writes_nothing(desk: Desk, content: str) -> None:
    desk.write("paper.tex", content)
    assert desk("cite", "paper.tex", "-o", "out.bib") == 1
    assert desk.err
    assert not (desk.folder / "out.bib").exists()
    assert desk.json("cite", "paper.tex", status=1)["exported"] == []


def test_files_that_cannot_be_taken_in_are_named_and_the_rest_is_read(desk: Desk) -> None:
    secret = desk.folder / "secret.tex"
    secret.write_text(r"\cite{hidden}")
    desk.write("doc/loop.tex", r"\input{paper}\cite{roe2021}")
    (desk.folder / "doc" / "link.tex").symlink_to(secret)
    os.mkfifo(desk.folder / "doc" / "pipe.tex")
    files = [
        "loop",
        "paper",
        "missing",
        "../secret",
        str(secret),
        "link",
        "pipe",
        "x" * 300,
        "\\name",
        "glyphtounicode",
    ]
    desk.write("doc/paper.tex", "\n".join([r"\cite{Doe2020}", *(f"\\input{{{name}}}" for name in files)]))
    assert desk("cite", "doc/paper.tex") == 1
    assert entries(desk.out) == ["Doe2020", "roe2021"]
    assert "hidden" not in desk.err
    assert "doc/paper.tex: line 4: there is no file missing" in desk.err
    assert desk.err.count("outside of the document's folder") == 3
    assert len(desk.json("cite", "doc/paper.tex", status=1)["problems"]) == 7
    assert desk("cite", "doc/paper.tex", "secret.tex") == 1
    assert "outside" not in desk.err
    assert "secret.tex:1: no paper has the key hidden" in desk.err


@pytest.mark.parametrize("name", ["missing.tex", ".", "refs.bib", "binary.tex"])
def test_what_is_no_document_is_explained(desk: Desk, name: str) -> None:
    (desk.folder / "binary.tex").write_bytes(b"\x00\x01")
    assert desk("cite", name) == 1
    assert desk.err.startswith(f"readinglist: {name}: ")


def test_a_document_is_never_overwritten(desk: Desk) -> None:
    desk.write("paper.tex", r"\cite{Doe2020}")
    assert desk("cite", "paper.tex", "-o", "./paper.tex", "--force") == 2
    assert (desk.folder / "paper.tex").read_text() == r"\cite{Doe2020}"
