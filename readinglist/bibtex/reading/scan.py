"""Scanner for values and entries of .bib text, tolerant of errors; braces are counted as in BibTeX."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readinglist.bibtex.entry.dates import MONTH_NAMES
from readinglist.latex.decoder import BARE_BRACES, BRACES, nests_bare

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    FieldReader = Callable[[str, int, int, "Entry"], int]

BRACES_AND_QUOTES = re.compile(r'[{}"]')
ATOM = re.compile(r"\s*(?:(?P<open>[{\"])|(?P<word>[^\s{}(),=\"#%]+))")
GLUE = re.compile(r"\s*#")
HEAD = re.compile(r"@\s*(?P<type>\w*)\s*(?P<open>[{(])")
KEY = re.compile(r"\s*(?P<key>[^,\s={}]*)[ \t]*(?P<sign>[,=]?)")
NAME = re.compile(r"[^\s={}(),\"#%@\\]+")
FIELD = re.compile(rf"\s*(?P<name>{NAME.pattern})\s*=")
FIELD_LINE = re.compile(r"^[ \t]*[A-Za-z][\w-]*[ \t]*=[ \t]*[{\"\d]", re.MULTILINE)
"""A line that certainly begins a field."""
MORE_FIELDS = re.compile(rf"\s*,\s*(?P<name>{NAME.pattern})\s*=")
"""Another field after the brace that should have closed the entry."""
IGNORABLE = re.compile(r"[\s,]*")
LINE = re.compile(r"[^\n]*\n?")
EXCERPT = 60


class Unreadable(Exception):  # noqa: N818 - carries the reason; never leaves this room
    """An entry cannot be read: the reason, the offset and the field."""

    def __init__(self, reason: str, at: int, name: str = "") -> None:
        super().__init__(reason)
        self.at = at
        self.name = name


@dataclass(slots=True)
class Entry:
    """An entry as written in the file; values have their braces or quotes."""

    type: str
    key: str
    fields: list[tuple[str, str]]
    line: int = 0
    complaints: list[str] = field(default_factory=list)
    """Repairs that were made."""
    start: int = 0
    end: int = 0
    """Offsets of the entry in the text; 0 if unknown."""
    is_closed: bool = True
    """Whether the brace that ends the entry was found."""
    places: list[tuple[int, int, int]] = field(default_factory=list)
    """For each field the offsets of its name, its value, and the end of its value, if `entry_at` read the entry."""


@dataclass(slots=True)
class Value:
    """A field's value without its delimiters."""

    text: str
    undefined: tuple[str, ...] = ()
    """Names of undefined strings."""
    rest: str = ""
    """Text after the value, where a comma is missing."""


def inner_text(token: str) -> str | None:
    """The text of a value that is one group, one quoted text or one number; None for others."""
    first, last = token[:1], token[-1:]
    inner = token[1:-1]
    if first == "{" and last == "}" and (("{" not in inner and "}" not in inner) or nests_bare(inner)):
        return inner
    if first == '"' and last == '"' and '"' not in inner and len(token) > 1 and nests_bare(inner):
        return inner
    return token if token.isdigit() else None


def value_of(token: str, strings: Mapping[str, str], longest: int) -> Value:
    """The value of a token such as ``{Title}``, ``"Proc. " # acl # 2020`` or ``jun``, with strings replaced.

    Raises Unreadable, also if the strings make it more than `longest` characters longer than the token.
    """
    if (inner := inner_text(token)) is not None:
        return Value(inner)
    parts, end = atoms(token, 0, BARE_BRACES)
    undefined = []
    texts = []
    for text, is_name in parts:
        known = strings.get(text.lower()) if is_name else text
        if known is None and len(parts) > 1:
            known = MONTH_NAMES.get(text.lower())
        if known is None and not text.isdigit() and text.lower() not in MONTH_NAMES:
            undefined.append(text)
        texts.append(known if known is not None else text)
    if sum(map(len, texts)) > len(token) + longest:
        raise Unreadable("its strings stand for too much text", 0)
    return Value("".join(texts), tuple(undefined), token[end:].strip())


def atoms(text: str, at: int, braces: re.Pattern[str], limit: int = -1) -> tuple[list[tuple[str, bool]], int]:
    """The parts of the value at `at`, each with whether it is a bare word, and the offset where the value ends."""
    limit = len(text) if limit < 0 else limit
    parts: list[tuple[str, bool]] = []
    while True:
        match = ATOM.match(text, at, limit)
        if not match:
            raise Unreadable("a value is missing", at)
        if word := match["word"]:
            parts.append((word, True))
            at = match.end()
        else:
            close = closing(text, match.end(), match["open"], braces, limit)
            parts.append((text[match.end() : close], False))
            at = close + 1
        glue = GLUE.match(text, at, limit)
        if not glue:
            return parts, at
        at = glue.end()


def closing(text: str, at: int, opened_by: str, braces: re.Pattern[str], limit: int) -> int:
    """The offset where the brace or quote before `at` is closed; raises Unreadable if it is not."""
    depth = 0
    marks = braces if opened_by == "{" else BRACES_AND_QUOTES
    for match in marks.finditer(text, at, limit):
        mark = match[0]
        if depth == 0 and (mark == '"' or (mark == "}" and opened_by == "{")):
            return match.start()
        if mark == "{":
            depth += 1
        elif mark == "}" and depth:
            depth -= 1
    sign = "brace" if opened_by == "{" else "quote"
    raise Unreadable(f"a {sign} that opens a value is not closed", at)


def entry_at(text: str, at: int, limit: int, read_field: FieldReader | None = None) -> Entry:
    """The entry that begins with the ``@`` at `at` and ends before `limit`, repaired; raises Unreadable.

    `read_field` is one of `counting_braces`, `passing_escaped_braces` and `by_lines`.
    """
    read_field = read_field or counting_braces
    head = HEAD.match(text, at, limit)
    if not head:
        raise Unreadable("there is no entry type with a brace after it", at)
    entry = Entry(head["type"].lower(), "", [], start=at)
    at = after_key(text, head.end(), limit, entry)
    close = "}" if head["open"] == "{" else ")"
    is_reported = False
    while True:
        ignored = IGNORABLE.match(text, at, limit)
        if ignored and ignored[0].count(",") > 1 and not is_reported:
            entry.complaints.append("there are commas too many")
            is_reported = True
        at = ignored.end() if ignored else at
        if at >= limit:
            entry.complaints.append("the brace that closes the entry is missing")
            entry.end, entry.is_closed = limit, False
            return entry
        if text[at] != close:
            at = read_field(text, at, limit, entry)
        elif more := MORE_FIELDS.match(text, at + 1, limit):
            entry.complaints.append(f"there is a brace too many before {more['name'].lower()}")
            at += 1
        else:
            entry.end = at + 1
            return entry


def after_key(text: str, at: int, limit: int, entry: Entry) -> int:
    """Read the cite key; returns the offset after it."""
    match = KEY.match(text, at, limit)
    if not match or match["sign"] == "=":
        return at
    entry.key = match["key"]
    if not match["sign"] and entry.key:
        entry.complaints.append("the comma after the key is missing")
    return match.end()


def fields_after(text: str, complaints: list[str]) -> list[tuple[str, str]]:
    """The fields in the text after a value without a comma; raises Unreadable."""
    entry = Entry("", "", [], complaints=complaints)
    at = 0
    while at < len(text):
        at = counting_braces(text, at, len(text), entry)
        if ignored := IGNORABLE.match(text, at):
            at = ignored.end()
    return entry.fields


def counting_braces(text: str, at: int, limit: int, entry: Entry) -> int:
    r"""Read a field as BibTeX does, counting ``\{`` as a brace; if that fails, without escaped braces."""
    return after_field(text, at, limit, entry, (BRACES, BARE_BRACES))


def passing_escaped_braces(text: str, at: int, limit: int, entry: Entry) -> int:
    r"""Read a field in which ``\{`` is an escaped sign."""
    return after_field(text, at, limit, entry, (BARE_BRACES,))


def by_lines(text: str, at: int, limit: int, entry: Entry) -> int:
    """Read a field up to the line that begins the next one, even if its braces are unbalanced."""
    match = FIELD.match(text, at, limit)
    following = FIELD_LINE.search(text, match.end(), limit) if match else None
    if not match or not following:
        return counting_braces(text, at, limit, entry)
    try:
        return counting_braces(text, at, following.start(), entry)
    except Unreadable as error:
        entry.complaints.append(f"{error.name}: {error}")
        end = match.end() + len(text[match.end() : following.start()].rstrip().rstrip(",").rstrip())
        add_field(text, match, end, entry)
        token = entry.fields.pop()[1]
        entry.fields.append((match["name"], f"{{{without_odd_braces(token[1:].removesuffix('}').rstrip())}}}"))
        return end


def after_field(text: str, at: int, limit: int, entry: Entry, countings: tuple[re.Pattern[str], ...]) -> int:
    """Read a field, or drop a line that is none; returns the offset after it."""
    match = FIELD.match(text, at, limit)
    if not match:
        line = LINE.match(text, at, limit)
        end = line.end() if line else limit
        entry.complaints.append(f"text that is no field was dropped: {excerpt(text[at:end])}")
        return end
    for braces in countings:
        try:
            _, end = atoms(text, match.end(), braces, limit)
            break
        except Unreadable as error:
            if braces is countings[-1]:
                raise Unreadable(str(error), error.at, match["name"].lower()) from error
    add_field(text, match, end, entry)
    follows = IGNORABLE.match(text, end, limit)
    if follows and "," not in follows[0] and FIELD.match(text, end, limit):
        entry.complaints.append(f"the comma after {match['name'].lower()} is missing")
    return end


def add_field(text: str, match: re.Match[str], end: int, entry: Entry) -> None:
    """Add the field with the matched name and a value that ends at `end`."""
    value = text[match.end() : end]
    entry.fields.append((match["name"], value.strip()))
    entry.places.append((match.start("name"), end - len(value.lstrip()), end))


def without_odd_braces(text: str) -> str:
    """The text without unbalanced braces."""
    odd: list[int] = []
    for match in BARE_BRACES.finditer(text):
        if match[0] == "}" and odd and text[odd[-1]] == "{":
            odd.pop()
        else:
            odd.append(match.start())
    without = set(odd)
    return "".join(sign for i, sign in enumerate(text) if i not in without)


def excerpt(text: str) -> str:
    """The beginning of a text for a message."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1] + "…"
