"""Guidance for an empty list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.papers.status import Status
from readinglist.search.views import INBOX
from readinglist.text import plural
from readinglist.tui.glyphs import plain

if TYPE_CHECKING:
    from readinglist.listing.listing import Listing
    from readinglist.tui.keymap import Keymap


def place(listing: Listing) -> str:
    """The user's place, as the table of hints names it."""
    if listing.marks.anchor:
        return "range"
    if listing.marks:
        return "marks"
    if not listing.rows:
        return "no match" if listing.query.text.strip() else "empty"
    if listing.view.among is not None:
        return "duplicates"
    return "inbox" if listing.view == INBOX else "list"


def guidance(listing: Listing, keymap: Keymap) -> tuple[str, str]:
    """A headline and advice for a listing without rows."""
    key = keymap.shown
    query = plain(listing.query.text.strip())
    if query:
        hint = f"{key('escape')} clears the search · {key('search')} changes it · {key('go-all')} shows all papers"
        return f"No paper in {listing.view.name} matches “{query}”.", hint
    if not len(listing.library):
        hint = f"Press {key('add')} to add some, or paste them right here:\na Daily Papers page, arXiv ids, BibTeX."
        return "No papers yet.", hint
    if listing.view.among is not None:
        return "No open questions: nothing looks like a duplicate.", f"{key('go-all')} shows all papers"
    if listing.view.status is Status.INBOX:
        waiting = plural(listing.cache.counts.statuses[Status.TO_READ])
        return (
            "The inbox is empty: all is decided.",
            f"{key('go-to-read')} shows {waiting} to read · {key('add')} adds more",
        )
    keys = listing.view.status.keys if listing.view.status else None
    id, what = (keys.action, keys.purpose) if keys else ("add", "adds papers")
    return f"No papers in {listing.view.name}.", f"{key(id)} {what} · {key('go-inbox')} shows the inbox"
