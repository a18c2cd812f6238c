"""A real process for the tests: it edits a number of times."""

from __future__ import annotations

import sys
from pathlib import Path

from readinglist.store.file_store import FileStore
from tests.store.making import tagging


def hammer(folder: Path, name: str, count: int) -> None:
    """Add that many tags to the same paper, folding now and then."""
    with FileStore.open(folder) as store:
        for n in range(count):
            store.record(tagging("p1", f"{name}{n}"), name)
            if n % 5 == 4:
                store.fold()


if __name__ == "__main__":
    hammer(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
