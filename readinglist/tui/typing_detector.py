"""Distinguishes typing from text that a terminal without paste sends as keys."""

from __future__ import annotations

from dataclasses import dataclass, field

GAP = 0.02
"""Keys closer together than this many seconds were not typed one by one; key repeat takes 30 ms."""
TYPED = 2
"""Number of keys that may come at once over a slow connection; more are a text."""
QUIET = 0.3
"""Seconds without a key after which a text has ended."""


@dataclass(slots=True)
class Burst:
    """A run of keys without a pause."""

    characters: list[str] = field(default_factory=list)
    _last: float = float("-inf")

    def feed(self, time: float, character: str | None = None, *, goes_on: bool = False) -> None:
        """Record a key that came at `time` and types `character`; with `goes_on` the run has not ended."""
        if not goes_on and not self.is_running(time):
            self.characters.clear()
        self.characters.append(character or "")
        self._last = time

    def is_running(self, time: float) -> bool:
        """Whether a key at `time` would go on with the run."""
        return time - self._last < self.patience

    @property
    def is_text(self) -> bool:
        """Whether the run is too long to have been typed; a key held down is no text."""
        return len(self.characters) > TYPED and len(set(self.characters)) > 1

    @property
    def text(self) -> str:
        """The text typed by the run."""
        return "".join(self.characters)

    @property
    def patience(self) -> float:
        """Seconds to wait for the next key of the run."""
        return QUIET if self.is_text else GAP
