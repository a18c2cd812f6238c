"""The text that an export writes, with what it could not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readinglist.papers.paper import Paper


@dataclass(frozen=True, slots=True)
class Export:
    """A text to be saved, and what its reader will miss."""

    text: str
    without_authors: tuple[Paper, ...] = ()
    """Papers whose author names are unknown."""
    problems: tuple[str, ...] = ()
    """Omissions and changes in the text, and characters that LaTeX may not print."""
