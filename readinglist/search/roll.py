"""The papers that are searched, each with a row: numbers are kept, compared and counted faster than ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.paper import Paper, Status, status_of
from readinglist.search.found import Levels

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from readinglist.paper import Record

NOBODY = Paper({})
"""Has the rows that no paper has."""
CODES = {status: code for code, status in enumerate(Status, 1)}
"""Statuses as bytes."""


class Roll:
    """Papers by row and rows by id; a paper whose texts change gets a new row."""

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        self.ids: list[str] = []
        """The id of each row's paper; empty where it has left."""
        self.papers: list[Paper] = []
        self._rows: dict[str, int] = {}
        self._statuses = bytearray()
        """The code of each row's status, 0 where there is no paper: asking each of many papers takes long."""
        self.empty: set[int] = set()
        """The rows that no paper has."""
        for paper in papers:
            self.enter(paper)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, id: str) -> bool:
        return id in self._rows

    @property
    def rows(self) -> Collection[int]:
        """The rows that papers have."""
        return self._rows.values()

    def of_status(self, test: Callable[[Record], bool]) -> Levels:
        """The rows of papers with a status that passes `test`; their score is 0."""
        passing = bytearray(256)
        for status, code in CODES.items():
            passing[code] = test({"status": status.value})
        return Levels(self._statuses.translate(passing), (0.0, 0.0))

    def row(self, id: str) -> int | None:
        """The row of a paper; None if it has none."""
        return self._rows.get(id)

    def among(self, ids: Iterable[str]) -> list[int]:
        """The rows of those of these papers that have one."""
        return [row for row in map(self._rows.get, ids) if row is not None]

    def enter(self, paper: Paper) -> int:
        """Give `paper` a new row."""
        row = self._rows[paper.id] = len(self.ids)
        self.ids.append(paper.id)
        self.papers.append(paper)
        self._statuses.append(code_of(paper))
        return row

    def skip(self) -> None:
        """Give a new row to nobody."""
        self.empty.add(len(self.ids))
        self.ids.append("")
        self.papers.append(NOBODY)
        self._statuses.append(0)

    def renew(self, row: int, paper: Paper) -> None:
        """The paper in `row` is now `paper`."""
        self.papers[row] = paper
        self._statuses[row] = code_of(paper)

    def leave(self, id: str) -> None:
        """Take away the row of a paper, if it has one."""
        row = self._rows.pop(id, None)
        if row is not None:
            self.ids[row] = ""
            self.papers[row] = NOBODY
            self._statuses[row] = 0
            self.empty.add(row)


def code_of(paper: Paper) -> int:
    """The code of a paper's status."""
    return CODES[status_of(paper.brief)]
