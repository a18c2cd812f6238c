"""One mutant at a time, in a copy of the tree, against the tests that execute the changed line."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from enum import Enum
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tests.mutants.coverage_map import CoverageMap, environment, measured, test_files
from tests.support.places import ROOT

if TYPE_CHECKING:
    from tests.mutants.mutations import Mutant

COPIED = ("readinglist", "tests", "themes", "examples", "docs")
FIRST = 30.0
"""Seconds that the tests took when they were measured, some four times as long as without: of the room's own, so many
are run at first and all others at last, of those of other rooms no more than these."""
START = 20.0
"""Seconds that a run may take besides."""
SLOWER = 2
"""How many times as long as measured tests may take until they are taken to hang."""


class Outcome(Enum):
    """What became of a mutant."""

    OWN = "own tests"
    ELSEWHERE = "elsewhere"
    EQUIVALENT = "equivalent"
    SURVIVED = "survived"


class Workshop:
    """A copy of the tree in which mutants are tried."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="mutants-"))
        ignored = shutil.ignore_patterns("__pycache__", "_shipped")
        for name in COPIED:
            shutil.copytree(ROOT / name, self.folder / name, ignore=ignored)
        for path in ROOT.iterdir():
            if path.is_file() and not path.is_symlink():
                shutil.copy2(path, self.folder / path.name)
        self.tests = CoverageMap(measured(path, self.folder) for path in test_files())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def outcome(self, made: Mutant, room: str) -> Outcome:
        """What notices a mutant: its room's own tests, those of other rooms, or nothing."""
        lines = (ROOT / made.module).read_text(encoding="utf-8").splitlines()[made.first - 1 : made.last]
        tests = self.tests.tests(made.module, [] if made.is_at_import else lines)
        own = [test for test in tests if test.startswith((f"tests/{room}/", f"tests/test_{room}."))]
        others = [test for test in tests if test not in own]
        path = self.folder / made.module
        try:
            path.write_text(made.text, encoding="utf-8")
            fast, slow = self._shared(own)
            if self._notice(fast):
                return Outcome.OWN
            if self._notice(self._shared(others)[0]):
                return Outcome.ELSEWHERE
            return Outcome.OWN if self._notice(slow) else Outcome.SURVIVED
        finally:
            shutil.copy2(ROOT / made.module, path)

    def _shared(self, tests: list[str]) -> tuple[list[str], list[str]]:
        """Tests, the fastest first: those that are run at first, and the others."""
        ends = accumulate(self.tests.seconds.get(test, 0.0) for test in tests)
        number = sum(end <= FIRST for end in ends) or 1
        return tests[:number], tests[number:]

    def _notice(self, tests: list[str]) -> bool:
        """Whether one of these tests fails or hangs."""
        if not tests:
            return False
        seconds = sum(self.tests.seconds.get(test, 0.0) for test in tests)
        arguments = self.folder / "tests.txt"
        arguments.write_text("\n".join(tests), encoding="utf-8")
        return self._run(["-x", f"@{arguments}"], START + SLOWER * seconds) not in {0, 5}

    def _run(self, arguments: list[str], seconds: float) -> int | None:
        """The exit status of pytest, None if it had to be ended."""
        with subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *arguments],
            cwd=self.folder, env=environment(self.folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL, start_new_session=True,
        ) as process:  # fmt: skip
            try:
                return process.wait(seconds)
            except subprocess.TimeoutExpired:
                return None
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
