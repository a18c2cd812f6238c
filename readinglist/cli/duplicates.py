"""Commands for duplicates: duplicates, merge, split, distinct."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from readinglist.cli import output
from readinglist.cli.arguments import SELECTOR_HELP, count

if TYPE_CHECKING:
    import argparse
    from argparse import ArgumentParser
    from collections.abc import Callable, Sequence

    from readinglist.actions.merge import MergeResult
    from readinglist.actions.recorder import Recorder
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
    """Print possible duplicates with the reason; like grep, exit status 0 if there are any, else 1."""
    from readinglist.cli.open_library import opened
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
    """A possible duplicate in the JSON document of ``duplicates --json``."""
    both = (library[id] for id in question[:2])
    papers = [{"id": paper.id, "key": paper.key, "title": paper.title, "year": paper.year} for paper in both]
    return {"papers": papers, "why": question.why}


def print_questions(library: Library, questions: Sequence[Question]) -> None:
    """Print both papers and the reason: three lines on a terminal, one with tabs in a pipe."""
    is_terminal = sys.stdout.isatty()
    for question in questions:
        both = [library[id] for id in question[:2]]
        if not is_terminal:
            fields = [*(part for paper in both for part in (paper.key, paper.title)), question.why]
            sys.stdout.write("\t".join(map(output.shown, fields)) + "\n")
            continue
        output.print_message(f"{output.shown(question.why)}:")
        for paper in both:
            output.print_message(f"  {output.shown(paper.key)}  {paper.year or '-'}  {output.shown(paper.title)}")
    if is_terminal and questions:
        output.note("`readinglist merge A B`, `readinglist distinct A B`, or gm in the app answers")


def merge(options: argparse.Namespace) -> int:
    """Merge the papers named."""
    from readinglist.actions.merge import MergeRequest, merge

    request = MergeRequest(options.paper, options.prefer or "")
    return answer(options, lambda recorder: merge(recorder, request), merged)


def merged(result: MergeResult) -> str:
    """The merged paper, with the values of each record that it does not have."""
    from readinglist.cli.papers import history

    paper = result.papers[0]
    return f"one paper: {paper.key}\n{history(paper)}"


def split(options: argparse.Namespace) -> int:
    """Take a joined record out of a paper again."""
    from readinglist.actions.merge import SplitRequest, split

    request = SplitRequest(options.paper, options.number or 0)
    return answer(
        options,
        lambda recorder: split(recorder, request),
        lambda result: "two papers: " + ", ".join(paper.key for paper in result.papers),
    )


def distinct(options: argparse.Namespace) -> int:
    """Remember that the papers named are not one."""
    from readinglist.actions.merge import mark_distinct

    return answer(
        options,
        lambda recorder: mark_distinct(recorder, options.paper),
        lambda result: "remembered" if result.change else "that was known already",
    )


def answer(
    options: argparse.Namespace, act: Callable[[Recorder], MergeResult], sentence: Callable[[MergeResult], str]
) -> int:
    """Record an answer and print its outcome."""
    from readinglist.actions.recorder import StoreRecorder
    from readinglist.cli.open_library import ORIGIN, Purpose, opened

    with opened(options, Purpose.EDIT) as store:
        result = act(StoreRecorder(store, ORIGIN))
        if options.json:
            output.print_json({"changed": [paper.id for paper in result.papers], "removed": list(result.removed)})
        else:
            output.print_message(sentence(result))
    return 0
