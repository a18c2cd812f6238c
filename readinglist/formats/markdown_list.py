"""Markdown: a reading list for people, an item a paper, with all special characters escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readinglist.formats.reference import is_web
from readinglist.papers.exported_text import Export
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.papers.paper import Paper

SIGNS = re.compile(r"([\\`*_\[\]{}<>&$~|^@#!]|:(?=[\w+-]+:))")
"""Characters that are special in some dialect of Markdown, anywhere in a line."""
BLOCK = re.compile(r"^(\d*)([-+=:.)])")
"""Start of a list, a heading or a definition; the escape goes after the digits."""
IN_ADDRESS = {ord(sign): f"%{ord(sign):02X}" for sign in " ()<>\\\"'`"}
NAMED = 3
"""Authors that are named before ``et al.``"""


def write(papers: Sequence[Paper]) -> Export:
    """The papers as a list under a heading."""
    return Export("# Reading list\n\n" + "".join(item(paper) for paper in papers))


def item(paper: Paper) -> str:
    """One paper: its title as a link, then who, where, when, and its ids."""
    lines = [f"- {title(paper)}", *filter(None, (who(paper), where(paper)))]
    return "\\\n  ".join(lines) + "\n"


def title(paper: Paper) -> str:
    """The title as a link, in bold where there is no address."""
    text = link(paper)
    return text if text.startswith("[") else f"**{text or '(no title)'}**"


def link(paper: Paper) -> str:
    """A Markdown link to the paper, its title alone where there is no address."""
    text = escaped(paper.title)
    return f"[{text}]({address(paper.web_url)})" if text and is_web(paper.web_url) else text


def who(paper: Paper) -> str:
    """The authors, the first few of many, or the organisation, on a line of their own."""
    return BLOCK.sub(r"\1\\\2", escaped(named(paper)))


def named(paper: Paper) -> str:
    """The authors, the first few of many; without authors the organisation."""
    names = [str(author) for author in paper.authors]
    if not names:
        return paper.organization
    more = len(names) > NAMED + 1 or paper.others
    return ", ".join(names[:NAMED] if more else names) + (" et al." if more else "")


def where(paper: Paper) -> str:
    """Venue and year, and the ids as links."""
    venue = f"*{escaped(paper.venue)}*" if paper.venue else ""
    known = [", ".join(filter(None, (venue, str(paper.year or ""))))]
    known += [f"[{escaped(label)}]({address(url)})" for label, url in ids(paper)]
    return " · ".join(filter(None, known))


def ids(paper: Paper) -> list[tuple[str, str]]:
    """The ids of a paper, each with its address."""
    found = []
    if paper.arxiv:
        found.append((f"arXiv:{paper.arxiv}", f"https://arxiv.org/abs/{paper.arxiv}"))
    if paper.doi:
        found.append((f"doi:{paper.doi}", f"https://doi.org/{paper.doi}"))
    if paper.acl:
        found.append((f"ACL:{paper.acl}", f"https://aclanthology.org/{paper.acl}"))
    return found


def escaped(text: str) -> str:
    """Text with Markdown's special characters escaped."""
    return SIGNS.sub(r"\\\1", clean(text))


def address(url: str) -> str:
    """Address with the characters encoded that could end a link."""
    return clean(url).translate(IN_ADDRESS)
