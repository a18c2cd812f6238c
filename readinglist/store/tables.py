"""What library.json holds, as tables and as bytes: the form of TinyDB, one line a paper."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson

from readinglist.errors import DamagedError, StoreError
from readinglist.papers.faults import is_storable, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from readinglist.papers.record import Record

Tables = dict[str, dict[str, Any]]
"""What a TinyDB file holds: table name → document id → document."""

FORMAT = 1
MIGRATIONS: dict[int, Callable[[Record], Record]] = {}
"""Version of the format → what makes a record of the next version of one of it."""
PAPERS = b'"papers":{\n'


class TwiceError(ValueError):
    """A name stands twice in one object, of which readers of JSON silently drop the first."""

    def __init__(self, message: str, versions: list[tuple[str, Any]]) -> None:
        super().__init__(message)
        self.versions = versions
        """All records of papers, with their ids: first what readers drop."""


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
    """The tables in a file's content; raises ValueError if it is not JSON, TwiceError if a reader would drop some."""
    start = data.find(PAPERS)
    if start > 0 and data[start - 2 : start] == b",\n" and data.endswith(b"\n}}\n"):
        with suppress(ValueError, IndexError):  # someone laid it out in another way, or a paper stands there twice
            return as_tables(parsed_lines(data, start))
    tables = as_tables(orjson.loads(data))
    check_twins(data)
    return tables


def check_twins(data: bytes) -> None:
    """Raise TwiceError if a name stands twice in one object of this JSON; it takes its time."""
    dropped: list[tuple[Record, str, Any]] = []

    def last_of(pairs: list[tuple[str, Any]]) -> Record:
        last = dict(pairs)
        if len(last) < len(pairs):
            places = {name: place for place, (name, _) in enumerate(pairs)}
            dropped.extend((last, *pair) for place, pair in enumerate(pairs) if places[pair[0]] != place)
        return last

    try:
        tables: Tables = json.loads(data, object_pairs_hook=last_of)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if dropped:
        papers = tables.get("papers", {})
        whole, name, _ = dropped[0]
        raise TwiceError(
            f"{'the paper ' if whole is papers else ''}{shown(name)} stands there twice",
            [*versions_in(dropped, tables), *papers.items()],
        )


def versions_in(dropped: Iterable[tuple[Record, str, Any]], tables: Tables) -> Iterator[tuple[str, Any]]:
    """The records, with their ids, that readers of `tables` drop: each value with its name and the object it is of."""
    papers = tables.get("papers", {})
    for whole, name, value in dropped:
        if whole is papers:
            yield name, value
        elif whole is tables and name == "papers" and isinstance(value, dict):
            yield from value.items()
        else:
            yield from ((id, {**whole, name: value}) for id, record in papers.items() if record is whole)


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
            raise ValueError("a paper stands there twice")
        papers[id] = record
        position = stop + 1
    return {**tables, "papers": papers}


def is_in_place(id: str, record: Any) -> bool:
    """Whether this is a record that says the id it stands under."""
    return isinstance(record, dict) and record.get("id") == id


def salvaged(data: bytes) -> dict[str, Record]:
    """The papers in whole lines of a broken file, else in its JSON; the last one where an id stands twice."""
    found: dict[str, Any] = {}
    for line in data.split(b"\n"):
        with suppress(ValueError):
            papers = orjson.loads(b"{%s}" % line.strip().rstrip(b","))
            found |= {id: record for id, record in papers.items() if is_in_place(id, record)}
    if not found:
        with suppress(ValueError):
            found = as_tables(orjson.loads(data)).get("papers", {})
    return {id: record for id, record in found.items() if is_in_place(id, record)}


def digest_of(pieces: Iterable[bytes]) -> str:
    """What tells one content from another."""
    from hashlib import blake2b  # noqa: PLC0415 - not needed to open a library that nobody else changed

    digest = blake2b(digest_size=16)
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()
