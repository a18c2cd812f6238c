"""The table of commands."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from argparse import ArgumentParser

NO_PAPERS = {"papers": 0, "status": {}, "tags": {}, "years": {}, "without_authors": 0, "with_notes": 0}
"""The JSON document of ``stats`` where there is no library."""


class Command(NamedTuple):
    """A command of the command line."""

    run: str
    """``module:function`` in this package."""
    about: str
    arguments: str = ""
    """The function of the same module that adds the command's arguments to a parser; empty if it has none."""
    nothing: Any = None
    """The JSON document where there is no library."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the command's arguments to its parser."""
        if self.arguments:
            module = import_module(f"readinglist.cli.{self.run.partition(':')[0]}")
            getattr(module, self.arguments)(parser)


COMMANDS = {
    "open": Command("terminal:start", "open the app, narrowed to QUERY", "open_arguments", []),
    "list": Command(
        "papers:list_papers", "list papers, one line each: id, status, year, key, title", "list_arguments", []
    ),
    "show": Command("papers:show", "show everything about one paper", "show_arguments"),
    "export": Command(
        "export:export",
        "write the papers that match QUERY (default: all but the trash) as BibTeX or in another format",
        "export_arguments",
        [],
    ),
    "cite": Command("cite:cite", "write BibTeX of the papers that a document cites", "cite_arguments"),
    "stats": Command("papers:stats", "count papers by status, tag and year", nothing=NO_PAPERS),
    "add": Command("add:add", "take papers in; known ones are recognised and merged", "add_arguments"),
    "update": Command("edit:update", "change status, tags, priority or note", "update_arguments"),
    "remove": Command("edit:remove", "move papers to the trash", "remove_arguments"),
    "duplicates": Command("duplicates:duplicates", "list papers that may be one, and why", nothing=[]),
    "merge": Command("duplicates:merge", "make one paper of several; `split` takes it apart again", "merge_arguments"),
    "split": Command("duplicates:split", "take a joined record out of a paper again", "split_arguments"),
    "distinct": Command("duplicates:distinct", "remember that papers are not one", "distinct_arguments"),
    "rekey": Command(
        "rekey:rekey", "give papers the cite keys that your template proposes; old keys still work", "rekey_arguments"
    ),
    "undo": Command("edit:undo", "take back the newest change made on the command line, or change N", "undo_arguments"),
    "redo": Command("edit:redo", "make the change again that was last undone on the command line"),
    "save": Command("care:save", "write all changes into library.json, as before a commit"),
    "trust": Command("care:trust", "agree to a library in a folder of others, or behind a link"),
    "doctor": Command("care:doctor", "check the library's files", "doctor_arguments"),
    "config": Command(
        "settings:config",
        "show the settings and what is wrong with them, or what a file would change",
        "config_arguments",
    ),
    "themes": Command("settings:themes", "list the themes"),
    "completion": Command("care:completion", "print a completion script for your shell", "completion_arguments"),
}
