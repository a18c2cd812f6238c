"""Moving: in the list, down the views, through the paper, whichever pane has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.tui.widgets.paper_view import PaperView
from readinglist.tui.widgets.view_bar import ViewBar

if TYPE_CHECKING:
    from readinglist.tui.keymap import Press
    from readinglist.tui.screens.main import MainScreen


def by(screen: MainScreen, lines: int) -> None:
    """Move so many lines in the pane that has the focus."""
    pane = screen.focused
    if isinstance(pane, PaperView):
        pane.scroll_relative(y=lines, animate=False)
    elif isinstance(pane, ViewBar):
        screen.show_view(pane.after(screen.listing.view, lines))
    else:
        screen.listing.move(lines)
        screen.moved()


def to(screen: MainScreen, row: int) -> None:
    """Move to a line of the pane that has the focus; a negative one counts from the end."""
    pane = screen.focused
    if isinstance(pane, PaperView):
        pane.scroll_home(animate=False) if row == 0 else pane.scroll_end(animate=False)
    elif isinstance(pane, ViewBar):
        views = [view for view in pane.entries if view]
        screen.show_view(views[min(row, len(views) - 1)])
    else:
        screen.listing.move_to(row if row >= 0 else len(screen.listing) + row)
        screen.moved()


def page(screen: MainScreen) -> int:
    """The lines in sight in the pane that has the focus."""
    return max(2, screen.focused.size.height if screen.focused else screen.panes.papers.size.height)


def down(screen: MainScreen, press: Press) -> None:
    """Move down."""
    by(screen, press.count or 1)


def up(screen: MainScreen, press: Press) -> None:
    """Move up."""
    by(screen, -(press.count or 1))


def top(screen: MainScreen, press: Press) -> None:
    """Move to the top, or the line numbered."""
    to(screen, (press.count or 1) - 1)


def bottom(screen: MainScreen, press: Press) -> None:
    """Move to the end, or the line numbered."""
    to(screen, press.count - 1 if press.count else -1)


def half_page_down(screen: MainScreen, press: Press) -> None:
    """Move down half a page."""
    by(screen, (press.count or 1) * (page(screen) // 2))


def half_page_up(screen: MainScreen, press: Press) -> None:
    """Move up half a page."""
    by(screen, -(press.count or 1) * (page(screen) // 2))


def page_down(screen: MainScreen, press: Press) -> None:
    """Move down a page."""
    by(screen, (press.count or 1) * (page(screen) - 1))


def page_up(screen: MainScreen, press: Press) -> None:
    """Move up a page."""
    by(screen, -(press.count or 1) * (page(screen) - 1))


def scroll_down(screen: MainScreen, press: Press) -> None:
    """Scroll the abstract down."""
    screen.panes.paper.scroll_relative(y=press.count or 1, animate=False)


def scroll_up(screen: MainScreen, press: Press) -> None:
    """Scroll the abstract up."""
    screen.panes.paper.scroll_relative(y=-(press.count or 1), animate=False)


def next_pane(screen: MainScreen, press: Press) -> None:
    """Focus the next pane."""
    screen.panes.focus_next(1)


def previous_pane(screen: MainScreen, press: Press) -> None:
    """Focus the pane before."""
    screen.panes.focus_next(-1)


def open(screen: MainScreen, press: Press) -> None:
    """Read the paper on the whole screen, or go from the views to the list."""
    if isinstance(screen.focused, ViewBar):
        screen.panes.papers.focus()
    else:
        screen.panes.read(not screen.panes.is_reading)
