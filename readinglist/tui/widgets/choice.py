"""One of several values, chosen by a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from readinglist.text import clean

if TYPE_CHECKING:
    from textual import events


class Choice(Static):
    """A value with a sign that shows whether it is chosen."""

    class Clicked(Message):
        """A click on the value."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    def __init__(self, value: str) -> None:
        super().__init__(classes="choice")
        self.value = value

    def light(self, *, on: bool) -> None:
        """Show whether it is chosen."""
        self.set_class(on, "-on")
        self.update(Content(f"{'●' if on else '○'} {clean(self.value)}"))

    def on_click(self, event: events.Click) -> None:
        """Report the click."""
        event.stop()
        self.post_message(self.Clicked(self.value))
