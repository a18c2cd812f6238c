"""A whole session, from pasted page to .bib, and the dialogs between."""

from contextlib import nullcontext
from pathlib import Path
from threading import Event

import pytest
from textual import events

from readinglist.actions import add as actions
from readinglist.actions.add import AddRequest, Document, GatherRequest
from readinglist.errors import UsageError
from readinglist.jobs.job import AtQuit, ThreadJob
from readinglist.papers import edits
from readinglist.papers.change import Change
from readinglist.papers.library import Library
from readinglist.papers.paper import Paper
from readinglist.papers.status import Status
from readinglist.settings.config import Settings
from readinglist.store.file_store import FileStore
from readinglist.tui import background
from readinglist.tui.screens.add import AddScreen
from readinglist.tui.screens.confirm import ConfirmScreen
from readinglist.tui.screens.export import ExportScreen
from readinglist.tui.session import Session
from tests.store.making import NOW, rewrite
from tests.tui.conftest import Driver, Launch

PAGE = """Daily Papers
Dec 8

Reward models that listen

We train reward models on spoken preferences and find that they agree with people more often.

• 3 authors
·
Dec 5, 2024
2

Planning with small graphs

A planner over small graphs of subgoals needs a tenth of the search of its rivals.

nvidia NVIDIA
·
Dec 6, 2024

Values of language models

We ask what language models value, in twelve languages and four settings.

• 12 authors
·
Dec 7, 2024
""".replace("\n", "\r")


async def paste(app: Driver, text: str) -> None:
    app.app.post_message(events.Paste(text))
    await app.settled()


async def add_page(app: Driver) -> None:
    await paste(app, PAGE)
    await app.until(lambda: isinstance(app.app.screen, AddScreen) and app.app.screen.stage == "preview")
    await app.press("enter")
    await app.until(lambda: app.app.screen is app.main)
    await app.settled()


async def test_from_page_to_bib(empty: FileStore, driver: Launch, tmp_path: Path) -> None:
    async with driver(empty, size=(100, 30)) as app:
        await add_page(app)
        assert next(paper.title for paper in empty.library) == "Reward models that listen"
        assert "3 added" in app.screen_text()
        await app.press("w", "x", "d", "u")
        assert sorted(app.statuses()) == ["inbox", "skipped", "to-read"]
        await app.press("g", "a", "space", "b")
        await app.until(lambda: isinstance(app.app.screen, ExportScreen))
        await app.press("ctrl+u", *(tmp_path / "out.bib").as_posix(), "enter")
        await app.until((tmp_path / "out.bib").exists)
        text = (tmp_path / "out.bib").read_text()
        assert text.count("@") == 1
        await app.until(lambda: app.app.screen is app.main)


async def test_adding_the_same_page_again_adds_nothing(empty: FileStore, driver: Launch) -> None:
    async with driver(empty, size=(100, 30)) as app:
        await add_page(app)
        await paste(app, PAGE)
        await app.until(lambda: isinstance(app.app.screen, AddScreen) and app.app.screen.stage == "nothing")
        await app.press("enter")
        await app.until(lambda: app.app.screen is app.main)
        assert len(empty.library) == 3


def test_what_was_tried_counts_only_as_long_as_the_library_is_the_same(empty: FileStore) -> None:
    session = Session(empty)
    harvest = actions.gather(GatherRequest(Settings(), document=Document("pasted text", lambda: PAGE)))
    request = AddRequest(harvest, Settings().cite_key)
    outcome = actions.preview(empty.library.copy(), request)
    assert outcome.is_current(empty.library)
    assert session.add(request, outcome) == "3 added"
    assert not outcome.is_current(empty.library)
    assert session.add(request, outcome) == "3 known already"


@pytest.mark.parametrize("is_made", [True, False])
def test_an_edit_begins_with_what_others_did_and_shows_it(store: FileStore, is_made: bool) -> None:
    session, other = Session(store), FileStore.open(store.folder)
    listing = session.listing
    mine, gone = listing.rows[0], listing.rows[1]
    other.record(lambda library: edits.purge(library, [gone], NOW), "cli")
    other.record(lambda library: library.add([Paper.of("Newcomer")], NOW), "cli")

    def make(library: Library) -> Change:
        if not is_made:
            raise UsageError("not like this")
        return edits.set_priority(library, [mine], 2, NOW)

    with nullcontext() if is_made else pytest.raises(UsageError):
        session.record(make)
    assert set(listing.rows) == set(store.library.ids)
    for _ in listing.cache.preparing():
        pass
    assert session.refresh()
    assert not session.refresh()


@pytest.fixture
def large(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> FileStore:
    """A folded library that counts as a large one."""
    monkeypatch.setattr("readinglist.tui.session.QUICK", 3)
    store.fold()
    return store


def retitle(store: FileStore, id: str) -> None:
    """Change a title as another program does."""
    rewrite(store.folder, lambda tables: tables["papers"][id].update(title="Theirs now"))


async def test_a_large_library_that_others_changed_is_read_while_the_user_goes_on(
    large: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    reload, may_read = large.reload, Event()
    monkeypatch.setattr(large, "reload", lambda: may_read.wait(10) and reload())
    async with driver(large) as app:
        retitle(large, app.listing.rows[3])
        await app.until(lambda: "being read again" in app.screen_text())
        await app.press("j", "w")
        assert app.listing.cursor == 1
        assert [note.message for note in app.app._notifications if "try again in a moment" in note.message]
        may_read.set()
        await app.until(lambda: "Theirs now" in app.screen_text())
        await app.press("w")
        assert app.statuses().count("to-read") == 1


@pytest.mark.parametrize("is_left", [False, True])
async def test_what_was_written_while_others_changed_a_large_library_is_saved_afterwards(
    large: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch, is_left: bool
) -> None:
    monkeypatch.setattr(background, "POLL_EVERY", 3600)
    async with driver(large) as app:
        paper = app.listing.rows[0]
        await app.press("e", "h", "i")
        retitle(large, app.listing.rows[3])
        await app.press("ctrl+s")
        assert "saved as soon as" in app.screen_text()
        if not is_left:
            app.main.background.poll()
            await app.until(lambda: "Theirs now" in app.screen_text())
            await app.until(lambda: large.library[paper].note == "hi")
    assert FileStore.open(large.folder).library[paper].note == "hi"


async def test_a_page_pasted_into_the_search_opens_the_add_screen(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("slash")
        await paste(app, PAGE)
        await app.until(lambda: isinstance(app.app.screen, AddScreen))


async def test_tags_are_added_to_the_marked(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("space", "space", "t", *"rl", "enter")
        await app.until(lambda: app.app.screen is app.main)
        assert [paper.tags for paper in store.library].count(("rl",)) == 2
        assert "#rl" in app.screen_text()
        await app.press("u")
        assert not store.library.tags()


async def test_a_note_is_written(store: FileStore, driver: Launch) -> None:
    async with driver(store, size=(140, 40)) as app:
        await app.press("e", *"good", "ctrl+s")
        await app.until(lambda: app.app.screen is app.main)
        assert app.listing.paper(0).note == "good"
        assert "Note" in app.screen_text()


@pytest.mark.parametrize(("key", "expected"), [("k", "name02014attention"), ("c", "\\cite{name02014attention}")])
async def test_copying(
    store: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch, key: str, expected: str
) -> None:
    copied: list[str] = []

    def copy(app: object, text: str) -> str:
        copied.append(text)
        return "copied"

    monkeypatch.setattr("readinglist.tui.clipboard.copy", copy)
    async with driver(store) as app:
        await app.press("y", key)
        assert copied == [expected]
        assert "copied" in app.screen_text()


async def test_copying_what_is_not_there_is_told(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("y", "d")
        assert "no DOI to copy" in app.screen_text()


async def test_ctrl_c_copies_selected_text_before_it_quits(
    store: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readinglist.tui.clipboard.copy", lambda app, text: f"copied {len(text.split())} words")
    async with driver(store) as app:
        await app.press("enter")
        app.main.text_select_all()
        await app.settled()
        await app.press("ctrl+c")
        assert "copied" in app.screen_text()
        assert app.app.is_running
        await app.press("ctrl+c")
        await app.until(lambda: app.app._exit)


async def test_opening(store: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readinglist.tui.external.open_url", lambda app, url: f"opened {url}")
    async with driver(store) as app:
        await app.press("o")
        assert "opened https://arxiv.org/pdf/2401.10000" in app.screen_text()


@pytest.mark.parametrize("key", ["Q", "ctrl+q", "ctrl+c"])
async def test_quitting(store: FileStore, driver: Launch, key: str) -> None:
    async with driver(store) as app:
        await app.press(key)
        await app.until(lambda: app.app._exit)


async def test_quitting_asks_while_work_runs(store: FileStore, driver: Launch) -> None:
    go_on = Event()
    async with driver(store) as app:
        job = ThreadJob(name="fetch", work=lambda _: go_on.wait(10), at_quit=AtQuit.ASK)
        app.main.background.runner.start(job)
        await app.press("ctrl+q")
        assert isinstance(app.app.screen, ConfirmScreen)
        await app.press("y")
        await app.until(lambda: app.app._exit)
    assert job.is_cancelled
    go_on.set()


@pytest.mark.parametrize("keys", [("e", "x"), ("E", "x")])
async def test_quitting_asks_before_it_throws_away_what_was_written(
    store: FileStore, driver: Launch, keys: tuple[str, ...]
) -> None:
    async with driver(store) as app:
        await app.press(*keys)
        dialog = app.app.screen
        await app.press("ctrl+q")
        assert app.app.screen_stack[-2:-1] == [dialog]
        await app.press("n")
        assert app.app.screen is dialog
        await app.press("ctrl+q", "y")
        await app.until(lambda: app.app._exit)


async def test_every_dialog_opens_and_closes(store: FileStore, driver: Launch) -> None:
    async with driver(store, settings=Settings(keymap={"theme": "T"})) as app:
        for key in ("a", "t", "e", "E", "b", "B", "T", "question_mark", "ctrl+p"):
            await app.press(key)
            assert app.app.screen is not app.main, key
            await app.press("escape", "escape")
            await app.until(lambda: app.app.screen is app.main)
        assert set(app.statuses()) == {Status.INBOX.value}
