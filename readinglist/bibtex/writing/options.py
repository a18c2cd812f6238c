"""The habits of others that an entry can follow by option: each changes the finished fields a little.

Whoever reads the entry finds the same paper, and writing it again with the same options changes nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readinglist.bibtex.entry.entry_types import REQUIRED, missing
from readinglist.bibtex.entry.interpret import ADDRESS
from readinglist.bibtex.entry.names import is_braced
from readinglist.bibtex.writing.links import uri
from readinglist.latex.decoder import decode

if TYPE_CHECKING:
    from collections.abc import Container

    from readinglist.bibtex.entry.field_names import Fields
    from readinglist.papers.paper import Paper

VERSION = re.compile(r"v\d+$")
ACCENTED = r"\{\\(?:[^{}]|\{[^{}]*\})*\}"
TOKEN = re.compile(rf"\\.|[{{}}$]|:\s+(?P<word>(?:{ACCENTED}|[^\W\d_])(?:{ACCENTED}|[^\W_])*)", re.DOTALL)
"""What matters in a title: braces, dollars, and a colon with the word that follows unless that is in braces."""
SPECIAL = re.compile(r"[_%&#~$]")
"""Signs of addresses that mean something else where LaTeX prints a text."""


def applied(
    options: Container[str], paper: Paper, type: str, fields: Fields, *, is_biblatex: bool
) -> tuple[str, Fields]:
    """Type and fields of a finished entry as the options have them."""
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
    """Say which version of a preprint was read, if that is known."""
    if paper.arxiv_version and VERSION.sub("", fields.get("eprint", "")) == paper.arxiv:
        fields["eprint"] = f"{paper.arxiv}v{paper.arxiv_version}"


def add_address(paper: Paper, fields: Fields) -> None:
    """Say where the paper is unless the entry does."""
    address = uri(paper.url or paper.web_url)
    if address and "url" not in fields and not ADDRESS.search(fields.get("howpublished", "")):
        fields["url"] = address


def as_article(type: str, fields: Fields) -> str:
    """The type of an entry: article for a preprint that has all an article needs, in the journal arXiv is taken for."""
    if type not in {"misc", "article"} or fields.get("archiveprefix") != "arXiv" or "eprint" not in fields:
        return type
    journal = {"journal": f"arXiv preprint arXiv:{fields['eprint']}"}
    if {"journal", "howpublished", "booktitle"} & fields.keys() or missing("article", fields | journal, REQUIRED):
        return type
    fields |= journal
    return "article"


def whole(title: str) -> str:
    r"""A title in braces of its own, unless it is; BibTeX would change capitals in a group that begins with a command.

    >>> whole("On {BERT}"), whole("{On BERT}"), whole(r"\& so on")
    ('{On {BERT}}', '{On BERT}', '{{\\& so on}}')
    """
    if (is_braced(title) and title[1] != "\\") or title.endswith("\\"):
        return title
    return f"{{{{{title}}}}}" if title.startswith("\\") else f"{{{title}}}"


def with_capitals(title: str) -> str:
    r"""A title in which the first word after each colon keeps its capital.

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
    """The fields with addresses and DOIs as LaTeX prints them in a text."""
    return fields | {name: SPECIAL.sub(escape, fields[name]) for name in ("url", "doi") if name in fields}


def escape(sign: re.Match[str]) -> str:
    """A sign as LaTeX prints it; an accent needs something to stand on."""
    return r"\~{}" if sign[0] == "~" else f"\\{sign[0]}"
