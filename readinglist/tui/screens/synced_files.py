"""The files that the library's folder lists, with their contents, and which of them are kept up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from readinglist.credentials import safe
from readinglist.errors import ReadingListError
from readinglist.exports.synced import SyncedFile, answer, answered, listed, stop
from readinglist.text import clean
from readinglist.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from readinglist.store.answers import Word


class SyncedFilesScreen(Dialog[None]):
    """Lists the files; keys start and stop keeping one up to date."""

    KEYS = (("k", "keep it up to date", "keep"), ("d", "stop that", "stop"), ("esc", "close", "close"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "keep", show=False),
        Binding("d,delete", "stop", show=False),
    ]
    DEFAULT_CSS = """
    SyncedFilesScreen {
        & #box { width: 90; }
        & OptionList { height: auto; max-height: 60vh; }
    }
    """

    def __init__(self, folder: Path) -> None:
        super().__init__("Files kept up to date")
        self.folder = folder

    def body(self) -> ComposeResult:
        """The files, or advice to export one."""
        yield OptionList(markup=False)
        yield Static(Content("none yet: export a view (b), and choose there to keep the file up to date"), id="none")

    def on_mount(self) -> None:
        """Show the files."""
        self.show()

    def show(self) -> None:
        """Show the files there are now."""
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        options.clear_options()
        try:
            options.add_options(option(kept, word) for kept, word in answered(self.folder))
        except ReadingListError as error:
            self.complain(error)
        options.display = bool(options.option_count)
        self.query_one("#none").display = not options.option_count
        if options.option_count:
            options.highlighted = min(at, options.option_count - 1)
            options.focus()

    @property
    def chosen(self) -> str:
        """The path of the file under the cursor; empty if there is none."""
        options = self.query_one(OptionList)
        return "" if options.highlighted is None else str(options.get_option_at_index(options.highlighted).id)

    def action_keep(self) -> None:
        """Keep the file under the cursor up to date from now on."""
        try:
            if kept := listed(self.folder).get(self.chosen):
                answer(self.folder, kept, "yes")
        except ReadingListError as error:
            self.complain(error)
        self.show()

    def action_stop(self) -> None:
        """Stop keeping the file under the cursor up to date; the file itself stays."""
        try:
            stop(self.folder, self.chosen)
        except ReadingListError as error:
            self.complain(error)
        self.show()


def option(kept: SyncedFile, word: Word) -> Option:
    """The lines of one file."""
    state = "" if word == "yes" else "not kept up to date here · "
    about = f"  {state}{safe(kept.what)} · {kept.format} · {kept.how} · {kept.private_data}"
    folder, _, name = safe(clean(kept.path)).rpartition("/")
    return Option(
        Content.assemble((name, "bold"), ("  in ", "$dim"), folder or "/", "\n", (about, "$dim")), id=kept.path
    )
