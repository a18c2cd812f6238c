"""Ids in every written form → canonical; are two records the same paper?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.paper import Paper


@dataclass(frozen=True, slots=True)
class Ids:
    """The canonical ids that a written form names."""

    arxiv: str = ""
    version: int | None = None
    doi: str = ""
    acl: str = ""
    openreview: str = ""

    @property
    def hard_keys(self) -> frozenset[str]:
        """Comparable keys such as ``arxiv:1706.03762`` and ``doi:10.1000/x`` (lower case)."""
        pairs = (("arxiv", self.arxiv), ("doi", self.doi), ("acl", self.acl), ("openreview", self.openreview))
        return frozenset(f"{kind}:{value if kind == 'openreview' else value.lower()}" for kind, value in pairs if value)


@dataclass(frozen=True, slots=True)
class Match:
    """What the library knows of a newcomer: the same paper's id, or papers that may be the same with the reason."""

    same: str = ""
    suggestions: tuple[tuple[str, str], ...] = ()


def recognise(text: str) -> Ids | None:
    """The ids that `text` as a whole names, in any written form; None if it names none."""
    return None


def find(text: str) -> list[Ids]:
    """All ids in free text, in order, each once."""
    return []


def hard_keys(paper: Paper) -> frozenset[str]:
    """The keys that decide whether two papers are the same."""
    return Ids(paper.arxiv, None, paper.doi, paper.acl, paper.openreview).hard_keys


class Identities:
    """Which papers are known: by hard keys and by folded title."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._by_key: dict[str, str] = {}
        for paper in papers:
            self.replace(None, paper)

    def replace(self, before: Paper | None, after: Paper | None) -> None:
        """Forget `before`, know `after`."""

    def match(self, paper: Paper) -> Match:
        """Whether `paper` is known."""
        return Match()
