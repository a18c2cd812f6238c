"""What all dialogs share."""

import gc
from weakref import ref

import pytest
from textual.widget import Widget

from readinglist.store.file_store import FileStore
from readinglist.tui import theming
from readinglist.tui.screens.dialog import Dialog, Text
from tests.tui.conftest import Launch

DIALOGS = ("a", "e", "E", "t", "b", "B")
"""Keys that open one over the list."""


@pytest.mark.parametrize("key", DIALOGS)
async def test_the_memory_of_a_closed_dialog_is_free(store: FileStore, driver: Launch, key: str) -> None:
    async with driver(store) as app:
        await app.press(key)
        assert isinstance(app.app.screen, Dialog)
        parts = [ref(part) for part in app.app.screen.query_one("#box").walk_children(Widget, with_self=True)]
        await app.press("escape", "escape", "j", "k")

        def are_gone() -> bool:
            gc.collect()
            return not any(part() for part in parts)

        await app.until(are_gone)


async def test_an_open_text_follows_the_theme(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        theming.complete(app.app)
        await app.press("e", "x")
        before = app.app.screen.query_one(Text).render_line(0)
        app.app.theme = "paper-light"
        await app.settled()
        assert app.app.screen.query_one(Text).render_line(0) != before
