"""Views, list and paper side by side or one below the other, as there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container, Horizontal

from readinglist.tui.widgets.paper_list import PaperList
from readinglist.tui.widgets.paper_view import PaperView
from readinglist.tui.widgets.view_bar import ViewBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from readinglist.listing.listing import Listing

LAYOUTS = ("auto", "right", "below", "off")
"""Places for the paper; ``auto`` depends on the size of the terminal."""


class Reading(Container):
    """List and paper; all of it is covered by them."""

    BLANK = True


class Panes(Horizontal):
    """The three panes of the main screen, which cover all of it."""

    BLANK = True

    def __init__(self, listing: Listing, layout: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self.wish = layout
        self.listing = listing
        self.views = ViewBar(listing, id="views")
        self.papers = PaperList(listing, id="papers")
        self.paper = PaperView(id="paper")

    def compose(self) -> ComposeResult:
        """The views, and next to them list and paper."""
        self.settle()  # before there are styles to be worked out again
        yield self.views
        with Reading(id="reading"):
            yield self.papers
            yield self.paper

    def on_resize(self) -> None:
        """Put the panes where there is room."""
        self.settle()

    def settle(self) -> None:
        """Put the paper where the user wants it and there is room."""
        width, height = self.app.size
        room = "right" if width >= 130 else "below" if height >= 18 else "off"
        where = room if self.wish == "auto" else self.wish
        classes = {f"-{name}": name == where for name in LAYOUTS[1:]}
        self.update_classes({**classes, "-slim": width < 100, "-narrow": width < 60}, update=self.is_mounted)
        self.paper.display = bool(self.listing.rows) and (where != "off" or self.is_reading)
        self.show_paper()

    def turn(self) -> str:
        """The next of the layouts, which is shown from now on."""
        self.wish = LAYOUTS[(LAYOUTS.index(self.wish) + 1) % len(LAYOUTS)]
        self.settle()
        return self.wish

    def renew(self) -> None:
        """Show rows that have changed."""
        self.papers.renew()
        self.views.renew()
        self.settle()

    def follow(self) -> None:
        """Show the new position of the cursor."""
        self.papers.follow()
        self.show_paper()

    def show_paper(self) -> None:
        """Show the paper at the cursor, if there is a place for it."""
        if self.paper.display:
            self.paper.show(self.listing.current, self.listing.query, self.listing.index)

    @property
    def is_reading(self) -> bool:
        """Whether the paper fills the screen."""
        return self.has_class("-reading")

    def read(self, on: bool) -> None:
        """Let the paper fill the screen, or show the list again."""
        if on and self.listing.current is None:
            return
        self.set_class(on, "-reading")
        self.settle()
        (self.paper if on else self.papers).focus()

    def focus_next(self, by: int) -> None:
        """Move the focus by `by` panes."""
        focused = self.screen.focused
        panes = [pane for pane in (self.views, self.papers, self.paper) if pane.display and pane.size]
        at = next((number for number, pane in enumerate(panes) if pane is focused), 0)
        panes[(at + by) % len(panes)].focus()
