"""Commands that edit papers: update, remove, undo, redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.cli import complain, output
from readinglist.cli.arguments import SELECTOR_HELP, count, tag
from readinglist.errors import NotFoundError, UsageError
from readinglist.papers.status import STATUSES

if TYPE_CHECKING:
    import argparse
    from argparse import ArgumentParser
    from collections.abc import Callable, Sequence

    from readinglist.actions.recorder import Recorder
    from readinglist.actions.update import UpdateResult
    from readinglist.papers.change import Reversal
    from readinglist.store.protocol import Store


NAMED = {"parts": "the records it was made of (`readinglist split` takes one out)"}
"""Field → its name in messages."""


def update_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``update``."""
    parser.add_argument("selector", nargs="*", metavar="SELECTOR", help=SELECTOR_HELP)
    parser.add_argument("--query", metavar="QUERY", default="", help="all papers that match QUERY as well")
    parser.add_argument("--status", choices=tuple(STATUSES))
    parser.add_argument("--tag", action="append", type=tag, default=[], metavar="T", help="add a tag; repeatable")
    parser.add_argument(
        "--untag", action="append", type=tag, default=[], metavar="T", help="take a tag away; repeatable"
    )
    parser.add_argument("--priority", type=int, choices=range(4), metavar="N", help="0 (none) to 3 (highest)")
    parser.add_argument("--note", metavar="TEXT", help="the note; replaces the old one")


def remove_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``remove``."""
    parser.add_argument("selector", nargs="+", metavar="SELECTOR", help=SELECTOR_HELP)
    parser.add_argument("--forever", action="store_true", help="remove for good; they still never come back as new")


def undo_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``undo``."""
    parser.add_argument("number", nargs="?", type=count, metavar="N", help="a number that --list shows")
    parser.add_argument("--list", action="store_true", help="list the changes that can be taken back")


def update(options: argparse.Namespace) -> int:
    """Change status, tags, priority or note of the selected papers, as one change."""
    from readinglist.actions.update import UpdateRequest, update

    if not options.selector and not options.query.strip():
        raise UsageError("which papers? none is named", "name ids or cite keys, or use --query")
    status = STATUSES[options.status] if options.status else None
    request = UpdateRequest(status, options.tag, options.untag, options.priority, options.note)
    if not request:
        raise UsageError("nothing to change", "use --status, --tag, --untag, --priority or --note")
    return edit(options, options.query, lambda recorder, ids: update(recorder, ids, request))


def remove(options: argparse.Namespace) -> int:
    """Move the selected papers to the trash, or purge them."""
    from readinglist.actions.update import remove

    return edit(options, "", lambda recorder, ids: remove(recorder, ids, forever=options.forever))


def edit(options: argparse.Namespace, query: str, act: Callable[[Recorder, Sequence[str]], UpdateResult]) -> int:
    """Edit the selected papers as one change, and print which changed."""
    from readinglist.actions.recorder import StoreRecorder
    from readinglist.cli.open_library import ORIGIN, Purpose, opened, selected

    with opened(options, Purpose.EDIT) as store:
        ids, errors = selected(store.library, options.selector, query)
        result = act(StoreRecorder(store, ORIGIN), ids)
    change, unchanged = result.change, list(result.unchanged)
    if options.json:
        output.print_json({"changed": list(change.ids), "unchanged": unchanged})
    elif ids:
        same = f"; {len(unchanged)} unchanged" if unchanged else ""
        output.print_message(
            f"{change.label}{same}" if change.patches else f"nothing changes ({len(unchanged)} as wanted already)"
        )
    for error in errors:
        complain(error.message, error.hint)
    if not ids and not errors:
        complain(f"no paper matches {query!r}")
    return 1 if errors or not ids else 0


def undo(options: argparse.Namespace) -> int:
    """Undo the newest change of the command line, or the one with a number; or list the changes."""
    from readinglist.cli.open_library import ORIGIN, Purpose, opened

    options.nothing = [] if options.list else None
    with opened(options, Purpose.LOOK if options.list else Purpose.EDIT) as store:
        if options.list:
            return list_changes(store, options)
        reversal = store.undo(ORIGIN, options.number or 0)
        return report(store, reversal, "undone", options)


def redo(options: argparse.Namespace) -> int:
    """Redo the change that was last undone on the command line."""
    from readinglist.cli.open_library import ORIGIN, Purpose, opened

    with opened(options, Purpose.EDIT) as store:
        return report(store, store.redo(ORIGIN), "redone", options)


def list_changes(store: Store, options: argparse.Namespace) -> int:
    """Print the changes that can be undone, newest first."""
    changes = list(reversed(store.history().undoable()))
    if options.json:
        output.print_json(
            [
                {"number": c.sequence, "time": c.time, "origin": c.origin, "label": c.label, "papers": list(c.ids)}
                for c in changes
            ]
        )
    for change in [] if options.json else changes:
        output.print_message(f"{change.sequence:>6}  {change.time}  {change.origin:<7}  {change.label}")
    return 0


def report(store: Store, reversal: Reversal | None, word: str, options: argparse.Namespace) -> int:
    """Print what was undone, and the fields that had changed since."""
    if reversal is None:
        if options.json:
            output.print_json({"changed": [], "kept": []})
        number = getattr(options, "number", None)
        what = f"change {number} cannot be taken back" if number else f"nothing to be {word}"
        raise NotFoundError(
            what, "`readinglist undo --list` shows all changes; the app's own are undone with u in the app"
        )
    kept = [{"id": id, "field": field} for id, field in reversal.kept]
    if options.json:
        output.print_json({"changed": list(reversal.ids), "kept": kept})
    elif reversal.patches:
        output.print_message(f"{word}: {reversal.label}")
    for id in dict(reversal.kept):
        if not (record := store.library.record(id)):
            continue
        title = record.get("title", id)
        fields = ", ".join(NAMED.get(field, field) for other, field in reversal.kept if other == id)
        output.note(f"{title!r} has changed since, what stays as it is: {fields}")
    if reversal.kept and not reversal.patches:
        complain(f"nothing was {word}: all of it has changed since", "see `readinglist undo --list`")
        return 1
    return 0
