"""Faults of ours, which the app survives unless they recur by themselves."""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import TYPE_CHECKING

from textual.message_pump import MessagePump
from textual.worker import WorkerFailed

if TYPE_CHECKING:
    from textual.message import Message

MOST = 3
"""Number of faults in a row, without a key between them, that ends the app."""
WITHIN = 5.0
"""Seconds in which they come."""


class Faults:
    """The faults of a running app."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=MOST)
        self._told: set[str] = set()

    def note_key(self) -> None:
        """Reset the count: later faults may come from the user's keys."""
        self._times.clear()

    def add(self) -> bool:
        """Count a fault; True if it is one too many."""
        self._times.append(monotonic())
        return len(self._times) == MOST and self._times[-1] - self._times[0] < WITHIN

    def note(self, error: Exception) -> str:
        """Log a fault, and give the message for the user; empty if a similar fault was shown before."""
        from readinglist import log  # noqa: PLC0415 - loaded when there is something to write

        cause = error.error if isinstance(error, WorkerFailed) else error
        kind = f"{type(cause).__name__} {log.way_of(cause)[-1:]}"
        is_logged = log.fault(cause)
        if kind in self._told:
            return ""
        self._told.add(kind)
        report = f"please report it with the end of {log.path()}" if is_logged else "please report it"
        return f"a fault in readinglist itself: {report}; `readinglist doctor` checks your library"


def guard_handlers() -> None:
    """Pass faults in message handlers to the app and go on, where Textual would end widget and app."""
    if not getattr(MessagePump._dispatch_message, "is_guarded", False):
        dispatch = MessagePump._dispatch_message

        async def guarded(self: MessagePump, message: Message) -> None:
            try:
                await dispatch(self, message)
            except Exception as error:  # noqa: BLE001 - the app handles all faults
                self.app._handle_exception(error)

        guarded.is_guarded = True  # type: ignore[attr-defined]
        MessagePump._dispatch_message = guarded  # type: ignore[method-assign]
