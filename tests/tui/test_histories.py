"""Random keys in the app while another process changes the library: it stays up and shows what there is."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from textual.keys import _character_to_key

from readinglist.errors import ReadingListError
from readinglist.papers import edits
from readinglist.papers.paper import Paper
from readinglist.store.file_store import FileStore
from readinglist.tui import background
from readinglist.tui.actions import ACTIONS
from readinglist.tui.screens.confirm import ConfirmScreen
from readinglist.tui.screens.note import NoteScreen
from tests.store.making import NOW, rewrite
from tests.support.adding import request_of
from tests.torture.histories import Others, check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.tui.conftest import Driver, Launch

ELSEWHERE = {"quit", "back", "open-pdf", "open-web", "add", "export", "kept-files", "theme", "palette"}
"""Actions that leave the library, or ask for more than keys."""
KEYS = [
    [name if len(name) > 1 else _character_to_key(name) for name in action.keys[0].split()]
    for action in ACTIONS
    if action.keys and action.id not in ELSEWHERE
]
STEPS = 20


@pytest.fixture(autouse=True)
def nothing_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing reach the clipboard, and others be followed when a test says so."""
    monkeypatch.setattr("readinglist.tui.clipboard.copy", lambda app, text: "copied")
    monkeypatch.setattr(background, "POLL_EVERY", 3600)


@pytest.fixture
def other(store: FileStore) -> Iterator[FileStore]:
    """The library as another process has it."""
    store.fold()
    with FileStore.open(store.folder) as other:
        yield other


async def leave_dialogs(app: Driver) -> None:
    """Go back to the list, whatever is open; what is asked is answered with yes."""
    for _ in range(8):
        if app.app.screen is not app.main:
            await app.press("y" if isinstance(app.app.screen, ConfirmScreen) else "escape")
    assert app.app.screen is app.main


@pytest.mark.parametrize("seed", range(3))
async def test_random_keys_beside_another_process(store: FileStore, driver: Launch, seed: int) -> None:
    rng = random.Random(seed)
    others = Others(rng, store.folder)
    async with driver(store, size=rng.choice(((80, 24), (140, 40)))) as app:
        await app.until(lambda: app.listing.cache.whole_index)
        for _ in range(STEPS):
            if rng.random() < 0.4:
                with suppress(ReadingListError):
                    others.act()
            if rng.random() < 0.4:
                app.main.background.poll()
            await app.press(*rng.choice(KEYS))
            if rng.random() < 0.7:
                await leave_dialogs(app)
        await leave_dialogs(app)
        app.main.background.poll()
        await app.settled()
        check(app.main.session)
        assert not [note.message for note in app.app._notifications if "fault" in note.message]


async def test_a_new_paper_that_came_with_a_completed_one_is_taken_back(empty: FileStore, driver: Launch) -> None:
    one = Paper.of("Graphs of the north", key="n0", arxiv="2401.10000", source="file:one.bib")
    two = [one.with_fields({"venue": "A Journal"}), Paper.of("Newer graphs", key="n1", source="file:two.bib")]
    empty.record(lambda library: library.add([one], NOW), "cli")
    async with driver(empty) as app:
        app.main.attempt(lambda: app.main.session.add(request_of(two)))
        await app.press("u")
        assert [paper.key for paper in empty.library] == ["n0"]
        check(app.main.session)


@pytest.mark.parametrize("sort", ["s p", "s t", "s a", "s y"])
async def test_what_one_takes_back_goes_while_others_change_its_neighbours(
    store: FileStore, other: FileStore, driver: Launch, sort: str
) -> None:
    async with driver(store) as app:
        others = list(app.listing.rows)
        new = [Paper.of(f"Graphs {number}") for number in range(3)]
        app.main.attempt(lambda: app.main.session.add(request_of(new)))
        await app.press(*sort.split())
        other.record(lambda library: edits.set_priority(library, others[:6], 3, NOW), "cli")
        other.record(lambda library: edits.set_fields(library, others[7], {"title": "Graphs again"}, NOW), "cli")
        await app.press("u")
        assert sorted(app.listing.rows) == sorted(others)
        check(app.main.session)


async def test_the_paper_of_an_open_note_goes(store: FileStore, other: FileStore, driver: Launch) -> None:
    async with driver(store, size=(140, 40)) as app:
        gone, near = app.listing.rows[0], app.listing.rows[1]
        await app.press("e", *"mine")
        other.record(lambda library: edits.purge(library, [gone], NOW), "cli")
        other.record(lambda library: edits.retag(library, [near], ["x"], [], NOW), "cli")
        app.main.background.poll()
        await app.settled()
        assert isinstance(app.app.screen, NoteScreen)
        assert app.app.screen.changed == "mine"
        check(app.main.session)


async def test_another_version_is_checked_out_under_the_app(store: FileStore, other: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("space", "space", "j")
        kept = list(app.listing.rows)[::2]

        def thin(tables: dict[str, dict[str, dict[str, object]]]) -> None:
            papers = tables["papers"]
            for id in [id for id in papers if id not in kept]:
                del papers[id]
            for id in kept:
                papers[id]["title"] = f"Theirs {id}"

        rewrite(store.folder, thin)
        app.main.background.poll()
        await app.settled()
        assert set(app.listing.rows) == set(kept)
        check(app.main.session)
