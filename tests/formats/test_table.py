"""CSV that programs and spreadsheets read."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.formats.table import write
from readinglist.papers.author import Author
from readinglist.papers.paper import Paper


def rows(*papers: Paper) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(write(papers).text, newline="")))


def test_a_row_has_the_fields_of_json_with_lists_joined() -> None:
    paper = Paper.of('Two, "quoted"', authors=[Author("Gödel", "Kurt"), Author(literal="OpenAI")], tags=["a", "b"])
    (row,) = rows(paper)
    assert list(row) == list(paper.to_json())
    assert row["title"] == 'Two, "quoted"'
    assert (row["authors"], row["tags"], row["author_count"], row["doi"]) == ("Kurt Gödel; OpenAI", "a; b", "2", "")


def test_what_is_not_there_is_an_empty_cell() -> None:
    (row,) = rows(Paper({"title": "T"}))
    assert {name for name, value in row.items() if value} == {"title", "status", "priority", "arrival"}


def test_notes_keep_their_lines() -> None:
    assert rows(Paper.of("T", note="one\ntwo"))[0]["note"] == "one\ntwo"


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\nx", "＝1"])
def test_no_cell_is_a_formula(start: str) -> None:
    paper = Paper({"title": start, "tags": [start], "note": start})
    (row,) = rows(paper)
    assert [row[name] for name in ("title", "tags", "note")] == [f"'{start}"] * 3


def test_a_carriage_return_breaks_no_row() -> None:
    assert rows(Paper({"note": "one\rtwo", "tags": ["\r=1"]}))[0]["note"] == "one\ntwo"


def test_there_is_no_byte_order_mark() -> None:
    assert write([]).text.startswith("id,key,title,")


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"])), max_size=4))
def test_any_text_comes_back(notes: list[str]) -> None:
    read = [row["note"] for row in rows(*(Paper({"note": note}) for note in notes))]
    assert [text.removeprefix("'") for text in read] == [note.removeprefix("'") for note in notes]
