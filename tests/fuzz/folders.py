"""Files of a library folder as somebody may have made them, who also knows how to make checksums and digests fit."""

from __future__ import annotations

import gc
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from zlib import crc32

import orjson

from readinglist.bibtex.writing.writer import write
from readinglist.errors import ReadingListError
from readinglist.exports import synced, writing
from readinglist.files import cache
from readinglist.files.atomic import signature
from readinglist.listing.listing import Listing
from readinglist.papers import edits
from readinglist.papers.record import now
from readinglist.search import search
from readinglist.search.query.parser import parse
from readinglist.store import lazy_papers
from readinglist.store.doctor import doctor
from readinglist.store.file_store import FileStore
from readinglist.store.state import State
from readinglist.store.tables import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from readinglist.papers.library import Library

FOLDER = Path(tempfile.mkdtemp(prefix="readinglist-fuzz-"))
"""Where files for readers of files are; removed by whoever runs them."""
RECORD: dict[str, Any] = {
    "id": "abcd1234", "title": "T", "key": "k", "authors": [{"family": "A"}], "date": "2024-06", "status": "done",
    "tags": ["x"], "priority": 2, "raw": {"title": "{T}"}, "sources": ["paste"], "arrival": 1, "seal": "x",
}  # fmt: skip
CHANGE: dict[str, Any] = {
    "seq": 1, "time": now(), "origin": "cli", "label": "l", "patches": {}, "undoes": 0, "redoes": 0,
}  # fmt: skip
PATCH = {"abcd1234": {name: [None, value] for name, value in RECORD.items()}}
ADDING = {**CHANGE, "patches": PATCH}
JOURNAL = "journal-0000000001.jsonl"
BACKUP = "library-0000000000-20260101T000000Z.json"


def dumped(*values: Any) -> list[bytes]:
    """Values as JSON."""
    return [orjson.dumps(value) for value in values]


def opened(**files: bytes) -> Library:
    """The library in a folder with these files, looked at from all sides."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as place:
        folder = Path(place)
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        return looked_at(folder)


def looked_at(folder: Path) -> Library:
    """The library in the folder after everything that reads it, an edit, an undo and a repair."""
    with patch.object(gc, "freeze"):  # opening freezes what is there to stay, and here nothing is
        return used(folder)


def used(folder: Path) -> Library:
    """The library in the folder, whose papers were read, searched, written and edited."""
    doctor(folder)
    with FileStore.open(folder) as store:
        store.history()
        listing = Listing(store.library)
        listing.narrow("attention")
        for paper in store.library.everything():
            orjson.dumps(paper.to_json())
            paper.web_url.encode("utf-8", "replace")
        write(store.library)
        search(store.library, parse("attention"))
        with suppress(ReadingListError):
            synced.answered(folder)
        writing.load_written(folder)
        with suppress(ReadingListError):
            store.record(lambda library: edits.retag(library, list(library.ids), ["seen"], [], now()), "cli")
            store.undo("cli")
            store.fold()
    doctor(folder, repair=True)
    return store.library


def forged(data: bytes, folder: Path) -> None:
    """Write a library.json of these bytes and a state.json that says it is ours."""
    path = folder / "library.json"
    path.write_bytes(data)
    state = State(0, digest_of([data]), signature(path), checksum=crc32(data))
    state.save(folder / "state.json")


def in_lines(data: bytes) -> bytes:
    """A library.json in our own layout, a paper for each line of the input: an id is made up where it has none."""
    papers = {}
    for number, line in enumerate(data.split(b"\n")):
        with suppress(ValueError):
            value = orjson.loads(line)
            id = value.get("id") if isinstance(value, dict) else None
            papers[id if isinstance(id, str) else f"made{number:04}"] = line
    lines = b",\n".join(b"%s:%s" % (orjson.dumps(id, option=0), line) for id, line in sorted(papers.items(), key=str))
    return b'{"library":{"format":{"version":1}},\n"papers":{\n' + lines + (b"\n}}\n" if lines else b"}}\n")


def read_snapshot(data: bytes) -> None:
    """library.json of a library that nobody knows."""
    opened(**{"library.json": data})


def read_forged(data: bytes) -> None:
    """library.json as we lay it out, with the digest that says that we wrote it."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as place:
        forged(in_lines(data), Path(place))
        looked_at(Path(place))


def read_late(data: bytes) -> None:
    """The same, read line by line as a large library is."""
    with patch.object(lazy_papers, "LARGE", 0):
        read_forged(data)


def read_outline(data: bytes) -> None:
    """The outline of a large library in the cache folder."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as place, patch.object(lazy_papers, "LARGE", 0):
        folder = Path(place) / "library"
        folder.mkdir()
        forged(in_lines(orjson.dumps(RECORD)), folder)
        with patch.dict(os.environ, XDG_CACHE_HOME=place):
            cache.write(
                cache.path_for(folder, "outline"), lazy_papers.key_of(State.load(folder / "state.json")), [data]
            )
            looked_at(folder)


def read_backup(data: bytes) -> None:
    """A backup from which a library that was changed outside is worked out again."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as place:
        folder = Path(place)
        (folder / "backups").mkdir()
        (folder / "backups" / BACKUP).write_bytes(in_lines(data))
        forged(in_lines(data), folder)
        (folder / "library.json").write_bytes(in_lines(orjson.dumps(RECORD)))
        looked_at(folder)


def read_memory(data: bytes) -> None:
    """What an app saved when the journals vanished under it."""
    known = in_lines(orjson.dumps(RECORD))
    opened(**{"library.json": known, "backups/memory-20260101T000000Z.json": data})
    opened(**{"library.json": known, "backups/memory-20260101T000000Z.json": in_lines(data)})


def read_conflict(data: bytes) -> None:
    """A library.json that git could not merge: the input on their side."""
    ours = in_lines(orjson.dumps(RECORD))
    opened(**{"library.json": b"<<<<<<< HEAD\n" + ours + b"=======\n" + in_lines(data) + b">>>>>>> theirs\n"})


def read_beside(data: bytes) -> None:
    """The small files beside it."""
    known = in_lines(orjson.dumps(RECORD))
    opened(**{"library.json": known, "state.json": data, "exports.json": data, "written.json": data})


def read_journal(data: bytes) -> None:
    """A journal, its lines given the right checksums."""
    lines = (b"%08x %s\n" % (crc32(line), line) for line in data.split(b"\n"))
    opened(**{JOURNAL: b"".join(lines)})


def read_torn_journal(data: bytes) -> None:
    """A journal of any bytes."""
    opened(**{JOURNAL: data})


IN_LINES = dumped(RECORD, {**RECORD, "id": "efgh5678"}, {**RECORD, "tags": 5}, {**RECORD, "title": "a\x1b[2J\nb"})
CHECKED = [b"%08x %s\n" % (crc32(line), line) for line in dumped(CHANGE, ADDING)]
READERS: dict[str, tuple[Callable[[bytes], None], Sequence[bytes]]] = {
    "library.json": (
        read_snapshot,
        [b'{"papers":{\n', b"\n}}\n", b"<<<<<<<", *dumped("papers", RECORD["id"], RECORD, {"papers": {"a": RECORD}})],
    ),
    "forged library": (read_forged, IN_LINES),
    "large library": (read_late, IN_LINES),
    "outline": (read_outline, dumped([RECORD], [{"id": "abcd1234", "tags": 5}], [{"id": 5}], [[]])),
    "backup": (read_backup, IN_LINES),
    "memory copy": (read_memory, IN_LINES),
    "git conflict": (read_conflict, IN_LINES),
    "files beside it": (
        read_beside,
        dumped(
            "sequence", "digest", "signature", "path", "format", "prints", [1, 2, 3, 4], [{"path": "/nowhere/x.bib"}]
        ),
    ),
    "journal": (read_journal, dumped("seq", "patches", ADDING, {**CHANGE, "seq": 2}, {"a": {"title": [None, "T"]}})),
    "torn journal": (read_torn_journal, CHECKED),
}
"""File of a library → how it is read, and pieces of its content."""
