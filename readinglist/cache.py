"""Files that can be made again, in the user's cache folder: found whole and fitting, or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FORMAT = 1
"""Of all these files: another number makes those there are useless, and they are made anew."""
CHECKSUM = 8
"""Bytes at the end of a file that hold its checksum."""


def path_for(library: Path, name: str) -> Path:
    """Where the file `name` about the library in a folder is."""
    import platformdirs  # noqa: PLC0415 - small libraries do without a cache

    place = library.resolve()
    return platformdirs.user_cache_path("readinglist") / f"{place.name}-{crc32(os.fsencode(place)):08x}.{name}"


def head(key: str) -> bytes:
    """The first line of a file made for `key`."""
    return f"readinglist cache {FORMAT} {key}\n".encode()


def read(path: Path, key: str) -> bytes | None:
    """What was written there for `key`; None if that is something else, or not as it was written."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    begin, body = head(key), memoryview(data)[:-CHECKSUM]
    if not data.startswith(begin) or data[-CHECKSUM:] != b"%08x" % crc32(body):
        return None
    return data[len(begin) : -CHECKSUM]


def write(path: Path, key: str, pieces: Iterable[bytes]) -> None:
    """Put a file in its place as a whole; one that cannot be written is done without."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}~")
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                checksum = 0
                for piece in (head(key), *pieces):
                    file.write(piece)
                    checksum = crc32(piece, checksum)
                file.write(b"%08x" % checksum)
            os.replace(temporary, path)  # noqa: PTH105 - as in the store
        finally:
            temporary.unlink(missing_ok=True)
