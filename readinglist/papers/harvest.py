"""The result of reading a source: papers, and the problems met on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from readinglist.credentials import without_credentials
from readinglist.papers.paper import Paper


class Exported(Paper):
    """A paper as a library held it when it was exported: with id, status, tags and all."""

    __slots__ = ("export",)

    def __init__(self, record: Mapping[str, Any], export: object) -> None:
        super().__init__(record)
        self.export = export
        """The same for all papers of one export."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Input that was dropped, altered or not read."""

    source: str
    """The file, address or id that was read."""
    where: str
    """The place in it: ``line 12``; empty if the whole is meant."""
    message: str
    key: str | None = None
    """The entry's cite key, for .bib files."""
    rescued: bool = False
    """Whether the input was kept after a repair; False means it was refused."""

    def __post_init__(self) -> None:
        """Remove passwords from the source and the message."""
        object.__setattr__(self, "source", without_credentials(self.source))
        object.__setattr__(self, "message", without_credentials(self.message))

    def __str__(self) -> str:
        place = ", ".join(filter(None, (self.where, self.key)))
        return f"{self.source}: {place}: {self.message}" if place else f"{self.source}: {self.message}"


@dataclass(slots=True)
class Entries:
    """How the entries of .bib files fared; the sum is the number of entries in the file."""

    read: int = 0
    rescued: int = 0
    refused: int = 0


@dataclass(slots=True)
class Harvest:
    """Papers in page order and problems in reading order."""

    papers: list[Paper] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    entries: Entries = field(default_factory=Entries)

    def extend(self, other: "Harvest") -> None:
        """Append the result of another source."""
        self.papers += other.papers
        self.problems += other.problems
        self.entries.read += other.entries.read
        self.entries.rescued += other.entries.rescued
        self.entries.refused += other.entries.refused
