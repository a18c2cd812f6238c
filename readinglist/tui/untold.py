"""The facts of a joined record that its paper does not have, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readinglist.papers.author import full_name
from readinglist.text import clean
from readinglist.tui.glyphs import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = {
    "arxiv": "arXiv", "arxiv_version": "arXiv version", "doi": "DOI", "acl": "ACL", "openreview": "OpenReview",
    "url": "URL", "pmid": "PMID", "isbn": "ISBN", "issn": "ISSN", "entry_type": "type", "primary_class": "arXiv class",
    "author_count": "number of authors", "journal_ref": "journal reference", "aliases": "cite key",
    "organization_handle": "handle",
}  # fmt: skip
"""Field → what people call it, where that is not its name."""
UNSHOWN = frozenset({"abstract", "note"})
"""Texts that are named, but too long to be shown."""
LONGEST = 60
"""Characters of a value that are shown."""
MOST = 8
"""Fields that are named."""
NAMES_SHOWN = 3


def told(fields: Mapping[str, Any]) -> str:
    """Fields with their values: ``venue Some Workshop, year 2019``."""
    shown = [f"{called(name, value)} {value_of(name, value)}".rstrip() for name, value in fields.items()]
    more = f" and {len(shown) - MOST} more" if len(shown) > MOST else ""
    return ", ".join(shown[:MOST]) + more


def called(name: str, value: Any) -> str:
    """The name of a field as users know it; it may depend on the value."""
    if name == "date" and len(str(value)) == len("2019"):
        return "year"
    return plain(clean(NAMES.get(name, name.replace("_", " "))))


def value_of(name: str, value: Any) -> str:
    """A value in a few words; nothing of a long text."""
    if name in UNSHOWN:
        return ""
    parts = value if isinstance(value, list) else [value]
    texts = [full_name(part) if isinstance(part, dict) else str(part) for part in parts]
    more = f" and {len(texts) - NAMES_SHOWN} more" if len(texts) > NAMES_SHOWN else ""
    return short(", ".join(texts[:NAMES_SHOWN])) + more


def short(text: str) -> str:
    """The beginning of a text, harmless."""
    text = plain(clean(text))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
