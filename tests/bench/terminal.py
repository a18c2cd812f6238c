"""A program in a pseudo-terminal with an emulated screen, and the processor time it takes."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pyte

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
OURS = [str(Path(sys.executable).with_name("readinglist")), "--library"]
"""The app as it is installed; the folder of a library follows."""
COLUMNS, ROWS = 140, 40
PACE = 0.15
"""Seconds between keys."""


class Terminal:
    """A program in a pseudo-terminal with an emulated screen."""

    def __init__(self, command: list[str], environment: dict[str, str], folder: Path | None = None) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True, cwd=folder,
            env={**ENVIRONMENT, **environment},
        )  # fmt: skip
        os.close(slave)

    def read(self, seconds: float) -> bytes:
        """What it writes next, if it does so within this time."""
        if not select.select([self.master], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self.master, 1 << 16)
        except OSError:
            return b""

    def feed(self, data: bytes) -> None:
        """Show on the screen what it wrote."""
        self.stream.feed(data.replace(b"\x1b[>", b"\x1b["))

    def wait(self, word: str, seconds: float = 60) -> float:
        """Processor seconds from the start until what holds `word` was written.

        What comes without a pause is read at once and looked at later: the emulator is slow, and the program goes on.
        """
        while time.perf_counter() - self.started < seconds:
            written = []
            while data := self.read(0.005):
                written.append((self.cpu(), data))
            for spent, data in written:
                self.feed(data)
                if word in "\n".join(self.screen.display):
                    return spent
        raise TimeoutError(f"{word!r} never came:\n" + "\n".join(self.screen.display))

    def rest(self, seconds: float) -> None:
        """Feed the screen for so long, whatever comes."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.feed(self.read(left))

    def press(self, keys: str) -> None:
        """Press keys, slowly enough for a busy machine."""
        for key in keys:
            os.write(self.master, key.encode())
            self.rest(PACE)

    def cpu(self) -> float:
        """Processor seconds the program has used."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9

    def memory(self, kind: str = "VmRSS") -> int:
        """Bytes of memory the program has, or with ``VmHWM`` has had at most."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return 1024 * next(int(line.split()[1]) for line in status.splitlines() if line.startswith(kind))

    def close(self) -> None:
        """End the program."""
        self.process.kill()
        self.process.wait()
        os.close(self.master)
