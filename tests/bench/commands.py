"""`readinglist list` on 10,000 papers beside a bare interpreter that reads the same file with the json module."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.libraries import make

BARE = "import json, sys; json.load(open(sys.argv[1], encoding='utf-8'))"
ROUNDS = 7


def main() -> None:
    """Print the times and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        library = make(Path(folder), 10_000)
        bare = [sys.executable, "-S", "-c", BARE, str(library / "library.json")]
        ours = [sys.executable, "-m", "readinglist", "--library", str(library)]
        commands = {
            "list": [*ours, "list"],
            "list year:>2022": [*ours, "list", "year:>2022"],
            "list --json": [*ours, "list", "--json"],
            "list two words, a typo": [*ours, "list", "languge", "model"],
        }
        times = best_of({"bare json.load": bare, **commands})
    reference = times.pop("bare json.load")
    print(f"commands at 10,000 papers      {'bare json.load':<18} {reference * 1000:7.0f} ms")
    for name, seconds in times.items():
        print(f"  {name:<28} {seconds * 1000:7.0f} ms   {seconds / reference:5.2f} x")


def best_of(commands: dict[str, list[str]]) -> dict[str, float]:
    """The shortest wall time of each command over some interleaved rounds, seconds."""
    best = dict.fromkeys(commands, 1e9)
    for _ in range(ROUNDS):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
            best[name] = min(best[name], time.perf_counter() - start)
    return best


if __name__ == "__main__":
    main()
