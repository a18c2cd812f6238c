"""The command that adds papers."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from readinglist.cli import complain, output
from readinglist.cli.arguments import day, tag, year
from readinglist.credentials import without_credentials
from readinglist.errors import UsageError
from readinglist.jobs.progress import silent
from readinglist.papers.status import STATUSES
from readinglist.settings.services import FORMS
from readinglist.text import clean

if TYPE_CHECKING:
    import argparse
    from argparse import ArgumentParser
    from collections.abc import Callable, Iterator, Sequence

    from readinglist.actions.add import AddResult
    from readinglist.jobs.progress import Progress
    from readinglist.papers.change import Ingestion
    from readinglist.papers.harvest import Harvest
    from readinglist.settings.config import Settings

STDIN = "standard input"
MOST_NAMED = 20
"""Most joined records, and most questions, that are listed."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``add``."""
    parser.add_argument(
        "source",
        nargs="*",
        metavar="SOURCE",
        help="a file (Daily Papers page as text or HTML, JSON of the Hugging Face API, .bib, RIS, CSL-JSON, or JSON "
        f"that `export` wrote), - for standard input, {', '.join(FORMS)}",
    )
    parser.add_argument(
        "--status", choices=tuple(STATUSES), help="status of papers that are new (what the source says, or inbox)"
    )
    parser.add_argument(
        "--tag", action="append", type=tag, default=[], metavar="T", help="tag papers that are new; repeatable"
    )
    parser.add_argument(
        "--tag-keywords",
        action="store_true",
        help="tag papers that are new with the keywords and groups of their entries",
    )
    parser.add_argument("--as-of", metavar="DATE", type=day, help="the day a page without year was copied (today)")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    parser.add_argument("--title", metavar="T", help="add one paper by hand")
    parser.add_argument("--author", action="append", default=[], metavar="A", help="its authors, with --title")
    parser.add_argument("--year", type=year, metavar="Y", help="its year, with --title")


def add(options: argparse.Namespace) -> int:
    """Add the papers in the sources, or one paper by hand."""
    from readinglist.cli.settings import in_force

    if options.title is None and (options.author or options.year):
        raise UsageError("--author and --year go with --title", "name the paper with --title")
    if bool(options.source) == (options.title is not None):
        raise UsageError("add what?", "name files, ids or URLs, `-` for standard input, or one paper with --title")
    try:
        result = added(options, in_force())
    except KeyboardInterrupt:
        complain("interrupted: nothing was added, the library is as it was")
        return 130
    finally:
        if not options.json:
            output.progress("")
    report(options, result)
    harvest = result.harvest
    refused = any(not problem.rescued for problem in harvest.problems)
    return 1 if refused or (not harvest.papers and not harvest.entries.read) else 0


def added(options: argparse.Namespace, settings: Settings) -> AddResult:
    """Gather the papers and record them, or only compare them with the library."""
    from readinglist.actions import add as actions
    from readinglist.actions.recorder import StoreRecorder
    from readinglist.cli.open_library import ORIGIN, Purpose, opened

    harvest = described(options) if options.title is not None else gathered(options, settings)
    status = STATUSES[options.status] if options.status else None
    request = actions.AddRequest(harvest, settings.cite_key, status, options.tag)
    if options.tag_keywords:
        request = request.with_keyword_tags()
    with uninterrupted() as begin_saving, opened(options, Purpose.MAKE) as store:
        progress = shown(options, "comparing")
        if options.dry_run:
            return actions.preview(store.library, request, progress)

        def before_saving() -> None:
            begin_saving()
            shown(options, "saving")

        return actions.add(StoreRecorder(store, ORIGIN), request, None, progress, before_saving)


@contextmanager
def uninterrupted() -> Iterator[Callable[[], object]]:
    """A function that disables Ctrl-C from its call on, so that saving is completed."""
    before = signal.getsignal(signal.SIGINT)
    try:
        yield lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)


def described(options: argparse.Namespace) -> Harvest:
    """The one paper that the options describe."""
    from readinglist.actions.add import by_hand

    if not clean(options.title):
        raise UsageError("the title is empty", "give --title some text")
    return by_hand(options.title, options.author, options.year)


def gathered(options: argparse.Namespace, settings: Settings) -> Harvest:
    """The papers in all sources; a source that cannot be read is a problem of the harvest."""
    from datetime import date

    from readinglist.actions.add import Document, GatherRequest, gather
    from readinglist.sources import gathering

    document = Document(STDIN, lambda: gathering.whole(sys.stdin.buffer)) if "-" in options.source else None
    sources = [source for source in options.source if source != "-"]
    as_of = options.as_of or date.today()  # noqa: DTZ011 - the day a page was copied is the reader's local day
    request = GatherRequest(settings, sources, document, as_of)
    return gather(request, shown(options, f"reading {named(options.source)}"))


def named(sources: Sequence[str]) -> str:
    """The name of the sources for progress messages: a single large file with its size."""
    from readinglist.sources import gathering

    if len(sources) > 1:
        return f"{len(sources)} sources"
    name = output.shorten(without_credentials(clean(sources[0])), 40)
    size = gathering.path_of(sources[0]).stat().st_size if gathering.exists(sources[0]) else 0
    return f"{name} ({size / 1e6:.1f} MB)" if size >= 1e5 else name


def shown(options: argparse.Namespace, what: str) -> Progress:
    """Progress on the terminal under the name ``reading`` or the like; silent with --json."""
    if options.json:
        return silent
    output.progress(f"{what} …")
    return lambda done, total: output.progress(f"{what}: {done:,} of {total:,}")


def report(options: argparse.Namespace, result: AddResult) -> None:
    """Print how each paper fared, and each problem with its place."""
    harvest, ingestion, titles = result.harvest, result.ingestion, result.titles
    if options.json:
        output.print_json(as_json(harvest, ingestion))
    else:
        for title in titles if len(titles) <= 5 or options.dry_run else ():
            output.print_message(f"+ {title}")
        counts = {"added": ingestion.added, "merged": ingestion.merged, "unchanged": ingestion.unchanged}
        would = "would be: " if options.dry_run else ""
        within = len(result.joined_within)
        joined = f", {within} joined to others of this add" if within else ""
        output.print_message(would + ", ".join(f"{len(ids)} {word}" for word, ids in counts.items()) + joined)
        report_joined(result)
    report_asked(result)
    for problem in harvest.problems:
        complain(str(problem))
    if not (harvest.papers or harvest.problems or harvest.entries.read):
        complain(f"there is no paper in {', '.join(options.source)}")


def report_joined(result: AddResult) -> None:
    """Name each record that was joined to a paper, and its values that the paper does not have."""
    records = result.ingestion.joined
    for joined in records[:MOST_NAMED]:
        left = f"; not taken: {output.values(joined.dropped)}" if joined.dropped else ""
        output.print_message(f"  {joined.record} joined {result.key_of(joined.id)}: {joined.why}{left}")
    if (more := len(records) - MOST_NAMED) > 0:
        output.print_message(f"  and {more:,} more; `add --json` names all")


def report_asked(result: AddResult) -> None:
    """Name the papers that may be duplicates."""
    questions = result.ingestion.asked
    for id, other, why in questions[:MOST_NAMED]:
        output.note(f"{result.key_of(id)} may be {result.key_of(other)}: {why}")
    if questions:
        more = f"{len(questions) - MOST_NAMED:,} more questions; " if len(questions) > MOST_NAMED else ""
        output.note(f"{more}`readinglist duplicates` lists what is not answered, gm in the app asks")


def as_json(harvest: Harvest, ingestion: Ingestion) -> dict[str, object]:
    """The JSON document of ``add --json``."""
    return {
        "added": list(ingestion.added),
        "merged": list(ingestion.merged),
        "unchanged": list(ingestion.unchanged),
        "joined": [
            {"id": each.id, "with": each.record, "why": each.why, "dropped": each.dropped} for each in ingestion.joined
        ],
        "asked": [{"id": id, "with": other, "why": why} for id, other, why in ingestion.asked],
        "problems": [
            {"source": p.source, "where": p.where or None, "key": p.key, "message": p.message} for p in harvest.problems
        ],
        "entries": {
            "read": harvest.entries.read,
            "rescued": harvest.entries.rescued,
            "refused": harvest.entries.refused,
        },
    }
