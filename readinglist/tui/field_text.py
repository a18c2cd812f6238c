"""Fields of records in words, for previews and reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readinglist.papers.author import full_name
from readinglist.papers.fields import label
from readinglist.text import clean
from readinglist.tui.glyphs import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

NUMBERS = {"pmid": "PMID", "isbn": "ISBN", "issn": "ISSN"}
"""Further fields with names that are abbreviations."""
UNSHOWN = frozenset({"abstract", "note"})
"""Texts that are named, but too long to be shown."""
LONGEST = 60
"""Characters of a value that are shown."""
MOST = 8
"""Fields that are named."""
NAMES_SHOWN = 3


def described(fields: Mapping[str, Any]) -> str:
    """Fields with their values: ``venue Some Workshop, year 2019``."""
    shown = [f"{called(name, value)} {value_of(name, value)}".rstrip() for name, value in fields.items()]
    more = f" and {len(shown) - MOST} more" if len(shown) > MOST else ""
    return ", ".join(shown[:MOST]) + more


def called(name: str, value: Any = "") -> str:
    """The name of a field as users know it; it may depend on the value."""
    if name == "date" and len(str(value)) == len("2019"):
        return "year"
    return plain(clean(NUMBERS.get(name) or label(name)))


def value_of(name: str, value: Any) -> str:
    """A value in a few words; empty for a long text."""
    if name in UNSHOWN:
        return ""
    parts = value if isinstance(value, list) else [value]
    texts = [full_name(part) if isinstance(part, dict) else str(part) for part in parts]
    more = f" and {len(texts) - NAMES_SHOWN} more" if len(texts) > NAMES_SHOWN else ""
    return short(", ".join(texts[:NAMES_SHOWN])) + more


def short(text: str) -> str:
    """The beginning of a text, sanitised."""
    text = plain(clean(text))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
