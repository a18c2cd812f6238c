"""Keys to actions: chords and counts, with edits held back until it is certain that they were typed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from readinglist.tui.keymap import Dispatcher, Keymap, Press
from readinglist.tui.typing_detector import Burst

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

GENTLE = frozenset({"Move", "Views", "Find", "Mark"})
"""Groups of actions that change no paper and are done at once."""


class Keyboard:
    """Calls `perform` with the presses that keys make up, and `refuse` with a text that was sent as keys."""

    def __init__(
        self, owner: Widget, keymap: Keymap, perform: Callable[[Press], None], refuse: Callable[[str], None]
    ) -> None:
        self.keymap = keymap
        self.dispatcher = Dispatcher(keymap)
        self.held: list[Press] = []
        self._owner = owner
        self._perform = perform
        self._refuse = refuse
        self._burst = Burst()

    def press(self, key: str, time: float, character: str | None = None) -> None:
        """Handle one key that came at `time` and types `character`."""
        self._burst.feed(time, character, goes_on=bool(self.held) and self._burst.is_text)
        for part in self._parts(key, character):
            self._handle(self.dispatcher.press(part))

    def _parts(self, key: str, character: str | None) -> tuple[str, ...]:
        """Esc and the next key, if the terminal reports them as alt and that key."""
        chord = (*self.dispatcher.pending, key)
        is_bound = self.keymap.action(chord) or self.keymap.is_prefix(chord)
        return ("escape", character or key[4:]) if key.startswith("alt+") and not is_bound else (key,)

    def _handle(self, press: Press) -> None:
        if self.held or (press.action and press.action.group not in GENTLE):
            self.held.append(press)
            if len(self.held) == 1:
                self._wait()
        else:
            self._perform(press)

    def _wait(self) -> None:
        self._owner.set_timer(self._burst.patience, partial(self._release, len(self._burst.characters)))

    def _release(self, before: int) -> None:
        """Perform the held presses, if no key has come since the run had `before` keys."""
        if len(self._burst.characters) > before:
            self._wait()
            return
        held, self.held = self.held, []
        if self._burst.is_text:
            self.dispatcher.clear()
            self._refuse(self._burst.text)
            return
        for press in held:
            self._perform(press)
