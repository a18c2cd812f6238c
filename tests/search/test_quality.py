"""A search finds the paper that one means: known items, asked for in the ways people do."""

from __future__ import annotations

from statistics import mean
from typing import TYPE_CHECKING

import pytest

from tests.bench.literature import KINDS, TYPOS, Literature
from tests.bench.quality import NAMES, ours, quality

if TYPE_CHECKING:
    from tests.bench.quality import Finder


@pytest.fixture(scope="module")
def literature() -> Literature:
    return Literature(400, seed=3, absent=40)


@pytest.fixture(scope="module")
def find(literature: Literature) -> Finder:
    return ours(literature.papers)


@pytest.mark.parametrize("kind", KINDS)
def test_the_paper_that_is_meant_is_among_the_first_five(literature: Literature, find: Finder, kind: str) -> None:
    least = 0.95 if kind in TYPOS else 0.98
    assert quality(find, literature.queries(kind, 60, seed=5), kind).five >= least


def test_what_is_not_there_is_hardly_ever_found(literature: Literature, find: Finder) -> None:
    for kind, texts in literature.nonsense(40, seed=5).items():
        assert mean(len(find(text, NAMES)) for text in texts) < 2, kind
