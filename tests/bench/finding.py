"""The line of the table about searching: a key press in the search, typos included, beside fzf."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.papers.library import Library
from readinglist.search.index.index import Index
from tests.bench.quality import fzf
from tests.bench.search import TYPED, children, key_press, listed
from tests.bench.table import Row, seconds
from tests.support.generate import papers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GOALS = {10_000: 16.0, 100_000: 50.0}
PASSES = 3
"""A key may be disturbed. There are more keys than an index keeps answers: no pass finds those of the one before."""
SPARSE = 10
"""fzf is asked for one key in so many: at 100,000 papers each takes a second."""


def rows(sizes: Sequence[int]) -> Iterator[Row]:
    """A key press in the search at each size that has a goal."""
    for size in sizes:
        if size in GOALS:
            yield from key_presses(size)


def key_presses(size: int) -> Iterator[Row]:
    """The 95th percentile beside the goal, and the median beside fzf's, in titles and names and exact in all."""
    library = Library(paper.record for paper in papers(size))
    listing = listed(library, Index(library))
    texts = [text[:end] for text in TYPED for end in range(1, len(text) + 1)]
    passes = [{text: key_press(listing, text) for text in texts} for _ in range(PASSES)]
    taken = {text: min(each[text] for each in passes) for text in texts}
    slow = statistics.quantiles(taken.values(), n=20)[-1]
    yield Row("a search key press, 95 %", size, seconds(slow), "", slow * 1000, GOALS[size], "ms")
    if not shutil.which("fzf"):
        return
    words = [text for text in taken if text.replace(" ", "").isalpha()][::SPARSE]
    few = statistics.median(taken[text] for text in words)
    with tempfile.TemporaryDirectory() as folder:
        find = fzf(list(library), Path(folder))
        for name, in_names in (("fzf --filter", True), ("fzf --exact --filter", False)):
            many = statistics.median(children(lambda: find(text, in_names)) for text in words)  # noqa: B023
            yield Row("a search key press, median", size, seconds(few), f"{name} {seconds(many)}", few / many, 1)
