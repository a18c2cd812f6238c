"""The one screen: views, list, paper, and the lines round them."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from textual import on, work
from textual.screen import Screen
from textual.widgets import Input

from readinglist.credentials import safe
from readinglist.errors import ReadingListError
from readinglist.exports.refresher import Refresher
from readinglist.jobs.gc_pause import tidy, uncollected
from readinglist.listing.index_loader import IndexLoader
from readinglist.search.query.parser import parse
from readinglist.search.views import VIEWS, View
from readinglist.tui import clipboard
from readinglist.tui.actions import BY_ID, HINTS, PREFIXES
from readinglist.tui.draft import unfinished
from readinglist.tui.glyphs import counted, plain
from readinglist.tui.keyboard import Keyboard
from readinglist.tui.keymap import Keymap, Press, name_of
from readinglist.tui.saving import Saving
from readinglist.tui.session import Session
from readinglist.tui.verbs import verb
from readinglist.tui.verbs.app import add_text
from readinglist.tui.widgets.bars import Hint, KeyBar, StatusBar, TopBar
from readinglist.tui.widgets.empty import guidance, place
from readinglist.tui.widgets.panes import Panes
from readinglist.tui.widgets.paper_list import PaperList
from readinglist.tui.widgets.prompt import SearchPrompt
from readinglist.tui.widgets.view_bar import ViewBar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual import events
    from textual.app import ComposeResult
    from textual.worker import Worker

    from readinglist.search.index.index import Index
    from readinglist.settings.config import Settings
    from readinglist.store.protocol import Store
    from readinglist.tui.screens.dialog import Dialog

T = TypeVar("T")
QUIET = 0.2
"""Seconds after a key in which garbage is left alone."""
ASIDE = 0.03
"""Seconds that a key has for itself while the index is built: what it does takes many turns of the event loop."""
YIELD = 0.0005
"""Seconds: sleeping for none would let the thread that reads the keyboard wait for the interpreter lock."""
FEW = 3
"""Drafts that are told of one by one at the start."""
LOOK_EVERY = 0.7
"""Seconds between looks at what other processes did."""


class MainScreen(Screen[None], inherit_bindings=False):
    """Turns keys into verbs and shows what the session holds."""

    AUTO_FOCUS = "#papers"
    BLANK = True  # covered by panes and lines

    def __init__(self, store: Store, settings: Settings, query: str = "") -> None:
        super().__init__()
        self.settings = settings
        self.session = Session(store)
        self.listing = self.session.listing
        self.keeping = Refresher(self.session)
        self.saving = Saving(self.session)
        self.keymap = Keymap(settings.keymap)
        self.keyboard = Keyboard(self, self.keymap, self.perform, self._refuse)
        self.panes = Panes(self.listing, settings.preview, id="panes")
        self.message, self.is_warning = "", False
        self._preparing: Worker[None] | None = None
        self._waiting = query.strip()
        """A query with words that waits for the index."""
        self._key_at = float("-inf")
        self._trouble = ""
        self._was_read_only = store.read_only
        self._reason = self._why_read_only = ""
        """Why nothing can be changed, as the store says it and as it is shown."""
        self._postponed: list[Callable[[], str]] = []
        """Edits of closed dialogs that wait until the library has been read again."""

    def compose(self) -> ComposeResult:
        """The panes and the lines."""
        yield TopBar(id="top")
        yield self.panes
        yield StatusBar(id="status")
        yield SearchPrompt(id="prompt")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Show the list, then get the index ready and watch for other processes."""
        self.query_one(SearchPrompt).close()
        if self._waiting:
            self.listing.show(VIEWS[-1])
            self.narrow(self._waiting)
        self.renew()
        self.set_interval(LOOK_EVERY, self._look_again)
        self.call_after_refresh(self._build_index)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Leave styles as they are: they were worked out when the widgets came, and follow each change."""
        event.refresh_styles = False

    async def on_event(self, event: events.Event) -> None:
        """Take an event, and let others have a turn: the first ones are a screenful of work each."""
        await super().on_event(event)
        await asyncio.sleep(0)

    # From keys to verbs.

    def note_key(self) -> None:
        """Take note that a key was pressed, whoever it is for."""
        self._key_at = monotonic()

    def on_key(self, event: events.Key) -> None:
        """Take a key, unless it is for the prompt or for the app."""
        if isinstance(self.focused, Input):
            return
        event.stop()
        event.prevent_default()
        self.message = ""
        if event.key == "ctrl+c" and (text := self.get_selected_text()):
            self.clear_selection()
            self.say(f"selection: {clipboard.copy(self.app, text)}")
            return
        self.keyboard.press(name_of(event.key, event.character), event.time, event.character)

    def perform(self, press: Press) -> None:
        """Do what a key press came to."""
        if press.unknown:
            self.say(f"{press.unknown} means nothing here; {self.keymap.shown('help')} shows the keys")
        elif press.action:
            try:
                verb(press.action)(self, press)
            except ReadingListError as error:
                self.complain(error)
        self.show_bars()

    def perform_by_id(self, id: str | None) -> None:
        """Do an action that was chosen by its name."""
        if id:
            self.message = ""
            self.perform(Press(BY_ID[id]))

    def _refuse(self, text: str) -> None:
        """Do nothing that a text sent as keys would mean; several lines of it are taken as a paste."""
        if len(text.splitlines()) > 1:
            add_text(self, text)
            return
        add = self.keymap.shown("add")
        self.say(f"text came faster than typing: nothing done; press {add} first, then paste", warn=True)

    @on(KeyBar.Clicked)
    def _do_hint(self, message: KeyBar.Clicked) -> None:
        self.keyboard.dispatcher.clear()
        self.perform_by_id(message.id)

    def attempt(self, act: Callable[[], str], *, may_wait: bool = False) -> None:
        """Let the session act, and show what came of it; what `may_wait` is done later if it cannot be done now."""
        if may_wait and self.session.is_busy:
            self._postponed.append(act)
            self.say("others have changed the library: saved as soon as it has been read again")
            return
        try:
            self.say(act())
        except ReadingListError as error:
            self.complain(error)
        self.renew()

    def open_to_write(self, dialog: Dialog[T], done: Callable[[T | None], None]) -> None:
        """Open a dialog to write in, and say at once if what is written there cannot be saved now."""
        if self.session.store.read_only:
            text = "the library is read-only: what you write here cannot be saved now"
            self.notify(text, severity="warning", timeout=10, markup=False)
        self.app.push_screen(dialog, done)

    # Showing.

    def say(self, message: str, *, warn: bool = False) -> None:
        """Show `message` until the next key."""
        self.message, self.is_warning = safe(message), warn
        self.show_bars()

    async def tell_drafts(self) -> None:
        """Tell which papers the user was writing about when the app ended."""
        folder, library = self.session.store.folder, self.listing.library
        for what, told in (("note", "a note on"), ("metadata", "the fields of")):
            found = await asyncio.to_thread(unfinished, folder, what, list(library.ids))
            for paper in [library[id] for id in found if id in library][:FEW]:
                name = paper.key or plain(paper.title)
                text = f"you were writing {told} {name}: {self.keymap.told(what, ' on it')} to go on"
                self.notify(text, timeout=8, markup=False)

    def complain(self, error: ReadingListError) -> None:
        """Show what went wrong and what to do."""
        text = f"{error.message}\n{error.hint}" if error.hint else error.message
        self.notify(text, severity="error", timeout=10, markup=False)

    def renew(self) -> None:
        """Show rows that have changed."""
        self.panes.papers.guidance = guidance(self.listing, self.keymap)
        self.panes.renew()
        self.show_bars()

    def recover(self) -> None:
        """Show the library anew after a fault, which may have left the list and the index in any state."""
        if self.listing.query.reads_texts:
            self._waiting, self.listing.query = self.listing.query.text, parse("")
        self.session.reload()
        self._build_index()
        self.renew()

    def moved(self) -> None:
        """Show where the cursor has gone."""
        self.panes.follow()
        self.show_bars()

    def show_bars(self) -> None:
        """Show place, marks, message and keys as they are now."""
        self.query_one(TopBar).show_listing(self.listing, is_read_only=bool(self.session.store.read_only))
        message, is_warning = self._message()
        self.query_one(StatusBar).show_listing(self.listing, message, is_warning=is_warning)
        dispatcher = self.keyboard.dispatcher
        meaning = PREFIXES.get(dispatcher.pending[0], "") if dispatcher.pending else ""
        self.query_one(KeyBar).offer(self._hints(), f"{dispatcher.shown} {meaning}".strip())

    def _message(self) -> tuple[str, bool]:
        """What to say at the bottom, and whether it is a warning: what was done, or why nothing can be done."""
        reason = self.session.store.read_only
        if self.message or not reason:
            return self.message, self.is_warning
        if reason != self._reason:
            from readinglist.tui.agreeing import why_read_only  # noqa: PLC0415 - most libraries can be changed

            self._reason, self._why_read_only = reason, why_read_only(self.session.store)
        return self._why_read_only, True

    def _hints(self) -> list[Hint]:
        if self.query_one(SearchPrompt).is_open:
            return [Hint("enter", "keep"), Hint("esc", "restore"), Hint("↑ ↓", "move")]
        if pending := self.keyboard.dispatcher.pending:
            found = self.keymap.continuations(pending)
            return [Hint(key, action.label if action else "…", action.id if action else "") for key, action in found]
        ids = [id for id in HINTS[self.place] if self.keymap.shown(id)]
        return [Hint(self.keymap.shown(id), BY_ID[id].label, id) for id in ids]

    @property
    def place(self) -> str:
        """Where the user is, as the table of hints names it."""
        if self.focused is self.panes.views:
            return "views"
        return "paper" if self.focused is self.panes.paper else place(self.listing)

    def on_descendant_focus(self) -> None:
        """Show the keys of the pane that has the focus."""
        self.show_bars()

    def show_view(self, view: View) -> None:
        """Show another view."""
        self._waiting = ""
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

    def start_search(self) -> None:
        """Open the prompt with the query there is."""
        self.query_one(SearchPrompt).open(self.listing.query.text)
        self.query_one(StatusBar).display = False
        self._judge()
        self.show_bars()

    def narrow(self, text: str) -> None:
        """Show what matches `text`, as soon as the index is ready if it has words."""
        query = parse(text)
        self._waiting = text if query.reads_texts and self.listing.index is None else ""
        if not self._waiting and text != self.listing.query.text:
            self.listing.narrow(text)
            self.renew()
        self._judge()

    def _judge(self) -> None:
        listing, prompt = self.listing, self.query_one(SearchPrompt)
        if self._waiting:
            prompt.judge("getting ready to search…")
            self.message = "getting ready to search…"
        elif problems := listing.query.problems:
            prompt.judge(problems[0].message, is_warning=True)
        else:
            prompt.judge(self._tally())

    def _tally(self) -> str:
        """How many papers the query finds, and what is not known yet."""
        listing = self.listing
        if not listing.query.text.strip():
            return ""
        is_partial = listing.query.reads_texts and listing.cache.whole_index is None
        return f"{counted(len(listing))} found{', abstracts are still being read' if is_partial else ''}"

    @on(SearchPrompt.Changed)
    def _search(self, message: SearchPrompt.Changed) -> None:
        self.narrow(message.text)

    @on(SearchPrompt.Left)
    def _leave_search(self, message: SearchPrompt.Left) -> None:
        self.query_one(SearchPrompt).close()
        self.query_one(StatusBar).display = True
        self.panes.papers.focus()
        self.narrow(message.text)
        self.listing.remember_cursor()
        self.show_bars()

    @on(SearchPrompt.Stepped)
    def _step(self, message: SearchPrompt.Stepped) -> None:
        self.listing.move(message.by)
        self.moved()

    @work(group="index", exclusive=True)
    async def _build_index(self) -> None:
        """Get the index and the views ready, stepping aside for every key."""
        started = monotonic()
        indexing = IndexLoader(self.session.store.folder, self._step_aside)
        papers = list(self.listing.library)
        with uncollected(is_lasting=True):
            async for index in indexing.stages(self.listing.library, papers):
                if self.listing.index is None:
                    await self._prepare(self.listing.cache.preparing_for(index))
                    self.listing.cache.adopt(index, papers)
                self._search_again()
            await self._prepare(self.listing.cache.preparing())
            await asyncio.to_thread(self._tell_log, monotonic() - started, len(papers))
            if indexing.is_worth_saving:
                await indexing.save(index)
        self._stay_compared()

    def _stay_prepared(self) -> None:
        index, busy = (
            self.listing.cache.whole_index,
            self._preparing is not None and not self._preparing.is_finished,
        )
        if index is not None and not busy and not self.listing.cache.is_prepared:
            self._preparing = self._prepare_again(index)

    @work(group="preparing")
    async def _prepare_again(self, index: Index) -> None:
        """Make ready what changes have made out of date, before the next key needs it."""
        await self._prepare(self.listing.cache.preparing_for(index))
        await self._prepare(self.listing.cache.preparing())

    def _stay_compared(self) -> None:
        """Show which papers may be one, and see to it that all are compared."""
        if self.session.ask_again():
            self.renew()
        if self.listing.cache.whole_index is not None and self.session.asking.is_due:
            self._compare()

    @work(group="comparing")
    async def _compare(self) -> None:
        """Compare papers, stepping aside for every key; all of them make many objects that stay."""
        with nullcontext() if self.session.asking.is_whole else uncollected(is_lasting=True):
            await self._prepare(self.session.asking.comparing())
        self._stay_compared()

    async def _prepare(self, slices: Iterable[None]) -> None:
        for _ in slices:
            await self._step_aside()

    def _search_again(self) -> None:
        """Show what can be found now."""
        if self._waiting:
            self.message = ""
            self.narrow(self._waiting)
        elif self.listing.search_again():
            self.renew()
            self._judge()

    async def _step_aside(self) -> None:
        """Let keys be taken before more is done in the background."""
        await asyncio.sleep(max(YIELD, self._key_at + ASIDE - monotonic()))

    def _tell_log(self, seconds: float, papers: int) -> None:
        from readinglist import log  # noqa: PLC0415 - the first screen does without

        log.slow("index and views", seconds, papers=papers)

    def _complain_once(self, error: ReadingListError) -> None:
        """Show what went wrong, once, though it is looked at again and again."""
        if error.message != self._trouble:
            self._trouble = error.message
            self.complain(error)

    @work(group="reading")
    async def _read_again(self) -> None:
        """Read the library again, which others have changed, while the user goes on looking at it."""
        self.say("others have changed the library: it is being read again")
        try:
            await self.session.read_again()
        except ReadingListError as error:
            self._complain_once(error)
            return
        finally:
            self.say("")
        self.renew()
        waiting, self._postponed = self._postponed, []
        for act in waiting:
            self.attempt(act, may_wait=True)
        self._look_again()

    def agreed(self) -> None:
        """Go on as the user has just agreed: the library may be written to now, and files outside it."""
        if self.session.store.read_only:
            self._read_again()
        self.keeping.begin()

    def finish(self) -> None:
        """Do at the end what had to wait: nobody goes on looking, so the library is read at once."""
        for act in self._postponed:
            try:
                self.session.refresh()
                act()
            except ReadingListError as error:
                self.session.store.notices.append(f"an edit could not be saved: {error.line}")
        self.keeping.finish()
        self.saving.finish()

    def _look_again(self) -> None:
        """Show what other processes did meanwhile, and what the store has to tell."""
        if self.session.is_reading:
            return
        try:
            if self.session.must_read:
                self._read_again()
                return
            if self.session.refresh():
                self.renew()
            self.saving.look()
            self._trouble = ""
        except ReadingListError as error:
            self._complain_once(error)
        if self._was_read_only != self.session.store.read_only:
            self._was_read_only = self.session.store.read_only
            self.show_bars()
        if news := self.session.news():
            self.notify("\n".join(news), severity="warning", timeout=12, markup=False)
        self._stay_prepared()
        self._stay_compared()
        self.keeping.look()
        for message, is_warning in self.keeping.news():
            self.say(plain(message), warn=is_warning)
        if monotonic() - self._key_at > QUIET:
            tidy()
