"""The app: settings, themes, quitting and pasting; all else is in its screens."""

from __future__ import annotations

import asyncio
import os
import re
import select
import signal
import sys
import threading
import time
from io import StringIO
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import Console
from textual import events
from textual.app import App
from textual.binding import Binding
from textual.widgets import Input
from textual.worker import WorkerFailed

from readinglist.credentials import safe
from readinglist.papers.status import Status
from readinglist.text import clean
from readinglist.tui import theming
from readinglist.tui.fault_guard import Faults, guard_handlers
from readinglist.tui.glyphs import plain
from readinglist.tui.output_filter import PrintableFilter
from readinglist.tui.screens.main import MainScreen
from readinglist.tui.verbs.general import add_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.binding import BindingType
    from textual.command import Provider
    from textual.filter import LineFilter
    from textual.notifications import Notify

    from readinglist.settings.config import Settings
    from readinglist.store.protocol import Store
    from readinglist.tui.screens.dialog import Dialog

BRIEF = 240
"""Characters that a passing notice may have; longer ones stay until they are closed."""
FEW = 3
"""Drafts that are named one by one at the start."""
ALT = re.compile("alt\\+[a-zA-Z]")
"""Name that a terminal driver gives to Esc and a letter within a tenth of a second."""
CLOSING = 0.05
"""Seconds that a dialog has to close before the next key."""
PRINTABLE = PrintableFilter()
ENDING = (signal.SIGTERM, signal.SIGHUP)
"""Signals that ask the app to end; one of them is sent when the terminal is closed."""
HUNG_UP = 128 + signal.SIGHUP
"""The exit status when the terminal is gone."""
GRACE = 10
"""Seconds to end in order when the terminal is gone; after them it is ended, for Textual may wait to write there."""


class AppError(RuntimeError):
    """A fault of ours that ended the app."""


def palette() -> type[Provider]:
    """Provider of the command palette, loaded when the palette is opened."""
    from readinglist.tui.commands import Commands  # noqa: PLC0415

    return Commands


class ReadingListApp(App[None]):
    """Shows one library, narrowed by `query`; `notices` are shown at the start."""

    TITLE = "readinglist"
    CSS_PATH = "readinglist.tcss"
    CSS = "".join(
        f"PaperList .paper-list--{status}, PaperView .paper-view--{status} {{ color: $status-{status}; }}\n"
        for status in Status
    )
    ENABLE_COMMAND_PALETTE = False  # the table of actions has the key for it
    COMMANDS: ClassVar[set[Any]] = {palette}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", show=False, priority=True),
        Binding("ctrl+c", "quit", show=False, system=True),
        Binding("ctrl+z", "suspend_process", show=False),
    ]

    def __init__(self, store: Store, settings: Settings, query: str = "", notices: Sequence[str] = ()) -> None:
        super().__init__()
        self.settings = settings
        self.store = store
        self.main = MainScreen(store, settings, query)
        wrong = [problem.line for problem in settings.problems]
        self._problems = [*wrong, *theming.register(self, settings), *self.main.keymap.problems]
        self._fault: BaseException | None = None
        self._faults = Faults()
        guard_handlers()
        self._notices = [*notices, *self.main.session.news()]

    def launch(self, **options: Any) -> int:
        """Run until the user quits, and give the exit status; raises AppError instead of printing a traceback."""
        if sys.__stdin__ is not None and sys.__stdin__.isatty():
            threading.Thread(target=end_with, args=[sys.__stdin__.fileno()], daemon=True).start()
        report = StringIO()
        self.error_console = Console(file=report, width=120)
        before, threading.excepthook = threading.excepthook, self._note_fault
        try:
            self.run(mouse=self.settings.mouse, **options)
        finally:
            threading.excepthook = before
        if self.return_code == HUNG_UP:
            return HUNG_UP  # there is no terminal to print to
        for message, _ in self.main.background.refresher.news():
            sys.stderr.write(f"readinglist: {safe(clean(message))}\n")
        fault = self._fault or self._exception
        if fault:
            fault = fault.error if isinstance(fault, WorkerFailed) else fault
            raise AppError(f"{type(fault).__name__}: {fault}") from fault
        if text := report.getvalue().strip():
            raise AppError(text.splitlines()[-1].strip())
        return self.return_code or 0

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Filters that every line passes before it is drawn."""
        return [*super().get_line_filters(), PRINTABLE]

    def _note_fault(self, failure: threading.ExceptHookArgs) -> None:
        """Handle an exception of a thread like any fault; printed, it would garble the screen."""
        if isinstance(failure.exc_value, Exception) and self.call_later(self._handle_exception, failure.exc_value):
            return
        self._fault = failure.exc_value

    def _handle_exception(self, error: Exception) -> None:
        """Reload the list after a fault and go on; leave in order if faults do not stop."""
        if self._exception is None and self.main.is_mounted and not self._faults.add():
            if text := self._faults.note(error):
                self.notify(text, title="Fault", severity="error", timeout=30, markup=False)
            self.call_later(self._recover)
            return
        self.save_drafts()
        super()._handle_exception(error)

    def _recover(self) -> None:
        """Reload and redraw everything."""
        self.main.recover()
        for screen in self.screen_stack:
            screen.refresh(layout=True)

    def _dialogs(self) -> Iterator[Dialog[Any]]:
        """The open dialogs."""
        from readinglist.tui.screens.dialog import Dialog  # noqa: PLC0415

        return (screen for screen in self.screen_stack if isinstance(screen, Dialog))

    def save_drafts(self) -> None:
        """Save the text typed into open dialogs as drafts, when the app ends without asking."""
        for dialog in self._dialogs():
            dialog.save_draft()

    def _throw_away(self) -> None:
        """Discard unsaved text and end: the user has agreed."""
        for dialog in self._dialogs():
            dialog.forget()
        self.exit()

    def _end(self, status: int = 0) -> None:
        """End without asking; unsaved text is offered again the next time."""
        self.save_drafts()
        self.exit(None, status)

    def notify(self, message: str, **options: Any) -> None:
        """Show a notice with passwords removed."""
        super().notify(safe(message), **options)

    def on_notify(self, event: Notify) -> None:
        """Drop a notice that is already on the screen."""
        new = event.notification
        shown = ((each.title, each.message, each.severity) for each in self._notifications)
        if (new.title, new.message, new.severity) in shown:
            event.prevent_default()

    def get_default_screen(self) -> MainScreen:
        """The screen with the list."""
        return self.main

    def refresh_css(self, animate: bool = True) -> None:
        """Apply changed styles, unless the screen is not there yet: it will read them itself."""
        if self.main.is_attached:
            super().refresh_css(animate)

    def on_mount(self) -> None:
        """Show what was found at the start, and install handlers that end the app in order."""
        for number in ENDING:
            asyncio.get_running_loop().add_signal_handler(number, self._end, 128 + number)
        self._tell("Library", self._notices)
        self._tell("Settings", self._problems)
        self.call_after_refresh(self._ask)
        self.call_after_refresh(self._tell_drafts)

    def _ask(self) -> None:
        """Ask for the consent that writing needs."""
        from readinglist.tui.consent_questions import Interview, questions  # noqa: PLC0415 - after the first screen

        Interview(self.main, questions(self.store)).ask_next()

    def on_unmount(self) -> None:
        """Finish background work and writes, and remove the signal handlers."""
        self.main.background.finish()
        for number in ENDING:
            asyncio.get_running_loop().remove_signal_handler(number)

    def _tell(self, title: str, messages: Sequence[str]) -> None:
        """Show messages for a while, or in a dialog if they are long."""
        text = safe("\n".join(dict.fromkeys(messages)))
        if len(text) > BRIEF:
            from readinglist.tui.screens.preview import PreviewScreen  # noqa: PLC0415

            self.push_screen(PreviewScreen(title, text))
        elif text:
            self.notify(text, title=title, severity="warning", timeout=12, markup=False)

    async def _tell_drafts(self) -> None:
        """Name the papers the user was writing about when the app ended."""
        drafts, library = self.main.session.drafts, self.main.listing.library
        for what, told in (("note", "a note on"), ("metadata", "the fields of")):
            found = await asyncio.to_thread(drafts.unfinished, what, list(library.ids))
            for paper in [library[id] for id in found if id in library][:FEW]:
                name = paper.key or plain(paper.title)
                text = f"you were writing {told} {name}: {self.main.keymap.described(what, ' on it')} to go on"
                self.notify(text, timeout=8, markup=False)

    async def action_quit(self) -> None:
        """Quit, asking first if work runs or text is unsaved."""
        from readinglist.tui.screens.confirm import ConfirmScreen  # noqa: PLC0415

        if isinstance(self.screen, ConfirmScreen):
            self._end()
        elif any(dialog.is_unsaved for dialog in self._dialogs()):
            self._ask_to_quit("Quit and throw away what you wrote?", "It is not saved yet.", self._throw_away)
        elif self.main.background.runner.is_asking:
            self._ask_to_quit("Quit while work is running?", "What is not finished will be given up.", self._end)
        else:
            self._end()

    def _ask_to_quit(self, question: str, detail: str, end: Callable[[], None]) -> None:
        from readinglist.tui.screens.confirm import ConfirmScreen  # noqa: PLC0415

        self.push_screen(ConfirmScreen(question, detail, "Quit"), lambda yes: end() if yes else None)

    async def on_event(self, event: events.Event) -> None:
        """Open the add screen for a pasted document, except in a text that is being written."""
        if isinstance(event, events.Key):
            self._faults.note_key()
            self.main.background.note_key()
            if self._is_escape_and_key(event.key):
                await super().on_event(events.Key("escape", None))
                letter = events.Key(event.key[-1], event.key[-1])
                self.set_timer(CLOSING, lambda: self.post_message(letter))
                return
        if isinstance(event, events.Paste) and not event.is_forwarded and self._is_for_adding(event.text):
            add_text(self.main, event.text)
        else:
            await super().on_event(event)

    def _is_escape_and_key(self, key: str) -> bool:
        """Whether alt and a key is Esc and then a key; the list decides for itself, and text fields use alt."""
        if not ALT.fullmatch(key) or (self.screen is self.main and not isinstance(self.focused, Input)):
            return False
        from textual.widgets import TextArea  # noqa: PLC0415 - takes long to import

        return not isinstance(self.focused, TextArea)

    def _is_for_adding(self, text: str) -> bool:
        from textual.widgets import TextArea  # noqa: PLC0415

        from readinglist.tui.screens.add import AddScreen  # noqa: PLC0415

        if isinstance(self.focused, TextArea) or isinstance(self.screen, AddScreen) or not text.strip():
            return False
        return len(text.splitlines()) > 1 or not isinstance(self.focused, Input)


def end_with(terminal: int) -> None:
    """End the program when its terminal is gone: not every program gets a signal then."""
    poll = select.poll()
    poll.register(terminal, 0)
    poll.poll()
    os.kill(os.getpid(), signal.SIGHUP)
    time.sleep(GRACE)
    os._exit(HUNG_UP)  # every edit is on disk already
