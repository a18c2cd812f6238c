"""What the screen says when there is nothing to list: what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.library import plural
from readinglist.paper import Status
from readinglist.tui.listing import VIEWS
from readinglist.tui.look import plain

if TYPE_CHECKING:
    from readinglist.tui.keymap import Keymap
    from readinglist.tui.listing import Listing


def place(listing: Listing) -> str:
    """Where the user is, as the hints of the key line know it."""
    if listing.anchor:
        return "range"
    if listing.marks:
        return "marks"
    if not listing.rows:
        return "no match" if listing.query.text.strip() else "empty"
    return "inbox" if listing.view == VIEWS[0] else "list"


def guidance(listing: Listing, keymap: Keymap) -> tuple[str, str]:
    """A headline and what to do next, for a listing without rows."""
    key = keymap.shown
    if listing.query.text.strip():
        headline = f"No paper in {listing.view.name} matches “{plain(listing.query.text.strip())}”."
        return headline, f"{key('escape')} clears the search · {key('search')} changes it · {key('go-all')} shows all papers"
    if not len(listing.library):
        return (
            "No papers yet.",
            f"Press {key('add')} to add some, or paste a Daily Papers page,\narXiv ids, addresses or a .bib file right here.",
        )
    if listing.view.status is Status.INBOX:
        waiting = listing.census.statuses[Status.TO_READ]
        return "The inbox is empty: all is decided.", f"{key('go-to-read')} shows {plural(waiting)} to read · {key('add')} adds more"
    hints = {
        Status.TO_READ: f"{key('to-read')} puts a paper on the list to read",
        Status.READING: f"{key('reading')} marks a paper as being read",
        Status.DONE: f"{key('done')} marks a paper as done",
        Status.SKIPPED: f"{key('skip')} decides against a paper",
    }
    hint = hints.get(listing.view.status, f"{key('add')} adds papers") if listing.view.status else ""
    return f"No papers in {listing.view.name}.", f"{hint} · {key('go-inbox')} shows the inbox".removeprefix(" · ")
