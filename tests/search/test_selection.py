from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.papers.library import Library
from readinglist.papers.paper import Paper
from readinglist.search.index.index import Index
from readinglist.search.query.parser import parse
from readinglist.search.selection import Selection
from readinglist.search.views import ALL, View, duplicates_view, status_view, tag_view

TODAY = date(2026, 1, 31)
RECORDS: dict[str, dict[str, Any]] = {
    "old": {"title": "Zebra graphs", "status": "inbox", "tags": ["nlp"], "added": "2025-01-01T00:00:00Z"},
    "new": {"title": "Reward models", "status": "inbox", "priority": 2, "added": "2026-01-30T00:00:00Z"},
    "read": {"title": "Graphs of rewards", "status": "done", "tags": ["nlp/parsing", "rl"], "date": "2020"},
    "later": {"title": "Graph rewriting", "status": "a later version's", "tags": ["nlp"], "date": "2024"},
    "gone": {"title": "Graphs thrown away", "status": "trashed", "tags": ["nlp"]},
}
LIBRARY = Library([{"id": id, "key": id, **record} for id, record in RECORDS.items()])
INDEX = Index(LIBRARY)
INBOX, DONE, TRASH = status_view("inbox"), status_view("done"), status_view("trashed")
RECENT = View("recent", parse("added:<7d", TODAY), "priority")
GRAPHS = View("graphs", parse("graph -tag:rl"), "title")


def chosen(text: str, view: View = ALL, sort: str = "", *, reverse: bool = False) -> list[str]:
    selection = Selection(parse(text, TODAY), view, sort, reverse)
    papers = [paper.id for paper in selection.papers(LIBRARY)]
    assert [paper.id for paper in selection.papers(LIBRARY, INDEX)] == papers, "an index changes nothing"
    assert {paper.id for paper in selection.members(LIBRARY)} == set(papers)
    assert {paper.id for paper in LIBRARY if selection.admits(paper)} == set(papers), "nor does asking one by one"
    return papers


@pytest.mark.parametrize(
    ("text", "view", "found"),
    [
        ("", ALL, ["new", "old", "read", "later"]),
        ("graph", ALL, ["old", "read", "later"]),
        ("", INBOX, ["new", "old", "later"]),
        ("", DONE, ["read"]),
        ("", tag_view("nlp"), ["old", "later"]),
        ("", tag_view("nlp/parsing"), ["read"]),
        ("tag:nlp", ALL, ["old", "read", "later"]),
        ("reward", INBOX, ["new"]),
        ("", RECENT, ["new"]),
        ("models", RECENT, ["new"]),
        ("zebra", RECENT, []),
        ("", GRAPHS, ["later", "old"]),
        ("year:2024", GRAPHS, ["later"]),
        ("", duplicates_view({"read", "new"}), ["read", "new"]),
        ("reward", duplicates_view({"read", "old"}), ["read"]),
    ],
)
def test_a_selection_is_what_a_query_finds_in_a_view(text: str, view: View, found: list[str]) -> None:
    assert sorted(chosen(text, view)) == sorted(found)


@pytest.mark.parametrize(
    ("text", "view", "found"),
    [
        ("status:done", INBOX, ["read"]),
        ("status:done graph", INBOX, ["read"]),
        ("-status:inbox", INBOX, ["read"]),
        ("status:done", tag_view("rl"), ["read"]),
        ("status:inbox", tag_view("rl"), []),
        ("status:done", View("both", parse("status:inbox tag:rl")), ["read"]),
        ("status:nonsense", INBOX, ["new", "old", "later"]),
    ],
)
def test_a_status_in_the_query_overrules_that_of_the_view(text: str, view: View, found: list[str]) -> None:
    assert sorted(chosen(text, view)) == sorted(found)


@pytest.mark.parametrize(
    ("text", "view", "is_found"),
    [
        ("", ALL, False),
        ("thrown", ALL, False),
        ("tag:nlp", ALL, False),
        ("-status:inbox", ALL, False),
        ("", tag_view("nlp"), False),
        ("status:trashed", ALL, True),
        ("status:trashed thrown", INBOX, True),
        ("status:trashed", tag_view("nlp"), True),
        ("", TRASH, True),
        ("", View("bin", parse("status:trashed tag:nlp")), True),
        ("status:done", TRASH, False),
        ("-status:done", TRASH, False),
    ],
)
def test_the_trash_is_found_only_when_asked_for(text: str, view: View, is_found: bool) -> None:
    assert ("gone" in chosen(text, view)) is is_found


def test_the_order_is_the_chosen_one_else_relevance_for_words_else_that_of_the_view() -> None:
    assert chosen("")[:2] == ["new", "old"]
    assert chosen("", GRAPHS) == ["later", "old"]
    assert chosen("", RECENT, "added") == ["new"]
    assert chosen("graphs", GRAPHS) == ["old", "later"]
    assert Selection(parse("graph"), GRAPHS).order == "relevance"
    assert Selection(parse("year:2024"), GRAPHS).order == "title"
    assert chosen("", ALL, "title") == ["later", "read", "new", "old"]
    assert chosen("", ALL, "title", reverse=True) == ["old", "new", "read", "later"]


def test_relevance_is_told_for_one_paper_as_for_all() -> None:
    selection = Selection(parse("graph"))
    found = selection.search(LIBRARY, INDEX)
    assert {paper.id: selection.score(paper) for paper in LIBRARY if paper.id in found} == dict(found)
    assert selection.score(Paper({"id": "x", "key": "x", "title": "Nothing of the kind"})) is None


PARTS = [
    "graph",
    '"graphs of"',
    "-reward",
    "tag:nlp",
    "-tag:rl",
    "status:done",
    "-status:done",
    "year:2020..",
    "or",
    "title:gra",
]


@given(st.lists(st.sampled_from(PARTS), max_size=4), st.lists(st.sampled_from(PARTS), max_size=3))
def test_all_ways_to_ask_agree(typed: list[str], saved: list[str]) -> None:
    chosen(" ".join(typed), View("saved", parse(" ".join(saved))))
