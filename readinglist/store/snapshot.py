"""library.json: a TinyDB file, read and written by a Storage of our own that is safe and fast."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zlib import crc32

import orjson
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from readinglist.errors import DamagedError, StoreError
from readinglist.store.files import (
    Signature,
    flush,
    flush_folder,
    open_private,
    signature,
    signature_of,
    write_all,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from readinglist.paper import Record

Tables = dict[str, dict[str, Any]]
"""What a TinyDB file holds: table name → document id → document."""

FORMAT = 1
MIGRATIONS: dict[int, Callable[[Record], Record]] = {}
"""Version of the format → what makes a record of the next version of one of it."""
PAPERS = b'"papers":{\n'
MARKERS = re.compile(rb"^(<<<<<<<|>>>>>>>)( |$)", re.MULTILINE)
CHUNK = 1 << 20


def tables_of(records: Iterable[Record], others: Tables | None = None) -> Tables:
    """The tables of a library; `others` are tables beside `papers` that are kept as they are."""
    library = {**(others or {}).get("library", {}), "format": {"version": FORMAT}}
    return {**(others or {}), "library": library, "papers": {record["id"]: record for record in records}}


def version_of(tables: Tables) -> int:
    """The version of the file's format; a file that tells none is of the first."""
    form = tables.get("library", {}).get("format")
    version = form.get("version", 1) if isinstance(form, dict) else 1
    return version if isinstance(version, int) else 1


def is_old(tables: Tables) -> bool:
    """Whether an older readinglist wrote the file."""
    return version_of(tables) < FORMAT


def upgraded(records: Iterable[Record], tables: Tables) -> Iterator[Record]:
    """The records as this version has them; `tables` tell which version they are of."""
    for old in records:
        record = old
        for step in range(version_of(tables), FORMAT):
            record = MIGRATIONS[step](record)
        yield record


def check_version(tables: Tables, path: Path) -> None:
    """Raise StoreError if a newer readinglist wrote the file, DamagedError if none did."""
    if (version := version_of(tables)) > FORMAT:
        message = f"{path} has format {version}, and this readinglist knows formats up to {FORMAT}"
        hint = "a newer readinglist wrote it: update readinglist on this machine too (if none did, the file is damaged:"
        raise StoreError(message, f"{hint} move it away and run `readinglist doctor`)")
    if version < 1:
        raise DamagedError(f"{path} has format {version}, which there never was", "run `readinglist doctor`")


def serialised(tables: Tables) -> Iterator[bytes]:
    """The file of `tables`, piece by piece: one line a paper, sorted by id, the fields sorted by name."""
    others = {name: table for name, table in sorted(tables.items()) if name != "papers"}
    yield orjson.dumps(others)[:-1] + (b",\n" if others else b"") + PAPERS
    papers = tables.get("papers", {})
    comma = b""
    for id in sorted(papers):
        record = papers[id]
        line = orjson.dumps({name: record[name] for name in in_order(tuple(record))})
        yield comma + orjson.dumps(id) + b":" + line
        comma = b",\n"
    yield b"\n}}\n" if papers else b"}}\n"


@lru_cache(1024)
def in_order(names: tuple[str, ...]) -> list[str]:
    """The names of a record's fields, sorted; many records have the same."""
    return sorted(names)


def parsed(data: bytes) -> Tables:
    """The tables in a file's content; raises ValueError if it is not JSON."""
    start = data.find(PAPERS)
    if start > 0 and data[start - 2 : start] == b",\n" and data.endswith(b"\n}}\n"):
        try:
            return parsed_lines(data, start)
        except (ValueError, IndexError):
            pass  # someone laid the file out in another way
    tables = orjson.loads(data)
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise ValueError("it is JSON, but no TinyDB file")
    return tables


def parsed_lines(data: bytes, start: int) -> Tables:
    """As `parsed`, for a file as we write it: paper by paper, so that other threads get their turn."""
    tables: Tables = orjson.loads(data[: start - 2] + b"}")
    papers: dict[str, Record] = {}
    view = memoryview(data)
    position, end = start + len(PAPERS), len(data) - len(b"\n}}\n")
    while position < end:
        stop = data.find(b"\n", position)
        colon = data.index(b'":', position) + 1
        comma = stop < end
        if data[position] != ord('"') or (comma and data[stop - 1] != ord(",")):
            raise ValueError("no paper on this line")
        papers[orjson.loads(view[position:colon])] = orjson.loads(view[colon + 1 : stop - comma])
        position = stop + 1
    return {**tables, "papers": papers}


def salvaged(data: bytes) -> dict[str, Record]:
    """The papers in the lines of a broken file that are whole; the last one where an id stands twice."""
    found: dict[str, Record] = {}
    for line in data.split(b"\n"):
        try:
            papers = orjson.loads(b"{%s}" % line.strip().rstrip(b","))
        except ValueError:
            continue
        found |= {id: record for id, record in papers.items() if isinstance(record, dict) and record.get("id") == id}
    return found


def digest_of(pieces: Iterable[bytes]) -> str:
    """What tells one content from another."""
    from hashlib import blake2b  # noqa: PLC0415 - not needed to open a library that nobody else changed

    digest = blake2b(digest_size=16)
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


class SnapshotStorage(Storage):
    """TinyDB's storage that replaces the file as a whole: at any moment the old or the new one is there."""

    def __init__(self, path: Path, suffix: str = "~") -> None:
        self.path = path
        self.temporary = path.with_name(path.name + suffix)
        self.signature: Signature = ()
        """The signature of what was read or written last."""
        self.checksum = 0
        """The checksum of what was written last."""
        self._data = b""

    def read(self) -> Tables | None:
        """The tables; None if there is no file. Raises DamagedError if it cannot be understood."""
        try:
            with self.path.open("rb") as file:
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
            hint = "finish the merge: take one side whole (`git checkout --theirs -- library.json`), or edit the lines"
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
        """Write the new file beside the old one; its digest. Other threads get their turn after each paper."""
        descriptor = open_private(self.temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        try:
            return digest_of(self._summed(written(descriptor, serialised(data))))
        except OSError:
            self.discard()
            raise
        finally:
            os.close(descriptor)

    def _summed(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        self.checksum = 0
        for piece in pieces:
            self.checksum = crc32(piece, self.checksum)
            yield piece

    def commit(self) -> None:
        """Put the prepared file in the place of the old one."""
        os.replace(self.temporary, self.path)  # noqa: PTH105
        flush_folder(self.path.parent)
        self.signature = signature(self.path)

    def discard(self) -> None:
        """Drop the prepared file."""
        self.temporary.unlink(missing_ok=True)


def written(descriptor: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces, in larger chunks, each as soon as it is written; all is on the disk in the end."""
    chunk: list[bytes] = []
    size = 0
    for piece in pieces:
        chunk.append(piece)
        size += len(piece)
        if size > CHUNK:
            joined = b"".join(chunk)
            write_all(descriptor, joined)
            yield joined
            chunk, size = [], 0
    joined = b"".join(chunk)
    write_all(descriptor, joined)
    flush(descriptor)
    yield joined


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
