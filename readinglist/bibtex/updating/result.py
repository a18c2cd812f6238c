"""The result of an update: the new text, the outcome for each entry, and the conflicts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readinglist.bibtex.updating.fingerprints import Fingerprints
    from readinglist.papers.paper import Paper


@dataclass(frozen=True, slots=True)
class Conflict:
    """An entry or a field that was not written, with the line of the file that is in the way."""

    key: str
    line: int
    message: str
    field: str = ""
    """Empty if the whole entry was not written."""
    file: str = ""
    """The value in the file."""
    library: str = ""
    """The value in the library."""

    @property
    def what(self) -> str:
        """The entry or field that was not written, as a message names it."""
        return f"{self.field} of {self.key}" if self.field else self.key


@dataclass(slots=True)
class Update:
    """The new text of the file, and the outcome for each entry, by cite key."""

    text: str
    added: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    """Cite key → the fields that were set or removed."""
    renamed: dict[str, str] = field(default_factory=dict)
    """Old cite key → the new one."""
    unchanged: list[str] = field(default_factory=list)
    differing: dict[str, list[str]] = field(default_factory=dict)
    """Cite key → fields that stay as the file has them, since the library has not changed them."""
    elsewhere: dict[str, str] = field(default_factory=dict)
    """Cite key of a paper → the key that the file has for it."""
    conflicts: list[Conflict] = field(default_factory=list)
    fingerprints: Fingerprints = field(default_factory=dict)
    without_authors: tuple[Paper, ...] = ()
    """Added papers without known authors."""
    problems: tuple[str, ...] = ()
    """Remarks on what was written, and on entries of the file that cannot be read."""
