"""The open app for a long time, with edits from outside and keys: it needs no more memory than after its first minute.

As a program it is the other process: it edits the library until its input ends.
"""

from __future__ import annotations

import random
import select
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from readinglist.papers import edits
from readinglist.papers.status import Status
from readinglist.store.doctor import doctor
from readinglist.store.file_store import FileStore
from tests.bench.libraries import make
from tests.bench.terminal import OURS, Terminal
from tests.store.making import NOW

if TYPE_CHECKING:
    from readinglist.papers.change import Change
    from readinglist.papers.library import Library
    from tests.store.making import Edit

PAPERS = 10_000
EDITS = 3
"""A second, made by the other process."""
MINUTE = 60.0
IDLE, BUSY = 0.04, 0.25
"""Processor seconds in one that it takes when all papers are indexed and compared, and to show what the other did."""
GAP = 0.3
"""Seconds between groups of keys: a letter right after Esc would be taken for Alt and the letter."""
PATIENCE = 300
"""Seconds after which it is taken to be at rest."""
EDITED = 100
"""Papers that it edits: each stays in memory once the app has looked at it."""
SHARE = 1.05
"""Of the memory after the first minute, what the app may have in the end."""
KEYS = (
    "jjkk", "wu", "xu", "+u", " j \x1b", "][", "/attention\rjj\x1b", "sysa", "Ggg", "yb", "\x06\x02",
    "t+moss\ru", "enote\x13u", "E\x1b", "B\x1b", "?\x1b", "\x10\x1b", "ga", "gi",
)  # fmt: skip
"""Moving, triage, undo, search, views, marks, copies, and each dialog, all within a minute; nothing is left behind."""


@dataclass
class Figures:
    """What the app stood, and its memory."""

    minutes: float
    edits: int
    keys: int
    megabytes_after_a_minute: float
    megabytes_in_the_end: float
    percent_more: float


def run(minutes: float) -> Figures:
    """Keep the app busy for so many minutes; raises AssertionError if it grows."""
    with tempfile.TemporaryDirectory() as place:
        folder = make(Path(place), PAPERS)
        own = {"TERM": "xterm-256color", "HOME": place} | {f"XDG_{kind}_HOME": place for kind in ("CACHE", "STATE")}
        app = Terminal([*OURS, str(folder)], own, Path(place))
        app.wait("by added")
        until_at_rest(app, IDLE)
        other = subprocess.Popen([sys.executable, "-m", "tests.torture.soak", str(folder)], stdin=subprocess.PIPE)
        try:
            memory, keys = watched(app, minutes)
            assert app.process.poll() is None, "\n".join(app.screen.display)
            other.communicate()
            assert other.returncode == 0
        finally:
            other.kill()
            app.close()
        assert doctor(folder) == []
        edits = FileStore.open(folder).sequence
    early = settled(memory, MINUTE)
    late = settled(memory, minutes * MINUTE)
    assert late <= SHARE * early, f"{early / 1e6:.1f} MB after a minute, {late / 1e6:.1f} MB in the end"
    return Figures(minutes, edits, keys, early / 1e6, late / 1e6, 100 * (late / early - 1))


def until_at_rest(app: Terminal, limit: float) -> None:
    """Wait until the app has done what was asked of it, and takes no more processor seconds in one than the limit."""
    spent, given_up = -1.0, time.monotonic() + PATIENCE
    while app.cpu() - spent > limit and time.monotonic() < given_up:
        spent = app.cpu()
        app.rest(1)


def watched(app: Terminal, minutes: float) -> tuple[list[tuple[float, int]], int]:
    """The memory at each moment while keys are pressed, and how many were."""
    memory: list[tuple[float, int]] = []
    begun, pressed = time.monotonic(), 0
    while time.monotonic() - begun < minutes * MINUTE and app.process.poll() is None:
        for keys in KEYS:
            app.press(keys)
            app.rest(GAP)
            memory.append((time.monotonic() - begun, app.memory()))
        pressed += sum(map(len, KEYS))
        until_at_rest(app, BUSY)
    return memory, pressed


def settled(memory: list[tuple[float, int]], moment: float) -> float:
    """The usual memory in the half minute before a moment."""
    return median(size for passed, size in memory if moment - MINUTE / 2 <= passed <= moment + 1)


def edit(id: str, number: int) -> Edit:
    """One edit of a paper; what one is given is taken away again, so that the library does not grow."""
    statuses = list(Status)[:4]

    def retagged(library: Library) -> Change:
        is_tagged = "soaked" in library[id].tags
        return edits.retag(library, [id], [] if is_tagged else ["soaked"], ["soaked"] if is_tagged else [], NOW)

    choices: tuple[Edit, ...] = (
        lambda library: edits.set_status(library, [id], statuses[number % len(statuses)], NOW),
        lambda library: edits.set_priority(library, [id], number % 3, NOW),
        retagged,
    )
    return choices[number % len(choices)]


def work(folder: Path) -> None:
    """Edit papers until the input ends."""
    rng, store = random.Random(0), FileStore.open(folder)
    ids = list(store.library.ids)[:EDITED]
    for number in count():
        store.record(edit(rng.choice(ids), number), "cli")
        if select.select([sys.stdin], [], [], 1 / EDITS)[0]:
            return


if __name__ == "__main__":
    work(Path(sys.argv[1]))
