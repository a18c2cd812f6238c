"""When garbage is collected, and what no collection looks at any more."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from readinglist.jobs.gc_pause import paused_gc, settle, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    """Begin and end with the collector on and nothing kept from it."""
    gc.enable()
    gc.unfreeze()
    yield
    gc.enable()
    gc.unfreeze()


@pytest.mark.parametrize("is_lasting", [False, True])
def test_nothing_is_collected_meanwhile(is_lasting: bool) -> None:
    with paused_gc(is_lasting=is_lasting):
        assert not gc.isenabled()
    assert gc.isenabled()
    assert bool(gc.get_freeze_count()) is is_lasting


def test_what_is_not_said_to_last_is_looked_at_again() -> None:
    with pytest.raises(ValueError, match="broken"), paused_gc():
        raise ValueError("broken")
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    with paused_gc():
        pass
    assert not gc.isenabled()


def test_what_is_there_is_settled() -> None:
    settle()
    assert gc.get_freeze_count() > 0


@pytest.mark.parametrize(
    ("counts", "collected"), [((9, 0, 0), 0), ((0, 1, 0), 1), ((0, 0, 1), 1), ((0, 1, 1), 1), ((0, 0, 0), 0)]
)
def test_a_moment_is_used_where_there_may_be_garbage(
    monkeypatch: pytest.MonkeyPatch, counts: tuple[int, int, int], collected: int
) -> None:
    collections: list[None] = []
    monkeypatch.setattr(gc, "get_count", lambda: counts)
    monkeypatch.setattr(gc, "collect", lambda: collections.append(None))
    tidy()
    assert len(collections) == collected
    gc.disable()
    tidy()
    assert len(collections) == collected


def test_of_pauses_that_overlap_the_last_to_end_counts() -> None:
    first, second = paused_gc(), paused_gc()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert not gc.isenabled()
    second.__exit__(None, None, None)
    assert gc.isenabled()
