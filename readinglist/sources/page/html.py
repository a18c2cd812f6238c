"""HTML tokenizer: the tags and texts of a page in one pass, in time linear in its length, with line numbers.

Libraries were measured on hostile pages. html.parser takes minutes for 100 KB of ``<a <a <a``. selectolax (lexbor)
takes 6.6 s for one tag with 40,000 attributes (0.3 MB) and over a minute for 250,000 nested ``<div>`` (1.2 MB), both
quadratic, not to be cancelled, and without line numbers. lxml is as slow for attributes, drops all below 2,048 levels
and a page of unclosed comments. On the recorded pages all three read the same data.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TAG_START = re.compile(r"<(/?)([a-zA-Z][\w:-]{0,60})")
ATTRIBUTE = re.compile(r"[\s/]*([^\s/>=\"'<]{1,200})(?:\s{0,20}=\s{0,20}([\"']|[^\s>\"']{1,2000}))?")
RAW = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "noscript", "template")}
"""Elements whose content is invisible."""


@dataclass(slots=True)
class Tag:
    """A tag; the name of a closing tag begins with a slash."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Text:
    """The text between two tags."""

    text: str


class Tags:
    """Iterator over the tokens of a page."""

    def __init__(self, page: str) -> None:
        self.page = page
        self._place = 0
        self._line = 1
        self._counted = 0
        self._absent: set[str] = set()
        """Delimiters and raw elements that do not occur in the rest of the page."""

    def __iter__(self) -> Iterator[Tag | Text]:
        while self._place < len(self.page):
            start = self._find("<", self._place)
            if start > self._place:
                yield Text(html.unescape(self.page[self._place : start]))
            self._place = start
            if match := TAG_START.match(self.page, start):
                yield self._tag(match)
            elif self.page.startswith(("<!", "<?"), start):
                self._pass_declaration()
            elif start < len(self.page):
                self._place += 1
                yield Text("<")

    def _find(self, what: str, start: int) -> int:
        """Index of the next `what`, else the end of the page."""
        place = -1 if what in self._absent else self.page.find(what, start)
        if place < 0:
            self._absent.add(what)
            return len(self.page)
        return place

    def _pass_declaration(self) -> None:
        end = "-->" if self.page.startswith("<!--", self._place) else ">"
        self._place = self._find(end, self._place) + len(end)

    def _tag(self, match: re.Match[str]) -> Tag:
        self._line += self.page.count("\n", self._counted, match.start())
        self._counted = match.start()
        self._place = match.end()
        tag = Tag((match[1] + match[2]).lower(), self._line)
        while found := ATTRIBUTE.match(self.page, self._place):
            self._place = found.end()
            tag.attributes.setdefault(found[1].lower(), html.unescape(self._value(found)))
        self._place = self._end_of_tag()
        if end := RAW.get(tag.name):
            closing = None if tag.name in self._absent else end.search(self.page, self._place)
            self._absent |= set() if closing else {tag.name}
            self._place = closing.start() if closing else self._place
        return tag

    def _value(self, found: re.Match[str]) -> str:
        """Value of an attribute; one with an unclosed quote ends with the page."""
        value = found[2] or ""
        if value not in {'"', "'"}:
            return value
        end = self._find(value, self._place)
        value, self._place = self.page[self._place : end], end + 1
        return value

    def _end_of_tag(self) -> int:
        """Index after the ``>``, or of the next tag if that comes first."""
        place = self._place
        while place < len(self.page) and self.page[place] in " \t\r\n/\"'=":
            place += 1
        return place + 1 if self.page.startswith(">", place) else place
