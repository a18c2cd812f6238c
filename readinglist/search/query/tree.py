"""The syntax tree of a query."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist.search.index.texts import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readinglist.search.query.terms import Test


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of the text that is unfinished or wrong, and what to do about it."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Word:
    """A fuzzy word in its folded forms."""

    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Consecutive words, in their folded forms."""

    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A test of one field."""

    field: str
    test: Test = dataclasses.field(compare=False)
    texts: tuple[str, ...] = ()
    """Folded values to look up in the index, if the field is indexed."""
    asked: str = ""
    """The typed text and the day: terms with equal ones have equal tests."""
    value: str = ""
    """The one value that passes, if that is all the test is about."""


@dataclass(frozen=True, slots=True)
class Every:
    """All parts match; without parts, always."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """One of the parts matches."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The part does not match."""

    part: Node


Node = Word | Phrase | Term | Every | Either | Without


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query."""

    text: str = ""
    root: Node = Every()
    problems: tuple[Problem, ...] = ()
    """The unfinished and wrong parts, which are ignored in the search."""
    fields: frozenset[str] = frozenset()
    """The fields that terms name."""
    shows_trash: bool = False
    """Whether a term asks for trashed papers, which stay hidden otherwise."""

    @property
    def parts(self) -> tuple[Node, ...]:
        """The conditions that all must hold."""
        return self.root.parts if isinstance(self.root, Every) else (self.root,)

    def value_of(self, field: str) -> str:
        """The value of a field that is all the query asks for; empty if it asks for more or less."""
        return self.root.value if isinstance(self.root, Term) and self.root.field == field else ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for, so that all papers match."""
        return not self.parts

    @property
    def words(self) -> tuple[str, ...]:
        """Folded words to find, with typos."""
        found = (form for node in positive(self.root) if isinstance(node, Word) for form in node.forms)
        return tuple(dict.fromkeys(found))

    @property
    def phrases(self) -> tuple[str, ...]:
        """Folded phrases to find."""
        found = (form for node in positive(self.root) if isinstance(node, Phrase) for form in node.forms)
        return tuple(dict.fromkeys(found))

    @property
    def reads_texts(self) -> bool:
        """Whether it has words, excluded ones included, or terms on text fields, so that an index is of use."""
        has_words = any(isinstance(node, Word | Phrase) for node in named(self.root))
        return has_words or not self.fields.isdisjoint(TEXTS)

    @property
    def has_words(self) -> bool:
        """Whether there are words or phrases, so that some papers match better than others."""
        return any(isinstance(node, Word | Phrase) for node in positive(self.root))


EMPTY = Query()
"""The query that all papers match."""


def positive(node: Node) -> Iterator[Node]:
    """The words, phrases and terms of a query that papers should match."""
    if isinstance(node, Every | Either):
        for part in node.parts:
            yield from positive(part)
    elif not isinstance(node, Without):
        yield node


def named(node: Node) -> Iterator[Node]:
    """The words, phrases and terms of a query, excluded ones included."""
    if isinstance(node, Every | Either):
        for part in node.parts:
            yield from named(part)
    else:
        yield from named(node.part) if isinstance(node, Without) else (node,)


def names_field(part: Node, field: str) -> bool:
    """Whether a part is about one field and nothing else."""
    part = part.part if isinstance(part, Without) else part
    return isinstance(part, Term) and part.field == field
