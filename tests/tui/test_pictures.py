"""A few screens as they look; `pytest tests/tui/test_pictures.py --snapshot-update` draws them anew."""

from collections.abc import Awaitable, Callable
from typing import Protocol

import pytest
import textual
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from readinglist.papers import edits
from readinglist.papers.author import Author
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.papers.status import Status
from readinglist.settings.config import Settings
from readinglist.store.file_store import FileStore
from readinglist.tui.app import ReadingListApp

TIME = "2025-12-09T08:00:00Z"
PAPERS = [
    Paper.of("Rewarding Progress: Process Reward Models for Long Proofs", author_count=8, date=PartialDate(2025, 12, 5),
             abstract="A reward model that looks at each step of a proof says sooner where it goes wrong.", comments=2),
    Paper.of("Gödel's Notebook", authors=[Author("Novák", "Jana"), Author("Łukasik", "Adam")], date=PartialDate(2024),
             venue="Journal of Proofs", doi="10.1000/notebook", abstract="What a notebook of 1931 says."),
    Paper.of("A [/b] title with [red]brackets[/red]", author_count=1, date=PartialDate(2023, 4)),
    Paper.of("深度学习与强化学习的一个很长的标题", organization="NVIDIA", organization_handle="nvidia"),
    Paper.of("Small Models that Plan", authors=[Author("Vaswani", "Asha")], others=True, arxiv="2401.00001"),
    Paper.of("Reward Modelling without Rewards", authors=[Author("Wang", "Mei")], date=PartialDate(2022)),
]  # fmt: skip


class Compare(Protocol):
    """Draws an app and compares it with its picture."""

    def __call__(
        self,
        app: App[None],
        *,
        terminal_size: tuple[int, int],
        run_before: Callable[[Pilot[None]], Awaitable[None]],
    ) -> bool: ...


def fill(store: FileStore) -> None:
    change = store.record(lambda library: library.add(PAPERS, TIME), "app")
    first, second, _, _, fifth, _ = change.added
    store.record(lambda library: edits.set_status(library, [second], Status.TO_READ, TIME), "app")
    store.record(lambda library: edits.retag(library, [first, second], {"proofs"}, (), TIME), "app")
    store.record(lambda library: edits.set_priority(library, [fifth], 2, TIME), "app")


PICTURES = {
    "inbox": ((80, 24), ["j", "space"]),
    "search": ((120, 36), ["g", "a", "slash", *"rewrd"]),
    "tags": ((80, 24), ["t", *"+planning -pro"]),
    "export": ((80, 24), ["b"]),
    "help": ((120, 36), ["question_mark"]),
}
NAMES = {" ": "space", "+": "plus", "-": "minus"}


@pytest.mark.skipif(not textual.__version__.startswith("8.2."), reason="the pictures were drawn with Textual 8.2")
@pytest.mark.parametrize("name", PICTURES)
def test_picture(name: str, empty: FileStore, snap_compare: Compare) -> None:
    size, keys = PICTURES[name]
    fill(empty)
    app = ReadingListApp(empty, Settings())

    async def drive(pilot: Pilot[None]) -> None:
        while app.main.listing.cache.whole_index is None:
            await pilot.pause(0.01)
        for key in keys:
            await pilot.press(NAMES.get(key, key))
            while app.main.keyboard.held:
                await pilot.pause(0.01)
        await pilot.pause(0.1)
        for field in app.screen.query(Input):
            field.cursor_blink = False
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=drive)
