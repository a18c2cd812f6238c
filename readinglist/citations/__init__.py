"""The cite keys that a document uses: LaTeX, .aux, .bcf, Markdown and Typst."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readinglist.citations.document import Document

ENDINGS = {
    **dict.fromkeys(("tex", "ltx", "latex", "sty", "cls", "rnw", "pgf", "tikz"), "tex"),
    **dict.fromkeys(("md", "markdown", "qmd", "rmd", "mdx", "mkd", "myst"), "markdown"),
    "aux": "aux",
    "bcf": "bcf",
    "typ": "typst",
}
"""Suffix of a file → kind of document."""
SIGNS = (
    ("bcf", re.compile(r"<bcf:")),
    ("aux", re.compile(r"^\\(?:relax\b|citation\{|abx@aux@|bibdata\{)", re.MULTILINE)),
    ("tex", re.compile(r"\\(?:documentclass|begin|section|usepackage|[a-zA-Z]*cite[a-zA-Z]*)\*?\s*[\[{]")),
    ("typst", re.compile(r"^#(?:import|set|show|let|include)\b|#(?:cite|bibliography)\(", re.MULTILINE)),
)
"""Kind → pattern that only it has; text without any is Markdown."""
READERS = {
    "tex": ("latex", "read"),
    "aux": ("latex", "read_aux"),
    "bcf": ("latex", "read_bcf"),
    "markdown": ("markdown", "read"),
    "typst": ("typst", "read"),
}
"""Kind → module and function of its reader."""


def kind_of(text: str, name: str) -> str:
    """Kind of a document, by its suffix, else by its content."""
    ending = PurePath(name).suffix.lower().removeprefix(".")
    return ENDINGS.get(ending) or next((kind for kind, sign in SIGNS if sign.search(text)), "markdown")


def read(text: str, kind: str) -> Document:
    """Citations, inclusions and labels in a text of this kind."""
    module, function = READERS[kind]
    document: Document = getattr(import_module(f"readinglist.citations.{module}"), function)(
        text.replace("\r\n", "\n").replace("\r", "\n")
    )
    return document
