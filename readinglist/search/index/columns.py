"""Columns: fields that are searched whole, not word by word, such as cite keys, ids, tags and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.papers.field import SearchText
from readinglist.papers.fields import FIELDS
from readinglist.papers.record import values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from readinglist.papers.record import Record

HAS = {field.has: name for name, field in sorted(FIELDS.items(), key=lambda row: row[1].has) if field.has}
"""Value of ``has:`` → the field of the record."""
HELD = tuple(name for name in HAS.values() if FIELDS[name].search)
"""The fields of which the index knows whether there is a value."""
END = "\n"
"""Delimits each value, so that a search can ask for a whole value or a prefix."""


def one(field: str) -> Callable[[Record], Iterable[str]]:
    """A reader of a field that holds one text."""
    return lambda record: filter(None, (str(record.get(field) or ""),))


def many(field: str) -> Callable[[Record], Iterable[str]]:
    """Reads a field of a record that holds texts."""
    return lambda record: values_of(record).get(field, ())


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
"""Fields with few distinct values, stored once each."""


class Columns:
    """The values of all rows by field, in lower case, as one text a row that is searched for substrings."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {field: [] for field in COLUMNS}
        """Field → the text of each row; may be shorter than the row table."""
        self._known: dict[str, str] = {}

    def put(self, row: int, record: Record) -> None:
        """Set the values of a row."""
        for field, values in COLUMNS.items():
            text = END.join(values(record)).lower()
            column = self.texts[field]
            column += [""] * (row + 1 - len(column))
            column[row] = f"{END}{text}{END}" if text else ""
            if field in SHARED:
                column[row] = self._known.setdefault(column[row], column[row])

    def sharing(self) -> Iterator[None]:
        """Share equal texts read from a file, a few milliseconds of work between two yields."""
        for field in SHARED:
            column = self.texts[field]
            column[:] = map(self._known.setdefault, column, column)
            yield

    def rows(self, field: str, parts: Iterable[str]) -> set[int]:
        """The rows with a value that contains one of `parts`; a part between two `END` is a whole value."""
        column = self.texts[field]
        return {row for part in parts for row, text in enumerate(column) if part in text}
