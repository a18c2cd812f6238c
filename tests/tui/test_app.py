"""How the app starts, what it tells, and how it ends."""

import asyncio
import os
import signal
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from textual import events
from textual.theme import Theme
from textual.widgets import Input

from readinglist.errors import ReadingListError, StoreError
from readinglist.papers.paper import Paper
from readinglist.settings import config
from readinglist.settings.config import Settings
from readinglist.store.file_store import FileStore
from readinglist.tui import external, theming
from readinglist.tui.app import AppError, ReadingListApp
from readinglist.tui.background import Background
from readinglist.tui.screens.dialog import Dialog
from readinglist.tui.screens.main import MainScreen
from readinglist.tui.screens.preview import PreviewScreen
from readinglist.tui.widgets.lines import Lines
from tests.support.adding import request_of
from tests.support.first_screen import read_until
from tests.tui.conftest import Driver, Launch, papers

NO_ACTIONS = {f"no-such-action-{number}": "z" for number in range(9)}


async def test_many_problems_of_the_settings_stay_until_they_are_closed(store: FileStore, driver: Launch) -> None:
    async with driver(store, settings=Settings(keymap=NO_ACTIONS)) as app:
        assert isinstance(app.app.screen, PreviewScreen)
        assert all(name in app.app.screen.text for name in NO_ACTIONS)
        await app.press("escape", "j")
        assert app.listing.cursor == 1


async def test_why_nothing_can_be_changed_stays_on_the_screen(store: FileStore, driver: Launch, tmp_path: Path) -> None:
    journal = next((tmp_path / "library").glob("journal-*"))
    async with driver(store) as app:
        assert "read-only" not in app.screen_text()
        with journal.open("ab") as file:
            file.write(b"damage\n")
        await app.until(lambda: store.read_only and "read-only" in app.screen_text())
        await app.press("j")
        assert "read-only (`readinglist doctor` tells more): journal-" in app.screen_text()
        await app.press("w")
        assert set(app.statuses()) == {"inbox"}


@pytest.mark.parametrize("key", ["e", "E", "t", "a"])
async def test_a_dialog_says_at_once_that_nothing_can_be_saved(store: FileStore, driver: Launch, key: str) -> None:
    def warnings(app: Driver) -> int:
        return sum("cannot be saved now" in note.message for note in app.app._notifications)

    store.folder.chmod(0o777)
    async with driver(store) as app:
        await app.press("escape", key, "escape")
        assert warnings(app) == 0
    async with driver(FileStore.open(store.folder), settings=Settings(editor="true")) as app:
        await app.press("escape", key)
        assert isinstance(app.app.screen, Dialog)
        assert warnings(app) == 1


async def test_the_same_notice_is_not_shown_twice_at_a_time(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        for _ in range(3):
            app.main.show_error(StoreError("the disk is full", "free some space"))
        app.main.show_error(StoreError("the disk is gone"))
        await app.settled()
        told = [note.message for note in app.app._notifications]
        assert told == ["the disk is full\nfree some space", "the disk is gone"]
        app.app.clear_notifications()
        app.main.show_error(StoreError("the disk is gone"))
        await app.settled()
        assert len(app.app._notifications) == 1


async def test_a_library_that_is_not_there_is_made_with_the_first_paper(
    empty: FileStore, driver: Launch, tmp_path: Path
) -> None:
    async with driver(empty) as app:
        await app.press("j", "u", "U", "S", "slash", "x", "escape", "b", "escape")
        app.main.background.poll()
        assert not empty.folder.exists()
        app.main.attempt(lambda: app.main.session.add(request_of(papers()[:1])))
        assert list(FileStore.open(empty.folder).library) == list(empty.library)
        assert empty.folder.stat().st_mode & 0o777 == 0o700


async def test_trouble_that_lasts_is_told_once(
    store: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise StoreError("the disk is gone", "plug it in")

    async with driver(store) as app:
        monkeypatch.setattr(store, "refresh", fail)
        for _ in range(3):
            app.main.background.poll()
            await app.settled()
        assert [notification.message for notification in app.app._notifications] == ["the disk is gone\nplug it in"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_ends_it_in_order(store: FileStore, number: int) -> None:
    app = ReadingListApp(store, Settings())
    async with app.run_test() as pilot:
        os.kill(os.getpid(), number)
        await pilot.pause(0.1)
        assert not app.is_running
    assert app.return_code == 128 + number


def test_it_ends_when_its_terminal_is_gone_without_a_signal(store: FileStore, tmp_path: Path) -> None:
    terminal, screen = os.openpty()
    command = [sys.executable, "-m", "readinglist", "--library", str(store.folder)]
    environment = {**os.environ, "TERM": "xterm-256color", "XDG_CONFIG_HOME": str(tmp_path)}
    with subprocess.Popen(command, stdin=screen, stdout=screen, stderr=screen, env=environment) as app:
        os.close(screen)
        assert "inbox" in read_until(terminal, "inbox", 30)
        os.close(terminal)
        assert app.wait(20) == 128 + signal.SIGHUP


def test_a_fault_of_ours_is_raised_with_its_traceback_and_not_printed(
    store: FileStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(self: MainScreen) -> None:
        raise ZeroDivisionError("a fault [/b]")

    monkeypatch.setattr(MainScreen, "show_bars", fail)
    with pytest.raises(AppError, match=r"ZeroDivisionError: a fault \[/b\]") as raised:
        ReadingListApp(store, Settings()).launch(headless=True)
    cause = raised.value.__cause__
    assert cause is not None
    assert "fail" in [frame.f_code.co_name for frame, _ in traceback.walk_tb(cause.__traceback__)]
    assert "Zero" not in "".join(capsys.readouterr())


async def test_the_palette_offers_adding_first_and_draws_no_emoji(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("ctrl+p")
        await app.until(lambda: "add: " in app.screen_text())
        lines = app.screen_text().splitlines()
        assert next(line for line in lines if ": " in line and "Search" not in line).strip().startswith("add: ")
        assert "\N{RIGHT-POINTING MAGNIFYING GLASS}" not in app.screen_text()


async def test_an_editor_that_fails_leaves_the_name_of_the_file_on_the_screen(
    store: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ReadingListError("vi ended with status 3", "the text is still in /tmp/kept.md")

    monkeypatch.setattr(external, "edit", fail)
    monkeypatch.setenv("EDITOR", "true")
    async with driver(store) as app:
        await app.press("e", "x")
        assert "the text is still in /tmp/kept.md" in app.screen_text()
        assert not app.app._notifications
        await app.press("ctrl+s")
        assert store.library[app.listing.rows[0]].note == "x"


async def test_lines_pasted_over_a_dialog_are_added_and_the_dialog_stays(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        tagged = app.listing.rows[0]
        await app.press("t", *"nl")
        dialog = app.app.screen
        app.app.post_message(events.Paste("@misc{x,\r title = {Pasted over a Dialog}\r}"))
        await app.until(lambda: isinstance(app.app.focused, Lines))
        await app.press("enter")
        await app.until(lambda: app.app.screen is dialog)
        assert app.title == "Pasted over a Dialog"
        assert dialog.query_one(Input).value == "nl"
        await app.press("p", "enter")
        assert [paper.id for paper in store.library if paper.tags] == [tagged]


async def test_escape_and_a_key_right_after_it_are_two_keys_in_dialogs_and_in_the_search(
    store: FileStore, driver: Launch
) -> None:
    async with driver(store) as app:
        await app.press("question_mark", "alt+j")
        await app.until(lambda: app.listing.cursor == 1)
        assert app.app.screen is app.main
        await app.press("slash", "x", "alt+j")
        await app.until(lambda: app.listing.cursor == 2)
        assert not app.listing.query.text


async def test_titles_can_be_searched_while_abstracts_are_still_read(
    store: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An abstract says `number`, and no title does."""
    go_on = asyncio.Event()

    async def step_aside(work: Background) -> None:
        has_names = work.listing.index is not None and work.listing.cache.whole_index is None
        await (go_on.wait() if has_names else asyncio.sleep(0))

    monkeypatch.setattr(Background, "_step_aside", step_aside)
    async with driver(store) as app:
        await app.until(lambda: app.listing.index)
        await app.press("slash", *"robots")
        assert "1 found, abstracts are still being read" in app.screen_text()
        await app.press("ctrl+u", *"number")
        assert "0 found, abstracts are still being read" in app.screen_text()
        go_on.set()
        await app.until(lambda: app.listing.cache.whole_index)
        assert "12 found" in app.screen_text()
        assert "still being read" not in app.screen_text()


async def test_after_papers_came_the_next_search_is_made_ready(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.until(lambda: app.listing.cache.is_prepared)
        app.main.session.add(request_of([Paper.of("One more paper about nothing at all")]))
        assert not app.listing.cache.is_prepared
        await app.until(lambda: app.listing.cache.is_prepared)
        await app.press("slash", *"nothing")
        assert app.title == "One more paper about nothing at all"


SPELT = {
    "teal": "#008080",
    "rgb(1, 2, 3)": "#010203",
    "#ffffff80 50%": "#797979",
    "ansi_blue": "ansi_blue",
    "ansi_default": "ansi_default",
    "transparent": "#121212",
}
"""A colour as a theme may write it → as it stands in style sheets."""


@pytest.mark.parametrize("color", SPELT)
async def test_every_legal_colour_can_stand_everywhere_in_a_theme(
    store: FileStore, driver: Launch, tmp_path: Path, color: str
) -> None:
    names = sorted({*Theme("x", primary="red").to_color_system().generate(), *theming.VARIABLES})
    colors = [f'{name} = "{color}"' for name in theming.COLORS]
    variables = [f'{name} = "{"not bold underline" if "style" in name else color}"' for name in names]
    (tmp_path / "config" / "themes").mkdir(parents=True)
    text = "\n".join(['name = "mine"', "[colors]", *colors, "[variables]", *variables])
    (tmp_path / "config" / "themes" / "mine.toml").write_text(text)
    async with driver(store, settings=Settings(theme="mine")) as app:
        assert app.app.theme == "mine"
        assert app.app.get_css_variables()["mark"] == SPELT[color]
        assert not app.app._notifications
        for key in ("question_mark", "t", "e", "b", "a"):
            await app.press(key)
            assert app.app.screen is not app.main
            await app.press("escape")
        await app.press("j")
        assert app.listing.cursor == 1


async def test_wrong_settings_are_told_and_the_others_hold(store: FileStore, driver: Launch, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text('theem = "x"\nmouse = 3\n[keymap]\nskip = "X"\n')
    async with driver(store, settings=config.load()) as app:
        assert isinstance(app.app.screen, PreviewScreen)
        assert "there is no setting 'theem' (did you mean 'theme'?)" in app.app.screen.text
        assert "mouse is true or false" in app.app.screen.text
        await app.press("escape")
        await app.press("X")
        assert "skipped" in app.statuses()


PASSWORDS = """\
theme = "https:/ada:sesame@example.org"
cite_key = "{https:ada:sesame@example.org}"
[keymap]
mark = "HTTPS://ada:se,sesame@example.org"
"https%3A%2F%2Fada%3Asesame%40example.org" = "x"
[services]
"https://ada:sesame@example.org" = "x"
"""


@pytest.mark.parametrize("count", [1, 8])
async def test_no_password_is_on_the_first_screen(store: FileStore, driver: Launch, tmp_path: Path, count: int) -> None:
    (tmp_path / "config").mkdir()
    lines = PASSWORDS.splitlines()[:count]
    (tmp_path / "config" / "config.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    notice = "the folder /home/ada/https:/ada:sesame@example.org is gone"
    async with driver(store, size=(120, 40), settings=config.load(), notices=[notice]) as app:
        notes = [note.message for note in app.app._notifications]
        if isinstance(app.app.screen, PreviewScreen):
            notes.append(app.app.screen.text)
        told = "\n".join(notes)
        assert "config.toml: theme" in told
        assert "example.org is gone" in told
        assert "sesame" not in told + app.screen_text()


async def test_no_password_is_in_what_the_app_says(store: FileStore, driver: Launch) -> None:
    async with driver(store, size=(120, 40)) as app:
        app.main.show_message("opened https:/ada:sesame@example.org")
        await app.settled()
        assert "opened https:/…@example.org" in app.screen_text()
        await app.search("added:https:ada:sesame@example.org")
        await app.press("enter")
        assert "is no date yet" in app.screen_text()
        assert "sesame" not in app.screen_text()
