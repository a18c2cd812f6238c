"""Views, search, order and marks of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readinglist.tui.desk import Desk
    from readinglist.tui.keymap import Press


def view(desk: Desk, press: Press) -> None:
    """Show a view."""
    desk.show_view(next(view for view in desk.listing.views if view.name == press.argument))


def step_view(desk: Desk, press: Press) -> None:
    """Show the view before or after."""
    desk.show_view(desk.panes.views.after(desk.listing.view, int(press.argument)))


def search(desk: Desk, press: Press) -> None:
    """Open the search prompt."""
    desk.searching.open()


def sort(desk: Desk, press: Press) -> None:
    """Sort by a field."""
    desk.listing.arrange(press.argument)
    desk.renew()
    desk.show_message(f"sorted by {press.argument}")


def reverse(desk: Desk, press: Press) -> None:
    """Reverse the order."""
    listing = desk.listing
    listing.arrange(listing.sort, reverse=not listing.reverse)
    desk.renew()
    desk.show_message("in reverse" if listing.reverse else f"sorted by {listing.order}")


def mark(desk: Desk, press: Press) -> None:
    """Mark or unmark and move down; in a range, mark it."""
    listing = desk.listing
    if listing.marks.anchor:
        mark_range(desk, press)
        return
    listing.marks.toggle()
    listing.move(1)
    desk.moved()


def mark_range(desk: Desk, press: Press) -> None:
    """Start a range, or mark the one started."""
    desk.listing.marks.toggle_range()
    desk.renew()


def mark_all(desk: Desk, press: Press) -> None:
    """Mark all papers shown, or unmark them."""
    desk.listing.marks.toggle_all()
    desk.renew()
