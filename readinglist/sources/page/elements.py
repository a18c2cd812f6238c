"""Elements of a Daily Papers page: header, paragraphs, details."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(slots=True)
class Header:
    """Start of a page; `when` is its date as written, if it has one."""

    line: int
    when: str = ""


@dataclass(slots=True)
class Paragraph:
    """Consecutive lines of text: a title, an abstract, or part of one."""

    line: int
    lines: list[str] = field(default_factory=list)
    is_heading: bool = False
    """Whether it is marked as a heading."""
    above: str = ""
    """Number of upvotes above it, or the dash for none."""
    is_apart: bool = False
    """Whether a blank line separates that number from it."""
    arxiv: str = ""

    @property
    def votes(self) -> int | None:
        """Number of upvotes; None without any."""
        return count_of(self.above) if self.above.strip("-") else None

    @property
    def text(self) -> str:
        """The lines joined, also words broken at a hyphen."""
        text = self.lines[0]
        for before, after in pairwise(self.lines):
            text += after if is_broken(before, after) else f" {after}"
        return text


@dataclass(slots=True)
class Meta:
    """Details under an abstract: authors, organisation, date, comments."""

    line: int
    authors: int | None = None
    handle: str = ""
    organization: str = ""
    when: str = ""
    when_line: int = 0
    comments: int | None = None
    arxiv: str = ""


Part = Header | Paragraph | Meta


def count_of(number: str) -> int:
    """Value of a number such as ``17``, ``1,234`` or ``1.2k``."""
    digits = number.lower().replace(",", "")
    return round(float(digits.removesuffix("k")) * 1000) if digits.endswith("k") else int(digits)


def is_broken(before: str, after: str) -> bool:
    """Whether a line ends within a word, after its hyphen or dash: ``state-of-`` and ``the-art``."""
    if len(before) < 2 or before[-1] not in "-–—" or not (before[-2].isalnum() or before.endswith("--")):
        return False
    if before.rstrip("-–—")[-1:].isspace() or not after[0].isalnum():
        return False
    return after.split(maxsplit=1)[0].lower() not in {"and", "or", "to", "nor"}
