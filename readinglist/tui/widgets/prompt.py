"""The prompt of the search, under the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from readinglist.tui.widgets.bars import Bar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer


BRIEF = 16
"""Cells that `12 found` may take; there is room for more where something is wrong."""
PAUSE = 0.03
"""Debounce: seconds without a key before `Changed` is posted."""


class SearchPrompt(Horizontal):
    """Asks for a query: posts `Changed` after a pause in typing, `Left` after Enter and Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "restore", show=False),
        Binding("up", "step(-1)", "up", show=False),
        Binding("down", "step(1)", "down", show=False),
        Binding("pageup", "step(-10)", "page up", show=False),
        Binding("pagedown", "step(10)", "page down", show=False),
    ]

    @dataclass
    class Changed(Message):
        """The text has changed."""

        text: str

    @dataclass
    class Left(Message):
        """The prompt was left with this text: the typed or the previous one."""

        text: str

    @dataclass
    class Stepped(Message):
        """The cursor of the list is to move."""

        by: int

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._before = ""
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """A slash, the text, and the verdict on it."""
        yield Static(" / ", id="slash", markup=False)
        yield Input(placeholder="words  tag:rl  year:>2022  author:name  -word", compact=True, select_on_focus=False)
        yield Bar(id="verdict")

    @property
    def is_open(self) -> bool:
        """Whether the prompt is being used."""
        return bool(self.display)

    def open(self, text: str) -> None:
        """Show the prompt with `text`."""
        self.display = True
        self._before = text
        field = self.query_one(Input)
        with field.prevent(Input.Changed):
            field.value = text
        field.cursor_position = len(text)
        field.focus()

    def close(self) -> None:
        """Hide the prompt."""
        self._stop()
        self.display = False

    def _stop(self) -> None:
        if self._timer:
            self._timer.stop()

    def judge(self, verdict: str, *, is_warning: bool = False) -> None:
        """Show the verdict on the text: ``12 found``, or its error."""
        bar = self.query_one(Bar)
        text, is_long = bar.text((verdict, "warn" if is_warning else "dim")), cell_len(verdict) > BRIEF
        bar.set_class(is_long, "-long")  # another width with each key would lay out the screen
        bar.show(text) if is_long else bar.show(Text(), text)

    def action_leave(self) -> None:
        """Leave the prompt and restore what was shown before."""
        self.post_message(self.Left(self._before))

    def action_step(self, by: int) -> None:
        """Move in the list without leaving the prompt."""
        self.post_message(self.Stepped(by))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Restart the debounce."""
        event.stop()
        self._stop()
        self._timer = self.set_timer(PAUSE, lambda: self.post_message(self.Changed(event.value)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep what was typed."""
        event.stop()
        self.post_message(self.Left(event.value))
