"""Choosing a theme: seen at once, taken back by Esc, remembered by Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import OptionList

from readinglist.settings import config
from readinglist.tui.screens.theme import ThemeScreen
from tests.tui.host import showing

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path))
    return tmp_path


async def test_ours_come_first_and_the_one_in_use_is_chosen() -> None:
    async with showing(ThemeScreen()) as (app, _):
        themes = app.screen.query_one(OptionList)
        names = [str(themes.get_option_at_index(i).id) for i in range(themes.option_count)]
        assert set(names[:5]) == {"paper-dark", "paper-light", "ink", "sepia", "high-contrast"}
        assert set(names) == set(app.available_themes)
        assert names[themes.highlighted or 0] == "paper-dark"


async def test_the_app_wears_the_theme_under_the_cursor_and_enter_keeps_it(folder: Path) -> None:
    (folder / "config.toml").write_text("# mine\nmouse = false\n")
    async with showing(ThemeScreen()) as (app, pilot):
        await pilot.press("down")
        await pilot.pause()
        assert app.theme == "paper-light"
        assert not (folder / "config.toml").read_text().startswith("theme")
        await pilot.press("enter")
        assert app.answer == "paper-light"
    assert config.load().theme == "paper-light"
    assert "# mine\nmouse = false" in (folder / "config.toml").read_text()


async def test_esc_goes_back_to_the_theme_before(folder: Path) -> None:
    async with showing(ThemeScreen()) as (app, pilot):
        await pilot.press("down", "down")
        await pilot.press("escape")
        assert app.theme == "paper-dark"
        assert app.answer is None
    assert not (folder / "config.toml").exists()


async def test_a_settings_file_that_cannot_be_changed_is_told(folder: Path) -> None:
    (folder / "config.toml").write_text("theme = [")
    async with showing(ThemeScreen()) as (app, pilot):
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.answer == app.theme == "paper-light"
        assert "not remembered" in app.said
    assert (folder / "config.toml").read_text() == "theme = ["
