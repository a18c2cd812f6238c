"""The command that writes a bibliography of the papers cited in documents."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from readinglist.cli import complain, output
from readinglist.cli.arguments import add_output_options, path
from readinglist.cli.export import check_private, entries, is_file, remarks, style_of
from readinglist.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from argparse import ArgumentParser
    from pathlib import Path

    from readinglist.citations.lookup import Bibliography
    from readinglist.citations.uses import Uses
    from readinglist.papers.exported_text import Export


def cite_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``cite``."""
    parser.add_argument(
        "file",
        nargs="+",
        metavar="FILE",
        type=path,
        help="a .tex, .aux, .bcf, Markdown or Typst file, - for standard input; files that it takes in are read too",
    )
    add_output_options(parser)


def cite(options: argparse.Namespace) -> int:
    """Write the cited papers to standard output or a file, and list unknown keys."""
    from readinglist.actions.export import as_text
    from readinglist.citations.lookup import look_up
    from readinglist.citations.uses import gather
    from readinglist.cli.open_library import opened
    from readinglist.cli.settings import in_force
    from readinglist.settings.config import expanded
    from readinglist.store.frozen import freeze_keys

    check_private(options, options.format or "bibtex")
    path = expanded(options.output) if is_file(options.output) else None
    paths = [file if file == "-" else str(expanded(file)) for file in options.file]
    uses = gather(paths, sys.stdin.buffer.read() if "-" in paths else b"")
    if path and path.resolve() in uses.files:
        raise UsageError(f"{path} is a document that was read", "write the bibliography to another file")
    with opened(options) as store:
        found = look_up(uses, store.library)
        freeze_keys(store, found.papers)
    complaints(uses, found)
    written = as_text(found.papers, options.format or in_force().dialect, style_of(options)) if found.papers else None
    deliver(options, path, uses, found, written)
    is_whole = found.papers and not found.unknown and not found.clashes
    return 0 if is_whole and all(problem.rescued for problem in uses.problems) else 1


def complaints(uses: Uses, found: Bibliography) -> None:
    """Print unknown and ambiguous keys, and what could not be read, on standard error."""
    for problem in uses.problems:
        complain(str(problem))
    for unknown in found.unknown:
        hint = f"did you mean {unknown.suggestion}?" if unknown.suggestion else ""
        complain(f"{unknown.use.place}: no paper has the key {unknown.use.key}", hint)
    for clash in found.clashes:
        complain(clash)
    for use, paper in found.renamed:
        what = "its key in the library is" if use.key.lower() != paper.key.lower() else "in the library it is written"
        output.note(f"{use.place}: {use.key} is written as cited; {what} {paper.key}")
    for remark in found.remarks:
        output.note(remark)
    if not uses.by_key:
        complain("no cite key was found", "a .tex, .aux, .bcf, Markdown or Typst document with citations is expected")
    elif not found.papers:
        complain("there is nothing to write")


def deliver(
    options: argparse.Namespace, path: Path | None, uses: Uses, found: Bibliography, written: Export | None
) -> None:
    """Write the bibliography to the file or standard output, and the report."""
    from readinglist.exports.target import save

    if path and written:
        save(path, written.text, force=options.force)
    if options.json:
        output.print_json(as_json(path, uses, found, written))
    elif path and written:
        output.print_message(f"{path}: {entries(len(found.papers))}")
    elif written:
        output.write(written.text)
    if written:
        for remark in remarks(written):
            output.note(remark)


def as_json(path: Path | None, uses: Uses, found: Bibliography, written: Export | None) -> dict[str, object]:
    """The JSON document of ``cite --json``; `text` is the bibliography if it went to no file."""
    return {
        "file": str(path) if path and written else None,
        "exported": list(dict.fromkeys(paper.id for paper in found.papers)),
        "keys": list(uses.by_key),
        "unknown": [
            {
                "key": unknown.use.key,
                "file": unknown.use.file,
                "line": unknown.use.line,
                "suggestion": unknown.suggestion or None,
            }
            for unknown in found.unknown
        ],
        "renamed": [{"key": use.key, "library_key": paper.key, "id": paper.id} for use, paper in found.renamed],
        "clashes": found.clashes,
        "problems": [
            {"source": problem.source, "where": problem.where or None, "message": problem.message}
            for problem in uses.problems
        ],
        "text": written.text if written and not path else None,
    }
