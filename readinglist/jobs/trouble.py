"""Trouble that lasts, reported once."""

from __future__ import annotations


class Trouble:
    """The last message about each thing, to report one that recurs only once."""

    def __init__(self) -> None:
        self._last: dict[str, str] = {}

    def is_new(self, about: str, message: str) -> bool:
        """Whether `message` differs from the last one about the same thing; an empty one ends the trouble."""
        is_new = bool(message) and self._last.get(about) != message
        self._last[about] = message
        return is_new
