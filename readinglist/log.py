"""The log of errors and slow work. It never has a word of a paper or a query.

Of an error its class and its traceback are written, but not its message, which may quote anything. Loaded when there is
something to write.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist import __version__
from readinglist.files import regular

if TYPE_CHECKING:
    from io import TextIOWrapper
    from traceback import FrameSummary

LIMIT = 500_000
"""Bytes after which a file is rotated."""
ASIDE = 2
"""Rotated files."""
SLOW = 1.0
"""Seconds after which work is worth a line."""
DEEPEST = 60
"""Frames of an error's traceback that are written: the innermost."""
LIBRARIES = ("textual", "rich", "tinydb", "orjson", "rapidfuzz", "bibtexparser", "pylatexenc", "httpx")
LEVELS = {"fault": logging.ERROR, "slow": logging.WARNING}
"""Kind of a line → its level; the others are for information."""

_guard = threading.Lock()


class RedactingFormatter(logging.Formatter):
    """Formats a line with time, process and kind; errors are described by class and traceback, without messages."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)s [%(process)d] %(kind)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")

    def format(self, record: logging.LogRecord) -> str:
        """The line, or several for an error."""
        error = record.exc_info[1] if record.exc_info else None
        record.message = " ".join(filter(None, [record.getMessage(), described(error) if error else ""]))
        record.asctime = self.formatTime(record, self.datefmt)
        return self.formatMessage(record)


class PrivateHandler(RotatingFileHandler):
    """Appends to a file that only the user may read, and rotates it; a link or pipe in its place is refused.

    The file is closed after each line, because other processes rotate it as well.
    """

    def __init__(self, file: Path) -> None:
        super().__init__(file, maxBytes=LIMIT, backupCount=ASIDE, delay=True)
        self.setFormatter(RedactingFormatter())
        self.has_failed = False
        self._is_begun = False

    def _open(self) -> TextIOWrapper:
        file = Path(self.baseFilename)
        regular.make_folder(file.parent)
        descriptor = regular.opened(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        return os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace")

    def emit(self, record: logging.LogRecord) -> None:
        """Append the record, after a first line about this process."""
        self.has_failed = False
        if not self._is_begun:
            super().emit(logging.makeLogRecord({"kind": "begin", "msg": beginning()}))
            self._is_begun = not self.has_failed
        super().emit(record)
        with suppress(OSError):
            if self.stream:
                self.stream.close()
        self.stream = None  # as with `delay`

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - its name in logging
        """Note that the record was not written, which is no error."""
        self.has_failed = True


def path() -> Path:
    """The log file."""
    import platformdirs  # noqa: PLC0415 - a line may never be written

    return platformdirs.user_state_path("readinglist") / "readinglist.log"


def fault(error: BaseException) -> bool:
    """Log an error; returns whether it was written."""
    return write("fault", " ".join(facts()), error)


def described(error: BaseException) -> str:
    """The classes of an error and of those that led to it, each with its traceback."""
    lines: list[str] = []
    step: BaseException | None = error
    seen: set[int] = set()
    while step is not None and id(step) not in seen:
        seen.add(id(step))
        lines += [f"{'after ' if lines else ''}{kind_of(step)}", *way_of(step)]
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return "\n    ".join(lines)


def kind_of(error: BaseException) -> str:
    """The class of an error, with the system's message for its number."""
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, OSError) and error.errno:
        return f"{name} ({os.strerror(error.errno)})"
    return name


def way_of(error: BaseException) -> list[str]:
    """The frames of an error's traceback, innermost last."""
    import traceback  # noqa: PLC0415

    return [place_of(frame) for frame in traceback.extract_tb(error.__traceback__)[-DEEPEST:]]


def place_of(frame: FrameSummary) -> str:
    """A place in the code, without the folders above the package."""
    parts = Path(frame.filename).parts
    tops = [place for place, part in enumerate(parts) if part in ("site-packages", "readinglist")]
    start = tops[-1] + (parts[tops[-1]] == "site-packages") if tops else len(parts) - 1
    return f"{'/'.join(parts[start:])}:{frame.lineno} {frame.name}"


def slow(what: str, seconds: float, **numbers: int) -> None:
    """Log work that took long."""
    if seconds >= SLOW:
        amounts = [f"{name}={number}" for name, number in numbers.items()]
        write("slow", " ".join([*facts(), what, f"{seconds:.1f}s", *amounts]))


def answered(host: str, status: int, seconds: float, size: int) -> None:
    """Log the answer of a service: status, time and size."""
    write("net", f"{host} {status} {seconds:.2f}s {size} characters")


def unanswered(host: str, error: BaseException) -> None:
    """Log that a service gave no answer."""
    kinds = dict.fromkeys(kind_of(each) for each in (error, error.__cause__, error.__context__) if each)
    write("net", f"{host} {' after '.join(kinds)}")


def write(kind: str, text: str, error: BaseException | None = None) -> bool:
    """Append a line, or several with an error; returns whether they were written."""
    with _guard, suppress(OSError, RuntimeError, ValueError):
        handler = current_handler()
        logger().log(LEVELS.get(kind, logging.INFO), "%s", text, exc_info=error, extra={"kind": kind})
        return not handler.has_failed
    return False


def logger() -> logging.Logger:
    """The logger of this package."""
    return logging.getLogger("readinglist")


def current_handler() -> PrivateHandler:
    """The handler of the log file, set up when it is first needed."""
    file = path()
    for known in logger().handlers:
        if isinstance(known, PrivateHandler) and known.baseFilename == os.path.abspath(file):  # noqa: PTH100
            return known
    handler = PrivateHandler(file)
    logger().handlers[:] = [handler]
    logger().setLevel(logging.INFO)
    logger().propagate = False
    return handler


def beginning() -> str:
    """The versions of what runs, the command, and the size of the library."""
    python = f"python {'.'.join(map(str, sys.version_info[:3]))} {sys.platform}"
    return ", ".join([f"readinglist {__version__}", *facts(), python, *map(version_of, LIBRARIES)])


def facts() -> list[str]:
    """Facts that the command line gives about itself, if it runs."""
    told: dict[str, object] = getattr(sys.modules.get("readinglist.cli"), "facts", {})
    return [f"{name}={value}" for name, value in told.items()]


def version_of(name: str) -> str:
    """The name of a library with its version."""
    from importlib import metadata  # noqa: PLC0415

    try:
        return f"{name} {metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return f"{name} ?"
