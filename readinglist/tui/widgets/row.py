"""One paper in one line: columns by the width there is, cut by cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from readinglist.tui.look import GLYPHS, PRIORITIES, plain, who

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from readinglist.paper import Paper

FIXED = 12
"""Cells of cursor bar, mark, glyph, year and the blanks between."""
PRIORITY = 4
TITLE = 44
"""A title gets so many cells before columns are added that the paper's own pane shows too."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The widths of the columns that change; 0 leaves one out."""

    status: int
    who: int
    title: int
    tags: int
    priority: int

    @classmethod
    def of(cls, width: int, *, with_status: bool) -> Columns:
        """The columns that fit into a line of `width` cells."""
        priority = PRIORITY if width >= 40 else 0
        left = width - FIXED - priority
        who = 0 if left < 30 else 12 if left < 60 else 18 if left < 90 else 26
        left -= who + 2 if who else 0
        status = 8 if with_status and left >= TITLE + 4 else 0
        left -= status
        tags = 0 if left < TITLE + 18 else 16 if left < TITLE + 40 else 24
        left -= tags + 1 if tags else 0
        return cls(status, who, max(8, left), tags, priority)


@dataclass(frozen=True, slots=True)
class Look:
    """What a row is drawn with."""

    styles: Mapping[str, Style]
    """By ``cursor``, ``mark``, ``dim``, ``match`` and the statuses."""
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
    styles = look.styles
    status, dim = styles[paper.status.value], styles["dim"]
    line = Text(end="", no_wrap=True)
    line.append("▌" if look.is_cursor else " ", styles["bar"] if look.has_focus else dim)
    line.append("◆ " if look.is_marked else "  ", styles["mark"])
    line.append(GLYPHS[paper.status] + " ", status)
    if columns.status:
        line.append_text(cell(paper.status.value, columns.status, status))
    line.append_text(cell(str(paper.year or ""), 5, dim, right=True))
    line.append("  ")
    if columns.who:
        line.append_text(cell(who(paper, short=columns.who < 16), columns.who, dim)).append("  ")
    line.append_text(title(paper, columns.title, spans, look))
    if columns.tags:
        line.append(" ").append_text(cell(" ".join(paper.tags), columns.tags, styles["tag"]))
    if columns.priority:
        line.append_text(cell(PRIORITIES[paper.priority], columns.priority, styles["mark"], right=True))
    if look.is_cursor:
        line.stylize_before(styles["cursor"] if look.has_focus else styles["resting"])
    return line


def title(paper: Paper, width: int, spans: Sequence[tuple[int, int]], look: Look) -> Text:
    """The title in `width` cells with its matches highlighted."""
    text = Text(plain(paper.title)[: 4 * width] or "untitled", end="", no_wrap=True)
    for start, end in spans:
        text.stylize(look.styles["match"], start, end)
    if look.is_cursor:
        text.stylize_before(Style(bold=True))
    if text.cell_len > width:
        text.truncate(width, overflow="ellipsis")
    text.pad_right(width - text.cell_len)
    return text
