"""A lock for one process at a time, which the system releases when the process dies."""

from __future__ import annotations

import os
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from readinglist.errors import LockedError, StoreError
from readinglist.files.atomic import explaining, open_private, signature

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

try:
    import fcntl
except ModuleNotFoundError:  # Windows
    fcntl = None  # type: ignore[assignment]

TIMEOUT = 5.0
"""Seconds to wait: an edit holds the lock for a millisecond, so a process that holds it longer hangs."""

PAUSE = 0.001
"""Seconds between two tries."""


class Lock:
    """A reentrant lock on a file, for processes and threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.queue = path.with_name(f"{path.stem}-queue.lock")
        self.thread = threading.RLock()
        """Held with the lock, and alone to exclude only the other threads of this process."""
        self._depth = 0
        self._descriptor = -1

    @contextmanager
    def held(self, timeout: float | None = None) -> Iterator[None]:
        """Hold the lock; raises LockedError if another holds it for `timeout` (default: TIMEOUT) seconds."""
        timeout = TIMEOUT if timeout is None else timeout
        if not self.thread.acquire(timeout=timeout):
            raise self._busy()
        try:
            if not self._depth:
                self._descriptor = self._acquire(timeout)
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if not self._depth:
                    os.close(self._descriptor)
        finally:
            self.thread.release()

    def note(self, line: bytes) -> None:
        """Write a line into the lock file, while the lock is held; it may be lost in a power cut."""
        with suppress(OSError):
            os.pwrite(self._descriptor, line, 0)

    def _acquire(self, timeout: float) -> int:
        """A descriptor that holds the lock until it is closed.

        A waiting process holds the queue: else the process that just released the lock would get it again and again.
        """
        with explaining(self.path):
            queue = self._lock(self.queue, timeout)
            try:
                descriptor = self._lock(self.path, timeout)
            finally:
                os.close(queue)
            try:
                os.utime(descriptor)  # allowed to all who can write to it
            except OSError:
                os.close(descriptor)
                raise
            return descriptor

    def _lock(self, path: Path, timeout: float) -> int:
        deadline, turn = time.monotonic() + timeout, signature(self.path)
        while True:
            descriptor = open_private(path, os.O_RDWR | os.O_CREAT)
            if locked(descriptor) and is_current(descriptor, path):
                return descriptor
            os.close(descriptor)
            if turn != (turn := signature(self.path)):  # no process hangs: there are many
                deadline = time.monotonic() + timeout
            if time.monotonic() > deadline:
                raise self._busy()
            time.sleep(PAUSE)

    def _busy(self) -> LockedError:
        return LockedError(
            f"another process is busy with the library in {self.path.parent}",
            "try again; if it goes on, look for a readinglist that hangs (`pgrep -fl readinglist`) and end it",
        )


def is_current(descriptor: int, path: Path) -> bool:
    """Whether the locked file is still at `path`: if it was removed, others lock a new one."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))  # noqa: PTH116
    except FileNotFoundError:
        return False


def locked(descriptor: int) -> bool:
    """Whether the file is now locked for this descriptor."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        os.close(descriptor)
        raise
    return True


def check_platform() -> None:
    """Raise StoreError on systems without such locks."""
    if not hasattr(fcntl, "flock"):
        message = "readinglist cannot keep a library on Windows, which lacks the file locks it needs"
        raise StoreError(message, "use it inside the Windows Subsystem for Linux")
