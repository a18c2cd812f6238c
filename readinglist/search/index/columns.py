"""What papers are asked for as it is, not word by word: cite keys, ids, tags, sources, which fields have a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.papers.field import SearchText
from readinglist.papers.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from readinglist.papers.record import Record

HAS = {field.has: name for name, field in sorted(FIELDS.items(), key=lambda row: row[1].has) if field.has}
"""What ``has:`` can ask for → the field of the record."""
HELD = tuple(name for name in HAS.values() if FIELDS[name].search)
"""The fields of which the index knows whether there is a value."""
END = "\n"
"""Stands before and after each value: what is whole can be told from a part."""


def one(field: str) -> Callable[[Record], Iterable[str]]:
    """Reads a field of a record that holds one text."""
    return lambda record: filter(None, (str(record.get(field) or ""),))


def many(field: str) -> Callable[[Record], Iterable[str]]:
    """Reads a field of a record that holds texts."""
    return lambda record: record.get(field, ())


ID_FIELDS = tuple(field.query for field in FIELDS.values() if field.query and field.search is SearchText.IDS)
"""Names in a query of which any part of the value is looked for."""
COLUMNS: dict[str, Callable[[Record], Iterable[str]]] = {
    **{name: one(name) for name in ID_FIELDS},
    "key": lambda record: filter(None, (str(record.get("key") or ""), *record.get("aliases", ()))),
    "tag": many("tags"),
    "source": many("sources"),
    "has": lambda record: filter(record.get, HELD),
}
"""Name in a query → its values in a record."""


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
