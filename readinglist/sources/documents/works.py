"""Works as Crossref and CSL-JSON describe them: types, dates and people."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from readinglist.papers.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.papers.author import Author


ENTRY_TYPES = {
    "journal-article": "article",
    "proceedings-article": "inproceedings",
    "proceedings": "proceedings",
    "proceedings-series": "proceedings",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-series": "book",
    "book-set": "book",
    "book-chapter": "incollection",
    "book-part": "incollection",
    "book-section": "incollection",
    "book-track": "incollection",
    "reference-entry": "incollection",
    "dissertation": "phdthesis",
    "report": "techreport",
    "report-component": "techreport",
    "report-series": "techreport",
}
"""Crossref's type → BibTeX's; all others are ``misc``."""
DATES = ("published-print", "published", "published-online", "posted", "issued")
"""Keys of the date of publication, that of volume and pages first."""
NUMBER = re.compile(r"[0-9]{1,4}")


def joined(people: Iterable[Author]) -> str:
    """Names as BibTeX joins them, family names first, organisations in braces."""
    names = (f"{{{p.literal}}}" if p.literal else ", ".join(filter(None, (p.last, p.suffix, p.given))) for p in people)
    return " and ".join(names)


def date_of(work: dict[str, Any]) -> PartialDate | None:
    """Date of publication."""
    return next((found for name in DATES if (found := date_in(work.get(name)))), None)


def date_in(value: object) -> PartialDate | None:
    """Date from ``{"date-parts": [[2012, 3, 21]]}``, any part of which may be missing or null."""
    rows = value.get("date-parts") if isinstance(value, dict) else None
    row = rows[0] if isinstance(rows, list) and rows else None
    parts = row[:3] if isinstance(row, list) else []
    numbers = [int(part) for part in takewhile(lambda part: NUMBER.fullmatch(str(part)), parts)]
    return PartialDate.of(*numbers) if numbers else None
