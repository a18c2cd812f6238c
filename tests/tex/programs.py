"""Runs of TeX's programs on a bibliography: what they complain about, and the text of the PDF."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

LOG_COMPLAINTS = re.compile(
    r"^! .*|^Missing character: .*|^(?:LaTeX|Package \w+) (?:Error|Warning): .*|^Runaway .*", re.MULTILINE
)
UNIMPORTANT = re.compile(r"undefined references|Please rerun|rerun LaTeX|Label\(s\) may have changed|Biber reported")
"""Remarks about the number of runs, and biblatex's copy of biber's."""
BIBTEX_COMPLAINTS = re.compile(r"^(?:Warning--.*|I .*|.*---line .*|.*---while .*)", re.MULTILINE)
BIBER_COMPLAINTS = re.compile(r"^(?:WARN|ERROR) - .*", re.MULTILINE)
SPACING = re.compile(r"[\s\u00ad‐‑–—−-]+")
SAME_GLYPH = str.maketrans("‘’‚“”„`ȷÐðʻʼ\u2018", "'''\"\"\"'jĐđ'''")
"""Signs that a font or a style does not tell apart."""
T1_LETTERS = frozenset(
    "ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻİđăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżıĐ“”‘’„–— "
    + "".join(chr(code) for code in range(0xC0, 0x100) if chr(code) not in "×÷")
)
"""Letters that TeX's usual fonts have whole; accents of others stand on their own in the text of a PDF."""

FONTS = ("DejaVu Serif", "Droid Sans Fallback")
BIBTEX_DOCUMENT = r"""
\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{lmodern,amssymb,url}
\usepackage[paperwidth=100cm,paperheight=500cm,margin=2cm]{geometry}
\input{glyphtounicode}\pdfgentounicode=1
\pagestyle{empty}
\begin{document}
\nocite{*}
\bibliographystyle{STYLE}
\bibliography{refs}
\end{document}
"""
UNICODE_PREAMBLE = r"""
\documentclass{article}
\usepackage{fontspec,amssymb,url}
\directlua{luaotfload.add_fallback("cjk", {"DroidSansFallback:mode=node;"})}
\setmainfont{DejaVu Serif}[RawFeature={fallback=cjk}]
\usepackage[paperwidth=100cm,paperheight=500cm,margin=2cm]{geometry}
\pagestyle{empty}
"""
BIBTEX_UNICODE_DOCUMENT = (
    UNICODE_PREAMBLE
    + r"""
\begin{document}
\nocite{*}
\bibliographystyle{STYLE}
\bibliography{refs}
\end{document}
"""
)
BIBLATEX_DOCUMENT = (
    UNICODE_PREAMBLE
    + r"""
\usepackage[style=STYLE,maxnames=99,backend=biber]{biblatex}
\addbibresource{refs.bib}
\begin{document}
\nocite{*}
\printbibliography
\end{document}
"""
)


def skip_without(*programs: str) -> pytest.MarkDecorator:
    """Skip tests on a machine that lacks one of the programs, or a font of LuaLaTeX's documents, and say which."""
    lacking = [program for program in programs if not shutil.which(program)]
    if "lualatex" in programs and not lacking:
        lacking = [f"font {font}" for font in FONTS if font not in installed_fonts()]
    return pytest.mark.skipif(bool(lacking), reason=f"not installed: {', '.join(lacking)}")


@cache
def installed_fonts() -> str:
    """The families of all fonts; empty if they cannot be listed."""
    if not shutil.which("fc-list"):
        return ""
    return subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False).stdout


def run(folder: Path, *command: str, may_fail: bool = False) -> str:
    """What a program in `folder` prints; a program that fails fails the test."""
    environment = {
        **os.environ,
        "max_print_line": "10000",
        "openout_any": "p",
        "TEXMFVAR": str(folder.parent / "texmf"),
    }
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, errors="replace", timeout=300, check=False
    )
    assert may_fail or not done.returncode, (
        f"{' '.join(command)}: {done.returncode}\n{done.stdout[-3000:]}{done.stderr}"
    )
    return done.stdout + done.stderr


def bibtex(folder: Path, text: str, style: str, engine: str = "pdflatex") -> tuple[list[str], list[str], str]:
    """What BibTeX and LaTeX complain about when they print all entries of `text`, and the text of the PDF."""
    document = BIBTEX_DOCUMENT if engine == "pdflatex" else BIBTEX_UNICODE_DOCUMENT
    return typeset(folder, text, document.replace("STYLE", style), engine, ("bibtex", "paper"), BIBTEX_COMPLAINTS)


def biblatex(folder: Path, text: str, style: str) -> tuple[list[str], list[str], str]:
    """What biber and LuaLaTeX complain about when they print all entries of `text`, and the text of the PDF."""
    document = BIBLATEX_DOCUMENT.replace("STYLE", style)
    return typeset(folder, text, document, "lualatex", ("biber", "--validate-datamodel", "paper"), BIBER_COMPLAINTS)


def typeset(
    folder: Path, text: str, document: str, engine: str, processor: tuple[str, ...], complaints: re.Pattern[str]
) -> tuple[list[str], list[str], str]:
    """The complaints of the bibliography's processor and of LaTeX, and the text of the PDF."""
    (folder / "refs.bib").write_text(text, encoding="utf-8")
    (folder / "paper.tex").write_text(document, encoding="utf-8")
    latex = (engine, "-interaction=nonstopmode", "-no-shell-escape", "paper")
    run(folder, *latex)
    said = run(folder, *processor, may_fail=True)
    run(folder, *latex, may_fail=True)
    log = (folder / "paper.log").read_text(encoding="utf-8", errors="replace")
    about_tex = [line for line in LOG_COMPLAINTS.findall(log) if not UNIMPORTANT.search(line)]
    return complaints.findall(said), about_tex, run(folder, "pdftotext", "-raw", "-enc", "UTF-8", "paper.pdf", "-")


def glyphs(text: str) -> str:
    """Text as two printings of it can be compared: without blanks, hyphens and case, quotes all alike."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).translate(SAME_GLYPH).replace("ı̄", "ī"))
    return SPACING.sub("", plain).casefold()


def is_whole(text: str) -> bool:
    """Whether TeX's usual fonts have each letter of `text` in one piece."""
    return all(character.isascii() or character in T1_LETTERS for character in text)


def lost(expected: list[str], text: str) -> list[str]:
    """What is expected in the text of a PDF and not there."""
    found = glyphs(text)
    return [said for said in expected if glyphs(said) not in found]
