"""A paper as it is stored: a JSON record, and what is known of one without reading it whole."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

Record = dict[str, Any]
"""A paper as stored: JSON values only, absent means unknown, keys we don't know are kept."""


def now() -> str:
    """The time as stored: ISO 8601 UTC, whole seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def told(record: Record) -> Record:
    """The fields of a record that say something."""
    return {name: value for name, value in record.items() if value or (value == 0 and value is not False)}


def cite_keys(record: Record) -> list[str]:
    """The lower-case cite keys a record answers to."""
    return [key.lower() for key in (record.get("key"), *record.get("aliases", ())) if key]
