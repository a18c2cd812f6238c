"""What a key press in the search costs, by the number of papers: ``python -m tests.bench.search [SIZE...]``.

A key press is what the app does up to the repaint: reading the query, searching, arranging the rows of the view `all`.
All times are processor time, that of fzf divided by the cores: it never takes less. fzf is asked for the queries of
words alone: fuzzy in titles and names, exact in whole papers, each read from a file in memory.
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.listing.listing import Listing
from readinglist.papers.library import Library
from readinglist.search import search
from readinglist.search.highlight import spans
from readinglist.search.index.index import Index
from readinglist.search.query.parser import parse
from readinglist.search.views import VIEWS
from tests.bench.quality import fzf
from tests.support.generate import papers

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
    "key:wang20 has:abstract source:daily",
)
SIZES = (100, 10_000, 100_000)
SAMPLE = 40
"""Keys that fzf is asked for: at 100,000 papers each takes a second."""


def main(sizes: Sequence[int] = SIZES) -> None:
    medians: dict[int, float] = {}
    for size in sizes:
        library = Library(paper.record for paper in papers(size))
        gc.collect()
        gc.freeze()  # as the store does when it has loaded a library
        index = Index()
        slices = timed_slices(index, library)
        listing = listed(library, index)
        keys = [text[:end] for text in TYPED for end in range(1, len(text) + 1)]
        costs = [key_press(listing, text) for text in keys]
        medians[size] = statistics.median(costs)
        total = sum(slices)
        print(f"{size:>7,} papers  index {total:6.2f} s in {len(slices):,} slices, longest {1e3 * max(slices):.0f} ms")
        print(f"{'':14}  key press                 {percentiles(costs)}")
        beside_fzf(library, dict(zip(keys, costs, strict=True)))
        print(f"{'':14}  marks in 50 titles      {1e3 * marks(library, index):5.1f} ms")
        print(f"{'':14}  an edited note          {1e3 * edit(library, index):5.2f} ms")
        print(f"{'':14}  one search, no index    {1e3 * clock(lambda: search(library, parse(TYPED[0]))):5.0f} ms")  # noqa: B023
    first = sizes[0]
    ratios = ", ".join(f"{size:,}: {medians[size] / medians[first]:.1f}" for size in sizes[1:])
    print(f"median key press against {first:,} papers: {ratios}")


def timed_slices(index: Index, library: Library) -> list[float]:
    slices = []
    start = time.perf_counter()
    for _ in index.building(library):
        now = time.perf_counter()
        slices.append(now - start)
        start = now
    return [*slices, time.perf_counter() - start]


def listed(library: Library, index: Index) -> Listing:
    """The papers in the view of all, with an index that is ready."""
    listing = Listing(library)
    listing.cache.adopt(index, list(library))
    listing.show(next(view for view in VIEWS if view.name == "all"))
    return listing


def key_press(listing: Listing, text: str) -> float:
    start = time.process_time()
    listing.narrow(text)
    return time.process_time() - start


def beside_fzf(library: Library, costs: dict[str, float]) -> None:
    """Print what keys of words cost, and what fzf takes for them."""
    words = [text for text in costs if text.replace(" ", "").isalpha()]
    words = words[:: max(1, len(words) // SAMPLE)]
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        find = fzf(list(library), Path(folder))
        for name, in_names in (("titles and names", True), ("whole papers, exact", False)):
            taken = [children(lambda: find(text, in_names)) for text in words]  # noqa: B023
            slower = sum(seconds > costs[text] for text, seconds in zip(words, taken, strict=True))
            print(f"{'':14}  fzf: {name:<21}{percentiles(taken)}  slower for {slower} of {len(words)} keys")
    print(f"{'':14}  ours for these keys       {percentiles([costs[text] for text in words])}")


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


def children(work: Callable[[], object]) -> float:
    """Processor seconds that programs run by `work` take, a core."""
    before = os.times()
    work()
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used / (os.cpu_count() or 1)


def percentiles(times: Sequence[float]) -> str:
    seconds = sorted(times)
    at = {f"p{percent}": seconds[min(len(seconds) - 1, len(seconds) * percent // 100)] for percent in (50, 95, 100)}
    return "  ".join(f"{name} {1e3 * value:6.2f} ms" for name, value in at.items())


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
