"""Reading what was typed or pasted into the add prompt: all that takes time, away from the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING

from readinglist.paper import Paper, now
from readinglist.text import clean
from readinglist.tui.look import plain, who

if TYPE_CHECKING:
    from collections.abc import Callable

    from readinglist.change import Ingestion
    from readinglist.config import Settings
    from readinglist.harvest import Harvest
    from readinglist.library import Library
    from readinglist.progress import Progress
    from readinglist.tui.widgets.lines import Row

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
    from readinglist.bibtex import private  # noqa: PLC0415 - few papers come from .bib files

    return [private.tagged(paper) for paper in outcome.harvest.papers]


def has_keywords(outcome: Outcome) -> bool:
    """Whether there is a newcomer that keywords could tag."""
    return bool(outcome.ingestion.added) and any(
        before.tags != after.tags for before, after in zip(outcome.harvest.papers, tagged(outcome), strict=True)
    )


def summary(outcome: Outcome) -> str:
    """How many papers are new, completed and known, in a line."""
    made, problems = outcome.ingestion, len(outcome.harvest.problems)
    counts = ["no paper found"]
    if outcome.harvest.papers:
        counts = [f"{len(made.added):,} new", f"{len(made.merged):,} completed", f"{len(made.unchanged):,} known"]
    if problems:
        counts.append(f"{problems:,} problem" + "s" * (problems != 1))
    return " · ".join(counts)


def rows(outcome: Outcome, width: int) -> list[Row]:
    """The preview, `width` cells wide: problems first, then the papers that are new, completed and known."""
    made = outcome.ingestion
    blocks: dict[str, list[Row]] = {
        "Problems": [row for problem in outcome.harvest.problems for row in problem_rows(str(problem), width)],
        "New": [row for id in made.added for row in new_rows(outcome, id)],
        "Completed: what was empty is filled": [row for id in made.merged for row in completed_rows(outcome, id)],
        "Known, nothing to add": [known_row(outcome.library, id) for id in made.unchanged],
    }
    shown: list[Row] = []
    for title, block in blocks.items():
        if block:
            shown += [(), ((title, "strong"),), *block]
    return shown[1:] or [(("nothing found in it", "dim"),)]


def problem_rows(text: str, width: int) -> list[Row]:
    """A problem in full, on as many lines as it takes."""
    first, *more = wrap(clean(text), max(20, width - 2)) or [""]
    return [(("! ", "problem"), (first, "")), *(((f"  {line}", ""),) for line in more)]


def new_rows(outcome: Outcome, id: str) -> list[Row]:
    """A newcomer, and which papers it may be the same as."""
    paper = Paper({name: after for name, (_, after) in outcome.ingestion.patches[id].items() if after is not None})
    doubts: list[Row] = []
    for newcomer, other, reason in outcome.ingestion.suggestions:
        if newcomer == id:
            title = plain(str(outcome.library.record(other).get("title", other)))
            doubts.append((("    ? ", "doubt"), (f"maybe the same as “{title}”: {reason}", "dim")))
    return [paper_row("+ ", "new", paper), *doubts]


def completed_rows(outcome: Outcome, id: str) -> list[Row]:
    """A known paper that gains something, and what."""
    gains = ", ".join(name for name in outcome.ingestion.patches[id] if name not in ("updated", "sources"))
    return [paper_row("~ ", "merged", outcome.library[id]), (("      ", ""), (gains.replace("_", " "), "dim"))]


def known_row(library: Library, id: str) -> Row:
    """A paper that is known, with where it stands."""
    paper = Paper(library.record(id))
    place = paper.status.value if id in library else "removed for good"
    return (("= ", "known"), (f"{plain(paper.title)}  ", "dim"), (place, "known"))


def paper_row(glyph: str, style: str, paper: Paper) -> Row:
    """A paper in a line: year, title, who wrote it."""
    return ((glyph, style), (f"{paper.year or '':<5}", "dim"), (plain(paper.title), ""), (f"  {who(paper)}", "dim"))
