"""The command that writes papers as BibTeX and other formats."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.cli import output
from readinglist.cli.library import Purpose, expected, found, opened
from readinglist.errors import NotFoundError, UsageError
from readinglist.store.frozen import freeze_keys
from readinglist.text import clean

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping, Sequence

    from readinglist.bibtex.updating.result import Conflict, Update
    from readinglist.bibtex.writing.style import Style
    from readinglist.exports.writing import Outcome
    from readinglist.papers.exported_text import Export
    from readinglist.papers.paper import Paper
    from readinglist.store.protocol import Store

STATES = {"yes": "kept", "no": "refused", "told": "asked", "": "asked"}
"""What the user said to keeping a file up to date → how its state is called."""


def export(options: argparse.Namespace) -> int:
    """Write the papers that match the query to standard output or a file."""
    if options.kept or options.keep or options.forget:
        return keep(options) if options.keep else forget(options) if options.forget else list_kept(options)
    to_file = options.output not in (None, "-", "/dev/stdout")
    check(options, to_file=to_file)
    with opened(options) as store:
        if to_file:
            return to_kept(options, store)
        papers = chosen(options, store)
        freeze_keys(store, papers)
    return to_output(options, papers)


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


def style_of(options: argparse.Namespace) -> Style:
    """How .bib files are to be written by the options, else by the settings."""
    from readinglist.bibtex.writing.style import Style, options_in
    from readinglist.cli.settings import in_force

    names = options_in(in_force().export_options) if options.styles is None else tuple(dict.fromkeys(options.styles))
    return Style(options.private, options.ascii, names)


def chosen(options: argparse.Namespace, store: Store) -> list[Paper]:
    """The papers that match the query; raises NotFoundError if there is none."""
    from readinglist.search import order

    papers = found(store.library, options.query, "key", strict=True)
    if options.format == "json" and not options.query:
        papers = order(list(store.library), "key")  # which loses nothing, the trash neither
    if not papers:
        raise NotFoundError(f"no paper matches {options.query!r}" if options.query else "there is no paper to export")
    return papers


def to_output(options: argparse.Namespace, papers: Sequence[Paper]) -> int:
    """Write the papers to standard output."""
    from readinglist.cli.settings import in_force
    from readinglist.formats import FORMATS

    format = options.format or ("json" if options.json else in_force().dialect)
    written = FORMATS[format](papers, style_of(options))
    output.write(written.text)
    for remark in remarks(written):
        output.note(remark)
    return 0


def to_kept(options: argparse.Namespace, store: Store) -> int:
    """Write the papers to a file, once or whenever the library changes."""
    from dataclasses import asdict

    from readinglist.bibtex.writing.style import PLAIN
    from readinglist.cli.settings import in_force
    from readinglist.exports.synced import SyncedFile, absolute
    from readinglist.exports.writing import write
    from readinglist.settings.config import expanded

    path = expanded(options.output)
    style = PLAIN if options.update else style_of(options)
    format = options.format or in_force().dialect
    kept = SyncedFile(absolute(path), options.query, format=format, update=options.update, **asdict(style))

    told: set[str] = set()

    def once(*, again: bool = False) -> int:
        papers = chosen(options, store)
        outcome = write(store.folder, kept, papers, force=options.force, again=again)
        freeze_keys(store, papers)
        if outcome.is_written or not again:
            report(options, outcome, papers)
        for remark in notes(options.output, outcome):
            if remark not in told:  # once, however often the file is written
                output.note(remark)
            told.add(remark)
        return 1 if outcome.update and outcome.update.conflicts else 0

    status = once()
    if not options.watch:
        return status
    from readinglist.cli.watch import watch

    return watch(store, path, lambda: once(again=True))


def report(options: argparse.Namespace, outcome: Outcome, papers: Sequence[Paper]) -> None:
    """Say what was written where."""
    from readinglist.exports.writing import summary

    path = str(Path(options.output).expanduser())
    if options.json:
        output.print_json({"file": path, **details(outcome, papers)})
    elif outcome.update:
        output.say(f"{path}: {summary(outcome.update)}")
    else:
        output.say(f"{path}: {len(papers)} {'entry' if len(papers) == 1 else 'entries'}")


def details(outcome: Outcome, papers: Sequence[Paper]) -> dict[str, object]:
    """What was written, as JSON."""
    if done := outcome.update:
        return {
            "added": done.added,
            "changed": listed(done.changed),
            "renamed": [{"old": old, "new": new} for old, new in done.renamed.items()],
            "unchanged": done.unchanged,
            "differing": listed(done.differing),
            "elsewhere": [{"key": key, "as": other} for key, other in done.elsewhere.items()],
            "conflicts": [in_json(each) for each in done.conflicts],
        }
    without = [paper.id for paper in outcome.export.without_authors] if outcome.export else []
    return {"exported": [paper.id for paper in papers], "without_authors": without}


def listed(fields: Mapping[str, Sequence[str]]) -> list[dict[str, object]]:
    """Keys with their fields as JSON."""
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


def list_kept(options: argparse.Namespace) -> int:
    """Print the files that the library's folder lists, and which of them the app keeps up to date."""
    from dataclasses import asdict

    from readinglist.exports.synced import answered

    found = answered(expected(options, Purpose.LOOK))
    if options.json:
        output.print_json([{**asdict(kept), "state": STATES[word]} for kept, word in found])
    for kept, word in [] if options.json else found:
        row = (kept.path, kept.what, kept.format, "update" if kept.update else "replace", kept.told, STATES[word])
        sys.stdout.write("\t".join(map(clean, row)) + "\n")
    if not found and not options.json:
        output.note("no file is kept up to date; the app's export dialog (b) offers it")
    return 0


def keep(options: argparse.Namespace) -> int:
    """Agree to keeping a file up to date as the library's folder lists it."""
    from readinglist.exports.synced import absolute, answer, listed
    from readinglist.settings.config import expanded

    path = absolute(expanded(options.keep))
    place = expected(options, Purpose.EDIT)
    if not (kept := listed(place).get(path)):
        raise NotFoundError(f"{path} is not in the library's list", "`readinglist export --kept` shows what is")
    answer(place, kept, "yes")
    output.print_json({"kept": path}) if options.json else output.say(f"{path}: kept up to date by the app")
    return 0


def forget(options: argparse.Namespace) -> int:
    """Keep a file up to date no longer, or never; the file itself stays."""
    from readinglist.exports.synced import absolute, stop
    from readinglist.settings.config import expanded

    path = absolute(expanded(options.forget))
    if not stop(expected(options, Purpose.EDIT), path):
        raise NotFoundError(f"{path} is not kept up to date", "`readinglist export --kept` lists those that are")
    output.print_json({"forgotten": path}) if options.json else output.say(f"{path}: not kept up to date")
    return 0


def notes(file: str, outcome: Outcome) -> Iterator[str]:
    """What was in the way of an update, what it left, and what a reader of the file will miss."""
    if done := outcome.update:
        for conflict in done.conflicts:
            yield f"{file}: line {conflict.line}: {conflict.what} was not written: {conflict.message}"
        for old, new in done.renamed.items():
            yield f"{file}: {old} is {new} now; documents that cite it must be changed"
        for key, fields in done.differing.items():
            yield f"{file}: {key}: the file says otherwise and keeps it: {', '.join(fields)}"
        for key, other in done.elsewhere.items():
            yield f"{file}: {key} is there as {other}, and was not added again"
    if written := outcome.update or outcome.export:
        yield from remarks(written)


def remarks(written: Export | Update) -> Iterator[str]:
    """What a reader of the written entries will miss."""
    if number := len(written.without_authors):
        entries = "entry has" if number == 1 else "entries have"
        yield f"{number} {entries} no author field, because the names are not known"
    yield from written.problems
