"""From keys to what they mean: chords and counts, and edits held back until it is known that they were typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.tui.burst import GAP, Burst
from readinglist.tui.keymap import Dispatcher, Keymap, Press

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer
    from textual.widget import Widget

GENTLE = frozenset({"Move", "Views", "Find", "Mark"})
"""Groups of actions that change no paper and are done at once."""


class Keyboard:
    """Takes keys and calls `perform` with what they come to, `refuse` when text came instead of typing."""

    def __init__(
        self, owner: Widget, keymap: Keymap, perform: Callable[[Press], None], refuse: Callable[[], None]
    ) -> None:
        self.keymap = keymap
        self.dispatcher = Dispatcher(keymap)
        self.held: list[Press] = []
        self._owner = owner
        self._perform = perform
        self._refuse = refuse
        self._burst = Burst()
        self._timer: Timer | None = None

    def press(self, key: str, time: float) -> None:
        """Take one key that came at `time`."""
        self._burst.feed(time)
        for part in self._parts(key):
            self._take(self.dispatcher.press(part))

    def _parts(self, key: str) -> tuple[str, ...]:
        """Esc and the key that came right after it, which a terminal cannot tell from alt and that key."""
        chord = (*self.dispatcher.pending, key)
        is_bound = self.keymap.action(chord) or self.keymap.is_prefix(chord)
        return ("escape", key[4:]) if key.startswith("alt+") and not is_bound else (key,)

    def _take(self, press: Press) -> None:
        if self.held or (press.action and press.action.group not in GENTLE):
            self.held.append(press)
            if self._timer:
                self._timer.stop()
            self._timer = self._owner.set_timer(GAP, self._let_go)
        else:
            self._perform(press)

    def _let_go(self) -> None:
        held, self.held = self.held, []
        if self._burst.is_text:
            self.dispatcher.clear()
            self._refuse()
            return
        for press in held:
            self._perform(press)
