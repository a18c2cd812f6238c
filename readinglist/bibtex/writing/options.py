"""Options for the style of entries, each a small change to the finished fields.

An entry is read as the same paper with any options, and writing it again with the same ones changes nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readinglist.bibtex.entry.entry_types import REQUIRED, missing
from readinglist.bibtex.entry.interpret import ADDRESS
from readinglist.bibtex.entry.names import is_braced
from readinglist.bibtex.writing.links import percent_encoded
from readinglist.latex.decoder import decode

if TYPE_CHECKING:
    from collections.abc import Container

    from readinglist.bibtex.entry.field_names import Fields
    from readinglist.papers.paper import Paper

VERSION = re.compile(r"v\d+$")
ACCENTED = r"\{\\(?:[^{}]|\{[^{}]*\})*\}"
TOKEN = re.compile(rf"\\.|[{{}}$]|:\s+(?P<word>(?:{ACCENTED}|[^\W\d_])(?:{ACCENTED}|[^\W_])*)", re.DOTALL)
"""Tokens of a title: braces, dollars, and a colon with the word after it unless that is in braces."""
SPECIAL = re.compile(r"[_%&#~$]")
"""Signs in addresses that have a meaning in LaTeX."""


def applied(
    options: Container[str], paper: Paper, type: str, fields: Fields, *, is_biblatex: bool
) -> tuple[str, Fields]:
    """Type and fields of a finished entry after the options."""
    if "versions" in options:
        pin_version(paper, fields)
    if "arxiv-journal" in options and not is_biblatex:
        type = as_article(type, fields)
    if "all-urls" in options:
        add_address(paper, fields)
    if "whole-titles" in options:
        fields |= {name: whole(fields[name]) for name in ("title", "subtitle") if name in fields}
    if "colon-capitals" in options and "title" in fields:
        fields["title"] = with_capitals(fields["title"])
    return type, fields


def pin_version(paper: Paper, fields: Fields) -> None:
    """Add the version of a preprint to ``eprint``, if it is known."""
    if paper.arxiv_version and VERSION.sub("", fields.get("eprint", "")) == paper.arxiv:
        fields["eprint"] = f"{paper.arxiv}v{paper.arxiv_version}"


def add_address(paper: Paper, fields: Fields) -> None:
    """Add the paper's address if the entry has none."""
    address = percent_encoded(paper.url or paper.web_url)
    if address and "url" not in fields and not ADDRESS.search(fields.get("howpublished", "")):
        fields["url"] = address


def as_article(type: str, fields: Fields) -> str:
    """Make a preprint an article in a mock journal if it has the fields that an article requires; returns the type."""
    if type not in {"misc", "article"} or fields.get("archiveprefix") != "arXiv" or "eprint" not in fields:
        return type
    journal = {"journal": f"arXiv preprint arXiv:{fields['eprint']}"}
    if {"journal", "howpublished", "booktitle"} & fields.keys() or missing("article", fields | journal, REQUIRED):
        return type
    fields |= journal
    return "article"


def whole(title: str) -> str:
    r"""A title in braces, doubled where BibTeX would change capitals: in a group that begins with a command.

    >>> whole("On {BERT}"), whole("{On BERT}"), whole(r"\& so on")
    ('{On {BERT}}', '{On BERT}', '{{\\& so on}}')
    """
    if (is_braced(title) and title[1] != "\\") or title.endswith("\\"):
        return title
    return f"{{{{{title}}}}}" if title.startswith("\\") else f"{{{title}}}"


def with_capitals(title: str) -> str:
    r"""A title with braces around the capitalised first word after each colon.

    >>> with_capitals(r"Foo: A {\'E}tude: {\"U}ber {uns: Alle}: so")
    'Foo: {A} {\\\'E}tude: {{\\"U}ber} {uns: Alle}: so'
    """
    depth = dollars = 0

    def written(token: re.Match[str]) -> str:
        nonlocal depth, dollars
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        dollars += token[0] == "$"
        word = token["word"]
        if not word or depth or dollars % 2 or not decode(word)[:1].isupper():
            return token[0]
        return f"{token[0].removesuffix(word)}{{{word}}}"

    return TOKEN.sub(written, title)


def escaped(fields: Fields) -> Fields:
    """The fields with addresses and DOIs escaped for LaTeX."""
    return fields | {name: SPECIAL.sub(escape, fields[name]) for name in ("url", "doi") if name in fields}


def escape(sign: re.Match[str]) -> str:
    """A sign escaped for LaTeX; ``~`` is an accent and needs an argument."""
    return r"\~{}" if sign[0] == "~" else f"\\{sign[0]}"
