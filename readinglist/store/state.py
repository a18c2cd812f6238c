"""state.json: the fingerprint of library.json on this machine, which shows without parsing it that it is unchanged."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any
from zlib import crc32

import orjson

from readinglist.files import regular
from readinglist.files.atomic import Signature, write_atomically
from readinglist.store.journal_lines import MOST

if TYPE_CHECKING:
    from pathlib import Path

REMEMBERED = 50
"""The number of earlier versions of library.json that are recognised if one comes back."""


@dataclass(frozen=True, slots=True)
class State:
    """The changes that library.json has, and the fingerprint of the file as we wrote it."""

    sequence: int = 0
    """All changes up to this one are in library.json."""
    digest: str = ""
    """The digest of its content; empty before it exists."""
    signature: Signature = ()
    pending_sequence: int = 0
    """The last change in the version that was about to replace it when this was written."""
    pending_digest: str = ""
    checksum: int | None = None
    """CRC-32 of its content, fast enough for each start; None if an older readinglist wrote this."""
    earlier: tuple[tuple[int, str], ...] = ()
    """Sequence and digest of earlier versions, the newest last."""

    @property
    def versions(self) -> tuple[tuple[int, str], ...]:
        """The earlier versions and this one."""
        return (*self.earlier, (self.sequence, self.digest))[-REMEMBERED:] if self.digest else self.earlier

    @property
    def is_sound(self) -> bool:
        """Whether all values are valid; the file may come with a received folder."""
        sequences = [self.sequence, self.pending_sequence, *(sequence for sequence, _ in self.earlier)]
        digests = [self.digest, self.pending_digest, *(digest for _, digest in self.earlier)]
        checksum = 0 if self.checksum is None else self.checksum
        are_numbers = all(type(each) is int for each in (*sequences, *self.signature, checksum))
        return (
            are_numbers
            and min(sequences) >= 0
            and max(sequences) < MOST
            and all(type(digest) is str for digest in digests)
        )

    @classmethod
    def load(cls, path: Path) -> State:
        """The state in the file; a new one if it is missing or unreadable, since it can be worked out again."""
        try:
            found = orjson.loads(regular.read(path))
            if found.pop("check", None) not in {None, check(found)}:
                return cls()
            known = {name: found[name] for name in found.keys() & {each.name for each in fields(cls)}}
            earlier = tuple((sequence, digest) for sequence, digest in known.get("earlier", ()))
            state = cls(**{**known, "signature": tuple(known["signature"]), "earlier": earlier})
            return state if state.is_sound else cls()
        except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
            return cls()

    def save(self, path: Path) -> None:
        """Write the file."""
        content = asdict(self)
        write_atomically(path, orjson.dumps({**content, "check": check(content)}, option=orjson.OPT_APPEND_NEWLINE))


def check(content: dict[str, Any]) -> int:
    """The checksum of the fields, in any order."""
    return crc32(orjson.dumps(content, option=orjson.OPT_SORT_KEYS))
