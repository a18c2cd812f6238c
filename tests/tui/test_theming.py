"""Themes: all of ours can be read, a broken one is reported, a choice is remembered."""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING

import pytest
from textual.app import App
from textual.color import Color

from readinglist.settings import config
from readinglist.settings.config import Settings
from readinglist.tui import theming

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OURS = sorted(config.shipped("themes").glob("*.toml"))
GROUNDS = ("background", "surface", "panel")
INKS = ("foreground", "primary", "secondary", "accent", "warning", "error", "success")


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path))
    (tmp_path / "themes").mkdir()
    return tmp_path


class Colourful(App[None]):
    """An app whose style sheet uses every colour of ours."""

    CSS = "\n".join(f"Screen {{ color: ${name}; background: ${name}; }}" for name in theming.VARIABLES)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.problems = theming.register(self, settings)
        theming.complete(self)


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_text_of_our_themes_is_readable(path: Path) -> None:
    theme = theming.load(path)
    least = 7 if theme.name == "high-contrast" else 4.5
    grounds = [Color.parse(getattr(theme, name)) for name in GROUNDS]
    grounds.append(Color.parse(theme.variables["cursor-background"]))
    inks = {name: Color.parse(getattr(theme, name)) for name in INKS}
    inks |= {name: Color.parse(theme.variables[name]) for name in theming.VARIABLES if name != "cursor-background"}
    low = {name: round(min(theming.contrast(ink, ground) for ground in grounds), 2) for name, ink in inks.items()}
    assert {name: ratio for name, ratio in low.items() if ratio < least} == {}


def test_what_we_ship() -> None:
    themes = [theming.load(path) for path in OURS]
    assert {theme.name for theme in themes} == {"paper-dark", "paper-light", "ink", "sepia", "high-contrast"}
    assert [theme.name for theme in themes] == [path.stem for path in OURS]
    assert sum(theme.dark for theme in themes) == 3
    for path in OURS:
        assert set(tomllib.loads(path.read_text())["variables"]) == set(theming.VARIABLES)


def test_contrast_is_that_of_wcag() -> None:
    assert theming.contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert theming.contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)


async def test_every_theme_has_our_colours() -> None:
    app = Colourful(Settings())
    async with app.run_test() as pilot:
        assert app.theme == "paper-dark"
        for name in app.available_themes:
            app.theme = name
            await pilot.pause()
            assert set(theming.VARIABLES) <= set(app.theme_variables)
    assert app.problems == []


async def test_a_theme_of_the_user(folder: Path) -> None:
    (folder / "themes" / "mine.toml").write_text('name = "mine"\n[colors]\nprimary = "teal"\n')
    app = Colourful(Settings(theme="mine"))
    async with app.run_test():
        assert app.theme == "mine"
    assert app.problems == []


BROKEN = [
    ("name = ", "cannot be read"),
    ("\xff", "cannot be read"),
    ('[colors]\nprimary = "red"', "no name"),
    ('name = "x"', "no primary"),
    ('name = "x"\ndark = "yes"', "dark is true or false"),
    ('name = "x"\n[colors]\nprimary = "redd"', "no colour"),
    ('name = "x"\n[colors]\nprimary = 3', "text in quotes"),
    ('name = "x"\n[colors]\nprimary = "red"\nbakground = "blue"', "no colour 'bakground' (did you mean 'background'?)"),
    ('name = "x"\ncolors = "red"', "is a table"),
    ('name = "x"\ncolours = 1\n[colors]\nprimary = "red"', "did you mean 'colors'?"),
    ('name = "x"\n[colors]\nprimary = "red"\n[variables]\nmark = "[/b]"', "mark = '[/b]' is no colour"),
    ('name = "x"\n[colors]\nprimary = "red"\n[variables]\nany = "red; } Screen { display: none"', "is no colour"),
    ('name = "x"\n[colors]\nprimary = "red"\n[variables]\nany = "$primary"', "any = '$primary' is no colour"),
    ('name = "x"\n[colors]\nprimary = "red"\n[variables]\nblock-cursor-text-style = "red"', "is no style"),
    ('name = "x"\n[colors]\nprimary = "red"\n[variables]\n"a;b" = "red"', "no colour 'a;b'"),
    ('name = "x"\n[colors]\nprimary = "red\\n"', "is no colour"),
    ('name = "x"\n[colors]\nprimary = "' + "a" * 9_000 + '"', "is no colour"),
    ('name = "a\\u001b[2J"\n[colors]\nprimary = "red"', "no name"),
    ('name = "' + "a" * 90 + '"\n[colors]\nprimary = "red"', "longer than 40 letters"),
    ('name = "x"\ndark = 0x' + "f" * 5_000 + '\n[colors]\nprimary = "red"', "dark is true or false, not a number"),
    ("#" * 300_000, "larger than 244 KB"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN, ids=[case[1] for case in BROKEN])
def test_a_broken_theme_is_reported_and_the_app_runs(folder: Path, text: str, message: str) -> None:
    (folder / "themes" / "broken.toml").write_bytes(text.encode("latin-1"))
    (folder / "themes" / "good.toml").write_text('name = "good"\n[colors]\nprimary = "teal"\n')
    app = Colourful(Settings(theme="good"))
    assert app.theme == "good"
    assert len(app.problems) == 1
    assert "broken.toml" in app.problems[0]
    assert message in app.problems[0]


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["pipe", "folder"])
def test_what_is_no_file_among_the_themes_is_reported(folder: Path, make: Callable[[Path], None]) -> None:
    make(folder / "themes" / "odd.toml")
    app = Colourful(Settings())
    assert app.theme == config.DEFAULT_THEME
    assert "odd.toml: cannot be read" in app.problems[0]


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "a" * 500, "", "paper-dark.toml"], ids=range(5))
def test_a_theme_is_chosen_by_its_name_alone(name: str) -> None:
    app = Colourful(Settings(theme=name))
    assert app.theme == config.DEFAULT_THEME
    assert "there is no theme" in app.problems[0]
    assert len(app.problems[0]) < 1000


def test_an_unknown_theme_gives_the_default_and_a_hint() -> None:
    app = Colourful(Settings(theme="paper-drak"))
    assert app.theme == "paper-dark"
    assert "did you mean 'paper-dark'?" in app.problems[0]


def test_the_fallback_is_the_users_own_theme_of_that_name(folder: Path) -> None:
    name = config.DEFAULT_THEME
    (folder / "themes" / "mine.toml").write_text(f'name = "{name}"\n[colors]\nprimary = "#123456"\n')
    app = Colourful(Settings(theme="nowhere"))
    assert len(app.problems) == 1
    assert app.available_themes[name].primary == "#123456"
    assert app.theme == name
