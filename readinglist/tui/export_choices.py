"""Choices of the export dialog: papers, format, style, and whether the file is synced."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING

from readinglist.actions.export import ExportRequest, as_text, write
from readinglist.bibtex.writing.style import PLAIN, style_in
from readinglist.exports import synced
from readinglist.exports.refresher import LANE
from readinglist.exports.writing import summary
from readinglist.formats import FORMATS
from readinglist.jobs.job import AtQuit, Job, ThreadJob
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from readinglist.actions.export import ExportResult
    from readinglist.exports.synced import SyncedFile
    from readinglist.papers.paper import Paper
    from readinglist.settings.config import Settings

ONCE, SYNCED = "written once", "kept up to date"
PREVIEWED = 3
"""Entries in the preview."""
MOST_PROBLEMS = 3
"""Problems that are shown."""


class ExportChoices:
    """The values chosen so far."""

    def __init__(
        self, selections: Mapping[str, Sequence[Paper]], settings: Settings, followable: Mapping[str, SyncedFile]
    ) -> None:
        self.selections = selections
        """Label → papers."""
        self.followable = followable
        """Label → the query and view of a selection that a file can follow."""
        self.label = next(iter(selections))
        self.format = settings.dialect
        self.style = self.default_style = style_in(settings.export_options)
        self.is_synced = False

    @property
    def papers(self) -> Sequence[Paper]:
        """The selected papers."""
        return self.selections[self.label]

    @property
    def is_bib(self) -> bool:
        """Whether the format is BibTeX or biblatex, which have a style and can be updated."""
        return self.format in synced.UPDATED

    @property
    def values(self) -> tuple[str, str, str]:
        """The chosen values, as they are labelled."""
        return self.label, self.format, SYNCED if self.is_synced else ONCE

    @property
    def next_label(self) -> str:
        """The selection of papers after the chosen one."""
        return after(self.label, list(self.selections))

    @property
    def next_format(self) -> str:
        """The format after the chosen one."""
        return after(self.format, list(FORMATS))

    def choose(self, value: str) -> str:
        """Choose a labelled value; gives why it cannot be chosen, else an empty text."""
        if value in self.selections:
            self.label = value
        elif value in FORMATS:
            self.format = value
        else:
            self.is_synced = value == SYNCED
        if self.is_synced and self.label not in self.followable:
            self.is_synced = False
            return "only a file with all of a view can be kept up to date"
        return ""

    def preview(self) -> str:
        """The first entries as they would be written."""
        return as_text(self.papers[:PREVIEWED], self.format, self.style).text

    def facts(self) -> str:
        """The number of entries, and of those without authors."""
        without = sum(not paper.authors for paper in self.papers)
        lacking = f" · {without:,} without author names: no author field" if without else ""
        return entries(len(self.papers)) + lacking

    def fault(self, path: Path) -> str:
        """Why nothing can be written to a file; empty if something can."""
        if not self.papers:
            return "there is no paper to write"
        return f"{path} is a folder: name a file" if is_folder(path) else ""

    def request(self, path: Path, *, force: bool, update: bool) -> ExportRequest:
        """The request to write the papers to a file."""
        style = PLAIN if update else self.style
        follows = self.followable[self.label] if self.is_synced else None
        return ExportRequest(path, self.format, style, update=update, force=force, follows=follows)


def warning_of(result: ExportResult) -> str:
    """The first conflicts and problems of an export, a line each; empty if there are none."""
    conflicts = (f"{each.what} (line {each.line}): {each.message}" for each in result.conflicts)
    problems = [*conflicts, *result.written.problems]
    more = len(problems) - MOST_PROBLEMS
    return "\n".join([*map(clean, problems[:MOST_PROBLEMS]), *([f"… and {more:,} more"] if more > 0 else [])])


def sentence_of(result: ExportResult, path: str) -> str:
    """The outcome of an export in a sentence."""
    done = f"wrote {entries(len(result.papers))} to {path}"
    if result.update:
        done = f"{path}: {summary(result.update)}"
    without = len(result.written.without_authors)
    return done + (f" ({without:,} without authors)" if without else "")


def after(value: str, values: Sequence[str]) -> str:
    """The next of several values, the first after the last."""
    return values[(values.index(value) + 1) % len(values)]


def export_job(folder: Path, request: ExportRequest, papers: Sequence[Paper]) -> ThreadJob[ExportResult]:
    """The job that writes a file, and lists it if it follows the library; it fails with a ReadingListError."""

    def work(job: Job[ExportResult]) -> ExportResult:
        job.advance(0, len(papers))
        return write(folder, request, papers)

    return ThreadJob(
        name="export",
        about=str(request.path),
        work=work,
        summary=lambda result: summary(result.update) if result.update else entries(len(papers)),
        at_quit=AtQuit.WAIT,
        lane=LANE,
    )


def entries(n: int) -> str:
    """``1 entry``, ``2 entries``."""
    return "1 entry" if n == 1 else f"{n:,} entries"


def is_taken(path: Path) -> bool:
    """Whether the name exists; writing reports what cannot be examined."""
    return os.path.lexists(path)


def is_folder(path: Path) -> bool:
    """Whether the name is that of a folder."""
    return os.path.isdir(path)  # noqa: PTH112 - a name that is too long is none
