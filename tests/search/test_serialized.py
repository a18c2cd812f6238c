"""An index as bytes, and back again."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.files.cache import Cached
from readinglist.papers.library import Library
from readinglist.papers.record import record_of
from readinglist.search import search
from readinglist.search.index import serialized
from readinglist.search.index.index import Index
from readinglist.search.query.parser import parse
from readinglist.store.lazy_papers import LazyPaper, brief_of
from tests.support.generate import papers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.papers.record import Record

QUERIES = (
    "zwit", "学习", "model", "languge", "zhang", '"large language"', "2023", "diffusion robots", "author:wang",
    "source:hf", "has:note",
)  # fmt: skip


def late(record: Mapping[str, Any]) -> LazyPaper:
    return LazyPaper(b"%s:%s,\n" % (orjson.dumps(record["id"]), orjson.dumps(record)), brief_of(record_of(record)))


def restored(data: bytes, library: Library) -> Index:
    index = Index()
    for _ in serialized.restoring(index, Cached(io.BytesIO(data), len(data)), library):
        pass
    for _ in index.building(library):
        pass
    return index


@pytest.fixture
def records() -> list[Record]:
    return [paper.record for paper in papers(200)]


@pytest.fixture
def data(records: list[Record]) -> bytes:
    return b"".join(serialized.pieces(Index(Library.of(map(late, records)))))


def found(library: Library, index: Index) -> list[dict[str, float]]:
    return [dict(search(library, parse(text), index)) for text in QUERIES]


def test_what_comes_back_finds_the_same(records: list[Record], data: bytes) -> None:
    library = Library.of(map(late, records))
    index = restored(data, library)
    assert found(library, index) == found(library, Index(library))


@pytest.mark.parametrize("text", ["has:abstract", "has:tags -has:doi", "source:daily", "has:year status:inbox"])
def test_what_the_index_or_a_list_knows_is_not_read_from_the_papers(
    records: list[Record], data: bytes, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    library = Library.of(map(late, records))
    index = restored(data, library)
    wanted = search(Library(records), parse(text))
    monkeypatch.delattr("readinglist.store.lazy_papers.read_line")
    assert wanted
    assert search(library, parse(text), index) == wanted


def test_papers_that_changed_came_or_went_meanwhile_are_found_as_they_are_now(
    records: list[Record], data: bytes
) -> None:
    records[3] = {**records[3], "title": "Kaleidoscopic languages"}
    new = {**records[4], "id": "newpaper", "key": "wang2023new", "title": "Model of diffusion robots"}
    library = Library.of(map(late, [*records[:9], *records[10:], new]))
    index = restored(data, library)
    assert found(library, index) == found(library, Index(library))
    assert records[3]["id"] in search(library, parse("kaleidoscopic"), index)
    assert "newpaper" in search(library, parse("robots"), index)


def test_edits_are_followed_after_it_came_back(records: list[Record], data: bytes) -> None:
    library = Library.of(map(late, records))
    index = restored(data, library)
    paper = library[records[0]["id"]]
    edited = paper.with_fields({"title": "Zwitterions everywhere"})
    index.replace(paper, edited)
    assert [index.table.ids[row] for row in index.scores(("zwitterions",))] == [paper.id]
    index.replace(edited, paper)
    assert found(library, index) == found(library, Index(library))
    assert len(index.table.ids) == len(records) + 1


@settings(max_examples=20, deadline=None)
@given(st.sets(st.integers(0, 59), min_size=1, max_size=25), st.sampled_from(("model", "zwitterions 2023", "深度学习")))
def test_what_changed_after_it_came_back_is_kept_the_next_time(changed: set[int], title: str) -> None:
    before = [paper.record for paper in papers(60)]
    library = Library.of(map(late, before))
    index = restored(b"".join(serialized.pieces(Index(library))), library)
    now = [{**record, "title": title} if number in changed else record for number, record in enumerate(before)]
    for old, new in zip(library, Library.of(map(late, now)), strict=True):
        index.replace(old, new)
    library = Library.of(map(late, now))
    again = restored(b"".join(serialized.pieces(index)), library)
    assert found(library, again) == found(library, index) == found(library, Index(library))


def test_bytes_that_are_no_index_of_this_library_are_refused(records: list[Record], data: bytes) -> None:
    library = Library.of(map(late, records))
    for wrong in (data[:-1], data[: len(data) // 2], b"", b"x" * 100):
        with pytest.raises(ValueError):  # noqa: PT011 - whatever of it does not fit
            restored(wrong, library)
    with pytest.raises(ValueError, match="other papers"):
        restored(data, Library.of(map(late, records[:20])))


def test_an_index_that_changes_while_it_is_written_is_of_no_use(records: list[Record]) -> None:
    library = Library.of(map(late, records))
    index = Index(library)
    pieces = serialized.pieces(index)
    begun = next(pieces)
    index.replace(library[records[0]["id"]], None)
    with pytest.raises(ValueError, match="changed"):
        restored(begun + b"".join(pieces), library)
