"""Tells typing from text that a terminal sends as keys because it cannot paste."""

from __future__ import annotations

from dataclasses import dataclass, field

GAP = 0.02
"""Keys closer together than this many seconds were not typed one by one; key repeat takes 30 ms."""
TYPED = 2
"""So many keys may come at once from a slow line; more of them are text."""
QUIET = 0.3
"""After so many seconds without a key a text is over."""


@dataclass(slots=True)
class Burst:
    """A run of keys without a pause."""

    characters: list[str] = field(default_factory=list)
    _last: float = float("-inf")

    def feed(self, time: float, character: str | None = None, *, goes_on: bool = False) -> None:
        """Take note of a key that came at `time` and types `character`; `goes_on` says that the run is not over."""
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
        """What the keys of the run type."""
        return "".join(self.characters)

    @property
    def patience(self) -> float:
        """Seconds to wait for the next key of the run."""
        return QUIET if self.is_text else GAP
