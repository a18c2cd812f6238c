"""A question with the answers yes and no."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from readinglist.credentials import safe
from readinglist.text import clean
from readinglist.tui.screens.dialog import Dialog, Key

if TYPE_CHECKING:
    from textual.app import ComposeResult


class ConfirmScreen(Dialog[bool]):
    """Asks before something that can't be taken back easily; Enter alone says no."""

    KEYS: ClassVar[tuple[Key, ...]] = (("y", "yes", "answer(True)"), ("n esc", "no", "answer(False)"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,Y", "answer(True)", show=False),
        Binding("n,N,escape", "answer(False)", show=False),
        Binding("left,right,h,l", "other", show=False),
    ]
    DEFAULT_CSS = """
    ConfirmScreen {
        & #box { width: 60; }
        & #question { text-style: bold; margin: 1 0 0 0; }
        & #detail { color: $dim; margin-top: 1; max-height: 12; overflow-y: auto; }
        & #answers { height: 1; margin-top: 1; align-horizontal: center; }
        & #answers Button { min-width: 12; margin: 0 2; background: $panel; color: $foreground; text-style: none; }
        & #answers Button:focus { background: $primary; color: $surface; text-style: bold; }
    }
    """

    def __init__(self, question: str, detail: str = "", yes: str = "Yes", no: str = "No", title: str = "Sure?") -> None:
        super().__init__(title)
        self.question = safe(clean(question))
        self.detail = safe(detail)
        self.yes, self.no = clean(yes), clean(no)

    def body(self) -> ComposeResult:
        """The question and its two answers, no chosen."""
        yield Static(Content(self.question), id="question")
        if self.detail:
            yield Static(Content(self.detail), id="detail")
        with Horizontal(id="answers"):
            yield Button(Content(self.no), id="no", compact=True, action="screen.answer(False)")
            yield Button(Content(self.yes), id="yes", compact=True, action="screen.answer(True)")

    def on_mount(self) -> None:
        """Let Enter mean no."""
        self.query_one("#no").focus()

    def action_other(self) -> None:
        """Go to the other answer."""
        self.focus_next()

    def action_answer(self, answer: bool) -> None:
        """Give the answer."""
        self.dismiss(answer)


class LastingScreen(ConfirmScreen):
    """Asks a question whose answer is remembered; Esc gives no answer, and the question comes again."""

    KEYS = (("y", "yes", "answer(True)"), ("n", "no", "answer(False)"), ("esc", "ask next time", "close"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]
    DEFAULT_CSS = """
    LastingScreen {
        & #box { width: 76; }
    }
    """
