"""Markup in titles and abstracts (JATS, HTML, MathML, escaped once or twice) → plain text."""

from __future__ import annotations

import html
import re
from collections import defaultdict

from readinglist.text import clean

BLOCKS = frozenset(
    "abstract br caption dd def def-item def-list disp-formula disp-quote div dl dt h1 h2 h3 h4 label li list "
    "list-item ol p sec td th title tr ul".split()
)
INLINE = frozenset(
    "a alternatives annotation annotation-xml b bold em email ext-link font graphic i inline-formula inline-graphic "
    "italic math mfenced mfrac mi mml mn mo monospace mover mpadded mphantom mroot mrow mspace msqrt mstyle msub "
    "msubsup msup mtable mtd mtext mtr munder munderover named-content q roman s sans-serif sc scp semantics small "
    "span strike strong styled-content sub sup tex-math tt u underline uri xref".split()
)
HEADINGS = frozenset({"title", "label", "h1", "h2", "h3", "h4"})
DROPPED = frozenset({"annotation", "annotation-xml"})
REWRITTEN = HEADINGS | DROPPED | {"alternatives", "sub", "sup", "tex-math"}
"""Elements whose text is rewritten when they close."""
TAG = re.compile(
    r"<(?P<close>/?)(?:[a-z]\w*:)?(?P<name>[a-z][\w-]*)"
    r"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*(?P<empty>/?)>",
    re.IGNORECASE,
)
SCRIPT = re.compile(r"\s*[0-9+−=()-]+\s*")
RAISED = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
TEX_BODY = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
ABSTRACT = re.compile(r"(?:abstract|summary)\s*[:.]?", re.IGNORECASE)
LEADING = re.compile(r"^abstract\s*[:.–—-]\s*", re.IGNORECASE)


def plain(text: str) -> str:
    """Text without tags and entities, one line; formulas as TeX if the markup has it, superscript digits as ²."""
    for _ in range(2):  # markup may be escaped once more than it should be
        text = html.unescape(without_tags(text))
    return clean(without_tags(text))


def plain_abstract(text: str) -> str:
    """Plain text of an abstract without its heading "Abstract"; other headings end with a colon."""
    return LEADING.sub("", plain(text))


def without_tags(text: str) -> str:
    """Text without known tags; blocks are separated by blanks."""
    if "<" not in text:
        return text
    reader = Reader()
    end = 0
    for match in TAG.finditer(text):
        name = match["name"].lower()
        if name in BLOCKS or name in INLINE:
            reader.pieces.append(text[end : match.start()])
            reader.tag(name, closes=bool(match["close"]), empty=bool(match["empty"]))
            end = match.end()
    return "".join((*reader.pieces, text[end:])).replace("<![CDATA[", "").replace("]]>", "")


class Reader:
    """State of stripping tags: pieces of text, and where open elements begin."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._open: defaultdict[str, list[int]] = defaultdict(list)
        self._tex = ""

    def tag(self, name: str, *, closes: bool, empty: bool) -> None:
        """Process a tag."""
        if name in REWRITTEN and not empty:
            if not closes:
                self._open[name].append(len(self.pieces))
                self._tex = "" if name == "alternatives" else self._tex
            elif self._open[name]:
                start = self._open[name].pop()
                inside = "".join(self.pieces[start:])
                self.pieces[start:] = [self._whole(name, inside)]
        if name in BLOCKS:
            self.pieces.append(" ")

    def _whole(self, name: str, inside: str) -> str:
        """Text of a closed element, rewritten by its kind."""
        if name in DROPPED:
            return ""
        if name in HEADINGS:
            words = clean(inside)
            return "" if ABSTRACT.fullmatch(words) else words + ("" if words[-1:] in ".:?!" else ":")
        if name in ("sub", "sup") and SCRIPT.fullmatch(inside):
            return inside.strip().translate(RAISED if name == "sup" else LOWERED)
        if name == "tex-math":
            body = TEX_BODY.search(inside)
            self._tex = (body[1] if body else inside).strip().replace("$$", "$")
            return self._tex
        return self._tex or inside if name == "alternatives" else inside
