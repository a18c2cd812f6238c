"""The command that exports papers as BibTeX and in other formats."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readinglist.cli import output
from readinglist.cli.arguments import add_output_options, add_query, path
from readinglist.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    import argparse
    from argparse import ArgumentParser
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from readinglist.actions.export import ExportRequest, ExportResult
    from readinglist.bibtex.updating.result import Conflict, Update
    from readinglist.bibtex.writing.style import Style
    from readinglist.papers.exported_text import Export
    from readinglist.papers.paper import Paper
    from readinglist.store.protocol import Store


def export_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``export``."""
    add_query(parser)
    add_output_options(parser)
    parser.add_argument(
        "--update", action="store_true", help="add and change entries in a .bib FILE; all else in it stays"
    )
    parser.add_argument("--watch", action="store_true", help="go on, and write again whenever the library changes")
    parser.add_argument("--kept", action="store_true", help="list the files that the app keeps up to date, or would")
    parser.add_argument("--keep", metavar="FILE", type=path, help="agree to FILE as the library's folder lists it")
    parser.add_argument("--forget", metavar="FILE", type=path, help="keep FILE up to date no longer, or never")


@dataclass(frozen=True, slots=True)
class Selection:
    """The papers to export: those that match a query, all but the trash without one."""

    query: str
    with_trash: bool
    """Whether the trash belongs to all papers, as in a format that loses nothing."""

    def papers(self, store: Store) -> list[Paper]:
        """The selected papers in the order of their cite keys; raises NotFoundError if there is none."""
        from readinglist.cli.open_library import found
        from readinglist.search import order

        papers = found(store.library, self.query, "key", strict=True)
        if self.with_trash and not self.query:
            papers = order(list(store.library), "key")
        if not papers:
            raise NotFoundError(f"no paper matches {self.query!r}" if self.query else "there is no paper to export")
        return papers


def export(options: argparse.Namespace) -> int:
    """Write the papers that match the query to standard output or a file."""
    from readinglist.cli.open_library import opened
    from readinglist.store.frozen import freeze_keys

    if options.kept or options.keep or options.forget:
        from readinglist.cli.synced_files import agree, list_synced, stop

        return agree(options) if options.keep else stop(options) if options.forget else list_synced(options)
    to_file = is_file(options.output)
    check(options, to_file=to_file)
    selection = Selection(options.query, with_trash=options.format == "json")
    with opened(options) as store:
        if to_file:
            return to_path(options, store, selection)
        papers = selection.papers(store)
        freeze_keys(store, papers)
    print_text(papers, format_of(options), style_of(options))
    return 0


def is_file(output: str | None) -> bool:
    """Whether the value of ``--output`` names a file rather than standard output."""
    return output not in (None, "-", "/dev/stdout")


def check(options: argparse.Namespace, *, to_file: bool) -> None:
    """Raise UsageError unless the options go together."""
    if (options.update or options.watch) and not to_file:
        raise UsageError(f"--{'update' if options.update else 'watch'} needs a file", "name it with -o FILE")
    if options.update and options.force:
        raise UsageError("--update keeps what others wrote, --force replaces it", "use one of them")
    check_private(options, options.format or ("json" if options.json and not to_file else "bibtex"))
    if options.update and (options.private or options.ascii or options.styles):
        raise UsageError("--update leaves an entry's other fields alone", "leave out --with, --ascii and --option")
    if options.update and options.format not in (None, "bibtex", "biblatex"):
        raise UsageError(f"--update is for .bib files, not for {options.format}", "use --force to replace the file")


def check_private(options: argparse.Namespace, format: str) -> None:
    """Raise UsageError if options that are for .bib files go with another format."""
    given = {"--with": options.private, "--ascii": options.ascii, "--option": options.styles}
    name = next((name for name, value in given.items() if value), "")
    if name and format not in {"bibtex", "biblatex"}:
        raise UsageError(f"{name} is for .bib files, not for {format}", "use --format bibtex or biblatex")


def format_of(options: argparse.Namespace) -> str:
    """The format by the options, else by the settings; ``--json`` asks for JSON where no file is written."""
    from readinglist.cli.settings import in_force

    if options.format:
        return str(options.format)
    return "json" if options.json and not is_file(options.output) else in_force().dialect


def style_of(options: argparse.Namespace) -> Style:
    """The style of .bib files by the options, else by the settings."""
    from readinglist.bibtex.writing.style import Style, options_in
    from readinglist.cli.settings import in_force

    names = options_in(in_force().export_options) if options.styles is None else tuple(dict.fromkeys(options.styles))
    return Style(options.private, options.ascii, names)


def print_text(papers: Sequence[Paper], format: str, style: Style) -> None:
    """Write papers to standard output."""
    from readinglist.actions.export import as_text

    written = as_text(papers, format, style)
    output.write(written.text)
    for remark in remarks(written):
        output.note(remark)


def to_path(options: argparse.Namespace, store: Store, selection: Selection) -> int:
    """Write papers to a file, once or whenever the library changes."""
    from readinglist.actions.export import ExportRequest
    from readinglist.bibtex.writing.style import PLAIN
    from readinglist.settings.config import expanded

    path = expanded(options.output)
    style = PLAIN if options.update else style_of(options)
    request = ExportRequest(path, format_of(options), style, update=options.update, force=options.force)
    task = FileExport(store, selection, request, named=options.output, as_json=options.json)
    status = task.run()
    if not options.watch:
        return status
    from readinglist.cli.watch import watch

    return watch(store, path, lambda: task.run(again=True))


@dataclass(slots=True)
class FileExport:
    """An export to a file that may be repeated; each remark is printed only once."""

    store: Store
    selection: Selection
    request: ExportRequest
    named: str
    """The file as named on the command line."""
    as_json: bool
    printed: set[str] = field(default_factory=set)

    def run(self, *, again: bool = False) -> int:
        """Write the file and report; gives the exit status."""
        from readinglist.actions import export as actions

        result = actions.export(self.store, self.request, self.selection.papers(self.store), again=again)
        if result.is_written or not again:
            report(self.request.path, result, as_json=self.as_json)
        for remark in notes(self.named, result):
            if remark not in self.printed:
                output.note(remark)
            self.printed.add(remark)
        return 1 if result.conflicts else 0


def report(path: Path, result: ExportResult, *, as_json: bool) -> None:
    """Print what was written where."""
    from readinglist.exports.writing import summary

    if as_json:
        output.print_json({"file": str(path), **details(result)})
    else:
        output.print_message(f"{path}: {summary(result.update) if result.update else entries(len(result.papers))}")


def entries(count: int) -> str:
    """``1 entry``, ``2 entries``."""
    return f"{count} {'entry' if count == 1 else 'entries'}"


def details(result: ExportResult) -> dict[str, object]:
    """The JSON document of an export to a file."""
    if done := result.update:
        return {
            "added": done.added,
            "changed": listed(done.changed),
            "renamed": [{"old": old, "new": new} for old, new in done.renamed.items()],
            "unchanged": done.unchanged,
            "differing": listed(done.differing),
            "elsewhere": [{"key": key, "as": other} for key, other in done.elsewhere.items()],
            "conflicts": [in_json(each) for each in done.conflicts],
        }
    without = [paper.id for paper in result.written.without_authors]
    return {"exported": [paper.id for paper in result.papers], "without_authors": without}


def listed(fields: Mapping[str, Sequence[str]]) -> list[dict[str, object]]:
    """Cite keys with their fields as JSON."""
    return [{"key": key, "fields": names} for key, names in fields.items()]


def in_json(conflict: Conflict) -> dict[str, object]:
    """A conflict as JSON; `field` is null if the whole entry is meant."""
    values = {"file": conflict.file or None, "library": conflict.library or None} if conflict.field else {}
    return {
        "key": conflict.key,
        "line": conflict.line,
        "field": conflict.field or None,
        "message": conflict.message,
        **values,
    }


def notes(file: str, result: ExportResult) -> Iterator[str]:
    """Conflicts and renamed keys of an update, then the remarks about single papers."""
    if done := result.update:
        for conflict in done.conflicts:
            yield f"{file}: line {conflict.line}: {conflict.what} was not written: {conflict.message}"
        for old, new in done.renamed.items():
            yield f"{file}: {old} is {new} now; documents that cite it must be changed"
        for key, fields in done.differing.items():
            yield f"{file}: {key}: the file says otherwise and keeps it: {', '.join(fields)}"
        for key, other in done.elsewhere.items():
            yield f"{file}: {key} is there as {other}, and was not added again"
    yield from remarks(result.written)


def remarks(written: Export | Update) -> Iterator[str]:
    """Missing authors and other problems of the written entries."""
    if number := len(written.without_authors):
        entries = "entry has" if number == 1 else "entries have"
        yield f"{number} {entries} no author field, because the names are not known"
    yield from written.problems
