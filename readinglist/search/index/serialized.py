"""Cached index: reading its postings takes a hundredth of the time of building them.

Each row is stored with a checksum of the line its paper was read from; a paper that has changed since, or has no
checksum, is indexed again. All work is done in slices, between which the UI can respond.
"""

from __future__ import annotations

import sys
from array import array
from contextlib import closing
from itertools import accumulate
from typing import TYPE_CHECKING
from zlib import crc32

import orjson

from readinglist.files import cache
from readinglist.search.index.columns import COLUMNS, HELD
from readinglist.search.index.index import Index
from readinglist.search.index.postings import NUMBER
from readinglist.search.index.texts import SEARCHED
from readinglist.search.index.weights import TIERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from readinglist.files.cache import Cached
    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper

LARGE = 2_000
"""Papers from which on reading a cached index is faster than building one."""
STALE = 0.02
"""Share of papers that may be missing in the cached index before it is written again."""
FORM = 10
"""Raised by hand when texts become other words, or their rows are stored in another way."""
LAYOUT = repr(([tier[:1] + tier[3:] for tier in TIERS], sorted(SEARCHED), list(COLUMNS), HELD))
VERSION = f"{sys.byteorder} {FORM} {crc32(LAYOUT.encode()):08x}"
"""Version of the cached index: one of another version is not read."""
LENGTH = 8
"""Bytes of the length of a section."""
MANY = 200_000
"""Numbers written or read in one slice."""
WORD = 64
"""Cost of a word in numbers, used to balance the slices."""
WORDS = 30_000
"""Texts written or read in one slice."""
PAPERS = 2_000
"""Papers checked in one slice."""
FEW = 0.7
"""Share of rows whose papers must be unchanged; an index with fewer is built again."""


def read_or_made(library: Library, folder: Path, *, is_whole: bool) -> Index | None:
    """The index of a large library, cached or new; None if a search without one is faster.

    Without a cached index, a new one pays only for a search in the whole library.
    """
    if len(library) < LARGE:
        return None
    path, index = cache.path_for(folder, "index"), Index()
    if (cached := cache.read(path, VERSION)) is not None:
        try:
            exhaust(restoring(index, cached, library))
        except ValueError:
            cached, index = None, Index()
    if cached is None and not is_whole:
        return None
    known = len(index)
    exhaust(index.building(library))
    if len(index) - known > STALE * len(index):
        cache.write(path, VERSION, pieces(index))
    return index


def exhaust(slices: Iterable[None]) -> None:
    """Run all slices at once."""
    for _ in slices:
        pass


def pieces(index: Index) -> Iterator[bytes]:
    """The bytes of an index in slices; if it changes meanwhile, the end says that it is incomplete."""
    changes = index.changes
    ids, papers = index.table.ids, index.table.papers
    yield from sections_of(ids)
    for start in range(0, len(papers), PAPERS):
        yield section(array(NUMBER, (paper.checksum for paper in papers[start : start + PAPERS])).tobytes())
    yield section(b"")
    for words in (index.vocabulary, index.codes):
        words.settle()
        for texts in words.lists:
            yield from sections_of(texts)
    for posted in index.tiers:
        starts = array(NUMBER, [0])
        for some in by_size(map(posted.of, posted.words)):
            starts.extend(accumulate(map(len, some), initial=starts.pop()))
            data = b"".join(rows.tobytes() for rows in some)
            yield section(data) if data else b""  # an empty section would be the end
        yield section(b"")
        for start in range(0, len(starts), MANY):
            yield section(starts[start : start + MANY].tobytes())
        yield section(b"")
    for column in index.columns.texts.values():
        yield from sections_of(column)
    yield section(b"complete" if index.changes == changes else b"")


def section(data: bytes) -> bytes:
    """Data after its length."""
    return len(data).to_bytes(LENGTH, "little") + data


def sections_of(texts: list[str]) -> Iterator[bytes]:
    """Texts in sections, ended by an empty one."""
    for start in range(0, len(texts), WORDS):
        yield section(orjson.dumps(texts[start : start + WORDS]))
    yield section(b"")


def by_size(found: Iterable[array[int]]) -> Iterator[list[array[int]]]:
    """Postings in groups of about the same cost."""
    some: list[array[int]] = []
    size = 0
    for rows in found:
        some.append(rows)
        size += WORD + len(rows)
        if size > MANY:
            yield some
            some, size = [], 0
    if some:
        yield some


class Reader:
    """Sections read one after the other."""

    def __init__(self, cached: Cached) -> None:
        self._file = cached

    def section(self) -> bytes:
        """The next section."""
        return self._file.read(int.from_bytes(self._file.read(LENGTH), "little"))

    def texts(self, into: list[str]) -> Iterator[None]:
        """Append the texts of the sections up to an empty one, yielding after each section."""
        while len(part := self.section()):
            into += orjson.loads(part)
            yield

    def numbers(self, into: array[int]) -> Iterator[None]:
        """Append the numbers of the sections up to an empty one, yielding after each section."""
        while len(part := self.section()):
            into.frombytes(part)
            yield


def restoring(index: Index, cached: Cached, library: Library) -> Iterator[None]:
    """Fill an empty index, a few milliseconds between two yields; raises ValueError if the cached one is useless.

    Papers that are new or have changed since are left to `Index.building`.
    """
    with closing(cached):
        yield from filled(index, Reader(cached), library)


def filled(index: Index, reader: Reader, library: Library) -> Iterator[None]:
    """Fill an index from its sections."""
    index.is_complete = False
    ids: list[str] = []
    yield from reader.texts(ids)
    sums = array(NUMBER)
    yield from reader.numbers(sums)
    for start in range(0, len(ids), PAPERS):
        some = map(library.get, ids[start : start + PAPERS])
        index.table.extend(map(unchanged, some, sums[start : start + PAPERS]))
        yield
    index.table.packed = len(ids)
    if len(index) < FEW * len(ids):
        raise ValueError("most of it is about other papers")
    for words in (index.vocabulary, index.codes):
        for texts in words.lists:
            yield from reader.texts(texts)
        yield from words.packing()
    for posted in index.tiers:
        yield from reader.numbers(posted.packed)
        del posted.starts[:]
        yield from reader.numbers(posted.starts)
        if len(posted.starts) != len(posted.words) + 1 or posted.starts[-1] != len(posted.packed):
            raise ValueError("its words and rows do not fit")
    for column in index.columns.texts.values():
        yield from reader.texts(column)
    yield from index.columns.sharing()
    if reader.section() != b"complete":
        raise ValueError("the index changed while it was written")


def unchanged(paper: Paper | None, wanted: int) -> Paper | None:
    """The paper, if it has this checksum; else None."""
    return paper if paper is not None and wanted and paper.checksum == wanted else None
