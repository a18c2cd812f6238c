"""Start of the app; without a terminal, the list."""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import stat
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.cli import command_line as parser
from readinglist.cli.arguments import add_query
from readinglist.errors import UsageError
from readinglist.papers.status import Status
from readinglist.settings.config import Settings, load, shipped

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from readinglist.store.protocol import Store

OPEN_FOR_HOURS = (5_000, 5, 5)
"""Thresholds of the garbage collector in the app: many short collections, as drawing makes garbage."""


def open_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``open``."""
    add_query(parser)


def start(options: argparse.Namespace) -> int:
    """Open the app; print the list if standard output is no terminal; refuse if standard input is none."""
    from readinglist.cli.open_library import Purpose, folder, is_named, opened
    from readinglist.cli.papers import list_papers

    shown = sys.stdout.isatty() and not options.json
    if not is_keyboard() and (shown or has_data()):
        raise UsageError("the app needs a keyboard, but standard input is no terminal", "readinglist add -")
    if options.demo and not shown:
        raise UsageError("the demo needs a terminal, but standard output is none", "run it without a pipe")
    if not shown:
        return list_papers(listing(options))
    if options.demo:
        return demo(options)
    is_new = is_named(options) and not folder(options).exists()
    with opened(options, Purpose.MAKE, proposes=False) as store:
        if is_new:
            store.notices.append(f"{store.folder}: there is no library here yet; it is made with your first change")
        return run(store, load(), options.query)


def listing(options: argparse.Namespace) -> argparse.Namespace:
    """The options of ``list`` with the library and query of `options`."""
    return argparse.Namespace(
        **{**vars(parser.parse(["list"])), "library": options.library, "query": options.query, "json": options.json}
    )


def is_keyboard() -> bool:
    """Whether standard input is a keyboard."""
    return sys.stdin.isatty()


def has_data() -> bool:
    """Whether standard input holds data, which the list would drop silently."""
    import select

    descriptor = sys.stdin.fileno()
    kind = os.fstat(descriptor).st_mode
    if stat.S_ISREG(kind):
        return os.fstat(descriptor).st_size > 0
    if not stat.S_ISFIFO(kind) or not select.select([descriptor], [], [], 0.1)[0]:
        return False
    return bytes_waiting(descriptor) > 0


def bytes_waiting(descriptor: int) -> int:
    """The number of bytes ready in a pipe; 0 at its end."""
    import array
    import fcntl
    import termios

    waiting = array.array("i", [0])
    fcntl.ioctl(descriptor, termios.FIONREAD, waiting)
    return waiting[0]


def run(store: Store, settings: Settings, query: str) -> int:
    """Run the app until the user leaves it."""
    from readinglist.tui.app import ReadingListApp

    gc.set_threshold(*OPEN_FOR_HOURS)
    return ReadingListApp(store, settings, query, store.notices).launch()


def demo(options: argparse.Namespace) -> int:
    """Open a throw-away library made from the examples; nothing of the user's is read or written."""
    from readinglist.cli.open_library import Purpose, opened

    with tempfile.TemporaryDirectory(prefix="readinglist-demo-") as place:
        os.environ["READINGLIST_CONFIG"] = place
        settings = replace(Settings(), path=Path(place) / "config.toml")
        library = argparse.Namespace(library=str(Path(place) / "library"))
        with opened(library, Purpose.MAKE, proposes=False) as store:
            add_example(store, "references.bib", Status.TO_READ)
            add_example(store, "daily-papers.txt", Status.INBOX)
            try:
                return run(store, settings, options.query)
            finally:
                from readinglist.store import answers

                shutil.rmtree(answers.state_folder(store.folder), ignore_errors=True)


def add_example(store: Store, name: str, status: Status) -> None:
    """Add the papers of a file in ``examples/``."""
    from readinglist.actions.add import AddRequest, GatherRequest, add, gather
    from readinglist.actions.recorder import StoreRecorder

    harvest = gather(GatherRequest(Settings(), [str(shipped("examples") / name)]))
    add(StoreRecorder(store, "demo"), AddRequest(harvest, Settings().cite_key, status))
