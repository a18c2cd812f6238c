"""The yes-or-no question and the preview of a text."""

from __future__ import annotations

import pytest
from textual.widgets import Button

from readinglist.tui.screens.confirm import ConfirmScreen
from readinglist.tui.screens.preview import PreviewScreen, broken
from readinglist.tui.widgets.lines import Lines
from tests.tui.host import HOSTILE, OPEN, paste, showing, text_of


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["y"], True),
        (["Y"], True),
        (["n"], False),
        (["escape"], False),
        (["enter"], False),
        (["right", "enter"], True),
        (["tab", "enter"], True),
        (["l", "h", "enter"], False),
        (["x", "q", "space", "j"], OPEN),
    ],
)
async def test_keys(keys: list[str], answer: object) -> None:
    async with showing(ConfirmScreen("Sure?")) as (app, pilot):
        await pilot.press(*[key for key in keys if key != "space"])
        assert app.answer is answer


async def test_the_mouse_answers() -> None:
    async with showing(ConfirmScreen("Sure?", yes="Trash")) as (app, pilot):
        await pilot.click("#yes")
        assert app.answer is True
    async with showing(ConfirmScreen("Sure?")) as (app, pilot):
        await pilot.click("#keys Hint:first-child")
        assert app.answer is True


async def test_hostile_and_long_texts_are_shown_as_they_are() -> None:
    async with showing(ConfirmScreen(HOSTILE, "\n".join([HOSTILE] * 50), yes=HOSTILE)) as (_, pilot):
        assert "A [/b] title [red]x" in text_of(pilot.app.screen, "#question")  # type: ignore[arg-type]
        assert "[/b]" in str(pilot.app.screen.query_one("#yes", Button).label)


async def test_a_paste_goes_nowhere() -> None:
    async with showing(ConfirmScreen("Sure?")) as (app, pilot):
        await paste(pilot, "y\nn")
        assert app.answer is OPEN
        assert app.below == []


async def test_the_preview_scrolls_copies_and_closes() -> None:
    text = "\n".join(f"{HOSTILE} line {i}" for i in range(500))
    async with showing(PreviewScreen("BibTeX", text)) as (app, pilot):
        lines = app.screen.query_one(Lines)
        assert "A [/b] title" in text_of(app.dialog, "Lines")
        await pilot.press("G")
        await pilot.pause()
        assert "line 499" in text_of(app.dialog, "Lines")
        await pilot.press("g")
        assert lines.scroll_offset.y == 0
        await pilot.press("y")
        await pilot.pause()
        assert "OSC 52" in app.said or "copied" in app.said
        assert app.answer is OPEN
        await pilot.press("escape")
        assert app.answer is None


async def test_the_preview_breaks_lines_again_in_another_width() -> None:
    async with showing(PreviewScreen("BibTeX", "word " * 100)) as (app, pilot):
        lines = app.screen.query_one(Lines)
        before = len(lines.rows)
        await pilot.resize_terminal(40, 24)
        await pilot.pause()
        assert len(lines.rows) > before


@pytest.mark.parametrize("line", ["word " * 50, "x" * 200, "深" * 100, "", "a\tb\x1b[31m"])
def test_no_line_is_wider_than_asked_and_nothing_is_lost(line: str) -> None:
    from rich.cells import cell_len

    rows = broken(line, 30)
    assert all(cell_len(text) <= 30 for row in rows for text, _ in row)
    letters = "".join(text for row in rows for text, _ in row)
    assert "".join(letters.split()) == "".join(line.replace("\x1b[31m", "").split())
