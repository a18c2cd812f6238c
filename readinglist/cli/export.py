"""The command that writes papers as BibTeX and other formats."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from readinglist.cli import complain, output
from readinglist.cli.library import found, opened

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from readinglist.bibtex.writer import Export
    from readinglist.paper import Paper


def export(options: argparse.Namespace) -> int:
    """Write the papers that match the query to standard output or a file."""
    from readinglist.config import expanded, load
    from readinglist.export import save
    from readinglist.formats import FORMATS
    from readinglist.search import order

    with opened(options) as store:
        papers = found(store.library, options.query, "key", strict=True)
        if options.format == "json" and not options.query:
            papers = order(list(store.library), "key")  # which loses nothing, the trash neither
    if not papers:
        complain(f"no paper matches {options.query!r}" if options.query else "there is no paper to export")
        return 1
    to_file = options.output not in (None, "-", "/dev/stdout")
    written = FORMATS[options.format or ("json" if options.json and not to_file else load().dialect)](papers)
    if not to_file:
        sys.stdout.write(written.text)
    else:
        path = expanded(options.output)
        save(path, written.text, force=options.force)
        summary(options, path, papers, written)
    remark(written)
    return 0


def summary(options: argparse.Namespace, path: Path, papers: Sequence[Paper], written: Export) -> None:
    """Say how many entries went where."""
    if options.json:
        without = [paper.id for paper in written.without_authors]
        output.print_json({"file": str(path), "exported": [paper.id for paper in papers], "without_authors": without})
    else:
        output.say(f"{path}: {len(papers)} {'entry' if len(papers) == 1 else 'entries'}")


def remark(written: Export) -> None:
    """Say on standard error what a reader of the file will miss."""
    if number := len(written.without_authors):
        entries = "entry has" if number == 1 else "entries have"
        output.note(f"{number} {entries} no author field, because the names are not known")
    for problem in written.problems:
        output.note(problem)
