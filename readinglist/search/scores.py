"""How well papers match: scores by row of the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress, count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator


Scores = Mapping[int, float]
"""Row → how well its paper matches."""


class ScoreArray(Mapping[int, float]):
    """Scores as one byte a row, an index into the distinct scores: three times as fast to build as a dict."""

    def __init__(self, levels: bytes | bytearray, worth: Sequence[float]) -> None:
        self.levels = levels
        """For each row the index of its score in `worth`; 0 without a match."""
        self.worth = worth
        """The distinct scores, ascending; the first is for rows without a match."""

    def __getitem__(self, row: int) -> float:
        if row >= len(self.levels) or not self.levels[row]:
            raise KeyError(row)
        return self.worth[self.levels[row]]

    def __iter__(self) -> Iterator[int]:
        return compress(count(), self.levels)

    def __len__(self) -> int:
        return len(self.levels) - self.levels.count(0)

    def pairs(self) -> Iterable[tuple[int, float]]:
        """Rows with their scores, without the look-up for each that `items` makes."""
        return zip(self, map(self.worth.__getitem__, filter(None, self.levels)), strict=True)

    def added(self, pairs: Iterable[tuple[int, float]]) -> dict[int, float]:
        """The rows that are also in `pairs`, with the sum of both scores."""
        levels, worth = self.levels, self.worth
        return {row: score + worth[level] for row, score in pairs if (level := levels[row])}

    @property
    def is_plain(self) -> bool:
        """Whether all scores are 0."""
        return not any(self.worth)

    def within(self, plain: ScoreArray) -> ScoreArray:
        """The rows that are also in `plain`, a plain array, with their own scores."""
        mask = int.from_bytes(plain.levels.translate(WHOLE), "big")
        levels = int.from_bytes(self.levels, "big") & mask
        return ScoreArray(levels.to_bytes(len(self.levels), "big"), self.worth)

    def without(self, rows: Iterable[int]) -> ScoreArray:
        """A copy without these rows."""
        levels = bytearray(self.levels)
        for row in rows:
            levels[row] = 0
        return ScoreArray(levels, self.worth)


WHOLE = bytes([0] + [255] * 255)
"""Translation table that turns every level into a mask of ones."""


def both(left: Scores | None, right: Scores) -> Scores:
    """The rows in both (None: all rows), with the sum of their scores."""
    if left is None:
        return right
    if isinstance(left, ScoreArray) and isinstance(right, ScoreArray):
        if right.is_plain:
            return left.within(right)
        if left.is_plain:
            return right.within(left)
    fewer, more = (left, right) if len(left) < len(right) else (right, left)
    if isinstance(more, ScoreArray):
        return more.added(pairs(fewer))
    return {row: score + more[row] for row, score in pairs(fewer) if row in more}


def best(found: Iterable[Scores]) -> Scores:
    """The rows in any of the scores, each with its highest score."""
    most, *others = sorted(found, key=len, reverse=True)
    scores = dict(pairs(most))
    for each in others:
        scores.update((row, score) for row, score in pairs(each) if score >= scores.get(row, 0.0))
    return scores


def without(scores: Scores, rows: Collection[int]) -> Scores:
    """The scores less these rows."""
    left = [row for row in rows if row in scores]
    if not left:
        return scores
    if isinstance(scores, ScoreArray):
        return scores.without(left)
    others = dict(scores)
    for row in left:
        del others[row]
    return others


def pairs(scores: Scores) -> Iterable[tuple[int, float]]:
    """Rows with their scores, by the fastest way."""
    return scores.pairs() if isinstance(scores, ScoreArray) else scores.items()


def leveled(scores: Scores, size: int) -> tuple[Sequence[int], Sequence[float]]:
    """Scores of `size` rows as levels and distinct scores, as in a `ScoreArray`."""
    if isinstance(scores, ScoreArray):
        return scores.levels, scores.worth
    worth = [0.0, *sorted(set(scores.values()))]
    place = dict(zip(worth[1:], range(1, len(worth)), strict=True))
    levels = [0] * size
    for row, score in scores.items():
        levels[row] = place[score]
    return levels, worth
