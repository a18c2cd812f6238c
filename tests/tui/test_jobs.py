"""The screen of background jobs: what runs, what ran, what went wrong, and cancelling."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from textual.widgets import OptionList

from readinglist.errors import StoreError
from readinglist.jobs.job import AtQuit, Job, ThreadJob
from readinglist.tui import saving
from readinglist.tui.screens import jobs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readinglist.store.file_store import FileStore
    from tests.tui.conftest import Driver, Launch


class Held:
    """Work that reports progress and goes on until it is let go."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def __call__(self, job: Job[str]) -> str:
        job.advance(12, 49)
        assert self.go_on.wait(10)
        job.advance(49, 49)
        return "49 papers"


@pytest.fixture
def held() -> Iterator[Held]:
    work = Held()
    yield work
    work.go_on.set()


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "EVERY", 0.02)


def reading(app: Driver, work: Held, at_quit: AtQuit = AtQuit.ASK) -> ThreadJob[str]:
    job = ThreadJob(name="read papers", about="hf:daily [/b]", work=work, at_quit=at_quit, summary=str, lane="network")
    return app.main.background.runner.start(job)


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_what_runs_is_shown_with_its_progress_and_then_its_result(
    store: FileStore, driver: Launch, held: Held, size: tuple[int, int]
) -> None:
    async with driver(store, size=size) as app:
        reading(app, held)
        reading(app, held)
        await app.press("L")
        await app.until(lambda: "12 of 49" in app.screen_text())
        assert "read papers  hf:daily [/b]" in app.screen_text()
        assert "running for 0 s" in app.screen_text()
        assert "waiting for the one before it" in app.screen_text()
        held.go_on.set()
        await app.until(lambda: app.screen_text().count("· 49 papers") == 2)
        assert "waiting" not in app.screen_text()
        await app.press("escape")
        assert app.app.screen_stack == [app.main]


async def test_the_index_is_among_what_ran(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.until(lambda: not app.main.background.runner.active)
        await app.press("L")
        assert "index for searching" in app.screen_text()
        assert "12 papers" in app.screen_text()
        assert "compare papers for duplicates" in app.screen_text()


async def test_x_cancels_the_users_own_work_alone(store: FileStore, driver: Launch, held: Held) -> None:
    async with driver(store) as app:
        await app.until(lambda: not app.main.background.runner.active)
        job = reading(app, held)
        await app.press("L", "x")
        assert job.is_cancelled
        await app.until(lambda: "ending" in app.screen_text())
        held.go_on.set()
        await app.until(lambda: "cancelled at" in app.screen_text())
        held.go_on.clear()
        writing = reading(app, held, AtQuit.WAIT)
        await app.until(lambda: "running" in app.screen_text())
        await app.press("home", "x")
        assert "cannot be cancelled" in app.screen_text()
        assert not writing.is_cancelled
        await app.press("j", "x")
        assert "this job has ended" in app.screen_text()
        held.go_on.set()


async def test_the_cursor_stays_on_its_job(store: FileStore, driver: Launch, held: Held) -> None:
    async with driver(store) as app:
        await app.until(lambda: not app.main.background.runner.active)
        await app.press("L")
        options = app.app.screen.query_one(OptionList)
        assert options.highlighted == 0
        reading(app, held)
        await app.until(lambda: "12 of 49" in app.screen_text())
        assert options.highlighted == 1
        await app.press("k")
        assert options.highlighted == 0


async def test_trouble_is_told_once_and_stays_visible(
    store: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> bool:
        raise StoreError("library.json: No space left on device", "free some space")

    (store.folder / ".git").mkdir()
    monkeypatch.setattr(saving, "PAUSE", 0)
    monkeypatch.setattr(store, "fold", refuse)
    async with driver(store, size=(140, 40)) as app:
        await app.until(lambda: app.app._notifications)
        app.app.clear_notifications()
        await app.press("L")
        shown = app.screen_text()
        assert "write library.json" in shown
        assert "failed at" in shown
        assert "No space left on device (free some space)" in shown
        assert not app.app._notifications


async def test_before_anything_ran_it_says_so(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.until(lambda: not app.main.background.runner.active)
        app.main.background.runner.ended.clear()
        await app.press("L")
        assert "nothing runs, and nothing has run yet" in app.screen_text()
        await app.press("x")
        assert "this job has ended" not in app.screen_text()
        await app.press("q")
        assert app.app.screen is app.main


async def test_quitting_waits_for_what_writes(store: FileStore, driver: Launch, held: Held) -> None:
    done: list[str] = []
    async with driver(store) as app:
        app.main.background.runner.start(ThreadJob(name="export", work=held, done=done.append, at_quit=AtQuit.WAIT))
        threading.Timer(0.2, held.go_on.set).start()
        await app.press("Q")
        await app.until(lambda: app.app._exit)
    assert done == ["49 papers"]
