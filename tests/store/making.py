"""What the tests of the store share: papers with ids of our choice, and edits on them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any
from zlib import crc32

from readinglist.files.atomic import signature
from readinglist.papers import edits
from readinglist.papers.change import Change, patch_for
from readinglist.papers.library import Library
from readinglist.papers.record import values_of
from readinglist.store.file_store import FileStore
from readinglist.store.state import State
from readinglist.store.tables import PAPERS, digest_of

if TYPE_CHECKING:
    from pathlib import Path

NOW = "2025-12-08T10:00:00Z"
Edit = Callable[[Library], Change]


def record(id: str, **fields: Any) -> dict[str, Any]:
    return {"id": id, "key": f"key{id}", "title": f"Paper {id}", "status": "inbox", "added": NOW, **fields}


def adding(*ids: str, **fields: Any) -> Edit:
    """The edit that adds papers with these ids."""

    def edit(library: Library) -> Change:
        patches = {id: patch_for(library.record(id), record(id, **fields)) for id in ids}
        return Change(f"add {len(ids)}", {id: patch for id, patch in patches.items() if patch}, time=NOW)

    return edit


def tagging(id: str, *tags: str) -> Edit:
    return lambda library: edits.retag(library, [id], tags, [], NOW)


def noting(id: str, note: str) -> Edit:
    return lambda library: edits.set_note(library, [id], note, NOW)


def library_with(folder: Path, *ids: str, folded: bool = True) -> FileStore:
    """A store of papers with these ids."""
    store = FileStore.open(folder)
    store.record(adding(*ids), "app")
    if folded:
        assert store.fold()
    return store


def content(store: FileStore) -> dict[str, dict[str, Any]]:
    """All records by id."""
    return {record["id"]: dict(values_of(record)) for record in store.library.records()}


def reopened(folder: Path) -> dict[str, dict[str, Any]]:
    """What a new process would see."""
    store = FileStore.open(folder)
    assert not store.read_only
    return content(store)


def rewrite(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Do to library.json what an editor does: read it, change its tables, write it in another layout."""
    path = folder / "library.json"
    tables = json.loads(path.read_text(encoding="utf-8"))
    change(tables)
    path.write_text(json.dumps(tables, indent=1), encoding="utf-8")


def journals(folder: Path) -> list[Path]:
    return sorted(folder.glob("journal-*.jsonl"))


def forged(
    folder: Path, papers: dict[str, Any], patches: Sequence[Any] = (), others: dict[str, Any] | None = None
) -> Path:
    """A library that says of itself that we wrote it: signature, digest and checksums fit, whatever is in it."""
    folder.mkdir(mode=0o700)
    lines = [f"{json.dumps(id)}:{json.dumps(record)}".encode() for id, record in papers.items()]
    head = json.dumps(others or {"library": {"format": {"version": 1}}}, separators=(",", ":")).encode()
    data = head[:-1] + b",\n" + PAPERS + b",\n".join(lines) + b"\n}}\n"
    path = folder / "library.json"
    path.write_bytes(data)
    State(1, digest_of([data]), signature(path), checksum=crc32(data)).save(folder / "state.json")
    (folder / "journal-0000000002.jsonl").write_bytes(b"".join(map(journal_line, count(2), patches)))
    return folder


def journal_line(sequence: int, patches: Any) -> bytes:
    """The line of a change with these patches, its checksum right."""
    named = {"seq": sequence, "time": NOW, "origin": "app", "label": "change"}
    body = json.dumps({**named, "patches": patches, "undoes": 0, "redoes": 0}, separators=(",", ":")).encode()
    return b"%08x %s\n" % (crc32(body), body)
