"""Papers, authors and dates as values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.papers.author import Author
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.papers.record import now
from readinglist.papers.status import Status


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024", PartialDate(2024)),
        ("2024-06", PartialDate(2024, 6)),
        ("2024-06-16", PartialDate(2024, 6, 16)),
        ("2024-06-16T12:00:00.000Z", PartialDate(2024, 6, 16)),
        ("2024-13", None),
        ("2023-02-29", None),
        ("0000", None),
        ("soon", None),
        ("", None),
        ("1-2-3-4", None),
    ],
)
def test_dates_of_any_precision(text: str, date: PartialDate | None) -> None:
    assert PartialDate.parse(text) == date


@given(st.dates(), st.integers(0, 2))
def test_a_date_reads_back_as_written(day: object, left_out: int) -> None:
    date = PartialDate.parse("-".join(str(day).split("-")[: 3 - left_out]))
    assert date is not None
    assert PartialDate.parse(str(date)) == date


@pytest.mark.parametrize(
    ("author", "last", "whole"),
    [
        (Author("Gogh", "Vincent", "van"), "van Gogh", "Vincent van Gogh"),
        (Author("King", "Martin Luther", suffix="Jr."), "King", "Martin Luther King Jr."),
        (Author(literal="The ATLAS Collaboration"), "The ATLAS Collaboration", "The ATLAS Collaboration"),
    ],
)
def test_names_for_people(author: Author, last: str, whole: str) -> None:
    assert (author.last, str(author)) == (last, whole)
    assert Author.from_record(author.to_record()) == author


def test_a_paper_keeps_what_is_known_and_nothing_else() -> None:
    assert Paper.of("Title", comments=0).record == {"title": "Title", "comments": 0}


def test_text_is_made_harmless_when_a_source_makes_a_paper() -> None:
    paper = Paper.of("a\x1b[31m b\u202e", abstract="one\n two", authors=[Author("X\x07")], url="http://x\x1b[0m")
    assert (paper.title, paper.abstract, paper.authors[0].family, paper.url) == ("a b", "one two", "X", "http://x")


@pytest.mark.parametrize(
    ("known", "web", "pdf"),
    [
        ({"arxiv": "1706.03762"}, "https://arxiv.org/abs/1706.03762", "https://arxiv.org/pdf/1706.03762"),
        ({"doi": "10.1/x"}, "https://doi.org/10.1/x", ""),
        ({"acl": "P18-1007"}, "https://aclanthology.org/P18-1007", "https://aclanthology.org/P18-1007.pdf"),
        ({"openreview": "abc"}, "https://openreview.net/forum?id=abc", "https://openreview.net/pdf?id=abc"),
        ({"url": "https://x.org/a.PDF"}, "https://x.org/a.PDF", "https://x.org/a.PDF"),
        ({}, "", ""),
    ],
)
def test_addresses_follow_from_ids(known: dict[str, str], web: str, pdf: str) -> None:
    paper = Paper.of("t", **known)  # type: ignore[arg-type]
    assert (paper.web_url, paper.pdf_url) == (web, pdf)


def test_the_number_of_authors_is_known_without_their_names_and_unknown_when_cut_short() -> None:
    assert Paper.of("t", author_count=8).author_count == 8
    assert Paper.of("t", authors=[Author("A"), Author("B")]).author_count == 2
    assert Paper.of("t", authors=[Author("A")], others=True).author_count is None


def test_a_status_of_a_later_version_is_shown_as_inbox_and_kept() -> None:
    paper = Paper({"id": "x", "status": "snoozed"})
    assert paper.status is Status.INBOX
    assert paper.with_fields({"note": "n"}).record["status"] == "snoozed"


def test_fields_are_set_and_taken_away_without_touching_the_first() -> None:
    paper = Paper.of("t", note="n")
    assert paper.with_fields({"note": None, "doi": "10.1/x"}).record == {"title": "t", "doi": "10.1/x"}
    assert paper.note == "n"


def test_times_are_utc_in_whole_seconds() -> None:
    assert PartialDate.parse(now()) is not None
    assert len(now()) == 20
    assert now().endswith("Z")
