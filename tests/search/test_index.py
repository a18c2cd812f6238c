"""What fuzzy means: which words a typed word finds, and an index that stays true."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from readinglist.papers.paper import Paper
from readinglist.search.index.index import Index
from readinglist.search.index.tokens import forms, words
from readinglist.search.index.typos import Vocabulary
from readinglist.search.index.weights import EXACT, PREFIX, TIERS, TWO_TYPOS, TYPO, TYPO_IN_PREFIX
from readinglist.search.results import Results
from tests.support.generate import papers

if TYPE_CHECKING:
    from collections.abc import Iterable

WORDS = """reward rewards modeling modelling model kaleido kaleidoscope value values transformer transformers goedel
godel reinforcement attention llama2 llama3 2023 2024 the cat car fish 深度学习方法 学习率""".split()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("reward", "reward rewards"),
        ("rewrd", "reward rewards"),
        ("rewadr", "reward rewards"),
        ("rwards", "rewards"),
        ("xeward", "reward"),
        ("rewrds", "rewards"),
        ("rewadrs", "rewards"),
        ("kale", "kaleido kaleidoscope"),
        ("kaliedo", "kaleido kaleidoscope"),
        ("kaleidscpe", "kaleidoscope"),
        ("kalediscope", "kaleidoscope"),
        ("kldscope", ""),
        ("transofrmer", "transformer transformers"),
        ("ransfromer", "transformer"),
        ("rnsformer", "transformer"),
        ("transfroner", "transformer"),
        ("attnetoin", "attention"),
        ("ca", "cat car"),
        ("cta", ""),
        ("fsh", "fish"),
        ("ish", "fish"),
        ("fhs", ""),
        ("cat", "cat"),
        ("llama2", "llama2"),
        ("lama2", "llama2"),
        ("2023", "2023"),
        ("202", "2023 2024"),
        ("学习", "深度学习方法 学习率"),
        ("深度", "深度学习方法"),
        ("度习", ""),
        ("x", ""),
    ],
)
def test_the_words_a_typed_word_means(typed: str, found: str) -> None:
    assert set(Vocabulary(WORDS).meanings(typed)) == set(found.split())


def test_exact_fits_better_than_beginnings_and_those_better_than_typos() -> None:
    meanings = Vocabulary(["reward", "rewards", "rewars", "leward", "rewbrd"]).meanings("reward")
    assert meanings["reward"] == EXACT > meanings["rewards"] == PREFIX > meanings["rewbrd"] == TYPO > meanings["leward"]
    twice = Vocabulary(["transformer", "transfolmr", "trnsfolmr"]).meanings("transformr")
    assert twice["transformer"] == twice["transfolmr"] > twice["trnsfolmr"]


def digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))


def may_mean(typed: str, word: str) -> bool:
    """The definition, spelled out."""
    if word.startswith(typed):
        return True
    if len(typed) == 3 and len(word) == 4 and digits(typed) == digits(word):
        return OSA.distance(typed, word) == 1
    allowed = 0 if len(typed) < 4 else 1 if len(typed) < 8 else 2
    if allowed and digits(typed) == digits(word) and OSA.distance(typed, word) <= allowed:
        return True
    return bool(allowed) and any(
        OSA.distance(typed, begin) == 1
        and digits(typed) == digits(begin)
        and (begin[0] == typed[0] or len(typed) >= 8)
        and (begin[-1] == typed[-1] or begin == typed[:-2] + typed[-1] + typed[-2])
        for begin in (word[:end] for end in range(1, len(word)))
    )


LETTERS = st.text("abc1", min_size=1, max_size=11)


@settings(max_examples=300)
@given(LETTERS, st.sets(LETTERS, max_size=60))
def test_the_vocabulary_finds_what_the_definition_says(typed: str, some: set[str]) -> None:
    assert set(Vocabulary(some).meanings(typed)) == {word for word in some if may_mean(typed, word)}


@settings(max_examples=300)
@given(st.text("abcdefgh", min_size=8, max_size=14), st.data())
def test_two_typos_anywhere_in_a_long_word_are_forgiven(word: str, data: st.DataObject) -> None:
    typed = word
    for _ in range(2):
        place = data.draw(st.integers(0, len(typed) - 1))
        letter = data.draw(st.sampled_from("abcdefghx"))
        rest = typed[place + 1 :]
        changes = [rest, letter + rest, letter + typed[place:], rest[:1] + typed[place] + rest[1:]]
        typed = typed[:place] + data.draw(st.sampled_from(changes))
    found = Vocabulary({word, "other", "another"}).meanings(typed)
    assert (word in found) == may_mean(typed, word)


def test_words_added_later_are_found() -> None:
    vocabulary = Vocabulary(["reward"])
    assert set(vocabulary.meanings("rewa")) == {"reward"}
    vocabulary.add("rewarding")
    assert set(vocabulary.meanings("rewa")) == {"reward", "rewarding"}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Gödel's", ("godel s", "goedel s")),
        ("Go\u0308del", ("godel", "goedel")),
        ("naïve Café", ("naive cafe",)),
        ("Århus Øre Straße", ("arhus ore strasse", "aarhus oere strasse")),
        ("深度learning", ("深度 learning",)),
        ("", ("",)),
    ],
)
def test_forms(text: str, folded: tuple[str, ...]) -> None:
    assert forms(text) == folded


def test_the_words_of_a_text() -> None:
    found = {"pre", "training", "pretraining", "of", "gpt", "4", "gpt4", "godel", "goedel", "s"}
    assert words("Pre-training of GPT-4, Gödel's") == found


@given(st.text())
def test_words_hold_what_forms_hold(text: str) -> None:
    assert set(forms(text)[0].split()) <= words(text)


# The index


def scores_of(index: Index, *typed: str) -> list[dict[str, float]]:
    return [dict(Results(index.table, index.scores((word,)))) for word in typed]


def ids_of(index: Index, rows: Iterable[int]) -> set[str]:
    return {index.table.ids[row] for row in rows}


TYPED = ("the", "reward", "rewrd", "model", "kal", "wang", "agents", "to", "goedel", "2023", "t", "transfromer")


def test_an_index_built_in_slices_breathes_and_finds_the_same() -> None:
    some = papers(300)
    sliced = Index()
    breaths = 0
    was_complete = set()
    for _ in sliced.building(some):
        breaths += 1
        was_complete.add(sliced.is_complete)
    assert breaths >= 2 * len(some) / 64
    assert was_complete == {False}
    assert sliced.is_complete
    assert scores_of(sliced, *TYPED) == scores_of(Index(some), *TYPED)


def test_titles_are_found_before_the_index_is_complete() -> None:
    some = papers(100)
    index = Index()
    building = index.building(some)
    for _ in range(4):
        next(building)
    first = some[0].title.split(":")[0].lower()
    assert some[0].id in Results(index.table, index.scores((first,)))


def test_a_paper_that_changes_while_the_index_is_built_is_found_as_it_is_now() -> None:
    some = papers(100)
    index = Index()
    building = index.building(some)
    next(building)
    later = some[5].with_fields({"title": "Unheard", "abstract": "Quokka"})
    index.replace(some[5], later)
    index.replace(some[6], None)
    index.replace(None, Paper({"id": "new", "title": "Newcomer"}))
    for _ in building:
        pass
    now = [later if paper is some[5] else paper for paper in some if paper is not some[6]]
    fresh = Index([*now, Paper({"id": "new", "title": "Newcomer"})])
    assert scores_of(index, "quokka", "newcomer", *TYPED) == scores_of(fresh, "quokka", "newcomer", *TYPED)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_an_index_kept_true_by_replacing_equals_a_fresh_one(seed: int) -> None:
    rng = random.Random(seed)
    pool = papers(40, seed % 7)
    known = {paper.id: paper for paper in pool[:20]}
    index = Index(known.values())
    for _ in range(12):
        paper = rng.choice(pool)
        before = known.get(paper.id)
        text = rng.choice(pool).title
        edits = ({"note": text}, {"title": text}, {"status": "done"}, {"tags": ["agents"]}, {"abstract": None})
        after = None if before and rng.random() < 0.3 else (before or paper).with_fields(rng.choice(edits))
        index.replace(before, after)
        known.pop(paper.id, None)
        if after:
            known[paper.id] = after
        index.scores((rng.choice(TYPED),))
    fresh = Index(known.values())
    assert scores_of(index, *TYPED) == scores_of(fresh, *TYPED)
    assert ids_of(index, index.holding("the")) == ids_of(fresh, fresh.holding("the"))
    assert ids_of(index, index.phrase_scores(("of the",))) == ids_of(fresh, fresh.phrase_scores(("of the",)))
    assert ids_of(index, index.begun("title", ("re",))) == ids_of(fresh, fresh.begun("title", ("re",)))


def test_an_edit_that_changes_no_text_keeps_what_was_found() -> None:
    some = papers(10)
    index = Index(some)
    found = index.scores(("the",))
    index.replace(some[0], some[0].with_fields({"status": "done"}))
    assert index.scores(("the",)) is found
    index.replace(some[0], some[0].with_fields({"note": "x"}))
    assert index.scores(("the",)) is not found


def test_an_index_does_not_grow_with_edits_of_the_same_papers() -> None:
    paper = papers(1)[0]
    index = Index([paper])

    def held() -> int:
        return sum(len(rows) for tier in index.tiers for rows in tier.fresh.values())

    at_first = held()
    for number in range(20):
        edited = paper.with_fields({"tags": [f"t{number}"]})
        index.replace(paper, edited)
        paper = edited
    assert held() <= at_first + 2
    assert len(index.table.ids) == 1
    assert list(index.begun("tag", ("\nt19\n",)))
    assert not list(index.begun("tag", ("\nt3\n",)))


def test_no_typo_in_a_title_counts_as_much_as_a_clean_match_in_an_abstract() -> None:
    weights = {tier.field: tier.weight for tier in TIERS}
    assert max(TYPO, TYPO_IN_PREFIX, TWO_TYPOS) * weights["title"] < PREFIX * weights["abstract"]
