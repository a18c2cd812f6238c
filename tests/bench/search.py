"""What a key press in the search costs, by the number of papers: ``python -m tests.bench.search [SIZE...]``."""

from __future__ import annotations

import gc
import statistics
import sys
import time
from typing import TYPE_CHECKING

from readinglist.library import Library
from readinglist.search import order, search
from readinglist.search.fuzzy import Index
from readinglist.search.highlight import spans
from readinglist.search.query import parse
from tests.generate import papers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TYPED = (
    "rewrd modeling",
    "attention transformer",
    "kaleid value",
    "reinforcement learnign",
    "goedel",
    "status:inbox tag:rl year:>2022 -author:wang",
    "author:zhang abstract:diffusion",
    '"large language"',
    "long-horizon agents or robotics",
)
SIZES = (100, 10_000, 100_000)


def main(sizes: Sequence[int] = SIZES) -> None:
    medians: dict[int, float] = {}
    for size in sizes:
        library = Library(paper.record for paper in papers(size))
        gc.collect()
        gc.freeze()  # as the store does when it has loaded a library
        index = Index()
        slices = timed_slices(index, library)
        found = [key_press(library, index, text[:end]) for text in TYPED for end in range(1, len(text) + 1)]
        searching, ordering = sorted(each[0] for each in found), sorted(each[1] for each in found)
        medians[size] = statistics.median(searching)
        total = sum(slices)
        print(f"{size:>7,} papers  index {total:6.2f} s in {len(slices):,} slices, longest {1e3 * max(slices):.0f} ms")
        print(f"{'':14}  key press: search       {percentiles(searching)}")
        print(f"{'':14}             order added  {percentiles(ordering)}")
        print(f"{'':14}  marks in 50 titles      {1e3 * marks(library, index):5.1f} ms")
        print(f"{'':14}  an edited note          {1e3 * edit(library, index):5.2f} ms")
        print(f"{'':14}  one search, no index    {1e3 * clock(lambda: search(library, parse(TYPED[0]))):5.0f} ms")  # noqa: B023
    first = sizes[0]
    ratios = ", ".join(f"{size:,}: {medians[size] / medians[first]:.1f}" for size in sizes[1:])
    print(f"median search against {first:,} papers: {ratios}")


def timed_slices(index: Index, library: Library) -> list[float]:
    slices = []
    start = time.perf_counter()
    for _ in index.building(library):
        now = time.perf_counter()
        slices.append(now - start)
        start = now
    return [*slices, time.perf_counter() - start]


def key_press(library: Library, index: Index, text: str) -> tuple[float, float]:
    start = time.perf_counter()
    query = parse(text)
    found = search(library, query, index)
    middle = time.perf_counter()
    order([library[id] for id in found], "relevance" if query.has_words else "added", relevance=found)
    return middle - start, time.perf_counter() - middle


def marks(library: Library, index: Index) -> float:
    titles = [paper.title for paper in library][:50]
    query = parse("rewrd modeling the")
    return clock(lambda: [spans(title, query, index) for title in titles])


def edit(library: Library, index: Index) -> float:
    paper = next(iter(library))
    return clock(lambda: index.replace(paper, paper.with_fields({"note": "newly noted"})))


def clock(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def percentiles(seconds: list[float]) -> str:
    at = {f"p{percent}": seconds[min(len(seconds) - 1, len(seconds) * percent // 100)] for percent in (50, 95, 100)}
    return "  ".join(f"{name} {1e3 * value:6.2f} ms" for name, value in at.items())


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
