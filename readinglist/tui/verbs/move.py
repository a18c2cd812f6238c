"""Moving: in the list, down the views, through the paper, whichever pane has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.tui.widgets.paper_view import PaperView
from readinglist.tui.widgets.view_bar import ViewBar

if TYPE_CHECKING:
    from readinglist.tui.desk import Desk
    from readinglist.tui.keymap import Press


def by(desk: Desk, lines: int) -> None:
    """Move by `lines` in the focused pane."""
    pane = desk.focused
    if isinstance(pane, PaperView):
        pane.scroll_relative(y=lines, animate=False)
    elif isinstance(pane, ViewBar):
        desk.show_view(pane.after(desk.listing.view, lines))
    else:
        desk.listing.move(lines)
        desk.moved()


def to(desk: Desk, row: int) -> None:
    """Move to a line of the focused pane; a negative one counts from the end."""
    pane = desk.focused
    if isinstance(pane, PaperView):
        pane.scroll_home(animate=False) if row == 0 else pane.scroll_end(animate=False)
    elif isinstance(pane, ViewBar):
        views = [view for view in pane.entries if view]
        desk.show_view(views[min(row, len(views) - 1)])
    else:
        desk.listing.move_to(row if row >= 0 else len(desk.listing) + row)
        desk.moved()


def page(desk: Desk) -> int:
    """The number of visible lines in the focused pane."""
    return max(2, desk.focused.size.height if desk.focused else desk.panes.papers.size.height)


def down(desk: Desk, press: Press) -> None:
    """Move down."""
    by(desk, press.count or 1)


def up(desk: Desk, press: Press) -> None:
    """Move up."""
    by(desk, -(press.count or 1))


def top(desk: Desk, press: Press) -> None:
    """Move to the top, or the line numbered."""
    to(desk, (press.count or 1) - 1)


def bottom(desk: Desk, press: Press) -> None:
    """Move to the end, or the line numbered."""
    to(desk, press.count - 1 if press.count else -1)


def half_page_down(desk: Desk, press: Press) -> None:
    """Move down half a page."""
    by(desk, (press.count or 1) * (page(desk) // 2))


def half_page_up(desk: Desk, press: Press) -> None:
    """Move up half a page."""
    by(desk, -(press.count or 1) * (page(desk) // 2))


def page_down(desk: Desk, press: Press) -> None:
    """Move down a page."""
    by(desk, (press.count or 1) * (page(desk) - 1))


def page_up(desk: Desk, press: Press) -> None:
    """Move up a page."""
    by(desk, -(press.count or 1) * (page(desk) - 1))


def scroll_down(desk: Desk, press: Press) -> None:
    """Scroll the abstract down."""
    desk.panes.paper.scroll_relative(y=press.count or 1, animate=False)


def scroll_up(desk: Desk, press: Press) -> None:
    """Scroll the abstract up."""
    desk.panes.paper.scroll_relative(y=-(press.count or 1), animate=False)


def next_pane(desk: Desk, press: Press) -> None:
    """Focus the next pane."""
    desk.panes.focus_next(1)


def previous_pane(desk: Desk, press: Press) -> None:
    """Focus the pane before."""
    desk.panes.focus_next(-1)


def open(desk: Desk, press: Press) -> None:
    """Read the paper on the whole screen, or go from the views to the list."""
    if isinstance(desk.focused, ViewBar):
        desk.panes.papers.focus()
    else:
        desk.panes.read(not desk.panes.is_reading)
