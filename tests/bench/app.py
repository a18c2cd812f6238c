"""The app in a pseudo-terminal: its start beside an empty Textual app, and what keys cost at 100 and 10,000 papers."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path
from statistics import median

import pyte

from tests.bench.libraries import make

EMPTY = """
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

Empty().run()
"""
"""A Textual app with as many widgets of the same kinds as ours, and nothing in them."""
READ = "import sys, orjson; orjson.loads(open(sys.argv[1], 'rb').read())"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
COLUMNS, ROWS, ROUNDS = 140, 40, 5
PACE, INDEXED = 0.15, 4.0
"""Seconds between keys, and until the index of 10,000 papers is surely ready."""


class Terminal:
    """A program in a pseudo-terminal with an emulated screen."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True, env={**ENVIRONMENT, **environment}
        )
        os.close(slave)

    def pump(self, seconds: float) -> bool:
        """Feed the screen for so long; whether anything came."""
        end, came = time.perf_counter() + seconds, False
        while (left := end - time.perf_counter()) > 0:
            if not select.select([self.master], [], [], left)[0]:
                break
            try:
                data = os.read(self.master, 1 << 16)
            except OSError:
                break
            came = True
            self.stream.feed(data.replace(b"\x1b[>", b"\x1b["))
        return came

    def wait(self, word: str, seconds: float = 60) -> float:
        """Seconds from the start until `word` is on the screen."""
        while time.perf_counter() - self.started < seconds:
            self.pump(0.005)
            if word in "\n".join(self.screen.display):
                return time.perf_counter() - self.started
        raise TimeoutError(f"{word!r} never came:\n" + "\n".join(self.screen.display))

    def rest(self, seconds: float) -> None:
        """Feed the screen for so long, whatever comes."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.pump(left)

    def press(self, keys: str) -> None:
        """Press keys, slowly enough for a busy machine."""
        for key in keys:
            os.write(self.master, key.encode())
            self.rest(PACE)

    def cpu(self) -> float:
        """Processor seconds the program has used."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9

    def close(self) -> None:
        """End the program."""
        self.process.kill()
        self.process.wait()
        os.close(self.master)


def main() -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "READINGLIST_CONFIG": folder}
        environment["PYTHONPYCACHEPREFIX"] = f"{folder}/bytecode"  # compiled once, as where it is installed
        small, large = make(Path(folder), 100, of=10_000), make(Path(folder), 10_000)
        start(large, environment)
        keys(small, large, environment)


def start(library: Path, environment: dict[str, str]) -> None:
    """Print the start of the app beside Textual's bare widgets and beside our own on an empty library."""
    ours = [sys.executable, "-m", "readinglist", "--library"]
    commands = {
        "ours": ([*ours, str(library)], "by added"),
        "bare": ([sys.executable, "-c", EMPTY], "first rows"),
        "empty": ([*ours, str(library.parent / "empty")], "by added"),
    }
    best = dict.fromkeys(commands, 1e9)
    for _ in range(ROUNDS):
        for name, (command, word) in commands.items():
            best[name] = min(best[name], timed(command, environment, word))
    read = min(run([sys.executable, "-c", READ, str(library / "library.json")]) for _ in range(ROUNDS))
    read -= min(run([sys.executable, "-c", "import orjson"]) for _ in range(ROUNDS))
    print(f"start at 10,000 papers: {best['ours']:.2f} s; reading the file takes {read:.2f} s")
    for name, what in (("bare", "an empty Textual app with such widgets"), ("empty", "our app on an empty library")):
        print(f"  {what:<40} {best[name]:.2f} s; ratio {best['ours'] / (best[name] + read):.2f}")


def run(command: list[str]) -> float:
    """Wall seconds of a command."""
    begin = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - begin


def timed(command: list[str], environment: dict[str, str], word: str) -> float:
    """Seconds from the start of a program until it shows `word`."""
    terminal = Terminal(command, environment)
    try:
        return terminal.wait(word)
    finally:
        terminal.close()


def keys(small: Path, large: Path, environment: dict[str, str]) -> None:
    """Print the processor time a key press costs in both libraries: the median of rounds that take turns."""
    presses = {
        "down, up": "jk",
        "page": "\x06\x02",
        "end and top": "Ggg",
        "mark": " k",
        "to-read, undo": "wu",
        "view": "][",
        "search": "/rew\x1b",
    }
    apps = [
        Terminal([sys.executable, "-m", "readinglist", "--library", str(path)], environment) for path in (small, large)
    ]
    try:
        for app in apps:
            app.wait("inbox")
            app.rest(INDEXED)
        print(f"{'keys':<16}{'100':>10}{'10,000':>10}{'ratio':>8}   (ms of processor time)")
        for name, sequence in presses.items():
            rounds = [[measure(app, sequence) for app in apps] for _ in range(ROUNDS)]
            few, many = (median(costs) * 1000 for costs in zip(*rounds, strict=True))
            print(f"{name:<16}{few:>10.1f}{many:>10.1f}{many / few:>8.2f}")
    finally:
        for app in apps:
            app.close()


def measure(app: Terminal, sequence: str, times: int = 6) -> float:
    """Processor seconds of a sequence of keys, mean of some."""
    app.press("gagg")  # more papers than rows in both libraries, and the same place to start from
    before = app.cpu()
    app.press(sequence * times)
    cost = (app.cpu() - before) / times
    if "faster than typing" in "\n".join(app.screen.display):
        raise RuntimeError(f"the keys {sequence!r} were refused: they came too fast")
    return cost


if __name__ == "__main__":
    main()
