"""Searching from the prompt: queries shown as they are typed; one with words waits until the index is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.search.query.parser import parse
from readinglist.search.views import ALL
from readinglist.tui.glyphs import counted

if TYPE_CHECKING:
    from readinglist.tui.desk import Desk
    from readinglist.tui.widgets.bars import StatusBar
    from readinglist.tui.widgets.prompt import SearchPrompt

NOT_READY = "getting ready to search…"


class Searching:
    """The query of the list and the prompt that edits it."""

    def __init__(self, desk: Desk, prompt: SearchPrompt, status: StatusBar, query: str = "") -> None:
        self.desk = desk
        self.prompt = prompt
        self.status = status
        self.waiting = query.strip()
        """The query that waits for the index."""

    def begin(self) -> None:
        """Show the query that the app was opened with, if any."""
        self.prompt.close()
        if self.waiting:
            self.desk.listing.show(ALL)
            self.narrow(self.waiting)

    def open(self) -> None:
        """Open the prompt with the current query."""
        self.prompt.open(self.desk.listing.query.text)
        self.status.display = False
        self._judge()
        self.desk.show_bars()

    def close(self, text: str) -> None:
        """Close the prompt and show the papers that match `text`."""
        self.prompt.close()
        self.status.display = True
        self.desk.panes.papers.focus()
        self.narrow(text)
        self.desk.listing.remember_cursor()
        self.desk.show_bars()

    def narrow(self, text: str) -> None:
        """Show the papers that match `text`; a query with words waits until the index is ready."""
        listing = self.desk.listing
        self.waiting = text if parse(text).reads_texts and listing.index is None else ""
        if not self.waiting and text != listing.query.text:
            listing.narrow(text)
            self.desk.renew()
        self._judge()

    def refresh(self) -> None:
        """Search again, after the index has grown."""
        if self.waiting:
            self.desk.message = ""
            self.narrow(self.waiting)
        elif self.desk.listing.search_again():
            self.desk.renew()
            self._judge()

    def suspend(self) -> None:
        """Let a query with words wait for a new index."""
        listing = self.desk.listing
        if listing.query.reads_texts:
            self.waiting, listing.query = listing.query.text, parse("")

    def _judge(self) -> None:
        """Show the number of matches or the problem of the query in the prompt."""
        if self.waiting:
            self.prompt.judge(NOT_READY)
            self.desk.message = NOT_READY
        elif problems := self.desk.listing.query.problems:
            self.prompt.judge(problems[0].message, is_warning=True)
        else:
            self.prompt.judge(self._tally())

    def _tally(self) -> str:
        """The number of matches, and whether abstracts are still missing from it."""
        listing = self.desk.listing
        if not listing.query.text.strip():
            return ""
        is_partial = listing.query.reads_texts and listing.cache.whole_index is None
        return f"{counted(len(listing))} found{', abstracts are still being read' if is_partial else ''}"
