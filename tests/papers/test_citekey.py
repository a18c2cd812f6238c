"""Cite keys."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.papers.author import Author
from readinglist.papers.citekey import legal, propose, suffix, unique
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate


def key(title: str, *authors: Author, year: int = 2017, arxiv: str = "") -> str:
    return propose(Paper.of(title, authors=authors, date=PartialDate(year) if year else None, arxiv=arxiv))


@pytest.mark.parametrize(
    ("proposed", "expected"),
    [
        (key("Attention Is All You Need", Author("Vaswani", "Ashish")), "vaswani2017attention"),
        (key("Über formal unentscheidbare Sätze", Author("Gödel", "Kurt"), year=1931), "godel1931uber"),
        (key("The {BERT} model", Author("Devlin")), "devlin2017bert"),
        (key("Zur Theorie", Author("Neumann", "John", "von")), "vonneumann2017zur"),
        (key("Report", Author(literal="Open AI")), "openai2017report"),
        (key("A 3 k means of the X clustering", Author("Roe")), "roe2017means"),
        (key("机器学习", Author("周志华")), "zhouzhihua2017jiqixuexi"),
        (key("Deep Residual Learning"), "deep2017residual"),
        (key("BERT"), "2017bert"),
        (key("", Author("Ada"), year=0), "ada"),
        (key("", year=0, arxiv="1706.03762"), "arxiv170603762"),
        (key("???", year=2017), "paper2017"),
        (key("", year=0), "paper"),
    ],
)
def test_propose(proposed: str, expected: str) -> None:
    assert proposed == expected


def test_unique_ignores_case_and_goes_on_after_z() -> None:
    taken = {"a2020b"} | {f"a2020b{suffix(n)}" for n in range(26)}
    assert unique("A2020b", taken) == "A2020baa"
    assert unique("free", taken) == "free"


@pytest.mark.parametrize("kept", ["DBLP:conf/nips/VaswaniSPUJGKP17", "smith_2020-a", "ATLAS:2012yve", "x+y.z", "a|b"])
def test_a_legal_key_stays(kept: str) -> None:
    assert legal(kept) == kept


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("my key", "mykey"),
        ("müller2020", "muller2020"),
        ("a{b},c", "abc"),
        ("o'brien", "obrien"),
        ("", ""),
        ("#", ""),
        ("a^=^b", "ab"),
    ],
)
def test_an_illegal_key_is_made_legal(written: str, made: str) -> None:
    assert legal(written) == made


@given(st.text(), st.text(), st.integers(0, 9999))
def test_every_key_is_plain_ascii(title: str, family: str, year: int) -> None:
    assert re.fullmatch("[a-z0-9]+", key(title, Author(family), year=year))
    assert re.fullmatch(r"[!-~]*", legal(title))
