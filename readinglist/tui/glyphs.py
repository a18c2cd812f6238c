"""How papers are written on the screen: glyphs, short names and harmless widths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readinglist.papers.paper import Paper

PRIORITIES = ("", "!", "!!", "!!!")
PRIORITY_WORDS = ("none", "low", "medium", "high")
AMBIGUOUS = {
    **dict.fromkeys((0x200C, 0x200D, 0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400))),
    **{0x1F1E6 + number: chr(ord("A") + number) for number in range(26)},
}
"""Joiners and modifiers, which terminals draw in different widths, go; the letters of flags become letters."""
MARK = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
PILED = re.compile(f"({MARK}{MARK}){MARK}+")
"""Marks piled on one letter beyond what any language needs."""


def plain(text: str) -> str:
    """`text` in a width that all terminals agree on."""
    return text if text.isascii() else PILED.sub(r"\1", text.translate(AMBIGUOUS))


def who(paper: Paper, *, short: bool = False) -> str:
    """Who wrote it, in a word or two: names, the organisation, or the number of authors."""
    names = [plain(author.last) for author in paper.authors]
    if len(names) == 1 and not paper.others:
        return names[0]
    if names and short:
        return f"{names[0]} +{'…' if paper.others else len(names) - 1}"
    if len(names) == 2 and not paper.others:
        return " & ".join(names)
    if names:
        return f"{names[0]} et al."
    return plain(paper.organization) or number_of_authors(paper)


def number_of_authors(paper: Paper) -> str:
    """``44 authors``; empty if unknown."""
    if not paper.author_count:
        return ""
    return "1 author" if paper.author_count == 1 else f"{paper.author_count} authors"


def counted(number: int) -> str:
    """A number with thin groups for people: ``10,000``."""
    return f"{number:,}"
