"""The note on a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from readinglist.errors import ReadingListError
from readinglist.text import clean_lines
from readinglist.tui import external
from readinglist.tui.screens.confirm import ConfirmScreen
from readinglist.tui.screens.dialog import Dialog, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from readinglist.tui.draft import Draft


class NoteScreen(Dialog[str | None]):
    """Edits a note and saves it; gives the text if it cannot be saved now.

    `save` returns whether it saved a text; an error is shown, and the dialog stays open.
    """

    KEYS = (("ctrl+s", "save", "save"), ("ctrl+o", "open in $EDITOR", "editor"), ("esc", "close", "close"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", show=False),
        Binding("ctrl+o", "editor", show=False),
    ]
    DEFAULT_CSS = """
    NoteScreen {
        & #box { height: 80%; min-height: 16; }
        & TextArea, & TextArea:focus { border: none; padding: 0 1; margin-top: 1; }
        & #trouble { display: none; height: auto; max-height: 4; color: $error; &.-told { display: block; } }
    }
    """

    def __init__(
        self,
        title: str,
        text: str,
        save: Callable[[str], bool] = lambda _: True,
        draft: Draft | None = None,
        trouble: ReadingListError | None = None,
        written: str | None = None,
    ) -> None:
        """`written` is a text that is not saved yet, because of `trouble`."""
        super().__init__(f"Note · {title}", draft)
        self.text = clean_lines(text)
        self.save = save
        self.trouble = trouble
        self.written = written

    def body(self) -> ComposeResult:
        """The error of the editor, if any, and the note."""
        yield Static(id="trouble")
        yield Text(self.text, id="note", placeholder="Markdown, as long as you like")

    def on_mount(self) -> None:
        """Start in the text."""
        self.query_one(Text).focus()
        if self.written is not None:
            self.call_after_refresh(self.put_back, {"note": self.written})  # as something typed, and kept so
        if self.trouble:
            self.complain(self.trouble)

    def complain(self, error: ReadingListError) -> None:
        """Show an error as long as the dialog is open: it may name the file with the text."""
        line = self.query_one("#trouble", Static)
        line.add_class("-told")
        line.update(Content(clean_lines(f"{error.message}: {error.hint}")))

    @property
    def changed(self) -> str | None:
        """The text, None if it has not changed."""
        text = clean_lines(self.query_one(Text).text)
        return None if text == self.text else text

    @property
    def is_unsaved(self) -> bool:
        """Whether the text has changed."""
        return self.changed is not None

    def action_save(self) -> None:
        """Save the text; after an error the dialog stays open and shows it."""
        text = self.changed
        try:
            is_saved = text is None or self.save(text)
        except ReadingListError as error:
            self.complain(error)
        else:
            self.dismiss(None if is_saved else text)

    def action_editor(self) -> None:
        """Go on in the user's editor."""
        note = self.query_one(Text)
        try:
            text = external.edit(self.app, note.text, ".md")
        except ReadingListError as error:
            self.complain(error)
            return
        if text is not None:
            note.text = clean_lines(text)

    async def action_close(self) -> None:
        """Close; ask first if something would be lost."""
        if not self.is_unsaved:
            self.dismiss(None)
            return
        question = ConfirmScreen("Throw away what you wrote?", "ctrl+s in the note saves it", "Throw away")
        self.app.push_screen(question, self.discard)

    def discard(self, sure: bool | None) -> None:
        """Close without saving if the user is sure."""
        if sure:
            self.dismiss(None)
