"""The command line: a contract that scripts rely on.

Exit status: 0 all done, 1 something failed or nothing matched, 2 wrong usage.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.cli.advice import library_option, with_library
from readinglist.errors import ExportError, NoLibraryError, ReadingListError, StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

facts: dict[str, object] = {}
"""Facts for the log: the command without its arguments, size and sequence of the library."""
reported: set[str] = set()
"""Messages about settings that this command has printed."""
WAITING = frozenset({"start", "export"})
"""Commands whose running time says nothing, as they may wait for people."""
PATIENCE = (50_000, 20, 100)
"""Thresholds of the garbage collector: few collections, as commands make little garbage."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit status. Every failure is a message on standard error."""
    gc.set_threshold(*PATIENCE)
    try:
        status = run(sys.argv[1:] if arguments is None else list(arguments))
        sys.stdout.flush()
    except ReadingListError as error:
        if isinstance(error, StoreError | ExportError):
            from readinglist import log

            log.fault(error)
        complain(error.message, error.hint)
        return 2 if isinstance(error, UsageError) else 0 if is_no_failure(error) else 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        complain("interrupted")
        return 130
    except OSError as error:
        from readinglist import log

        log.fault(error)
        complain(f"{error.filename or 'the system'}: {error.strerror or error}")
        return 1
    except Exception as error:  # noqa: BLE001 - the last edge: a fault of ours, and no traceback for a user
        from readinglist import log

        hint = f"please report it with the end of {log.path()}" if log.fault(error) else "please report it"
        complain(f"a fault in readinglist itself: {type(error).__name__}: {error}", hint)
        return 1
    return status


def run(arguments: list[str]) -> int:
    """Parse the arguments and run the command they name."""
    from importlib import import_module

    from readinglist.cli import command_line as parser

    open_streams()
    options = parser.parse(arguments)
    module, _, function = options.run.partition(":")
    facts.clear()
    library_option[:] = filter(None, [options.library])
    reported.clear()
    facts["command"] = function
    started = time.monotonic()
    try:
        status: int = getattr(import_module(f"readinglist.cli.{module}"), function)(options)
    except NoLibraryError:
        if options.json:
            from readinglist.cli import output

            output.print_json(options.nothing)
        raise
    if function not in WAITING:
        tell_slow("whole command", time.monotonic() - started)
    return status


def is_no_failure(error: ReadingListError) -> bool:
    """Whether the library is only missing because nothing was ever added."""
    return isinstance(error, NoLibraryError) and error.is_usual


def tell_slow(what: str, seconds: float) -> None:
    """Log work that took long."""
    if seconds >= 1:
        from readinglist import log

        log.slow(what, seconds)


def open_streams() -> None:
    """Replace closed standard streams by empty ones, and escape unprintable characters."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def complain(message: str, hint: str = "") -> None:
    """Print what is wrong on standard error, with a hint what to do."""
    sys.stderr.write(f"readinglist: {with_library(message)}\n")
    if hint:
        sys.stderr.write(f"  hint: {with_library(hint)}\n")
