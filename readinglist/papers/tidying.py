"""The text of records made harmless, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readinglist.papers.field import Kind
from readinglist.papers.fields import FIELDS, UNKNOWN
from readinglist.papers.record import record_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from readinglist.papers.record import Record


def is_tidy(name: str, value: Any) -> bool:
    """Whether each text in a field's value is harmless."""
    if name == "parts":
        return all(is_tidy(inner, item) for part in value for inner, item in part.items())
    fits = FIELDS.get(name, UNKNOWN).is_tidy
    return all(map(fits, texts_in(value)))


def texts_in(value: Any) -> Iterator[str]:
    """The texts anywhere in a value, names included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item)
    elif isinstance(value, dict):
        yield from value
        yield from texts_in(list(value.values()))


def tidied(id: str, record: Mapping[str, Any]) -> Record:
    """A record without faults, with its text made harmless."""
    tidy = {name: harmless(name, value) for name, value in record.items() if value is not None}
    return record_of({"id": id} | tidy)


def harmless(name: str, value: Any) -> Any:
    """A field's value with its text made harmless."""
    if name == "parts" and value:
        return [{inner: harmless(inner, item) for inner, item in part.items() if item is not None} for part in value]
    field = FIELDS.get(name, UNKNOWN)
    if field.kind is Kind.TEXTS and value:
        return [text for item in value if (text := field.tidy(item)) or not item]  # none of control characters alone
    return each(value, field.tidy)


def each(value: Any, make: Callable[[str], str]) -> Any:
    """A value with each text in it replaced by what `make` gives for it."""
    if isinstance(value, str):
        return make(value)
    if isinstance(value, list):
        return [each(inner, make) for inner in value]
    if isinstance(value, dict):
        return {make(name): each(inner, make) for name, inner in value.items()}
    return value
