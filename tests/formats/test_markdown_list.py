"""The reading list in Markdown."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.formats.markdown_list import SIGNS, link, write
from readinglist.papers.author import Author
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate


def people(*names: str) -> list[Author]:
    return [Author(name, "A.") for name in names]


def test_an_item_says_title_people_venue_and_ids() -> None:
    paper = Paper.of(
        "On *Things*",
        authors=people("Ada", "Bob"),
        date=PartialDate(2024, 5),
        venue="ICML",
        arxiv="2406.01234",
        doi="10.1000/x(1)",
    )
    assert write([paper]).text == (
        "# Reading list\n\n"
        "- [On \\*Things\\*](https://arxiv.org/abs/2406.01234)\\\n"
        "  A. Ada, A. Bob\\\n"
        "  *ICML*, 2024 · [arXiv:2406.01234](https://arxiv.org/abs/2406.01234)"
        " · [doi:10.1000/x(1)](https://doi.org/10.1000/x%281%29)\n"
    )


def test_what_is_not_known_is_left_out() -> None:
    assert write([Paper.of("Bare")]).text.endswith("\n- **Bare**\n")


@pytest.mark.parametrize(
    ("names", "others", "shown"),
    [
        ("Ada Bob Cy Dee", False, "A. Ada, A. Bob, A. Cy, A. Dee"),
        ("Ada Bob Cy Dee Eve", False, "A. Ada, A. Bob, A. Cy et al."),
        ("Ada", True, "A. Ada et al."),
        ("", False, "NVIDIA"),
    ],
)
def test_of_many_authors_a_few_are_named(names: str, others: bool, shown: str) -> None:
    paper = Paper.of("T", authors=people(*names.split()), others=others, organization="NVIDIA")
    assert write([paper]).text.splitlines()[3].strip() == shown


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "address", "http:"])
def test_only_the_web_is_linked(url: str) -> None:
    assert link(Paper.of("T", url=url)) == "T"


def test_an_address_ends_where_it_ends() -> None:
    assert link(Paper.of("T", url="https://a.b/(x) <y>")) == "[T](https://a.b/%28x%29%20%3Cy%3E)"


@pytest.mark.parametrize("name", ["1. One", "- One", "# One", "> One", "+ One", "1) One", ": One", ":one:", "12345"])
def test_a_name_begins_no_list(name: str) -> None:
    line = write([Paper.of("T", authors=[Author(literal=name)])]).text.splitlines()[3].strip()
    assert line.replace("\\", "") == name
    assert not re.match(r"\d*[-+#>:.)]", line)


def test_no_emoji() -> None:
    assert link(Paper.of("A: B :smile: C")) == "A: B \\:smile: C"


@settings(deadline=None)
@given(st.text())
def test_a_title_stays_text(title: str) -> None:
    paper = Paper.of(title)
    text = write([paper]).text.split("- **")[1].removesuffix("**\n")
    assert not SIGNS.search(re.sub(r"\\[\\`*_\[\]{}<>&$~|^@#!:]", "", text))
    assert re.sub(r"\\(.)", r"\1", text) == (paper.title or "(no title)")


def test_a_link_is_one_line_and_ends_where_it_ends() -> None:
    paper = Paper({"title": "one\n[two](x)\u202e", "url": "https://example.org/a\n)[b](c>\u2028d"})
    assert link(paper) == r"[one \[two\](x)](https://example.org/a%20%29[b]%28c%3E%20d)"
