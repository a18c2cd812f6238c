"""Which tests execute which line, measured once and kept in `.cache/mutants` until a test file changes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.support.places import ROOT, SHARED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FOLDER = ROOT / ".cache/mutants"
PACKAGE = "readinglist"
FAILED = re.compile(r"^(?:FAILED|ERROR) ([^\s\[]+)", re.MULTILINE)
DURATION = re.compile(r"^([\d.]+)s \w+ +(\S.*)$", re.MULTILINE)


class Executed(NamedTuple):
    """What the tests of one file execute."""

    lines: dict[str, dict[str, list[str]]]
    """Module → the text of a line → the tests that execute it; the empty text for all tests that enter the module."""
    seconds: dict[str, float]
    """Test → how long it took."""


def test_files() -> list[Path]:
    """The files of tests that take part: not those for TeX, nor the long runs."""
    return sorted(path for path in (ROOT / "tests").rglob("test_*.py") if "tex" not in path.parts)


def measured(path: Path, tree: Path) -> Executed:
    """What the tests of a file execute; measured in this copy of the tree if the file has changed since last time."""
    name = path.relative_to(ROOT).as_posix()
    kept = FOLDER / f"{name.replace('/', '.')}.json"
    digest = sha256(path.read_bytes()).hexdigest()
    if kept.exists() and (found := json.loads(kept.read_text()))["digest"] == digest:
        return Executed(found["lines"], found["seconds"])
    print(f"measuring {name}", file=sys.stderr, flush=True)
    executed = _measure(name, tree)
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps({"digest": digest, **executed._asdict()}))
    return executed


def _measure(name: str, tree: Path) -> Executed:
    from coverage import CoverageData

    data = FOLDER / "data"
    FOLDER.mkdir(parents=True, exist_ok=True)
    data.unlink(missing_ok=True)
    options = ["-q", "-p", "no:cacheprovider", "--durations=0", "-vv"]
    options += [f"--cov={tree / PACKAGE}", "--cov-context=test", "--cov-report=", "-rfE"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, name],
        cwd=tree, env={**environment(tree), "COVERAGE_FILE": str(data)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    failed = set(FAILED.findall(done.stdout))
    if failed:
        print(f"left out, as they fail in a copy: {', '.join(sorted(failed))}", file=sys.stderr)
    seconds: dict[str, float] = defaultdict(float)
    for took, test in DURATION.findall(done.stdout):
        seconds[test.split("[")[0]] += float(took)
    read = CoverageData(str(data))
    read.read()
    return Executed(dict(_lines(read, tree, failed)), dict(seconds))


def environment(tree: Path) -> dict[str, str]:
    """Environment of tests that are to find the package in a copy of the tree."""
    return {**os.environ, "PYTHONPATH": str(tree), "CI": "1", "READINGLIST_SHARED": str(SHARED)}


def _lines(data: Any, tree: Path, failed: set[str]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    for measured_file in data.measured_files():
        module = measured_file.removeprefix(f"{tree}/")
        text = ["", *(tree / module).read_text(encoding="utf-8").splitlines()]
        tests: dict[str, set[str]] = defaultdict(set)
        for number, contexts in data.contexts_by_lineno(measured_file).items():
            named = {context.split("|")[0].split("[")[0] for context in contexts if context} - failed
            tests[text[number].strip()] |= named
            tests[""] |= named
        yield module, {line: sorted(names) for line, names in tests.items() if names}


class CoverageMap:
    """All tests, by the lines that they execute."""

    def __init__(self, measurements: Iterable[Executed]) -> None:
        self.lines: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.seconds: dict[str, float] = {}
        for executed in measurements:
            self.seconds |= executed.seconds
            for module, lines in executed.lines.items():
                for line, tests in lines.items():
                    self.lines[module][line] |= set(tests)

    def tests(self, module: str, lines: Iterable[str]) -> list[str]:
        """The tests that execute one of these lines, else all that enter the module, the fastest first."""
        known = self.lines.get(module, {})
        found = {test for line in lines if line.strip() for test in known.get(line.strip(), ())}
        return sorted(found or known.get("", set()), key=lambda test: self.seconds.get(test, 0.0))
