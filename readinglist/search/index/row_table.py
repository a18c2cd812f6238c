"""The papers that are searched, each with a row: numbers are kept, compared and counted faster than ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.papers.paper import Paper
from readinglist.papers.status import Status
from readinglist.search.scores import ScoreArray

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from readinglist.papers.record import Record

NOBODY = Paper({})
"""Has the rows that no paper has."""
CODES = {status.value: code for code, status in enumerate(Status, 1)}
"""Statuses as bytes."""
INBOX = CODES[Status.INBOX.value]
"""Where a paper stands whose status this version does not know."""


class RowTable:
    """Papers by row and rows by id; a paper keeps its row, unless words that came from a file point to it."""

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        self.ids: list[str] = []
        """The id of each row's paper; empty where it has left."""
        self.papers: list[Paper] = []
        self._rows: dict[str, int] = {}
        self._statuses = bytearray()
        """The code of each row's status, 0 where there is no paper: asking each of many papers takes long."""
        self.empty: set[int] = set()
        """The rows that no paper has."""
        self.packed = 0
        """The number of rows that came from a file: none of them is used for other words."""
        self.extend(papers)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, id: str) -> bool:
        return id in self._rows

    @property
    def rows(self) -> Collection[int]:
        """The rows that papers have."""
        return self._rows.values()

    def of_status(self, test: Callable[[Record], bool]) -> ScoreArray:
        """The rows of papers with a status that passes `test`; their score is 0."""
        passing = bytearray(256)
        for status, code in CODES.items():
            passing[code] = test({"status": status})
        return ScoreArray(self._statuses.translate(passing), (0.0, 0.0))

    def row(self, id: str) -> int | None:
        """The row of a paper; None if it has none."""
        return self._rows.get(id)

    def among(self, ids: Iterable[str]) -> list[int]:
        """The rows of those of these papers that have one."""
        return [row for row in map(self._rows.get, ids) if row is not None]

    def extend(self, papers: Iterable[Paper | None]) -> range:
        """Give each paper a new row, and one to nobody for each None."""
        first, some = len(self.ids), [paper or NOBODY for paper in papers]
        rows = range(first, first + len(some))
        ids = [paper.brief.get("id", "") for paper in some]
        self._rows.update((id, row) for id, row in zip(ids, rows, strict=True) if id)
        self.empty.update(row for id, row in zip(ids, rows, strict=True) if not id)
        self.ids += ids
        self.papers += some
        self._statuses += bytes(map(code_of, some))
        return rows

    def enter(self, paper: Paper) -> int:
        """Give `paper` a new row."""
        return self.extend((paper,))[0]

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
    """The code of a paper's status, 0 for nobody."""
    return CODES.get(paper.brief.get("status", ""), INBOX) if paper is not NOBODY else 0
