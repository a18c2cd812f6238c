"""The table of a paper's fields: of which kind and form each is, and how its text is made harmless."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, NamedTuple

from readinglist.papers.citekey import is_legal
from readinglist.papers.ids import ARCHIVES, NEW_ARXIV
from readinglist.papers.partial_date import PartialDate
from readinglist.text import clean, clean_lines, is_harmless, is_line, verbatim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from readinglist.papers.record import Record

LARGEST = 2**53
"""Whole numbers beyond this are not kept exactly by every reader of JSON."""


class Kind(Enum):
    """A type of value."""

    TEXT = auto()
    NUMBER = auto()
    FLAG = auto()
    TEXTS = auto()
    AUTHORS = auto()
    PARTS = auto()
    TABLE = auto()


class Field(NamedTuple):
    """The rule for one field of a record."""

    kind: Kind = Kind.TEXT
    has_form: Callable[[str], object] | None = None
    """A test of a text, of each text of a list, or of each name in an object; what fits is one harmless line, too."""
    least: int = 0
    most: int = LARGEST
    tidy: Callable[[str], str] = clean
    """Makes a text harmless."""
    is_tidy: Callable[[str], bool] = is_line
    """Whether a text is harmless as it stands."""


# Of text in ASCII a form takes no control characters.
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}").fullmatch
TIME = re.compile(
    r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII
).fullmatch
USUAL_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|1\d|2[0-8]))?)?", re.ASCII).fullmatch
DATE = re.compile(r"\d{1,4}(?:-\d{1,2}){0,2}(?:T[\x20-\x7e]{0,40})?", re.ASCII).fullmatch
ARXIV = re.compile(rf"{NEW_ARXIV}|(?:{ARCHIVES})/\d{{7}}".replace("?P<new>", "?:"), re.ASCII).fullmatch
DOI = re.compile(r"10\.\d{4,9}(?:\.\d{1,9}){0,3}/[^\s\x00-\x1f\x7f]{1,500}", re.ASCII).fullmatch
ACL = re.compile(r"[A-Za-z0-9._-]{1,90}").fullmatch
OPENREVIEW = re.compile(r"[A-Za-z0-9_-]{1,40}").fullmatch
NAME = re.compile(r"[^\s\x00-\x1f\x7f={}(),\"#%@\\]+").fullmatch
"""The name of a field or type as a .bib file may have it."""


def is_date(text: str) -> bool:
    """Whether text is a date, the day or the month of which may be unknown."""
    return bool(USUAL_DATE(text) or (DATE(text) and PartialDate.parse(text)))


LINE, COUNT, FLAG, LINES = Field(), Field(Kind.NUMBER), Field(Kind.FLAG), Field(Kind.TEXTS)
MOMENT, CITE_KEY = Field(has_form=TIME), Field(has_form=is_legal)
FIELDS: dict[str, Field] = {
    **dict.fromkeys(
        "title venue organization organization_handle primary_class url status journal_ref seal why".split(),
        LINE,
    ),
    "id": Field(has_form=ID),
    "key": CITE_KEY,
    "entry": CITE_KEY,
    "arxiv": Field(has_form=ARXIV),
    "doi": Field(has_form=DOI),
    "acl": Field(has_form=ACL),
    "openreview": Field(has_form=OPENREVIEW),
    "date": Field(has_form=is_date),
    "entry_type": Field(has_form=NAME),
    "abstract": Field(is_tidy=is_harmless),  # one line by now
    "note": Field(tidy=clean_lines, is_tidy=is_harmless),
    **dict.fromkeys("status_since added updated joined".split(), MOMENT),
    **dict.fromkeys("author_count comments upvotes arxiv_version arrival".split(), COUNT),
    "priority": Field(Kind.NUMBER, most=3),
    "preferred": Field(Kind.NUMBER, least=-LARGEST),
    **dict.fromkeys("others key_made purged names".split(), FLAG),
    **dict.fromkeys("tags sources aliases keywords edited".split(), LINES),
    "distinct": Field(Kind.TEXTS, has_form=ID),
    "authors": Field(Kind.AUTHORS),
    "parts": Field(Kind.PARTS),
    "fields": Field(Kind.TABLE, has_form=NAME),
    "raw": Field(Kind.TABLE, has_form=NAME, tidy=verbatim, is_tidy=is_harmless),
    **dict.fromkeys(("csl", "ris"), Field(Kind.TABLE, tidy=verbatim, is_tidy=is_harmless)),
    "preprint": Field(Kind.TABLE),
}
"""The fields this version knows. What a newer one adds is kept as long as JSON holds it and it is not nested deeply."""
UNKNOWN = Field(tidy=verbatim, is_tidy=is_harmless)


def is_tidy(name: str, value: Any) -> bool:
    """Whether each text in a field's value is harmless."""
    if name == "parts":
        return all(is_tidy(inner, item) for part in value for inner, item in part.items())
    fits = FIELDS.get(name, UNKNOWN).is_tidy
    return all(map(fits, texts_in(value)))


def texts_in(value: Any) -> Iterator[str]:
    """The texts anywhere in a value, names included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item)
    elif isinstance(value, dict):
        yield from value
        yield from texts_in(list(value.values()))


def tidied(id: str, record: Record) -> Record:
    """A record without faults, with its text made harmless."""
    return {"id": id} | {name: harmless(name, value) for name, value in record.items() if value is not None}


def harmless(name: str, value: Any) -> Any:
    """A field's value with its text made harmless."""
    if name == "parts" and value:
        return [{inner: harmless(inner, item) for inner, item in part.items() if item is not None} for part in value]
    field = FIELDS.get(name, UNKNOWN)
    if field.kind is Kind.TEXTS and value:
        return [text for item in value if (text := field.tidy(item)) or not item]  # none of control characters alone
    return each(value, field.tidy)


def each(value: Any, make: Callable[[str], str]) -> Any:
    """A value with each text in it made anew."""
    if isinstance(value, str):
        return make(value)
    if isinstance(value, list):
        return [each(inner, make) for inner in value]
    if isinstance(value, dict):
        return {make(name): each(inner, make) for name, inner in value.items()}
    return value
