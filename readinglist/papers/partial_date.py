"""Dates of which the day or the month may be unknown."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple


class PartialDate(NamedTuple):
    """A date of which the day, or the month too, may be unknown (0)."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def parse(cls, text: str) -> PartialDate | None:
        """The date of ``2024``, ``2024-06``, ``2024-06-16`` or an ISO time; None if it is no such date."""
        parts = text.strip().split("T")[0].split("-")
        if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
            return None
        return cls.of(*(int(part) for part in parts))

    @classmethod
    def of(cls, year: int, month: int = 0, day: int = 0) -> PartialDate | None:
        """The date of these numbers, None if there is no such day."""
        try:
            date(year, month or 1, day or 1)
        except (ValueError, OverflowError):
            return None
        return cls(year, month, day if month else 0)

    def __str__(self) -> str:
        year = f"{self.year:04d}"
        if not self.month:
            return year
        return f"{year}-{self.month:02d}-{self.day:02d}" if self.day else f"{year}-{self.month:02d}"


@lru_cache(4096)
def year_of(date: str) -> int | None:
    """The year that a date starts with; many papers have the same."""
    year = date[:4]
    return int(year) if year.isdigit() else None
