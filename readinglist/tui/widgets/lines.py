"""Lines of text to scroll through, in any number at the same cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.strip import Strip

from readinglist.tui.widgets.scroller import Scroller

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

Row = tuple[tuple[str, str], ...]
"""One line: pieces of text, each with the name of its style (``dim``, ``good``; empty for plain)."""


class Lines(Scroller, can_focus=True):
    """Rows of styled text, of which only the visible ones are drawn."""

    KIND = "lines"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--dim",
        "lines--strong",
        "lines--new",
        "lines--merged",
        "lines--known",
        "lines--problem",
        "lines--doubt",
        "lines--differs",
    }
    DEFAULT_CSS = """
    Lines {
        background: $surface;
        color: $foreground;
        height: 1fr;
        scrollbar-background: $surface;
        & .lines--dim { color: $dim; }
        & .lines--strong { text-style: bold; }
        & .lines--new { color: $status-done; text-style: bold; }
        & .lines--merged { color: $status-inbox; text-style: bold; }
        & .lines--known { color: $dim; }
        & .lines--problem { color: $error; text-style: bold; }
        & .lines--doubt { color: $warning; text-style: bold; }
        & .lines--differs { color: $warning; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
        Binding("ctrl+d,space,ctrl+f", "page_down", show=False),
        Binding("ctrl+u,ctrl+b", "page_up", show=False),
        Binding("g", "scroll_home", show=False),
        Binding("G", "scroll_end", show=False),
    ]

    def __init__(self, rows: Sequence[Row] = (), **options: Any) -> None:
        super().__init__(**options)
        self.rows: Sequence[Row] = rows

    def on_mount(self) -> None:
        """Take the rows given at the start."""
        self.show(self.rows)

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows from the top."""
        self.rows = rows
        self.lengthen(len(rows))
        self.scroll_to(0, 0, animate=False)
        self.refresh()

    def action_scroll_home(self) -> None:
        """Go to the first row at once."""
        self.scroll_home(animate=False)

    def action_scroll_end(self) -> None:
        """Go to the last row at once."""
        self.scroll_end(animate=False)

    def action_page_down(self) -> None:
        """Go down a page at once."""
        self.scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        """Go up a page at once."""
        self.scroll_page_up(animate=False)

    def render_line(self, y: int) -> Strip:
        """The row at visible line `y`."""
        number = y + self.scroll_offset.y
        row = self.rows[number] if number < len(self.rows) else ()
        ground, width = self.ground, self.scrollable_content_region.width
        strip = Strip([Segment(text, self._style(name)) for text, name in row])
        if strip.cell_length > width:
            strip = Strip([*strip.crop(0, max(0, width - 1)), Segment("…", self._style("dim"))])
        return strip.crop_extend(0, width, ground)

    def _style(self, name: str) -> Style:
        return self.ground + self.style_of(name) if name else self.ground
