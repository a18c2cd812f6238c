"""Search results: a lazy mapping of ids to relevance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readinglist.search.index.row_table import RowTable
    from readinglist.search.scores import Scores


class Results(Mapping[str, float]):
    """The papers that match a query: id → relevance, 0 without words."""

    def __init__(self, table: RowTable, scores: Scores) -> None:
        self.table = table
        self.scores = scores
        self.rescored: dict[str, float] = {}
        """The relevance of papers that changed since the search."""

    def __getitem__(self, id: str) -> float:
        if id in self.rescored:
            return self.rescored[id]
        row = self.table.row(id)
        if row is None:
            raise KeyError(id)
        return self.scores[row]

    def __iter__(self) -> Iterator[str]:
        return map(self.table.ids.__getitem__, self.scores)

    def __len__(self) -> int:
        return len(self.scores)

    def within(self, ids: Iterable[str]) -> Results:
        """The results among these papers alone."""
        scores = self.scores
        return Results(self.table, {row: scores[row] for row in self.table.among(ids) if row in scores})
