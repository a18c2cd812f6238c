"""The command that takes papers in."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from readinglist.cli import complain, output
from readinglist.cli.library import ORIGIN, Purpose, opened
from readinglist.cli.settings import in_force
from readinglist.credentials import without_credentials
from readinglist.errors import UsageError
from readinglist.jobs.progress import unseen
from readinglist.settings.services import FORMS
from readinglist.papers.harvest import Harvest
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.papers.record import now
from readinglist.papers.status import Status
from readinglist.text import clean

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence

    from readinglist.jobs.progress import Progress
    from readinglist.papers.change import Ingestion
    from readinglist.papers.library import Library


STDIN = "standard input"
MOST_NAMED = 20
"""Joined records, and questions, that are named one by one."""


def add(options: argparse.Namespace) -> int:
    """Take in what the sources hold, or one paper by hand."""
    if options.title is None and (options.author or options.year):
        raise UsageError("--author and --year go with --title", "name the paper with --title")
    if bool(options.source) == (options.title is not None):
        raise UsageError("add what?", "name files, ids or URLs, `-` for standard input, or one paper with --title")
    template = in_force().cite_key
    try:
        harvest, ingestion, titles, names = taken_in(options, template)
    except KeyboardInterrupt:
        complain("interrupted: nothing was added, the library is as it was")
        return 130
    finally:
        if not options.json:
            output.progress("")
    report(options, harvest, ingestion, titles, names)
    refused = any(not problem.rescued for problem in harvest.problems)
    return 1 if refused or (not harvest.papers and not harvest.entries.read) else 0


def taken_in(options: argparse.Namespace, template: str) -> tuple[Harvest, Ingestion, dict[str, str], dict[str, str]]:
    """The harvest, its change of the library, the titles of the papers added, and cite keys by id."""
    harvest = by_hand(options) if options.title is not None else gather(options)
    if options.tag_keywords:
        from readinglist.bibtex.entry.private_fields import tagged

        harvest.papers = [tagged(paper) for paper in harvest.papers]

    def intake(library: Library) -> Ingestion:
        status = Status(options.status) if options.status else None
        progress = shown(options, "comparing")
        ingestion = library.add(harvest.papers, now(), status, options.tag, template, progress)
        begin_saving()
        shown(options, "saving")
        return ingestion

    with uninterrupted() as begin_saving, opened(options, Purpose.MAKE) as store:
        is_trial = options.dry_run or not harvest.papers
        ingestion = intake(store.library) if is_trial else store.record(intake, ORIGIN)
        titles = {id: ingestion.patches[id].get("title", (None, "(no title)"))[1] for id in ingestion.added}
        names = keys_in(ingestion, store.library)
    return harvest, ingestion, titles, names


def keys_in(ingestion: Ingestion, library: Library) -> dict[str, str]:
    """Id → cite key of the papers that records were joined to, or that may be one."""
    ids = {each.id for each in ingestion.joined} | {id for pair in ingestion.asked for id in pair[:2]}
    patches = ingestion.patches
    return {
        id: str(patches.get(id, {}).get("key", (None, None))[1] or library.record(id).get("key") or id) for id in ids
    }


@contextmanager
def uninterrupted() -> Iterator[Callable[[], object]]:
    """A function that lets Ctrl-C do nothing from its call on: what is being saved is saved."""
    before = signal.getsignal(signal.SIGINT)
    try:
        yield lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)


def by_hand(options: argparse.Namespace) -> Harvest:
    """The one paper that the options describe."""
    from readinglist.bibtex.entry.names import split_names
    from readinglist.sources.documents.person_names import author

    if not clean(options.title):
        raise UsageError("the title is empty", "give --title some text")
    names = [name for given in options.author for name in split_names(given)]
    authors = [found for name in names if (found := author(name))]
    when = PartialDate.of(options.year) if options.year else None
    return Harvest([Paper.of(options.title, authors=authors, date=when, source="hand")])


def gather(options: argparse.Namespace) -> Harvest:
    """What all sources hold; a source that cannot be read is a problem of its own."""
    from readinglist.sources import gathering

    as_of = options.as_of or date.today()  # noqa: DTZ011 - a page's day is the reader's day
    rest = (in_force, as_of, shown(options, f"reading {named(options.source)}"), lambda: False)
    harvest = Harvest()
    if "-" in options.source:
        harvest.extend(
            gathering.attempt(STDIN, lambda: gathering.gather_text(gathering.whole(sys.stdin.buffer), STDIN, *rest))
        )
    harvest.extend(gathering.gather([source for source in options.source if source != "-"], *rest))
    return harvest


def named(sources: Sequence[str]) -> str:
    """What is being read, a file with its size."""
    from readinglist.sources import gathering

    if len(sources) > 1:
        return f"{len(sources)} sources"
    name = output.shorten(without_credentials(clean(sources[0])), 40)
    size = gathering.path_of(sources[0]).stat().st_size if gathering.exists(sources[0]) else 0
    return f"{name} ({size / 1e6:.1f} MB)" if size >= 1e5 else name


def shown(options: argparse.Namespace, what: str) -> Progress:
    """What shows on the terminal how far work has come, called ``reading`` or the like; with --json nothing does."""
    if options.json:
        return unseen
    output.progress(f"{what} …")
    return lambda done, total: output.progress(f"{what}: {done:,} of {total:,}")


def report(
    options: argparse.Namespace, harvest: Harvest, ingestion: Ingestion, titles: dict[str, str], names: dict[str, str]
) -> None:
    """Say how each paper fared, and each problem with its place."""
    if options.json:
        output.print_json(as_json(harvest, ingestion))
    else:
        for title in titles.values() if len(titles) <= 5 or options.dry_run else ():
            output.say(f"+ {title}")
        counts = {"added": ingestion.added, "merged": ingestion.merged, "unchanged": ingestion.unchanged}
        would = "would be: " if options.dry_run else ""
        within = sum(each.is_within for each in ingestion.joined)
        joined = f", {within} joined to others of this add" if within else ""
        output.say(would + ", ".join(f"{len(ids)} {word}" for word, ids in counts.items()) + joined)
        report_joined(ingestion, names)
    report_asked(ingestion, names)
    for problem in harvest.problems:
        complain(str(problem))
    if not (harvest.papers or harvest.problems or harvest.entries.read):
        complain(f"there is no paper in {', '.join(options.source)}")


def report_joined(ingestion: Ingestion, names: dict[str, str]) -> None:
    """Name each record that was joined to a paper, and what of it the paper does not say."""
    for joined in ingestion.joined[:MOST_NAMED]:
        left = f"; not taken: {output.values(joined.dropped)}"
        output.say(f"  {joined.record} joined {names[joined.id]}: {joined.why}{left if joined.dropped else ''}")
    if (more := len(ingestion.joined) - MOST_NAMED) > 0:
        output.say(f"  and {more:,} more; `add --json` names all")


def report_asked(ingestion: Ingestion, names: dict[str, str]) -> None:
    """Name the papers that may be one."""
    for id, other, why in ingestion.asked[:MOST_NAMED]:
        output.note(f"{names[id]} may be {names[other]}: {why}")
    if ingestion.asked:
        more = f"{len(ingestion.asked) - MOST_NAMED:,} more questions; " if len(ingestion.asked) > MOST_NAMED else ""
        output.note(f"{more}`readinglist duplicates` lists what is not answered, gm in the app asks")


def as_json(harvest: Harvest, ingestion: Ingestion) -> dict[str, object]:
    """The outcome as ``add --json`` prints it."""
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
