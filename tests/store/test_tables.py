"""What library.json holds: tables as bytes and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.papers.record import record_of
from readinglist.store.tables import digest_of, parsed, salvaged, serialised, tables_of
from tests.store.making import record

RECORDS = st.dictionaries(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=8),
    st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), st.text(st.characters(codec="utf-8"))),
    max_size=5,
)


@given(RECORDS)
def test_any_records_are_read_as_they_were_written(records: dict[str, dict[str, str]]) -> None:
    tables = tables_of(record_of({**fields, "id": id}) for id, fields in records.items())
    data = b"".join(serialised(tables))
    assert parsed(data) == tables == json.loads(data)
    assert salvaged(data) == tables["papers"]


@pytest.mark.parametrize("indent", [None, 1])
def test_any_layout_is_read(indent: int | None) -> None:
    tables = tables_of([record_of(record("a")), record_of(record("b"))], {"views": {"1": {"name": "x"}}})
    assert parsed(json.dumps(tables, indent=indent).encode()) == tables


def test_the_digest_is_of_the_content_not_of_the_pieces() -> None:
    assert digest_of([b"ab", b"c"]) == digest_of([b"abc"])
    assert digest_of([b"ab"]) != digest_of([b"abc"])
