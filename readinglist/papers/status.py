"""Where a paper stands on its way from new to read: the table of statuses, one row each."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from readinglist.papers.record import Record


class Keys(NamedTuple):
    """The key that gives a status, and the one that shows its view."""

    action: str
    """The name of the action in keymaps."""
    keys: tuple[str, ...]
    label: str
    """The action in the line of keys."""
    help: str
    purpose: str
    """The effect of the key, for an empty view: ``marks a paper as done``."""
    view_keys: tuple[str, ...]
    view_help: str
    sort: str = "added"
    """The order of the view."""


class Status(StrEnum):
    """Where a paper stands on its way from new to read; one row is all that a status needs.

    The order of the rows is that of views and of sorting by status.
    """

    glyph: str
    palette: str
    """Its colour in themes of the terminal's own palette."""
    role: str
    """Names of a theme's colours, of which the first that the theme has is used; empty for a quiet grey."""
    decided: int
    """Rank when papers are merged: the highest stays."""
    keys: Keys | None

    def __new__(cls, value: str, glyph: str, palette: str, role: str, decided: int, keys: Keys | None = None) -> Self:
        """A status of one row."""
        status = str.__new__(cls, value)
        status._value_ = value
        status.glyph, status.palette, status.role, status.decided, status.keys = glyph, palette, role, decided, keys
        return status

    INBOX = (
        "inbox", "○", "blue", "primary", 1,
        Keys("to-inbox", (), "to inbox", "Put back into the inbox", "puts a paper back",
             ("g i",), "Show the inbox: new, undecided"),
    )  # fmt: skip
    TO_READ = (
        "to-read", "◔", "yellow", "warning", 3,
        Keys("to-read", ("w",), "to read", "Put on the list to read and go on", "puts a paper on the list to read",
             ("g w",), "Show the papers to read", sort="priority"),
    )  # fmt: skip
    READING = (
        "reading", "◑", "magenta", "accent secondary", 4,
        Keys("reading", ("r",), "reading", "Mark as being read and go on", "marks a paper as being read",
             ("g r",), "Show the papers being read"),
    )  # fmt: skip
    DONE = (
        "done", "●", "green", "success", 5,
        Keys("done", ("d",), "done", "Mark as done and go on", "marks a paper as done",
             ("g d",), "Show the papers done with"),
    )  # fmt: skip
    SKIPPED = (
        "skipped", "×", "default", "", 2,
        Keys("skip", ("x",), "skip", "Decide against for ever and go on", "decides against a paper",
             ("g x",), "Show the papers decided against"),
    )  # fmt: skip
    TRASHED = "trashed", "–", "red", "error", 0


STATUSES = {status.value: status for status in Status}
"""Value → status: a look-up is 15 times as quick as `Status(value)`, for lists of many papers."""
SHOWN = {status: status.keys for status in Status if status.keys}
"""Statuses that have keys and a view: all but the trash."""


def status_of(record: Record) -> Status:
    """The status in a record; `inbox` for a value this version does not know."""
    return STATUSES.get(record.get("status", ""), Status.INBOX)
