"""Authors: people in the four parts of a BibTeX name, or an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping


NAME_PARTS = ("family", "given", "particle", "suffix", "literal")


@dataclass(frozen=True, slots=True)
class Author:
    """A name in BibTeX's four parts; an organisation has its whole name in `literal`."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""

    @classmethod
    def from_record(cls, record: Mapping[str, str]) -> Author:
        """The author stored as `record`."""
        return cls(
            family=record.get("family", ""),
            given=record.get("given", ""),
            particle=record.get("particle", ""),
            suffix=record.get("suffix", ""),
            literal=record.get("literal", ""),
        )

    def to_record(self) -> dict[str, str]:
        """The author as stored: the parts that are known."""
        return stored(self)

    @property
    def last(self) -> str:
        """The author's name in a list: family name with particle, or the organisation."""
        return self.literal or " ".join(filter(None, (self.particle, self.family)))

    def __str__(self) -> str:
        return full_name(self.to_record())


@lru_cache(16_384)
def stored(author: Author) -> dict[str, str]:
    """The parts of a name that are known, one object for all papers of the author: not to be changed in place."""
    record: dict[str, str] = {}
    for name in NAME_PARTS:
        if (value := getattr(author, name)) and (text := clean(value)):
            record[name] = text
    return record


def full_name(author: Mapping[str, str]) -> str:
    """The whole name of an author as stored: ``Given von Family Jr``."""
    if len(author) == 2 and "given" in author and "family" in author:  # nearly all of them
        return f"{author['given']} {author['family']}"
    get = author.get
    return get("literal") or " ".join(filter(None, (get("given"), get("particle"), get("family"), get("suffix"))))
