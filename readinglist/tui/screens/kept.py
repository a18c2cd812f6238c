"""The files that are kept up to date: what is in them, and stopping it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from readinglist.errors import ReadingListError
from readinglist.kept import Kept, files, stop
from readinglist.text import clean
from readinglist.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult


class KeptScreen(Dialog[None]):
    """Lists the files; a key stops one."""

    KEYS = (("d", "stop keeping it up to date", "stop"), ("esc", "close", "close"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("d,delete", "stop", show=False)]
    DEFAULT_CSS = """
    KeptScreen {
        & #box { width: 90; }
        & OptionList { height: auto; max-height: 60vh; }
    }
    """

    def __init__(self, folder: Path) -> None:
        super().__init__("Files kept up to date")
        self.folder = folder

    def body(self) -> ComposeResult:
        """The files, or how to have one."""
        yield OptionList(markup=False)
        yield Static(Content("none yet: export a view (b), and choose there to keep the file up to date"), id="none")

    def on_mount(self) -> None:
        """Show the files."""
        self.show()

    def show(self) -> None:
        """Show the files there are now."""
        listed = self.query_one(OptionList)
        listed.clear_options()
        try:
            listed.add_options(map(option, files(self.folder).values()))
        except ReadingListError as error:
            self.complain(error)
        listed.display = bool(listed.option_count)
        self.query_one("#none").display = not listed.option_count
        if listed.option_count:
            listed.highlighted = 0
            listed.focus()

    def action_stop(self) -> None:
        """Keep the file under the cursor up to date no longer; the file itself stays."""
        listed = self.query_one(OptionList)
        if listed.highlighted is None:
            return
        try:
            stop(self.folder, str(listed.get_option_at_index(listed.highlighted).id))
        except ReadingListError as error:
            self.complain(error)
        self.show()


def option(kept: Kept) -> Option:
    """The lines of one file."""
    how = "entries of others in it stay" if kept.update else "all of it is ours"
    about = f"  {clean(kept.what)} · {kept.format} · {how}"
    folder, _, name = clean(kept.path).rpartition("/")
    return Option(
        Content.assemble((name, "bold"), ("  in ", "$dim"), folder or "/", "\n", (about, "$dim")), id=kept.path
    )
