"""Rows: papers in the order in which they are shown; finding, removing and inserting take constant time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from readinglist.search.default_order import RankedIds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, KeysView, Sequence

Precedes = Callable[[str, str], bool]
"""Whether the first of two papers comes before the second."""


class Rows:
    """Ids of papers, each once, in order."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._ids: Sequence[str] = ids if isinstance(ids, RankedIds) else list(ids)

    def _listed(self) -> list[str]:
        """The ids as a mutable list."""
        if not isinstance(self._ids, list):
            self._ids = list(self._ids)
        return self._ids

    @cached_property
    def _hints(self) -> dict[str, int]:
        """Id → the row it once had, near which it still is."""
        return dict(zip(self._ids, range(len(self._ids)), strict=True))

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, row: int) -> str:
        return self._ids[row]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    @property
    def ids(self) -> KeysView[str]:
        """The ids as a set."""
        return self._hints.keys()

    def between(self, first: int, last: int) -> list[str]:
        """The papers from row `first` to row `last`."""
        return list(self._ids[first : last + 1])

    def find(self, id: str) -> int | None:
        """The row of a paper, searched near where it once was; None if it is not shown."""
        hint = self._hints.get(id)
        if hint is None:
            return None
        last = len(self._ids)
        for distance in range(last + hint + 1):
            for row in (hint - distance, hint + distance):
                if 0 <= row < last and self._ids[row] == id:
                    self._hints[id] = row
                    return row
        return None

    def seek(self, id: str) -> int | None:
        """The row of a paper in rows that are searched only once, without a hint for each; None if it is not shown."""
        if isinstance(self._ids, RankedIds):
            return self._ids.find(id)
        return self._ids.index(id) if id in self._ids else None

    def remove(self, id: str) -> int | None:
        """Remove a paper; gives the row it had."""
        row = self.find(id)
        if row is not None:
            del self._listed()[row]
            del self._hints[id]
        return row

    def insert(self, id: str, precedes: Precedes) -> int:
        """Insert a paper where it belongs, by binary search; gives its row."""
        low, high = 0, len(self._ids)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if precedes(id, self._ids[middle]) else (middle + 1, high)
        self._listed().insert(low, id)
        self._hints[id] = low
        return low
