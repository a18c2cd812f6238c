"""The views and tags with their numbers of papers, down the left side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from rich.text import Text
from textual.message import Message
from textual.strip import Strip

from readinglist.search.views import View, tag_view
from readinglist.tui.glyphs import counted
from readinglist.tui.widgets.row import fit
from readinglist.tui.widgets.scroller import Scroller

if TYPE_CHECKING:
    from textual import events

    from readinglist.listing.listing import Listing

ROOMY = 18
"""Columns from which a large number has its comma and a blank after it."""
PARTS = ("cursor", "resting", "bar", "dim", "heading")


class ViewBar(Scroller, can_focus=True, inherit_bindings=False):
    """Lists the views and the tags, the current one highlighted."""

    ALLOW_SELECT = False
    KIND = "view-bar"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"view-bar--{part}" for part in PARTS}

    @dataclass
    class Chosen(Message):
        """A view was clicked."""

        view: View

    def __init__(self, listing: Listing, id: str | None = None) -> None:
        super().__init__(id=id)
        self.listing = listing
        self.entries: list[View | None] = []
        self._largest = 0

    def renew(self) -> None:
        """Show the numbers as they are now."""
        tags = sorted(self.listing.cache.counts.tags.items(), key=lambda item: (-item[1], item[0]))
        views = [tag_view(tag) for tag, _ in tags]
        self.entries = [*self.listing.views, *([None, None, *views] if views else [])]
        self._largest = max(self.listing.cache.count(entry) for entry in self.entries if entry)
        self.lengthen(len(self.entries))
        self.refresh()

    def after(self, view: View, by: int) -> View:
        """The view `by` places after `view`, round the end."""
        views = [entry for entry in self.entries if entry]
        at = views.index(view) if view in views else 0
        return views[(at + by) % len(views)]

    def show(self, view: View) -> None:
        """Scroll until `view` is visible."""
        if view in self.entries:
            row, top, height = self.entries.index(view), self.scroll_offset.y, self.size.height
            if not top <= row < top + height:
                self.scroll_to(y=max(0, row - height // 2), animate=False, immediate=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The visible line `y`."""
        row, width = y + self.scroll_offset.y, self.size.width
        if row >= len(self.entries):
            return Strip.blank(width, self.ground)
        strip = Strip(self._line(row, width).render(self.app.console)).adjust_cell_length(width, self.ground)
        return strip.apply_style(self.ground)

    def _line(self, row: int, width: int) -> Text:
        view = self.entries[row]
        if view is None:
            heading = "" if self.entries[row - 1] else " Tags"
            return Text(heading, self.style_of("heading"), end="")
        is_current, number = view == self.listing.view, self.listing.cache.count(view)
        is_tight = width < ROOMY and self._largest > 999
        count = str(number) if is_tight else f"{counted(number)} "
        glyph = view.status.glyph if view.status else "" if view.tag else "≈" if view.among is not None else "≡"
        line = Text(end="", no_wrap=True)
        line.append("▌" if is_current else " ", self.style_of("bar") if self.has_focus else self.style_of("dim"))
        room = max(1, width - len(count) - 2)
        is_roomy = glyph and len(view.name) + 2 <= room
        line.append(fit(f"{glyph} {view.name}" if is_roomy else view.name, room))
        line.append(f" {count}", self.style_of("dim"))
        if is_current:
            line.stylize_before(self.style_of("cursor" if self.has_focus else "resting"))
            line.stylize(Style(bold=True))
        return line

    def on_click(self, event: events.Click) -> None:
        """Tell which view was clicked."""
        row = event.y + self.scroll_offset.y
        view = self.entries[row] if row < len(self.entries) else None
        if view:
            self.post_message(self.Chosen(view))
