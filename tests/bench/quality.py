"""Whether a search finds the paper that one means: ``python -m tests.bench.quality [SIZE...]``.

Known items are asked for in the ways of `tests.bench.literature`. Beside ours stand fzf (fuzzy over titles and names
for words of those, exact over everything else), papers that hold all words as plain substrings, and rapidfuzz's WRatio
over whole titles. A figure is hit@1, hit@5 and the mean reciprocal rank (0 from rank 100 on).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process, utils

from readinglist.papers.library import Library
from readinglist.search import order, search
from readinglist.search.index.index import Index
from readinglist.search.query.parser import parse
from tests.bench.literature import FROM_ALL, KINDS, TYPOS, Asked, Literature

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from readinglist.papers.paper import Paper

    Finder = Callable[[str, bool], list[str]]
    """What is typed, and whether it is in titles and names alone → the ids found, best first."""

SIZES = (1_000, 10_000, 100_000)
QUERIES = {1_000: 200, 10_000: 200, 100_000: 50}
SLOW_QUERIES = 40
"""Queries of a kind for WRatio in more than a thousand titles."""
LAST = 100
SEED = 7
NAMES = True


class Quality(NamedTuple):
    """How well known items were found."""

    first: float
    five: float
    reciprocal: float

    def __str__(self) -> str:
        return f"{self.first:.2f} {self.five:.3f} {self.reciprocal:.2f}"


def main(sizes: Sequence[int] = SIZES) -> None:
    for size in sizes:
        compare(size)


def compare(size: int) -> None:
    """Print the table of one size."""
    literature = Literature(size)
    number = QUERIES.get(size, 50)
    with tempfile.TemporaryDirectory() as folder:
        finders = {"ours": ours(literature.papers), "fzf": fzf(literature.papers, Path(folder))}
        finders |= {"substring": substring(literature.papers), "WRatio": ratio(literature.papers)}
        few = {"WRatio": min(number, SLOW_QUERIES)} if size > 1_000 else {}
        print(
            f"{size:,} papers, {number} queries of each kind" + "".join(f", {n} for {name}" for name, n in few.items())
        )
        print(f"  {'hit@1 hit@5 MRR':<32}" + "".join(f"{name:<19}" for name in finders))
        rows = {}
        for kind in KINDS:
            asked = literature.queries(kind, number, SEED)
            rows[kind] = {
                name: quality(finder, asked[: few.get(name, number)], kind) for name, finder in finders.items()
            }
            print(f"  {kind:<32}" + "".join(f"{each!s:<19}" for each in rows[kind].values()), flush=True)
        for name, kinds in (("without typos", [k for k in KINDS if k not in TYPOS]), ("with typos", TYPOS)):
            means = [average(rows[kind][finder] for kind in kinds) for finder in finders]
            print(f"  {'all ' + name:<32}" + "".join(f"{each!s:<19}" for each in means))
        print("  papers found that are not there")
        for kind, texts in literature.nonsense(few.get("WRatio", number), SEED).items():
            numbers = (mean(len(finders[name](text, NAMES)) for text in texts) for name in ("ours", "fzf", "substring"))
            print(f"  {kind:<32}" + "".join(f"{each:<19.2f}" for each in numbers), flush=True)


def quality(find: Finder, asked: Sequence[Asked], kind: str) -> Quality:
    """How well these were found."""
    ranks = [rank(find(each.text, kind not in FROM_ALL), each.id) for each in asked]
    return Quality(
        mean(r == 1 for r in ranks), mean(r <= 5 for r in ranks), mean(1 / r if r < LAST else 0 for r in ranks)
    )


def rank(found: list[str], id: str) -> int:
    """The place of a paper among those found, from 1; beyond all if it is not there."""
    return found.index(id) + 1 if id in found else LAST


def average(qualities: Iterable[Quality]) -> Quality:
    """The mean of each figure."""
    return Quality(*map(mean, zip(*qualities, strict=True)))


# Ways to find, all given the papers newest first.


def ours(papers: Sequence[Paper]) -> Finder:
    library = Library(paper.record for paper in papers)
    index = Index(library)

    def find(text: str, _: bool) -> list[str]:
        found = search(library, parse(text), index)
        return [paper.id for paper in order(map(library.__getitem__, found), "relevance", relevance=found)]

    return find


def fzf(papers: Sequence[Paper], folder: Path) -> Finder:
    """The program, if it is installed, over a line a paper."""
    program = shutil.which("fzf")
    if program is None:
        print("fzf is not installed")
        return lambda _, __: []
    names, whole = folder / "names", folder / "whole"
    names.write_text("\n".join(f"{p.id}\t{line(p, abstract=False)}" for p in reversed(papers)), encoding="utf-8")
    whole.write_text("\n".join(f"{p.id}\t{line(p)}" for p in reversed(papers)), encoding="utf-8")

    def find(text: str, in_names: bool) -> list[str]:
        options = ["--delimiter=\t", "--nth=2..", f"--filter={text}", *([] if in_names else ["--exact"])]
        with (names if in_names else whole).open(encoding="utf-8") as lines:
            found = subprocess.run([program, *options], stdin=lines, capture_output=True, text=True, check=False)
        return [each.split("\t")[0] for each in found.stdout.splitlines()]

    return find


def line(paper: Paper, *, abstract: bool = True) -> str:
    """A paper as one line: title and names, year and abstract."""
    names = ", ".join(map(str, paper.authors))
    return f"{paper.title} {names}" + (f" {paper.year} {paper.abstract}" if abstract else "")


def substring(papers: Sequence[Paper]) -> Finder:
    lines = [(paper.id, line(paper).lower()) for paper in reversed(papers)]
    return lambda text, _: [id for id, whole in lines if all(word in whole for word in text.lower().split())]


def ratio(papers: Sequence[Paper]) -> Finder:
    titles = {paper.id: utils.default_process(paper.title) for paper in reversed(papers)}
    return lambda text, _: [
        id for _, _, id in process.extract(utils.default_process(text), titles, scorer=fuzz.WRatio, limit=LAST)
    ]


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
