"""Two papers side by side, field by field: equal, different, or present in one of them only."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import set_cell_size

from readinglist.papers.fields import DETAILS, label
from readinglist.papers.identity.evidence import Facts, Kind
from readinglist.papers.merging import parts_of
from readinglist.text import clean, clean_lines
from readinglist.tui.field_text import called, short
from readinglist.tui.glyphs import counted, number_of_authors, plain
from readinglist.tui.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readinglist.papers.paper import Paper
    from readinglist.tui.widgets.lines import Row

LABEL = 12
"""Columns of the names of fields."""
BETWEEN = " │ "
LONGEST = 360
"""Characters of a value that are shown."""
LEADING = ("volume", "number", "pages", "publisher")
"""Further fields shown before the others."""


KINDS = {Kind.PUBLICATION: "published", Kind.PREPRINT: "preprint", Kind.BARE: ""}


class Field(NamedTuple):
    """A field of two papers with both values; empty where a paper has none."""

    name: str
    one: str
    two: str
    is_fact: bool = True
    """Whether a difference matters: that of two cite keys does not."""

    @property
    def sign(self) -> str:
        """``=`` for equal values, ``≠`` for different ones, ``+`` for a value in one paper only."""
        if not self.is_fact:
            return " "
        if not (self.one and self.two):
            return "+"
        return "=" if self.one.casefold() == self.two.casefold() else "≠"


STYLES = {"=": "dim", "≠": "differs", "+": "", " ": ""}
"""Sign → the style of its line."""


def rows(one: Paper, two: Paper, width: int) -> list[Row]:
    """Both papers in lines of `width` cells."""
    column = max(8, (width - 2 - LABEL - len(BETWEEN)) // 2)
    names = Field("", f"1 {headline(one)}", f"2 {headline(two)}", is_fact=False)
    shown = [*in_columns(names, column, "strong"), ()]
    for field in fields(one, two):
        shown += in_columns(field, column, STYLES[field.sign])
    return shown


def headline(paper: Paper) -> str:
    """The cite key of a paper and its kind, such as *published*."""
    kind = KINDS[Facts(paper.record).kind]
    return f"{paper.key}{f' ({kind})' if kind else ''}"


def in_columns(field: Field, column: int, style: str) -> Iterator[Row]:
    """The lines of one field, with sign and name on the first."""
    left, right = broken(field.one, column), broken(field.two, column)
    for number in range(max(len(left), len(right))):
        sign, name = (field.sign, field.name) if number == 0 else ("", "")
        mine, others = (lines[number] if number < len(lines) else "" for lines in (left, right))
        head = (set_cell_size(sign, 2), "doubt" if sign == "≠" else "dim"), (set_cell_size(name, LABEL), "dim")
        yield (*head, (set_cell_size(mine, column), style), (BETWEEN, "dim"), (others, style))


def broken(text: str, width: int) -> list[str]:
    """A value in lines of at most `width` cells; a dash means no value."""
    text = plain(clean(text)) or "–"
    return wrapped(text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…", width)


def fields(one: Paper, two: Paper) -> list[Field]:
    """The fields that at least one of the papers has, the most telling first."""
    facts, own, texts = (tuple(zip(about(one), about(two), strict=True)) for about in (facts_of, own_fields_of, ids_of))
    further = [
        Field(called(name), one.fields.get(name, ""), two.fields.get(name, ""))
        for name in dict.fromkeys((*LEADING, *sorted({*one.fields, *two.fields})))
    ]
    found = [*paired(facts), *further, *paired(texts[:-1]), *paired(own, is_fact=False), *paired(texts[-1:])]
    return [field for field in found if field.one or field.two]


def paired(pairs: Iterable[tuple[tuple[str, str], tuple[str, str]]], *, is_fact: bool = True) -> Iterator[Field]:
    """Fields of (name, value) pairs of both papers."""
    for (name, one), (_, two) in pairs:
        yield Field(name, one, two, is_fact)


def facts_of(paper: Paper) -> list[tuple[str, str]]:
    """The facts of the work in a paper, by name."""
    names = ", ".join(map(str, paper.authors)) + (" and others" if paper.others else "")
    return [
        ("title", paper.title),
        ("authors", names or number_of_authors(paper)),
        ("date", str(paper.date or "")),
        ("venue", paper.venue),
        ("type", paper.entry_type),
    ]


def ids_of(paper: Paper) -> list[tuple[str, str]]:
    """The ids of a paper, its addresses and its abstract, by name."""
    return [
        *((label(name), str(paper.record.get(name) or "")) for name in (*DETAILS, "url")),
        ("abstract", paper.abstract),
    ]


def own_fields_of(paper: Paper) -> list[tuple[str, str]]:
    """The fields of a paper that the user and the library set, by name."""
    records = len(parts_of(paper.record))
    return [
        ("key", ", ".join((paper.key, *paper.aliases))),
        ("status", f"{paper.status.glyph} {paper.status.value}"),
        ("tags", " ".join(f"#{tag}" for tag in paper.tags)),
        ("note", short(clean_lines(paper.note).replace("\n", " "))),
        ("sources", ", ".join(paper.sources)),
        ("made of", f"{counted(records)} records" if records > 1 else ""),
    ]
