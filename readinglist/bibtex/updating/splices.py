"""Single fields of an entry changed in its text; all else, its spacing and order too, stays as it was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist.bibtex.reading.scan import HEAD, KEY, Unreadable, entry_at
from readinglist.latex.decoder import nests_bare

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.bibtex.reading.scan import Entry

Places = list[tuple[int, int, int]]
"""Where each field's name and value begin and its value ends."""
BETWEEN = re.compile(r"\s*,\s*")
"""What separates two fields if nothing else stands there."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field to be written: `token` is its value with braces; it takes the place of the field called `instead`.

    Without a token the field that is there goes.
    """

    name: str
    token: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Splice:
    """A stretch of a text and what shall stand there."""

    start: int
    end: int
    text: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """The text with the splices made."""
    parts: list[str] = []
    at = 0
    for splice in sorted(splices, key=lambda splice: splice.start):
        parts += [text[at : splice.start], splice.text]
        at = splice.end
    return "".join([*parts, text[at:]])


def places_of(text: str, entry: Entry) -> Places:
    """Where the fields of an entry are in the text it was read from; raises Unreadable if that is not certain."""
    if text[entry.start : entry.start + 1] != "@" or text[entry.end - 1 : entry.end] not in {"}", ")"}:
        raise Unreadable("it is not closed", entry.start)
    again = entry_at(text, entry.start, entry.end)
    if again.end != entry.end or again.fields != entry.fields or again.key != entry.key:
        raise Unreadable("its fields cannot be told apart for certain", entry.start)
    return again.places


def amendments(text: str, entry: Entry, places: Places, fields: Iterable[Field], type: str) -> list[Splice]:
    """How to change `text` so that its entry has these fields, and this type unless it is empty."""
    spots = {name.lower(): place for (name, _), place in zip(reversed(entry.fields), reversed(places), strict=True)}
    splices = []
    new = []
    for field in fields:
        if spot := spots.get(field.instead):
            if field.token and field.name != field.instead:
                splices.append(Splice(spot[0], spot[0] + len(field.instead), field.name))
            if field.token:
                splices.append(Splice(spot[1], spot[2], quoted_as(text[spot[1] : spot[2]], field.token)))
            else:
                splices.append(without(text, places, places.index(spot)))
        else:
            new.append(field)
    if new:
        end = places[-1][2]
        between = separator(text, entry, places) or ", "
        splices.append(Splice(end, end, "".join(f"{between}{named(text, places, field)}" for field in new)))
    if type and (head := HEAD.match(text, entry.start)):
        splices.append(Splice(*head.span("type"), type))
    return splices


def renaming(text: str, entry: Entry, key: str) -> list[Splice]:
    """How to change `text` so that its entry has another key."""
    head = HEAD.match(text, entry.start)
    old = KEY.match(text, head.end()) if head else None
    return [Splice(*old.span("key"), key)] if old else []


def without(text: str, places: Places, number: int) -> Splice:
    """How to take a field out with the comma before it; one that follows something else is emptied."""
    start, value, end = places[number]
    before = places[number - 1][2]
    if number and BETWEEN.fullmatch(text, before, start):
        return Splice(before, end, "")
    return Splice(value, end, "{}")


def quoted_as(old: str, token: str) -> str:
    """The token in quotes if what it replaces was, and if it can be."""
    inner = token[1:-1]
    can_be = token[0] == "{" and '"' not in inner and nests_bare(inner)
    return f'"{inner}"' if old[0] == old[-1] == '"' and can_be else token


def separator(text: str, entry: Entry, places: Places) -> str:
    """What stands between the last two fields, or the key and the only one, if that is a comma with blanks."""
    start = places[-2][2] if len(places) > 1 else text.find(",", entry.start)
    found = text[start : places[-1][0]]
    return found if start >= 0 and BETWEEN.fullmatch(found) else ""


def named(text: str, places: Places, field: Field) -> str:
    """A new field with its signs of equality under those of the others."""
    heads = [text[start:value].partition("=") for start, value, _ in places]
    left, _, right = heads[-1]
    in_line = {len(other.rstrip()) for other, _, _ in heads if len(other) == len(left)}
    gap = left[len(left.rstrip()) :] if len(in_line) == 1 else " " * max(1, len(left) - len(field.name))
    return f"{field.name}{gap}={right}{field.token}" if "\n" not in gap + right else f"{field.name} = {field.token}"
