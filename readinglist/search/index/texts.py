"""The texts of a paper that are searched, by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.papers.field import SearchText
from readinglist.papers.fields import FIELDS
from readinglist.papers.record import values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from readinglist.papers.record import Record


def names(record: Record, first: int = 0, last: int | None = None) -> list[str]:
    """The names of the authors from `first` to `last`, given name first and family name first."""
    found: list[str] = []
    for author in record.get("authors", ())[first:last]:
        given, literal = author.get("given", ""), author.get("literal", "")
        family = " ".join(author[part] for part in ("particle", "family", "suffix") if part in author)
        found += [f"{given} {family}", f"{family} {given}"] if given else [family or literal]
    return found


def texts_of(field: str) -> Callable[[Record], Iterable[str]]:
    """Reads the texts of a field of a record, one or a list of them."""

    def read(record: Record) -> Iterable[str]:
        value: str | list[str] = values_of(record).get(field) or []
        return (value,) if isinstance(value, str) else value

    return read


def preprint_title(record: Record) -> list[str]:
    """The title of the preprint, where it is not that of the publication."""
    title = (record.get("preprint") or {}).get("title")
    return [title] if isinstance(title, str) else []


def years(record: Record) -> list[str]:
    """The year, and that of the preprint with its DOI."""
    preprint = record.get("preprint") or {}
    return [str(each.get("date") or "")[:4] for each in (record, preprint)] + [str(preprint.get("doi") or "")]


READERS: dict[str, Callable[[Record], Iterable[str]]] = {"authors": names, "date": years, "preprint": preprint_title}
"""Fields whose searched texts are not simply their values."""


def reader(fields: Iterable[str]) -> Callable[[Record], list[str]]:
    """Reads the searched texts of these fields of a record."""
    readers = [READERS.get(field) or texts_of(field) for field in fields]
    return lambda record: [text for read in readers for text in read(record)]


WORDED = frozenset(SearchText) - {SearchText.IDS, SearchText.TAGS}
"""Texts that are searched word by word, by the beginnings of words."""
ids = reader(name for name, field in FIELDS.items() if field.search is SearchText.IDS)
"""Reads cite keys, ids and years."""
TEXTS = {
    field.query: reader(name for name, each in FIELDS.items() if each.search is field.search)
    for field in FIELDS.values()
    if field.query and field.search in WORDED
}
"""Name in a query → reader of the texts in which its value is looked for, at the beginnings of words, case and accents
aside."""
SEARCHED = frozenset(name for name, field in FIELDS.items() if field.search or field.query)
"""The fields of a record that hold searched texts or stand in columns."""
