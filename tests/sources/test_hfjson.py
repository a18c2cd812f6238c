"""JSON of the Hugging Face API, whole and broken."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.errors import SourceError
from readinglist.papers.harvest import Harvest
from readinglist.sources.documents.hfjson import papers_from_items, papers_from_props, read

SOURCE = "hf:daily:2026-06-12"


def item(number: int = 1, **inner: Any) -> dict[str, Any]:
    """An item as the API of 2026 gives it, about an invented paper."""
    paper = {
        "id": f"2606.0000{number}",
        "authors": [{"name": "Ada Lovelace", "hidden": False}, {"name": "Bob van Dam", "hidden": False}],
        "publishedAt": "2026-06-10T00:00:00.000Z",
        "submittedOnDailyAt": "2026-06-12T00:00:00.000Z",
        "title": f"Study Number {number}",
        "summary": "We study\n  it.\n",
        "upvotes": 7,
        "ai_summary": "A machine's summary.",
        "organization": {"name": "example-lab", "fullname": "Example Lab"},
        **inner,
    }
    return {"paper": paper, "publishedAt": "2026-06-09T20:00:00.000Z", "title": paper["title"], "numComments": 2}


def reading(data: object) -> Harvest:
    return read(json.dumps(data), SOURCE)


def test_what_an_item_tells() -> None:
    (paper,) = reading([item()]).papers
    assert paper.title == "Study Number 1"
    assert [str(author) for author in paper.authors] == ["Ada Lovelace", "Bob van Dam"]
    assert (paper.authors[1].particle, paper.authors[1].family) == ("van", "Dam")
    assert paper.abstract == "We study it."
    assert str(paper.date) == "2026-06-10"
    assert (paper.organization_handle, paper.organization) == ("example-lab", "Example Lab")
    assert (paper.comments, paper.upvotes, paper.arxiv, paper.sources) == (2, 7, "2606.00001", (SOURCE,))


def test_the_repository_of_its_code() -> None:
    (paper,) = reading([item(githubRepo="https://github.com/example-lab/study ")]).papers
    assert paper.record["code"] == "https://github.com/example-lab/study"


@pytest.mark.parametrize("address", ["example-lab/study", "javascript:alert(1)", "https://a b", 7, None])
def test_a_repository_without_an_address_is_left_out(address: object) -> None:
    (paper,) = reading([item(githubRepo=address)]).papers
    assert "code" not in paper.record


def test_items_keep_their_order() -> None:
    found = reading([item(3), item(1), item(2)])
    assert [paper.arxiv for paper in found.papers] == ["2606.00003", "2606.00001", "2606.00002"]
    assert found.problems == []


def test_missing_and_empty_fields_are_unknown() -> None:
    gone: dict[str, Any] = dict.fromkeys(("authors", "summary", "publishedAt", "upvotes", "organization"))
    (paper,) = papers_from_items([{**item(1, **gone), "numComments": None}], SOURCE).papers
    assert paper.record == {"title": "Study Number 1", "arxiv": "2606.00001", "sources": [SOURCE]}


def test_a_count_that_no_library_holds_is_left_out_and_the_paper_is_not() -> None:
    (paper,) = reading([item(upvotes=2**80)]).papers
    assert paper.upvotes is None


def test_no_upvotes_is_known() -> None:
    (paper,) = reading([item(upvotes=0)]).papers
    assert paper.upvotes == 0


def test_hidden_authors_stay_hidden() -> None:
    authors = [{"name": "Ada Lovelace"}, {"name": "Eve Wrong", "hidden": True}, {"name": ""}, {}, None, "Bob"]
    (paper,) = reading([item(authors=authors)]).papers
    assert [str(author) for author in paper.authors] == ["Ada Lovelace", "Bob"]


@pytest.mark.parametrize(
    "data",
    [
        item(),
        item()["paper"],
        {"dailyPapers": [item()]},
        {"dailyPapers": [item()], "searchResults": [], "query": {"q": "study"}},
        {"dailyPapers": [item(9)], "searchResults": [item()], "query": {"q": "study"}},
        {"dailyPapers": [item()], "searchResults": [item(9)], "query": {}},
        {"paper": item()["paper"], "comments": [], "query": {}},
    ],
)
def test_one_paper_in_other_wrappings(data: object) -> None:
    assert [paper.arxiv for paper in papers_from_props(data, SOURCE).papers] == ["2606.00001"]


def test_an_empty_list_is_no_error() -> None:
    assert reading([]) == Harvest()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"a": 1},
        [1, 2],
        [{"title": "x"}],
        [{"id": "lovelace1843", "type": "book", "title": "Notes"}],
        {"dailyPapers": 3},
    ],
)
def test_other_json_is_refused_with_what_was_expected(data: object) -> None:
    with pytest.raises(SourceError) as error:
        reading(data)
    assert "Hugging Face" in error.value.message


def test_bad_items_are_reported_and_the_good_ones_kept() -> None:
    found = reading([item(1), 5, {"paper": {"id": "2606.00002"}}, item(3, id="../../etc"), item(4)])
    assert [paper.arxiv for paper in found.papers] == ["2606.00001", "", "2606.00004"]
    assert [(problem.where, problem.rescued) for problem in found.problems] == [
        ("item 2", False),
        ("item 3", False),
        ("item 4", True),
    ]


def test_of_a_list_that_breaks_off_the_whole_items_are_kept() -> None:
    text = json.dumps([item(1), item(2), item(3)], indent=1)
    found = read(text[: text.rindex("summary")], SOURCE)
    assert [paper.arxiv for paper in found.papers] == ["2606.00001", "2606.00002"]
    (problem,) = found.problems
    assert problem.where.startswith("line ")
    assert not problem.rescued


@pytest.mark.parametrize(
    "text", ["[{", '[{"paper": ', '{"paper": {"id": "1"', "[" * 100_000 + '{"a":', '[{"a": 1' + "0" * 9999 + "}]"]
)
def test_broken_json_is_refused(text: str) -> None:
    with pytest.raises(SourceError):
        read(text, SOURCE)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from([*item(), *item()["paper"], "x"]) | st.text(), inner)
    ),
)


@given(json_values | st.lists(json_values.map(lambda value: {"paper": value, "title": "x"})))
def test_any_json_gives_papers_or_a_message(data: object) -> None:
    try:
        found = reading(data)
    except SourceError as error:
        assert error.message  # noqa: PT017 - either outcome is right
        return
    assert all(paper.title for paper in found.papers)
