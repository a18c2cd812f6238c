"""Reading and writing .bib files beside what bibtexparser alone takes for them, and the memory that reading takes.

Times are seconds of the processor, the best of some rounds in which everything takes its turn.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from bibtexparser.entrypoint import parse_string, write_string
from bibtexparser.middlewares.parsestack import default_unparse_stack

from readinglist.bibtex.entry.names import parse_name
from readinglist.bibtex.reading import reader
from readinglist.bibtex.writing import writer
from readinglist.bibtex.writing.name_lists import stored_name
from readinglist.papers.author import stored
from readinglist.papers.record import now
from readinglist.store.file_store import FileStore
from tests.support.generate import bib, papers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bibtexparser.library import Library

SIZES = (1_000, 10_000)
ROUNDS = 5
PEAK = """
import sys
from pathlib import Path
from readinglist.bibtex.reading import reader
from readinglist.papers.record import now
from readinglist.store.file_store import FileStore
if len(sys.argv) > 1:
    harvest = reader.read(Path(sys.argv[1]).read_text(encoding="utf-8"), "bench.bib")
if len(sys.argv) > 2:
    with FileStore.open(Path(sys.argv[2])) as store:
        store.record(lambda library: library.add(harvest.papers, now()), "bench")
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
"""A program that prints the most memory it had: without papers, with those of a file, having added them."""


def main() -> None:
    """Print the figures of each size."""
    for size in SIZES:
        text = bib(size)
        print(f"{size:>6,} entries with abstracts, {len(text) / 1e6:.1f} MB")
        importing(text)
        exporting(text, size)
        memory(text)


def importing(text: str) -> None:
    """Print reading, and reading into a library on disk, beside bibtexparser's bare and its usual parse."""
    with tempfile.TemporaryDirectory() as folder:
        number = count()

        def add() -> None:
            with FileStore.open(Path(folder) / str(next(number))) as store:
                store.record(lambda library: library.add(reader.read(text, "bench.bib").papers, now()), "bench")

        times = best_of(
            {
                "bare parse": lambda: parse_string(text, parse_stack=[]),
                "usual parse": lambda: parse_string(text),
                "read": lambda: reader.read(text, "bench.bib"),
                "add to a library on disk": add,
            }
        )
    references = {name: times.pop(name) for name in ("bare parse", "usual parse")}
    show(times, references)


def exporting(text: str, size: int) -> None:
    """Print writing papers beside bibtexparser's bare and its usual write (of a copy) of as many entries."""
    imported, others = reader.read(text, "bench.bib").papers, papers(size)
    whole = parse_string(text)
    parsed = [parse_string(text) for _ in range(ROUNDS)]  # a bare write changes what it writes
    stack = default_unparse_stack(allow_inplace_modification=True)

    def bare() -> str:
        library: Library = parsed.pop()
        return write_string(library, unparse_stack=stack)

    times = best_of(
        {
            "bare write": bare,
            "usual write": lambda: write_string(whole),
            "export what was imported": lambda: writer.write(imported),
            "the same for biblatex": lambda: writer.write(imported, "biblatex"),
            "export other papers": lambda: writer.write(others),
            "and for biblatex": lambda: writer.write(others, "biblatex"),
        }
    )
    references = {name: times.pop(name) for name in ("bare write", "usual write")}
    show(times, references)


def best_of(works: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """The least processor time of each over some rounds, seconds."""
    best = dict.fromkeys(works, 1e9)
    for _ in range(ROUNDS):
        for name, work in works.items():
            gc.collect()
            parse_name.cache_clear()
            stored.cache_clear()
            stored_name.cache_clear()
            start = time.process_time()
            work()
            best[name] = min(best[name], time.process_time() - start)
    return best


def show(times: Mapping[str, float], references: Mapping[str, float]) -> None:
    """Print times and their ratios to the references."""
    for name, seconds in times.items():
        ratios = "   ".join(f"{seconds / other:5.2f} x {what}" for what, other in references.items())
        print(f"  {name:<26} {seconds * 1000:7.0f} ms   {ratios}")


def memory(text: str) -> None:
    """Print the memory that reading and adding take beyond what the program takes without, by the size of the file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.bib"
        file.write_text(text, encoding="utf-8")
        without, size = peak(), file.stat().st_size
        works = {"memory to read": peak(str(file)), "memory to add": peak(str(file), f"{folder}/library")}
    for name, taken in works.items():
        print(f"  {name:<26} {(taken - without) / 1e6:7.0f} MB   {(taken - without) / size:5.1f} x the file")


def peak(*arguments: str) -> int:
    """The most memory the program had, bytes."""
    return 1024 * int(subprocess.run([sys.executable, "-c", PEAK, *arguments], capture_output=True, check=True).stdout)


if __name__ == "__main__":
    main()
