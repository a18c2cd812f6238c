"""How long a durable edit takes at any size, beside TinyDB's own and a bare fsync; and how long opening takes."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tinydb import TinyDB, where
from tinydb.storages import JSONStorage
from tinydb.table import Document, Table

from readinglist.paper import Status
from readinglist.store import Store
from readinglist.store.snapshot import Database, tables_of
from tests.bench.commands import BARE, best_of
from tests.generate import papers

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (100, 10_000, 100_000)
EDITS = 300
STOCK = 10_000
OPEN = "import sys; from pathlib import Path; from readinglist.store import Store; Store.open(Path(sys.argv[1]))"


class StringIds(Table):
    """TinyDB's table, with the ids of our file."""

    document_id_class = str  # type: ignore[assignment]


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as name:
        folders = {n: library(Path(name), n) for n in SIZES}
        edits({n: Store.open(folder) for n, folder in folders.items()}, Path(name))
        opening(folders[STOCK])


def library(folder: Path, n: int) -> Path:
    """The folder of a library of `n` generated papers below `folder`."""
    place = folder / f"store-{n}"
    place.mkdir()
    Database(place / "library.json").file.write(tables_of(paper.record for paper in papers(n)))
    return place


def edits(stores: dict[int, Store], folder: Path) -> None:
    """Print what one edit costs at each size; the sizes take turns, so that a busy machine is fair to them."""
    times: dict[int, list[float]] = {n: [] for n in stores}
    ids = {n: [paper.id for paper in store.library] for n, store in stores.items()}
    bare: list[float] = []
    for round_ in range(EDITS):
        bare.append(timed(append, folder / "bare"))
        for n, store in stores.items():
            times[n].append(timed(edit, store, ids[n][round_ * 7919 % n]))
    small = statistics.median(times[min(times)])
    print(f"a durable edit                  median     95 %      (a bare append and fsync: {ms(bare)})")
    for n, taken in times.items():
        slow = statistics.quantiles(taken, n=20)[-1]
        ratio = statistics.median(taken) / small
        print(f"  {n:>7,} papers             {ms(taken)} {slow * 1000:7.2f} ms    {ratio:5.2f} x")
    stock = stock_edits(folder)
    ratio = statistics.median(stock) / statistics.median(times[STOCK])
    print(f"  {STOCK:>7,} papers, stock TinyDB {ms(stock)}             {ratio:5.0f} x ours")


def edit(store: Store, id: str) -> None:
    """Set the status of one paper to another one."""
    status = Status.READING if store.library[id].status is Status.DONE else Status.DONE
    assert store.record(lambda library: library.set_status([id], status, "2025-12-08T10:00:00Z"), "bench")


def append(path: Path) -> None:
    """What the disk costs: 300 bytes and an fsync."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, b"x" * 300)
    os.fsync(descriptor)
    os.close(descriptor)


def stock_edits(folder: Path) -> list[float]:
    """The times of TinyDB's own update, with its own storage."""
    with TinyDB(folder / "stock.json", storage=JSONStorage) as database:
        table = StringIds(database.storage, "papers")
        records = [paper.record for paper in papers(STOCK)]
        table.insert_multiple(Document(record, doc_id=record["id"]) for record in records)
        wanted = [where("id") == record["id"] for record in records[:5]]
        return [timed(table.update, {"status": "done"}, query) for query in wanted]


def opening(folder: Path) -> None:
    """Print what it costs a new process to open a library, imports included."""
    file = folder / "library.json"
    commands = {
        "bare interpreter": [sys.executable, "-S", "-c", "pass"],
        "and json.load": [sys.executable, "-S", "-c", BARE, str(file)],
        "import readinglist.store": [sys.executable, "-c", "import readinglist.store"],
        "and Store.open": [sys.executable, "-c", OPEN, str(folder)],
    }
    times = best_of(commands)
    print(f"opening {STOCK:,} papers ({file.stat().st_size / 1e6:.0f} MB) in a new process")
    for name, seconds in times.items():
        print(f"  {name:<28} {seconds * 1000:7.0f} ms   {seconds / times['and json.load']:5.2f} x")
    reading = times["and json.load"] - times["bare interpreter"]
    ours = times["and Store.open"] - times["import readinglist.store"]
    print(f"  reading alone: {ours * 1000:.0f} ms, json.load {reading * 1000:.0f} ms   {ours / reading:5.2f} x")


def timed(action: Callable[..., object], *args: object) -> float:
    """Seconds that `action` takes."""
    start = time.perf_counter()
    action(*args)
    return time.perf_counter() - start


def ms(times: list[float]) -> str:
    """The median in milliseconds."""
    return f"{statistics.median(times) * 1000:7.2f} ms"


if __name__ == "__main__":
    main()
