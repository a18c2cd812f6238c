"""The one validator of records: all that comes from a disk, git or a file passes through it."""

from __future__ import annotations

import math
import re
from itertools import chain, starmap
from typing import TYPE_CHECKING, Any

from readinglist.credentials import brief
from readinglist.papers.author import NAME_PARTS
from readinglist.papers.field import ID, Field, Kind
from readinglist.papers.fields import FIELDS
from readinglist.papers.record import record_of
from readinglist.papers.tidying import harmless, is_tidy
from readinglist.text import clean, is_line, is_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from readinglist.papers.change import Patch
    from readinglist.papers.record import Record

DEEPEST = 40
"""Values nested more deeply are no part of any library."""
MOST_PARTS = 20
"""The depth to which parts may be nested in parts."""
NO_ID = "an id has up to 64 letters, digits and hyphens"
NAME_OF_FIELD = re.compile(r"\S(?:[^\r\n\t]{0,98}\S)?").fullmatch


def problem_of(papers: Mapping[str, Any], *, as_written: bool = False) -> str:
    """The first fault in a table of papers; empty if a library can hold all of it.

    With `as_written` nothing may be there that `tidied` would change: we never write that.
    """
    suspects = (id for id, record in papers.items() if not is_sound(id, record))
    found = ((id, problem) for id in suspects for problem in problems(id, papers[id], as_written=as_written))
    return next((f"paper {called(id)}: {problem}" for id, problem in found), "")


def problems(id: str, record: Any, *, as_written: bool = False) -> Iterator[str]:
    """The faults of the record stored under `id`; `as_written` also reports text that `tidied` would change."""
    if not ID(id):
        yield NO_ID
    yield from faults(record, id)
    if as_written and type(record) is dict:
        faultless = (field for field in record.items() if not fault_of(*field))
        yield from filter(None, starmap(untidiness, faultless))
        if "id" not in record:
            yield "it has no id"


def problem_of_patch(id: str, patch: Patch) -> str:
    """The first fault in what a change does to a paper, empty if there is none; undo may put the values before back."""
    if not ID(id):
        return NO_ID
    for side in (0, 1):
        values = {name: pair[side] for name, pair in patch.items() if pair[side] is not None}
        if not are_sound(values) or values.get("id", id) != id:
            return next(filter(None, chain(faults(values, id), starmap(untidiness, values.items()))), "")
    return ""


def faults(record: Any, id: str = "", depth: int = 0) -> Iterator[str]:
    """The faults of a record, in words; `depth` is that of its nesting in parts."""
    if type(record) is not dict:
        yield "it is not an object"
        return
    if id and record.get("id", id) != id:
        yield f"its id says {shown(record['id'])}"
    for name, value in record.items():
        if fault := fault_of(name, value, depth):
            yield fault


def fault_of(name: str, value: Any, depth: int = 0) -> str:
    """The fault of a field's value, in words; empty if a library may hold it. No value is no fault."""
    if value is None:
        return ""
    if not (NAME_OF_FIELD(name) and is_line(name)):
        return f"{shown(name)} is no name of a field"
    if (field := FIELDS.get(name)) is None:
        return "" if is_storable(value) else f"{name} is nested too deeply or holds a number too large"
    if type(value) is not TYPES[field.kind]:
        return f"{name} must be {WORDS[TYPES[field.kind]]}"
    return CHECKS[field.kind](name, value, field, depth)


def fault_of_text(name: str, value: str, field: Field, depth: int) -> str:
    """The fault of a text."""
    is_fit = not field.has_form or (field.has_form(value) and is_line(value))
    return "" if is_fit else f"{name} cannot be {shown(value)}"


def fault_of_number(name: str, value: int, field: Field, depth: int) -> str:
    """The fault of a whole number."""
    return "" if field.least <= value <= field.most else f"{name} cannot be {shown(value)}"


def fault_of_flag(name: str, value: bool, field: Field, depth: int) -> str:
    """The fault of a flag: one that does not hold is left out."""
    return "" if value else f"{name} must be true"


def fault_of_texts(name: str, value: list[Any], field: Field, depth: int) -> str:
    """The fault of a list of texts."""
    if not all(type(item) is str for item in value):
        return f"{name} must be a list in which each item is a text"
    return next(filter(None, (fault_of_text(name, item, field, depth) for item in value)), "")


def fault_of_authors(name: str, value: list[Any], field: Field, depth: int) -> str:
    """The fault of a list of names."""
    if not all(type(item) is dict for item in value):
        return f"{name} must be a list in which each item is an object"
    texts = chain.from_iterable(chain.from_iterable(author.items() for author in value))
    return "" if all(type(text) is str for text in texts) else f"{name} must have texts as names"


def fault_of_table(name: str, value: dict[str, Any], field: Field, depth: int) -> str:
    """The fault of texts under names."""
    if not all(type(text) is str for text in value.values()):
        return f"{name} must hold texts only"
    bad = next((each for each in value if not is_line(each) or (field.has_form and not field.has_form(each))), None)
    return "" if bad is None else f"{name} has a field that cannot be called {shown(bad)}"


def fault_of_parts(name: str, value: list[Any], field: Field, depth: int) -> str:
    """The fault of the records that were joined to a paper, each of which may have had an id of its own."""
    if depth >= MOST_PARTS:
        return "parts stand in parts without end"
    inner = next(chain.from_iterable(faults(part, depth=depth + 1) for part in value), "")
    return inner if depth or not inner else f"a part of it: {inner}"


TYPES: dict[Kind, type] = {
    **dict.fromkeys((Kind.TEXTS, Kind.AUTHORS, Kind.PARTS), list),
    Kind.TEXT: str,
    Kind.NUMBER: int,
    Kind.FLAG: bool,
    Kind.TABLE: dict,
}
WORDS: dict[type, str] = {str: "a text", int: "a whole number", bool: "true", list: "a list", dict: "an object"}
CHECKS: dict[Kind, Callable[[str, Any, Field, int], str]] = {
    Kind.TEXT: fault_of_text,
    Kind.NUMBER: fault_of_number,
    Kind.FLAG: fault_of_flag,
    Kind.TEXTS: fault_of_texts,
    Kind.AUTHORS: fault_of_authors,
    Kind.PARTS: fault_of_parts,
    Kind.TABLE: fault_of_table,
}


def untidiness(name: str, value: Any) -> str:
    """Why `tidied` would change a value without faults; empty if it would not."""
    if value is None:
        return f"{name} has no value"
    return "" if is_tidy(name, value) else f"{name} holds control characters or a line break"


def is_storable(value: Any, depth: int = 0) -> bool:
    """Whether JSON holds the value without loss, and not too deeply nested."""
    if depth > DEEPEST:
        return False
    if isinstance(value, dict):
        return all(is_storable(inner, depth + 1) for inner in value.values())
    if isinstance(value, list):
        return all(is_storable(inner, depth + 1) for inner in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or abs(value) < 2**63


def called(id: str) -> str:
    """An id as a message names it."""
    return id if ID(id) else shown(id)


def shown(value: Any) -> str:
    """A value as a message names it: harmless and short."""
    if isinstance(value, dict | list):
        return WORDS[type(value)]
    text = brief(clean(str(value)), 40)
    return repr(text) if isinstance(value, str) else text


def mended(record: Mapping[str, Any], known: Mapping[str, Any] | None = None, depth: int = 0) -> Record:
    """A record without its faults, its text made harmless; `depth` is that of its nesting in parts.

    A value at fault gives way to the one of `known`, else to what of it is sound.
    """
    sound = {
        name: (known or {}).get(name) or sound_of(name, value, depth) if fault_of(name, value, depth) else value
        for name, value in record.items()
    }
    return record_of({name: harmless(name, value) for name, value in sound.items() if value is not None})


def sound_of(name: str, value: Any, depth: int) -> Any:
    """The items of a list or an object that have no fault; None where none is left."""
    found: Any = None
    if name == "parts" and type(value) is list and depth < MOST_PARTS:
        found = [mended(part, depth=depth + 1) for part in value if type(part) is dict]
    elif name in FIELDS and type(value) is list:
        found = [item for item in value if not fault_of(name, [item])]
    elif name in FIELDS and type(value) is dict:
        found = {inner: text for inner, text in value.items() if not fault_of(name, {inner: text})}
    return found if found and not fault_of(name, found, depth) else None


# A quick look: most records are as they should be, and all are looked at whenever a library is opened.


def is_sound(id: str, record: Any) -> bool:
    """Whether the record stored under `id` has no faults and nothing that `tidied` would change."""
    return type(record) is dict and record.get("id") == id and are_sound(record)


def are_sound(values: Mapping[str, Any]) -> bool:
    """Whether each of these values of fields has no faults and nothing to be tidied."""
    for name, value in values.items():
        look = LOOKS.get(name)
        if look and look(value):
            continue
        if value is None or fault_of(name, value) or not is_tidy(name, value):
            return False
    return True


def look_of(field: Field) -> Callable[[Any], object]:
    """The test that tells quickly that a value of this field is sound; a slower one has the last word."""
    form, least, most, fits = field.has_form, field.least, field.most, field.is_tidy
    match field.kind:
        case Kind.TEXT if form:
            return lambda value: type(value) is str and value.isascii() and form(value)
        case Kind.TEXT:
            return lambda value: type(value) is str and fits(value)
        case Kind.NUMBER:
            return lambda value: type(value) is int and least <= value <= most
        case Kind.TEXTS:
            return lambda value: type(value) is list and are_texts(value) and (not form or all(map(form, value)))
        case Kind.AUTHORS:
            return lambda value: type(value) is list and are_authors(value)
        case Kind.TABLE if form:
            return lambda value: type(value) is dict and are_named(value, form) and are_texts(value.values(), fits)
        case _:
            return lambda value: False


def are_texts(values: Iterable[Any], fits: Callable[[str], bool] = is_plain) -> bool:
    """Whether all values are texts that `fits` takes."""
    try:
        return fits("".join(values))
    except TypeError:
        return False


def are_named(table: Iterable[str], form: Callable[[str], object]) -> bool:
    """Whether all names are of the form, in ASCII."""
    return "".join(table).isascii() and all(map(form, table))


def are_authors(values: list[Any]) -> bool:
    """Whether all items are names in plain letters."""
    try:
        return PARTS_OF_NAMES.issuperset(chain.from_iterable(values)) and is_line(
            "".join(chain.from_iterable(map(dict.values, values)))
        )
    except TypeError:
        return False


PARTS_OF_NAMES = frozenset(NAME_PARTS)
LOOKS = {name: look_of(field) for name, field in FIELDS.items()}
