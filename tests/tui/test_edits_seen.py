"""What the list and the pane show at once after an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from readinglist.papers.paper import Paper
from readinglist.papers.record import now
from readinglist.tui.screens.dialog import Line

if TYPE_CHECKING:
    from readinglist.store.file_store import FileStore
    from tests.tui.conftest import Driver, Launch

WIDE = (160, 40)


async def edited(app: Driver, **texts: str) -> None:
    """Edit fields of the paper at the cursor in its form, and save."""
    await app.press("E")
    for name, text in texts.items():
        app.app.screen.query_one(f"#{name}", Line).value = text
    await app.press("ctrl+s")


async def test_an_edited_title_is_seen_in_the_list_and_the_pane(store: FileStore, driver: Launch) -> None:
    async with driver(store, size=WIDE) as app:
        await app.press("j", "j")
        before = app.title
        await edited(app, title="A wholly other title", date="1999-02", venue="Moss Journal")
        assert "1999  A wholly other title" in app.row_text(2)
        shown = app.pane_text()
        assert "A wholly other title" in shown
        assert "1999-02 · Moss Journal" in shown
        assert before[:12] not in app.row_text(2) + shown
        await app.press("u")
        assert before[:12] in app.row_text(2)
        assert before[:12] in app.pane_text()
        assert "Moss Journal" not in app.pane_text()


async def test_an_edited_title_moves_to_its_row_with_the_cursor(store: FileStore, driver: Launch) -> None:
    async with driver(store, size=WIDE) as app:
        await app.press("s", "t", "G")
        await edited(app, title="0 comes first")
        assert app.listing.cursor == 0
        assert app.row_text(0).startswith("▌")
        assert "0 comes first" in app.row_text(0)
        assert "0 comes first" in app.pane_text()


async def test_an_edited_title_is_found_by_its_new_words_and_not_by_its_old(store: FileStore, driver: Launch) -> None:
    async with driver(store, size=WIDE) as app:
        await app.search("kaleidoscopic")
        await app.press("enter")
        await edited(app, title="Wombats of the north")
        assert len(app.listing) == 0
        await app.press("escape")
        await app.search("wombats")
        assert "Wombats of the north" in app.row_text(0)


@pytest.mark.parametrize(("key", "seen"), [("w", "◔ to-read"), ("r", "◑ reading"), ("d", "● done"), ("x", "× skipped")])
async def test_a_decision_is_seen_where_the_paper_stays(store: FileStore, driver: Launch, key: str, seen: str) -> None:
    async with driver(store, size=WIDE) as app:
        await app.press("g", "a", key, "k")
        assert seen in app.row_text(0)
        assert seen in app.pane_text()
        assert "inbox" not in app.pane_text()


async def test_tags_notes_and_priorities_are_seen(store: FileStore, driver: Launch) -> None:
    async with driver(store, size=WIDE) as app:
        await app.press("t", *"moss", "enter")
        assert "#moss" in app.pane_text()
        assert any("moss" in line and " 1 " in line for line in app.screen_text().splitlines())
        await app.press("p", "3")
        assert "!!!" in app.row_text(0)
        assert "!!! high" in app.pane_text()
        await app.press("e", *"quite", "ctrl+s")
        assert "quite" in app.pane_text()
        await app.press("u", "u", "u")
        assert "!!!" not in app.row_text(0) + app.pane_text()
        assert "#moss" not in app.pane_text()
        assert not any("moss" in line and " 1 " in line for line in app.screen_text().splitlines())
        assert "quite" not in app.pane_text()


@pytest.mark.parametrize(("number", "more"), [(3, ""), (8, ""), (9, "and 1 more"), (11, "and 3 more")])
async def test_papers_that_become_one_are_told_and_seen_as_one(
    empty: FileStore, driver: Launch, number: int, more: str
) -> None:
    names = "moss lamp fog fern reed clay mud frog oak elm ash".split()[:number]
    papers = [Paper.of(f"A study of {name}", tags=[name], source=f"file:{name}.bib") for name in names]
    empty.record(lambda library: library.add(papers, now()), "cli")
    async with driver(empty, size=WIDE) as app:
        await app.press("V", "M")
        text = app.screen_text()
        assert f"Make one paper of these {number}?" in text
        assert sum("· A study of" in line or ("· " in line and "study of" in line) for line in text.splitlines()) >= 3
        assert (more in text) if more else (" more " not in text)
        await app.press("y")
        assert len(app.listing) == 1
        assert "A study of" in app.row_text(0)
        assert app.row_text(1).strip() == ""
        assert all(f"#{name}" in app.pane_text() for name in names)
