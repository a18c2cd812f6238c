"""What is typed and cannot be saved: there again when its dialog is opened, whatever was in the way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from readinglist.errors import StoreError
from readinglist.files import regular
from readinglist.papers import edits
from readinglist.store.file_store import FileStore
from readinglist.tui.screens import dialog
from tests.store.making import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Launch


@pytest.fixture(autouse=True)
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the drafts, empty at first."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "readinglist" / "drafts"


def kept(drafts: Path) -> list[dict[str, str]]:
    """The drafts on disk."""
    return [json.loads(file.read_text()) for file in drafts.glob("*.json")]


def block(drafts: Path) -> None:
    """Let no draft be written."""
    drafts.parent.mkdir(parents=True)
    drafts.write_text("no folder")


async def test_a_draft_that_the_disk_refuses_too_is_there_until_the_app_ends(
    store: FileStore, driver: Launch, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("the disk is full", "free some space")

    block(drafts)
    monkeypatch.setattr(store, "record", refuse)
    async with driver(store, size=(140, 40)) as app:
        await app.press("t", *"mine", "enter")
        (told,) = (note.message for note in app.app._notifications)
        assert "press t on the same papers to go on with what you wrote (kept until you quit: it cannot be" in told
        await app.press("t")
        opened = app.app.screen
        assert isinstance(opened, dialog.Dialog)
        assert "mine" in opened._changed().values()
        regular.remove(drafts)
        opened.save_draft()
        assert ["mine" in draft.values() for draft in kept(drafts)] == [True]


async def test_tags_for_papers_that_others_removed_are_offered_when_they_are_back(
    store: FileStore, driver: Launch
) -> None:
    other = FileStore.open(store.folder)
    async with driver(store, size=(140, 40)) as app:
        id = app.listing.rows[0]
        await app.press("t", *"mine")
        other.record(lambda library: edits.purge(library, [id], NOW), "cli")
        await app.until(lambda: id not in app.listing.rows)
        await app.press("enter")
        (told,) = (note.message for note in app.app._notifications)
        assert "undo the removal, then press t on the same papers to go on with what you wrote" in told
        other.undo("cli")
        await app.until(lambda: id in app.listing.rows)
        app.listing.find(id)
        await app.press("t")
        opened = app.app.screen
        assert isinstance(opened, dialog.Dialog)
        assert "mine" in opened._changed().values()
