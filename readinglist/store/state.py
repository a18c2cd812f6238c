"""state.json: what this machine knows about library.json, so that nobody has to read it to know it is the same."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import orjson

from readinglist.store.files import Signature, write_atomically

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class State:
    """Which changes library.json holds, and how to tell whether it is still the file we wrote."""

    sequence: int = 0
    """All changes up to this one are in library.json."""
    digest: str = ""
    """Of its content; empty before there is one."""
    signature: Signature = ()
    pending_sequence: int = 0
    """Of the version that was about to take its place when this was written."""
    pending_digest: str = ""

    @classmethod
    def load(cls, path: Path) -> State:
        """The state in the file; as new if there is none or it cannot be read, since it can be found out again."""
        try:
            fields = orjson.loads(path.read_bytes())
            return cls(**{**fields, "signature": tuple(fields["signature"])})
        except (FileNotFoundError, ValueError, TypeError, KeyError):
            return cls()

    def save(self, path: Path) -> None:
        """Write the file."""
        write_atomically(path, orjson.dumps(asdict(self), option=orjson.OPT_APPEND_NEWLINE))
