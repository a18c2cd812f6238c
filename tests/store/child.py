"""Real processes for the tests: `hammer` edits a number of times, `victims` forks processes that edit until killed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from readinglist.store import Store
from tests.store.making import tagging


def hammer(folder: Path, name: str, count: int) -> None:
    """Add that many tags to the same paper, folding now and then."""
    with Store.open(folder) as store:
        for n in range(count):
            store.record(tagging("p1", f"{name}{n}"), name)
            if n % 5 == 4:
                store.fold()


def victims(folder: Path) -> None:
    """For each line read, fork a process and print its id; print `dead` when somebody has killed it."""
    for line in sys.stdin:
        if not (child := os.fork()):
            edit_for_ever(folder, line.strip())
        say(f"pid {child}")
        os.waitpid(child, 0)
        say("dead")


def edit_for_ever(folder: Path, name: str) -> None:
    """Add tags, and say of each that it is safe when it is."""
    store = Store.open(folder)
    n = 0
    while True:
        tag = f"{name}-{n}"
        store.record(tagging(f"p{n % 3}", tag), "app")
        say(f"safe p{n % 3} {tag}")
        n += 1
        if n % 4 == 0:
            store.fold()


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["hammer", folder, name, count]:
            hammer(Path(folder), name, int(count))
        case ["victims", folder]:
            victims(Path(folder))
