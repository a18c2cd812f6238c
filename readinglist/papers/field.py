"""One row of the table of fields: the type and form of its values, and where the field takes part."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, NamedTuple

from readinglist.papers.ids import ARCHIVES, NEW_ARXIV
from readinglist.papers.partial_date import PartialDate
from readinglist.text import clean, is_line

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST = 2**53
"""The largest whole number that every JSON reader holds exactly."""
ABSENT: Any = ...
"""The default of a field that ``--json`` does not print."""


class Kind(Enum):
    """The type of a field's value."""

    TEXT = auto()
    NUMBER = auto()
    FLAG = auto()
    TEXTS = auto()
    AUTHORS = auto()
    PARTS = auto()
    TABLE = auto()


class Merge(Enum):
    """How records of one work give a field together."""

    SHARED = auto()
    """A fact of the work: the first record that has it."""
    BLOCK = auto()
    """A fact of a publication, which moves with the others of its record."""
    FILLED = auto()
    """A fact of a publication that another record of the same publication may fill by itself."""
    COUNTED = auto()
    """A number that only grows: the largest."""
    OWN = auto()
    """Given by the library or its user, or derived from the parts."""
    PART = auto()
    """About a record within a paper: when and why it was joined, and how much its publication is preferred."""


class SearchText(Enum):
    """A text of papers that searches look into."""

    TITLE = auto()
    AUTHORS = auto()
    TAGS = auto()
    VENUE = auto()
    ORGANIZATION = auto()
    IDS = auto()
    ABSTRACT = auto()
    NOTE = auto()


class Field(NamedTuple):
    """All that is particular to one field of a record."""

    kind: Kind = Kind.TEXT
    has_form: Callable[[str], object] | None = None
    """Test of a text, of each text of a list, or of each name in an object; a text that passes is one harmless line."""
    least: int = 0
    most: int = LARGEST
    tidy: Callable[[str], str] = clean
    """Makes a text harmless."""
    is_tidy: Callable[[str], bool] = is_line
    """Whether a text is harmless already."""
    label: str = ""
    """The field's name for people, where that is not its own."""
    merge: Merge = Merge.SHARED
    is_set: bool = False
    """Whether merging and undo work on the items of the list one by one."""
    follows: str = ""
    """The field it belongs to: undo restores both or neither."""
    json: Any = ABSENT
    """The value that ``--json`` prints if the paper has none."""
    is_brief: bool = False
    """Whether lists are made from it, so that it is at hand before the paper is read."""
    remains: bool = False
    """Whether a purged paper keeps it, to be recognised if it comes again."""
    is_detail: bool = False
    """Whether the details of a paper show it as its label and value."""
    form: int = 0
    """The place in the form that edits a paper; 0 for none."""
    hint: str = ""
    """How to write it, for the form."""
    query: str = ""
    """The name under which a query asks for it."""
    search: SearchText | None = None
    """The searched text that it is a part of."""
    has: str = ""
    """The name under which ``has:`` asks whether there is a value."""
    is_id: bool = False
    """Whether it identifies the work wherever it is met."""
    raw: tuple[str, ...] = ()
    """The BibTeX fields of an imported entry that state it."""
    in_custom: bool = False
    """Whether CSL-JSON has no variable for it, so that ``custom`` holds it."""


# Of text in ASCII a form accepts no control characters.
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
WEB = re.compile(r"https?://[^\s\x00-\x1f\x7f]{3,1000}").fullmatch
NAME = re.compile(r"[^\s\x00-\x1f\x7f={}(),\"#%@\\]+").fullmatch
"""The name of a field or type in a .bib file."""


def is_date(text: str) -> bool:
    """Whether text is a date, the day or the month of which may be unknown."""
    return bool(USUAL_DATE(text) or (DATE(text) and PartialDate.parse(text)))
