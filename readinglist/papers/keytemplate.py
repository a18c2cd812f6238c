"""The template of cite keys: texts and parts such as ``{author}``, ``{year:2}`` or ``{title:3:Capital}``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from readinglist.credentials import has_credentials
from readinglist.errors import ConfigError

DEFAULT = "{author}{year}{title}"
"""Gives ``vaswani2017attention``."""
CASES = ("lower", "Capital", "UPPER")
SIGNS = ":._+/-"
"""Characters allowed in a key with letters and digits."""
MODIFIERS: dict[str, tuple[str, ...]] = {
    "author": ("number", "etal", *CASES, "sign"),
    "year": ("2", "4"),
    "title": ("number", *CASES, "sign"),
    "venue": ("number", *CASES, "sign"),
    "arxiv": (),
}
"""Part → what may follow its colons; ``number`` is 1 to 99, ``sign`` one that stands between names or words."""
TELLING = frozenset({"author", "title", "arxiv"})
"""Parts of which a template needs one: else all papers of a year would share a key."""
FIELD = re.compile(r"\{([^{}]*)\}")
NUMBER = re.compile("[1-9][0-9]?")
ILLEGAL = re.compile(f"[^A-Za-z0-9{re.escape(SIGNS)}]")
EXAMPLE = f'such as "{DEFAULT}" or "{{author:Capital}}_{{year}}"'


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a key: what of the paper it tells, and how."""

    name: str
    number: int = 0
    """How many names, words or digits; 0 if it is not said."""
    case: str = "lower"
    joint: str = ""
    """The separator of names or words."""
    etal: bool = False
    """Whether ``etal`` replaces the authors that are not named."""


@cache
def parse(template: str) -> tuple[str | Part, ...]:
    """The texts and parts of `template`, in order; raises ConfigError with the place that is wrong."""
    if has_credentials(template):
        raise ConfigError("the template holds a user name or password", EXAMPLE)
    pieces: list[str | Part] = []
    for place, piece in enumerate(FIELD.split(template)):
        if place % 2:
            pieces.append(read_part(piece))
        elif piece:
            pieces.append(checked(piece, template))
    if not any(isinstance(piece, Part) and piece.name in TELLING for piece in pieces):
        raise ConfigError(f"{template!r} would give many papers one key", "it needs {author}, {title} or {arxiv}")
    return tuple(pieces)


def checked(text: str, template: str) -> str:
    """`text`, if a key may hold it; else raises ConfigError."""
    if wrong := ILLEGAL.search(text):
        if wrong[0] in "{}":
            raise ConfigError(f"a brace in {template!r} has no partner", EXAMPLE)
        raise ConfigError(
            f"{wrong[0]!r} in {template!r} cannot stand in a cite key", f"letters, digits and {SIGNS} can"
        )
    return text


def read_part(text: str) -> Part:
    """The part that stands between braces."""
    name, *modifiers = (word.strip() for word in text.split(":"))
    if name not in MODIFIERS:
        raise ConfigError(f"there is no part {{{text}}}", hint(name, tuple(MODIFIERS)))
    told: dict[str, str | int | bool] = {}
    for modifier in modifiers:
        kind, value = read_modifier(name, modifier, text)
        if kind in told:
            raise ConfigError(f"{{{text}}} says its {kind} twice", EXAMPLE)
        told[kind] = value
    return Part(name, **told)  # type: ignore[arg-type] # each kind has its type


def read_modifier(name: str, modifier: str, text: str) -> tuple[str, str | int | bool]:
    """Which field of a Part a modifier sets, and the value."""
    legal = MODIFIERS[name]
    cases = {case.lower(): case for case in CASES if case in legal}
    if modifier.lower() in cases:
        return "case", cases[modifier.lower()]
    if modifier in legal and modifier == "etal":
        return "etal", True
    if NUMBER.fullmatch(modifier) and ("number" in legal or modifier in legal):
        return "number", int(modifier)
    if "sign" in legal and modifier in {sign for sign in SIGNS if sign != ":"}:
        return "joint", modifier
    raise ConfigError(f"{modifier!r} in {{{text}}} means nothing there", hint(modifier, legal))


def hint(word: str, known: tuple[str, ...]) -> str:
    """The most similar of the `known` names, or all of them."""
    import difflib  # noqa: PLC0415 - only wrong templates need it

    lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), lower, 1)
    if close:
        return f"did you mean {lower[close[0]]!r}?"
    explained = {"number": "a number from 1 to 99", "sign": f"a sign between words ({SIGNS[1:]})"}
    return "known: " + ", ".join(explained.get(name, name) for name in known) if known else "nothing may follow it"
