"""Seals: keyed fingerprints of imported entries, which only this user's machine can make.

An intact seal proves that a record still states what its raw fields say, so that an export can copy them. A record
from elsewhere, or one that was changed, is compared field by field: that is slower and loses nothing.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from readinglist.files.atomic import create
from readinglist.files.regular import make_folder

if TYPE_CHECKING:
    from pathlib import Path

    from readinglist.papers.record import Record

SEALED = (
    "raw", "entry_type", "title", "authors", "others", "date", "venue", "fields", "arxiv", "arxiv_version",
    "primary_class", "doi", "acl", "openreview", "url",
)  # fmt: skip
"""Record fields that the imported LaTeX also states."""
LENGTH = 32
"""Bytes of the secret."""


def fingerprint(record: Record) -> str:
    """Keyed fingerprint of an imported entry: of its raw fields and of the record fields read from them."""
    stated = repr([*map(record.get, SEALED)])
    return blake2b(stated.encode(), digest_size=8, key=secret()).hexdigest()


def is_intact(record: Record) -> bool:
    """Whether a record was imported on this machine, and is unchanged since."""
    return "seal" in record and record["seal"] == fingerprint(record)


@cache
def secret() -> bytes:
    """The secret of this user's machine, created once; one for this process only if it cannot be stored."""
    import platformdirs  # noqa: PLC0415 - only imported entries are sealed

    with suppress(OSError, RuntimeError):
        file = platformdirs.user_state_path("readinglist") / "seal.key"
        with suppress(FileNotFoundError):
            return read(file)
        make(file)
        return read(file)
    return os.urandom(LENGTH)


def read(file: Path) -> bytes:
    """The secret in a file; raises OSError unless it is a regular file that only this user can read."""
    descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        found = os.fstat(descriptor)
        data = os.read(descriptor, LENGTH + 1)
    finally:
        os.close(descriptor)
    if len(data) != LENGTH or not stat.S_ISREG(found.st_mode) or found.st_mode & 0o077:
        raise OSError(f"{file} holds no secret")
    return data


def make(file: Path) -> None:
    """Create the file of a new secret atomically, unless another process has created it."""
    make_folder(file.parent)
    create(file, os.urandom(LENGTH))
