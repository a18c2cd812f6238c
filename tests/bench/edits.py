"""Durable edits: one beside stock TinyDB's and beside its size, ten thousand at once, a thousand papers added."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from tinydb import TinyDB, where
from tinydb.storages import JSONStorage
from tinydb.table import Document, Table

from readinglist.papers import edits
from readinglist.papers.paper import Paper
from readinglist.papers.record import values_of
from readinglist.papers.status import Status
from readinglist.search.index.index import Index
from readinglist.search.views import ALL
from readinglist.store.file_store import FileStore
from readinglist.tui.session import Session
from tests.bench.libraries import copy
from tests.bench.table import HEAD, Row, seconds
from tests.support.generate import papers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

EDITS = 200
MARKED = 10_000
ADDED = 1_000
ROUNDS = 3
NOW = "2025-12-08T10:00:00Z"
STOCK = 10_000
"""Papers that stock TinyDB edits one of."""


class StringIds(Table):
    """TinyDB's table, with the ids of our file."""

    document_id_class = str  # type: ignore[assignment]


def rows(sizes: Sequence[int]) -> Iterator[Row]:
    """The lines of the table that are about the store."""
    with tempfile.TemporaryDirectory() as name:
        stores = {n: FileStore.open(copy(n, Path(name))) for n in sizes}
        yield from one(stores, Path(name))
        for n in sizes[-2:]:
            yield from many(stores[n], n)
        yield from adding(Path(name), stores[sizes[-1]], sizes[-1])


def one(stores: dict[int, FileStore], folder: Path) -> Iterator[Row]:
    """One edit at each size; the sizes take turns, so that a busy machine is fair to them."""
    ids = {n: list(store.library.ids) for n, store in stores.items()}
    taken: dict[int, list[float]] = {n: [] for n in stores}
    for number in range(EDITS):
        for n, store in stores.items():
            start = time.perf_counter()
            edit(store, ids[n][number * 7919 % n])
            taken[n].append(time.perf_counter() - start)
    median = {n: statistics.median(times) for n, times in taken.items()}
    few, most = min(median), max(median)
    stock = statistics.median(stock_edits(folder))
    yield Row(
        "one durable edit", 10_000, seconds(median[10_000]), f"stock TinyDB {seconds(stock)}",
        stock / median[10_000], 100, at_least=True,
    )  # fmt: skip
    yield Row(
        "one durable edit", most, seconds(median[most]), f"at {few} papers {seconds(median[few])}",
        median[most] / median[few], 1.2,
    )  # fmt: skip


def edit(store: FileStore, id: str) -> None:
    """Set the status of one paper to another one."""
    status = Status.READING if store.library[id].status is Status.DONE else Status.DONE
    assert store.record(lambda library: edits.set_status(library, [id], status, NOW), "bench")


def stock_edits(folder: Path) -> Iterator[float]:
    """The times of TinyDB's own update, with its own storage."""
    with TinyDB(folder / "stock.json", storage=JSONStorage) as database:
        table = StringIds(database.storage, "papers")
        records = [values_of(paper.record) for paper in papers(STOCK)]
        table.insert_multiple(Document(record, doc_id=record["id"]) for record in records)
        for record in records[:5]:
            start = time.perf_counter()
            table.update({"status": "done"}, where("id") == record["id"])
            yield time.perf_counter() - start


def many(store: FileStore, n: int) -> Iterator[Row]:
    """A status for 10,000 marked papers, and undo, each as one durable change that the list shows."""
    session = Session(store)
    cache = session.listing.cache
    cache.adopt(Index(store.library), list(store.library))
    for _ in cache.preparing():
        pass  # an open app has them ready
    session.listing.show(ALL)
    session.listing.marks.add(session.listing.rows.between(0, MARKED - 1))
    statuses = iter([Status.DONE, Status.READING, Status.DONE, Status.READING])
    taken: dict[str, list[tuple[float, int]]] = {"changed": [], "undone": []}
    chosen = list(session.listing.marks)
    for _ in range(ROUNDS):
        status = next(statuses)
        session.listing.marks.add(chosen)
        acts: dict[str, Callable[[], object]] = {
            "changed": lambda: session.edit(lambda library, ids: edits.set_status(library, ids, status, NOW)),  # noqa: B023
            "undone": lambda: session.turn_back(again=False),
        }
        for name, act in acts.items():
            with counted() as flushes:
                start = time.process_time()
                act()
                taken[name].append((time.process_time() - start, len(flushes)))
    for name, times in taken.items():
        least, flushed = min(times)
        what = f"{flushed} fsync"
        yield Row(f"status of 10,000 marked papers {name}", n, seconds(least), what, least, 0.5, "s")


@contextmanager
def counted() -> Iterator[list[int]]:
    """The descriptors that fsync is called with meanwhile."""
    calls: list[int] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        calls.append(descriptor)
        real(descriptor)

    with patch("os.fsync", fsync):
        yield calls


def adding(folder: Path, large: FileStore, n: int) -> Iterator[Row]:
    """A thousand papers added to an open library, with identity check, beside the same to an empty one."""
    new = [
        Paper({name: value for name, value in paper.record.items() if name not in {"id", "key", "arrival", "added"}})
        for paper in papers(ADDED * ROUNDS, seed=7)
    ]
    large.library.identities()  # an open app has them ready
    taken = {"large": 1e9, "empty": 1e9}
    for number in range(ROUNDS):
        some = new[number * ADDED : (number + 1) * ADDED]
        with FileStore.open(folder / f"empty-{number}") as empty:
            for name, store in {"large": large, "empty": empty}.items():
                start = time.process_time()
                store.record(lambda library: library.add(some, NOW), "bench")  # noqa: B023
                taken[name] = min(taken[name], time.process_time() - start)
    what = f"to an empty library {seconds(taken['empty'])}"
    yield Row("1,000 papers added", n, seconds(taken["large"]), what, taken["large"] / taken["empty"], 2)


if __name__ == "__main__":
    print(HEAD)
    for line in rows((100, 10_000)):
        print(line, flush=True)
