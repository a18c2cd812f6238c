"""The visible text of a Daily Papers page, however it was copied."""

import re
import textwrap
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.errors import SourceError
from readinglist.papers.harvest import Harvest
from readinglist.papers.paper import Paper
from readinglist.papers.record import values_of
from readinglist.sources.page.daily import read
from tests.support.places import ROOT

TODAY = date(2026, 11, 23)
PAGE = (ROOT / "examples" / "daily-papers.txt").read_text(encoding="utf-8")
"""21 papers; two by organisations, one without details."""
YEARLESS = PAGE.replace("Dec 8, 2025", "Dec 8")


def harvest(text: str, as_of: date = TODAY) -> Harvest:
    return read(text, "file:page.txt", as_of)


def facts(text: str) -> list[Mapping[str, Any]]:
    return [values_of(paper.record) for paper in harvest(text).papers]


def one(text: str) -> Paper:
    found = harvest(text)
    assert found.problems == []
    (paper,) = found.papers
    return paper


def wrapped(width: int, *, at_hyphens: bool) -> str:
    """The page with its abstracts broken into lines."""
    return "\n".join(
        textwrap.fill(line, width, break_on_hyphens=at_hyphens, break_long_words=False) for line in PAGE.split("\n")
    )


def voted(between: str) -> str:
    """The page with a number of upvotes before each title."""
    head, *papers = re.split(r"\n\n(?=[^\n]+\n\n[^\n]{200})", PAGE)
    return head + "".join(f"\n\n{17 if n % 2 else '-'}{between}{paper}" for n, paper in enumerate(papers))


def test_the_papers_in_page_order_with_what_stands_under_them() -> None:
    papers = harvest(PAGE).papers
    assert len(papers) == 21
    first, third, fifth = papers[0], papers[2], papers[4]
    assert first.title == "Small Language Models are the Future of Agentic AI"
    assert first.abstract.startswith("Much of what an agent asks")
    assert first.abstract.endswith("from large models to small ones.")
    assert (first.author_count, str(first.date), first.comments, first.upvotes) == (8, "2025-06-02", 2, None)
    assert (third.organization_handle, third.organization, third.author_count) == ("deepseek-ai", "DeepSeek", None)
    assert (fifth.author_count, fifth.date, fifth.comments, fifth.organization) == (None, None, None, "")
    assert str(papers[-1].date) == "2015-12-10"
    assert {paper.sources for paper in papers} == {("file:page.txt",)}


@pytest.mark.parametrize(
    "text",
    [
        PAGE.replace("\n", "\r\n"),
        PAGE.replace("\n", "\r"),
        PAGE.rstrip("\n"),
        PAGE.replace("  • ", "* "),
        PAGE.replace("  • ", "- "),
        PAGE.replace("  • ", "  •\u00a0"),
        PAGE + PAGE,
        PAGE.rstrip("\n") + PAGE,
        PAGE[PAGE.index("Dec 8, 2025") :],
        re.sub(r"\n\n+", "\n", PAGE),
        re.sub(r"\n\n+", "\n\n\n\n", PAGE),
        re.sub(r"\n·\n", "\n", PAGE),
        re.sub(r"\n·\n", " · ", PAGE),
        PAGE + "\nPrevious\nNext\n\nSystem theme\nCompany\nTOS\nPrivacy\n",
        *(wrapped(width, at_hyphens=at_hyphens) for width in (72, 80, 100, 120) for at_hyphens in (True, False)),
    ],
)
def test_another_copy_gives_the_same_papers(text: str) -> None:
    assert facts(text) == facts(PAGE)
    assert harvest(text).problems == []


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_number_before_a_title_is_its_upvotes(between: str) -> None:
    papers = harvest(voted(between)).papers
    assert [paper.upvotes for paper in papers[:4]] == [None, 17, None, 17]
    assert [paper.with_fields({"upvotes": None}) for paper in papers] == harvest(PAGE).papers


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize(
    ("above", "upvotes"),
    [
        ("Upvote\n55", 55),
        ("Upvote\n\n55", 55),
        ("Upvote 55", 55),
        ("Upvote\n-", None),
        ("1.2k", 1200),
        ("Upvote\n1.2K", 1200),
        ("1k", 1000),
        ("1,234", 1234),
    ],
)
def test_upvotes_however_they_are_written(above: str, upvotes: int | None, between: str) -> None:
    block = between.join(
        [above, "Agents of Two Kinds", "We compare them, and one wins.", "• 3 authors", "·", "May 1\n"]
    )
    papers = harvest(f"Daily Papers\n\nDec 8\n\n{block}\n{block.replace('Two', 'Three')}").papers
    assert [paper.title for paper in papers] == ["Agents of Two Kinds", "Agents of Three Kinds"]
    assert {(paper.upvotes, paper.abstract, paper.comments) for paper in papers} == {
        (upvotes, "We compare them, and one wins.", None)
    }


@pytest.mark.parametrize("after", ["\n", "\n• 3 authors\n·\nMay 1\n"])
def test_upvote_straight_after_an_abstract_ends_it(after: str) -> None:
    first = f"First One\n\nWe show\nthat it works.{after}"
    text = f"Daily Papers\n\n{first}Upvote\n7\nSecond One\n\nIt works again.\n• 3 authors"
    assert [(paper.title, paper.abstract, paper.upvotes) for paper in harvest(text).papers] == [
        ("First One", "We show that it works.", None),
        ("Second One", "It works again.", 7),
    ]


def test_a_number_above_an_abstract_alone_is_its_title() -> None:
    text = "Daily Papers\n\nDec 8\n\n2024\n\nWe look back at the year. It was a long one.\n\n• 3 authors\n·\nMay 1\n"
    assert (one(text).title, one(text).upvotes) == ("2024", None)
    assert one(text).abstract == "We look back at the year. It was a long one."


@pytest.mark.parametrize("rest", ["", "\n\nWe ask it again. And again."])
def test_a_number_above_a_title_is_not_the_title(rest: str) -> None:
    paper = one(f"Daily Papers\n\nDec 8\n\n2024\n\nA title may end with a full stop.{rest}\n\n· 5 authors\n")
    assert (paper.title, paper.upvotes) == ("A title may end with a full stop.", 2024)


MENUS = """Hugging Face|Models|Datasets|Spaces|Buckets new|Docs|Enterprise|Pricing|Website|Tasks|HuggingChat|Collections
Languages|Organizations|Community|Blog|Posts|Daily Papers|Learn|Discord|Forum|GitHub|Solutions|Team & Enterprise
Hugging Face PRO|Enterprise Support|Inference Providers|Inference Endpoints|Storage Buckets|Log In|Sign Up"""
FOOTERS = [
    "Previous|1|2|...|100|Next|System theme|Company|TOS|Privacy|About|Careers|Models|Datasets|Spaces|Pricing|Docs",
    "View more papers|© Hugging Face|TOS|Privacy|About|Jobs|Models|Datasets|Spaces|Pricing|Docs",
    "Previous|1|2|Next|© 2025 Hugging Face|TOS Privacy About Careers|Models Datasets Spaces Pricing Docs",
]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n  • "])
@pytest.mark.parametrize("footer", FOOTERS)
@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        re.sub(r"\n\n+", "\n", PAGE),
        re.sub(r"\n  • .*\n·\n.*\n$", "\n", PAGE),
        voted("\n"),
    ],
    ids=["copy", "tight", "without last details", "upvotes"],
)
def test_of_all_that_the_site_shows_only_the_papers_are_read(page: str, footer: str, between: str) -> None:
    menus = re.sub(r"[|\n]", lambda _: between, MENUS)
    whole = f"{menus}\n{page.rstrip()}\n{footer.replace('|', between)}\n"
    for text in (whole, whole + whole):
        found = harvest(text)
        assert found.problems == []
        assert [paper.record for paper in found.papers] == facts(page)


def test_menus_of_an_unknown_kind_above_the_heading_are_no_papers() -> None:
    for between in ("\n", "\n\n"):
        menus = between.join(["Some New Product", "And Another", "Notifications", "new", "Subscribe"])
        assert facts(menus + between + PAGE[PAGE.index("Daily Papers") :]) == facts(PAGE)


def test_words_of_the_menus_may_be_lines_of_an_abstract() -> None:
    lines = ["We ask ourselves, again and at considerable length, whether", "search", "helps, and what the"]
    lines += ["Daily Papers", "say of it."]
    assert one("\n".join(["On One Thing\n", *lines, "\n• 3 authors\n·\nMay 1"])).abstract == " ".join(lines)


CARDS = """Daily Papers
Dec 8
Submitted by
ada's avatar
ada
Upvote
1.2k
A Study of Cards
{pictures}· 5 authors
4
Submitted by
ben
17
A Study of Decks
{pictures}• 12 authors
GitHub 1.3k
2
Submitted by
eve
-
A Study of Games
{pictures}• 2 authors
"""


@pytest.mark.parametrize("pictures", ["", "•\n•\n•\n", "-\n-\n", "+5\n", "•\n+ 5\n", "Ada's avatar\nBen’s avatar\n"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_cards_of_the_daily_view(pictures: str, between: str) -> None:
    found = harvest(CARDS.format(pictures=pictures).replace("\n", between))
    assert found.problems == []
    assert [(p.title, p.abstract, p.upvotes, p.author_count, p.comments) for p in found.papers] == [
        ("A Study of Cards", "", 1200, 5, 4),
        ("A Study of Decks", "", 17, 12, 2),
        ("A Study of Games", "", None, 2, None),
    ]


def test_upvotes_under_a_card_are_not_those_of_the_next_paper() -> None:
    details = "example Example · Published on May {day}, 2025\n\nUpvote\n89\n\nGitHub 57\n\narXiv Page\n\n"
    card = "### {title}\n\nIt goes up.\n\n" + details
    found = harvest("# Trending Papers\n\n" + card.format(title="One", day=1) + card.format(title="Two", day=2))
    assert [(p.title, str(p.date), p.upvotes) for p in found.papers] == [
        ("One", "2025-05-01", None),
        ("Two", "2025-05-02", None),
    ]


@pytest.mark.parametrize(
    ("gone", "fields"),
    [
        (r"  • \d+ authors\n", {"author_count"}),
        (r"·\n.*\n", {"date", "comments"}),
        (r"  • \d+ authors\n|·\n.*\n", {"author_count", "date", "comments"}),
    ],
)
def test_details_may_be_missing(gone: str, fields: set[str]) -> None:
    text = re.sub(gone, "", PAGE)
    assert harvest(text).problems == []
    assert facts(text) == [{k: v for k, v in record.items() if k not in fields} for record in facts(PAGE)]


def test_yearless_dates_belong_to_the_year_of_the_page() -> None:
    assert facts(YEARLESS) == facts(PAGE.replace("Dec 8, 2025", "Dec 8"))
    for as_of, year in ((date(2025, 12, 8), 2025), (date(2026, 12, 7), 2025), (date(2026, 12, 8), 2026)):
        assert str(harvest(YEARLESS, as_of).papers[0].date) == f"{year}-06-02"
        assert str(harvest(YEARLESS, as_of).papers[-1].date) == "2015-12-10"


def test_without_the_heading_each_yearless_date_is_the_latest_such_day() -> None:
    papers = harvest(PAGE[PAGE.index("Small Language") :], date(2026, 7, 1)).papers
    assert [str(paper.date) for paper in papers[:2]] == ["2026-06-02", "2025-07-11"]


BLOCK = "{title}\n\nWe show that it works, and why.\n\n  • 3 authors\n·\n{when}\n"


@pytest.mark.parametrize(
    ("page", "when", "expected"),
    [
        ("Jan 5", "Feb 29, 2024", "2024-02-29"),
        ("Mar 5, 2023", "Feb 29", "2020-02-29"),
        ("Mar 5, 2024", "Feb 29", "2024-02-29"),
        ("Dec 8", "Sept 1", "2025-09-01"),
        ("December 8", "September 1", "2025-09-01"),
        ("Dec 1 - Dec 8, 2025", "May 30 12", "2025-05-30"),
        ("Week 49", "May 30 12", "2026-05-30"),
        ("Dec 8", "May 30 2024", "2024-05-30"),
    ],
)
def test_dates(page: str, when: str, expected: str) -> None:
    assert str(one(f"Daily Papers\n\n{page}\n\n" + BLOCK.format(title="On One Thing", when=when)).date) == expected


def test_a_day_that_does_not_exist_is_a_problem_and_the_paper_stays() -> None:
    found = harvest("Daily Papers\n\nDec 8\n\n" + BLOCK.format(title="On One Thing", when="Feb 31"))
    assert [paper.date for paper in found.papers] == [None]
    assert [(problem.where, problem.rescued) for problem in found.problems] == [("line 11", True)]


@pytest.mark.parametrize("title", ["s1: Simple Scaling", "Why Not?", "3D Everything", "A [/b] title", "α-Divergence"])
def test_titles_of_all_kinds(title: str) -> None:
    blocks = [BLOCK.format(title=name, when="Mar 4") for name in ("Before It", title)]
    assert [paper.title for paper in harvest("\n\n".join(blocks)).papers] == ["Before It", title]


def test_an_abstract_may_have_several_paragraphs() -> None:
    paragraphs = ["On One Thing", "First we do this.", "Then we do that, at length.", "Code: https://example.org/x"]
    assert (
        one("\n\n".join([*paragraphs, "• 3 authors"])).abstract
        == "First we do this. Then we do that, at length. Code: https://example.org/x"
    )


def test_papers_without_details_are_told_apart() -> None:
    blocks = [f"On the {name} Thing\n\n{'We study it well. ' * 20}" for name in ("First", "Second", "Third")]
    papers = harvest("\n\n".join(["Daily Papers", "Dec 8", *blocks])).papers
    assert [paper.title for paper in papers] == ["On the First Thing", "On the Second Thing", "On the Third Thing"]


def test_a_word_broken_at_its_hyphen_is_whole_again() -> None:
    text = (
        "On One Thing\n\nWe use state-of-\nthe-art pre-\nand post-training\nof models -\nall of them.\n\n• 3 authors\n"
    )
    assert one(text).abstract == "We use state-of-the-art pre- and post-training of models - all of them."


def test_words_of_the_page_within_an_abstract_stay() -> None:
    abstract = "We study language\nmodels\nand what they do since\nMar 4, 2024\nas 8 authors\ndo."
    paper = one(f"On One Thing\n\n{abstract}\n\n• 3 authors\n·\nMay 1")
    assert paper.abstract == "We study language models and what they do since Mar 4, 2024 as 8 authors do."
    assert paper.author_count == 3


@pytest.mark.parametrize(
    ("line", "handle", "name"),
    [
        ("nvidia NVIDIA", "nvidia", "NVIDIA"),
        ("stanford-nlp Stanford NLP Group", "stanford-nlp", "Stanford NLP Group"),
        ("[microsoft] Microsoft", "microsoft", "Microsoft"),
        ("NVIDIA", "", "NVIDIA"),
    ],
)
def test_organisations(line: str, handle: str, name: str) -> None:
    paper = one(f"On One Thing\n\nWe show that it works.\n\n{line}\n·\nMay 1 3\n")
    assert (paper.organization_handle, paper.organization, paper.comments) == (handle, name, 3)
    assert paper.abstract == "We show that it works."


def test_an_abstract_without_its_full_stop_is_no_organisation() -> None:
    paper = one("On One Thing\n\nWe show that it works\n\n·\nMay 1 3\n")
    assert (paper.organization, paper.abstract) == ("", "We show that it works")


def test_a_page_cut_at_both_ends_keeps_what_is_whole() -> None:
    start, end = PAGE.index("grow artificial"), PAGE.index("rational choice means")
    found = harvest(PAGE[start:end])
    titles = [paper.title for paper in harvest(PAGE).papers]
    assert [paper.title for paper in found.papers] == titles[7:11]
    head, tail = found.problems
    assert (head.where, head.rescued) == ("line 1", False)
    assert tail.rescued
    assert titles[10] in tail.message


def test_a_page_that_begins_within_a_title_says_so() -> None:
    found = harvest(PAGE[PAGE.index("to Fool LLM-as-a-Judge") :])
    assert found.papers[0].title == "to Fool LLM-as-a-Judge"
    assert [(problem.where, problem.rescued) for problem in found.problems] == [("line 1", True)]


def test_garbled_details_are_reported_with_their_line() -> None:
    text = "Daily Papers\n\nDec 8\n\n" + BLOCK.format(title="On One Thing", when="Juin 5").replace(
        "3 authors", "x authors"
    )
    found = harvest(text)
    assert [paper.abstract for paper in found.papers] == ["We show that it works, and why."]
    assert [(problem.where, problem.rescued) for problem in found.problems] == [("line 9", True), ("line 11", True)]


def test_a_title_without_anything_is_left_out_and_said() -> None:
    found = harvest(PAGE + "\nSomething That Stands Alone\n")
    assert len(found.papers) == 21
    assert [problem.rescued for problem in found.problems] == [False]


def test_control_characters_do_no_harm() -> None:
    paper = one("On \x1b[31mOne\x1b[0m \u202eThing\n\nWe show\x07 it.\n\n• 3 authors\n")
    assert (paper.title, paper.abstract) == ("On One Thing", "We show it.")


DUMP = """[[Some logo] Hugging Face][1]
* [ Models ][2]
# Daily Papers

## by[AK][30] and the research community
* Daily
* Weekly

Jun 29
[
-
][31]

### [On Reading Pages: A Study of State-of-the-Art Dumps][32]

[

A page can be dumped by many tools. We compare them on one hundred pages [1] and
find that no two agree.

Most lose the links.

][33]
[
* 3 authors
][34]
·
May 30
[
65
][35]

### [Second Study][36]

[

We repeat it.

][37]
[[example-lab] Example Lab][67]
·
Nov 14, 2025 [ 6][68]
"""


def test_a_dump_with_numbered_links() -> None:
    found = harvest(DUMP)
    assert found.problems == []
    first, second = found.papers
    assert first.title == "On Reading Pages: A Study of State-of-the-Art Dumps"
    assert first.abstract.endswith("one hundred pages [1] and find that no two agree. Most lose the links.")
    assert (first.author_count, str(first.date), first.upvotes, first.comments) == (3, "2026-05-30", None, None)
    assert (second.title, second.upvotes, second.comments, str(second.date)) == ("Second Study", 65, 6, "2025-11-14")
    assert (second.organization_handle, second.organization) == ("example-lab", "Example Lab")


def test_a_dump_that_lists_its_links_gives_ids() -> None:
    links = "[32]: https://huggingface.co/papers/2606.00001\n[36]: https://huggingface.co/papers/2606.00002\n"
    assert [paper.arxiv for paper in harvest(DUMP + links).papers] == ["2606.00001", "2606.00002"]


MARKDOWN = """# Daily Papers

Jun 12

[101](https://huggingface.co/login?next=%2Fpapers%2F2606.00001)

### [On Reading Pages: \\
A Study](https://huggingface.co/papers/2606.00001)

[A page can be captured \\
as Markdown, with footnotes [1] in it.](https://huggingface.co/papers/2606.00001)

[![example-lab](https://cdn.example.org/a.png)Example Lab](https://huggingface.co/example-lab)

·

May 29[6](https://huggingface.co/papers/2606.00001#community)

### [Second Study](https://huggingface.co/papers/2606.00002)

[We repeat it.](https://huggingface.co/papers/2606.00002)

[- 3 authors](https://huggingface.co/papers/2606.00002)

·

May 28
"""


def test_a_markdown_capture_gives_ids_too() -> None:
    found = harvest(MARKDOWN)
    assert found.problems == []
    first, second = found.papers
    assert (first.title, first.arxiv, first.upvotes) == ("On Reading Pages: A Study", "2606.00001", 101)
    assert first.abstract == "A page can be captured as Markdown, with footnotes [1] in it."
    assert (first.organization_handle, first.organization) == ("example-lab", "Example Lab")
    assert (str(first.date), first.comments) == ("2026-05-29", 6)
    assert (second.arxiv, second.author_count, str(second.date)) == ("2606.00002", 3, "2026-05-28")


@pytest.mark.parametrize(
    "text",
    [
        "Just some words.",
        "# Read me\n\nThis is a project.\n\n## Use\n\nRun it.\n",
        "Daily Papers\n\nDec 8\n",
        "8 authors\n",
    ],
)
def test_what_is_no_page_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(SourceError) as error:
        harvest(text)
    assert "Daily Papers page" in error.value.hint


LINES = st.sampled_from([*PAGE.splitlines()[:40], *DUMP.splitlines(), *MARKDOWN.splitlines(), "", "", "7", "May 5 2"])


@given(st.lists(LINES | st.text(), max_size=40).map("\n".join))
def test_any_lines_give_papers_or_a_message(text: str) -> None:
    try:
        found = harvest(text)
    except SourceError as error:
        assert error.message  # noqa: PT017 - either outcome is right
        return
    assert found.papers
    assert all(paper.title for paper in found.papers)
    assert all(re.fullmatch(r"line \d+", problem.where) for problem in found.problems)
