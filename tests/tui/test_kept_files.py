"""Files kept up to date while the app is open: chosen in the export dialog, written a moment after a change."""

from __future__ import annotations

import json
import os
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, OptionList

from readinglist.errors import ExportError
from readinglist.exports import refresher, synced, writing
from readinglist.exports import target as export
from readinglist.exports.refresher import Refresher
from readinglist.exports.synced import SyncedFile
from readinglist.jobs.runner import Runner
from readinglist.papers import edits
from readinglist.papers.paper import Paper
from readinglist.papers.record import now
from readinglist.papers.status import Status
from readinglist.search.index.index import Index
from readinglist.store.file_store import FileStore
from readinglist.tui import background
from readinglist.tui.screens.confirm import ConfirmScreen
from readinglist.tui.screens.export import ExportScreen
from readinglist.tui.screens.synced_files import SyncedFilesScreen
from tests.tui.conftest import TITLES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Driver, Launch

NEW = Paper.of("Brought in meanwhile", key="new2025")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refresher, "PAUSE", 0.0)
    monkeypatch.setattr(background, "POLL_EVERY", 0.05)


@pytest.fixture
def file(tmp_path: Path, store: FileStore) -> Path:
    synced.start(store.folder, SyncedFile(str(tmp_path / "refs.bib"), status="to-read"))
    return tmp_path / "refs.bib"


def refuse(path: Path, text: str, *, force: bool = False) -> None:
    raise ExportError("the disk is gone")


def entries_in(file: Path) -> int:
    """The number of entries in a file; 0 if there is none."""
    return file.read_text().count("@misc") if file.is_file() else 0


async def exporting(app: Driver, name: str) -> ExportScreen:
    """Open the export dialog, and type a name."""
    await app.press("b")
    await app.until(lambda: isinstance(app.app.screen, ExportScreen) and app.app.screen.is_mounted)
    screen = app.app.screen
    assert isinstance(screen, ExportScreen)
    screen.query_one(Input).value = name
    return screen


async def test_a_view_is_kept_from_the_dialog_on(store: FileStore, driver: Launch, tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    async with driver(store) as app:
        await exporting(app, str(file))
        assert "● written once" in app.screen_text()
        await app.press("ctrl+s")
        assert "● kept up to date" in app.screen_text()
        await app.press("enter")
        await app.until(lambda: "and keep it up to date" in app.main.message)
        (found,) = synced.files(store.folder).values()
        assert found == SyncedFile(str(file), status="inbox")
        assert entries_in(file) == len(TITLES)
        await app.press("w")
        await app.until(lambda: entries_in(file) == len(TITLES) - 1)
        await app.until(lambda: "refs.bib is up to date: 11 entries" in app.main.message)


async def test_a_file_that_was_only_chosen_is_said_not_to_be_kept(
    store: FileStore, driver: Launch, tmp_path: Path
) -> None:
    async with driver(store) as app:
        await exporting(app, str(tmp_path / "refs.bib"))
        assert "^s keep updated   ^o more   esc close" in app.screen_text()
        await app.press("ctrl+s", "escape")
        assert "nothing was written" in app.screen_text()
        assert synced.files(store.folder) == {}


async def test_this_paper_alone_cannot_be_kept(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await exporting(app, "refs.bib")
        await app.press("tab", "ctrl+s")
        assert "○ kept up to date" in app.screen_text()
        assert "only a file with all of a view" in app.screen_text()


async def test_a_file_of_others_can_be_updated(store: FileStore, driver: Launch, tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    file.write_text("% mine\n@misc{name02014attention, title={Something quite different here}}\n")
    key = store.library.resolve("2401.10000").key
    file.write_text(file.read_text().replace("name02014attention", key))
    async with driver(store) as app:
        await exporting(app, str(file))
        await app.press("tab", "ctrl+s", "tab", "ctrl+s", "enter")
        assert "update, what others wrote in it stays" in app.screen_text()
        await app.press("u")
        await app.until(lambda: "11 added, 1 in conflict" in app.main.message)
        assert any("line 2" in notification.message for notification in app.app._notifications)
        assert file.read_text().startswith("% mine\n")
        assert next(iter(synced.files(store.folder).values())).update


async def test_what_changed_before_the_app_opened_is_written(store: FileStore, driver: Launch, file: Path) -> None:
    store.record(lambda library: library.add([NEW], now(), Status.TO_READ), "cli")
    async with driver(store) as app:
        await app.until(lambda: app.main.message == "refs.bib is up to date: 1 entry")
    assert entries_in(file) == 1


async def test_what_waits_is_written_when_the_app_closes(
    store: FileStore, driver: Launch, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresher, "PAUSE", 60.0)
    async with driver(store) as app:
        await app.press("w", "w")
        assert entries_in(file) == 0
    assert entries_in(file) == 2


async def test_trouble_is_told_once(
    store: FileStore, driver: Launch, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "save", refuse)
    async with driver(store) as app:
        await app.press("w")
        await app.until(lambda: "the disk is gone" in app.main.message)
        await app.press("w")
        await app.until(
            lambda: app.main.background.refresher._first is None and not app.main.background.refresher.is_writing
        )
        await app.press("j")
        app.main.background.poll()
        assert "disk" not in app.main.message
        monkeypatch.undo()
        monkeypatch.setattr(refresher, "PAUSE", 0.0)
        await app.press("w")
        await app.until(lambda: "refs.bib is up to date: 3 entries" in app.main.message)


async def test_a_damaged_list_is_told_and_harms_nothing(store: FileStore, driver: Launch) -> None:
    (store.folder / "exports.json").write_text("{")
    async with driver(store) as app:
        await app.until(lambda: "exports.json: is damaged" in app.main.message)
        await app.press("w")
        assert app.statuses().count("to-read") == 1


async def test_kept_files_are_seen_and_stopped(store: FileStore, driver: Launch, file: Path) -> None:
    async with driver(store) as app:
        app.main.perform_by_id("kept-files")
        await app.until(lambda: isinstance(app.app.screen, SyncedFilesScreen) and app.app.screen.query(OptionList))
        await app.settled()
        assert "refs.bib" in app.screen_text()
        assert "to-read · bibtex" in app.screen_text()
        await app.press("d")
        assert "none yet" in app.screen_text()
        await app.press("escape")
        assert synced.files(store.folder) == {}


def test_many_changes_in_a_row_are_one_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refresher, "PAUSE", 2.0)
    session = SimpleNamespace(changes=0, index=Index())
    watched = Refresher(session, Runner())
    times: list[float] = []
    at = 0.0

    def due() -> list[SyncedFile]:
        times.append(at)
        return []

    monkeypatch.setattr(watched, "_kept", due)
    for at in (0.0, 1.0, 2.0, 3.0, 4.0, 5.0):
        session.changes += at < 3
        watched.poll(at)
    assert times == [4.0]
    for at in map(float, range(10, 30)):
        session.changes += 1
        watched.poll(at)
    assert times == [4.0, 10 + refresher.PATIENCE]


async def test_what_a_kept_file_says_otherwise_is_told(store: FileStore, driver: Launch, tmp_path: Path) -> None:
    target = SyncedFile(str(tmp_path / "refs.bib"), update=True)
    paper = next(iter(store.library))
    writing.write(store.folder, target, [paper])
    file = tmp_path / "refs.bib"
    file.write_text(file.read_text().replace("title = {", "title = {My "))
    synced.start(store.folder, target)
    store.record(lambda library: edits.set_fields(library, paper.id, {"title": "Another title"}, now()), "cli")
    async with driver(store) as app:
        await app.until(lambda: "was not written: it was changed both in the file (My " in app.main.message)
    assert "title = {My " in file.read_text()


# A list of files that came with the folder.


def received(store: FileStore, file: Path, **choices: object) -> None:
    """Write a list as another would have made it, with one file."""
    (store.folder / "exports.json").write_text(json.dumps([{"path": str(file), **choices}]))


async def test_a_received_file_is_asked_about_and_then_written(
    store: FileStore, driver: Launch, tmp_path: Path
) -> None:
    received(store, tmp_path / "refs.bib", private=["note"], status="inbox")
    async with driver(store, size=(120, 40)) as app:
        await app.until(lambda: isinstance(app.app.screen, ConfirmScreen))
        await app.settled()
        shown = " ".join(app.screen_text().replace("│", " ").split())
        assert "A file outside the library" in shown
        assert "Write refs.bib now and whenever the library changes?" in shown
        assert "No such file is there yet; it would be made." in shown
        assert "papers: inbox format: bibtex, private fields: note" in shown
        assert "you have not agreed to it" in shown
        assert "Don't write" in shown
        assert "esc ask next time" in shown
        assert not (tmp_path / "refs.bib").exists()
        await app.press("y")
        await app.until(lambda: entries_in(tmp_path / "refs.bib") == len(TITLES))


@pytest.mark.parametrize(
    ("choices", "told"),
    [
        ({}, "A file is there: its whole content would be replaced."),
        ({"update": True}, "changed, entries of others stay."),
        ({"path": "link.bib"}, "This is a link to"),
    ],
)
async def test_what_becomes_of_a_received_file_that_is_there_is_told(
    store: FileStore, driver: Launch, tmp_path: Path, choices: dict[str, object], told: str
) -> None:
    (tmp_path / "refs.bib").write_text("% mine\n")
    (tmp_path / "link.bib").symlink_to("refs.bib")
    received(store, tmp_path / str(choices.pop("path", "refs.bib")), **choices)
    async with driver(store) as app:
        await app.until(lambda: isinstance(app.app.screen, ConfirmScreen))
        await app.settled()
        assert told in " ".join(app.screen_text().replace("│", " ").split())


async def test_a_question_left_open_is_asked_the_next_time(store: FileStore, driver: Launch, tmp_path: Path) -> None:
    received(store, tmp_path / "refs.bib")
    for _ in range(2):
        async with driver(store) as app:
            await app.until(lambda: isinstance(app.app.screen, ConfirmScreen))
            await app.press("escape", "w")
            assert app.app.screen is app.main
    assert not (tmp_path / "refs.bib").exists()


@pytest.mark.parametrize("key", ["enter", "n"])
async def test_a_received_file_that_is_refused_is_not_written(
    store: FileStore, driver: Launch, tmp_path: Path, key: str
) -> None:
    received(store, tmp_path / "refs.bib")
    async with driver(store) as app:
        await app.until(lambda: isinstance(app.app.screen, ConfirmScreen))
        await app.press(key)
        assert "refs.bib is not written; “kept files” in the command palette changes that" in app.screen_text()
        await app.press("w")
        await app.until(
            lambda: app.main.background.refresher._first is None and not app.main.background.refresher.is_writing
        )
    async with driver(store) as app:
        await app.settled()
        assert not isinstance(app.app.screen, ConfirmScreen)
        app.main.perform_by_id("kept-files")
        await app.until(lambda: isinstance(app.app.screen, SyncedFilesScreen) and app.app.screen.query(OptionList))
        await app.settled()
        assert "not kept up to date here" in app.screen_text()
        assert not (tmp_path / "refs.bib").exists()
        await app.press("k")
        assert "not kept up to date here" not in app.screen_text()
        await app.press("escape")
        await app.until(lambda: entries_in(tmp_path / "refs.bib") == len(TITLES))


async def test_a_pipe_in_the_place_of_the_list_is_told(store: FileStore, driver: Launch) -> None:
    os.mkfifo(store.folder / "exports.json")
    async with driver(store) as app:
        await app.until(lambda: "exports.json: a pipe stands where a file should be" in app.main.message)


async def test_nothing_is_written_while_the_question_is_open(store: FileStore, driver: Launch, tmp_path: Path) -> None:
    received(store, tmp_path / "refs.bib")
    async with driver(store) as app:
        await app.until(lambda: isinstance(app.app.screen, ConfirmScreen))
    assert not (tmp_path / "refs.bib").exists()


async def test_a_library_of_others_is_written_to_once_agreed_to(store: FileStore, driver: Launch) -> None:
    store.folder.chmod(0o777)
    reopened = FileStore.open(store.folder)
    assert reopened.read_only
    async with driver(reopened, size=(120, 40)) as app:
        await app.until(lambda: isinstance(app.app.screen, ConfirmScreen))
        await app.settled()
        assert "A library that others can change" in app.screen_text()
        assert "every user of this machine can write there" in app.screen_text()
        assert "Only read" in app.screen_text()
        await app.press("y")
        await app.until(lambda: not reopened.read_only and not app.main.session.is_reading)
        await app.press("w")
        assert app.statuses().count("to-read") == 1
    async with driver(FileStore.open(store.folder)) as app:
        assert not isinstance(app.app.screen, ConfirmScreen)


async def test_a_library_that_is_a_link_is_written_to_where_it_leads_once_agreed_to(
    store: FileStore, driver: Launch, tmp_path: Path
) -> None:
    store.fold()
    (store.folder / "library.json").rename(tmp_path / "mine.json")
    (store.folder / "library.json").symlink_to(tmp_path / "mine.json")
    async with driver(FileStore.open(store.folder), size=(120, 40)) as app:
        await app.until(lambda: isinstance(app.app.screen, ConfirmScreen))
        await app.settled()
        shown = " ".join(app.screen_text().replace("│", " ").split())
        assert "library.json here is a link. Your changes would be written to" in shown
        assert "mine.json" in shown
        assert "you can read but not change anything; `readinglist trust` agrees later" in shown


async def test_a_library_of_others_is_only_read_if_refused(store: FileStore, driver: Launch) -> None:
    store.folder.chmod(0o777)
    async with driver(FileStore.open(store.folder)) as app:
        await app.until(lambda: isinstance(app.app.screen, ConfirmScreen))
        await app.press("n", "w")
        assert app.statuses().count("to-read") == 0
    async with driver(FileStore.open(store.folder)) as app:
        await app.settled()
        assert not isinstance(app.app.screen, ConfirmScreen)
        assert "read-only (`readinglist trust` agrees): every user of this machine" in app.screen_text()
