"""The command that changes cite keys."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from readinglist.cli import complain, output
from readinglist.cli.arguments import SELECTOR_HELP, path
from readinglist.errors import ConfigError, UsageError
from readinglist.papers import edits
from readinglist.papers.record import now
from readinglist.settings.config import expanded
from readinglist.text import clean

if TYPE_CHECKING:
    import argparse
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from readinglist.papers.change import Change
    from readinglist.papers.library import Library

Renamed = tuple[str, str, str]
"""A paper's id, its old key and its new one."""


def rekey_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``rekey``."""
    parser.add_argument("selector", nargs="*", metavar="SELECTOR", help=SELECTOR_HELP)
    parser.add_argument("--query", metavar="QUERY", default="", help="all papers that match QUERY as well")
    parser.add_argument("--all", action="store_true", help="the whole library but the trash")
    parser.add_argument(
        "--template", metavar="T", help="such as {author:Capital}_{year} (default: cite_key in the settings)"
    )
    parser.add_argument("--key", metavar="KEY", help="the key for the one paper named")
    parser.add_argument("--dry-run", action="store_true", help="print what would change, change nothing")
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=path, help="write old and new keys there, with a tab between"
    )
    parser.add_argument("--force", action="store_true", help="replace FILE if it exists")


def rekey(options: argparse.Namespace) -> int:
    """Give papers the keys of a template, or one paper a given key, as one change."""
    from readinglist.cli.open_library import ORIGIN, Purpose, opened, selected

    check(options)
    template = wanted_template(options)
    file = options.output if options.output not in (None, "-", "/dev/stdout") else ""

    def make(library: Library) -> Change:
        change = (
            edits.set_key(library, ids[0], options.key, now())
            if options.key is not None
            else edits.rekey(library, ids, template, now())
        )
        if file and change:
            save_mapping(file, renames(change), force=options.force)
        return change

    with opened(options, Purpose.EDIT) as store:
        query = options.query.strip()
        ids, errors = selected(store.library, options.selector, query)
        if options.all:
            ids = [paper.id for paper in store.library.not_trashed()]
        changed = [] if not ids else renames(make(store.library) if options.dry_run else store.record(make, ORIGIN))
    report(options, ids, changed, file)
    for error in errors:
        complain(error.message, error.hint)
    if not ids and not errors:
        complain(f"no paper matches {query!r}" if query else "there is no paper to rekey")
    return 1 if errors or not ids else 0


def check(options: argparse.Namespace) -> None:
    """Raise UsageError unless the options say which papers get which keys."""
    named = bool(options.selector or options.query.strip())
    if named == options.all:
        hint = "name ids or cite keys, use --query, or --all for the whole library"
        raise UsageError("which papers? name them or say --all, not both" if named else "which papers?", hint)
    if options.key is not None and (options.all or options.query.strip() or len(options.selector) != 1):
        raise UsageError("--key gives one paper a key", "readinglist rekey OLDKEY --key NEWKEY")
    if options.key is not None and options.template is not None:
        raise UsageError("--key and --template say two things", "use one of them")
    if options.dry_run and options.output:
        raise UsageError("--dry-run writes no file", "it prints the mapping")


def wanted_template(options: argparse.Namespace) -> str:
    """The template on the command line, else that of the settings."""
    from readinglist.cli.settings import in_force

    if options.template is None:
        return in_force().cite_key
    from readinglist.papers import keytemplate

    try:
        keytemplate.parse(options.template)
    except ConfigError as error:
        raise UsageError(f"--template: {error.message}", error.hint) from None
    return str(options.template)


def renames(change: Change) -> list[Renamed]:
    """The papers whose cite key a change replaces."""
    keys = {id: patch["key"] for id, patch in change.patches.items() if "key" in patch}
    return [(id, old or "", new or "") for id, (old, new) in keys.items()]


def save_mapping(file: str, changed: Sequence[Renamed], *, force: bool) -> None:
    """Write old and new keys to a file, separated by a tab, a line a paper."""
    from readinglist.exports.target import save

    save(expanded(file), "".join(f"{old}\t{new}\n" for _, old, new in changed), force=force)


def report(options: argparse.Namespace, ids: Sequence[str], changed: Sequence[Renamed], file: str) -> None:
    """Print old and new keys, and what the user has to do about them."""
    if options.json:
        done = {id for id, _, _ in changed}
        rows = [{"id": id, "old": old, "new": new} for id, old, new in changed]
        output.print_json({"changed": rows, "unchanged": [id for id in ids if id not in done]})
    elif file and changed:
        output.print_message(f"{file}: {len(changed)} {'key' if len(changed) == 1 else 'keys'}")
    else:
        print_mapping(changed)
    owners = {new.lower(): id for id, _, new in changed}
    for id, old, _ in changed:
        if owners.get(old.lower(), id) != id:
            output.note(f"{old} is now the key of another paper")
    if changed and not options.dry_run:
        output.note(
            "documents that cite the old keys must be changed; here they still find the papers, and biblatex exports "
            "carry them as ids"
        )
    elif ids and not changed:
        output.note(f"nothing changes ({len(ids)} as wanted already)")


def print_mapping(changed: Sequence[Renamed]) -> None:
    """Print old and new key, a line a paper: with an arrow on a terminal, with a tab in a pipe."""
    is_terminal = sys.stdout.isatty()
    wide = max((len(old) for _, old, _ in changed), default=0)
    for _, old, new in changed:
        sys.stdout.write(f"{clean(old):<{wide}} → {clean(new)}\n" if is_terminal else f"{clean(old)}\t{clean(new)}\n")
