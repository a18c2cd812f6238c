"""The default order of all papers, and search results ranked by it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cached_property
from itertools import compress, count
from operator import itemgetter
from typing import TYPE_CHECKING, overload

from readinglist.search.scores import Scores, leveled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from readinglist.search.index.row_table import RowTable


class DefaultOrder:
    """Papers in the order in which they stand, to put what is found among them into that order."""

    def __init__(self, table: RowTable) -> None:
        self.table = table
        self._ids: list[str] = []
        self._rows: list[int] = []

    def extend(self, ids: Iterable[str]) -> None:
        """Let those of these papers that have a row stand after the others."""
        rows = self.table.among(ids)
        self._rows += rows
        self._ids += map(self.table.ids.__getitem__, rows)

    @cached_property
    def _pick(self) -> Callable[[Sequence[int]], tuple[int, ...]]:
        return picker(self._rows)

    def renumber(self, row: int, now: int) -> None:
        """The paper that had one row has another one now."""
        place = place_of(row, self._rows)
        if place is not None:
            self._rows[place] = now
            self.__dict__.pop("_pick", None)

    def __getitem__(self, place: int) -> str:
        """The paper at a place."""
        return self._ids[place]

    def place(self, id: str) -> int | None:
        """The place at which a paper stands; None if it does not."""
        row = self.table.row(id)
        return place_of(row, self._rows) if row is not None else None

    def those(self, scores: Scores) -> RankedIds:
        """The papers that have a score, in order."""
        levels, _ = leveled(scores, len(self.table.ids))
        return RankedIds(self, array("I", compress(count(), self._pick(levels))))

    def best_first(self, scores: Scores) -> RankedIds:
        """The papers that have a score, the best first, equals in order; there are few degrees: nothing is sorted."""
        levels, worth = leveled(scores, len(self.table.ids))
        degrees = [array("I") for _ in worth]
        put = [degree.append for degree in degrees]
        for place, level in enumerate(self._pick(levels)):
            put[level](place)
        places = array("I")
        for degree in reversed(degrees[1:]):
            places += degree
        return RankedIds(self, places)


class RankedIds(Sequence[str]):
    """Papers of a order by their places: none is touched before it is asked for."""

    def __init__(self, order: DefaultOrder, places: array[int]) -> None:
        self._order = order
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        """The paper or papers there."""
        if isinstance(at, int):
            return self._order[self._places[at]]
        return [self._order[place] for place in self._places[at]]

    def __iter__(self) -> Iterator[str]:
        return map(self._order.__getitem__, self._places)

    def find(self, id: str) -> int | None:
        """Where a paper is among these; None if it is not."""
        place = self._order.place(id)
        return place_of(place, self._places) if place is not None else None


def place_of(number: int, numbers: Sequence[int]) -> int | None:
    """Where the number is; None if it is not there."""
    try:
        return numbers.index(number)
    except ValueError:
        return None


def picker(rows: Sequence[int]) -> Callable[[Sequence[int]], tuple[int, ...]]:
    """Takes out of a list what it holds for these rows, in a third of the time of a loop."""
    return itemgetter(*rows) if len(rows) > 1 else lambda levels: tuple(levels[row] for row in rows)
