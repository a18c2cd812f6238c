"""Many processes and the open app on one library at once: no edit is lost, nobody waits for ever, all end up alike.

As a program it is one of the crowd: it makes its edits, says so, and tells what it sees when all are done.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from readinglist.papers.edits import set_fields
from readinglist.store.doctor import doctor
from readinglist.store.file_store import FileStore
from readinglist.store.tables import digest_of, serialised, tables_of
from tests.bench.terminal import Terminal
from tests.store.making import NOW, adding, content, library_with, tagging

if TYPE_CHECKING:
    from collections.abc import Callable

SHARED = [f"p{n:02}" for n in range(40)]
"""Papers that all of them edit."""
HOME = b"\x1b[H"
PATIENCE = 600
"""Seconds after which somebody is said to hang."""


@dataclass
class Figures:
    """What was done."""

    processes: int
    edits: int
    by_the_app: int
    slowest: float
    """Seconds that one edit took, waiting for the others included."""
    seconds: float


def run(processes: int, edits: int) -> Figures:
    """So many processes make so many edits each, beside the app."""
    with TemporaryDirectory() as place:
        folder = Path(place, "library")
        store = library_with(folder, *SHARED)
        store.record(lambda library: set_fields(library, SHARED[0], {"added": "2026-12-08T10:00:00Z"}, NOW), "cli")
        start = time.perf_counter()
        app = open_app(folder)
        crowd = [member(folder, f"m{number}", edits) for number in range(processes)]
        try:
            slowest = max(wait_for(process, app) for process in crowd)
            seconds = time.perf_counter() - start
            store.record(lambda library: set_fields(library, SHARED[0], {"title": "The end"}, NOW), "cli")
            until(app, HOME, lambda: "The end" in "\n".join(app.screen.display))
            until(app, b"Q", lambda: app.process.poll() is not None)
            assert app.process.wait() == 0
            seen = {process.communicate("\n", PATIENCE)[0].strip() for process in crowd}
        finally:
            for process in crowd:
                process.kill()
            app.close()
        store.refresh()
        assert seen == {fingerprint(store), fingerprint(FileStore.open(folder))}, "not everybody sees the same"
        by_the_app = nothing_is_lost(store, processes, edits)
        assert doctor(folder) == []
        return Figures(processes, processes * edits, by_the_app, slowest, seconds)


def open_app(folder: Path) -> Terminal:
    """The app in a pseudo-terminal, its first screen drawn."""
    command = [sys.executable, "-m", "readinglist", "--library", str(folder)]
    app = Terminal(command, {"TERM": "xterm-256color", "READINGLIST_CONFIG": str(folder.parent)})
    app.wait("by added")
    return app


def until(app: Terminal, key: bytes, happened: Callable[[], bool]) -> None:
    """Press a key till something happens; on a busy machine keys that come together count as pasted."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "\n".join(app.screen.display)
        os.write(app.master, key)
        app.rest(1)


def member(folder: Path, name: str, edits: int) -> subprocess.Popen[str]:
    """A process of the crowd."""
    command = [sys.executable, "-m", "tests.torture.crowd", str(folder), name, str(edits)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def wait_for(process: subprocess.Popen[str], app: Terminal) -> float:
    """The slowest edit of a process, once it has made all; meanwhile somebody works in the app."""
    import select

    assert process.stdout
    end = time.monotonic() + PATIENCE
    while not select.select([process.stdout], [], [], 0)[0]:
        assert time.monotonic() < end, "it hangs"
        app.press("+j-")
    return float(process.stdout.readline())


def nothing_is_lost(store: FileStore, processes: int, edits: int) -> int:
    """How many edits the app made; all those of the others are there, and nothing else."""
    found = content(store)
    tags = {tag for id in SHARED for tag in found[id].get("tags", ())}
    assert tags | found.keys() == {f"m{number}-{n}" for number in range(processes) for n in range(edits)} | {*SHARED}
    return store.history().undoable()[-1].sequence - processes * edits - 3


def work(folder: Path, name: str, edits: int) -> None:
    """Make so many edits, fold and open the library anew now and then; say how long the slowest took."""
    rng, slowest = random.Random(name), 0.0
    store = FileStore.open(folder)
    for n in range(edits):
        mark = f"{name}-{n}"
        start = time.perf_counter()
        store.record(adding(mark) if n % 3 == 2 else tagging(rng.choice(SHARED), mark), name)
        slowest = max(slowest, time.perf_counter() - start)
        if rng.random() < 0.05:
            store.fold()
        if rng.random() < 0.02:
            store = FileStore.open(folder)
            assert mark in store.library or any(mark in store.library[id].tags for id in SHARED)
    print(slowest, flush=True)
    sys.stdin.readline()
    store.refresh()
    print(fingerprint(store))


def fingerprint(store: FileStore) -> str:
    """Tells one content of a library from another."""
    assert not store.read_only, store.read_only
    return digest_of(serialised(tables_of(store.library.records())))


if __name__ == "__main__":
    work(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
