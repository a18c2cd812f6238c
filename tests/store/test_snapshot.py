"""library.json: what is in it, who can read it, and which versions we take."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tinydb import TinyDB
from tinydb.table import Document, Table

from readinglist.errors import DamagedError, StoreError
from readinglist.files import atomic
from readinglist.store import tables
from readinglist.store.file_store import FileStore
from readinglist.store.snapshot import Database
from tests.store.making import NOW, adding, content, library_with, noting, record, reopened, rewrite
from tests.support.generate import papers

if TYPE_CHECKING:
    from pathlib import Path


class PlainTable(Table):
    document_id_class = str  # type: ignore[assignment]


class PlainTinyDB(TinyDB):
    table_class = PlainTable


def test_plain_tinydb_reads_the_file(tmp_path: Path) -> None:
    with FileStore.open(tmp_path) as store:
        store.record(lambda library: library.add(papers(20), NOW), "app")
    with PlainTinyDB(tmp_path / "library.json", encoding="utf-8") as database:
        documents = database.table("papers").all()
        assert {document["id"]: dict(document) for document in documents} == content(store)
        assert {str(document.doc_id) for document in documents} == set(content(store))
        assert [dict(document) for document in database.table("library").all()] == [{"version": 1}]


def test_our_database_is_a_tinydb_with_all_its_calls(tmp_path: Path) -> None:
    library_with(tmp_path, "p1", "p2").close()
    with Database(tmp_path / "library.json") as database:
        papers: Any = database.table("papers")
        assert papers.get(doc_id="p2")["title"] == "Paper p2"
        papers.insert(Document(record("p3"), doc_id="p3"))  # type: ignore[arg-type]
    store = FileStore.open(tmp_path)
    assert list(content(store)) == ["p1", "p2", "p3"]
    assert "changed outside" in store.notices[0]


def test_one_line_a_paper_sorted_utf8_and_nothing_of_the_moment(tmp_path: Path) -> None:
    library_with(tmp_path, "zz", "aa").close()
    with FileStore.open(tmp_path) as store:
        store.record(adding("mm", title="Über Gödel"), "app")
    lines = (tmp_path / "library.json").read_bytes().split(b"\n")
    assert [line[:6] for line in lines[2:-2]] == [b'"aa":{', b'"mm":{', b'"zz":{']
    assert "Über Gödel".encode() in lines[3]
    fields = list(json.loads(lines[2].rstrip(b",")[5:]))
    assert fields == sorted(fields)


def test_an_edit_taken_back_leaves_the_file_alone(tmp_path: Path) -> None:
    store = FileStore.open(tmp_path)
    store.record(adding("p1", updated=NOW), "app")
    store.fold()
    before = (tmp_path / "library.json").stat()
    store.record(adding("p2"), "app")
    store.undo("app")
    store.close()
    assert (tmp_path / "library.json").stat() == before
    assert list(reopened(tmp_path)) == ["p1"]


def test_an_imported_entry_keeps_the_order_of_its_fields(tmp_path: Path) -> None:
    raw = {"year": "2024", "title": "{A} b", "author": "Z and A"}
    with FileStore.open(tmp_path) as store:
        store.record(adding("p1", raw=raw, unknown={"z": 1, "a": [None]}), "app")
    kept = reopened(tmp_path)["p1"]
    assert list(kept["raw"]) == list(raw)
    assert kept["unknown"] == {"z": 1, "a": [None]}


def test_other_tables_are_kept(tmp_path: Path) -> None:
    library_with(tmp_path, "p1").close()
    rewrite(tmp_path, lambda tables: tables.update(views={"1": {"name": "mine"}}))
    with FileStore.open(tmp_path) as store:
        store.record(noting("p1", "n"), "app")
    assert json.loads((tmp_path / "library.json").read_text())["views"] == {"1": {"name": "mine"}}


def test_a_newer_format_is_refused_and_untouched(tmp_path: Path) -> None:
    library_with(tmp_path, "p1").close()
    rewrite(tmp_path, lambda tables: tables["library"]["format"].update(version=2))
    before = (tmp_path / "library.json").read_bytes()
    with pytest.raises(StoreError, match="format 2") as caught:
        FileStore.open(tmp_path)
    assert "update readinglist" in caught.value.hint
    assert (tmp_path / "library.json").read_bytes() == before


def test_an_open_store_refuses_a_newer_format_that_appears(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    rewrite(tmp_path, lambda tables: tables["library"]["format"].update(version=2))
    assert store.refresh() == []
    assert "format 2" in store.read_only
    with pytest.raises(StoreError, match="format 2"):
        store.record(noting("p1", "n"), "app")


@pytest.mark.parametrize("data", [b"", b"[]", b'{"papers": []}', b'{"papers":{\n"a":{},\n}}\n', b"\xff", b"{"])
def test_what_is_no_library_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "library.json"
    path.write_bytes(data)
    with pytest.raises(DamagedError, match="not a library"):
        Database(path).file.read()


def test_a_large_library_is_written_in_chunks_and_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "CHUNK", 5000)
    store = FileStore.open(tmp_path)
    store.record(lambda library: library.add(papers(60), NOW), "app")
    store.fold()
    assert reopened(tmp_path) == content(store)


def test_an_older_format_is_brought_up_to_date_after_a_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library_with(tmp_path, "p1").close()
    old = (tmp_path / "library.json").read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(tables, "FORMAT", 2)
        patched.setattr(tables, "MIGRATIONS", {1: lambda record: {**record, "title": record["title"].upper()}})
        store = FileStore.open(tmp_path)
        assert store.library["p1"].title == "PAPER P1"
        assert not store.read_only
        assert FileStore.open(tmp_path).notices == []
    assert old in [path.read_bytes() for path in (tmp_path / "backups").iterdir()]
    with pytest.raises(StoreError, match="format 2"):
        FileStore.open(tmp_path)
