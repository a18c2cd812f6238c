"""CSL-JSON: what it says, that it keeps to the schema, that it comes back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.formats.csljson import write
from readinglist.papers.author import Author
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.sources.documents.csljson import papers_in
from tests.formats.test_formats import PAPERS

NAME_PARTS = {"family", "given", "non-dropping-particle", "dropping-particle", "suffix", "literal"}
TYPES = set(
    "article article-journal book chapter dataset document manuscript pamphlet paper-conference patent periodical "
    "report software thesis webpage".split()
)
TEXTS = set(
    "DOI ISBN ISSN PMCID PMID URL abstract chapter-number collection-number collection-title container-title edition "
    "event-title genre issue keyword language note number number-of-pages page publisher publisher-place title "
    "title-short version volume".split()
)
JOURNAL = Paper.of(
    "On Things",
    authors=[Author("Maaten", "Laurens", "van der", "Jr."), Author(literal="OpenAI, Inc.")],
    others=True,
    date=PartialDate(2024, 5, 6),
    venue="Journal of Things",
    doi="10.1000/x",
    arxiv="2406.01234",
    acl="2024.acl-long.1",
    key="maaten2024things",
    entry_type="article",
    abstract="We do.",
    fields={"volume": "3", "number": "4", "pages": "12--34", "issn": "1234-5678", "publisher": "Press", "eid": "e7"},
    tags=["rl", "nlp"],
)


def item(paper: Paper) -> dict[str, Any]:
    (found,) = json.loads(write([paper]).text)
    assert isinstance(found, dict)
    return found


def check(item: dict[str, Any]) -> None:
    """What of the schema concerns us: types, names, dates, and that there is nothing else."""
    rest = dict(item)
    assert isinstance(rest.pop("id"), str)
    assert rest.pop("type") in TYPES
    for role in ("author", "editor"):
        for name in rest.pop(role, []):
            assert name
            assert name.keys() <= NAME_PARTS
            assert all(isinstance(part, str) and part for part in name.values())
    for date in (rest.pop("issued", None), rest.pop("accessed", None)):
        if date is not None:
            assert date.keys() == {"date-parts"}
            (parts,) = date["date-parts"]
            assert 1 <= len(parts) <= 3
            assert all(type(part) is int for part in parts)
    assert isinstance(rest.pop("custom", {}), dict)
    assert rest.keys() <= TEXTS
    assert all(isinstance(value, str) and value for value in rest.values())


def test_an_article() -> None:
    assert item(JOURNAL) == {
        "id": "maaten2024things",
        "type": "article-journal",
        "title": "On Things",
        "author": [
            {"family": "Maaten", "given": "Laurens", "non-dropping-particle": "van der", "suffix": "Jr."},
            {"literal": "OpenAI, Inc."},
            {"literal": "others"},
        ],
        "issued": {"date-parts": [[2024, 5, 6]]},
        "container-title": "Journal of Things",
        "volume": "3",
        "issue": "4",
        "number": "e7",
        "page": "12-34",
        "publisher": "Press",
        "ISSN": "1234-5678",
        "DOI": "10.1000/x",
        "URL": "https://arxiv.org/abs/2406.01234",
        "abstract": "We do.",
        "keyword": "nlp, rl",
        "custom": {"arxiv": "2406.01234", "acl": "2024.acl-long.1"},
    }


def test_a_preprint() -> None:
    found = item(Paper.of("On Things", arxiv="2406.01234", date=PartialDate(2024)))
    assert (found["type"], found["number"], found["publisher"]) == ("article", "arXiv:2406.01234", "arXiv")
    assert (found["URL"], found["issued"]) == ("https://arxiv.org/abs/2406.01234", {"date-parts": [[2024]]})


@pytest.mark.parametrize(
    ("entry_type", "fields", "expected"),
    [
        ("phdthesis", {"school": "ETH"}, {"type": "thesis", "genre": "PhD thesis", "publisher": "ETH"}),
        ("mastersthesis", {"school": "ETH"}, {"type": "thesis", "genre": "Master’s thesis"}),
        ("thesis", {"type": "mathesis", "institution": "ETH"}, {"genre": "Master’s thesis", "publisher": "ETH"}),
        ("techreport", {"institution": "MIT", "number": "TR-1"}, {"type": "report", "number": "TR-1"}),
        ("book", {"series": "LNCS", "number": "7", "address": "Ulm"}, {"type": "book", "collection-number": "7"}),
        (
            "incollection",
            {"editor": "Bach, Bob and {ACM}"},
            {"editor": [{"family": "Bach", "given": "Bob"}, {"literal": "ACM"}]},
        ),
        ("online", {"urldate": "2024-05-06"}, {"type": "webpage", "accessed": {"date-parts": [[2024, 5, 6]]}}),
        ("dataset", {"version": "2"}, {"type": "dataset", "version": "2"}),
        ("software", {}, {"type": "software"}),
        ("misc", {"howpublished": "Lecture notes"}, {"type": "document", "publisher": "Lecture notes"}),
    ],
)
def test_other_kinds(entry_type: str, fields: dict[str, str], expected: dict[str, object]) -> None:
    found = item(Paper.of("On Things", entry_type=entry_type, fields=fields))
    assert {name: found.get(name) for name in expected} == expected


def test_only_web_addresses_are_given() -> None:
    assert "URL" not in item(Paper.of("T", url="javascript:alert(1)"))


def test_each_item_has_an_id_of_its_own() -> None:
    same = Paper.of("On Things", date=PartialDate(2024))
    ids = [item["id"] for item in json.loads(write([same, same, Paper.of("T", key="K")]).text)]
    assert len(set(ids)) == 3
    assert all(ids)


def back(paper: Paper) -> Paper:
    harvest = papers_in(json.loads(write([paper]).text), "file:x")
    assert harvest is not None
    assert harvest.problems == []
    return harvest.papers[0]


COMPARED = ("title", "authors", "others", "date", "venue", "arxiv", "doi", "acl", "openreview", "abstract")


@pytest.mark.parametrize(
    "entry_type",
    [
        "article",
        "inproceedings",
        "incollection",
        "book",
        "phdthesis",
        "mastersthesis",
        "techreport",
        "patent",
        "dataset",
        "software",
        "misc",
    ],
)
def test_it_comes_back(entry_type: str) -> None:
    paper = JOURNAL.with_fields({"entry_type": entry_type, "url": "https://a.b/c;d"})
    again = back(paper)
    assert [getattr(again, name) for name in COMPARED] == [getattr(paper, name) for name in COMPARED]
    assert (again.key, again.url, again.entry_type) == (paper.key, paper.url, entry_type)
    assert again.fields["volume"] == "3"
    assert again.fields["number"] == "4"
    assert again.fields["pages"] == "12-34"
    assert again.record["keywords"] == ["nlp", "rl"]


def test_a_preprint_comes_back() -> None:
    again = back(Paper.of("On Things", arxiv="math/0309136", entry_type="misc"))
    assert (again.arxiv, again.entry_type, again.fields, again.url) == ("math/0309136", "", {}, "")


def test_variables_that_have_no_place_in_a_paper_are_written_again() -> None:
    item = {"id": "moss", "type": "article-journal", "title": "Moss", "event-place": "Turin", "section": "7"}
    harvest = papers_in([item], "file:x")
    assert harvest
    (paper,) = harvest.papers
    assert json.loads(write([paper]).text) == [item]


@settings(deadline=None, max_examples=40)
@given(st.lists(PAPERS, max_size=2))
def test_any_paper_keeps_to_the_schema(papers: list[Paper]) -> None:
    for found in json.loads(write(papers).text):
        check(found)
