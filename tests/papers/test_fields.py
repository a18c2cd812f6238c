"""One row in the table of fields is all that a field needs: merged, shown, searched, edited, printed and exported."""

from __future__ import annotations

import json

import pytest

from readinglist.formats import csljson as written
from readinglist.papers import edits
from readinglist.papers.field import Kind, Merge
from readinglist.papers.fields import DEFAULTS, FIELDS, FORM, SourceFields, label
from readinglist.papers.library import Library
from readinglist.papers.paper import Paper
from readinglist.papers.record import values_of
from readinglist.search import search
from readinglist.search.query.parser import parse
from readinglist.search.query.terms import FIELDS as QUERIES
from readinglist.sources.documents import csljson
from readinglist.tui import form
from tests.papers.making import NOW

TYPES = {
    Kind.TEXT: "str",
    Kind.NUMBER: "int",
    Kind.FLAG: "bool",
    Kind.TEXTS: "list[str]",
    Kind.TABLE: "Mapping[str, str]",
}
CODE = "https://example.org/lab/study"


def library_of(*papers: Paper) -> Library:
    library = Library()
    for paper in papers:
        library.apply(library.add([paper], NOW))
    return library


def test_the_types_a_source_may_state_are_those_of_the_table() -> None:
    for name, type in SourceFields.__annotations__.items():
        assert str(type.__forward_arg__).removesuffix(" | None") == TYPES[FIELDS[name].kind], name


@pytest.mark.parametrize(
    ("name", "value"),
    [("code", CODE), ("journal_ref", "Proc. of Lamps 7 (2021)"), ("primary_class", "cs.CL"), ("abstract", "We count.")],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_field_that_only_one_record_has_is_not_lost_in_merging(name: str, value: str, turned: bool) -> None:
    one = Paper.of("Lamps", arxiv="2001.01234")
    two = Paper({**one.record, name: value})
    (paper,) = library_of(*((two, one) if turned else (one, two)))
    assert values_of(paper.record)[name] == value


@pytest.mark.parametrize(
    "name", [name for name, field in FIELDS.items() if field.merge in {Merge.SHARED, Merge.FILLED}]
)
def test_merging_never_fills_a_field_that_the_user_cleared(name: str) -> None:
    value: object = {Kind.NUMBER: 3, Kind.TEXTS: ["a"]}.get(FIELDS[name].kind) or {
        "date": "2020", "arxiv": "2001.01234", "doi": "10.1000/x", "acl": "P18-1007", "url": CODE, "code": CODE
    }.get(name, "article")  # fmt: skip
    sure = {"arxiv": "2001.01234"} if name != "arxiv" else {"doi": "10.1000/x"}
    full = Paper({"title": "Lamps", "authors": [{"family": "Fern"}], **sure, name: value})
    library = library_of(Paper({name: "Lamps" if name == "title" else value for name, value in full.record.items()}))
    (paper,) = library
    library.apply(edits.set_fields(library, paper.id, {name: None}, NOW))
    library.apply(library.add([full], NOW))
    assert [each.record.get(name) for each in library] == [None]


@pytest.mark.parametrize("query", [f"code:{CODE}", "code:LAB/Study", "has:code"])
def test_a_field_with_a_query_name_is_found_by_it(query: str) -> None:
    library = library_of(Paper.of("Lamps", code=CODE), Paper.of("Other lamps of the town"))
    assert [library[id].title for id in search(library, parse(query))] == ["Lamps"]


def test_every_query_name_of_the_table_is_in_the_language() -> None:
    assert {field.query for field in FIELDS.values() if field.query} <= set(QUERIES)


def test_a_field_of_the_form_is_read_as_it_was_written() -> None:
    paper = Paper.of("Lamps", code=CODE)
    texts = form.texts(paper)
    assert texts["code"] == CODE
    assert form.changes(paper, texts) == ({}, {})
    assert form.changes(paper, texts | {"code": ""}) == ({"code": None}, {})
    assert form.changes(paper, texts | {"code": "no address"})[1].keys() == {"code"}
    assert list(form.LABELS) == list(FORM)


def test_csl_keeps_what_it_has_no_variable_for() -> None:
    paper = Paper.of("Lamps", code=CODE, openreview="rJXMpikCZ")
    harvest = csljson.papers_in(json.loads(written.write([paper]).text), "x.json")
    assert harvest
    (read,) = harvest.papers
    assert (read.record["code"], read.openreview) == (CODE, "rJXMpikCZ")


def test_json_has_the_defaults_of_the_table() -> None:
    assert Paper({}).to_json().keys() == DEFAULTS.keys() == {*DEFAULTS} | {"year", "code", "journal_ref"}


def test_labels_are_words() -> None:
    assert [label(name) for name in ("arxiv", "organization_handle", "status_since", "new_one")] == [
        "arXiv", "handle", "status since", "new one"
    ]  # fmt: skip
