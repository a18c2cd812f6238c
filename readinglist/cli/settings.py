"""Commands for settings and themes, and the settings that other commands use."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist.cli import complain, output, reported
from readinglist.credentials import quoted, safe
from readinglist.errors import ConfigError, NotFoundError
from readinglist.settings.config import DEFAULTS, Settings, load, settings_folder, shipped

if TYPE_CHECKING:
    import argparse
    from argparse import ArgumentParser
    from collections.abc import Iterator
    from pathlib import Path

EFFECTS = {
    "editor": "runs a program of this machine when you edit a note",
    "mailto": "is sent to every service that is asked",
    "services": "is asked, and so told, what you add",
    "keymap": "changes what keys do",
    "dialect": "changes the .bib files that are written",
    "export_options": "changes the .bib files that are written",
    "cite_key": "changes the cite keys that new papers get",
}
"""Setting → its effect, as a warning about a file received from others."""


def config_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``config``."""
    parser.add_argument("file", nargs="?", metavar="FILE", help="say what this file would change, and change nothing")
    parser.add_argument("--keys", action="store_true", help="list all actions with their keys, for your keymap")


def config(options: argparse.Namespace) -> int:
    """Print the settings and their problems, what a file would change, or the actions a keymap may name."""
    from readinglist import log
    from readinglist.cli.open_library import folder

    if options.keys:
        return print_actions(options)
    if options.file is not None:
        return compare(options)
    settings = load()
    values = {name: getattr(settings, name) for name in DEFAULTS}
    if options.json:
        places = {"path": str(settings.path), "library": str(folder(options)), "log": str(log.path())}
        output.print_json({**places, **values, "problems": [problem.line for problem in faults_of(settings)]})
    else:
        rows = [("settings file", settings.path), ("library", folder(options)), ("log", log.path())]
        output.print_fields((name, safe(str(path))) for name, path in rows)
        output.print_fields((name, safe(shown(value))) for name, value in values.items())
    return complain_of(settings)


def in_force() -> Settings:
    """The user's settings; their problems are printed once a command."""
    settings = load()
    for problem in settings.problems:
        if problem.message not in reported:
            complain(problem.message, problem.hint)
            reported.add(problem.message)
    return settings


def complain_of(settings: Settings) -> int:
    """Print the problems of settings; gives the exit status."""
    found = faults_of(settings)
    for problem in found:
        complain(problem.message, problem.hint)
    return 1 if found else 0


def faults_of(settings: Settings) -> list[ConfigError]:
    """The problems of settings, including the keymap and theme."""
    from readinglist.tui.keymap import Keymap

    return [*settings.problems, *map(ConfigError, Keymap(settings.keymap).problems), *theme_faults(settings.theme)]


def theme_faults(name: str) -> list[ConfigError]:
    """The problem of a theme name that does not exist; broken theme files have no name."""
    from textual.theme import BUILTIN_THEMES

    from readinglist.settings.validation import nearest
    from readinglist.tui import theming

    known = {**BUILTIN_THEMES, **theming.shipped()}
    for path in theming.themes_in(settings_folder() / "themes"):
        with suppress(ConfigError):
            known[theming.load(path).name] = theming.load(path)
    return [] if name in known else [ConfigError(f"there is no theme {quoted(name)}", nearest(name, known))]


@dataclass(frozen=True, slots=True)
class Difference:
    """A setting that a file would change."""

    name: str
    """``mouse``, and ``keymap.skip`` for an entry of a table."""
    now: object
    then: object

    @property
    def effect(self) -> str:
        """The effect of the setting beyond the app's appearance."""
        return EFFECTS.get(self.name.partition(".")[0], "")


def compare(options: argparse.Namespace) -> int:
    """Print what a file would change if it replaced the settings; nothing is applied."""
    from readinglist.settings.config import expanded

    path = expanded(options.file)
    if not path.exists():
        raise NotFoundError(f"{path}: there is no such file", "name a settings file that somebody gave you")
    theirs = load(path)
    found = list(differences(load(), theirs))
    if options.json:
        changes = [{"setting": each.name, "now": each.now, "then": each.then, "effect": each.effect} for each in found]
        output.print_json(
            {"path": str(path), "changes": changes, "problems": [problem.line for problem in faults_of(theirs)]}
        )
    else:
        output.print_message(
            f"in the place of your settings {path} would change:" if found else f"{path} would change nothing"
        )
    for each in [] if options.json else found:
        output.print_message(f"  {each.name}: {shown(each.now)} → {shown(each.then)}")
        if each.effect:
            output.print_message(f"    {each.effect}")
    return complain_of(theirs)


def differences(ours: Settings, theirs: Settings) -> Iterator[Difference]:
    """The settings in which two files differ, tables entry by entry."""
    for name in DEFAULTS:
        now, then = flat(name, getattr(ours, name)), flat(name, getattr(theirs, name))
        for key in dict.fromkeys([*now, *then]):
            before, after = now.get(key, default_of(key)), then.get(key, default_of(key))
            if before != after:
                yield Difference(key, before, after)


def flat(name: str, value: object) -> dict[str, object]:
    """A setting under its name, a table under the names of its entries."""
    return {f"{name}.{key}": text for key, text in value.items()} if isinstance(value, dict) else {name: value}


def default_of(name: str) -> object:
    """The default of a table's entry."""
    from readinglist.settings.services import SERVICES
    from readinglist.tui.actions import BY_ID

    table, _, key = name.partition(".")
    if table == "services":
        return SERVICES[key].address if key in SERVICES else ""
    return ", ".join(BY_ID[key].keys) if key in BY_ID else ""


def shown(value: object) -> str:
    """A setting's value as it would be written in the file."""
    if isinstance(value, dict):
        return ", ".join(f'"{key}" = "{text}"' for key, text in value.items()) or "(none)"
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'


def print_actions(options: argparse.Namespace) -> int:
    """Print every action with its id, keys and what it does."""
    from readinglist.tui.actions import ACTIONS

    if options.json:
        output.print_json([{"id": a.id, "keys": list(a.keys), "help": a.help} for a in ACTIONS])
    else:
        wide = max(len(action.id) for action in ACTIONS)
        for action in ACTIONS:
            output.print_message(f"{action.id:<{wide}}  {', '.join(action.keys):<18}  {action.help}")
    return 0


def themes(options: argparse.Namespace) -> int:
    """Print the shipped themes and the user's; report broken files."""
    from readinglist.tui.theming import load as load_theme
    from readinglist.tui.theming import themes_in

    rows: list[tuple[str, bool, Path]] = []
    problems: list[ConfigError] = []
    for path in [*themes_in(shipped("themes")), *themes_in(settings_folder() / "themes")]:
        try:
            theme = load_theme(path)
            rows.append((theme.name, theme.dark, path))
        except ConfigError as error:
            problems.append(error)
    if options.json:
        output.print_json([{"name": name, "dark": dark, "path": str(path)} for name, dark, path in rows])
    for name, dark, path in [] if options.json else rows:
        output.print_message(f"{name:<16}  {'dark' if dark else 'light':<5}  {path}")
    for problem in problems:
        complain(problem.message, problem.hint)
    return 1 if problems else 0
