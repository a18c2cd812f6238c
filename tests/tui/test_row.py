"""One paper in one line: it fills its width whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from readinglist.papers.author import Author
from readinglist.papers.paper import Paper
from readinglist.papers.status import Status
from readinglist.tui.glyphs import plain, who
from readinglist.tui.widgets.row import Columns, RowStyle, draw

LOOK = RowStyle(lambda _: Style.null(), is_cursor=True)


@given(st.text(max_size=300), st.text(max_size=40), st.integers(24, 220), st.booleans())
def test_any_title_fills_the_line(title: str, name: str, width: int, with_status: bool) -> None:
    paper = Paper.of(title, authors=[Author(family=name)], tags=["nlp", "深度学习"], organization=name)
    line = draw(paper, Columns.of(width, with_status=with_status), [(0, 3)], LOOK)
    assert line.cell_length == width
    assert "\n" not in line.text


@pytest.mark.parametrize("width", range(24, 240))
def test_columns_leave_room_for_the_title(width: int) -> None:
    for with_status in (False, True):
        columns = Columns.of(width, with_status=with_status)
        assert columns.title >= min(width - 11, 13)
        if columns.tags:
            assert columns.title >= 44


def test_a_list_of_eighty_columns_shows_half_a_title_of_average_length() -> None:
    beside_the_views = 80 - 15 - 1
    assert Columns.of(beside_the_views, with_status=False).title >= 40
    assert Columns.of(beside_the_views, with_status=True).title >= 44
    assert Columns.of(60 - 15 - 1, with_status=False).title >= 32


def test_where_statuses_are_mixed_each_is_told_in_a_word_even_where_there_is_little_room() -> None:
    paper = Paper.of("T" * 99, status="skipped", authors=[Author(family="Vaswani")])
    line = draw(paper, Columns.of(64, with_status=True), [], LOOK).text
    assert "× skipped" in line
    assert "Vaswani" not in line
    assert "Vaswani" in draw(paper, Columns.of(64, with_status=False), [], LOOK).text


def test_a_priority_stands_beside_the_title_and_takes_room_only_where_there_is_one() -> None:
    columns = Columns.of(64, with_status=False)
    plain_line = draw(Paper.of("T" * 99), columns, [], LOOK).text
    line = draw(Paper.of("T" * 99, priority=2), columns, [], LOOK).text
    assert "… !!" in line
    assert plain_line.count("T") == line.count("T") + 3


def test_an_author_and_unnamed_others() -> None:
    paper = Paper.of("T", authors=[Author(family="Touvron")], others=True)
    assert who(paper, short=True) == "Touvron +…"


@pytest.mark.parametrize(
    ("families", "short", "expected"),
    [
        (["Vaswani"], False, "Vaswani"),
        (["Vaswani", "Shazeer"], False, "Vaswani & Shazeer"),
        (["Vaswani", "Shazeer"], True, "Vaswani +1"),
        (["Vaswani", "Shazeer", "Parmar"], False, "Vaswani et al."),
    ],
)
def test_who_wrote_it(families: list[str], short: bool, expected: str) -> None:
    assert who(Paper.of("T", authors=[Author(family=family) for family in families]), short=short) == expected


def test_who_wrote_it_when_no_name_is_known() -> None:
    assert who(Paper.of("T", author_count=44)) == "44 authors"
    assert who(Paper.of("T", author_count=1)) == "1 author"
    assert who(Paper.of("T", organization="NVIDIA", author_count=9)) == "NVIDIA"
    assert who(Paper.of("T")) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("\N{MAN}\u200d\N{WOMAN}", "\N{MAN}\N{WOMAN}"),
        ("\N{THUMBS UP SIGN}\U0001f3fd", "\N{THUMBS UP SIGN}"),
        ("\U0001f1e9\U0001f1ea", "DE"),
        ("a" + "\u0301" * 50, "a" + "\u0301" * 2),
    ],
)
def test_text_gets_a_width_all_terminals_agree_on(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_every_status_has_a_glyph_of_its_own() -> None:
    assert len({status.glyph for status in Status}) == len(Status)
