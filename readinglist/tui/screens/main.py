"""The main screen: views, list, paper, and the lines round them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from textual import on
from textual.screen import Screen
from textual.widgets import Input

from readinglist.credentials import safe
from readinglist.errors import ReadingListError
from readinglist.search.views import View
from readinglist.tui import background, clipboard
from readinglist.tui.actions import BY_ID, HINTS, PREFIXES
from readinglist.tui.background import Background
from readinglist.tui.keyboard import Keyboard
from readinglist.tui.keymap import Keymap, Press, name_of
from readinglist.tui.searching import Searching
from readinglist.tui.session import Session
from readinglist.tui.verbs import verb
from readinglist.tui.verbs.general import add_text
from readinglist.tui.widgets.bars import Hint, KeyBar, StatusBar, TopBar
from readinglist.tui.widgets.empty import guidance, place
from readinglist.tui.widgets.panes import Panes
from readinglist.tui.widgets.paper_list import PaperList
from readinglist.tui.widgets.prompt import SearchPrompt
from readinglist.tui.widgets.view_bar import ViewBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult

    from readinglist.search.views import View
    from readinglist.settings.config import Settings
    from readinglist.store.protocol import Store
    from readinglist.tui.screens.dialog import Dialog

T = TypeVar("T")


class MainScreen(Screen[None], inherit_bindings=False):
    """Turns keys into verbs and shows the list; the desk that verbs act on."""

    AUTO_FOCUS = "#papers"
    BLANK = True  # covered by panes and lines

    def __init__(self, store: Store, settings: Settings, query: str = "") -> None:
        super().__init__()
        self.settings = settings
        self.session = Session(store)
        self.listing = self.session.listing
        self.keymap = Keymap(settings.keymap)
        self.keyboard = Keyboard(self, self.keymap, self.perform, self._refuse)
        self.panes = Panes(self.listing, settings.preview, id="panes")
        self.top_bar, self.status_bar = TopBar(id="top"), StatusBar(id="status")
        self.prompt, self.key_bar = SearchPrompt(id="prompt"), KeyBar(id="keys")
        self.message, self.is_warning = "", False
        self.searching = Searching(self, self.prompt, self.status_bar, query)
        self.background = Background(self, self.searching)
        self._reason = self._why_read_only = ""
        """The reason why the library is read-only, as the store gives it and as it is shown."""

    def compose(self) -> ComposeResult:
        """The panes and the lines."""
        yield self.top_bar
        yield self.panes
        yield self.status_bar
        yield self.prompt
        yield self.key_bar

    def on_mount(self) -> None:
        """Show the list, then build the index and poll for changes by other processes."""
        self.searching.begin()
        self.renew()
        self.set_interval(background.POLL_EVERY, self.background.poll)
        self.call_after_refresh(self.background.build_index)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Keep the styles: they are computed when widgets are mounted and follow each change."""
        event.refresh_styles = False

    async def on_event(self, event: events.Event) -> None:
        """Handle an event, then yield: each of the first ones is a screenful of work."""
        await super().on_event(event)
        await asyncio.sleep(0)

    # From keys to verbs.

    def on_key(self, event: events.Key) -> None:
        """Handle a key, unless it is for the prompt or for the app."""
        if isinstance(self.focused, Input):
            return
        event.stop()
        event.prevent_default()
        self.message = ""
        if event.key == "ctrl+c" and (text := self.get_selected_text()):
            self.clear_selection()
            self.show_message(f"selection: {clipboard.copy(self.app, text)}")
            return
        self.keyboard.press(name_of(event.key, event.character), event.time, event.character)

    def perform(self, press: Press) -> None:
        """Run the action of a key press."""
        if press.unknown:
            self.show_message(f"{press.unknown} means nothing here; {self.keymap.shown('help')} shows the keys")
        elif press.action:
            try:
                verb(press.action)(self, press)
            except ReadingListError as error:
                self.show_error(error)
        self.show_bars()

    def perform_by_id(self, id: str | None) -> None:
        """Run an action chosen by its name."""
        if id:
            self.message = ""
            self.perform(Press(BY_ID[id]))

    def _refuse(self, text: str) -> None:
        """Refuse a text that was sent as keys; several lines of it count as a paste."""
        if len(text.splitlines()) > 1:
            add_text(self, text)
            return
        add = self.keymap.shown("add")
        self.show_message(f"text came faster than typing: nothing done; press {add} first, then paste", warn=True)

    @on(KeyBar.Clicked)
    def _do_hint(self, message: KeyBar.Clicked) -> None:
        self.keyboard.dispatcher.clear()
        self.perform_by_id(message.id)

    def attempt(self, act: Callable[[], str], *, may_wait: bool = False) -> None:
        """Run an edit and show its message or error; with `may_wait`, postpone it while the library is read again."""
        if may_wait and self.session.is_busy:
            self.background.postpone(act)
            self.show_message("others have changed the library: saved as soon as it has been read again")
            return
        try:
            self.show_message(act())
        except ReadingListError as error:
            self.show_error(error)
        self.renew()

    def open_to_write(self, dialog: Dialog[T], done: Callable[[T | None], None]) -> None:
        """Open a dialog to write in, with a warning if the library is read-only."""
        if self.session.store.read_only:
            text = "the library is read-only: what you write here cannot be saved now"
            self.notify(text, severity="warning", timeout=10, markup=False)
        self.app.push_screen(dialog, done)

    # Showing.

    def show_message(self, message: str, *, warn: bool = False) -> None:
        """Show `message` until the next key."""
        self.message, self.is_warning = safe(message), warn
        self.show_bars()

    def show_error(self, error: ReadingListError) -> None:
        """Show an error with its hint."""
        text = f"{error.message}\n{error.hint}" if error.hint else error.message
        self.notify(text, severity="error", timeout=10, markup=False)

    def renew(self) -> None:
        """Redraw all rows and bars."""
        self.panes.papers.guidance = guidance(self.listing, self.keymap)
        self.panes.renew()
        self.show_bars()

    def recover(self) -> None:
        """Reload the list and the index after a fault, which may have left them in any state."""
        self.searching.suspend()
        self.session.reload()
        self.background.build_index()
        self.renew()

    def moved(self) -> None:
        """Redraw what depends on the cursor."""
        self.panes.follow()
        self.show_bars()

    def show_bars(self) -> None:
        """Redraw the lines round the panes."""
        self.top_bar.show_listing(self.listing, is_read_only=bool(self.session.store.read_only))
        message, is_warning = self._message()
        self.status_bar.show_listing(self.listing, message, is_warning=is_warning)
        dispatcher = self.keyboard.dispatcher
        meaning = PREFIXES.get(dispatcher.pending[0], "") if dispatcher.pending else ""
        self.key_bar.offer(self._hints(), f"{dispatcher.shown} {meaning}".strip())

    def _message(self) -> tuple[str, bool]:
        """The message of the status line, and whether it is a warning; by default why the library is read-only."""
        reason = self.session.store.read_only
        if self.message or not reason:
            return self.message, self.is_warning
        if reason != self._reason:
            from readinglist.tui.consent_questions import why_read_only  # noqa: PLC0415 - most libraries can be changed

            self._reason, self._why_read_only = reason, why_read_only(self.session.store)
        return self._why_read_only, True

    def _hints(self) -> list[Hint]:
        if self.prompt.is_open:
            return [Hint("enter", "keep"), Hint("esc", "restore"), Hint("↑ ↓", "move")]
        if pending := self.keyboard.dispatcher.pending:
            found = self.keymap.continuations(pending)
            return [Hint(key, action.label if action else "…", action.id if action else "") for key, action in found]
        ids = [id for id in HINTS[self.place] if self.keymap.shown(id)]
        return [Hint(self.keymap.shown(id), BY_ID[id].label, id) for id in ids]

    @property
    def place(self) -> str:
        """The user's place, as the table of hints names it."""
        if self.focused is self.panes.views:
            return "views"
        return "paper" if self.focused is self.panes.paper else place(self.listing)

    def on_descendant_focus(self) -> None:
        """Show the keys of the pane that has the focus."""
        self.show_bars()

    def show_view(self, view: View) -> None:
        """Show another view."""
        self.searching.waiting = ""
        self.listing.show(view)
        self.renew()
        self.panes.views.show(view)

    @on(ViewBar.Chosen)
    def _choose_view(self, message: ViewBar.Chosen) -> None:
        self.show_view(message.view)
        self.panes.papers.focus()

    @on(PaperList.Clicked)
    def _choose_paper(self, message: PaperList.Clicked) -> None:
        self.message = ""
        self.listing.move_to(message.row)
        self.moved()
        if message.times > 1:
            self.panes.read(on=True)

    # Searching.

    @on(SearchPrompt.Changed)
    def _search(self, message: SearchPrompt.Changed) -> None:
        self.searching.narrow(message.text)

    @on(SearchPrompt.Left)
    def _leave_search(self, message: SearchPrompt.Left) -> None:
        self.searching.close(message.text)

    @on(SearchPrompt.Stepped)
    def _step(self, message: SearchPrompt.Stepped) -> None:
        self.listing.move(message.by)
        self.moved()
