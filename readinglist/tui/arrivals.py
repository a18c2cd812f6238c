"""The order in which papers came in, which all other orders begin with: kept, for sorting anew takes long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.search import order

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from readinglist.library import Library
    from readinglist.paper import Paper

FIELDS = ("added", "arrival")
"""What the order goes by."""
FEW = 8
"""Fewer than one in so many papers are quicker sorted than picked out of all."""


class Arrivals:
    """The papers of a library, newest arrival first."""

    def __init__(self) -> None:
        self._ids: Sequence[str] | None = None
        self._places: dict[str, int] = {}

    def note(self, before: Paper | None, after: Paper | None) -> None:
        """Take note of a change of a paper."""
        if not before or not after or any(before.record.get(name) != after.record.get(name) for name in FIELDS):
            self._ids = None

    def ids(self, library: Library) -> Sequence[str]:
        """The papers of `library`, newest arrival first."""
        if self._ids is None:
            self._ids = [paper.id for paper in order(library, "added")]
            self._places = {id: place for place, id in enumerate(self._ids)}
        return self._ids

    def sorted(self, some: Collection[str], library: Library) -> Iterable[str]:
        """Some papers of `library`, newest arrival first."""
        ids = self.ids(library)
        if len(some) > len(ids) // FEW:
            return filter(some.__contains__, ids)
        return sorted(some, key=self._places.__getitem__)
