"""Choosing what is shown: views, search, order, marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readinglist.tui.keymap import Press
    from readinglist.tui.screens.main import MainScreen


def view(screen: MainScreen, press: Press) -> None:
    """Show a view."""
    screen.show_view(next(view for view in screen.listing.views if view.name == press.argument))


def step_view(screen: MainScreen, press: Press) -> None:
    """Show the view before or after."""
    screen.show_view(screen.panes.views.after(screen.listing.view, int(press.argument)))


def search(screen: MainScreen, press: Press) -> None:
    """Open the search prompt."""
    screen.start_search()


def sort(screen: MainScreen, press: Press) -> None:
    """Sort by a field."""
    screen.listing.arrange(press.argument)
    screen.renew()
    screen.say(f"sorted by {press.argument}")


def reverse(screen: MainScreen, press: Press) -> None:
    """Reverse the order."""
    listing = screen.listing
    listing.arrange(listing.sort, reverse=not listing.reverse)
    screen.renew()
    screen.say("in reverse" if listing.reverse else f"sorted by {listing.order}")


def mark(screen: MainScreen, press: Press) -> None:
    """Mark or unmark and move down; in a range, mark it."""
    listing = screen.listing
    if listing.marks.anchor:
        mark_range(screen, press)
        return
    listing.marks.toggle()
    listing.move(1)
    screen.moved()


def mark_range(screen: MainScreen, press: Press) -> None:
    """Start a range, or mark the one started."""
    screen.listing.marks.toggle_range()
    screen.renew()


def mark_all(screen: MainScreen, press: Press) -> None:
    """Mark all papers shown, or unmark them."""
    screen.listing.marks.toggle_all()
    screen.renew()
