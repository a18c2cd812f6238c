"""Fingerprints of the values that were last written to a file: the base of the three-way merge."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Fingerprints = dict[str, dict[str, str]]
"""Paper id → canonical field → `fingerprint`."""
KEY = "*key"
"""Stands for the cite key of an entry that we wrote as a whole; no field has this name."""
FOUND = "*found"
"""Stands for the cite key of an entry that was in the file before."""


def digest(text: str) -> str:
    """A short hash of a text."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=4).hexdigest()


def fingerprint(ours: str, theirs: str) -> str:
    """The digest of the library's value, and after a slash that of the file's if it is another."""
    one, two = digest(ours), digest(theirs)
    return one if one == two else f"{one}/{two}"


class LastWritten:
    """The values of one paper and its entry at the last write; a field without a fingerprint was empty."""

    def __init__(self, fingerprints: Mapping[str, str]) -> None:
        self.fingerprints = fingerprints

    def is_of(self, key: str) -> bool:
        """Whether the fingerprints are of the entry with this key."""
        return digest(key) in {self.fingerprints.get(KEY), self.fingerprints.get(FOUND)}

    @property
    def has_key(self) -> bool:
        """Whether the entry that the fingerprints are of is known."""
        return KEY in self.fingerprints or FOUND in self.fingerprints

    def is_ours_new(self, field: str, value: str) -> bool:
        """Whether the library had another value of a field."""
        return self._digests(field)[0] != digest(value)

    def is_theirs_new(self, field: str, value: str) -> bool:
        """Whether the file had another value of a field."""
        return self._digests(field)[1] != digest(value)

    def _digests(self, field: str) -> tuple[str, str]:
        """The digests of the library's and of the file's value."""
        ours, _, theirs = self.fingerprints.get(field, digest("")).partition("/")
        return ours, theirs or ours
