from collections import Counter
from itertools import islice

import pytest

from tests.bench import answers, jabref
from tests.bench.identity import fault_of
from tests.bench.labelled import KINDS, chains, pairs, pairs_of
from tests.bench.shapes import Kind, Said


def test_the_pairs_are_the_same_for_the_same_seed() -> None:
    assert pairs(3) == pairs(3) != pairs(4)
    assert chains(3) == chains(3) != chains(4)


def test_there_are_enough_pairs_of_every_kind_and_label() -> None:
    made = pairs()
    kinds, labels = Counter(pair.kind for pair in made), Counter(pair.label for pair in made)
    assert len(made) >= 2_000
    assert kinds.keys() == KINDS.keys()
    assert min(kinds.values()) >= 20
    assert min(labels[label] for label in ("same", "ask", "different", "ask or different")) >= 100


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_no_wrong_merge(kind: Kind) -> None:
    for pair in islice(pairs_of(kind, seed=1), 3):
        assert all(len(answers.papers(said, "one.bib")) == 1 for said in pair.records)
        for answer, _ in answers.answers(pair):
            assert fault_of(pair.label, answer) != "wrong merge", "\n".join(map(str, pair.records))


@pytest.mark.parametrize(
    ("label", "answer", "fault"),
    [
        ("same", "joined", ""),
        ("same", "asked", ""),
        ("same", "apart", "missed"),
        ("ask", "joined", "wrong merge"),
        ("ask", "asked", ""),
        ("ask", "apart", "missed"),
        ("different", "joined", "wrong merge"),
        ("different", "asked", "needless question"),
        ("different", "apart", ""),
        ("ask or different", "joined", "wrong merge"),
        ("ask or different", "asked", ""),
        ("ask or different", "apart", ""),
    ],
)
def test_what_is_a_fault(label: str, answer: answers.Answer, fault: str) -> None:
    assert fault_of(label, answer) == fault


ARTICLE = Said(
    "article",
    "one",
    {
        "author": "Hegde, Kavita and Laine, Lars",
        "title": "Folded Kites for Sparse Harbours",
        "journal": "J. Kites",
        "year": "2011",
        "pages": "7--19",
    },
)


@pytest.mark.parametrize(
    ("other", "is_duplicate"),
    [
        (ARTICLE.having(journal="J Kites", pages="7-19"), True),
        (ARTICLE.having(pages="8--19"), False),
        (ARTICLE.having(pages="", volume="3"), True),
        (ARTICLE.having(title="Woven Ropes of Tall Towers", pages=""), False),
        (Said("misc", "two", ARTICLE.fields), False),
        (ARTICLE.having(author="Basu, Priya", title="Ropes", journal="Annals of Peat", pages="1"), False),
    ],
)
def test_jabrefs_rule(other: Said, is_duplicate: bool) -> None:
    assert jabref.is_duplicate(ARTICLE, other) is jabref.is_duplicate(other, ARTICLE) is is_duplicate


def test_jabref_goes_by_identifiers_first() -> None:
    one = ARTICLE.having(doi="10.9999/AB.1")
    assert jabref.is_duplicate(one, Said("misc", "two", {"title": "Ropes", "doi": "10.9999/ab.1"}))
    assert not jabref.is_duplicate(one, Said("misc", "two", {"title": "Ropes", "doi": "10.9999/ab.2"}))
