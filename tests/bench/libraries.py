"""Libraries on disk for the benchmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.change import Change
from readinglist.store import Store
from tests.generate import papers

if TYPE_CHECKING:
    from pathlib import Path


def make(folder: Path, n: int, of: int = 0) -> Path:
    """The folder of a folded library of `n` generated papers below `folder`: the newest of `of`, if given."""
    place = folder / f"library-{n}"
    store = Store.open(place)
    records = {paper.id: paper.record for paper in papers(of or n)[-n:]}
    patches = {id: {name: (None, value) for name, value in record.items()} for id, record in records.items()}
    store.record(lambda _: Change(f"add: {n} papers", patches), "bench")
    store.close()
    return place
