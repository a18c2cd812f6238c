"""The tags and texts of an HTML page, in one pass.

The standard library's html.parser takes minutes for 100 KB of broken tags (``<a <a <a``); this takes time linear in
the length of any input, and is all that reading saved pages needs.
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
"""Elements whose content is no part of what one sees."""


@dataclass(slots=True)
class Tag:
    """A tag; the name of a closing one begins with a slash."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Text:
    """The text between two tags."""

    text: str


class Tags:
    """Reads a page from front to back and never looks back."""

    def __init__(self, page: str) -> None:
        self.page = page
        self._place = 0
        self._line = 1
        self._counted = 0
        self._absent: set[str] = set()
        """What was looked for and does not occur any more."""

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
        """Where `what` comes next; the end of the page if it does not."""
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
        """An attribute's value; one whose quote is never closed goes on to the end of the page."""
        value = found[2] or ""
        if value not in {'"', "'"}:
            return value
        end = self._find(value, self._place)
        value, self._place = self.page[self._place : end], end + 1
        return value

    def _end_of_tag(self) -> int:
        """After the ``>``, or before the next tag if that comes first."""
        place = self._place
        while place < len(self.page) and self.page[place] in " \t\r\n/\"'=":
            place += 1
        return place + 1 if self.page.startswith(">", place) else place
