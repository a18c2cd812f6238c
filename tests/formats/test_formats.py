"""The formats there are, and what all of them have in common."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.formats import FORMATS
from readinglist.papers.author import Author
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.text import clean

PAPER = Paper.of(
    "A [nice] *title*",
    authors=[Author("Lovelace", "Ada"), Author(literal="Others")],
    date=PartialDate(2024),
    arxiv="2406.01234",
    key="lovelace2024nice",
    tags=["nlp"],
    note="my own opinion",
)
PUBLIC = ("bibtex", "biblatex", "csl-json", "ris", "markdown", "html")
TEXTS = st.text().map(clean)
PAPERS = st.builds(
    Paper.of,
    TEXTS,
    authors=st.lists(st.builds(Author, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS), max_size=3),
    others=st.booleans(),
    date=st.none() | st.builds(PartialDate.of, st.integers(1, 9999), st.integers(0, 12), st.just(0)),
    venue=TEXTS,
    url=TEXTS,
    doi=TEXTS,
    tags=st.lists(TEXTS, max_size=2),
    abstract=TEXTS,
    entry_type=st.sampled_from(["", "article", "thesis", "online", "book", "odd"]),
    fields=st.dictionaries(st.sampled_from(["number", "pages", "editor", "type", "publisher", "urldate"]), TEXTS),
)


def test_there_are_eight() -> None:
    assert set(FORMATS) == {*PUBLIC, "csv", "json"}
    assert FORMATS["bibtex"]([PAPER]).text.startswith("@misc{lovelace2024nice,")
    assert FORMATS["biblatex"]([PAPER]).text.startswith("@online{lovelace2024nice,")


@pytest.mark.parametrize("name", PUBLIC)
def test_what_is_for_others_holds_no_private_notes(name: str) -> None:
    assert "opinion" not in FORMATS[name]([PAPER]).text


@pytest.mark.parametrize("name", ["csv", "json"])
def test_what_is_for_the_user_holds_them(name: str) -> None:
    assert "my own opinion" in FORMATS[name]([PAPER]).text


@pytest.mark.parametrize("name", ["csl-json", "ris"])
def test_papers_without_author_names_are_told(name: str) -> None:
    nobody = Paper.of("By Nobody", key="nobody")
    assert FORMATS[name]([PAPER, nobody]).without_authors == (nobody,)


@pytest.mark.parametrize("name", [name for name in FORMATS if FORMATS[name].module.startswith("formats.")])
@settings(deadline=None, max_examples=40)
@given(papers=st.lists(PAPERS, max_size=2))
def test_any_paper_can_be_written(name: str, papers: list[Paper]) -> None:
    written = FORMATS[name](papers).text
    assert written == FORMATS[name](papers).text
    if name.endswith("json"):
        assert len(json.loads(written)) == len(papers)
