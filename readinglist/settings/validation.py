"""Validation of settings and theme files: each fault is a message with a hint."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from readinglist.credentials import brief, holds_secret, quoted
from readinglist.errors import ConfigError
from readinglist.settings.address import base_fault, quoted_base
from readinglist.settings.services import SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CHOICES = {"preview": ("auto", "right", "below", "off"), "dialect": ("bibtex", "biblatex")}
KINDS: dict[type, tuple[str, str]] = {
    str: ("text in quotes", '{} = "text"'),
    bool: ("true or false", "{} = true"),
    dict: ("a table", '[{}] on a line of its own, below it lines of the form name = "text"'),
    int: ("a number", ""),
    float: ("a number", ""),
    list: ("a list", ""),
}
"""Type of a value → its name, and an example of a setting of that type."""
LONGEST = 500
"""The maximal length of a text."""
MOST_NAMED = 10
"""The number of faults of a kind that are listed."""
MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
NONE = "leave it out: settings hold none"
"""The hint about a password."""

Fault = tuple[str, str]
"""A message about a value, and a hint."""


def unknown(kind: str, names: Iterable[str], known: Mapping[str, Any]) -> list[Fault]:
    """Faults for names that are not known: the first ones listed, the others counted."""
    wrong = [name for name in names if name not in known]
    named = [(f"there is no {kind} {quoted(name)}", nearest(name, known)) for name in wrong[:MOST_NAMED]]
    return shortened(named, len(wrong), f"that are no {kind}")


def shortened(named: list[Fault], count: int, what: str) -> list[Fault]:
    """The listed faults, and the number of the others, up to `count`."""
    more = count - len(named)
    return [*named, (f"there are {more:,} more {what}", "take them out")] if more > 0 else named


def within(name: str, value: Any, default: Any) -> tuple[Any, list[Fault]]:
    """The valid part of a setting's value, else its default, and the faults."""
    if type(value) is not type(default):
        kind, such = KINDS[type(default)]
        return default, [(f"{name} is {kind}, not {called(value)}", f"such as {such.format(name)}")]
    if isinstance(value, dict):
        return within_table(name, value)
    fault = text_fault(name, value) if isinstance(value, str) else None
    return (default, [fault]) if fault else (value, [])


def within_table(name: str, table: dict[str, Any]) -> tuple[dict[str, str], list[Fault]]:
    """The valid entries of a table of texts, and the faults of the others."""
    faults: list[Fault] = []
    if name == "services":
        faults = unknown("service", table, SERVICES)
        table = {key: text for key, text in table.items() if key in SERVICES}
    wrong = {key: fault for key, text in table.items() if (fault := entry_fault(name, key, text))}
    faults += shortened(list(wrong.values())[:MOST_NAMED], len(wrong), f"that are wrong in {name}")
    return {key: text for key, text in table.items() if key not in wrong}, faults


def called(value: Any) -> str:
    """The type of a value in words."""
    return KINDS.get(type(value), ("a date or time", ""))[0]


def entry_fault(table: str, key: str, value: Any) -> Fault | None:
    """The fault of an entry in a table of texts."""
    name = f"{table}.{brief(key, 40)}"
    if holds_secret(key):
        return f"{name} holds a user name, password or key", NONE
    if not isinstance(value, str):
        return (
            f"{name} is text in quotes, not {called(value)}",
            f'such as "{SERVICES[key].address if key in SERVICES else "g i"}"',
        )
    if fault := plain_fault(name, value):
        return fault
    if table == "services" and (wrong := base_fault(value)):
        return f"{name} = {quoted_base(value)} {wrong}", f"such as {SERVICES[key].address}"
    return None


def plain_fault(name: str, value: str) -> Fault | None:
    """The fault of a text that is not one short printable line, or contains a password."""
    if len(value) > LONGEST:
        return f"{name} is longer than {LONGEST} letters", "write less"
    if not value.isprintable():
        return f"{name} holds control characters or line ends", "write one line of plain text"
    if holds_secret(value):
        return f"{name} = {quoted_base(value)} holds a user name, password or key", NONE
    return None


def text_fault(name: str, value: str) -> Fault | None:
    """The fault of a setting's text."""
    if fault := plain_fault(name, value):
        return fault
    if name in CHOICES and value not in CHOICES[name]:
        return f"{name} cannot be {quoted(value)}", "one of: " + ", ".join(CHOICES[name])
    if name == "mailto" and value and not MAIL.fullmatch(value):
        return f"mailto is no mail address: {quoted(value)}", 'such as mailto = "you@example.org"'
    if name == "cite_key":
        return template_fault(value)
    return options_fault(value) if name == "export_options" else None


def options_fault(options: str) -> Fault | None:
    """The fault of options of .bib files."""
    from readinglist.bibtex.writing.style import options_in  # noqa: PLC0415 - few settings have some

    try:
        options_in(options)
    except ValueError as error:
        return f"export_options: {error}", 'such as "whole-titles, versions"'
    return None


def template_fault(template: str) -> Fault | None:
    """The fault of a template of cite keys."""
    from readinglist.papers import keytemplate  # noqa: PLC0415 - few settings have one

    try:
        keytemplate.parse(template)
    except ConfigError as error:
        return f"cite_key: {error.message}", error.hint
    return None


def nearest(name: str, known: Mapping[str, Any]) -> str:
    """A hint with the most similar of the known names, or all of them."""
    import difflib  # noqa: PLC0415 - only wrong settings need it

    close = difflib.get_close_matches(name[:80], known, 1)
    return f"did you mean {close[0]!r}?" if close else "known: " + ", ".join(sorted(known))
