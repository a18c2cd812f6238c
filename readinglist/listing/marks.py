"""Marks: papers picked for the next action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from readinglist.listing.rows import Rows
    from readinglist.papers.paper import Paper


class Marked(Protocol):
    """The list that marks are for."""

    rows: Rows
    cursor: int

    @property
    def papers(self) -> Mapping[str, Paper]:
        """The papers there are, shown or not."""


class Marks:
    """Ids of marked papers in the order in which they were marked, and the range being marked."""

    def __init__(self, listing: Marked) -> None:
        self.anchor = ""
        """The paper at which a range began; empty if none is being marked."""
        self._listing = listing
        self._ids: dict[str, None] = {}
        self._hidden: set[str] = set()

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __contains__(self, id: str) -> bool:
        return id in self._ids

    @property
    def hidden(self) -> int:
        """The number of marked papers that are not shown."""
        return len(self._hidden)

    def shown(self) -> list[str]:
        """The marked papers that are shown, in the order of the rows."""
        find = self._listing.rows.find
        return sorted((id for id in self._ids if id not in self._hidden), key=lambda marked: find(marked) or 0)

    def is_at(self, row: int) -> bool:
        """Whether the paper in `row` is marked or in the range being marked."""
        first, last = self._range()
        return self._listing.rows[row] in self._ids or first <= row <= last

    def add(self, ids: Iterable[str]) -> None:
        """Mark these papers, as far as there are such."""
        papers, shown = self._listing.papers, self._listing.rows.ids
        for id in ids:
            if id in papers:
                self._ids[id] = None
                self.update_one(id, is_shown=id in shown)

    def remove(self, ids: Iterable[str]) -> None:
        """Unmark these papers."""
        for id in list(ids):
            self._ids.pop(id, None)
            self._hidden.discard(id)

    def clear(self) -> None:
        """Unmark all papers."""
        self.remove(self._ids)

    def toggle(self) -> None:
        """Mark the paper under the cursor, or unmark it."""
        for id in self._between(self._listing.cursor, self._listing.cursor):
            if id in self._ids:
                self.remove([id])
            else:
                self.add([id])

    def toggle_all(self) -> None:
        """Mark all papers shown, or unmark them if they all are."""
        rows = self._listing.rows
        if all(id in self._ids for id in rows):
            self.remove(rows)
        else:
            self.add(rows)

    def toggle_range(self) -> None:
        """Begin a range at the cursor, or mark the one begun."""
        if self.anchor:
            self.end_range()
        else:
            self.anchor = next(iter(self._between(self._listing.cursor, self._listing.cursor)), "")

    def end_range(self) -> None:
        """Mark the range being marked."""
        first, last = self._range()
        self.anchor = ""
        self.add(self._between(first, last))

    def update_one(self, id: str, *, is_shown: bool) -> None:
        """Record whether a paper is shown."""
        if id in self._ids and not is_shown:
            self._hidden.add(id)
        else:
            self._hidden.discard(id)

    def update_hidden(self, shown: Container[str]) -> None:
        """Record which marked papers are shown."""
        self._hidden = {id for id in self._ids if id not in shown}

    def _range(self) -> tuple[int, int]:
        row = self._listing.rows.find(self.anchor) if self.anchor else None
        cursor = self._listing.cursor
        return (0, -1) if row is None else (min(row, cursor), max(row, cursor))

    def _between(self, first: int, last: int) -> list[str]:
        return self._listing.rows.between(first, last)
