"""The export formats: a row and a module with a `write` each, loaded when it is needed."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from readinglist.bibtex.writing.style import PLAIN, Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.papers.exported_text import Export
    from readinglist.papers.paper import Paper


@dataclass(frozen=True, slots=True)
class Format:
    """One export format."""

    module: str
    """Below ``readinglist``; its `write` takes the papers."""
    suffix: str
    """Suffix of its files."""
    dialect: str = ""
    private: str = ""
    """The user's own data in it, for people; empty if the style of a .bib file decides."""

    def __call__(self, papers: Sequence[Paper], style: Style = PLAIN) -> Export:
        """The papers in this format; the style is for .bib files."""
        write = import_module(f"readinglist.{self.module}").write
        written: Export = write(papers, self.dialect, style) if self.dialect else write(papers)
        return written


ALL = "all you wrote: notes, tags, status"
FORMATS = {
    "bibtex": Format("bibtex.writing.writer", ".bib", "bibtex"),
    "biblatex": Format("bibtex.writing.writer", ".bib", "biblatex"),
    "csl-json": Format("formats.csljson", ".csl.json", private="your tags"),
    "ris": Format("formats.ris", ".ris", private="your tags"),
    "markdown": Format("formats.markdown_list", ".md"),
    "html": Format("formats.webpage", ".html"),
    "csv": Format("formats.table", ".csv", private=ALL),
    "json": Format("formats.lossless", ".json", private=ALL),
}
"""Name of a format → its row."""
