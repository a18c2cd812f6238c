"""Where a paper stands on its way from new to read."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readinglist.papers.record import Record


class Status(StrEnum):
    """Where a paper stands on its way from new to read."""

    INBOX = "inbox"
    TO_READ = "to-read"
    READING = "reading"
    DONE = "done"
    SKIPPED = "skipped"
    TRASHED = "trashed"


STATUSES = {status.value: status for status in Status}
"""Quicker than the enumeration's own look-up, for lists of many papers."""


def status_of(record: Record) -> Status:
    """Where the paper of a record stands; `inbox` for a value this version does not know."""
    return STATUSES.get(record.get("status", ""), Status.INBOX)
