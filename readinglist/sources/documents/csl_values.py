"""Names and dates of a CSL item, of which any part may be missing or of another type."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from readinglist.papers.author import Author
from readinglist.sources.documents.markup import plain
from readinglist.sources.documents.person_names import author, person
from readinglist.sources.documents.references import date_in_text, longest
from readinglist.text import clean

if TYPE_CHECKING:
    from readinglist.papers.partial_date import PartialDate


NUMBER = re.compile(r"\d{1,4}", re.ASCII)


def name(entry: object) -> Author | None:
    """Author of one name; None if it is empty."""
    if isinstance(entry, str):
        return author(entry)
    if not isinstance(entry, dict):
        return None
    parts = {part: plain(text) for part, text in entry.items() if isinstance(text, str)}
    family, given = parts.get("family", ""), parts.get("given", "")
    if not family and not given:
        literal = parts.get("literal") or parts.get("name", "")
        return Author(literal=literal) if literal else None
    particle = " ".join(filter(None, (parts.get("dropping-particle"), parts.get("non-dropping-particle"))))
    suffix = parts.get("suffix", "")
    if particle:
        return Author(family or given, given if family else "", particle, suffix)
    return person(family or given, given if family else "", suffix)


def date_of(value: object) -> PartialDate | None:
    """Date from CSL's ``date-parts`` or free text; parts that make it invalid are dropped."""
    if isinstance(value, str | int):
        return date_in_text(str(value))
    if not isinstance(value, dict):
        return None
    numbers = takewhile(NUMBER.fullmatch, (part.strip() for part in parts_of(value)[:3]))
    date = longest([int(number) for number in numbers])
    texts = (value.get(name) for name in ("raw", "literal"))
    return date or next((found for text in texts if isinstance(text, str) and (found := date_in_text(text))), None)


def parts_of(date: dict[str, Any]) -> list[str]:
    """First row of ``date-parts``, whose parts may be numbers, texts or null."""
    rows = date.get("date-parts")
    row = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], list) else rows
    return [str(part) for part in (row if isinstance(row, list) else [row]) if isinstance(part, str | int)]


def date_text(date: object) -> str:
    """Text of a date for messages; empty if it has none."""
    if isinstance(date, dict):
        texts = [date.get("raw"), date.get("literal")]
        return clean(" ".join([*parts_of(date), *(text for text in texts if isinstance(text, str))]))
    return clean(str(date)) if isinstance(date, str | int) else ""
