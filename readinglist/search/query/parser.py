"""Parser of the query language: text → syntax tree. No text raises.

    reward modeling                words, typos forgiven: all of them match, in any order
    "exact phrase"                 these words one after the other (case and accents aside)
    field:value                    status tag author title abstract venue org note year added key arxiv doi acl
                                   openreview code source priority has
    author:"van der" tag:rl,nlp    a value with blanks in quotes; any of several values
    tag:rl*                        tags that begin so; without the star the whole tag, or what is filed under it (rl/x)
    year:2020..2024 year:>2022     ranges and comparisons, for year, added and priority
    added:<7d added:2025-12-01..   by age (d w m y) or by date
    -word -"a phrase" -tag:rl      not: papers that hold the very word, phrase or value are excluded
    rl or tag:agents               either; binds less than words standing side by side

Values of text fields (title, author, abstract, venue, org, note) are found at the beginnings of words: ``author:wan``
finds Wang. A web address, or an arXiv id with its version, finds the paper it leads to. Unfinished and wrong parts
become a `Problem` and are ignored; of several values only the wrong one is ignored. Other words with a colon
(``BERT: a model``) are words.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import chain
from typing import TYPE_CHECKING

from readinglist.credentials import without_credentials
from readinglist.papers.fields import IDS
from readinglist.search.index.columns import COLUMNS, END
from readinglist.search.index.tokens import forms
from readinglist.search.query.terms import FIELDS, texts_of, told_by
from readinglist.search.query.tree import Either, Every, Node, Phrase, Problem, Query, Term, Without, Word

if TYPE_CHECKING:
    from readinglist.search.query.terms import Test

PART = (
    r'(?P<minus>-*)(?:(?P<field>[A-Za-z]+):(?P<value>(?:"[^"]*(?:"|$)|[^\s"])*)'
    r'|"(?P<phrase>[^"]*)(?P<end>"?)'
    r'|(?P<word>[^\s"]+))'
)
VALUE = r'(?:"[^"]*(?:"|$)|[^,"])+|(?<=,)(?=,|$)'
QUOTES = str.maketrans("“”„‟«»", '""""""')
LONGEST = 1_000
"""Characters of a query that are parsed: each word costs time, and a title is found by far fewer."""
VERSIONED = r"\d{4}\.\d{4,5}v\d+"
ADDRESS = r"(?i)https?://\S+"
"""Patterns that `re` compiles lazily, when a query is typed."""


def parse(text: str, today: date | None = None) -> Query:
    """Parse `text`; ages count from `today` (default: the day in UTC)."""
    return Parser(text, today or datetime.now(UTC).date()).query()


class Parser:
    """The parser of one text."""

    def __init__(self, text: str, today: date) -> None:
        self.text = text
        self.today = today
        self.problems: list[Problem] = []
        self.fields: set[str] = set()
        self.shows_trash = False

    def query(self) -> Query:
        """Parse the whole text."""
        groups: list[list[Node]] = [[]]
        before: re.Match[str] | None = None
        for match in re.finditer(PART, self.text[:LONGEST].translate(QUOTES)):
            if not is_or(match):
                if (node := self._node(match)) is not None:
                    groups[-1].append(node)
            elif before is None or is_or(before):
                self._problem(match.start(), match.end(), "or: nothing stands before it")
            else:
                groups.append([])
            before = match
        if before and is_or(before) and len(groups) > 1:
            self._problem(before.start(), before.end(), "or: unfinished, something else must follow")
        parts = tuple(group[0] if len(group) == 1 else Every(tuple(group)) for group in groups if group)
        root = (parts[0] if len(parts) == 1 else Either(parts)) if parts else Every()
        if len(self.text) > LONGEST:
            self._problem(LONGEST, len(self.text), f"more than {LONGEST:,} characters: the rest is left out")
        if self.text.strip() and not parts and not self.problems:
            self._problem(0, len(self.text), "there is nothing to look for: letters or digits are needed")
        problems = tuple(sorted(self.problems, key=lambda problem: problem.start))
        return Query(self.text, root, problems, frozenset(self.fields), self.shows_trash)

    def _node(self, match: re.Match[str]) -> Node | None:
        negated = bool(match["minus"])
        if match["phrase"] is not None:
            node = self._phrase(match)
        elif (name := match["field"]) is not None:
            node = self._field(match, name, negated)
        else:
            node = self._words(match, match["word"], negated)
        return Without(node) if node and negated else node

    def _phrase(self, match: re.Match[str]) -> Node | None:
        if not match["end"]:
            self._problem(match.start(), match.end(), 'unfinished: the closing " is missing')
            return None
        found = tuple(filter(None, forms(match["phrase"])))
        if not found:
            self._problem(match.start(), match.end(), "a phrase needs letters or digits")
            return None
        return Phrase(found)

    def _words(self, match: re.Match[str], text: str, negated: bool) -> Node | None:
        """The node for text without blanks: mostly one word; ``pre-training`` is two words or ``pretraining``."""
        if text and not text.strip("-"):
            if match.end() == len(self.text):
                self._problem(match.start(), match.end(), "unfinished: a word or a term to leave out must follow")
            return None
        if re.fullmatch(ADDRESS, text) or re.fullmatch(VERSIONED, text):
            return leads_to(text)
        found = tuple(filter(None, forms(text)))
        if not any(" " in form for form in found):
            return Word(found) if found else None
        words = zip(*(form.split(" ") for form in found), strict=True)
        apart = Phrase(found) if negated else Every(tuple(Word(tuple(dict.fromkeys(word))) for word in words))
        if "-" not in text:
            return apart
        return Either((apart, Word(tuple(form.replace(" ", "") for form in found))))

    def _field(self, match: re.Match[str], name: str, negated: bool) -> Node | None:
        read = FIELDS.get(name.lower())
        value = match["value"]
        if read is None:
            if not value or not name.islower() or value.startswith("//"):
                return self._words(match, match[0].lstrip("-"), negated)
            self._problem(match.start(), match.end(), no_field(name))
            return None
        return self._term(name.lower(), match, negated)

    def _term(self, name: str, match: re.Match[str], negated: bool) -> Node | None:
        raw, offset = match["value"], match.start("value")
        if not raw:
            self._problem(match.start(), match.end(), f"unfinished: {name}: needs a value")
            return None
        tests: list[Test] = []
        texts: list[tuple[str, ...]] = []
        told: set[str] = set()
        for part in re.finditer(VALUE, raw):
            value = part[0].replace('"', "").strip()
            open_quote = part[0].count('"') % 2
            read = 'the closing " is missing' if open_quote else FIELDS[name](value, self.today) if value else ""
            if isinstance(read, str):
                whole = part[0] == raw
                start = match.start() if whole else offset + part.start()
                self._problem(start, offset + part.end(), read or f"unfinished: {name}: needs another value")
                continue
            tests.append(read)
            texts.append(texts_of(name, value))
            told.add(told_by(name, value))
            self.shows_trash |= name == "status" and not negated and value.lower() == "trashed"
        if not tests:
            return None
        self.fields.add(name)
        test = tests[0] if len(tests) == 1 else lambda record: any(each(record) for each in tests)
        is_one = len(told) == 1
        asked = tuple(dict.fromkeys(chain.from_iterable(texts))) if is_one and all(texts) else ()
        return Term(told.pop() if is_one else name, test, asked, f"{name}:{raw} {self.today}")

    def _problem(self, start: int, end: int, message: str) -> None:
        self.problems.append(Problem(start, end, without_credentials(message)))


def is_or(match: re.Match[str]) -> bool:
    """Whether a match is the operator `or`."""
    return match[0].lower() == "or"


def no_field(name: str) -> str:
    """The message for an unknown field."""
    import difflib  # noqa: PLC0415 - only wrong names need it

    close = difflib.get_close_matches(name, FIELDS, n=1, cutoff=0.6)
    hint = f"did you mean {close[0]}:?" if close else f"there are {', '.join(FIELDS)}"
    return f"no field {name}: {hint}"


def leads_to(address: str) -> Term:
    """The term for the paper that a web address leads to."""
    from readinglist.papers.ids import recognise  # noqa: PLC0415 - few queries hold an address

    ids = recognise(address)
    wanted = {name: getattr(ids, name) for name in IDS if ids and getattr(ids, name)}
    if not wanted:
        return Term("", lambda record: address.lower() in str(record.get("url", "")).lower(), asked=address)
    field, id = next(iter(wanted.items()))
    return Term(
        field,
        lambda record: any(str(record.get(name, "")).lower() == id.lower() for name, id in wanted.items()),
        (f"{END}{id.lower()}{END}",) if len(wanted) == 1 and field in COLUMNS else (),
        address,
    )
