"""The list of papers: draws the lines in sight, so that its cost does not depend on their number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from readinglist.paper import Status
from readinglist.search import spans
from readinglist.tui.look import plain
from readinglist.tui.widgets.row import Columns, Look, draw

if TYPE_CHECKING:
    from rich.text import Text
    from textual import events

    from readinglist.tui.listing import Listing

PARTS = ("cursor", "resting", "bar", "mark", "dim", "match", "tag", *(status.value for status in Status))
"""What is coloured apart; the style sheet knows each as ``paper-list--…``."""


class PaperList(ScrollView, can_focus=True):
    """Shows a Listing; the screen moves its cursor and then calls `follow`, or `renew` when the rows have changed."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"paper-list--{part}" for part in PARTS}

    @dataclass
    class Clicked(Message):
        """A paper was clicked; `times` is 2 for a double click."""

        row: int
        times: int

    def __init__(self, listing: Listing, id: str | None = None) -> None:
        super().__init__(id=id)
        self.listing = listing
        self._drawn: list[int] = []
        self._styles: dict[str, Style] = {}

    # Drawing.

    def notify_style_update(self) -> None:
        """Forget the colours of the theme before."""
        super().notify_style_update()
        self._styles = {}

    def styles_of_parts(self) -> dict[str, Style]:
        """The style of each part in the theme there is."""
        if not self._styles:
            self._styles = {part: self._style_of(part) for part in PARTS}
        return self._styles

    def _style_of(self, part: str) -> Style:
        style = self.get_component_rich_style(f"paper-list--{part}", partial=True)
        return style if part in ("cursor", "resting") else style.without_color + Style(color=style.color)

    def render_line(self, y: int) -> Strip:
        """The line at `y` of what is in sight."""
        row, width = y + self.scroll_offset.y, self.size.width
        if row >= len(self.listing):
            return Strip.blank(width, self.rich_style)
        segments = self.line(row, width).render(self.app.console)
        return Strip(segments).adjust_cell_length(width, self.rich_style).apply_style(self.rich_style)

    def line(self, row: int, width: int) -> Text:
        """The paper in `row` as a line of `width` cells."""
        listing = self.listing
        paper = listing.paper(row)
        found = spans(plain(paper.title), listing.query, listing.index) if listing.query.words else []
        look = Look(self.styles_of_parts(), row == listing.cursor, listing.is_marked(row), self.has_focus)
        return draw(paper, Columns.of(width), found, look)

    # Following the listing.

    def follow(self) -> None:
        """Show where the cursor has gone: two lines are drawn anew, or those of a range being made."""
        old, new = self._drawn or [0], self.listing.cursor
        if self.listing.anchor:
            self.refresh_lines(min(old[0], new), abs(old[0] - new) + 1)
        else:
            for row in {old[0], new}:
                self.refresh_line(row)
        self._drawn = [new]
        self._scroll_to_cursor()

    def renew(self) -> None:
        """Show rows that have changed."""
        self.virtual_size = Size(0, len(self.listing))
        self._drawn = [self.listing.cursor]
        self._scroll_to_cursor()
        self.refresh()

    def _scroll_to_cursor(self) -> None:
        height, top, row = self.scrollable_content_region.height, self.scroll_offset.y, self.listing.cursor
        if not height:
            return
        if row < top:
            self.scroll_to(y=row, animate=False, immediate=True)
        elif row >= top + height:
            self.scroll_to(y=row - height + 1, animate=False, immediate=True)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.virtual_size = Size(0, len(self.listing))
        self._scroll_to_cursor()

    # The mouse.

    def on_click(self, event: events.Click) -> None:
        """Tell which paper was clicked."""
        row = event.y + self.scroll_offset.y
        if row < len(self.listing):
            self.post_message(self.Clicked(row, event.chain))
