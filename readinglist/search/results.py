"""What a search found: rows with scores, and the papers in order; kept so that no step looks at each paper's id."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import compress, count
from operator import itemgetter
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from readinglist.search.index.row_table import Roll

Scores = Mapping[int, float]
"""Row → how well its paper matches."""


class Levels(Mapping[int, float]):
    """The scores of all rows, of which few are distinct: a dict takes thrice as long to make, and more to look into."""

    def __init__(self, levels: bytes | bytearray, worth: Sequence[float]) -> None:
        self.levels = levels
        """For each row the place of its score in `worth`; 0 where nothing was found."""
        self.worth = worth
        """The distinct scores, ascending; the first stands for nothing."""

    def __getitem__(self, row: int) -> float:
        if row >= len(self.levels) or not self.levels[row]:
            raise KeyError(row)
        return self.worth[self.levels[row]]

    def __iter__(self) -> Iterator[int]:
        return compress(count(), self.levels)

    def __len__(self) -> int:
        return len(self.levels) - self.levels.count(0)

    def pairs(self) -> Iterable[tuple[int, float]]:
        """The rows and their scores; `items` would ask for each."""
        return zip(self, map(self.worth.__getitem__, filter(None, self.levels)), strict=True)

    def added(self, pairs: Iterable[tuple[int, float]]) -> dict[int, float]:
        """The rows of `pairs` that are here too, with the sum of both scores."""
        levels, worth = self.levels, self.worth
        return {row: score + worth[level] for row, score in pairs if (level := levels[row])}

    @property
    def is_plain(self) -> bool:
        """Whether all that was found has the score 0."""
        return not any(self.worth)

    def within(self, plain: Levels) -> Levels:
        """The rows that are in another one too, which adds nothing to their scores."""
        kept = int.from_bytes(plain.levels.translate(WHOLE), "big")
        levels = int.from_bytes(self.levels, "big") & kept
        return Levels(levels.to_bytes(len(self.levels), "big"), self.worth)

    def without(self, rows: Iterable[int]) -> Levels:
        """All but these rows."""
        levels = bytearray(self.levels)
        for row in rows:
            levels[row] = 0
        return Levels(levels, self.worth)


WHOLE = bytes([0] + [255] * 255)
"""Makes every level all ones."""


def both(left: Scores | None, right: Scores) -> Scores:
    """The rows in both (None: all there are), with the sum of their scores."""
    if left is None:
        return right
    if isinstance(left, Levels) and isinstance(right, Levels):
        if right.is_plain:
            return left.within(right)
        if left.is_plain:
            return right.within(left)
    fewer, more = (left, right) if len(left) < len(right) else (right, left)
    if isinstance(more, Levels):
        return more.added(pairs(fewer))
    return {row: score + more[row] for row, score in pairs(fewer) if row in more}


def best(found: Iterable[Scores]) -> Scores:
    """The rows in any, with the best of their scores."""
    most, *others = sorted(found, key=len, reverse=True)
    scores = dict(pairs(most))
    for each in others:
        scores.update((row, score) for row, score in pairs(each) if score >= scores.get(row, 0.0))
    return scores


def without(scores: Scores, rows: Collection[int]) -> Scores:
    """All but these rows."""
    left = [row for row in rows if row in scores]
    if not left:
        return scores
    if isinstance(scores, Levels):
        return scores.without(left)
    kept = dict(scores)
    for row in left:
        del kept[row]
    return kept


def pairs(scores: Scores) -> Iterable[tuple[int, float]]:
    """Rows and scores."""
    return scores.pairs() if isinstance(scores, Levels) else scores.items()


def leveled(scores: Scores, size: int) -> tuple[Sequence[int], Sequence[float]]:
    """The levels of so many rows, and what each is worth."""
    if isinstance(scores, Levels):
        return scores.levels, scores.worth
    worth = [0.0, *sorted(set(scores.values()))]
    place = dict(zip(worth[1:], range(1, len(worth)), strict=True))
    levels = [0] * size
    for row, score in scores.items():
        levels[row] = place[score]
    return levels, worth


class Found(Mapping[str, float]):
    """The papers that match a query: id → relevance, 0 without words."""

    def __init__(self, roll: Roll, scores: Scores) -> None:
        self.roll = roll
        self.scores = scores
        self.rescored: dict[str, float] = {}
        """What has become of the relevance of papers that changed since."""

    def __getitem__(self, id: str) -> float:
        if id in self.rescored:
            return self.rescored[id]
        row = self.roll.row(id)
        if row is None:
            raise KeyError(id)
        return self.scores[row]

    def __iter__(self) -> Iterator[str]:
        return map(self.roll.ids.__getitem__, self.scores)

    def __len__(self) -> int:
        return len(self.scores)


class Standing:
    """Papers in the order in which they stand, to put what is found among them into that order."""

    def __init__(self, roll: Roll) -> None:
        self.roll = roll
        self._ids: list[str] = []
        self._rows: list[int] = []

    def extend(self, ids: Iterable[str]) -> None:
        """Let those of these papers that have a row stand after the others."""
        rows = self.roll.among(ids)
        self._rows += rows
        self._ids += map(self.roll.ids.__getitem__, rows)

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
        row = self.roll.row(id)
        return place_of(row, self._rows) if row is not None else None

    def those(self, scores: Scores) -> Picked:
        """The papers that have a score, in order."""
        levels, _ = leveled(scores, len(self.roll.ids))
        return Picked(self, array("I", compress(count(), self._pick(levels))))

    def best_first(self, scores: Scores) -> Picked:
        """The papers that have a score, the best first, equals in order; there are few degrees: nothing is sorted."""
        levels, worth = leveled(scores, len(self.roll.ids))
        degrees = [array("I") for _ in worth]
        put = [degree.append for degree in degrees]
        for place, level in enumerate(self._pick(levels)):
            put[level](place)
        places = array("I")
        for degree in reversed(degrees[1:]):
            places += degree
        return Picked(self, places)


class Picked(Sequence[str]):
    """Papers of a standing by their places: none is touched before it is asked for."""

    def __init__(self, standing: Standing, places: array[int]) -> None:
        self._standing = standing
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
            return self._standing[self._places[at]]
        return [self._standing[place] for place in self._places[at]]

    def __iter__(self) -> Iterator[str]:
        return map(self._standing.__getitem__, self._places)

    def find(self, id: str) -> int | None:
        """Where a paper is among these; None if it is not."""
        place = self._standing.place(id)
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
