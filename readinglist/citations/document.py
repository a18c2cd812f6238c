"""Result of reading one document: cite keys, included files, its own labels."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

EVERYTHING = "*"
"""Key of a citation of the whole bibliography (``\\nocite{*}``)."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A cite key and the line of its first use."""

    key: str
    line: int
    is_sure: bool = True
    """False if it may also refer to a figure or section (``@fig-loss``)."""


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A file that the document includes."""

    name: str
    line: int
    is_optional: bool = False
    """Whether it may be missing."""


class Document:
    """Citations, inclusions and labels of one text."""

    def __init__(self, text: str) -> None:
        self.citations: dict[str, Citation] = {}
        self.inclusions: list[Inclusion] = []
        self.labels: set[str] = set()
        """Labels that the text defines, which a reference may mean instead of a paper."""
        self.unclear: list[tuple[int, str]] = []
        """Line and reason of citations whose keys are not known."""
        self._line_ends = [match.start() for match in re.finditer("\n", text)]

    def line(self, at: int) -> int:
        """Line number of the character at `at`."""
        return bisect_left(self._line_ends, at) + 1

    def cite(self, key: str, at: int, *, is_sure: bool = True) -> None:
        """Record that `key` is cited at `at`."""
        if key and key not in self.citations:
            self.citations[key] = Citation(key, self.line(at), is_sure)

    def include(self, name: str, at: int, *, is_optional: bool = False) -> None:
        """Record that the file `name` is included at `at`."""
        if name:
            self.inclusions.append(Inclusion(name, self.line(at), is_optional))
