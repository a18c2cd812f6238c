"""Fingerprints of imported entries that nobody else can make: they are keyed with a secret of this user's machine.

While its seal fits, what a record says was read from its raw fields here, and an export need not compare them again.
A record from elsewhere, or one that was changed, is compared part by part: that takes longer and loses nothing.
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
"""The imported fields of a record, and what was read from them."""
LENGTH = 32
"""Bytes of the secret."""


def seal_of(record: Record) -> str:
    """The fingerprint of what an imported entry says, in its raw fields and as the list shows it."""
    said = repr([*map(record.get, SEALED)])
    return blake2b(said.encode(), digest_size=8, key=secret()).hexdigest()


def fits(record: Record) -> bool:
    """Whether a record is of an entry that was imported here, and says what it said then."""
    return "seal" in record and record["seal"] == seal_of(record)


@cache
def secret() -> bytes:
    """The secret of this user's machine, made once; one for this process alone if it cannot be kept."""
    import platformdirs  # noqa: PLC0415 - only imported entries are sealed

    with suppress(OSError, RuntimeError):
        file = platformdirs.user_state_path("readinglist") / "seal.key"
        with suppress(FileNotFoundError):
            return read(file)
        make(file)
        return read(file)
    return os.urandom(LENGTH)


def read(file: Path) -> bytes:
    """The secret in a file; raises OSError unless it is one that we made for this user alone."""
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
    """Put a new secret in a file, whole, unless another process has done so."""
    make_folder(file.parent)
    create(file, os.urandom(LENGTH))
