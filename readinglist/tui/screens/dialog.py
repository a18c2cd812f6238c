"""The base of all dialogs: a titled box with its keys on the last line; Esc closes it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events, on
from textual._styles_cache import StylesCache
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import invoke_watcher
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from readinglist.text import clean, clean_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.app import ComposeResult
    from textual.await_complete import AwaitComplete
    from textual.dom import DOMNode
    from textual.types import WatchCallbackType
    from textual.widget import Widget

    from readinglist.errors import ReadingListError
    from readinglist.tui.draft import Draft

T = TypeVar("T")
AUTOSAVE_EVERY = 1.0
"""Seconds between two saves of the draft."""
Key = tuple[str, str, str]
"""A key, its label, and the action of the screen that a click on it runs."""


class Hint(Static):
    """A key with its label; a click does what the key does."""

    def __init__(self, key: Key) -> None:
        name, label, self.does = key
        super().__init__(Content.assemble((name, "bold $primary"), " ", (label, "$dim")))

    async def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        event.stop()
        await self.screen.run_action(self.does)


class Dialog(ModalScreen[T]):
    """A box over the list."""

    KEYS: ClassVar[tuple[Key, ...]] = ()
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "close", show=False)]
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;
        & #box {
            width: 78;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            padding: 0 1;
            background: $surface;
            color: $foreground;
            border: round $primary;
            border-title-color: $primary;
            border-title-style: bold;
            border-subtitle-color: $dim;
        }
        & #keys { height: 1; margin-top: 1; background: $surface; }
        & Hint { width: auto; height: 1; margin-right: 3; }
        & Hint:hover { background: $cursor-background; }
        & Input, & Input:focus, & TextArea, & TextArea:focus { background: $panel; background-tint: transparent; }
        & Input { border: tall $panel; padding: 0 1; }
        & TextArea { border: tall $panel; padding: 0; }
        & Input:focus, & TextArea:focus { border: tall $primary; }
        & .text-area--cursor-line { background: transparent; }
        & Input > .input--placeholder, & Input > .input--suggestion { color: $dim; text-style: italic; }
        & TextArea .text-area--placeholder { color: $dim; text-style: italic; }
        & OptionList, & OptionList:focus {
            border: none; padding: 0; background: $surface; scrollbar-size-vertical: 1;
        }
        & OptionList, & OptionList:focus {
            background-tint: transparent;
            & > .option-list--option-highlighted {
                background: $cursor-background; color: $foreground; text-style: bold;
            }
        }
        & .quiet { color: $dim; }
        & .error { color: $error; }
    }
    """

    def __init__(self, title: str, draft: Draft | None = None) -> None:
        super().__init__()
        self.title_text = clean(title)
        self.draft = draft
        """The draft that holds the typed text until it is saved, if any."""
        self._untouched: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """The box with its title, the body and the keys."""
        with Vertical(id="box") as box:
            box.border_title = Content(self.title_text)
            yield from self.body()
            yield Horizontal(*map(Hint, self.KEYS), id="keys")

    def body(self) -> Iterable[Widget]:
        """The widgets between title and keys."""
        raise NotImplementedError

    @property
    def is_unsaved(self) -> bool:
        """Whether text would be lost if the dialog were closed."""
        return False

    # Drafts of the typed text.

    @on(events.Mount)
    def _begin_draft(self) -> None:
        """Restore the draft, and save it regularly from now on."""
        if self.draft is None:
            return
        self._untouched = self.typed()
        if texts := self.draft.read():
            self.put_back(texts)
            self.query_one("#box").border_subtitle = Content("what you wrote before, not saved yet")
        self.set_interval(AUTOSAVE_EVERY, self._autosave)

    def typed(self) -> dict[str, str]:
        """The texts of all fields."""
        lines = {field.id or "": field.value for field in self.query(Input)}
        return lines | {field.id or "": field.text for field in self.query(TextArea)}

    def put_back(self, texts: Mapping[str, str]) -> None:
        """Replace the texts of fields by their ids."""
        for line in self.query(Input):
            line.value = clean(texts.get(line.id or "", line.value))
        for area in self.query(TextArea):
            area.text = clean_lines(texts.get(area.id or "", area.text))
            area.move_cursor(area.document.end)

    def _changed(self) -> dict[str, str]:
        """The texts that differ from the initial ones."""
        return {name: text for name, text in self.typed().items() if text != self._untouched.get(name)}

    async def _autosave(self) -> None:
        if self.draft is not None:
            await asyncio.to_thread(self.draft.save, self._changed())

    def save_draft(self) -> None:
        """Save the draft now."""
        if self.draft is not None and self.is_mounted:
            self.draft.save(self._changed())

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close with an answer; the draft stays until the answer is saved."""
        if result is not None:
            self.save_draft()
        return super().dismiss(result)

    def forget(self) -> None:
        """Discard the draft."""
        if self.draft is not None:
            self.draft.discard()

    async def show_keys(self, keys: Iterable[Key]) -> None:
        """Replace the keys on the last line."""
        line = self.query_one("#keys", Horizontal)
        await line.remove_children()
        await line.mount(*map(Hint, keys))

    def complain(self, error: ReadingListError) -> None:
        """Show an error with its hint over the dialog."""
        text = f"{error.message} ({error.hint})" if error.hint else error.message
        self.notify(clean(text), severity="error", timeout=12, markup=False)

    async def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

    def on_unmount(self) -> None:
        """Clear a cache of Textual's that keeps all lines of 1,024 widgets.

        Textual 8.2 has it on an instance method (https://github.com/Textualize/textual/issues/6665).
        """
        StylesCache.get_inner_outer.cache_clear()

    def on_paste(self, event: events.Paste) -> None:
        """Keep a paste that no field took from reaching the screen below."""
        event.stop()


class Line(Input):
    """A field of one line; a paste is reduced to its first nonempty line, sanitised."""

    def on_paste(self, event: events.Paste) -> None:
        """Insert the first nonempty line of the paste."""
        event.stop()
        event.prevent_default()
        text = next((line for line in map(clean, event.text.splitlines()) if line), "")
        self.replace(text, *self.selection)


class Text(TextArea):
    """A field of several lines; a paste is sanitised."""

    def __init__(self, text: str = "", **options: Any) -> None:
        super().__init__(text, highlight_cursor_line=False, **options)
        self.move_cursor(self.document.end)

    def watch(self, obj: DOMNode, attribute_name: str, callback: WatchCallbackType, init: bool = True) -> None:
        """Follow the theme by a signal: Textual 8.2.8 keeps a closed TextArea among the watchers of the app."""
        if (obj, attribute_name) == (self.app, "theme"):
            self.app.theme_changed_signal.subscribe(self, lambda _: invoke_watcher(self.app, callback, None, None))
        else:
            super().watch(obj, attribute_name, callback, init)

    def on_unmount(self) -> None:
        """Unsubscribe from the app."""
        self.app.theme_changed_signal.unsubscribe(self)

    def on_paste(self, event: events.Paste) -> None:
        """Insert the paste, with lone carriage returns as line ends."""
        event.stop()
        event.prevent_default()
        self.put(event.text)

    def put(self, text: str) -> None:
        """Put `text` in the place of the selection."""
        result = self.replace(clean_lines(text), *self.selection, maintain_selection_offset=False)
        self.move_cursor(result.end_location)
