"""A small app that shows one dialog and keeps its answer."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static

from readinglist.jobs.runner import Runner
from readinglist.settings.config import Settings
from readinglist.tui import theming

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.pilot import Pilot

    from readinglist.tui.screens.dialog import Dialog

OPEN = object()
"""The answer of a dialog that is still open."""
HOSTILE = "A [/b] title [red]x \\[ $x_{[i]}$ 深度学习"


class Host(App[None]):
    """Shows `dialog` over a line of text."""

    def __init__(self, dialog: Dialog[Any]) -> None:
        super().__init__()
        self.settings = Settings()
        self.problems = theming.register(self, self.settings)
        theming.complete(self)
        self.dialog = dialog
        self.runner = getattr(dialog, "runner", None) or Runner()
        self.runner.deliver = self.call_later
        self.answer: Any = OPEN
        self.below: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static("below", markup=False)

    def on_mount(self) -> None:
        self.push_screen(self.dialog, self.take)

    async def jobs_ended(self) -> None:
        """Wait until the jobs of the dialog have ended."""
        for _ in range(1000):
            if not self.runner.active:
                break
            await asyncio.sleep(0.01)
        else:
            raise AssertionError("a job goes on")
        await asyncio.sleep(0)

    def take(self, answer: Any) -> None:
        self.answer = answer

    def on_paste(self, event: events.Paste) -> None:
        self.below.append(event.text)

    @property
    def said(self) -> str:
        """All notifications, one a line."""
        return "\n".join(notification.message for notification in self._notifications)


@asynccontextmanager
async def showing(dialog: Dialog[Any], size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[Host, Pilot[None]]]:
    """The app with the dialog open, whole on a screen of this size."""
    app = Host(dialog)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        assert app.screen.region.contains_region(dialog.query_one("#box").region)
        assert dialog.query_one("#keys").region.bottom < size[1]
        yield app, pilot


async def paste(pilot: Pilot[None], text: str) -> None:
    """Paste as a terminal does, with lone carriage returns."""
    pilot.app.post_message(events.Paste(text.replace("\n", "\r")))
    await pilot.pause()


def send(app: App[Any], text: str) -> None:
    """Send `text` as a terminal does that cannot paste: as keys, one right after the other."""
    for character in text:
        key = {"\n": "enter", "\t": "tab", " ": "space"}.get(character, character)
        app.post_message(events.Key(key, "\r" if character == "\n" else character))


async def until(pilot: Pilot[None], condition: Callable[[], object]) -> None:
    """Wait for something to come true."""
    for _ in range(300):
        if condition():
            return
        await pilot.pause(0.01)
    raise AssertionError("it never came true")


def text_of(dialog: Dialog[Any], selector: str) -> str:
    """What a widget shows, as plain text."""
    strips = dialog.query_one(selector).render_lines(dialog.query_one(selector).region.reset_offset)
    return "\n".join(strip.text.rstrip() for strip in strips)
