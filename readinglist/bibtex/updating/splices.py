"""Edits of a file's text that change single fields of an entry and leave spacing, order and all else as written."""

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
"""For each field the offsets of its name, its value, and the end of its value."""
BETWEEN = re.compile(r"\s*,\s*")
"""A comma between two fields, with nothing else."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field to write in the place of the field `instead`: `token` is its value with braces, empty to remove it."""

    name: str
    token: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Splice:
    """The replacement of one stretch of a text."""

    start: int
    end: int
    text: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """The text with the splices applied."""
    parts: list[str] = []
    at = 0
    for splice in sorted(splices, key=lambda splice: splice.start):
        parts += [text[at : splice.start], splice.text]
        at = splice.end
    return "".join([*parts, text[at:]])


def places_of(text: str, entry: Entry) -> Places:
    """The places of an entry's fields in the text it was read from; raises Unreadable if they are not certain."""
    if text[entry.start : entry.start + 1] != "@" or text[entry.end - 1 : entry.end] not in {"}", ")"}:
        raise Unreadable("it is not closed", entry.start)
    again = entry_at(text, entry.start, entry.end)
    if again.end != entry.end or again.fields != entry.fields or again.key != entry.key:
        raise Unreadable("its fields cannot be told apart for certain", entry.start)
    return again.places


def amendments(text: str, entry: Entry, places: Places, fields: Iterable[Field], type: str) -> list[Splice]:
    """The splices that give an entry these fields, and this type unless it is empty."""
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
                splices.append(removal(text, places, places.index(spot)))
        else:
            new.append(field)
    if new:
        end = places[-1][2]
        between = separator(text, entry, places) or ", "
        splices.append(Splice(end, end, "".join(f"{between}{aligned(text, places, field)}" for field in new)))
    if type and (head := HEAD.match(text, entry.start)):
        splices.append(Splice(*head.span("type"), type))
    return splices


def renaming(text: str, entry: Entry, key: str) -> list[Splice]:
    """The splice that gives an entry another key."""
    head = HEAD.match(text, entry.start)
    old = KEY.match(text, head.end()) if head else None
    return [Splice(*old.span("key"), key)] if old else []


def removal(text: str, places: Places, number: int) -> Splice:
    """The splice that removes a field with the comma before it; without such a comma the field is emptied."""
    start, value, end = places[number]
    before = places[number - 1][2]
    if number and BETWEEN.fullmatch(text, before, start):
        return Splice(before, end, "")
    return Splice(value, end, "{}")


def quoted_as(old: str, token: str) -> str:
    """The token in quotes if the old value was in quotes and the new one can be."""
    inner = token[1:-1]
    can_be = token[0] == "{" and '"' not in inner and nests_bare(inner)
    return f'"{inner}"' if old[0] == old[-1] == '"' and can_be else token


def separator(text: str, entry: Entry, places: Places) -> str:
    """The comma and white space before the last field; empty if anything else is there."""
    start = places[-2][2] if len(places) > 1 else text.find(",", entry.start)
    found = text[start : places[-1][0]]
    return found if start >= 0 and BETWEEN.fullmatch(found) else ""


def aligned(text: str, places: Places, field: Field) -> str:
    """A new field with its equals sign aligned with the others."""
    heads = [text[start:value].partition("=") for start, value, _ in places]
    left, _, right = heads[-1]
    in_line = {len(other.rstrip()) for other, _, _ in heads if len(other) == len(left)}
    gap = left[len(left.rstrip()) :] if len(in_line) == 1 else " " * max(1, len(left) - len(field.name))
    return f"{field.name}{gap}={right}{field.token}" if "\n" not in gap + right else f"{field.name} = {field.token}"
