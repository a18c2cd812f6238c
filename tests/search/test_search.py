"""Searching, ordering and marking as a user sees it."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.errors import UsageError
from readinglist.papers.library import Library
from readinglist.papers.paper import Paper
from readinglist.search import SORTS, order, search
from readinglist.search.highlight import spans
from readinglist.search.index.index import Index
from readinglist.search.query.parser import parse
from tests.support.generate import papers

TITLES = {
    "reward": "Reward Modeling for Language Agents",
    "kaleido": "Value Kaleidoscope: Engaging AI with Pluralistic Human Values",
    "survey": "A Survey of Pre-training",
    "deep": "深度学习方法综述",
    "hostile": "A [/b] title [red]x",
}


@pytest.fixture(scope="module")
def library() -> Library:
    records: dict[str, dict[str, Any]] = {id: {"id": id, "title": title} for id, title in TITLES.items()}
    records["reward"] |= {"authors": [{"family": "Gödel", "given": "Kurt"}], "tags": ["survey"]}
    records["kaleido"] |= {"abstract": "A reward for those who read the survey.", "authors": [{"family": "Survey"}]}
    records["hostile"] |= {"venue": "Survey Journal", "note": "pretraining"}
    return Library(records.values())


@pytest.fixture(scope="module")
def index(library: Library) -> Index:
    return Index(library)


@pytest.mark.parametrize(
    ("text", "best_first"),
    [
        ("rewrd modeling", "reward"),
        ("modeling rewrd", "reward"),
        ("Goedel", "reward"),
        ("gödel", "reward"),
        ("GODEL", "reward"),
        ("Kurt goed", "reward"),
        ("kaleid value", "kaleido"),
        ("kaliedoscope", "kaleido"),
        ("reward", "reward kaleido"),
        ("survey", "survey kaleido reward hostile"),
        ("pretraining", "survey hostile"),
        ("pre-training", "survey hostile"),
        ("学习 综述", "deep"),
        ("方法", "deep"),
        ("[red]x", "hostile"),
        ("reward nothing", ""),
    ],
)
def test_words_find_what_one_means_best_first(library: Library, index: Index, text: str, best_first: str) -> None:
    found = search(library, parse(text), index)
    assert [paper.id for paper in order((library[id] for id in found), "relevance", relevance=found)] == (
        best_first.split()
    )
    assert search(library, parse(text)) == found


NETWORKS = Library(
    [
        {"id": "one", "title": "A Neural Net for Lamps", "abstract": "It is small."},
        {"id": "many", "title": "Neural Networks for Lamps", "abstract": "Deep neural networks, each a net."},
        {"id": "told", "title": "Lamps", "abstract": "Of any neural net."},
    ]
)


@pytest.mark.parametrize("is_indexed", [False, True])
def test_a_phrase_means_whole_words(is_indexed: bool) -> None:
    index = Index(NETWORKS) if is_indexed else None

    def found(text: str) -> set[str]:
        return set(search(NETWORKS, parse(text), index))

    assert found("neural net") == {"one", "many", "told"}
    assert found('"neural net"') == {"one", "told"}
    assert found('-"neural net"') == {"many"}
    assert found('"eural net"') == set()


def test_without_words_all_are_as_relevant(library: Library) -> None:
    assert search(library, parse("-reward")) == dict.fromkeys(("survey", "deep", "hostile"), 0.0)


def test_a_purged_paper_that_the_index_still_knows_is_not_found(library: Library) -> None:
    index = Index([*library, Paper({"id": "purged", "title": "Reward", "authors": [{"family": "Gone"}]})])
    for text in ("reward", "author:gone", '"reward"', "-survey", "status:trashed,inbox reward"):
        assert "purged" not in search(library, parse(text), index)


def test_a_paper_leaves_and_comes_back_from_the_trash(library: Library) -> None:
    index = Index(library)
    trashed = library["reward"].with_fields({"status": "trashed"})
    now = Library([trashed.record])
    index.replace(library["reward"], trashed)
    assert search(now, parse("reward"), index) == {}
    assert set(search(now, parse("reward status:trashed"), index)) == {"reward"}
    index.replace(None, library["reward"])
    assert "reward" in search(library, parse("reward"), index)


def test_terms_follow_a_paper_whose_texts_stay_the_same(library: Library) -> None:
    index = Index(library)
    assert search(library, parse("status:done has:notes"), index) == {}
    done = library["hostile"].with_fields({"status": "done"})
    index.replace(library["hostile"], done)
    now = Library([*(paper.record for paper in library if paper.id != "hostile"), done.record])
    assert set(search(now, parse("status:done has:notes"), index)) == {"hostile"}


@pytest.mark.parametrize("is_indexed", [False, True])
@pytest.mark.parametrize(
    ("address", "id"),
    [
        ("https://aclanthology.org/P18-1007/", "acl"),
        ("https://aclanthology.org/p18-1007.pdf", "acl"),
        ("https://aclanthology.org/2020.acl-main.1", ""),
        ("https://openreview.net/forum?id=_CfpJazzXT2", "openreview"),
        ("https://openreview.net/pdf?id=_CfpJazzXT2", "openreview"),
        ("https://openreview.net/forum?id=_CfpJazzXT3", ""),
    ],
)
def test_addresses_of_acl_and_openreview_find_their_paper(address: str, id: str, is_indexed: bool) -> None:
    library = Library(
        [
            {"id": "acl", "title": "Subword Lamps", "acl": "P18-1007"},
            {"id": "openreview", "title": "Reviewed Lamps", "openreview": "_CfpJazzXT2"},
            {"id": "none", "title": "Lamps", "url": "https://example.org/P18-1007"},
        ]
    )
    index = Index(library) if is_indexed else None
    assert list(search(library, parse(address), index)) == [id] * bool(id)


def test_web_addresses_are_told_apart_by_what_they_lead_to() -> None:
    some = [Paper({"id": id, "title": "x", "arxiv": id}) for id in ("2401.00001", "2401.00002")]
    two, index = Library(paper.record for paper in some), Index(some)
    for id in two.ids:
        assert set(search(two, parse(f"https://arxiv.org/abs/{id}"), index)) == {id}


QUERIES = st.lists(
    st.sampled_from(
        """the reward rewrd model agents -model -agents or tag:rl -tag:rl status:inbox,trashed
        status:done author:wang author:goed -author:li abstract:atten title:re -title:kal year:2020..2024 key:2023
        24 long-horizon key:wang -key:2024 key:aNg20
        arxiv:24 arxiv:2401.0 doi:10. doi:https://doi.org/10.1 key:-
        -end-to-end self-supervised transfromer note:x venue:x has:tags added:<300d 3d w
        -status:done has:doi has:priority has:tags,doi has:note,venue -has:abstract has:authors source:page
        source:file,hf -source:hf source:2025-12 https://arxiv.org/abs/2401.00001 2401.00003v2 10.1234/x""".split()
    )
    | st.sampled_from(['"of the"', '-"of the"', 'author:"wang, "', 'title:"and the"', 'abstract:"the of",model']),
    min_size=1,
    max_size=4,
).map(" ".join)
LIBRARIES = {n: Library(paper.record for paper in papers(n, seed=n)) for n in (60, 200)}
INDEXES = {n: Index(library) for n, library in LIBRARIES.items()}


@settings(deadline=None)
@given(QUERIES, st.sampled_from(sorted(LIBRARIES)))
def test_a_search_finds_the_same_with_and_without_an_index(text: str, n: int) -> None:
    query = parse(text)
    assert search(LIBRARIES[n], query, INDEXES[n]) == search(LIBRARIES[n], query)


NAMELIKE = st.text("aB1éßå学-_.:/+", min_size=1, max_size=12)


@settings(deadline=None)
@given(st.lists(st.tuples(NAMELIKE, NAMELIKE, NAMELIKE), min_size=1, max_size=6), st.data())
def test_a_part_of_a_key_or_id_is_found_the_same_with_and_without_an_index(
    names: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    library = Library(
        {"id": f"p{number}", "key": key, "aliases": [alias], "doi": f"10.1234/{doi}"}
        for number, (key, alias, doi) in enumerate(names)
    )
    whole = data.draw(st.sampled_from([name for paper in names for name in paper]))
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(whole)), st.integers(0, len(whole)))))
    for field in ("key", "doi", "arxiv"):
        query = parse(f'{field}:"{whole[start:end]}"')
        assert search(library, query, Index(library)) == search(library, query)


@settings(deadline=None)
@given(st.lists(st.lists(NAMELIKE, max_size=3), min_size=1, max_size=6), st.data())
def test_a_part_of_a_source_is_found_the_same_with_and_without_an_index(
    sources: list[list[str]], data: st.DataObject
) -> None:
    library = Library({"id": f"p{number}", "sources": some} for number, some in enumerate(sources))
    whole = data.draw(st.sampled_from([name for some in sources for name in some] or ["a"]))
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(whole)), st.integers(0, len(whole)))))
    for text in (f'source:"{whole[start:end]}"', f'-source:"{whole[start:end]}"', f'source:"{whole}",B'):
        query = parse(text)
        assert search(library, query, Index(library)) == search(library, query)


def test_facts_follow_a_paper_that_changes() -> None:
    paper = Paper({"id": "p1", "title": "x", "sources": ["file:a.txt"]})
    index = Index([paper])
    changed = paper.with_fields({"sources": ["file:a.txt", "hf:daily"], "note": "read it"})
    library = Library([changed.record])
    index.replace(paper, changed)
    for text in ("source:daily", "has:note", "source:a.txt -has:doi"):
        assert set(search(library, parse(text), index)) == {"p1"}


def test_an_unfinished_index_still_answers_terms_in_full() -> None:
    library = LIBRARIES[200]
    index = Index()
    building = index.building(library)
    next(building)
    for text in ("author:wang", "abstract:atten", "-title:kal", "has:abstract", "source:hf"):
        assert search(library, parse(text), index) == search(library, parse(text))


# Orders


def paper(id: str, arrival: int, added: str, **fields: object) -> Paper:
    return Paper({"id": id, "arrival": arrival, "added": added, "title": id, "key": id, **fields})


PILE = [
    paper("p1", 1, "2025-12-01", title="beta", date="2020", priority=2, status="done"),
    paper("p2", 2, "2025-12-01", title="Älpha", date="2024-05", authors=[{"family": "Zhou", "given": "Bo"}]),
    paper("p3", 3, "2025-12-05", title="gamma", status="reading", authors=[{"family": "Zhou", "given": "An"}]),
    paper("p4", 4, "2025-12-05", title="Beta", date="2024-01", priority=3, organization="Meta"),
]


@pytest.mark.parametrize(
    ("sort", "ids", "backwards"),
    [
        ("added", "p3 p4 p1 p2", "p2 p1 p4 p3"),
        ("year", "p2 p4 p1 p3", "p1 p4 p2 p3"),
        ("title", "p2 p4 p1 p3", "p3 p1 p4 p2"),
        ("author", "p4 p3 p2 p1", "p2 p3 p4 p1"),
        ("priority", "p4 p1 p3 p2", "p2 p3 p1 p4"),
        ("status", "p4 p2 p3 p1", "p1 p3 p2 p4"),
        ("key", "p1 p2 p3 p4", "p4 p3 p2 p1"),
        ("relevance", "p1 p3 p4 p2", "p2 p4 p3 p1"),
    ],
)
def test_orders(sort: str, ids: str, backwards: str) -> None:
    shuffled = random.Random(1).sample(PILE, len(PILE))
    relevance = {"p1": 2.0, "p2": 0.5, "p3": 1.0, "p4": 1.0}
    assert [p.id for p in order(shuffled, sort, relevance=relevance)] == ids.split()
    assert [p.id for p in order(shuffled, sort, reverse=True, relevance=relevance)] == backwards.split()


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(UsageError, match="no order 'size'"):
        order(PILE, "size")
    assert "added" in SORTS


def test_relevance_without_scores_is_the_order_of_arrival() -> None:
    assert order(PILE, "relevance") == order(PILE, "added")


# Marks


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Reward Modeling", "rewrd model", ["Reward", "Model"]),
        ("Reward Rewards rewarding", "reward", ["Reward", "Reward", "reward"]),
        ("Kurt Gödel's proof", "goedel", ["Gödel"]),
        ("Kurt Gödel's proof", "god", ["Göd"]),
        ("Go\u0308del proof", "godel", ["Go\u0308del"]),
        ("Cafe\u0301 x", "caf\u00e9", ["Cafe\u0301"]),
        ("Straße", "strasse", ["Straße"]),
        ("ﬁne-tuning", "fine", ["ﬁne"]),
        ("A Survey of Pre-training", "pretrain", ["Pre-train"]),
        ("A Survey of Pre-training", "pre-training", ["Pre-training"]),
        ("深度学习方法综述", "学习", ["学习"]),
        ("学习的学习", "学习", ["学习", "学习"]),
        ("Human Values and human values", '"human values"', ["Human Values", "human values"]),
        ("Human, Values", '"human values"', ["Human, Values"]),
        ("Human Valuesque", '"human values"', []),
        ("Reward Modeling", "-reward tag:rl", []),
        ("Reward Modeling", "", []),
        ("", "reward", []),
        ("A [/b] title", "/b", ["b"]),
    ],
)
def test_what_is_marked(text: str, typed: str, marked: list[str]) -> None:
    query = parse(typed)
    index = Index([Paper({"id": "x", "title": text})])
    assert [text[start:end] for start, end in spans(text, query)] == marked
    assert spans(text, query, index) == spans(text, query)


@given(st.text(), st.text(max_size=12))
def test_marks_lie_in_the_text_in_order_and_apart(text: str, typed: str) -> None:
    found = spans(text, parse(typed))
    ends = [0, *(end for _, end in found)]
    assert all(last <= start < end <= len(text) for last, (start, end) in zip(ends, found, strict=False))


@given(st.text(min_size=1))
def test_a_text_is_marked_by_its_own_words(text: str) -> None:
    query = parse(" ".join(word for word in text.split() if word.isalnum() and word.lower() != "or"))
    assert bool(spans(text, query)) == query.has_words
