"""The format of library.json: tables as in TinyDB, parsed from and serialised to one line a paper."""

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
"""The content of a TinyDB file: table name → document id → document."""

FORMAT = 1
MIGRATIONS: dict[int, Callable[[Record], Record]] = {}
"""Version of the format → the function that upgrades a record to the next version."""
PAPERS = b'"papers":{\n'


class TwiceError(ValueError):
    """A duplicate name in a JSON object: readers silently drop the first value."""

    def __init__(self, message: str, versions: list[tuple[str, Any]]) -> None:
        super().__init__(message)
        self.versions = versions
        """All records of papers with their ids, those that readers drop first."""


def tables_of(records: Iterable[Record], others: Tables | None = None) -> Tables:
    """The tables of a library; `others` are unknown tables, which stay as they are."""
    library = {**(others or {}).get("library", {}), "format": {"version": FORMAT}}
    return {**(others or {}), "library": library, "papers": {record["id"]: record for record in records}}


def version_of(tables: Tables) -> int:
    """The version of the file's format, 1 by default."""
    form = tables.get("library", {}).get("format")
    version = form.get("version", 1) if isinstance(form, dict) else 1
    return version if isinstance(version, int) else 1


def is_old(tables: Tables) -> bool:
    """Whether an older readinglist wrote the file."""
    return version_of(tables) < FORMAT


def upgraded(records: Iterable[Record], tables: Tables) -> Iterator[Record]:
    """The records upgraded from the version of `tables` to the current one."""
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
    """The file in pieces: one line a paper, sorted by id, with fields sorted by name."""
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
    """The sorted names of a record's fields, cached, since many records share them."""
    return sorted(names)


def parsed(data: bytes) -> Tables:
    """The tables in a file's content; raises ValueError if it is no JSON, TwiceError if it has duplicate names."""
    start = data.find(PAPERS)
    if start > 0 and data[start - 2 : start] == b",\n" and data.endswith(b"\n}}\n"):
        with suppress(ValueError, IndexError):  # someone laid it out in another way, or a paper stands there twice
            return as_tables(parsed_lines(data, start))
    tables = as_tables(orjson.loads(data))
    check_twins(data)
    return tables


def check_twins(data: bytes) -> None:
    """Raise TwiceError if an object of this JSON has a duplicate name; slow."""
    dropped: list[tuple[dict[str, Any], str, Any]] = []

    def last_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
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


def versions_in(dropped: Iterable[tuple[dict[str, Any], str, Any]], tables: Tables) -> Iterator[tuple[str, Any]]:
    """The records with their ids that readers of `tables` drop because of duplicate names."""
    papers = tables.get("papers", {})
    for whole, name, value in dropped:
        if whole is papers:
            yield name, value
        elif whole is tables and name == "papers" and isinstance(value, dict):
            yield from value.items()
        else:
            yield from ((id, {**whole, name: value}) for id, record in papers.items() if record is whole)


def as_tables(tables: Any) -> Tables:
    """Decoded JSON as tables; raises ValueError if it is anything else, or could not be written again."""
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise ValueError("it is JSON, but not as readinglist writes it")
    if strange := [name for name, table in tables.items() if name != "papers" and not is_storable(table)]:
        raise ValueError(f"the table {shown(strange[0])} is nested too deeply or holds a number too large")
    return tables


def parsed_lines(data: bytes, start: int) -> Tables:
    """Fast path of `parsed` for files we wrote: one paper a line, releasing the GIL between papers."""
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
    """Whether this is a record stored under its own id."""
    return isinstance(record, dict) and record.get("id") == id


def salvaged(data: bytes) -> dict[str, Record]:
    """The papers in complete lines of a damaged file, else in its JSON; the last one of each id."""
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
    """The digest of a content given in pieces."""
    from hashlib import blake2b  # noqa: PLC0415 - not needed to open an unchanged library

    digest = blake2b(digest_size=16)
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()
