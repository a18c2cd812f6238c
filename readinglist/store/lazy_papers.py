"""Lazy papers of a large library: parsed when their record is first used; lists need only an outline of each.

The outline, a few fields a paper, is cached for exactly the library.json it was made from.
"""

from __future__ import annotations

import os
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from zlib import crc32

import orjson

from readinglist.errors import DamagedError
from readinglist.files import cache, regular
from readinglist.files.atomic import signature_of, size_of
from readinglist.papers.faults import TYPES, is_sound
from readinglist.papers.fields import BRIEF, FIELDS
from readinglist.papers.paper import Paper
from readinglist.papers.record import record_of, values_of
from readinglist.store.journal_lines import DOCTOR
from readinglist.store.tables import FORMAT, PAPERS, as_tables, version_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from readinglist.papers.record import Record
    from readinglist.store.layout import Layout
    from readinglist.store.state import State
    from readinglist.store.tables import Tables

LARGE = 4 << 20
"""Bytes: a smaller file is read as a whole in less than thirty milliseconds."""
KINDS = {name: TYPES[FIELDS[name].kind] for name in BRIEF}
"""The type of each brief field."""
RULES = 2
"""Raised when the validator or the form of a field becomes stricter: files that were valid are checked again."""
NOTED = 1 << 19
"""Bytes: the papers of a smaller file are checked in three milliseconds."""
END = b"}}\n"
BUFFER = 1 << 18
"""Bytes read at once."""


class LazyPaper(Paper):
    """A paper whose record is parsed from its line in library.json on first use."""

    __slots__ = ("_brief", "_whole", "line")

    def __init__(self, line: bytes, brief: Record) -> None:  # the `record` of a Paper is not set: see `record`
        self.line = line
        self._brief = brief
        self._whole: Record | None = None

    @property
    def record(self) -> Record:  # type: ignore[override] # read like the attribute
        """The whole record, cached; raises DamagedError if the line is not of this paper."""
        if self._whole is None:
            self._whole = read_line(self.line)
            if self._whole.get("id") != self._brief["id"]:
                raise DamagedError(f"a line of library.json is not the paper {self._brief['id']}", DOCTOR)
        return self._whole

    @property
    def brief(self) -> Record:
        """The fields of `BRIEF`."""
        return self._brief

    @property
    def checksum(self) -> int:
        """CRC-32 of the line."""
        return crc32(self.line)

    def record_uncached(self) -> Record:
        """The record, not cached."""
        return self._whole or read_line(self.line)

    def to_json(self) -> dict[str, Any]:
        """The paper as the command line prints it; the record is not cached."""
        return Paper(self.record_uncached()).to_json()

    def _text(self, name: str) -> str:
        value = self._brief.get(name) if name in BRIEF else self.record.get(name)
        return value if isinstance(value, str) else ""

    def _number(self, name: str) -> int | None:
        value = self._brief.get(name) if name in BRIEF else self.record.get(name)
        return value if isinstance(value, int) else None


def read_line(line: bytes) -> Record:
    """The record in a line of library.json."""
    try:
        record: Record = orjson.loads(line[line.index(b'":') + 2 :].rstrip(b",\n"))
    except ValueError as error:
        raise DamagedError(f"library.json: a line cannot be read: {error}", DOCTOR) from error
    return record


def papers_in(layout: Layout, state: State) -> tuple[Sequence[Paper], Tables] | None:
    """The papers of library.json, and its other tables; None if it is small, or not the file `state` describes."""
    try:
        with os.fdopen(regular.opened(layout.library), "rb", buffering=BUFFER) as file:
            status = os.fstat(file.fileno())
            if status.st_size < LARGE or signature_of(status) != state.signature:
                return None
            lines = file.readlines()
        if state.checksum not in {None, checksum_of(lines)}:
            return None
    except FileNotFoundError:
        return None
    head, lines, end = lines[:2], lines[2:-1], lines[-1:]
    try:
        others: Tables = as_tables(orjson.loads(b"".join(head[:1]).rstrip(b",\n") + b"}"))
        if head[1:] != [PAPERS] or end != [END] or version_of(others) != FORMAT:
            return None
        return list(map(LazyPaper, lines, outline(layout, state, lines))), others
    except (DamagedError, ValueError, KeyError, TypeError):
        return None  # the full reader reports the problem


def checksum_of(lines: Iterable[bytes]) -> int:
    """The CRC-32 of a file, given in lines."""
    checksum = 0
    for line in lines:
        checksum = crc32(line, checksum)
    return checksum


def outline(layout: Layout, state: State, lines: Sequence[bytes]) -> list[Record]:
    """The brief record of each line, from the cache if that fits the file, else from the lines, which are validated."""
    path = cache.path_for(layout.folder, "outline")
    if (known := cache.read(path, key_of(state))) is not None:
        briefs: list[Record] = orjson.loads(known.read())
        if len(briefs) == len(lines) and are_briefs(briefs):
            return briefs
    briefs = [brief_of(checked(line)) for line in lines]
    cache.write(path, key_of(state), [orjson.dumps(briefs)])
    return briefs


def key_of(state: State) -> str:
    """The cache key of exactly this file, for its outline and for the fact that all its papers are valid.

    It has the times and the inode, which the system sets: who gives us a folder cannot forge them.
    """
    return f"checked {RULES} {' '.join(BRIEF)} {state.digest} {' '.join(map(str, state.signature))}"


def checked(line: bytes) -> Record:
    """The validated record of a line in library.json; raises ValueError if we would never write it."""
    record = read_line(line)
    id = orjson.loads(line[: line.index(b'":') + 1])
    if not is_sound(id, record):
        raise ValueError("no paper as we write it")
    return record


def are_briefs(briefs: Iterable[Any]) -> bool:
    """Whether these are brief records, as far as lists rely on it; each combination of types is checked once."""
    try:
        shapes = {(*brief, *map(type, brief.values())) for brief in briefs}
        "".join(chain.from_iterable(brief["tags"] for brief in briefs if "tags" in brief))
    except (AttributeError, TypeError):
        return False
    kinds = [dict(zip(shape[: len(shape) // 2], shape[len(shape) // 2 :], strict=True)) for shape in shapes]
    return all("id" in kind and kind.items() <= KINDS.items() for kind in kinds)


def is_checked(layout: Layout, state: State) -> bool:
    """Whether the cache says that all papers of exactly this library.json are valid."""
    if size_of(layout.library) < NOTED:
        return False
    known = cache.read(cache.path_for(layout.folder, "checked"), key_of(state))
    if known:
        known.close()
    return known is not None


def cache_as_checked(layout: Layout, state: State) -> None:
    """Cache that all papers of exactly this library.json are valid, if the check takes long."""
    if size_of(layout.library) >= NOTED:
        cache.write(cache.path_for(layout.folder, "checked"), key_of(state), ())


def write_caches(layout: Layout, state: State, records: Iterable[Record]) -> None:
    """Write the caches for a large library.json that was just written."""
    cache_as_checked(layout, state)
    if size_of(layout.library) >= LARGE:
        briefs = map(brief_of, sorted(records, key=itemgetter("id")))
        cache.write(cache.path_for(layout.folder, "outline"), key_of(state), [orjson.dumps(list(briefs))])


def brief_of(record: Record) -> Record:
    """The fields of a record that lists show."""
    values = values_of(record)
    return record_of({name: values[name] for name in BRIEF if name in values})
