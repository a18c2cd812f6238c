"""What a Daily Papers page is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(slots=True)
class Header:
    """Where a page begins; `when` is its date as it stands there, if there is one."""

    line: int
    when: str = ""


@dataclass(slots=True)
class Paragraph:
    """Consecutive lines of text: a title, an abstract, or part of one."""

    line: int
    lines: list[str] = field(default_factory=list)
    is_heading: bool = False
    """Whether the text marks it as a heading."""
    has_votes: bool = False
    """Whether a number of upvotes, or the dash for none, stands before it."""
    votes: int | None = None
    arxiv: str = ""

    @property
    def text(self) -> str:
        """The lines joined; a word that was broken at its hyphen is whole again."""
        text = self.lines[0]
        for before, after in pairwise(self.lines):
            text += after if is_broken(before, after) else f" {after}"
        return text


@dataclass(slots=True)
class Meta:
    """The lines under an abstract: who, when, how many comments."""

    line: int
    authors: int | None = None
    handle: str = ""
    organization: str = ""
    when: str = ""
    when_line: int = 0
    comments: int | None = None
    arxiv: str = ""


Part = Header | Paragraph | Meta


def is_broken(before: str, after: str) -> bool:
    """Whether a line ends within a word, after its hyphen or dash: ``state-of-`` and ``the-art``."""
    if len(before) < 2 or before[-1] not in "-–—" or not (before[-2].isalnum() or before.endswith("--")):
        return False
    if before.rstrip("-–—")[-1:].isspace() or not after[0].isalnum():
        return False
    return after.split(maxsplit=1)[0].lower() not in {"and", "or", "to", "nor"}
