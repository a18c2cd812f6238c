"""How far long work has come."""

from __future__ import annotations

import pytest

from readinglist.jobs import progress
from readinglist.jobs.progress import tracked


@pytest.mark.parametrize(("every", "told"), [(0.0, [(0, 3), (1, 3), (2, 3)]), (3600.0, [])])
def test_work_tells_now_and_then_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, every: float, told: list[tuple[int, int]]
) -> None:
    monkeypatch.setattr(progress, "EVERY", every)
    seen: list[tuple[int, int]] = []
    assert list(tracked("abc", 3, lambda done, total: seen.append((done, total)))) == ["a", "b", "c"]
    assert seen == told
