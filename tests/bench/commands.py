"""Commands on a library beside a bare interpreter that reads the same file with the json module."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

import orjson

from tests.bench.libraries import library
from tests.bench.table import HEAD, Row, middle, seconds
from tests.bench.terminal import ENVIRONMENT, OURS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BARE = "import json, sys; json.load(open(sys.argv[1], encoding='utf-8'))"
BOTH = "import json, sys; json.dump(json.load(open(sys.argv[1], encoding='utf-8')), sys.stdout)"
ROUNDS = 15
SIZE = 10_000


def rows(sizes: Sequence[int]) -> Iterator[Row]:
    """The lines of the table that are about commands."""
    path = library(SIZE)
    paper = next(iter(orjson.loads((path / "library.json").read_bytes())["papers"].values()))
    bare, both = ([sys.executable, "-S", "-c", code, str(path / "library.json")] for code in (BARE, BOTH))
    ours = [*OURS, str(path)]
    commands = {
        "list": [*ours, "list"],
        "list --json": [*ours, "list", "--json"],
        "list year:>2022 tag:nlp": [*ours, "list", "year:>2022", "tag:nlp"],
        "list author:wang": [*ours, "list", "author:wang"],
        "show by id": [*ours, "show", paper["id"]],
        "show by cite key": [*ours, "show", paper["key"]],
        "list with two words, a typo": [*ours, "list", "languge", "model"],
    }
    rounds = in_turns({"bare": bare, "both": both, **commands})
    for name, goal in {**dict.fromkeys(commands, 1.5), "list with two words, a typo": 2}.items():
        taken, reference = middle((each[name], each["bare"]) for each in rounds)
        yield Row(f"command: {name}", SIZE, seconds(taken), f"bare json {seconds(reference)}", taken / reference, goal)
    taken, reference = middle((each["list --json"], each["both"]) for each in rounds)
    what = f"bare json, written too {seconds(reference)}"
    yield Row("command: list --json", SIZE, seconds(taken), what, taken / reference, 1)


def in_turns(commands: dict[str, list[str]]) -> list[dict[str, float]]:
    """The processor time of each command in some rounds, seconds."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**ENVIRONMENT, "PYTHONPYCACHEPREFIX": f"{folder}/bytecode", "XDG_CACHE_HOME": f"{folder}/cache"}
        rounds = [
            {name: processor_time(command, environment) for name, command in commands.items()}
            for _ in range(ROUNDS + 1)
        ]
    return rounds[1:]  # the first round compiles and makes caches


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
