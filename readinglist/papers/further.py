"""The further fields of a paper: those that an export writes and no line of its own in the details shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readinglist.papers.fields import FIELDS
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.papers.paper import Paper

PERSONAL = frozenset(
    "file keywords annote annotation groups owner timestamp readstatus read priority ranking rating relevance "
    "qualityassured comment review date-added date-modified localfile mendeley-groups mendeley-tags creationdate "
    "modificationdate printed".split()
)
"""Raw fields of an imported entry that are about its owner, not the publication."""
PRIVATE = PERSONAL | {"abstract", "crossref", "xdata"}
"""Fields of an imported entry that stay at home; what ``crossref`` named is written in full."""
RAW = {name: field.raw for name, field in FIELDS.items() if field.raw}
"""Field of a record → the raw fields that state it."""
RIS_TAG = re.compile(r"[A-Z][A-Z0-9]")
RIS_PRIVATE = frozenset({"TY", "ER", "L1", "L2", "L3", "L4", "RN"})
"""Tags of RIS that are not written again: those with a place of their own, private files and notes."""
VENUES = ("journal", "journaltitle", "booktitle")


def further(paper: Paper) -> dict[str, str]:
    """The further fields of a paper by name, in lower case, and what each says, harmless and in one line."""
    record = paper.record
    raw = by_lower_name(record.get("raw") or {})
    told = {name for part, names in RAW.items() if record.get(part) for name in names}
    venues = [name for name in VENUES if raw.get(name)]
    told |= {name for name in venues if (len(venues) == 1 and paper.venue) or plainly(raw[name]) == paper.venue}
    fields = by_lower_name(record.get("fields") or {})
    texts = {name: fields.get(name) or text for name, text in raw.items() if name not in told} | fields
    texts |= {f"RIS {tag}": text for tag, text in only_in_ris(paper).items()}
    return {name: line for name, text in texts.items() if name not in PRIVATE and (line := clean(text))}


def only_in_ris(paper: Paper) -> dict[str, str]:
    """Values that only RIS has a place for, by tag, a line each."""
    found = paper.record.get("ris") or {}
    return {tag: text for tag, text in found.items() if RIS_TAG.fullmatch(tag) and tag not in RIS_PRIVATE}


def by_lower_name(fields: Mapping[str, str]) -> dict[str, str]:
    """Fields under their names in lower case; of two that differ in case alone the one that is in lower case stays."""
    found: dict[str, str] = {}
    for name, text in sorted(fields.items(), key=lambda field: not field[0].islower()):
        found.setdefault(name.lower(), text)
    return found


def plainly(value: str) -> str:
    """A raw value without braces, in one line."""
    return clean(value.replace("{", "").replace("}", ""))
