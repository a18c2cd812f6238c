"""What went wrong or took long, written down for whoever has to understand it: never a word of a paper or a query.

Of an error its kind and its way through the code are written, not its message, which may quote anything. Loaded when
there is something to write.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist import __version__
from readinglist.files import regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from traceback import FrameSummary

LIMIT = 500_000
"""Bytes after which a file is put aside."""
ASIDE = 2
"""Files that are kept aside."""
SLOW = 1.0
"""Seconds after which work is worth a line."""
DEEPEST = 60
"""Steps of an error's way that are written: the innermost."""
LIBRARIES = ("textual", "rich", "tinydb", "orjson", "rapidfuzz", "bibtexparser", "pylatexenc", "httpx")

_is_begun = False
_guard = threading.Lock()


def path() -> Path:
    """The log file."""
    import platformdirs  # noqa: PLC0415 - a line may never be written

    return platformdirs.user_state_path("readinglist") / "readinglist.log"


def fault(error: BaseException) -> bool:
    """Write down the kinds of an error and of what led to it, each with its way through the code; whether it could."""
    lines: list[str] = []
    step: BaseException | None = error
    seen: set[int] = set()
    while step is not None and id(step) not in seen:
        seen.add(id(step))
        lines += [f"{'after ' if lines else ''}{kind_of(step)}", *way_of(step)]
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return write("fault", " ".join([*said(), "\n    ".join(lines)]))


def kind_of(error: BaseException) -> str:
    """What kind of error it is, in words that are ours or the system's."""
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, OSError) and error.errno:
        return f"{name} ({os.strerror(error.errno)})"
    return name


def way_of(error: BaseException) -> list[str]:
    """Where in the code the error went through, innermost last."""
    import traceback  # noqa: PLC0415

    return [place_of(frame) for frame in traceback.extract_tb(error.__traceback__)[-DEEPEST:]]


def place_of(frame: FrameSummary) -> str:
    """A place in the code, without the folders above the package."""
    parts = Path(frame.filename).parts
    tops = [place for place, part in enumerate(parts) if part in ("site-packages", "readinglist")]
    start = tops[-1] + (parts[tops[-1]] == "site-packages") if tops else len(parts) - 1
    return f"{'/'.join(parts[start:])}:{frame.lineno} {frame.name}"


@contextmanager
def timed(what: str, **numbers: int) -> Iterator[None]:
    """Write down how long the work inside took, if that was long, with numbers that say how much it was."""
    started = time.monotonic()
    try:
        yield
    finally:
        slow(what, time.monotonic() - started, **numbers)


def slow(what: str, seconds: float, **numbers: int) -> None:
    """Write down that something took long, if it did."""
    if seconds >= SLOW:
        amounts = [f"{name}={number}" for name, number in numbers.items()]
        write("slow", " ".join([*said(), what, f"{seconds:.1f}s", *amounts]))


def answered(host: str, status: int, seconds: float, size: int) -> None:
    """Write down how a service answered; not what it was asked."""
    write("net", f"{host} {status} {seconds:.2f}s {size} characters")


def unanswered(host: str, error: BaseException) -> None:
    """Write down that a service gave no answer."""
    kinds = dict.fromkeys(kind_of(each) for each in (error, error.__cause__, error.__context__) if each)
    write("net", f"{host} {' after '.join(kinds)}")


def write(kind: str, text: str) -> bool:
    """Append a line, or several, and say whether that could be done; nothing that is in the way is an error."""
    with _guard, suppress(OSError, RuntimeError, ValueError):
        append(f"{stamp()} {kind} {text}\n")
        return True
    return False


def stamp() -> str:
    """Time and process."""
    return f"{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())} [{os.getpid()}]"


def append(text: str) -> None:
    """Write to the end of the file, after what this process has to say about itself."""
    global _is_begun  # noqa: PLW0603
    file = path()
    regular.make_folder(file.parent)
    rotate(file)
    text = text if _is_begun else f"{stamp()} begin {beginning()}\n{text}"
    descriptor = regular.opened(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    try:
        os.write(descriptor, text.encode("utf-8", "backslashreplace"))
    finally:
        os.close(descriptor)
    _is_begun = True


def rotate(file: Path) -> None:
    """Put a file that is full aside, and drop the oldest."""
    with suppress(FileNotFoundError):
        if file.lstat().st_size < LIMIT:
            return
        for number in range(ASIDE, 0, -1):
            earlier = file.with_name(f"{file.name}.{number - 1}") if number > 1 else file
            with suppress(FileNotFoundError):
                earlier.replace(file.with_name(f"{file.name}.{number}"))


def beginning() -> str:
    """What runs: versions, command, library."""
    python = f"python {'.'.join(map(str, sys.version_info[:3]))} {sys.platform}"
    return ", ".join([f"readinglist {__version__}", *said(), python, *map(version_of, LIBRARIES)])


def said() -> list[str]:
    """What the command line tells of itself, if it is what runs."""
    facts: dict[str, object] = getattr(sys.modules.get("readinglist.cli"), "facts", {})
    return [f"{name}={value}" for name, value in facts.items()]


def version_of(name: str) -> str:
    """The name of a library with its version."""
    from importlib import metadata  # noqa: PLC0415

    try:
        return f"{name} {metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return f"{name} ?"
