"""A paper's metadata as a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from readinglist.credentials import safe
from readinglist.errors import ReadingListError, UsageError
from readinglist.papers.fields import FIELDS
from readinglist.tui import external, form
from readinglist.tui.glyphs import number_of_authors
from readinglist.tui.screens.confirm import ConfirmScreen
from readinglist.tui.screens.dialog import Dialog, Line, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult
    from textual.widget import Widget

    from readinglist.papers.paper import Paper
    from readinglist.tui.draft import Draft


class MetadataScreen(Dialog[dict[str, Any] | None]):
    """Edits the fields of a paper; passes the changed ones to `save` and gives them, None if there are none.

    An error from `save` is shown in the form, which stays open.
    """

    KEYS = (
        ("ctrl+s", "save", "save"),
        ("tab", "next field", "app.focus_next"),
        ("ctrl+o", "all in $EDITOR", "editor"),
        ("esc", "close", "close"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", show=False),
        Binding("ctrl+o", "editor", show=False),
    ]
    DEFAULT_CSS = """
    MetadataScreen {
        & #box { width: 90; }
        & #form { height: auto; max-height: 80vh; scrollbar-size-vertical: 1; }
        & .field { height: auto; }
        & .label { width: 12; color: $dim; }
        & .-current .label { color: $primary; text-style: bold; }
        & .value { height: auto; width: 1fr; }
        & .wrong { color: $error; display: none; height: auto; padding-left: 1; }
        & .-bad .wrong { display: block; }
        & Input, & Input:focus { border: none; height: 1; padding: 0 1; background: $surface; }
        & TextArea, & TextArea:focus { border: none; padding: 0 1; height: auto; background: $surface; }
        & #authors, & #authors:focus { max-height: 6; min-height: 1; }
        & #abstract, & #abstract:focus { max-height: 8; min-height: 2; }
        & Input:focus, & TextArea:focus, & #authors:focus, & #abstract:focus { background: $cursor-background; }
    }
    """

    def __init__(
        self,
        paper: Paper,
        save: Callable[[dict[str, Any]], None] = lambda _: None,
        draft: Draft | None = None,
    ) -> None:
        super().__init__(f"Metadata · {paper.key or paper.title}", draft)
        self.paper = paper
        self.save = save

    def body(self) -> ComposeResult:
        """A row for each field."""
        with VerticalScroll(id="form", can_focus=False):
            for name, text in form.texts(self.paper).items():
                with Horizontal(classes="field", id=f"row-{name}"):
                    yield Static(Content(form.LABELS[name]), classes="label")
                    with Vertical(classes="value"):
                        yield field(name, text, self.hint(name))
                        yield Static(classes="wrong", id=f"wrong-{name}")

    def on_mount(self) -> None:
        """Start at the title."""
        self.query_one("#title").focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Highlight the label of the focused field."""
        for row in self.query(".field"):
            row.set_class(event.widget in row.walk_children(), "-current")

    def hint(self, name: str) -> str:
        """The placeholder of an empty field."""
        count = number_of_authors(self.paper)
        known = f"{count}, names unknown · " if name == "authors" and count else ""
        return known + FIELDS[name].hint

    def form(self) -> dict[str, str]:
        """The texts as they stand."""
        return {name: self.text_of(name) for name in form.LABELS}

    def text_of(self, name: str) -> str:
        """The text of one field."""
        return self.query_one(f"#{name}", Text).text if name in form.LONG else self.query_one(f"#{name}", Line).value

    def fill(self, texts: dict[str, str]) -> None:
        """Put other texts into the form."""
        for name, text in texts.items():
            if name in form.LONG:
                self.query_one(f"#{name}", Text).text = text
            else:
                self.query_one(f"#{name}", Line).value = text

    def on_input_submitted(self) -> None:
        """Enter in a field of one line saves."""
        self.action_save()

    def action_save(self) -> None:
        """Save the changed fields; wrong ones are marked and the form stays open."""
        values, wrong = form.changes(self.paper, self.form())
        self.mark(wrong)
        if wrong:
            return
        try:
            if values:
                self.save(values)
        except UsageError as error:
            self.mark({"key": f"{error.message}; {error.hint}"})
        except ReadingListError as error:
            self.complain(error)
        else:
            self.dismiss(values or None)

    def mark(self, wrong: dict[str, str]) -> None:
        """Show an error next to each wrong field, and focus the first."""
        for name in form.LABELS:
            self.query_one(f"#row-{name}").set_class(name in wrong, "-bad")
            self.query_one(f"#wrong-{name}", Static).update(Content(safe(f"! {wrong.get(name, '')}")))
        if wrong:
            self.query_one(f"#{next(iter(wrong))}").focus()

    def action_editor(self) -> None:
        """Edit all fields as one text in the user's editor."""
        texts = self.form()
        try:
            edited = external.edit(self.app, form.to_document(texts), ".txt")
        except ReadingListError as error:
            self.complain(error)
            return
        if edited is not None:
            self.fill(form.from_document(edited, texts))
            self.mark(form.changes(self.paper, self.form())[1])

    @property
    def is_unsaved(self) -> bool:
        """Whether a field has changed."""
        return any(form.changes(self.paper, self.form()))

    async def action_close(self) -> None:
        """Close; ask first if something would be lost."""
        values, wrong = form.changes(self.paper, self.form())
        if not values and not wrong:
            self.dismiss(None)
            return
        names = ", ".join(form.LABELS[name] for name in form.LABELS if name in {**values, **wrong})
        question = ConfirmScreen("Throw away what you changed?", names, "Throw away")
        self.app.push_screen(question, self.discard)

    def discard(self, sure: bool | None) -> None:
        """Close without saving if the user is sure."""
        if sure:
            self.dismiss(None)


def field(name: str, text: str, hint: str) -> Widget:
    """The widget for one field."""
    if name not in form.LONG:
        return Line(text, id=name, placeholder=hint, select_on_focus=False)
    area = Text(text, id=name, placeholder=hint)
    if name == "abstract":
        area.move_cursor((0, 0))
    return area
