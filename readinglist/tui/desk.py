"""The desk: the part of the main screen that verbs, commands and background work rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.widget import Widget

    from readinglist.errors import ReadingListError
    from readinglist.listing.listing import Listing
    from readinglist.search.views import View
    from readinglist.settings.config import Settings
    from readinglist.tui.background import Background
    from readinglist.tui.keymap import Keymap
    from readinglist.tui.screens.dialog import Dialog
    from readinglist.tui.searching import Searching
    from readinglist.tui.session import Session
    from readinglist.tui.widgets.panes import Panes

T = TypeVar("T")


@runtime_checkable
class Desk(Protocol):
    """An open library with its list, and the ways to act on it and to tell the user."""

    settings: Settings
    session: Session
    listing: Listing
    keymap: Keymap
    panes: Panes
    searching: Searching
    background: Background
    message: str

    @property
    def app(self) -> App[Any]:
        """The app it belongs to."""

    @property
    def focused(self) -> Widget | None:
        """The widget that gets the keys."""

    @property
    def place(self) -> str:
        """The user's place, as the table of hints names it."""

    def call_later(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Call a function in the app's thread, from any thread; False if the app is closing."""

    def attempt(self, act: Callable[[], str], *, may_wait: bool = False) -> None:
        """Run an edit and show its message or error; with `may_wait`, postpone it while the library is read again."""

    def open_to_write(self, dialog: Dialog[T], done: Callable[[T | None], None]) -> None:
        """Open a dialog to write in, with a warning if the library is read-only."""

    def perform_by_id(self, id: str | None) -> None:
        """Run the action with this id, if any."""

    def show_view(self, view: View) -> None:
        """Show a view."""

    def renew(self) -> None:
        """Redraw all rows and bars."""

    def show_bars(self) -> None:
        """Redraw the lines round the panes."""

    def moved(self) -> None:
        """Redraw what depends on the cursor."""

    def show_message(self, message: str, *, warn: bool = False) -> None:
        """Show a message in the status line until the next key."""

    def show_error(self, error: ReadingListError) -> None:
        """Show an error with its hint."""
