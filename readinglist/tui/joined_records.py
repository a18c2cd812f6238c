"""The records that a paper was made of, in lines: date and reason of each, and its facts that the paper lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.text import clean
from readinglist.tui.field_text import described, short
from readinglist.tui.glyphs import counted, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.papers.paper import Paper
    from readinglist.papers.record import Record

MOST = 12
"""Records that are listed, the newest."""


def preprint(paper: Paper) -> str:
    """Title, date and DOI of the preprint, as far as they differ from the publication's."""
    found: Mapping[str, str] = paper.record.get("preprint") or {}
    told = [found[name] for name in ("title", "date", "doi") if found.get(name)]
    return f"preprint: {', '.join(plain(clean(str(value))) for value in told)}" if told else ""


def history(paper: Paper) -> list[str]:
    """A line for each joined record, and for the first one if the paper lacks some of its facts."""
    if not paper.record.get("parts"):
        return []
    from readinglist.papers.merging import numbered  # noqa: PLC0415 - few papers are made of several records

    first, *joined = [part for _, part in numbered(paper.record)]
    lines = [line(part, paper) for part in joined[-MOST:]]
    if len(joined) > MOST:
        lines.insert(0, f"{counted(len(joined) - MOST)} more records were joined before")
    return [f"first {called(first)}{untaken(first, paper)}"] * bool(untaken(first, paper)) + lines


def line(part: Record, paper: Paper) -> str:
    """One record that was joined."""
    day, why = str(part.get("joined") or "")[:10], plain(clean(str(part.get("why") or "")))
    return f"joined {day}: {called(part)}{f', {why}' if why else ''}{untaken(part, paper)}"


def called(part: Record) -> str:
    """The cite key of a record, else its title, with its sources."""
    sources = ", ".join(short(source) for source in part.get("sources", ()))
    return short(part.get("key") or part.get("title") or "untitled") + (f" ({sources})" if sources else "")


def untaken(part: Record, paper: Paper) -> str:
    """The facts of a joined record that the paper does not have, in words; empty if there are none."""
    from readinglist.papers.dropped import dropped  # noqa: PLC0415 - few papers are made of several records

    left = dropped(part, paper.record)
    return f"; not taken: {described(left)}" if left else ""
