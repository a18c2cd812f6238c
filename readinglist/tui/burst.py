"""Tells typing from text that a terminal sends as keys because it cannot paste."""

from __future__ import annotations

from dataclasses import dataclass

GAP = 0.02
"""Keys closer together than this many seconds were not typed one by one; key repeat takes 30 ms."""
TYPED = 2
"""So many keys may come at once from a slow line; more of them are text."""


@dataclass(slots=True)
class Burst:
    """A run of keys without a pause."""

    length: int = 0
    _last: float = float("-inf")

    def feed(self, time: float) -> None:
        """Take note of a key that came at `time`."""
        self.length = self.length + 1 if time - self._last < GAP else 1
        self._last = time

    @property
    def is_text(self) -> bool:
        """Whether the run is too long to have been typed."""
        return self.length > TYPED
