"""The base of widgets that scroll through lines which they draw themselves."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.widget import Widget


class Scroller(ScrollView, inherit_bindings=False):
    """Lines to scroll through: only visible ones are drawn, and a new number of them causes no layout."""

    DEFAULT_CSS = """
    Scroller {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-color: $panel;
    }
    """
    KIND: ClassVar[str] = ""
    """Prefix of the names of its component classes."""
    GROUNDS = frozenset({"cursor", "resting"})
    """Parts that have a background of their own."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.length = 0
        """The number of lines."""
        self._styles: dict[str, Style] = {}

    def lengthen(self, length: int) -> None:
        """Set the number of lines."""
        self.length = length
        height = self.scrollable_content_region.height
        size = Size(0, max(length, height))
        if size != self.virtual_size:  # set as an attribute, it would have the whole screen laid out
            self.set_reactive(Widget.virtual_size, size)
            self.vertical_scrollbar.window_virtual_size = size.height
            self.vertical_scrollbar.window_size = height
            self.scroll_to(y=self.scroll_offset.y, animate=False)

    def on_resize(self) -> None:
        """Fill the room there is."""
        self.lengthen(self.length)

    # Styles: asked for with every line, they take longer than the line unless they are kept.

    def notify_style_update(self) -> None:
        """Forget the colours of the theme before."""
        super().notify_style_update()
        self._styles = {}

    @property
    def ground(self) -> Style:
        """The base style."""
        if "" not in self._styles:
            self._styles[""] = self.rich_style
        return self._styles[""]

    def style_of(self, part: str) -> Style:
        """The style of the component class ``KIND--part``."""
        if part not in self._styles:
            style = self.get_component_rich_style(f"{self.KIND}--{part}", partial=True)
            self._styles[part] = style if part in self.GROUNDS else style.without_color + Style(color=style.color)
        return self._styles[part]
