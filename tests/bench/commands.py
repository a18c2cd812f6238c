"""Commands on a library beside a bare interpreter that reads the same file with the json module."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

import orjson

from tests.bench.libraries import library
from tests.bench.table import HEAD, Row, seconds
from tests.bench.terminal import ENVIRONMENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BARE = "import json, sys; json.load(open(sys.argv[1], encoding='utf-8'))"
BOTH = "import json, sys; json.dump(json.load(open(sys.argv[1], encoding='utf-8')), sys.stdout)"
ROUNDS = 7
SIZE = 10_000


def rows(sizes: Sequence[int]) -> Iterator[Row]:
    """The lines of the table that are about commands."""
    path = library(SIZE)
    paper = next(iter(orjson.loads((path / "library.json").read_bytes())["papers"].values()))
    bare, both = ([sys.executable, "-S", "-c", code, str(path / "library.json")] for code in (BARE, BOTH))
    ours = [sys.executable, "-m", "readinglist", "--library", str(path)]
    commands = {
        "list": [*ours, "list"],
        "list --json": [*ours, "list", "--json"],
        "list year:>2022 tag:nlp": [*ours, "list", "year:>2022", "tag:nlp"],
        "list author:wang": [*ours, "list", "author:wang"],
        "show by id": [*ours, "show", paper["id"]],
        "show by cite key": [*ours, "show", paper["key"]],
        "list with two words, a typo": [*ours, "list", "languge", "model"],
    }
    times = best_of({"bare": bare, "both": both, **commands})
    reference, written = times.pop("bare"), times.pop("both")
    for name, taken in times.items():
        goal = 2 if "words" in name else 1.5
        yield Row(f"command: {name}", SIZE, seconds(taken), f"bare json {seconds(reference)}", taken / reference, goal)
    taken = times["list --json"]
    what = f"bare json, written too {seconds(written)}"
    yield Row("command: list --json", SIZE, seconds(taken), what, taken / written, 1)


def best_of(commands: dict[str, list[str]]) -> dict[str, float]:
    """The least processor time of each command over some interleaved rounds, seconds."""
    best = dict.fromkeys(commands, 1e9)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**ENVIRONMENT, "PYTHONPYCACHEPREFIX": f"{folder}/bytecode", "XDG_CACHE_HOME": f"{folder}/cache"}
        for number in range(ROUNDS + 1):
            for name, command in commands.items():
                taken = processor_time(command, environment)
                if number:  # the first round compiles and makes caches
                    best[name] = min(best[name], taken)
    return best


def processor_time(command: list[str], environment: dict[str, str]) -> float:
    """Processor seconds of a program."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    print(HEAD)
    for line in rows((SIZE,)):
        print(line, flush=True)
