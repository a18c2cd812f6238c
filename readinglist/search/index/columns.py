"""What papers are asked for as it is, not word by word: cite keys, ids, tags, sources, which fields have a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from readinglist.papers.record import Record

HELD = ("abstract", "arxiv", "authors", "date", "doi", "note", "organization", "tags", "venue")
"""The fields of a record of which is known whether there is a value."""
END = "\n"
"""Stands before and after each value: what is whole can be told from a part."""


def one(field: str) -> Callable[[Record], Iterable[str]]:
    """Reads a field of a record that holds one text."""
    return lambda record: filter(None, (str(record.get(field) or ""),))


COLUMNS: dict[str, Callable[[Record], Iterable[str]]] = {
    "key": lambda record: filter(None, (str(record.get("key") or ""), *record.get("aliases", ()))),
    "arxiv": one("arxiv"),
    "doi": one("doi"),
    "acl": one("acl"),
    "tag": lambda record: record.get("tags", ()),
    "source": lambda record: record.get("sources", ()),
    "has": lambda record: filter(record.get, HELD),
}
"""Field of a query → its values in a record."""


SHARED = frozenset({"tag", "source", "has"})
"""Fields in which most papers have what others have too."""


class Columns:
    """The values of all rows by field, in lower case: one text a row, as they are looked through for a part."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {field: [] for field in COLUMNS}
        """Field → the text of each row; rows that no paper had yet may be missing at the end."""
        self._known: dict[str, str] = {}

    def put(self, row: int, record: Record) -> None:
        """The paper in a row, from now on."""
        for field, values in COLUMNS.items():
            text = END.join(values(record)).lower()
            column = self.texts[field]
            column += [""] * (row + 1 - len(column))
            column[row] = f"{END}{text}{END}" if text else ""
            if field in SHARED:
                column[row] = self._known.setdefault(column[row], column[row])

    def sharing(self) -> Iterator[None]:
        """Keeps each text once that came from a file many times, a few milliseconds between two yields."""
        for field in SHARED:
            column = self.texts[field]
            column[:] = map(self._known.setdefault, column, column)
            yield

    def rows(self, field: str, parts: Iterable[str]) -> set[int]:
        """The rows that have one of `parts` within a value; one between two `END` is a whole value."""
        column = self.texts[field]
        return {row for part in parts for row, text in enumerate(column) if part in text}
