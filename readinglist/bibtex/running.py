r"""LaTeX that does more than print: ``\input{/etc/passwd}``, ``\write18{...}``. Styles copy fields."""

from __future__ import annotations

import re

NAMES = (
    "write immediate openout closeout openin closein read readline input include includeonly import subimport "
    "InputIfFileExists IfFileExists verbatiminput lstinputlisting includegraphics includepdf addbibresource "
    "ShellEscape special directlua latelua luaexec luadirect pdfobj pdfannot pdfliteral pdfcatalog pdfextension "
    "catcode csname endcsname scantokens def edef gdef xdef let futurelet global newcommand renewcommand "
    "providecommand DeclareRobustCommand newenvironment renewenvironment makeatletter expandafter afterassignment "
    "aftergroup everypar output endinput loop usepackage RequirePackage documentclass "
    "ExplSyntaxOn newwrite newread filecontents nameuse @nameuse @@input @input @for @whilenum"
).split()
RUNNING = re.compile(
    rf"\\(?:begin\s*\{{\s*|end\s*\{{\s*)?({'|'.join(sorted(NAMES, key=len, reverse=True))})(?![a-zA-Z])"
    r"|(\^\^)[^\s]"  # a character by its number, a backslash for one
    r"|(?<!\\)\{\s*(run:)"  # a link that starts a program
)

MAY_RUN = re.compile(rf"\\[a-zA-Z@]{{{min(map(len, NAMES))}}}|\^\^")
"""Is much quicker to look for."""


def running(text: str) -> list[str]:
    r"""What in LaTeX does more than print, each once: ``\write``."""
    if not MAY_RUN.search(text) and "run:" not in text:
        return []
    found = (match[match.lastindex or 0] for match in RUNNING.finditer(text))
    return list(dict.fromkeys(name if name in {"^^", "run:"} else f"\\{name}" for name in found))
