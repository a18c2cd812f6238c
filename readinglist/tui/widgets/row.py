"""One paper in one line: columns by the width there is, cut by cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from readinglist.tui.look import GLYPHS, PRIORITIES, plain, who

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from readinglist.paper import Paper

FIXED = 11
"""Cells of cursor bar, mark, glyph, year and the blanks between."""
STATUS = 8
TITLE = 44
"""A title gets so many cells before columns are added that the paper's own pane shows too."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The widths of the columns that change; 0 leaves one out."""

    status: int
    title: int
    who: int
    tags: int

    @classmethod
    def of(cls, width: int, *, with_status: bool) -> Columns:
        """The columns that fit into a line of `width` cells; where there is little room, the status comes first."""
        left = width - FIXED
        status = STATUS if with_status and left >= 28 else 0
        left -= status
        who = 0 if left < (TITLE + 12 if status else TITLE) else 10 if left < 62 else 18 if left < 92 else 26
        left -= who + 2 if who else 0
        tags = 0 if left < TITLE + 18 else 16 if left < TITLE + 40 else 24
        left -= tags + 2 if tags else 0
        return cls(status, max(8, left), who, tags)


@dataclass(frozen=True, slots=True)
class Look:
    """What a row is drawn with."""

    style_of: Callable[[str], Style]
    """The styles of ``cursor``, ``mark``, ``dim``, ``match`` and the statuses."""
    is_cursor: bool = False
    is_marked: bool = False
    has_focus: bool = True


def cell(text: str, width: int, style: Style | None = None, *, right: bool = False) -> Text:
    """`text` in exactly `width` cells."""
    column = Text(plain(text)[: 4 * width], style=style or Style.null(), end="", no_wrap=True)
    if column.cell_len > width:
        column.truncate(width, overflow="ellipsis")
    missing = width - column.cell_len
    column.pad_left(missing) if right else column.pad_right(missing)
    return column


def draw(paper: Paper, columns: Columns, spans: Sequence[tuple[int, int]], look: Look) -> Text:
    """The line of `paper`, with the characters of the title in `spans` highlighted."""
    style_of = look.style_of
    status, dim = style_of(paper.status.value), style_of("dim")
    line = Text(end="", no_wrap=True)
    line.append("▌" if look.is_cursor else " ", style_of("bar") if look.has_focus else dim)
    line.append("◆ " if look.is_marked else "  ", style_of("mark"))
    line.append(GLYPHS[paper.status] + " ", status)
    if columns.status:
        line.append_text(cell(paper.status.value, columns.status, status))
    line.append_text(cell(str(paper.year or ""), 4, dim)).append("  ")
    line.append_text(title(paper, columns.title, spans, look))
    if columns.who:
        line.append("  ").append_text(cell(who(paper, short=columns.who < 16), columns.who, dim))
    if columns.tags:
        line.append("  ").append_text(cell(" ".join(paper.tags), columns.tags, style_of("tag")))
    if look.is_cursor:
        line.stylize_before(style_of("cursor") if look.has_focus else style_of("resting"))
    return line


def title(paper: Paper, width: int, spans: Sequence[tuple[int, int]], look: Look) -> Text:
    """The title in `width` cells with its matches highlighted, and the priority at its right end."""
    priority = PRIORITIES[paper.priority]
    room = max(1, width - len(priority) - bool(priority))
    text = Text(plain(paper.title)[: 4 * room] or "untitled", end="", no_wrap=True)
    for start, end in spans:
        text.stylize(look.style_of("match"), start, end)
    if look.is_cursor:
        text.stylize_before(Style(bold=True))
    if text.cell_len > room:
        text.truncate(room, overflow="ellipsis")
    text.pad_right(width - len(priority) - text.cell_len)
    return text.append(priority, look.style_of("mark"))
