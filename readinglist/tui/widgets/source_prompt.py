"""Input field of the add dialog, for typed lines, pastes, and text that a terminal sends as single keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from textual.message import Message

from readinglist.tui.screens.dialog import Text
from readinglist.tui.typing_detector import QUIET, Burst

if TYPE_CHECKING:
    from textual import events

WRAPPED = 100_000
"""Length from which a text is not wrapped, which would take seconds."""


class Prompt(Text):
    """A field for ids, addresses and files; a paste of several lines is submitted at once."""

    class Pasted(Message):
        """A text of several lines was pasted."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Submitted(Message):
        """Enter was pressed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._burst = Burst()
        self._flood: list[str] = []

    def on_paste(self, event: events.Paste) -> None:
        """Insert the paste; submit it if it has several lines."""
        event.stop()
        event.prevent_default()
        alone = not self.text.strip()
        self.insert_text(event.text)
        if "\n" in self.text.strip():
            self.post_message(self.Pasted(event.text if alone else self.text))

    def on_key(self, event: events.Key) -> None:
        """Submit on enter; collect text that the terminal sends as keys, as inserting it key by key is slow."""
        is_flooded = self._burst.is_running(event.time) or bool(self._flood)
        self._burst.feed(event.time, event.character, goes_on=bool(self._flood))
        character = "\n" if event.key == "enter" else event.character
        if not character or not (event.is_printable or event.key in ("enter", "tab")):
            return
        if is_flooded and (self._burst.is_text or event.key == "enter"):
            self._collect(character)
        elif event.key == "enter":
            self.post_message(self.Submitted())
        else:
            return
        event.stop()
        event.prevent_default()

    def _collect(self, character: str) -> None:
        self._flood.append(character)
        if len(self._flood) == 1:
            self._wait()

    def _wait(self) -> None:
        self.set_timer(QUIET, partial(self._settle, len(self._flood)))

    def _settle(self, before: int) -> None:
        """Insert the collected text if no key has followed the first `before` ones."""
        if len(self._flood) > before:
            self._wait()
            return
        text = "".join(self._flood)
        self._flood.clear()
        self.insert_text(text)
        if "\n" in text:
            self.post_message(self.Pasted(self.text))

    def insert_text(self, text: str) -> None:
        """Insert `text` at the cursor."""
        self.soft_wrap = len(self.text) + len(text) < WRAPPED
        self.put(text)
