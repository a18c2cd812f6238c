"""How the app starts, what it tells, and how it ends."""

import os
import signal
from pathlib import Path

import pytest
from textual.pilot import Pilot

from readinglist.config import Settings
from readinglist.errors import StoreError
from readinglist.store import Store
from readinglist.tui.app import AppError, ReadingListApp
from readinglist.tui.screens.main import MainScreen
from readinglist.tui.screens.preview import PreviewScreen
from tests.tui.conftest import Launch

NO_ACTIONS = {f"no-such-action-{number}": "z" for number in range(9)}


async def test_many_problems_of_the_settings_stay_until_they_are_closed(store: Store, driver: Launch) -> None:
    async with driver(store, settings=Settings(keymap=NO_ACTIONS)) as app:
        assert isinstance(app.app.screen, PreviewScreen)
        assert all(name in app.app.screen.text for name in NO_ACTIONS)
        await app.press("escape", "j")
        assert app.listing.cursor == 1


async def test_why_nothing_can_be_changed_stays_on_the_screen(store: Store, driver: Launch, tmp_path: Path) -> None:
    journal = next((tmp_path / "library").glob("journal-*"))
    async with driver(store) as app:
        assert "read-only" not in app.screen_text()
        with journal.open("ab") as file:
            file.write(b"damage\n")
        await app.until(lambda: store.read_only and "read-only" in app.screen_text())
        await app.press("j")
        assert "for reading only, see `readinglist doctor`" in app.screen_text()
        await app.press("w")
        assert set(app.statuses()) == {"inbox"}


async def test_trouble_that_lasts_is_told_once(store: Store, driver: Launch, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise StoreError("the disk is gone", "plug it in")

    async with driver(store) as app:
        monkeypatch.setattr(store, "refresh", fail)
        for _ in range(3):
            app.main._look_again()
            await app.settled()
        assert [notification.message for notification in app.app._notifications] == ["the disk is gone\nplug it in"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_ends_it_in_order(store: Store, number: int) -> None:
    app = ReadingListApp(store, Settings())
    async with app.run_test() as pilot:
        os.kill(os.getpid(), number)
        await pilot.pause(0.1)
        assert not app.is_running
    assert app.return_code == 128 + number


def test_a_fault_of_ours_is_raised_with_its_traceback_and_not_printed(
    store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(self: MainScreen) -> None:
        raise ZeroDivisionError("a fault [/b]")

    async def press(pilot: Pilot[None]) -> None:
        await pilot.press("j")

    monkeypatch.setattr(MainScreen, "moved", fail)
    with pytest.raises(AppError, match=r"ZeroDivisionError: a fault \[/b\]") as raised:
        ReadingListApp(store, Settings()).run(headless=True, auto_pilot=press)
    assert "in fail" in "".join(raised.value.__notes__)
    assert "Zero" not in "".join(capsys.readouterr())
