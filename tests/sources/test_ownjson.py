"""Our own JSON: what was exported comes back, and what others made of it does no harm."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.formats import FORMATS
from readinglist.papers import edits
from readinglist.papers.library import Library
from readinglist.papers.paper import Paper
from readinglist.papers.record import Values, values_of
from readinglist.papers.status import Status
from readinglist.sources import read
from readinglist.text import clean, clean_lines
from tests.support import generate

if TYPE_CHECKING:
    from readinglist.papers.change import Ingestion
    from readinglist.papers.harvest import Harvest
    from readinglist.papers.record import Record

NOW, LATER = "2026-11-23T10:00:00Z", "2026-11-24T10:00:00Z"
RECORD: Values = {
    "id": "abcd2345",
    "key": "ada1843notes",
    "title": "Notes",
    "status": "done",
    "status_since": "2025-01-01T00:00:00Z",
    "added": "2024-01-01T00:00:00Z",
    "updated": "2025-01-02T00:00:00Z",
    "arrival": 7,
    "tags": ["engines"],
    "note": "one\ntwo",
    "priority": 2,
    "sources": ["file:a.bib"],
    "edited": ["title"],
    "aliases": ["old"],
    "raw": {"title": "{N}otes", "x-odd": "kept"},
    "of_the_future": {"deep": [1, 2.5, None, {"er": "yes\nlines"}]},
}


def export(library: Library) -> str:
    return FORMATS["json"](list(library)).text


def reading(text: str) -> Harvest:
    return read(text, "x.json", date(2026, 1, 1))


def add(library: Library, text: str, **options: Any) -> Ingestion:
    made = library.add(reading(text).papers, LATER, **options)
    library.apply(made)
    return made


def by_id(library: Library) -> dict[str, Record]:
    return {record["id"]: record for record in library.records()}


TEXTS = st.text(max_size=12).map(clean)
LINES = st.text(max_size=12).map(clean_lines)
NAMES = st.from_regex(r"[a-zé][\w.+*:-]{0,8}", fullmatch=True).map(clean)
RAW = st.text(st.characters(exclude_categories=["C"], include_characters="\n\t"), max_size=12)
JSON = st.recursive(
    st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False) | RAW,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(RAW, inner, max_size=2),
    max_leaves=4,
)
SOME_TITLES = st.sampled_from(["On One Thing of Many", "On one thing of many", "Short", "On One Thing of Many 2"])
OPTIONAL = {
    "authors": st.lists(st.fixed_dictionaries({"family": TEXTS}, optional={"given": TEXTS}), max_size=2),
    "others": st.sampled_from([True]),
    "author_count": st.integers(0, 9),
    "date": st.sampled_from(["2024", "2024-05", "2024-05-06"]),
    "venue": TEXTS,
    "arxiv": st.sampled_from(["2406.01234", "2406.01235"]),
    "doi": st.sampled_from(["10.1000/x", "10.1000/y"]),
    "status": st.sampled_from([*generate.STATUSES, "snoozed"]),
    "priority": st.integers(0, 3),
    "tags": st.lists(TEXTS.filter(bool), min_size=1, unique=True).map(sorted),
    "note": LINES,
    "raw": st.dictionaries(NAMES, RAW, max_size=2),
    "fields": st.dictionaries(NAMES, TEXTS, max_size=2),
    "sources": st.lists(TEXTS, max_size=2),
    "edited": st.lists(st.sampled_from(["title", "venue"]), max_size=2),
    "keywords": st.lists(TEXTS, max_size=2),
    "new_in_a_later_version": JSON,
}


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    """Libraries whose papers may look as alike as they like."""
    records = draw(st.lists(st.fixed_dictionaries({"title": SOME_TITLES}, optional=OPTIONAL), max_size=4))
    given = [
        {**record, "id": f"id{n}abcde", "key": f"key{n}", "arrival": 10 - n, "added": NOW, "updated": NOW}
        for n, record in enumerate(records)
    ]
    return Library([{"status": "inbox", "status_since": NOW, **record} for record in given])


@settings(deadline=None)
@given(libraries())
def test_an_empty_library_becomes_the_same(library: Library) -> None:
    again = Library()
    text = export(library)
    made = add(again, text)
    assert by_id(again) == by_id(library)
    assert len(made.added) == len(library)
    assert made.asked == ()
    repeated = again.add(reading(text).papers, LATER)
    assert (repeated.added, repeated.merged, len(repeated.unchanged)) == ((), (), len(library))


def test_a_large_library_becomes_the_same() -> None:
    library = Library([paper.record for paper in generate.papers(300)])
    again = Library()
    add(again, export(library))
    assert by_id(again) == by_id(library)
    assert [paper.id for paper in again] == [paper.id for paper in library]


def test_two_exports_at_once_share_what_is_the_same() -> None:
    one = Library([RECORD, {**RECORD, "id": "other234", "key": "other", "title": "Another Title of Some Length"}])
    two = Library(
        [{**RECORD, "id": "third234", "title": "Another Title of Some Length", "key": "third", "note": "new"}]
    )
    again = Library()
    papers = [*reading(export(one)).papers, *reading(export(two)).papers, *reading(export(one)).papers]
    made = again.add(papers, LATER)
    assert made.added == ("abcd2345", "other234")


# Into a library that has papers.


def holding(**fields: Any) -> Library:
    return Library([{"id": "known234", "key": "known", "arrival": 1, "added": NOW, "updated": NOW, **fields}])


def test_ids_keys_and_numbers_are_kept_where_they_are_free() -> None:
    library = holding(title="Quite Another Paper", aliases=["OLD"])
    add(library, export(Library([RECORD])))
    assert library["abcd2345"].record == {name: value for name, value in RECORD.items() if name != "aliases"}
    again = holding(title="Quite Another Paper", doi="10.1000/a", arrival=7, key="Ada1843notes", id="abcd2345")
    (id,) = add(again, export(Library([{**RECORD, "doi": "10.1000/b"}]))).added
    assert id != "abcd2345"
    assert (again[id].key, again[id].arrival, again[id].status.value) == ("ada1843notesa", 8, "done")
    assert again[id].added == RECORD["added"]


def test_a_known_paper_keeps_the_users_own_values() -> None:
    mine = {"status": "reading", "status_since": NOW, "tags": ["mine"], "note": "my own", "priority": 1}
    library = holding(title="Notes", arxiv="2406.01234", **mine)
    made = add(library, export(Library([{**RECORD, "arxiv": "2406.01234", "abstract": "New."}])))
    assert (made.added, made.merged) == ((), ("known234",))
    paper = library["known234"]
    assert {name: values_of(paper.record)[name] for name in mine} == mine
    assert (paper.abstract, paper.key, paper.arrival, paper.added) == ("New.", "known", 1, NOW)
    assert values_of(paper.record)["of_the_future"] == RECORD["of_the_future"]


def test_a_known_paper_takes_what_the_user_has_not_decided() -> None:
    library = holding(title="Notes", arxiv="2406.01234", status="inbox", status_since=NOW)
    add(library, export(Library([{**RECORD, "arxiv": "2406.01234"}])))
    paper = library["known234"]
    assert (paper.status.value, paper.status_since) == ("done", RECORD["status_since"])
    assert (paper.tags, paper.note, paper.priority) == (("engines",), "one\ntwo", 2)
    assert add(library, export(Library([{**RECORD, "arxiv": "2406.01234"}]))).unchanged == ("known234",)


def test_what_changed_since_the_export_stays_changed() -> None:
    library = Library([RECORD])
    text = export(library)
    library.apply(edits.set_fields(library, "abcd2345", {"title": "Notes by the Translator"}, LATER))
    assert add(library, text).unchanged == ("abcd2345",)


def test_what_was_removed_for_good_stays_away() -> None:
    library = Library([RECORD])
    text = export(library)
    library.apply(edits.purge(library, ["abcd2345"], LATER))
    assert add(library, text).unchanged == ("abcd2345",)
    assert len(library) == 0


def test_a_status_that_is_asked_for_goes_before_the_exported_one() -> None:
    library = Library()
    add(library, export(Library([RECORD])), status=Status.TO_READ, tags=["new"])
    paper = library["abcd2345"]
    assert (paper.status, paper.status_since, paper.tags) == (Status.TO_READ, LATER, ("engines", "new"))


# What others made of it.


def altered(**fields: Any) -> Harvest:
    return reading(json.dumps([{"record": {**RECORD, **fields}}]))


@pytest.mark.parametrize(
    "fields",
    [
        {"authors": "Ada"},
        {"authors": [{"family": 3}]},
        {"tags": "engines"},
        {"tags": [1]},
        {"note": 5},
        {"date": "²²²²"},
        {"date": "yesterday"},
        {"priority": 9},
        {"arrival": -1},
        {"comments": 10**30},
        {"upvotes": True},
        {"status": ["done"]},
        {"keywords": "a"},
        {"raw": {"title": 1}},
        {"id": "../../etc"},
        {"id": 5},
        {"strange": 1e999},
        {"strange": {"deep": 2**70}},
    ],
)
def test_what_no_library_holds_is_left_out_and_told(fields: dict[str, Any]) -> None:
    harvest = altered(**fields)
    (paper,) = harvest.papers
    (name,) = fields
    assert name not in paper.record
    (problem,) = harvest.problems
    assert (problem.where, problem.key, problem.rescued) == ("item 1", "ada1843notes", True)
    assert name in problem.message
    library = Library()
    library.apply(library.add(harvest.papers, NOW))
    assert [paper.to_json()["title"] for paper in library] == ["Notes"]


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("raw", {"title": "{N}otes", "no name, this": "x"}, {"title": "{N}otes"}),
        ("fields", {"volume": "7", "issue": 7}, {"volume": "7"}),
        ("tags", ["engines", 7], ["engines"]),
        ("authors", [{"family": "Moss"}, {"family": 3}], [{"family": "Moss"}]),
        ("parts", [{"title": "Notes", "priority": 9}], [{"title": "Notes"}]),
    ],
)
def test_what_is_sound_of_a_list_or_an_object_is_kept(field: str, value: object, kept: object) -> None:
    harvest = altered(**{field: value})
    assert values_of(harvest.papers[0].record)[field] == kept
    assert harvest.problems[0].message.endswith("; left out")


def test_nesting_without_end_is_left_out() -> None:
    text = json.dumps([{"record": {**RECORD, "strange": "DEEP"}}]).replace('"DEEP"', "[" * 500 + "]" * 500)
    assert "strange" not in reading(text).papers[0].record


def test_text_is_made_harmless() -> None:
    record = values_of(
        altered(title="A\x1b[31m\u202eB\n C", note="x\x07\r\ny", strange={"a\x00": ["\ud800b"]}).papers[0].record
    )
    assert (record["title"], record["note"], record["strange"]) == ("AB C", "x\ny", {"a": ["b"]})


def test_an_id_that_stands_twice_is_given_once() -> None:
    harvest = reading(json.dumps([{"record": RECORD}, {"record": {**RECORD, "title": "Another", "key": "b"}}]))
    assert [problem.where for problem in harvest.problems] == ["item 2"]
    library = Library()
    library.apply(library.add(harvest.papers, NOW))
    assert sorted(paper.title for paper in library) == ["Another", "Notes"]
    assert {paper.status.value for paper in library} == {"done"}


def test_items_without_record_or_title_cost_no_neighbour() -> None:
    listed = Paper(RECORD).to_json()
    harvest = reading(
        json.dumps([listed, {"record": {"id": "a"}}, 7, {"record": RECORD}, {"record": {"title": "New"}}])
    )
    assert sorted(paper.title for paper in harvest.papers) == ["New", "Notes"]
    assert [problem.where for problem in harvest.problems] == ["item 1", "item 2", "item 3"]
    assert "--format json" in harvest.problems[0].message


JUNK = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
VALUES = JUNK | st.lists(JUNK, max_size=2) | st.dictionaries(st.sampled_from(["family", "title"]), JUNK)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.dictionaries(st.sampled_from(sorted(RECORD)), VALUES, max_size=4), min_size=1, max_size=3))
def test_any_records_give_papers_that_can_be_shown(records: list[dict[str, Any]]) -> None:
    harvest = reading(json.dumps([{"record": {"title": "T", **record}} for record in records]))
    library = Library()
    library.apply(library.add(harvest.papers, NOW))
    for paper in library:
        json.dumps([paper.to_json(), paper.year, str(paper.authors), paper.status, paper.aliases])
