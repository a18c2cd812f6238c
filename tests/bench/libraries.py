"""Libraries on disk for the benchmarks."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from readinglist.store.file_store import FileStore
from readinglist.store.snapshot import Database
from readinglist.store.tables import tables_of
from tests.support.generate import papers


@cache
def shared() -> tempfile.TemporaryDirectory[str]:
    """The folder in which the libraries of one run are: they are made once, 100,000 papers take half a minute."""
    folder = tempfile.TemporaryDirectory(prefix="readinglist-bench-")
    os.environ["XDG_CACHE_HOME"] = f"{folder.name}/cache"  # nothing is written into the user's own
    return folder


@cache
def library(n: int, of: int = 0) -> Path:
    """The folder of a folded library of `n` generated papers, the newest of `of` if given; to be read only."""
    return make(Path(shared().name), n, of)


def copy(n: int, to: Path) -> Path:
    """A library of `n` generated papers of one's own below `to`."""
    return Path(shutil.copytree(library(n), to / f"library-{n}", copy_function=shutil.copyfile))


def make(folder: Path, n: int, of: int = 0) -> Path:
    """The folder of a folded library of `n` generated papers below `folder`: the newest of `of`, if given."""
    place = folder / f"library-{n}-of-{of or n}"
    place.mkdir()
    Database(place / "library.json").file.write(tables_of(paper.record for paper in papers(of or n)[-n:]))
    FileStore.open(place).close()  # which makes it known as ours
    return place
