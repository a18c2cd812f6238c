"""Terms: ``field:value`` as a test of a record."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from readinglist.papers.fields import IDS
from readinglist.papers.partial_date import PartialDate
from readinglist.papers.record import values_of
from readinglist.papers.status import Status
from readinglist.search.index.columns import END, HAS, HELD, ID_FIELDS
from readinglist.search.index.texts import TEXTS
from readinglist.search.index.tokens import forms, is_unspaced, pattern, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from readinglist.papers.record import Record

    Test = Callable[[Record], bool]
    Reader = Callable[[str, date], Test | str]
    """Parses a value into a test, or a message if the value is wrong."""

COMPARISON = re.compile(r"(?P<low>[^.<>=]*)\.\.(?P<high>[^.<>=]*)|(?P<sign>[<>]=?|=|)(?P<value>[^.<>=]+)")
AGE = re.compile(r"(\d{1,5})([dwmy])")
DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
YOUNGER = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "": ">=", "=": ">="}
"""Comparison of an age → comparison of the day; an age alone means at most that old."""
STATUSES = {status.replace("-", ""): status.value for status in Status}


def begins(text: str, form: str) -> bool:
    """Whether a text holds folded words one after the other; the last may be a prefix."""
    if text.isascii() and form.partition(" ")[0] not in text.lower().replace("-", ""):
        return False  # most texts need not be tokenized
    if any(pattern(form, whole=False) in f" {line} " for line in forms(text)):
        return True
    if "-" not in text or " " in form:
        return False
    return any(form in word if is_unspaced(form) else word.startswith(form) for word in words(text))


def read_text(field: str) -> Reader:
    """A parser of values for a text field."""

    def read(value: str, _: date) -> Test | str:
        texts, wanted = TEXTS[field], [form for form in forms(value) if form]
        if not wanted:
            return f"{field}: needs letters or digits"
        return lambda record: any(begins(text, form) for text in texts(record) for form in wanted)

    return read


def read_tag(value: str, _: date) -> Test | str:
    """Parse a tag, which includes those under it (``nlp`` finds ``nlp/parsing``), or a prefix before a star."""
    if not tag_sought(value).rstrip("*"):
        return "tag: needs a tag"
    parts = texts_of("tag", value)

    @cache
    def fits(each: str) -> bool:
        return any(part in f"{END}{each.lower()}{END}" for part in parts)

    return lambda record: any(map(fits, record.get("tags", ())))


def tag_sought(value: str) -> str:
    """A typed tag in its stored form; a star at its end is left there."""
    return "-".join(value.lower().lstrip("#").split())


def read_status(value: str, _: date) -> Test | str:
    """Parse a status."""
    status = STATUSES.get(re.sub(r"[-_ ]", "", value.lower()))
    if status is None:
        return choices("status", value, list(STATUSES.values()))
    if status == Status.INBOX.value:  # and what this version does not know
        others = set(STATUSES.values()) - {status}
        return lambda record: record.get("status") not in others
    return lambda record: record.get("status") == status


def read_has(value: str, _: date) -> Test | str:
    """Parse the name of a field that must have a value."""
    field = held(value)
    return (lambda record: bool(record.get(field))) if field else choices("has", value, list(HAS))


def held(value: str) -> str:
    """The field of a record for a value of ``has:``; empty if there is none."""
    return HAS.get(value.lower()) or HAS.get(value.lower() + "s", "")


def id_sought(field: str, value: str) -> tuple[str, str]:
    """The field and the part of its value to search for; a complete id goes to the field of its kind."""
    if field != "key":
        from readinglist.papers.ids import recognise  # noqa: PLC0415 - its patterns are slow to make

        ids = recognise(value)
        for kind in IDS if ids else ():
            if id := getattr(ids, kind):
                return kind, id.lower()
    return field, value.lower()


def read_id(field: str) -> Reader:
    """A parser of parts of a cite key or an id; a complete id may have any written form."""

    def read(value: str, _: date) -> Test | str:
        where, wanted = id_sought(field, value)
        others = "aliases" if field == "key" else ""
        return lambda record: any(
            wanted in text.lower() for text in (str(record.get(where, "")), *values_of(record).get(others, ()))
        )

    return read


def told_by(field: str, value: str) -> str:
    """The field that the test reads: the priority for ``has:priority``, the arXiv id for ``doi:2401.00001``."""
    if field == "has" and held(value) == "priority":
        return "priority"
    return id_sought(field, value)[0] if field in ID_FIELDS else field


def texts_of(field: str, value: str) -> tuple[str, ...]:
    """Values to look up in the index: folded forms for a text, parts of a column; none for other fields."""
    if field in TEXTS:
        return forms(value)
    if field == "has":
        return tuple(f"{END}{name}{END}" for name in HELD if name == held(value))
    if field == "tag":
        tag = tag_sought(value)
        return (f"{END}{tag.rstrip('*')}",) if tag.endswith("*") else (f"{END}{tag}{END}", f"{END}{tag}/")
    if END in value or field not in {"source", *ID_FIELDS}:
        return ()
    return (id_sought(field, value)[1] if field in ID_FIELDS else value.lower(),)


def read_source(value: str, _: date) -> Test | str:
    """Parse part of the name of a source."""
    wanted = value.lower()
    return lambda record: any(wanted in source.lower() for source in record.get("sources", ()))


def read_year(value: str, _: date) -> Test | str:
    """Parse a year, a range or a comparison."""
    hint = f"year:{value} is no year yet: 2023, 2020..2024, >2022"
    return compared(value, re.compile(r"\d{4}"), lambda record: str(record.get("date") or "")[:4], hint)


def read_priority(value: str, _: date) -> Test | str:
    """Parse a priority from 0 (none) to 3, a range or a comparison."""
    hint = f"priority:{value} is no priority yet: 0 to 3, 2..3, >=2"
    return compared(value, re.compile(r"[0-3]"), lambda record: str(record.get("priority") or 0), hint)


def read_added(value: str, today: date) -> Test | str:
    """Parse a day, month or year, a range or a comparison; or an age: ``<7d`` is less than seven days ago."""
    match = COMPARISON.fullmatch(value)
    if match and (age := AGE.fullmatch(match["value"] or "")):
        days = min(int(age[1]) * DAYS[age[2]], (today - date.min).days)
        value = YOUNGER[match["sign"]] + (today - timedelta(days=days)).isoformat()
    hint = f"added:{value} is no date yet: <7d, 2025-12, 2025-12-01.."
    days_of = re.compile(r"\d{4}(?:-\d\d){0,2}")
    if any(PartialDate.parse(each) is None for each in re.split(r"\.\.|[<>=]+", value) if days_of.fullmatch(each)):
        return f"added:{value}: there is no such day"
    return compared(value, days_of, lambda record: str(record.get("added") or "")[:10], hint)


def compared(value: str, form: re.Pattern[str], of: Callable[[Record], str], hint: str) -> Test | str:
    """The test of a comparison or range; values are compared as texts, cut to the length of the bound."""
    match = COMPARISON.fullmatch(value)
    if not match:
        return hint
    low, high, wanted, sign = match["low"], match["high"], match["value"], match["sign"]
    if wanted is None:
        if not (low or high) or not all(form.fullmatch(end) for end in (low, high) if end):
            return hint
        if low and high and low[: len(high)] > high[: len(low)]:
            return f"{value}: the range ends before it starts"
    elif not form.fullmatch(wanted):
        return hint

    @cache  # few values are distinct
    def fits(found: str) -> bool:
        if wanted is None:
            return bool(found) and low <= found[: len(low)] and found[: len(high)] <= high
        return bool(found) and holds(found[: len(wanted)], sign, wanted)

    return lambda record: fits(of(record))


def holds(found: str, sign: str, wanted: str) -> bool:
    """Whether a comparison is true."""
    if found == wanted:
        return sign in ("", "=", ">=", "<=")
    return sign[:1] == (">" if found > wanted else "<")


def choices(field: str, value: str, names: list[str]) -> str:
    """The message for a value that is not in `names`: its completions, or all names."""
    longer = [name for name in names if name.startswith(value.lower())]
    return f"{field}:{value} is unfinished: {', '.join(longer)}" if longer else f"{field}: one of {', '.join(names)}"


FIELDS: Mapping[str, Reader] = {
    "status": read_status,
    "tag": read_tag,
    **{field: read_text(field) for field in TEXTS},
    "year": read_year,
    "added": read_added,
    **{field: read_id(field) for field in ID_FIELDS},
    "source": read_source,
    "priority": read_priority,
    "has": read_has,
}
"""The fields a query may name."""
