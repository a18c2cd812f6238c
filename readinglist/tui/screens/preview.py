"""A text to read and copy."""

from __future__ import annotations

from textwrap import TextWrapper
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, chop_cells
from textual.binding import Binding, BindingType

from readinglist.text import clean_lines
from readinglist.tui import clipboard
from readinglist.tui.screens.dialog import Dialog
from readinglist.tui.widgets.lines import Lines, Row

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult


class PreviewScreen(Dialog[None]):
    """Shows a text of any length."""

    KEYS = (("y", "copy", "copy"), ("j k", "scroll", "scroll"), ("esc", "close", "close"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", show=False),
        Binding("q,enter", "close", show=False),
    ]
    DEFAULT_CSS = """
    PreviewScreen #box { width: 100%; max-width: 110; height: 100%; }
    """

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self.text = text

    def body(self) -> ComposeResult:
        """The text."""
        yield Lines()

    def on_resize(self, event: events.Resize) -> None:
        """Wrap the lines to the width."""
        self.call_after_refresh(self.show)

    def show(self) -> None:
        """Wrap the lines and show them."""
        lines = self.query_one(Lines)
        lines.show(broken(self.text, max(20, lines.scrollable_content_region.width - 1)))
        self.query_one("#box").border_subtitle = f"{self.text.count(chr(10)) + 1:,} lines"

    def action_copy(self) -> None:
        """Copy the whole text."""
        self.notify(clipboard.copy(self.app, self.text), markup=False)

    def action_scroll(self) -> None:
        """Scroll down a page."""
        self.query_one(Lines).action_page_down()


def broken(text: str, width: int) -> list[Row]:
    """The lines of `text`, sanitised and wrapped to `width` cells."""
    wrap = TextWrapper(width, subsequent_indent="    ", expand_tabs=False).wrap
    rows: list[Row] = []
    for line in clean_lines(text).split("\n"):
        pieces = [line] if cell_len(line) <= width else wrap(line)
        rows += [((cut, ""),) for piece in pieces for cut in (chop_cells(piece, width) if piece else [""])]
    return rows
