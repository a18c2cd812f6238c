"""The row table: searched papers by number, as numbers are stored, compared and counted faster than ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.papers.paper import Paper
from readinglist.papers.status import Status
from readinglist.search.scores import ScoreArray

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from readinglist.papers.record import Record

VACANT = Paper({})
"""The paper of vacant rows."""
CODES = {status.value: code for code, status in enumerate(Status, 1)}
"""Statuses as bytes."""
INBOX = CODES[Status.INBOX.value]
"""The code for a status that this version does not know."""


class RowTable:
    """Papers by row and rows by id; the row of a paper changes only if postings from a cached index point to it."""

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        self.ids: list[str] = []
        """The id of each row's paper; empty for a vacant row."""
        self.papers: list[Paper] = []
        self._rows: dict[str, int] = {}
        self._statuses = bytearray()
        """The status of each row as a code, 0 for a vacant row: one translation tests all papers."""
        self.empty: set[int] = set()
        """The vacant rows."""
        self.packed = 0
        """The number of rows from a cached index; packed postings point to them, so that they are not reused."""
        self.extend(papers)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, id: str) -> bool:
        return id in self._rows

    @property
    def rows(self) -> Collection[int]:
        """The occupied rows."""
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
        """The rows of these papers, as far as they have one."""
        return [row for row in map(self._rows.get, ids) if row is not None]

    def extend(self, papers: Iterable[Paper | None]) -> range:
        """Add a row for each paper, and a vacant one for each None."""
        first, some = len(self.ids), [paper or VACANT for paper in papers]
        rows = range(first, first + len(some))
        ids = [paper.brief.get("id", "") for paper in some]
        self._rows.update((id, row) for id, row in zip(ids, rows, strict=True) if id)
        self.empty.update(row for id, row in zip(ids, rows, strict=True) if not id)
        self.ids += ids
        self.papers += some
        self._statuses += bytes(map(code_of, some))
        return rows

    def enter(self, paper: Paper) -> int:
        """Add a row for `paper`."""
        return self.extend((paper,))[0]

    def renew(self, row: int, paper: Paper) -> None:
        """Replace the paper in a row."""
        self.papers[row] = paper
        self._statuses[row] = code_of(paper)

    def leave(self, id: str) -> None:
        """Vacate the row of a paper, if it has one."""
        row = self._rows.pop(id, None)
        if row is not None:
            self.ids[row] = ""
            self.papers[row] = VACANT
            self._statuses[row] = 0
            self.empty.add(row)


def code_of(paper: Paper) -> int:
    """The code of a paper's status, 0 for a vacant row."""
    return CODES.get(paper.brief.get("status", ""), INBOX) if paper is not VACANT else 0
