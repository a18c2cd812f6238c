"""The commands about papers that may be one: duplicates, merge, split, distinct."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from readinglist.cli import output
from readinglist.cli.arguments import SELECTOR_HELP, count
from readinglist.papers.record import now

if TYPE_CHECKING:
    import argparse
    from argparse import ArgumentParser
    from collections.abc import Callable, Sequence

    from readinglist.papers.change import Change
    from readinglist.papers.identity.duplicates import Question
    from readinglist.papers.library import Library


def merge_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``merge``."""
    parser.add_argument("paper", nargs="+", metavar="PAPER", help=SELECTOR_HELP)
    parser.add_argument(
        "--prefer",
        metavar="PAPER",
        help="the one whose publication it shall be (default: a publication's, not a preprint's)",
    )


def split_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``split``."""
    parser.add_argument("paper", metavar="PAPER", help=SELECTOR_HELP)
    parser.add_argument(
        "number", nargs="?", type=count, metavar="N", help="the joined record that `show` numbers so (the newest)"
    )


def distinct_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``distinct``."""
    parser.add_argument("paper", nargs="+", metavar="PAPER", help=SELECTOR_HELP)


def duplicates(options: argparse.Namespace) -> int:
    """Print the papers that may be one, with the reason; status 0 if there are any, 1 if there are none, as grep."""
    from readinglist.cli.library import opened
    from readinglist.papers.identity.duplicates import Duplicates

    with opened(options) as store:
        found = Duplicates(store.library)
        for done in found.comparing():
            if not options.json:
                output.progress(f"comparing: {done:,} of {len(store.library):,}")
        output.progress("")
        questions = found.questions()
        if options.json:
            output.print_json([as_json(store.library, question) for question in questions])
        else:
            print_questions(store.library, questions)
    return 0 if questions else 1


def as_json(library: Library, question: Question) -> dict[str, object]:
    """A question as ``duplicates --json`` prints it."""
    both = (library[id] for id in question[:2])
    papers = [{"id": paper.id, "key": paper.key, "title": paper.title, "year": paper.year} for paper in both]
    return {"papers": papers, "why": question.why}


def print_questions(library: Library, questions: Sequence[Question]) -> None:
    """Both papers and the reason: three lines for people, one with tabs in a pipe."""
    is_terminal = sys.stdout.isatty()
    for question in questions:
        both = [library[id] for id in question[:2]]
        if not is_terminal:
            fields = [*(part for paper in both for part in (paper.key, paper.title)), question.why]
            sys.stdout.write("\t".join(map(output.shown, fields)) + "\n")
            continue
        output.say(f"{output.shown(question.why)}:")
        for paper in both:
            output.say(f"  {output.shown(paper.key)}  {paper.year or '-'}  {output.shown(paper.title)}")
    if is_terminal and questions:
        output.note("`readinglist merge A B`, `readinglist distinct A B`, or gm in the app answers")


def merge(options: argparse.Namespace) -> int:
    """Make one paper of the papers named."""
    from readinglist.papers import joining

    def make(library: Library) -> Change:
        prefer = library.resolve(options.prefer).id if options.prefer else ""
        return joining.merge(library, named(library, options.paper), now(), prefer)

    return answer(options, make, merged)


def merged(library: Library, change: Change) -> str:
    """The paper that others became, with what of each it does not say."""
    from readinglist.cli.papers import history

    paper = library[change.ids[0]]
    return f"one paper: {paper.key}\n{history(paper)}"


def split(options: argparse.Namespace) -> int:
    """Take a joined record out of a paper again."""
    from readinglist.actions.mixed_works import foreign_facts, separate
    from readinglist.papers import joining
    from readinglist.papers.intake import new_id

    def make(library: Library) -> Change:
        paper = library.resolve(options.paper)
        if foreign_facts(paper.record):
            return separate(library, [paper], now())
        return joining.split(library, paper.id, new_id(library), now(), options.number or 0)

    return answer(
        options, make, lambda library, change: "two papers: " + ", ".join(library[id].key for id in change.ids)
    )


def distinct(options: argparse.Namespace) -> int:
    """Remember that the papers named are not one."""
    from readinglist.papers import joining

    return answer(
        options,
        lambda library: joining.distinct(library, named(library, options.paper), now()),
        lambda _, change: "remembered" if change else "that was known already",
    )


def named(library: Library, selectors: Sequence[str]) -> list[str]:
    """The ids of the papers that selectors name; raises NotFoundError."""
    return [library.resolve(selector).id for selector in selectors]


def answer(
    options: argparse.Namespace, make: Callable[[Library], Change], told: Callable[[Library, Change], str]
) -> int:
    """Record an answer and say what came of it."""
    from readinglist.cli.library import ORIGIN, Purpose, opened

    with opened(options, Purpose.EDIT) as store:
        change = store.record(make, ORIGIN)
        if options.json:
            gone = [id for id in change.ids if id not in store.library]
            output.print_json({"changed": [id for id in change.ids if id not in gone], "removed": gone})
        else:
            output.say(told(store.library, change))
    return 0
