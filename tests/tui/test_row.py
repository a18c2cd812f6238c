"""One paper in one line: it fills its width whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from readinglist.paper import Author, Paper, Status
from readinglist.tui.look import plain, who
from readinglist.tui.widgets.paper_list import PARTS
from readinglist.tui.widgets.row import Columns, Look, draw

LOOK = Look(dict.fromkeys(PARTS, Style.null()), is_cursor=True)


@given(st.text(max_size=300), st.text(max_size=40), st.integers(24, 220), st.booleans())
def test_any_title_fills_the_line(title: str, name: str, width: int, with_status: bool) -> None:
    paper = Paper.of(title, authors=[Author(family=name)], tags=["nlp", "深度学习"], organization=name)
    line = draw(paper, Columns.of(width, with_status=with_status), [(0, 3)], LOOK)
    assert line.cell_len == width
    assert "\n" not in line.plain


@pytest.mark.parametrize("width", range(24, 240))
def test_columns_leave_room_for_the_title(width: int) -> None:
    columns = Columns.of(width, with_status=True)
    assert columns.title >= min(width - 12, 12)
    if columns.tags:
        assert columns.title >= 44


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
    from readinglist.tui.look import GLYPHS

    assert len({GLYPHS[status] for status in Status}) == len(Status)
