"""Commands for maintenance: doctor, save, trust, completion."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from readinglist.cli import output
from readinglist.errors import StoreError

if TYPE_CHECKING:
    import argparse
    from argparse import ArgumentParser
    from pathlib import Path


SHOWN = 10
"""Most papers that are named."""


def doctor_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``doctor``."""
    parser.add_argument("--repair", action="store_true", help="mend what can be mended; damaged files are kept aside")


def completion_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``completion``."""
    parser.add_argument("shell", choices=("bash", "zsh", "fish", "tcsh"))


def doctor(options: argparse.Namespace) -> int:
    """Check the library's files, then its papers, and report faults; repair them if asked."""
    from readinglist.cli.open_library import Purpose, expected
    from readinglist.store.doctor import examination

    place = expected(options, Purpose.LOOK)
    found = examination(place)
    joined, unlisted = [] if found.damaged else wrongly_joined(options), exports_faults(place)
    findings, plan = found.texts + joined + unlisted, found.plan + [f"make two papers of it: {text}" for text in joined]
    if not options.json:
        for line in findings or [f"{place}: all well"]:
            output.print_message(line)
        if plan:
            output.print_message("--repair does this:" if options.repair else "`readinglist doctor --repair` will:")
            for line in plan:
                output.print_message(f"  {line}")
    if options.repair and findings:
        found = examination(place, repair=True) if found.texts else found
        done = found.done + take_apart(options)
        findings = found.texts + unlisted + done
        for line in [] if options.json else done or ["nothing was mended: this has to be put right by hand"]:
            output.print_message(line)
    is_left = found.is_left or bool(unlisted)
    if options.json:
        repaired = options.repair and not is_left
        output.print_json({"library": str(place), "findings": findings, "plan": plan, "repaired": repaired})
    report_suspects(options) if not found.damaged else None
    return 1 if (findings and not options.repair) or is_left else 0


def exports_faults(place: Path) -> list[str]:
    """The fault of an unreadable list of synced files, which `--repair` cannot mend."""
    from readinglist.exports.synced import listed

    try:
        listed(place)
    except StoreError as error:
        return [error.line]
    return []


def report_suspects(options: argparse.Namespace) -> None:
    """Name papers with publication facts from a second record that was not stored; they may be right."""
    from readinglist.actions.mixed_works import suspects
    from readinglist.cli.open_library import opened

    with opened(options) as store:
        found = [f"{paper.key} ({', '.join(brought)})" for paper, brought in suspects(store.library)]
    if found:
        shown, more = ", ".join(found[:SHOWN]), f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        output.note(f"facts of these were brought by a second record that was not kept: {shown}{more}")
        output.note("where they are of another publication, `readinglist split KEY` makes two papers of it")


def wrongly_joined(options: argparse.Namespace) -> list[str]:
    """The papers that an earlier version made of two works, a line each."""
    from readinglist.actions.mixed_works import mixed_works
    from readinglist.cli.open_library import opened

    with opened(options) as store:
        return [f"{paper.key}: two works are mixed in it ({why})" for paper, why in mixed_works(store.library)]


def take_apart(options: argparse.Namespace) -> list[str]:
    """Split the papers that an earlier version made of two works, as one change; gives what was done."""
    from readinglist.actions.mixed_works import mixed_works, separate
    from readinglist.cli.open_library import ORIGIN, opened
    from readinglist.papers.record import now

    with opened(options) as store:
        if store.read_only or not (papers := [paper for paper, _ in mixed_works(store.library)]):
            return []
        store.record(lambda library: separate(library, papers, now()), ORIGIN)
        return [f"{len(papers)} taken apart; `readinglist undo` takes it back, `readinglist merge A B` joins two again"]


def save(options: argparse.Namespace) -> int:
    """Write all changes into library.json, including those of an open app."""
    from readinglist.cli.open_library import Purpose, opened

    with opened(options, Purpose.EDIT) as store:
        is_written = store.save()
    if options.json:
        output.print_json({"library": str(store.folder), "written": is_written, "change": store.sequence})
    elif is_written:
        output.print_message(f"{store.folder / 'library.json'}: written, with all changes up to {store.sequence}")
    else:
        output.print_message(f"{store.folder / 'library.json'}: holds all changes")
    return 0


def trust(options: argparse.Namespace) -> int:
    """Agree to what makes a library read-only: a link in place of its file, or others who can write to it."""
    from readinglist.cli.open_library import Purpose, expected
    from readinglist.store import answers, consent

    folder = expected(options, Purpose.LOOK).absolute()
    asked = consent.questions(folder)
    for each in asked:
        answers.save(folder, each.name, each.about, "yes")
    if options.json:
        output.print_json({"library": str(folder), "agreed": [each.text for each in asked]})
    for each in [] if options.json else asked:
        output.print_message(f"{each.text}: agreed")
    if not asked and not options.json:
        output.print_message(f"{folder}: nothing to agree to")
    return 0


def completion(options: argparse.Namespace) -> int:
    """Print the completion script for a shell."""
    import shtab

    from readinglist.cli.command_line import build

    script = shtab.complete(build()[0], options.shell)
    if options.json:
        output.print_json({"shell": options.shell, "script": script})
    else:
        sys.stdout.write(script + "\n")
    return 0
