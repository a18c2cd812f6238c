"""Trouble that lasts, reported once."""

from __future__ import annotations


class Trouble:
    """Remembers the last message about each thing, so that one that comes again and again is reported once."""

    def __init__(self) -> None:
        self._last: dict[str, str] = {}

    def is_new(self, about: str, message: str) -> bool:
        """Whether `message` differs from the last one about the same thing; an empty one ends the trouble."""
        is_new = bool(message) and self._last.get(about) != message
        self._last[about] = message
        return is_new
