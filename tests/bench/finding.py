"""The line of the table about searching: a key press in the search, typos included, beside fzf."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import time
from typing import TYPE_CHECKING

from readinglist.library import Library
from readinglist.search.fuzzy import Index
from tests.bench.search import TYPED, key_press
from tests.bench.table import Row, seconds
from tests.generate import papers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GOALS = {10_000: 16.0, 100_000: 50.0}
FILTER = ("fzf", "--filter")


def rows(sizes: Sequence[int]) -> Iterator[Row]:
    """A key press in the search at each size that has a goal."""
    for size in sizes:
        if size in GOALS:
            yield from key_presses(size)


def key_presses(size: int) -> Iterator[Row]:
    """The 95th percentile beside the goal, and the median beside fzf's."""
    library = Library(paper.record for paper in papers(size))
    index = Index(library)
    texts = [text[:end] for text in TYPED for end in range(1, len(text) + 1)]
    taken = [sum(key_press(library, index, text)) for text in texts]
    slow = statistics.quantiles(taken, n=20)[-1]
    yield Row("a search key press, 95 %", size, seconds(slow), "", slow * 1000, GOALS[size], "ms")
    if shutil.which(FILTER[0]):
        lines = "\n".join(f"{paper.title} {' '.join(map(str, paper.authors))}" for paper in library).encode()
        others = [filtering(lines, text) for text in TYPED[:5]]
        few, many = statistics.median(taken), statistics.median(others)
        yield Row("a search key press, median", size, seconds(few), f"fzf --filter {seconds(many)}", few / many, 1)


def filtering(lines: bytes, text: str) -> float:
    """Seconds that fzf takes."""
    start = time.perf_counter()
    subprocess.run([*FILTER, text], input=lines, stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start
