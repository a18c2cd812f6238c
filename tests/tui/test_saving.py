"""library.json brought up to date by the open app, where it is versioned."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from readinglist.errors import StoreError
from readinglist.papers import edits
from readinglist.tui import saving
from tests.store.test_git import commit, git

if TYPE_CHECKING:
    from pathlib import Path

    from readinglist.store.file_store import FileStore
    from tests.tui.conftest import Launch


def statuses(folder: Path) -> list[str]:
    """What library.json says of its papers."""
    path = folder / "library.json"
    papers = json.loads(path.read_bytes())["papers"] if path.exists() else {}
    return sorted(paper["status"] for paper in papers.values())


async def test_edits_are_written_a_moment_later_in_a_git_work_tree(
    store: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    (store.folder / ".git").mkdir()
    monkeypatch.setattr(saving, "PAUSE", 0)
    async with driver(store) as app:
        await app.until(lambda: len(statuses(store.folder)) == 12)
        await app.press("w")
        await app.until(lambda: "to-read" in statuses(store.folder))
        store.record(lambda library: edits.retag(library, library.ids, ["on"], [], "2025-12-08T10:00:00Z"), "app")
        assert not store.read_only


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
async def test_a_commit_beside_the_app_holds_its_edits(
    store: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(store.folder, "init", "-q")
    monkeypatch.setattr(saving, "PAUSE", 0)
    async with driver(store) as app:
        await app.press("w")
        await app.until(lambda: "to-read" in statuses(store.folder))
        commit(store.folder)
        git(store.folder.parent, "clone", "-q", "library", "clone")
        assert statuses(store.folder.parent / "clone").count("to-read") == 1


async def test_nothing_is_written_while_changes_go_on_or_outside_git(
    store: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driver(store) as app:
        poll = app.main.background.saving.poll
        monkeypatch.setattr(app.main.background.saving, "_is_versioned", True)
        poll(0)
        await app.press("w")
        poll(saving.PAUSE - 0.1)
        poll(2 * saving.PAUSE - 0.2)
        await app.until(lambda: not app.main.background.runner.is_active(saving.NAME))
        assert statuses(store.folder) == []
        poll(2 * saving.PAUSE)
        await app.until(lambda: not app.main.background.runner.is_active(saving.NAME))
        assert statuses(store.folder).count("to-read") == 1
        monkeypatch.setattr(app.main.background.saving, "_is_versioned", False)
        await app.press("w")
        poll(9 * saving.PAUSE)
        poll(99 * saving.PAUSE)
        await app.until(lambda: not app.main.background.runner.is_active(saving.NAME))
        assert statuses(store.folder).count("to-read") == 1


async def test_what_is_in_the_way_is_told_once(
    store: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> bool:
        raise StoreError("library.json: No space left on device", "free some space")

    (store.folder / ".git").mkdir()
    monkeypatch.setattr(saving, "PAUSE", 0)
    monkeypatch.setattr(store, "fold", fails)
    async with driver(store) as app:
        await app.until(lambda: app.app._notifications)
        for _ in range(3):
            app.main.background.poll()
        assert [note.message for note in app.app._notifications] == [
            "library.json: No space left on device\nfree some space"
        ]
