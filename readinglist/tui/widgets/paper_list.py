"""The list of papers, of which only the visible lines are drawn: its cost does not depend on their number."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from rich.text import Text
from textual.message import Message
from textual.strip import Strip

from readinglist.papers.status import Status
from readinglist.search.highlight import spans
from readinglist.tui.glyphs import plain
from readinglist.tui.widgets.row import Columns, RowStyle, draw
from readinglist.tui.widgets.scroller import Scroller

if TYPE_CHECKING:
    from textual import events

    from readinglist.listing.listing import Listing

PARTS = ("cursor", "resting", "bar", "mark", "dim", "match", "tag", *(status.value for status in Status))
"""Parts with a style of their own; the style sheet names each ``paper-list--…``."""


class PaperList(Scroller, can_focus=True, inherit_bindings=False):
    """Shows a Listing; the screen moves its cursor and then calls `follow`, or `renew` when the rows have changed."""

    ALLOW_SELECT = False
    KIND = "paper-list"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"paper-list--{part}" for part in PARTS}

    @dataclass
    class Clicked(Message):
        """A paper was clicked; `times` is 2 for a double click."""

        row: int
        times: int

    def __init__(self, listing: Listing, id: str | None = None) -> None:
        super().__init__(id=id)
        self.listing = listing
        self.guidance = ("", "")
        """A headline and what to do next, shown when there is no paper."""
        self._drawn = 0
        self._drawn_id = ""

    # Drawing.

    def render_line(self, y: int) -> Strip:
        """The visible line `y`."""
        row, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if row < len(self.listing):
            strip = self.line(row, width)
        else:
            strip = Strip(self._guide(y, width).render(self.app.console))
        return strip.adjust_cell_length(width, self.ground).apply_style(self.ground)

    def line(self, row: int, width: int) -> Strip:
        """The paper in `row` as a line of `width` cells."""
        listing = self.listing
        paper = listing.paper(row)
        found = spans(plain(paper.title), listing.query, listing.index) if listing.query.words else []
        style = RowStyle(self.style_of, row == listing.cursor, listing.marks.is_at(row), self.has_focus)
        is_mixed = listing.view.status is None or "status" in listing.query.fields
        return draw(paper, Columns.of(width, with_status=is_mixed), found, style)

    def _guide(self, y: int, width: int) -> Text:
        """The line `y` of the guidance."""
        if len(self.listing):
            return Text()
        headline, hint = self.guidance
        room = max(1, min(width - 4, 72))
        lines = [Text(line, Style(bold=True)) for line in wrap(headline, room)] + [Text()]
        lines += [Text(line, self.style_of("dim")) for part in hint.splitlines() for line in wrap(part, room)]
        number = y - max(0, (self.size.height - len(lines)) // 3)
        line = lines[number] if 0 <= number < len(lines) else Text()
        line.pad_left(max(0, (width - line.cell_len) // 2))
        return line

    # Following the listing.

    def follow(self) -> None:
        """Show the new position of the cursor: two lines are redrawn, or those of a growing range."""
        old, new = self._drawn, self.listing.cursor
        if self.listing.marks.anchor:
            self.refresh_lines(min(old, new), abs(old - new) + 1)
        else:
            for row in {old, new}:
                self.refresh_line(row)
        self._drawn, self._drawn_id = new, self.listing.rows[new] if self.listing.rows else ""
        self._scroll_to_cursor()

    def renew(self) -> None:
        """Show rows that have changed."""
        self.lengthen(len(self.listing))
        row, paper = self.listing.cursor, self.listing.current
        id = paper.id if paper else ""
        if id == self._drawn_id and row != self._drawn:  # the paper stays where it is on the screen
            self.scroll_to(y=self.scroll_offset.y + row - self._drawn, animate=False, immediate=True)
        self._drawn, self._drawn_id = row, id
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
        """Keep the cursor visible."""
        self.lengthen(len(self.listing))
        self._scroll_to_cursor()

    # The mouse.

    def on_click(self, event: events.Click) -> None:
        """Tell which paper was clicked."""
        row = event.y + self.scroll_offset.y
        if row < len(self.listing):
            self.post_message(self.Clicked(row, event.chain))
