"""The query language: what each form means, and that nothing one types raises."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.papers.library import Library
from readinglist.search import search
from readinglist.search.query.parser import parse

TODAY = date(2025, 12, 8)
PAPERS: dict[str, dict[str, Any]] = {
    "wang": {
        "title": "Reward Modeling from Human Feedback",
        "authors": [{"family": "Wang", "given": "Li"}, {"family": "Berg", "given": "Anna", "particle": "van der"}],
        "abstract": "We model what people prefer.",
        "tags": ["rl", "to-cite"],
        "date": "2023-05",
        "arxiv": "2305.12345",
        "added": "2025-12-07T08:00:00Z",
        "priority": 3,
        "sources": ["hf:daily:2025-12-08"],
        "key": "wang2023reward",
    },
    "goedel": {
        "title": "Über formal unentscheidbare Sätze",
        "authors": [{"family": "Gödel", "given": "Kurt"}],
        "venue": "Monatshefte für Mathematik",
        "date": "1931",
        "doi": "10.1007/BF01700692",
        "added": "2025-11-01T08:00:00Z",
        "status": "done",
        "note": "Read the *second* part.",
        "tags": ["nlp/logic"],
        "url": "https://example.org/goedel",
    },
    "nvidia": {
        "title": "BERT: A World Model",
        "organization": "NVIDIA",
        "organization_handle": "nvidia",
        "author_count": 5,
        "date": "2025-01-15",
        "added": "2024-12-08T08:00:00Z",
        "status": "reading",
        "tags": ["rlhf"],
        "priority": 1,
    },
    "gone": {"title": "A Trashed Reward", "status": "trashed", "added": "2025-12-08T00:00:00Z"},
}


@pytest.fixture(scope="module")
def library() -> Library:
    return Library({"id": id, "key": id, **record} for id, record in PAPERS.items())


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", "wang goedel nvidia"),
        ("   ", "wang goedel nvidia"),
        ("status:inbox", "wang"),
        ("status:inbox,done", "wang goedel"),
        ("status:DONE", "goedel"),
        ("status:trashed", "gone"),
        ("status:trashed,inbox reward", "gone wang"),
        ("-status:done", "wang nvidia"),
        ("tag:rl", "wang"),
        ("tag:rl*", "wang nvidia"),
        ("tag:nlp", "goedel"),
        ("tag:rl,rlhf", "wang nvidia"),
        ("-tag:rl", "goedel nvidia"),
        ("author:wang", "wang"),
        ("author:wan", "wang"),
        ("author:ang", ""),
        ("author:GÖDEL", "goedel"),
        ("author:godel", "goedel"),
        ("author:goedel", "goedel"),
        ('author:"van der"', "wang"),
        ('author:"van der berg"', "wang"),
        ('author:"wang, li"', "wang"),
        ('author:"li wang"', "wang"),
        ('author:"wang anna"', ""),
        ('author:"van der",gödel', "wang goedel"),
        ("author:“van der”", "wang"),
        ("title:model", "wang nvidia"),
        ("title:uber", "goedel"),
        ("abstract:prefer", "wang"),
        ("venue:monatshefte", "goedel"),
        ("org:nvi", "nvidia"),
        ("note:second", "goedel"),
        ("year:2023", "wang"),
        ("year:2020..2024", "wang"),
        ("year:..2023", "wang goedel"),
        ("year:2023..", "wang nvidia"),
        ("year:>2022", "wang nvidia"),
        ("year:>2023", "nvidia"),
        ("year:>=2023", "wang nvidia"),
        ("year:<2023", "goedel"),
        ("year:<=2023", "wang goedel"),
        ("year:1931,2025", "goedel nvidia"),
        ("added:<7d", "wang"),
        ("added:<1d", ""),
        ("added:<=1d", "wang"),
        ("added:>7d", "goedel nvidia"),
        ("added:<2m", "wang goedel"),
        ("added:<8w", "wang goedel"),
        ("added:<2y", "wang goedel nvidia"),
        ("added:99999y", "wang goedel nvidia"),
        ("added:2025-12-01..", "wang"),
        ("added:2025-12-07", "wang"),
        ("added:2025-11", "goedel"),
        ("added:2025", "wang goedel"),
        ("added:<2025-11", "nvidia"),
        ("added:2024..2025-11", "goedel nvidia"),
        ("priority:3", "wang"),
        ("priority:>=1", "wang nvidia"),
        ("priority:0", "goedel"),
        ("priority:1..2", "nvidia"),
        ("key:2023rew", "wang"),
        ("arxiv:2305", "wang"),
        ("arxiv:2305.12345v2", "wang"),
        ("arxiv:https://arxiv.org/abs/2305.12345", "wang"),
        ("doi:10.1007/bf01700692", "goedel"),
        ("doi:https://doi.org/10.1007/BF01700692", "goedel"),
        ("doi:10.48550/arXiv.2305.12345", "wang"),
        ("source:hf:daily", "wang"),
        ("has:notes", "goedel"),
        ("has:note", "goedel"),
        ("has:abstract", "wang"),
        ("has:authors", "wang goedel"),
        ("has:doi", "goedel"),
        ("has:arxiv", "wang"),
        ("-has:arxiv", "goedel nvidia"),
        ("https://arxiv.org/pdf/2305.12345v3", "wang"),
        ("2305.12345v3", "wang"),
        ("2305.12345", "wang"),
        ("https://example.org/goedel", "goedel"),
        ("reward", "wang"),
        ("-model", "goedel"),
        ("-modeling", "goedel nvidia"),
        ("-rewards", "goedel nvidia wang"),
        ('"human feedback"', "wang"),
        ('"HUMAN  feedback"', "wang"),
        ('"feedback human"', ""),
        ('"human feed"', ""),
        ('-"human feedback"', "goedel nvidia"),
        ("BERT: a world", "nvidia"),
        ("nvidia or year:1931", "goedel nvidia"),
        ("nvidia OR tag:rl reward", "nvidia wang"),
        ("tag:rl year:1931 or tag:rlhf", "nvidia"),
        ("-tag:rl or year:2023", "wang goedel nvidia"),
        ("status:inbox tag:rl year:>2022 -author:wang", ""),
        ("status:inbox tag:rl year:>2022 author:wang", "wang"),
        ("status:trashed or nvidia", "gone nvidia"),
        ("wang 2023", "wang"),
        ("& — ! nvidia", "nvidia"),
    ],
)
def test_what_a_query_finds(library: Library, text: str, ids: str) -> None:
    query = parse(text, TODAY)
    assert query.problems == ()
    assert set(search(library, query)) == set(ids.split())


@pytest.mark.parametrize(
    ("text", "wrong", "says"),
    [
        ("model status:", "status:", "unfinished"),
        ("status:in", "status:in", "inbox"),
        ("status:t", "status:t", "to-read, trashed"),
        ("status:foo", "status:foo", "one of inbox"),
        ("status:inbox,re", "re", "reading"),
        ("status:inbox,", "", "another value"),
        ("has:abs", "has:abs", "abstract"),
        ("year:20", "year:20", "2020..2024"),
        ("year:>", "year:>", ">2022"),
        ("year:2020.", "year:2020.", "2020..2024"),
        ("year:2024..2020", "year:2024..2020", "ends before"),
        ("year:2023,20", "20", "no year"),
        ("added:<7", "added:<7", "<7d"),
        ("added:2025-13", "added:2025-13", "no such day"),
        ("added:2025-02-30..", "added:2025-02-30..", "no such day"),
        ("priority:9", "priority:9", "0 to 3"),
        ('author:"van', 'author:"van', "closing"),
        ('"exact phr', '"exact phr', "closing"),
        ('""', '""', "letters"),
        ("author:?", "author:?", "letters"),
        ("tag:*", "tag:*", "needs a tag"),
        ("stauts:inbox", "stauts:inbox", "did you mean status:?"),
        ("autor:wang", "autor:wang", "did you mean author:?"),
        ("-tags:rl", "-tags:rl", "did you mean tag:?"),
        ("qqq:x", "qqq:x", "there are status, tag"),
        ("or model", "or", "before"),
        ("model or", "or", "follow"),
        ("model or or bert", "or", "before"),
        ("model -", "-", "unfinished"),
        ("-status:", "-status:", "unfinished"),
        ("& — !", "& — !", "letters or digits"),
    ],
)
def test_what_is_unfinished_or_wrong_is_pointed_at_and_ignored(
    library: Library, text: str, wrong: str, says: str
) -> None:
    query = parse(text, TODAY)
    (problem,) = query.problems
    assert text[problem.start : problem.end] == wrong
    assert says in problem.message
    cut = text[: problem.start] + text[problem.end :]
    assert search(library, query) == search(library, parse(cut.strip().strip(","), TODAY))


def test_a_query_longer_than_anybody_types_is_cut(library: Library) -> None:
    text = "model " + "y" * 2_000_000
    query = parse(text, TODAY)
    (problem,) = query.problems
    assert (problem.start, problem.end) == (1_000, len(text))
    assert "the rest is left out" in problem.message
    assert search(library, query) == search(library, parse(text[:1_000], TODAY))


@pytest.mark.parametrize("text", ["C: drive", "BERT: x", "BERT:x", "Saffron-1: y", "http://", "http:", "1:2", "a - b"])
def test_titles_and_addresses_are_no_fields(text: str) -> None:
    assert parse(text).problems == ()
    assert parse(text).fields == frozenset()


def test_a_query_tells_its_words_and_fields() -> None:
    query = parse('Gödel tag:rl "formal sätze" -wang year:2 status:done or rewrd')
    assert query.words == ("godel", "goedel", "rewrd")
    assert query.phrases == ("formal satze", "formal saetze")
    assert query.fields == {"tag", "status"}
    assert query.has_words
    assert not parse("-wang tag:rl").has_words


HALVES = [
    'status:inbox,reading tag:rl* year:2020..2024 -author:"van der" added:<7d priority:>=2 "exact phrase" or x -y',
    "has:notes https://arxiv.org/abs/2305.12345v1 doi:10.1000/x,y BERT: foo:bar -“smart quotes” or or -- ,:,",
]


@pytest.mark.parametrize("whole", HALVES)
def test_every_half_typed_query_can_be_searched(library: Library, whole: str) -> None:
    for end in range(len(whole) + 1):
        query = parse(whole[:end], TODAY)
        search(library, query)
        assert all(0 <= p.start <= p.end <= end and p.message for p in query.problems)


PIECES = st.lists(
    st.sampled_from([*'abz "-:,.<>=*ö学', "or ", "status:", "tag:", "year:", "2020", "..", "added:", "7d", "has:"])
    | st.text(max_size=3),
    max_size=12,
).map("".join)


@given(PIECES)
def test_nothing_one_types_raises(text: str) -> None:
    query = parse(text, TODAY)
    assert query.text == text
    assert all(0 <= problem.start <= problem.end <= len(text) for problem in query.problems)
    search(Library({"id": id, "key": id, **record} for id, record in PAPERS.items()), query)
