"""A fault of ours: told once, logged, outlived; what is typed stays, on the screen and on disk."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from readinglist import log
from readinglist.errors import StoreError
from readinglist.papers import edits
from readinglist.settings.config import Settings
from readinglist.store.file_store import FileStore
from readinglist.tui.app import AppError, ReadingListApp
from readinglist.tui.background import Background
from readinglist.tui.screens import dialog
from readinglist.tui.screens.add import AddScreen
from readinglist.tui.screens.dialog import Text
from readinglist.tui.screens.main import MainScreen
from readinglist.tui.screens.metadata import MetadataScreen
from readinglist.tui.screens.note import NoteScreen
from readinglist.tui.session import Session
from readinglist.tui.widgets.paper_list import PaperList
from tests.store.making import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.tui.conftest import Driver, Launch


@pytest.fixture(autouse=True)
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the drafts, empty at first."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "readinglist" / "drafts"


def kept(drafts: Path) -> list[dict[str, str]]:
    """The drafts on disk."""
    return [json.loads(file.read_text()) for file in files(drafts)]


def files(drafts: Path) -> list[Path]:
    """The files of the drafts."""
    return list(drafts.glob("*.json"))


def plant(monkeypatch: pytest.MonkeyPatch, owner: type, name: str, times: int = 1) -> list[int]:
    """Let a method fail so many times; the list has a number for each."""
    method, failed = getattr(owner, name), list[int]()

    def fail(self: Any, *rest: Any, **options: Any) -> Any:
        if len(failed) < times:
            failed.append(len(failed))
            raise ZeroDivisionError("Zaphod's own words")
        return method(self, *rest, **options)

    monkeypatch.setattr(owner, name, fail)
    return failed


def told(app: Driver) -> int:
    """How often the user was told of a fault."""
    return sum("fault in readinglist itself" in note.message for note in app.app._notifications)


PLACES: dict[str, tuple[type, str]] = {
    "a verb": (Session, "edit"),
    "what a verb shows": (MainScreen, "show_bars"),
    "a timer": (Session, "refresh"),
    "a job": (Background, "_compare_what_is_due"),
    "a line of the list": (PaperList, "render_line"),
}


@pytest.mark.parametrize("place", PLACES)
async def test_the_app_goes_on_after_a_fault(
    store: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    async with driver(store) as app:
        await app.until(lambda: app.listing.cache.whole_index)
        failed = plant(monkeypatch, *PLACES[place])
        await app.press("j", "w")
        await app.until(lambda: failed and told(app))
        await app.press("g", "g", "x")
        assert app.statuses().count("skipped") == 1
        assert told(app) == 1
        assert "ZeroDivisionError" in log.path().read_text()
        await app.until(lambda: app.listing.cache.whole_index)


async def test_a_fault_that_comes_with_each_key_is_told_once(
    store: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driver(store) as app:
        plant(monkeypatch, MainScreen, "moved", times=100)
        await app.press(*"jjkjkjkj")
        assert told(app) == 1
        await app.press("w")
        assert "to-read" in app.statuses()


@pytest.mark.parametrize("method", ["action_save", "changed"])
async def test_a_note_stays_on_the_screen_when_its_dialog_fails(
    store: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    async with driver(store) as app:
        await app.press("e", *"hello")
        with monkeypatch.context() as patched:
            if method == "changed":
                patched.setattr(NoteScreen, "changed", property(lambda _: 1 / 0))
            else:
                plant(patched, NoteScreen, method)
            await app.press("ctrl+s")
            await app.until(lambda: told(app))
        assert app.app.screen.query_one(Text).text == "hello"
        await app.press("ctrl+s")
        assert "hello" in {paper.note for paper in store.library}


async def end_on_fault(driver: Launch, store: FileStore, keys: list[str]) -> None:
    """Let the app end after these keys because no line of the list can be drawn any more."""
    with pytest.MonkeyPatch.context() as patched, suppress(ZeroDivisionError):
        async with driver(store) as app:
            await app.press(*keys)
            plant(patched, PaperList, "render_line", times=10_000)
            app.main.panes.papers.refresh()
            while app.app.is_running:  # noqa: ASYNC110 - nothing tells of the end
                await asyncio.sleep(0.01)


def test_a_fault_without_end_ends_the_app_in_order(
    store: FileStore, drafts: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def press(pilot: Pilot[None]) -> None:
        await pilot.press("j", "w", "e", *"thought")
        plant(monkeypatch, PaperList, "render_line", times=10_000)
        pilot.app.screen_stack[0].query_one(PaperList).refresh()
        while pilot.app.is_running:  # noqa: ASYNC110 - a pilot would draw
            await asyncio.sleep(0.01)

    with pytest.raises(AppError, match="ZeroDivisionError"):
        ReadingListApp(store, Settings()).launch(headless=True, auto_pilot=press)
    (file,) = drafts.iterdir()
    assert kept(drafts) == [{"note": "thought"}]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(drafts.stat().st_mode) == 0o700
    assert "Traceback" not in "".join(capfd.readouterr())
    assert "to-read" in {paper.status.value for paper in FileStore.open(store.folder).library}


async def test_a_note_that_was_not_saved_is_offered_again(store: FileStore, driver: Launch, drafts: Path) -> None:
    await end_on_fault(driver, store, ["e", *"thought"])
    async with driver(store) as app:
        key = store.library[app.listing.rows[0]].key
        await app.until(lambda: len(app.app._notifications))
        (told,) = (note.message for note in app.app._notifications)
        assert told == f"you were writing a note on {key}: press e on it to go on"
        app.app.clear_notifications()
        await app.press("j", "e")
        assert app.app.screen.query_one(Text).text == ""
        await app.press("escape", "k", "e")
        assert app.app.screen.query_one(Text).text == "thought"
        assert "not saved yet" in app.screen_text()
        await app.press(*"s", "ctrl+s")
        assert "thoughts" in {paper.note for paper in store.library}
        assert not kept(drafts)


@pytest.mark.parametrize("keys", [["ctrl+s"], ["escape", "y"], ["ctrl+q", "y"]])
async def test_a_draft_is_kept_while_one_writes_and_not_after(
    store: FileStore, driver: Launch, drafts: Path, monkeypatch: pytest.MonkeyPatch, keys: list[str]
) -> None:
    monkeypatch.setattr(dialog, "AUTOSAVE_EVERY", 0.02)
    async with driver(store) as app:
        await app.press("e", *"idea")
        await app.until(lambda: kept(drafts) == [{"note": "idea"}])
        await app.press(*keys)
        await app.until(lambda: app.app._exit or app.app.screen is app.main)
        assert not kept(drafts)


@pytest.mark.parametrize(
    "keys",
    [
        ["e", *"idea", "ctrl+q", "ctrl+q"],
        ["e", *"idea", "escape", "ctrl+q"],
        ["E", *"idea", "escape", "ctrl+q"],
        ["t", *"idea", "ctrl+q"],
        ["a", *"idea", "ctrl+q"],
    ],
)
async def test_leaving_without_an_answer_keeps_what_is_typed(
    store: FileStore, driver: Launch, drafts: Path, keys: list[str]
) -> None:
    async with driver(store) as app:
        await app.press(*keys)
        await app.until(lambda: app.app._exit)
    assert any("idea" in text for draft in kept(drafts) for text in draft.values())


@pytest.mark.parametrize(
    ("keys", "what"), [(["a", *"10.1000"], AddScreen), (["E", "end", *" more"], MetadataScreen), (["t", "x"], None)]
)
async def test_what_is_typed_into_other_dialogs_is_offered_again(
    store: FileStore, driver: Launch, keys: list[str], what: type | None
) -> None:
    keys = ["space" if key == " " else key for key in keys]
    await end_on_fault(driver, store, keys)
    async with driver(store) as app:
        await app.press(keys[0])
        assert what is None or isinstance(app.app.screen, what)
        opened = app.app.screen
        assert isinstance(opened, dialog.Dialog)
        assert any("".join(keys[-1:]).replace("space", " ") in text for text in opened._changed().values())


async def test_a_note_on_a_paper_that_others_removed_is_kept_and_told_where(
    store: FileStore, driver: Launch, drafts: Path
) -> None:
    other = FileStore.open(store.folder)
    async with driver(store, size=(140, 40)) as app:
        id = app.listing.rows[0]
        key = store.library[id].key
        await app.press("e", *"mine")
        other.record(lambda library: edits.purge(library, [id], NOW), "cli")
        await app.until(lambda: id not in app.listing.rows)
        await app.press("ctrl+s")
        await app.until(lambda: app.app.screen is app.main)
        assert kept(drafts) == [{"note": "mine"}]
        (told,) = (note.message for note in app.app._notifications)
        assert f"undo the removal, then press e on {key} to go on with what you wrote (kept in {drafts}" in told
        other.undo("cli")
        await app.until(lambda: id in app.listing.rows)
        app.listing.find(id)
        await app.press("e")
        assert app.app.screen.query_one(Text).text == "mine"


async def test_a_note_that_the_disk_refuses_stays_open_until_it_can_be_saved(
    store: FileStore, driver: Launch, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("the disk is full", "free some space")

    async with driver(store) as app:
        id = app.listing.rows[0]
        await app.press("e", *"mine")
        with monkeypatch.context() as patch:
            patch.setattr(store, "record", refuse)
            await app.press("ctrl+s")
        assert "the disk is full: free some space" in app.screen_text()
        assert app.app.screen.query_one(Text).text == "mine"
        await app.press("ctrl+s")
        assert app.app.screen is app.main
        assert store.library[id].note == "mine"
        assert kept(drafts) == []


async def test_a_form_on_a_paper_that_others_removed_stays_open(store: FileStore, driver: Launch) -> None:
    other = FileStore.open(store.folder)
    async with driver(store) as app:
        id = app.listing.rows[0]
        await app.press("E", "x")
        other.record(lambda library: edits.purge(library, [id], NOW), "cli")
        await app.press("ctrl+s")
        assert isinstance(app.app.screen, MetadataScreen)
        assert any("the paper is gone" in note.message for note in app.app._notifications)


async def test_no_draft_about_another_library_is_told_of(
    store: FileStore, driver: Launch, drafts: Path, tmp_path: Path
) -> None:
    await end_on_fault(driver, store, ["E", *"thought"])
    async with driver(store) as app:
        await app.until(lambda: [note for note in app.app._notifications if "the fields of" in note.message])
    store.fold()
    shutil.copytree(store.folder, tmp_path / "other")
    async with driver(FileStore.open(tmp_path / "other")) as app:
        await app.app._tell_drafts()
        await app.settled()
        assert not len(app.app._notifications)


def read_nothing(path: Path) -> None:
    path.write_text("{")


def read_numbers(path: Path) -> None:
    path.write_text('{"note": 3}')


def read_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def read_a_link(path: Path) -> None:
    path.rename(path.with_suffix(".other"))
    path.symlink_to(path.with_suffix(".other"))


@pytest.mark.parametrize("spoil", [read_nothing, read_numbers, read_a_pipe, read_a_link])
async def test_a_draft_that_cannot_be_read_is_no_trouble(
    store: FileStore, driver: Launch, drafts: Path, spoil: Callable[[Path], None]
) -> None:
    await end_on_fault(driver, store, ["e", *"thought"])
    for path in files(drafts):
        spoil(path)
    async with driver(store) as app:
        await app.press("e")
        assert app.app.screen.query_one(Text).text == ""
