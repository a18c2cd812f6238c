"""Exporting papers: as text, to a file once, or to a file that follows the library."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from readinglist.bibtex.writing.style import PLAIN, Style
from readinglist.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from readinglist.bibtex.updating.result import Conflict, Update
    from readinglist.exports.synced import SyncedFile
    from readinglist.papers.exported_text import Export
    from readinglist.papers.paper import Paper
    from readinglist.store.protocol import Store


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A file to write papers to, and how."""

    path: Path
    format: str
    """A name in `FORMATS`."""
    style: Style = PLAIN
    """Used for .bib files that are written whole."""
    update: bool = False
    """Whether entries of others in a .bib file stay."""
    force: bool = False
    """Whether another file may be replaced."""
    follows: SyncedFile | None = None
    """The selection of papers that the file follows from now on; None for a file written once."""

    def file(self) -> SyncedFile:
        """The file under its absolute path, as `exports` writes it; raises ExportError."""
        from readinglist.exports import synced

        style = PLAIN if self.update or self.format not in synced.UPDATED else self.style
        path = synced.absolute(self.path)
        return replace(
            self.follows or synced.SyncedFile(""), path=path, format=self.format, update=self.update, **asdict(style)
        )


@dataclass(frozen=True, slots=True)
class ExportResult:
    """The outcome of an export to a file."""

    papers: Sequence[Paper]
    is_written: bool
    """Whether the file changed."""
    export: Export | None = None
    update: Update | None = None
    """Exactly one of the two is set."""

    @property
    def written(self) -> Export | Update:
        """The entries that were written, with the problems of single papers."""
        written = self.update or self.export
        assert written is not None
        return written

    @property
    def conflicts(self) -> Sequence[Conflict]:
        """The entries of an updated file that could not be written."""
        return self.update.conflicts if self.update else ()


def as_text(papers: Sequence[Paper], format: str, style: Style = PLAIN) -> Export:
    """The papers in a format; the style is used for BibTeX and biblatex."""
    return FORMATS[format](papers, style)


def write(folder: Path, request: ExportRequest, papers: Sequence[Paper], *, again: bool = False) -> ExportResult:
    """Write papers to a file for the library in `folder`, which is not touched: safe in any thread.

    `again` replaces a file that is as the last export left it. Raises ReadingListError.
    """
    from readinglist.exports import synced, writing

    file = request.file()
    outcome = writing.write(folder, file, papers, force=request.force, again=again)
    if request.follows:
        synced.start(folder, file)
    return ExportResult(papers, outcome.is_written, outcome.export, outcome.update)


def export(store: Store, request: ExportRequest, papers: Sequence[Paper], *, again: bool = False) -> ExportResult:
    """Write papers to a file, and freeze their cite keys, which documents may cite from now on."""
    from readinglist.store.frozen import freeze_keys

    result = write(store.folder, request, papers, again=again)
    freeze_keys(store, papers)
    return result
