"""What library.json holds, as tables and as bytes: the form of TinyDB, one line a paper."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson

from readinglist.errors import DamagedError, StoreError
from readinglist.papers.faults import is_storable, shown

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


class TwiceError(ValueError):
    """Two lines are of one paper, of which JSON would silently drop the first."""


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
            return as_tables(parsed_lines(data, start))
        except TwiceError:
            raise
        except (ValueError, IndexError):
            pass  # someone laid the file out in another way
    return as_tables(orjson.loads(data))


def as_tables(tables: Any) -> Tables:
    """Decoded JSON as tables; raises ValueError if it is something else, or could not be written again."""
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise ValueError("it is JSON, but not as readinglist writes it")
    if strange := [name for name, table in tables.items() if name != "papers" and not is_storable(table)]:
        raise ValueError(f"the table {shown(strange[0])} is nested too deeply or holds a number too large")
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
        id, record = orjson.loads(view[position:colon]), orjson.loads(view[colon + 1 : stop - comma])
        if id in papers and is_in_place(id, papers[id]) and is_in_place(id, record):
            raise TwiceError(f"the paper {shown(id)} stands there twice")
        papers[id] = record
        position = stop + 1
    return {**tables, "papers": papers}


def is_in_place(id: str, record: Any) -> bool:
    """Whether this is a record that says the id it stands under."""
    return isinstance(record, dict) and record.get("id") == id


def salvaged(data: bytes) -> dict[str, Record]:
    """The papers in the lines of a broken file that are whole; the last one where an id stands twice."""
    found: dict[str, Record] = {}
    for line in data.split(b"\n"):
        try:
            papers = orjson.loads(b"{%s}" % line.strip().rstrip(b","))
        except ValueError:
            continue
        found |= {id: record for id, record in papers.items() if is_in_place(id, record)}
    return found


def digest_of(pieces: Iterable[bytes]) -> str:
    """What tells one content from another."""
    from hashlib import blake2b  # noqa: PLC0415 - not needed to open a library that nobody else changed

    digest = blake2b(digest_size=16)
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()
