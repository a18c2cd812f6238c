"""library.json: a TinyDB file with a crash-safe and fast Storage of our own."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from zlib import crc32

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from readinglist.errors import DamagedError
from readinglist.files import regular
from readinglist.files.atomic import Replacement, Signature, flush_folder, signature, signature_of
from readinglist.store.tables import digest_of, parsed, serialised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from readinglist.store.tables import Tables

MARKERS = re.compile(rb"^(<<<<<<<|>>>>>>>)( |$)", re.MULTILINE)


class SnapshotStorage(Storage):
    """A TinyDB storage that replaces the file atomically."""

    def __init__(self, path: Path, suffix: str = "~") -> None:
        self.path = path
        self._replacement = Replacement(path, path.with_name(path.name + suffix))
        self.signature: Signature = ()
        """The signature of what was read or written last."""
        self.checksum = 0
        """The checksum of what was written last."""
        self._data = b""

    def read(self) -> Tables | None:
        """The tables; None if there is no file. Raises DamagedError if it cannot be parsed."""
        try:
            with os.fdopen(regular.opened(self.path), "rb") as file:
                self.signature = signature_of(os.fstat(file.fileno()))
                self._data = file.read()
        except FileNotFoundError:
            return None
        try:
            return parsed(self._data)
        except ValueError as error:
            self._explain_markers()
            hint = f"put back a version that is (see {self.path.parent / 'backups'}), or run `readinglist doctor`"
            raise DamagedError(f"{self.path} is not a library: {error}", hint) from error

    def _explain_markers(self) -> None:
        """Raise DamagedError if git could not merge two versions of the file."""
        if marker := MARKERS.search(self._data):
            line = self._data.count(b"\n", 0, marker.start()) + 1
            hint = "`readinglist doctor --repair` merges them field by field and loses nothing of either"
            raise DamagedError(f"{self.path}: line {line}: git left two versions here", hint)

    @property
    def digest(self) -> str:
        """The digest of what was read last."""
        return digest_of([self._data])

    @property
    def data(self) -> bytes:
        """The bytes that were read last."""
        return self._data

    def write(self, data: Tables) -> None:
        """Replace the file."""
        self.prepare(data)
        self.commit()

    def prepare(self, data: Tables) -> str:
        """Write the new file under a temporary name; returns its digest. Releases the GIL after each paper."""
        return digest_of(self._summed(self._replacement.written(serialised(data))))

    def _summed(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        self.checksum = 0
        for piece in pieces:
            self.checksum = crc32(piece, self.checksum)
            yield piece

    def commit(self) -> None:
        """Replace the old file by the prepared one."""
        self._replacement.commit()
        flush_folder(self.path.parent)
        self.signature = signature(self.path)

    @property
    def prepared_size(self) -> int:
        """The size of the prepared file in bytes."""
        return self._replacement.temporary.stat().st_size

    def discard(self) -> None:
        """Remove the prepared file."""
        self._replacement.discard()


class PaperTable(Table):
    """A table whose document ids are our paper ids."""

    document_id_class = str  # type: ignore[assignment]


class Database(TinyDB):
    """The TinyDB database in a library file."""

    default_storage_class = SnapshotStorage  # type: ignore[assignment]
    table_class = PaperTable
    default_table_name = "papers"

    @property
    def file(self) -> SnapshotStorage:
        """The storage: all papers at once."""
        assert isinstance(self.storage, SnapshotStorage)
        return self.storage
