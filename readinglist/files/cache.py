"""The cache: disposable files in the user's cache folder, each with a key and a checksum."""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING
from zlib import crc32

from readinglist.files import regular
from readinglist.files.atomic import Replacement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

FORMAT = 1
"""The version of the format: files of other versions are ignored and written again."""
CHUNK = 1 << 18
"""Bytes read at once."""
CHECKSUM = 8
"""Bytes of the checksum at the end of a file."""


def path_for(library: Path, name: str) -> Path:
    """The path of the file `name` for the library in a folder."""
    import platformdirs  # noqa: PLC0415 - small libraries do without a cache

    place = library.resolve()
    return platformdirs.user_cache_path("readinglist") / f"{place.name}-{crc32(os.fsencode(place)):08x}.{name}"


def head(key: str) -> bytes:
    """The first line of a file with this key."""
    return f"readinglist cache {FORMAT} {key}\n".encode()


class Cached:
    """The content of a cached file, read in parts, since an index is large."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self.left = size
        """Bytes not read yet."""

    def read(self, size: int | None = None) -> bytes:
        """The next bytes, by default all that are left; raises ValueError if they are too few or unreadable."""
        wanted = self.left if size is None else size
        try:
            data = self._file.read(wanted) if 0 < wanted <= self.left else b""
        except OSError as error:
            raise ValueError(f"it cannot be read: {error}") from error
        if len(data) != wanted:
            raise ValueError("it ends too early")
        self.left -= wanted
        if not self.left:
            self.close()
        return data

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def read(path: Path, key: str) -> Cached | None:
    """The content that was written with `key`; None if the key is another, or the checksum does not match."""
    begin = head(key)
    try:
        file = os.fdopen(regular.opened(path), "rb")
        size = os.fstat(file.fileno()).st_size - CHECKSUM
        if file.read(len(begin)) != begin or checksum_of(file, begin, size) != file.read(CHECKSUM):
            file.close()
            return None
        file.seek(len(begin))
    except OSError:
        return None
    return Cached(file, size - len(begin))


def checksum_of(file: BinaryIO, begin: bytes, size: int) -> bytes:
    """The checksum of a file up to `size`, of which `begin` was read."""
    checksum, left = crc32(begin), size - len(begin)
    while left > 0 and (part := file.read(min(CHUNK, left))):
        checksum = crc32(part, checksum)
        left -= len(part)
    return b"%08x" % checksum


def write(path: Path, key: str, pieces: Iterable[bytes]) -> None:
    """Replace a file; errors are ignored, since it can be made again."""
    replacement = Replacement(path, path.with_name(f"{path.name}.{os.getpid()}~"), flushes=False)
    with suppress(OSError):
        regular.make_folder(path.parent)
        replacement.write(checksummed(chain([head(key)], pieces)))
        replacement.commit()


def checksummed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces, and the checksum of all of them."""
    checksum = 0
    for piece in pieces:
        checksum = crc32(piece, checksum)
        yield piece
    yield b"%08x" % checksum
