"""The options of ``export`` about files that follow the library: list them, agree to one, stop one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from readinglist.cli import output
from readinglist.errors import NotFoundError
from readinglist.text import clean

if TYPE_CHECKING:
    import argparse

STATES = {"yes": "kept", "no": "refused", "told": "asked", "": "asked"}
"""The user's answer about a synced file → its state in the output."""


def list_synced(options: argparse.Namespace) -> int:
    """Print the synced files that the library's folder lists, with their states."""
    from dataclasses import asdict

    from readinglist.cli.open_library import Purpose, expected
    from readinglist.exports.synced import answered

    answers = answered(expected(options, Purpose.LOOK))
    if options.json:
        output.print_json([{**asdict(file), "state": STATES[word]} for file, word in answers])
    for file, word in [] if options.json else answers:
        row = (
            file.path,
            file.what,
            file.format,
            "update" if file.update else "replace",
            file.private_data,
            STATES[word],
        )
        sys.stdout.write("\t".join(map(clean, row)) + "\n")
    if not answers and not options.json:
        output.note("no file is kept up to date; the app's export dialog (b) offers it")
    return 0


def agree(options: argparse.Namespace) -> int:
    """Agree to a synced file that the library's folder lists."""
    from readinglist.cli.open_library import Purpose, expected
    from readinglist.exports.synced import absolute, answer, listed
    from readinglist.settings.config import expanded

    path = absolute(expanded(options.keep))
    place = expected(options, Purpose.EDIT)
    if not (file := listed(place).get(path)):
        raise NotFoundError(f"{path} is not in the library's list", "`readinglist export --kept` shows what is")
    answer(place, file, "yes")
    output.print_json({"kept": path}) if options.json else output.print_message(f"{path}: kept up to date by the app")
    return 0


def stop(options: argparse.Namespace) -> int:
    """Stop or refuse syncing a file; the file itself stays."""
    from readinglist.cli.open_library import Purpose, expected
    from readinglist.exports import synced
    from readinglist.settings.config import expanded

    path = synced.absolute(expanded(options.forget))
    if not synced.stop(expected(options, Purpose.EDIT), path):
        raise NotFoundError(f"{path} is not kept up to date", "`readinglist export --kept` lists those that are")
    output.print_json({"forgotten": path}) if options.json else output.print_message(f"{path}: not kept up to date")
    return 0
