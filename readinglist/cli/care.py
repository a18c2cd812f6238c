"""The commands about the program itself: doctor, config, themes, completion."""

from __future__ import annotations

import sys
from dataclasses import fields
from typing import TYPE_CHECKING

from readinglist import regular
from readinglist.cli import complain, output
from readinglist.cli.library import folder
from readinglist.config import Settings, load, settings_folder, shipped, toml
from readinglist.errors import NotFoundError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


SHOWN = 10
"""Papers that are named one by one."""


def doctor(options: argparse.Namespace) -> int:
    """Check the library's files, then its papers, and say what is wrong; mend it if asked."""
    from readinglist.store.doctor import examination

    found = examination(folder(options))
    joined = [] if found.damaged else wrongly_joined(options)
    findings, plan = found.texts + joined, found.plan + [f"make two papers of it: {text}" for text in joined]
    if not options.json:
        for line in findings or [f"{folder(options)}: all well"]:
            output.say(line)
        if plan:
            output.say("--repair does this:" if options.repair else "`readinglist doctor --repair` will:")
            for line in plan:
                output.say(f"  {line}")
    if options.repair and findings:
        findings = (examination(folder(options), repair=True).texts if found.texts else []) + take_apart(options)
        if not options.json:
            output.say(findings[-1])
    if options.json:
        repaired = options.repair
        output.print_json({"library": str(folder(options)), "findings": findings, "plan": plan, "repaired": repaired})
    report_suspects(options) if not found.damaged else None
    return 1 if findings and not options.repair else 0


def report_suspects(options: argparse.Namespace) -> None:
    """Name papers that took facts of a publication from a record which nobody kept; they may be right."""
    from readinglist.bibtex.mixed import suspects
    from readinglist.cli.library import opened

    with opened(options) as store:
        found = [f"{paper.key} ({', '.join(brought)})" for paper, brought in suspects(store.library)]
    if found:
        shown, more = ", ".join(found[:SHOWN]), f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        output.note(f"facts of these were brought by a second record that was not kept: {shown}{more}")
        output.note("where they are of another publication, `readinglist split KEY` makes two papers of it")


def wrongly_joined(options: argparse.Namespace) -> list[str]:
    """The papers that an earlier version made of two works, in words."""
    from readinglist.bibtex.mixed import mixed
    from readinglist.cli.library import opened

    with opened(options) as store:
        return [f"{paper.key}: two works are mixed in it ({why})" for paper, why in mixed(store.library)]


def take_apart(options: argparse.Namespace) -> list[str]:
    """Make two papers of each that an earlier version made of two works, as one change; says what was done."""
    from readinglist.bibtex.mixed import mixed, parted
    from readinglist.cli.library import ORIGIN, opened
    from readinglist.paper import now

    with opened(options) as store:
        if store.read_only or not (papers := [paper for paper, _ in mixed(store.library)]):
            return []
        store.record(lambda library: parted(library, papers, now()), ORIGIN)
        return [f"{len(papers)} taken apart; `readinglist undo` takes it back, `readinglist merge A B` joins two again"]


def trust(options: argparse.Namespace) -> int:
    """Agree to what makes a library one for reading only: a link in the place of its file, others who can write."""
    from readinglist.store import consent
    from readinglist.store.files import Layout

    layout = Layout(folder(options).absolute())
    if not layout.folder.is_dir():
        raise NotFoundError(f"{layout.folder}: there is no library here", "name its folder with --library DIR")
    asked = consent.questions(layout)
    for each in asked:
        consent.answer(layout.folder, each.name, each.about, "yes")
    if options.json:
        output.print_json({"library": str(layout.folder), "agreed": [each.text for each in asked]})
    for each in [] if options.json else asked:
        output.say(f"{each.text}: agreed")
    if not asked and not options.json:
        output.say(f"{layout.folder}: nothing to agree to")
    return 0


def config(options: argparse.Namespace) -> int:
    """Print the settings and what is wrong with them, or the actions that a keymap may name."""
    from readinglist import log
    from readinglist.tui import keymap

    if options.keys:
        return print_actions(options)
    settings = load()
    values = {setting.name: getattr(settings, setting.name) for setting in fields(Settings) if setting.name != "path"}
    problems = [str(problem) for problem in keymap.Keymap(settings.keymap).problems]
    if options.json:
        places = {"path": str(settings.path), "library": str(folder(options)), "log": str(log.path())}
        output.print_json({**places, **values, "problems": problems})
    else:
        rows = [("settings file", settings.path), ("library", folder(options)), ("log", log.path())]
        output.print_fields((name, str(path)) for name, path in rows)
        output.print_fields((name, shown(value)) for name, value in values.items())
    for problem in problems:
        complain(problem)
    return 1 if problems else 0


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
            output.say(f"{action.id:<{wide}}  {', '.join(action.keys):<18}  {action.help}")
    return 0


def themes(options: argparse.Namespace) -> int:
    """Print the themes, ours and the user's; a broken file is said to be so."""
    rows, problems = [], []
    for place in (shipped("themes"), settings_folder() / "themes"):
        for path in sorted(place.glob("*.toml")):
            try:
                rows.append(theme_row(path))
            except (OSError, ValueError) as error:
                problems.append(f"{path}: {error}")
    if options.json:
        output.print_json(rows)
    for row in [] if options.json else rows:
        output.say(f"{row['name']:<16}  {'dark' if row['dark'] else 'light':<5}  {row['path']}")
    for problem in problems:
        complain(problem, "a theme is TOML with name, dark and colours; ours in themes/ show how")
    return 1 if problems else 0


def theme_row(path: Path) -> dict[str, object]:
    """Name, darkness and place of the theme in `path`; raises ValueError if it is no TOML."""
    theme = toml(regular.read(path, follow=True).decode("utf-8-sig"))
    return {"name": str(theme.get("name", path.stem)), "dark": bool(theme.get("dark", True)), "path": str(path)}


def completion(options: argparse.Namespace) -> int:
    """Print the completion script for a shell."""
    import shtab

    from readinglist.cli.parser import build

    script = shtab.complete(build()[0], options.shell)
    if options.json:
        output.print_json({"shell": options.shell, "script": script})
    else:
        sys.stdout.write(script + "\n")
    return 0
