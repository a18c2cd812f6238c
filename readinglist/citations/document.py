"""What a document says about its literature: cite keys, included files, labels of its own."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

EVERYTHING = "*"
"""The key that cites the whole bibliography (``\\nocite{*}``)."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A cite key and the line of its first use."""

    key: str
    line: int
    is_sure: bool = True
    """False for what may also refer to a figure or section (``@fig-loss``)."""


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A file that the document takes in."""

    name: str
    line: int
    is_optional: bool = False
    """Whether the document does without it."""


class Document:
    """What was found in one text."""

    def __init__(self, text: str) -> None:
        self.citations: dict[str, Citation] = {}
        self.inclusions: list[Inclusion] = []
        self.labels: set[str] = set()
        """What the text itself defines, and a reference may mean instead of a paper."""
        self.unclear: list[tuple[int, str]] = []
        """Line and reason, where keys may be that cannot be told."""
        self._line_ends = [match.start() for match in re.finditer("\n", text)]

    def line(self, at: int) -> int:
        """The number of the line with the character at `at`."""
        return bisect_left(self._line_ends, at) + 1

    def cite(self, key: str, at: int, *, is_sure: bool = True) -> None:
        """Note that `key` is cited at `at`."""
        if key and key not in self.citations:
            self.citations[key] = Citation(key, self.line(at), is_sure)

    def include(self, name: str, at: int, *, is_optional: bool = False) -> None:
        """Note that the file `name` is taken in at `at`."""
        if name:
            self.inclusions.append(Inclusion(name, self.line(at), is_optional))
