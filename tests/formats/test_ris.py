"""RIS: what it says, that another reader understands it, that it comes back."""

from __future__ import annotations

from typing import Any

import pytest
import rispy  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.formats.ris import write
from readinglist.papers.author import Author
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.sources.documents.ris import read
from tests.formats.test_csljson import COMPARED, JOURNAL
from tests.formats.test_formats import PAPERS

ARTICLE = JOURNAL.with_fields(
    {"authors": [Author("Maaten", "Laurens", "van der", "Jr.").to_record(), {"literal": "OpenAI"}]}
)


def records(text: str) -> list[dict[str, Any]]:
    """The records as rispy reads them."""
    found: list[dict[str, Any]] = rispy.loads(text.replace("\r\n", "\n"), delimiter_tags_mapping={})
    return found


def test_an_article() -> None:
    assert write([ARTICLE]).text.split("\r\n") == [
        "TY  - JOUR",
        "ID  - maaten2024things",
        "TI  - On Things",
        "AU  - van der Maaten, Laurens, Jr.",
        "AU  - OpenAI,",
        "AU  - et al.",
        "PY  - 2024",
        "DA  - 2024/05/06",
        "T2  - Journal of Things",
        "JO  - Journal of Things",
        "VL  - 3",
        "IS  - 4",
        "SP  - 12",
        "EP  - 34",
        "PB  - Press",
        "SN  - 1234-5678",
        "DO  - 10.1000/x",
        "UR  - https://arxiv.org/abs/2406.01234",
        "UR  - https://aclanthology.org/2024.acl-long.1",
        "AB  - We do.",
        "KW  - nlp",
        "KW  - rl",
        "ER  - ",
        "",
    ]


@pytest.mark.parametrize(
    ("entry_type", "venue", "written"),
    [
        ("inproceedings", "Proc. of X", "CONF"),
        ("inproceedings", "", "CPAPER"),
        ("proceedings", "", "CONF"),
        ("incollection", "A Book", "CHAP"),
        ("book", "", "BOOK"),
        ("thesis", "", "THES"),
        ("report", "", "RPRT"),
        ("unpublished", "", "UNPB"),
        ("online", "", "ELEC"),
        ("dataset", "", "DATA"),
        ("software", "", "COMP"),
        ("misc", "", "GEN"),
        ("odd", "", "GEN"),
    ],
)
def test_types(entry_type: str, venue: str, written: str) -> None:
    assert write([Paper.of("T", entry_type=entry_type, venue=venue)]).text.startswith(f"TY  - {written}\r\n")


def test_a_preprint() -> None:
    (found,) = records(write([Paper.of("T", arxiv="2406.01234")]).text)
    assert (found["type_of_reference"], found["publisher"]) == ("UNPB", "arXiv")
    assert found["urls"] == ["https://arxiv.org/abs/2406.01234"]
    (found,) = records(write([Paper.of("T", openreview="_CfpJazzXT2", acl="P18-1007")]).text)
    assert found["urls"] == ["https://aclanthology.org/P18-1007", "https://openreview.net/forum?id=_CfpJazzXT2"]
    (found,) = records(write([Paper.of("T", arxiv="2406.01234", doi="10.5555/x")]).text)
    assert (found["type_of_reference"], found.get("publisher")) == ("UNPB", None)


@pytest.mark.parametrize(
    ("date", "year", "full"),
    [((2024,), "2024", None), ((2024, 5), "2024", "2024/05/"), ((5, 1, 2), "0005", "0005/01/02")],
)
def test_dates(date: tuple[int, ...], year: str, full: str | None) -> None:
    (found,) = records(write([Paper.of("T", date=PartialDate(*date))]).text)
    assert (found["year"], found.get("date")) == (year, full)


def test_a_line_break_ends_no_value() -> None:
    paper = Paper({"title": "One\r\nER  - \nTY  - BOOK", "abstract": "a\nb"})
    (found,) = records(write([paper]).text)
    assert (found["title"], found["abstract"]) == ("One ER - TY - BOOK", "a b")


@pytest.mark.parametrize(
    "entry_type",
    [
        "article",
        "inproceedings",
        "incollection",
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
    paper = ARTICLE.with_fields({"entry_type": entry_type, "url": "https://a.b/c;d"})
    harvest = read(write([paper]).text, "file:x")
    (again,) = harvest.papers
    assert harvest.problems == []
    assert [getattr(again, name) for name in COMPARED] == [getattr(paper, name) for name in COMPARED]
    assert (again.key, again.url, again.entry_type) == (paper.key, paper.url, entry_type)
    assert (again.fields["volume"], again.fields["number"], again.fields["pages"]) == ("3", "4", "12-34")
    assert again.record["keywords"] == ["nlp", "rl"]
    assert "ris" not in again.record


@pytest.mark.parametrize("entry_type", ["book", "proceedings", "online", "unpublished"])
def test_other_kinds_come_back(entry_type: str) -> None:
    paper = Paper.of("T", key="t1", entry_type=entry_type, fields={"series": "S", "isbn": "978-3-642-32156-6"})
    (again,) = read(write([paper]).text, "file:x").papers
    assert (again.title, again.entry_type, again.fields["isbn"]) == ("T", entry_type, "978-3-642-32156-6")


def test_a_comma_that_an_organisation_loses_is_named() -> None:
    export = write([Paper.of("T", key="k", authors=[Author(literal="Barnes and Noble, Inc.")])])
    assert "AU  - Barnes and Noble Inc.," in export.text
    assert export.problems[0].startswith("k: Barnes and Noble, Inc. written without commas")


def test_of_a_received_record_nothing_but_tags_is_written() -> None:
    rest = {"C1": "a\nER  - \nTY  - BOOK", "ER": "x", "no tag": "y", "L1": "z", "TY": "a b", "C2": "one\x0btwo"}
    (found,) = records(write([Paper({"title": "T", "ris": rest})]).text)
    assert found["type_of_reference"] == "GEN"


@settings(deadline=None, max_examples=40)
@given(st.lists(PAPERS, max_size=3))
def test_any_papers_make_as_many_records(papers: list[Paper]) -> None:
    text = write(papers).text
    assert len(records(text)) == len(papers)
    assert "\n" not in text.replace("\r\n", "")
