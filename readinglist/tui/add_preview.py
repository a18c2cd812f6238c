"""Reading what was typed or pasted into the add prompt: all that takes time, away from the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from readinglist.papers.record import now

if TYPE_CHECKING:
    from collections.abc import Callable

    from readinglist.jobs.progress import Progress
    from readinglist.papers.change import Ingestion
    from readinglist.papers.harvest import Harvest
    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper
    from readinglist.settings.config import Settings

PASTED = "pasted text"
"""What a pasted document is called in messages."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was read, and how it would fare in the library."""

    harvest: Harvest
    ingestion: Ingestion
    library: Library
    """The library the papers were tried on."""

    def fits(self, library: Library) -> bool:
        """Whether the papers would fare the same in a library: nothing in it has changed."""
        return library.is_as(self.library)


def read(
    text: str,
    library: Library,
    settings: Settings,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> Outcome:
    """What `text` holds, tried on a copy of the library; files are read and addresses fetched."""
    from readinglist.sources import gathering  # noqa: PLC0415 - parsers are slow to import

    today = date.today()  # noqa: DTZ011 - a page's day is the reader's day
    harvest = gathering.gather_text(text, PASTED, lambda: settings, today, progress, cancelled)
    made = library.add(harvest.papers, now(), cite_key=settings.cite_key, progress=progress)
    return Outcome(harvest, made, library)


def tagged(outcome: Outcome) -> list[Paper]:
    """The papers with the keywords of their entries as tags."""
    from readinglist.bibtex.entry import private_fields  # noqa: PLC0415 - few papers come from .bib files

    return [private_fields.tagged(paper) for paper in outcome.harvest.papers]


def has_keywords(outcome: Outcome) -> bool:
    """Whether there is a newcomer that keywords could tag."""
    return bool(outcome.ingestion.added) and any(
        before.tags != after.tags for before, after in zip(outcome.harvest.papers, tagged(outcome), strict=True)
    )
