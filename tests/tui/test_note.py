"""The note: edited here or in the user's editor, never lost by a slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from readinglist.errors import ReadingListError
from readinglist.tui import external
from readinglist.tui.screens.dialog import Text
from readinglist.tui.screens.note import NoteScreen
from tests.tui.host import HOSTILE, OPEN, paste, showing, text_of

if TYPE_CHECKING:
    from collections.abc import Callable


def kept_in(saved: list[str]) -> Callable[[str], bool]:
    """Saves a text in a list."""

    def save(text: str) -> bool:
        saved.append(text)
        return True

    return save


async def test_what_is_typed_is_saved_with_its_lines() -> None:
    saved: list[str] = []
    async with showing(NoteScreen(HOSTILE, "first [/b]", kept_in(saved))) as (_, pilot):
        await pilot.press("enter", *"two", "ctrl+s")
        assert saved == ["first [/b]\ntwo"]


@pytest.mark.parametrize("keys", [["ctrl+s"], ["escape"], ["x", "backspace", "escape"], ["enter", "ctrl+s"]])
async def test_an_unchanged_note_is_no_answer_and_asks_nothing(keys: list[str]) -> None:
    async with showing(NoteScreen("title", "text")) as (app, pilot):
        await pilot.press(*keys)
        assert app.answer is None


async def test_esc_asks_before_it_throws_away() -> None:
    async with showing(NoteScreen("title", "text")) as (app, pilot):
        await pilot.press("x", "escape", "escape")
        assert app.answer is OPEN
        await pilot.press("escape", "enter")
        assert app.answer is OPEN
        await pilot.press("escape", "y")
        assert app.answer is None


async def test_an_emptied_note_is_an_empty_text() -> None:
    saved: list[str] = []
    async with showing(NoteScreen("title", "text", kept_in(saved))) as (_, pilot):
        await pilot.press("ctrl+u", "ctrl+s")
        assert saved == [""]


async def test_a_paste_keeps_its_lines_and_loses_what_harms() -> None:
    saved: list[str] = []
    async with showing(NoteScreen("title", "", kept_in(saved))) as (app, pilot):
        await paste(pilot, "a\x1b[31m\n\u202eb\n")
        await pilot.press("ctrl+s")
        assert saved == ["a\nb"]
        assert app.below == []


async def test_the_users_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[str] = []
    monkeypatch.setattr(external, "edit", lambda app, text, suffix: f"{text} {suffix} from the editor")
    async with showing(NoteScreen("title", "text", kept_in(saved))) as (app, pilot):
        await pilot.press("ctrl+o")
        assert app.answer is OPEN
        await pilot.press("ctrl+s")
        assert saved == ["text .md from the editor"]


async def test_a_failing_editor_leaves_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise ReadingListError("no [/b] editor", "set $EDITOR")

    monkeypatch.setattr(external, "edit", fail)
    async with showing(NoteScreen("title", "text")) as (app, pilot):
        await pilot.press("x", "ctrl+o")
        await pilot.pause()
        assert "no [/b] editor: set $EDITOR" in text_of(app.dialog, "#trouble")
        assert app.screen.query_one(Text).text == "textx"


async def test_the_keys_can_be_clicked() -> None:
    saved: list[str] = []
    async with showing(NoteScreen("title", "text", kept_in(saved))) as (_, pilot):
        await pilot.press("x")
        await pilot.click("#keys Hint:first-child")
        assert saved == ["textx"]
