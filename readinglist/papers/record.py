"""A paper as it is stored: a JSON record."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from readinglist.papers.fields import Record as Record  # noqa: PLC0414, TC001 - for those who import it from here

if TYPE_CHECKING:
    from collections.abc import Mapping

Values = dict[str, Any]
"""Fields to set; None removes one."""


def record_of(values: Mapping[str, Any]) -> Record:
    """A record of fields that were put together by name."""
    return cast("Record", values)


def values_of(record: Record) -> Mapping[str, Any]:
    """The fields of a record, to be looked up by names that are not known beforehand."""
    return record


def without_none(values: Mapping[str, Any]) -> Record:
    """A record of the fields that have a value."""
    return record_of({name: value for name, value in values.items() if value is not None})


def now() -> str:
    """The time as stored: ISO 8601 UTC, whole seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def known_only(values: Mapping[str, Any]) -> Record:
    """The fields that say something."""
    return record_of({name: value for name, value in values.items() if value or (value == 0 and value is not False)})


def cite_keys(record: Record) -> list[str]:
    """The lower-case cite keys a record answers to."""
    return [key.lower() for key in (record.get("key"), *record.get("aliases", ())) if key]
