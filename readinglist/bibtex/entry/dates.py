"""Dates of entries: ``date`` (biblatex), ``year``, ``month`` and ``day`` (BibTeX), and the macros of months."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from readinglist.latex.decoder import printed_text
from readinglist.papers.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.bibtex.entry.field_names import Fields


MONTH_NAMES = {
    "jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May", "jun": "June", "jul": "July",
    "aug": "August", "sep": "September", "oct": "October", "nov": "November", "dec": "December",
}  # fmt: skip
"""Month macro, which every BibTeX style defines → name."""
MONTHS = tuple(MONTH_NAMES)
DATE_PARTS = ("year", "month", "day")
"""BibTeX's fields for what biblatex has in ``date``."""
YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
RANGE = re.compile(r"\s*(?:-+|–|/)\s*")


def date_of(raw: Mapping[str, str]) -> PartialDate | None:
    """The date in ``date``, else in ``year``, ``month`` and ``day``; None if no year is known."""
    get = raw.get
    return parse_date(get("date", ""), get("year", ""), get("month", ""), get("day", ""))


@lru_cache(1024)
def parse_date(date: str, year: str, month: str, day: str) -> PartialDate | None:
    """The date in the values of these four fields; None if no year is known."""
    if date and (whole := PartialDate.parse(date.split("/", maxsplit=1)[0].rstrip("~?% ")) or year_in(date)):
        return whole
    found = PartialDate.parse(year) if len(year) == 4 else year_in(year)
    if not found or found.month or not month:
        return found
    number = day_of(day) or (0 if month.strip("{} ").isdigit() else day_of(month))
    return PartialDate.of(found.year, month_of(month), number) or PartialDate.of(found.year, month_of(month))


def year_in(text: str) -> PartialDate | None:
    """The first year in a text."""
    match = YEAR.search(text)
    return PartialDate.of(int(match[0])) if match else None


def month_of(text: str) -> int:
    """The number of the first month named in a ``month`` field; 0 if none is."""
    if text in MONTHS:
        return MONTHS.index(text) + 1
    words = re.findall(r"[a-z]{3,}", printed_text(text).lower())
    named = next((word[:3] for word in words if word[:3] in MONTHS), "")
    if named:
        return MONTHS.index(named) + 1
    number = text.strip("{} ")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 4 and 1 <= int(number) <= 12 else 0


def day_of(text: str) -> int:
    """The only day in a value such as ``12~June``; 0 if there is none, or several."""
    days = DAY.findall(text)
    return int(days[0]) if len(days) == 1 else 0


def split_date(fields: Fields) -> None:
    """Replace ``date`` by ``year``, ``month`` and ``day``."""
    if "date" not in fields or not (first := date_of(fields)):
        return
    last = date_of({"date": fields["date"].partition("/")[2]})
    for name in ("date", *DATE_PARTS):
        fields.pop(name, None)
    fields["year"] = f"{first.year:04d}"
    if first.month:
        month = MONTHS[first.month - 1]
        goes_on = last and last.year == first.year and last.month > first.month
        fields["month"] = f"{month}--{MONTHS[last.month - 1]}" if last and goes_on else month
        if first.day and not last:
            fields["day"] = str(first.day)


def join_date(fields: Fields) -> None:
    """Replace ``year``, ``month`` and ``day`` by ``date``."""
    get = fields.get
    if "date" not in fields and (date := iso_date(get("year", ""), get("month", ""), get("day", ""))):
        fields["date"] = date
    if "date" in fields:
        for name in DATE_PARTS:
            fields.pop(name, None)


@lru_cache(1024)
def iso_date(year: str, month: str, day: str) -> str:
    """An ISO 8601 date or range of months from ``year``, ``month`` and ``day``; empty if they are no date."""
    date = date_of({"year": year, "month": month, "day": day}) if year.isdigit() else None
    first, _, last = month.partition("--")
    if date and first in MONTHS and last in MONTHS:
        return f"{year}-{MONTHS.index(first) + 1:02d}/{year}-{MONTHS.index(last) + 1:02d}"
    return str(date or "")


def month_macro(value: str) -> str:
    """The macro of a month (``jun``) or the two of a range (``jun--aug``); empty for anything else."""
    if value in MONTHS:
        return value
    parts = RANGE.split(value.strip("{}. "))
    months = [MONTHS[number - 1] if (number := month_of(part)) and part.strip(". ").isalnum() else "" for part in parts]
    return "--".join(months) if len(months) <= 2 and all(months) else ""
