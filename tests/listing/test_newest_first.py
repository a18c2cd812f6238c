"""The order of arrival, made in slices, is the one that sorting at once gives."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from readinglist.listing.newest_first import NewestFirst
from readinglist.papers.library import Library
from readinglist.search import order

times = st.sampled_from(["", "2026-01-01T08:00:00Z", "2026-01-01T09:30:00Z", "2026-01-02T00:00:00Z", "2025-12-31"])


@given(st.lists(st.tuples(times, st.integers(0, 4)), max_size=20), st.integers(1, 5))
def test_sorting_in_slices_gives_the_same_as_at_once(given: list[tuple[str, int]], slice: int) -> None:
    library = Library(
        {"id": f"p{number}", "added": added, "arrival": arrival} for number, (added, arrival) in enumerate(given)
    )
    arrivals, papers = NewestFirst(), library.by_id()
    with patch("readinglist.listing.newest_first.SLICE", slice):
        assert not any(arrivals.preparing(papers))
    assert arrivals.are_known
    wanted = [paper.id for paper in order(library, "added")]
    assert arrivals.ids(papers) == wanted
    assert list(arrivals.sorted(wanted[::3], papers)) == wanted[::3]
