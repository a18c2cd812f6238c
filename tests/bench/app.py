"""The app in a pseudo-terminal: its start, how soon everything is found, what keys cost, memory and stalls."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.libraries import library
from tests.bench.table import HEAD, Row, megabytes, middle, seconds
from tests.bench.terminal import OURS, Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EMPTY = """
import asyncio, sys, time
from textual.app import App
from textual.containers import Container, Horizontal, VerticalScroll
from textual.scroll_view import ScrollView
from textual.widgets import Input, Static

class Empty(App):
    CSS = "#views { width: 24; } Container > * { height: 1fr; } Static { height: auto; } #prompt { height: 1; }"
    def compose(self):
        yield Static("title")
        with Horizontal():
            yield ScrollView(id="views")
            with Container():
                yield ScrollView()
                with VerticalScroll():
                    yield Static("paper")
        yield Static("status")
        with Horizontal(id="prompt"):
            yield Static("/")
            yield Input()
            yield Static("found")
        yield Static("first rows")

    def on_mount(self):
        if sys.argv[1:]:
            self.beating = asyncio.create_task(self.beat())

    async def beat(self):
        longest, end = 0.0, time.perf_counter() + 1
        while time.perf_counter() < end:
            start = time.thread_time()
            await asyncio.sleep(0.002)
            longest = max(longest, time.thread_time() - start)
        with open(sys.argv[1], "w") as file:
            file.write(str(longest))

Empty().run()
"""
"""A Textual app with as many widgets of the same kinds as ours, and nothing in them; given the name of a file, it
writes there how long its loop stood still at most."""
READ = """
import gc, sys, time, orjson
gc.disable()
start = time.process_time()
kept = []
with open(sys.argv[1], "rb") as file:
    for line in file:
        if line.startswith(b'"') and b'":{"' in line:
            kept.append(orjson.loads(line[line.index(b'":') + 2 :].rstrip(b",\\n")))
print(time.process_time() - start)
"""
"""Reads the papers of a library line by line, keeps them all and prints the processor time of that."""
GOALS = {10_000: 1.25, 100_000: 1.0}
KEYS = {
    "down, up": "jk",
    "page": "\x06\x02",
    "end, top": "Ggg",
    "mark": " k",
    "triage, undo": "wu",
    "view": "][",
}
ROUNDS = 3
WARM_ROUNDS = 5
START_ROUNDS = KEY_ROUNDS = 7
"""These take so little that a round may be disturbed."""


def rows(sizes: Sequence[int]) -> Iterator[Row]:
    """The lines of the table that are about the open app."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "READINGLIST_CONFIG": folder}
        environment |= {"PYTHONPYCACHEPREFIX": f"{folder}/bytecode"}  # compiled once, as where it is installed
        environment |= {"XDG_CACHE_HOME": f"{folder}/cache"}
        for size in sizes:
            if size in GOALS:
                yield from start(library(size), size, environment)
        yield from searchable(library(sizes[-1]), sizes[-1], environment, Path(folder))
        yield from keys(library(100, of=10_000), library(sizes[-1]), sizes[-1], environment)


def reading(path: Path) -> float:
    """The processor seconds that reading the lines with orjson takes."""
    command = [sys.executable, "-c", READ, str(path / "library.json")]
    return float(subprocess.run(command, capture_output=True, check=True).stdout)


def start(path: Path, size: int, environment: dict[str, str]) -> Iterator[Row]:
    """The start of the app beside an empty Textual app and reading the file, in turns; first without a cache."""
    bare = [sys.executable, "-c", EMPTY]
    timed([*OURS, str(path.parent / "empty")], environment, "by added")  # compiles
    timed([*OURS, str(path)], environment, "by added")  # makes the cache
    rounds = []
    for number in range(START_ROUNDS):
        nowhere = {**environment, "XDG_CACHE_HOME": f"{path.parent}/cold-{size}-{number}"}
        cold = timed([*OURS, str(path)], nowhere, "by added")
        both = timed(bare, environment, "first rows") + reading(path)
        rounds.append((timed([*OURS, str(path)], environment, "by added"), cold, both))
    for what, goal, place in (("", GOALS[size], 0), (", without a cache", 1.25, 1)):
        taken, both = middle((each[place], each[2]) for each in rounds)
        reference = f"empty Textual + orjson {seconds(both)}"
        yield Row(f"start to first rows{what}", size, seconds(taken), reference, taken / both, goal)


def timed(command: list[str], environment: dict[str, str], word: str) -> float:
    """Processor seconds from the start of a program until it shows `word`."""
    terminal = Terminal(command, environment)
    try:
        return terminal.wait(word)
    finally:
        terminal.close()


def searchable(path: Path, size: int, environment: dict[str, str], folder: Path) -> Iterator[Row]:
    """From the start until everything is found, first without a cache, then with it; memory and stalls meanwhile."""
    empty = min(bare_stall(environment, folder / f"empty-{number}") for number in range(ROUNDS))
    read = reading(path)
    found, *_ = watched(path, environment, folder / "cold.json")
    what, ready = f"orjson {seconds(read)}", found["ready"]
    yield Row("start to all searchable, without a cache", size, seconds(ready), what, ready / read, 30)
    yield from stalls([found], size, "no cache", empty)
    warm = [
        (*watched(path, environment, folder / f"warm-{number}.json"), reading(path)) for number in range(WARM_ROUNDS)
    ]
    ready, read = middle((found["ready"], read) for found, _, _, read in warm)
    _, resting, most, _ = warm[-1]
    what = f"orjson {seconds(read)}"
    yield Row("start to all searchable, with the cache", size, seconds(ready), what, ready / read, 3)
    yield from stalls([found for found, *_ in warm], size, "cache", empty)
    file = (path / "library.json").stat().st_size
    what = f"library.json {megabytes(file)}"
    yield Row("memory of the open app", size, megabytes(resting), what, resting / file, 3)
    yield Row("memory of the open app at most", size, megabytes(most), what, most / file, 3)


def bare_stall(environment: dict[str, str], report: Path) -> float:
    """The longest processor seconds for which the loop of the empty app stands still."""
    terminal = Terminal([sys.executable, "-c", EMPTY, str(report)], environment)
    try:
        terminal.wait("first rows")
        while not report.exists() or not report.read_text():
            terminal.rest(0.1)
        return float(report.read_text())
    finally:
        terminal.close()


def stalls(runs: Sequence[Any], size: int, how: str, empty: float) -> Iterator[Row]:
    """What held the loop of the app up longest in the least disturbed run, the first screen beside the empty app's."""
    for phase in runs[0]["stalls"]:
        stall, wall = min(run["stalls"][phase] for run in runs)
        name = f"longest stall, {phase} ({how})"
        what = f"empty Textual app {seconds(empty)}" if phase == "first screen" else f"(by the clock {seconds(wall)})"
        yield Row(name, size, seconds(stall), what, stall * 1000, 50, "ms")
    pause: float = min(run["collector"] for run in runs)
    yield Row(f"longest collector pause ({how})", size, seconds(pause), "", pause * 1000, 50, "ms")


def watched(path: Path, environment: dict[str, str], report: Path) -> tuple[Any, int, int]:
    """What the heartbeat found, and the memory then and at most."""
    terminal = Terminal([sys.executable, "-m", "tests.bench.heart", str(path), str(report)], environment)
    end = time.perf_counter() + 180
    try:
        while not report.exists():
            terminal.rest(0.1)
            if time.perf_counter() > end or terminal.process.poll() is not None:
                raise TimeoutError("the app was never ready:\n" + "\n".join(terminal.screen.display))
        settle(terminal)  # the cache is being written
        return json.loads(report.read_bytes()), terminal.memory(), terminal.memory("VmHWM")
    finally:
        terminal.close()


def keys(small: Path, large: Path, size: int, environment: dict[str, str]) -> Iterator[Row]:
    """The processor time a key press costs in both libraries, in rounds that take turns."""
    apps = [Terminal([*OURS, str(path)], environment) for path in (small, large)]
    try:
        for app in apps:
            app.wait("inbox")
            settle(app)
        for name, sequence in KEYS.items():
            few, many = middle((measure(apps[0], sequence), measure(apps[1], sequence)) for _ in range(KEY_ROUNDS))
            yield Row(f"keys: {name}", size, seconds(many), f"at 100 papers {seconds(few)}", many / few, 1.2)
    finally:
        for app in apps:
            app.close()


def settle(app: Terminal) -> None:
    """Wait until the app does nothing any more: its index is ready."""
    before = -1.0
    while app.cpu() - before > 0.1:
        before = app.cpu()
        app.rest(1)


def measure(app: Terminal, sequence: str, times: int = 4) -> float:
    """Processor seconds of a sequence of keys, mean of some."""
    app.press("gagg")  # more papers than rows in both libraries, and the same place to start from
    before = app.cpu()
    app.press(sequence * times)
    cost = (app.cpu() - before) / times
    if "faster than typing" in "\n".join(app.screen.display):
        raise RuntimeError(f"the keys {sequence!r} were refused: they came too fast")
    return cost


if __name__ == "__main__":
    print(HEAD)
    for line in rows((100, 10_000)):
        print(line, flush=True)
