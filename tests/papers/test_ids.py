"""Ids in every written form, one or several in a text, however LaTeX and HTML wrote them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.papers.ids import apart, find, is_preprint_doi, merged, named_in, recognise, unescaped

TIDES = "2103.04567"
OLD = "hep-th/9705031"


@pytest.mark.parametrize(
    ("form", "arxiv", "version"),
    [
        (f"CoRR, abs/{TIDES}", TIDES, None),
        (f"corr abs/{TIDES}v2", TIDES, 2),
        (f"arXiv preprint arXiv:abs/{TIDES}", TIDES, None),
        (f"arXiv e-prints, arXiv:{TIDES}", TIDES, None),
        (f"ArXiv preprint {TIDES} [math.AP]", TIDES, None),
        (f"Preprint arXiv:{OLD}v3", OLD, 3),
        ("CoRR cs.DS/0207004", "cs/0207004", None),
    ],
)
def test_the_names_people_give_arxiv_go_before_an_id(form: str, arxiv: str, version: int | None) -> None:
    ids = recognise(form)
    assert ids
    assert (ids.arxiv, ids.version) == (arxiv, version)


@pytest.mark.parametrize(
    ("text", "arxiv"),
    [
        (f"To appear in the spring; abs/{TIDES}", TIDES),
        (f"accepted, arXiv {TIDES}", TIDES),
        (f"see {OLD}, 31 pages", OLD),
        (f"the folder drafts/abs/{TIDES} of ours", ""),
        ("a wave of 2103.04567 metres", ""),
    ],
)
def test_an_id_in_a_sentence(text: str, arxiv: str) -> None:
    assert [ids.arxiv for ids in find(text)] == ([arxiv] if arxiv else [])


@pytest.mark.parametrize("between", [", ", ",", "; ", ";", " ", " and ", " & ", "\n", " | "])
@pytest.mark.parametrize("other", ["http://tides.example/a?b=1", "https://doi.org/10.5555/moon.2", "10.5555/moon.2"])
def test_two_that_stand_side_by_side_are_two(between: str, other: str) -> None:
    text = f"10.5555/moon.1{between}{other}"
    assert recognise(text) is None
    assert apart(text) == ["10.5555/moon.1", other]
    dois = [ids.doi for ids in named_in(text)]
    assert dois == (["10.5555/moon.1", "10.5555/moon.2"] if "moon" in other else ["10.5555/moon.1"])
    assert dois[0] in {ids.doi for ids in find(f"It is in {text}.")}


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("10.5555/mo\n  on.1", "10.5555/moon.1"),
        ("https://doi.org/\n10.5555/moon.1", "https://doi.org/10.5555/moon.1"),
        ("https://tides.example/high\n/and/low", "https://tides.example/high/and/low"),
        ("10.5555/a;b,c", "10.5555/a;b,c"),
        ("https://archive.example/http://tides.example/x", "https://archive.example/http://tides.example/x"),
        ("", ""),
    ],
)
def test_what_a_line_break_cut_is_one_again(broken: str, whole: str) -> None:
    assert "".join(apart(broken)) == whole
    assert len(apart(broken)) == bool(whole)


SICI = "10.1002/(SICI)1097-0001(199901)1:1<7::AID-TIDE3>3.0.CO;2-Q"


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("<", ">"), ("&lt;", "&gt;"), ("&LT;", "&GT;"), ("&amp;lt;", "&amp;gt;"), (r"\&lt;", r"\&gt;"), ("%3C", "%3E"),
        (r"\textless{}", r"\textgreater{}"), (r"{\textless}", r"{\textgreater}"), (r"\textless ", r"\textgreater "),
        ("$<$", "$>$"), ("&#60;", "&#62;"),
    ],
)  # fmt: skip
def test_angle_brackets_of_old_dois(less: str, more: str) -> None:
    ids = recognise(SICI.replace("<", less).replace(">", more))
    assert ids
    assert ids.doi == SICI


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"10.5555/a\_b{\_}c\textunderscore{}d$\_$e", "10.5555/a_b_c_d_e"),
        (
            r"https://tides.example/\textasciitilde ann/{\textasciitilde}b$\sim$c\~{}",
            "https://tides.example/~ann/~b~c~",
        ),
        (r"https://tides.example/?a=1\&b=2\%20\#c", "https://tides.example/?a=1&b=2%20#c"),
        ("https://tides.example/?a=1&amp;b=2&copy=3", "https://tides.example/?a=1&b=2&copy=3"),
        (r"\textlessness", r"\textlessness"),
    ],
)
def test_signs_that_latex_and_html_write_in_other_words(written: str, meant: str) -> None:
    assert unescaped(written) == meant
    assert unescaped(meant) == meant


@pytest.mark.parametrize(
    "doi",
    """10.48550/arXiv.2103.04567 10.1101/2021.02.03.429999 10.1101/123456 10.64898/2026.01.02.698765
    10.2139/ssrn.1234567 10.26434/chemrxiv-2023-tides 10.31234/osf.io/ab3cd 10.31219/osf.io/ab3cd
    10.31235/osf.io/ab3cd 10.31223/X5TIDE 10.20944/preprints202101.0001.v1 10.21203/rs.3.rs-12345/v1
    10.36227/techrxiv.1234567 10.33774/coe-2021-tides 10.22541/au.16123 10.32388/ABC123""".split(),
)
def test_dois_of_preprint_servers(doi: str) -> None:
    assert is_preprint_doi(doi)
    assert is_preprint_doi(doi.upper())


@pytest.mark.parametrize("doi", "10.1101/gr.279000.124 10.1101/gad.1234 10.5281/zenodo.123 10.1000/x 10.1101".split())
def test_dois_of_journals_and_data_are_none(doi: str) -> None:
    assert not is_preprint_doi(doi)


def test_a_preprint_server_s_doi_stays_the_paper_s() -> None:
    ids = recognise("https://www.biorxiv.org/content/10.1101/2021.02.03.429999v2.full")
    assert ids
    assert (ids.doi, ids.arxiv) == ("10.1101/2021.02.03.429999", "")


def test_the_first_of_each_kind_is_taken() -> None:
    found = merged(named_in(f"https://arxiv.org/abs/{TIDES}v4 10.5555/a 10.5555/b https://arxiv.org/abs/2103.04568"))
    assert (found.arxiv, found.version, found.doi) == (TIDES, 4, "10.5555/a")


@given(st.text(r"\{}$&<>_;,. /:ahtps10.dorltxextgunic" + "\n"))
def test_any_text_can_be_taken_apart(text: str) -> None:
    assert "".join("".join(apart(text)).split()) == "".join(apart(text))
    unescaped(text)
    named_in(text)


@pytest.mark.parametrize(
    "piece", [", ", "and ", " 10.", "{\\_", "\\textless ", "&amp;", "$\\", "arXiv preprint ", "abs/"]
)
def test_time_grows_with_the_length(piece: str) -> None:
    started = time.process_time()
    text = piece * (100_000 // len(piece))
    apart(text)
    unescaped(text)
    find(text)
    assert time.process_time() - started < 2
