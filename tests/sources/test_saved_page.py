"""Saved web pages: their data first, their cards else."""

import html
import json
import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.errors import SourceError
from readinglist.papers.harvest import Harvest
from readinglist.sources.page.html import Tag, Tags, Text
from readinglist.sources.page.saved import read

TODAY = date(2026, 11, 23)


def item(number: int) -> dict[str, Any]:
    paper = {
        "id": f"2606.0000{number}",
        "title": f"Study <{number}> & 'Co'",
        "summary": 'We say "it works".',
        "authors": [{"name": "Ada Lovelace"}],
        "publishedAt": "2026-06-10T00:00:00.000Z",
    }
    return {"paper": paper, "numComments": 1}


def props(data: object, target: str = "DailyPapers", quote: str = '"') -> str:
    escaped = html.escape(json.dumps(data), quote=quote == '"')
    return (
        f"<div class='SVELTE_HYDRATER contents' data-target={quote}{target}{quote} data-props={quote}{escaped}{quote}>"
    )


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html>\n<html>\n<head><title>Daily Papers</title>{head}</head>\n<body>{body}</body></html>"


def card(arxiv: str, title: str, details: str = "", address: str = "") -> str:
    return (
        f'<article class="card"><a href="/papers/{arxiv}"><img alt=""/></a><h3 class="title">'
        f'<a href="{address}/papers/{arxiv}" class="x">{title}</a></h3><p>Made by a machine.</p>{details}</article>'
    )


def reading(text: str) -> Harvest:
    return read(text, "file:page.html", TODAY)


def test_the_data_of_the_page_come_first() -> None:
    found = reading(page(props({"dailyPapers": [item(2), item(1)]}) + card("2606.00009", "A Card") + "</div>"))
    assert [paper.arxiv for paper in found.papers] == ["2606.00002", "2606.00001"]
    first = found.papers[0]
    assert (first.title, first.abstract, first.comments) == ("Study <2> & 'Co'", 'We say "it works".', 1)
    assert [str(author) for author in first.authors] == ["Ada Lovelace"]


def test_a_search_page_has_its_hits_elsewhere() -> None:
    data = {"dailyPapers": [item(9)], "searchResults": [item(1)], "query": {"q": "study"}}
    assert [paper.arxiv for paper in reading(page(props(data))).papers] == ["2606.00001"]


def test_single_quotes_do_as_well() -> None:
    data = props({"dailyPapers": [item(1)]}, quote="'").replace("'Co'", "&#39;Co&#39;")
    assert [paper.title for paper in reading(page(data)).papers] == ["Study <1> & 'Co'"]


def test_the_page_of_one_paper() -> None:
    data = {"comments": [], "paper": item(1)["paper"], "query": {}}
    assert [paper.arxiv for paper in reading(page(props(data, "PaperContent"))).papers] == ["2606.00001"]


def test_a_page_that_breaks_off_in_its_data_keeps_the_whole_items() -> None:
    text = page(props({"dailyPapers": [item(1), item(2), item(3)]}))
    found = reading(text[: text.index("2606.00003")])
    assert [paper.arxiv for paper in found.papers] == ["2606.00001", "2606.00002"]
    assert [problem.where for problem in found.problems] == ["line 4"]


def test_without_data_the_cards_give_ids_and_titles() -> None:
    details = "<ul><li title='ada'></li><li><span>8 authors</span></li></ul><span>·</span> <span>Jul 25, 2024</span>"
    found = reading(page(card("2606.00001", "A <em>Great</em>\n  Study &amp; More", details) + card("2606.00002", "B")))
    first, second = found.papers
    assert (first.arxiv, first.title, first.author_count) == ("2606.00001", "A Great Study & More", 8)
    assert str(first.date) == "2024-07-25"
    assert (second.arxiv, second.title, second.author_count, second.date) == ("2606.00002", "B", None, None)
    assert first.abstract == ""


def test_a_card_drawn_twice_is_one_paper() -> None:
    found = reading(page(card("2606.00001", "A") + card("2606.00001", "A") + card("2606.00002", "B")))
    assert [paper.title for paper in found.papers] == ["A", "B"]


def test_cards_with_whole_addresses() -> None:
    found = reading(page(card("2606.00001", "A", address="https://huggingface.co")))
    assert [paper.arxiv for paper in found.papers] == ["2606.00001"]


def test_yearless_dates_on_cards_belong_to_the_day_in_the_pages_address() -> None:
    head = '<meta property="og:url" content="https://huggingface.co/papers/date/2024-06-12"/>'
    found = reading(page(card("2406.00001", "A", "<span>May 30</span>"), head))
    assert str(found.papers[0].date) == "2024-05-30"
    assert str(reading(page(card("2406.00001", "A", "<span>May 30</span>"))).papers[0].date) == "2026-05-30"


def test_broken_data_do_not_hide_the_cards() -> None:
    found = reading(page('<div data-target="DailyPapers" data-props="{broken">' + card("2606.00001", "A")))
    assert [paper.title for paper in found.papers] == ["A"]
    assert [problem.where for problem in found.problems] == ["line 4"]


@pytest.mark.parametrize(
    "text", [page("<p>Hello</p>"), page(""), "<div>", page("<article><h3><a href='/models/x'>x</a></h3></article>")]
)
def test_other_web_pages_are_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(SourceError) as error:
        reading(text)
    assert "Daily Papers page" in error.value.hint


def test_tags_scripts_and_comments() -> None:
    text = "a<!-- <b> --><SCRIPT>if (a<b) {}</script><img src=x alt='&lt;y&gt;' hidden/>&amp;<br>1 < 2</p>"
    seen = [(part.name, part.attributes) if isinstance(part, Tag) else part.text for part in Tags(text)]
    assert seen == [
        "a",
        ("script", {}),
        ("/script", {}),
        ("img", {"src": "x", "alt": "<y>", "hidden": ""}),
        "&",
        ("br", {}),
        "1 ",
        "<",
        " 2",
        ("/p", {}),
    ]


@pytest.mark.parametrize(
    "junk", ["<a ", "<", "</", "<!--", "<a b='", "<script>", "&#", "<article><h3><a href='/papers/2606.00001'>"]
)
def test_broken_markup_takes_no_longer_than_other_text(junk: str) -> None:
    start = time.process_time()
    for _ in Tags(junk * (300_000 // len(junk))):
        pass
    assert time.process_time() - start < 5


PIECES = st.sampled_from(
    [page(""), props({"dailyPapers": [item(1)]}), card("2606.00001", "A"), "<", "'", '"', "<!--", "</a>"]
)


@given(st.lists(PIECES | st.text(), max_size=10).map("".join))
def test_any_markup_gives_papers_or_a_message(text: str) -> None:
    assert "".join(part.text for part in Tags("x" + text) if isinstance(part, Text)).startswith("x")
    try:
        found = reading(text)
    except SourceError as error:
        assert error.message  # noqa: PT017 - either outcome is right
        return
    assert all(paper.title for paper in found.papers)
