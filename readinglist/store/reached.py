"""The high-water mark of changes, in the lock file: it reveals a journal that has lost its end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from readinglist.files import regular

if TYPE_CHECKING:
    from pathlib import Path

FORM = re.compile(rb"(\d{10}) (\d{10})\n")


class Reached(NamedTuple):
    """The number of the last change, and that of the last one in library.json at the time.

    The mark is written under the lock after the change is on the disk, and never flushed: it costs an edit nothing,
    and a power cut can only leave one that is too low.
    """

    sequence: int
    folded: int

    @classmethod
    def read(cls, path: Path) -> Reached:
        """The mark in a lock file; zeros if there is none."""
        try:
            found = FORM.fullmatch(regular.read(path))
        except OSError:
            found = None
        return cls(int(found[1]), int(found[2])) if found else cls(0, 0)

    @property
    def line(self) -> bytes:
        """The mark as written, of constant length."""
        return b"%010d %010d\n" % self
