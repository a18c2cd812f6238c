"""What was last written to a file, as a few letters a part: enough to tell which side has changed it since."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Fingerprints = dict[str, dict[str, str]]
"""Paper id → part → what stands for it: see `fingerprint`."""
KEY = "*key"
"""The part under which the key of an entry stands that we have written as a whole; no field has this name."""
FOUND = "*found"
"""That of an entry that was there before."""


def digest(text: str) -> str:
    """A few letters that stand for a text."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=4).hexdigest()


def fingerprint(ours: str, theirs: str) -> str:
    """What stands for a part: for the library's text and, if the file puts it otherwise, for the file's."""
    one, two = digest(ours), digest(theirs)
    return one if one == two else f"{one}/{two}"


class Memory:
    """What one paper and its entry said when the file was last written; what is not remembered was not said."""

    def __init__(self, fingerprints: Mapping[str, str]) -> None:
        self.fingerprints = fingerprints

    def is_of(self, key: str) -> bool:
        """Whether it is of the entry that has this key."""
        return digest(key) in {self.fingerprints.get(KEY), self.fingerprints.get(FOUND)}

    @property
    def has_key(self) -> bool:
        """Whether it is known of which entry it is."""
        return KEY in self.fingerprints or FOUND in self.fingerprints

    def is_ours_new(self, part: str, text: str) -> bool:
        """Whether the library says something else than it did."""
        return self._pair(part)[0] != digest(text)

    def is_theirs_new(self, part: str, text: str) -> bool:
        """Whether the file says something else than it did."""
        return self._pair(part)[1] != digest(text)

    def _pair(self, part: str) -> tuple[str, str]:
        ours, _, theirs = self.fingerprints.get(part, digest("")).partition("/")
        return ours, theirs or ours
