"""One paper in one line: columns by the width there is, cut by cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from readinglist.tui.glyphs import PRIORITIES, plain, who

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from readinglist.papers.paper import Paper

FIXED = 11
"""Cells of cursor bar, mark, glyph, year and the blanks between."""
STATUS = 8
TITLE = 44
"""Cells of a title before columns are added that the paper's own pane shows too."""


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
class RowStyle:
    """The styles of a row."""

    style_of: Callable[[str], Style]
    """The styles of ``cursor``, ``mark``, ``dim``, ``match`` and the statuses."""
    is_cursor: bool = False
    is_marked: bool = False
    has_focus: bool = True


def fit(text: str, width: int) -> str:
    """`text` in exactly `width` cells."""
    text = cut(plain(text)[: 4 * width], width)
    return text + " " * (width - cell_len(text))


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells."""
    return text if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"


def draw(paper: Paper, columns: Columns, spans: Sequence[tuple[int, int]], style: RowStyle) -> Strip:
    """The line of `paper`, with the characters of the title in `spans` highlighted."""
    style_of = style.style_of
    status, dim = style_of(paper.status.value), style_of("dim")
    parts = [
        ("▌" if style.is_cursor else " ", style_of("bar") if style.has_focus else dim),
        ("◆ " if style.is_marked else "  ", style_of("mark")),
        (paper.status.glyph + " ", status),
        (fit(paper.status.value, columns.status), status),
        (fit(str(paper.year or ""), 4) + "  ", dim),
        *title(paper, columns.title, spans, style),
    ]
    if columns.who:
        parts.append(("  " + fit(who(paper, short=columns.who < 16), columns.who), dim))
    if columns.tags:
        parts.append(("  " + fit(" ".join(paper.tags), columns.tags), style_of("tag")))
    ground = style_of("cursor" if style.has_focus else "resting") if style.is_cursor else Style.null()
    return Strip(Segment(text, ground + style) for text, style in parts if text)


def title(paper: Paper, width: int, spans: Sequence[tuple[int, int]], style: RowStyle) -> Iterator[tuple[str, Style]]:
    """The title in `width` cells with its matches highlighted, and the priority at its right end."""
    priority = PRIORITIES[paper.priority]
    room = max(1, width - len(priority) - bool(priority))
    text = cut(plain(paper.title)[: 4 * room] or "untitled", room)
    usual, at = Style(bold=True) if style.is_cursor else Style.null(), 0
    for start, end in spans:
        yield text[at:start], usual
        yield text[start:end], usual + style.style_of("match")
        at = end
    yield text[at:] + " " * (width - len(priority) - cell_len(text)), usual
    yield priority, style.style_of("mark")
