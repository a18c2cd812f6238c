"""One paper in full: what is known of it, its abstract and the note."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual.strip import Strip

from readinglist.credentials import without_credentials
from readinglist.papers.fields import DETAILS, label
from readinglist.papers.further import further
from readinglist.papers.status import Status
from readinglist.search.highlight import spans
from readinglist.search.query.tree import Query
from readinglist.text import clean
from readinglist.tui.field_text import short
from readinglist.tui.glyphs import PRIORITIES, PRIORITY_WORDS, number_of_authors, plain, who
from readinglist.tui.joined_records import history, preprint
from readinglist.tui.widgets.scroller import Scroller

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.style import Style
    from textual.geometry import Region
    from textual.selection import Selection

    from readinglist.papers.paper import Paper
    from readinglist.search.index.index import Index

NAMES_SHOWN = 40
FIELDS_SHOWN = 40
LOW = 16
"""Fewer lines than this show the abstract right after the title."""
WIDEST = 100
"""Longer lines are hard to read."""
NOWHERE = (0, False)
"""The width of a text that is not written yet."""
GAP = 1
"""Cells between the text and the scrollbar."""
PARTS = ("title", "dim", "match", "mark", "tag", "heading", *(status.value for status in Status))


class Piece(NamedTuple):
    """The text in one line of the screen."""

    text: Text
    start: int
    """Characters before it in its line of the text."""
    line: int
    """The number of that line."""


class PaperView(Scroller, can_focus=True, inherit_bindings=False):
    """Shows a paper; an empty list shows what to do next instead."""

    KIND = "paper-view"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"paper-view--{part}" for part in PARTS}

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.paper: Paper | None = None
        self._shown: tuple[Paper | None, Query | None] = (None, None)
        self._query = Query()
        self._index: Index | None = None
        self._written = NOWHERE
        self._text = Text()
        self._pieces: list[Piece] = []

    def show(self, paper: Paper | None, query: Query, index: Index | None) -> None:
        """Show `paper`, with what `query` found highlighted; from its beginning if it is another one."""
        if self._shown == (paper, query):
            return
        if (paper.id if paper else "") != (self.paper.id if self.paper else ""):
            self.scroll_to(y=0, animate=False)
        self.paper, self._query, self._index, self._shown = paper, query, index, (paper, query)
        self._write()

    def notify_style_update(self) -> None:
        """Write again in the colours of another theme."""
        super().notify_style_update()
        if self.is_mounted:
            self._write()

    def on_resize(self) -> None:
        """Write again when that changes where lines end or what comes first."""
        if self._written != (self._width, self.is_low):
            self._write()

    @property
    def is_low(self) -> bool:
        """Whether there are so few lines that the abstract is to come first."""
        return self.size.height < LOW

    @property
    def _width(self) -> int:
        return min(WIDEST, self.scrollable_content_region.width - GAP)

    def _write(self) -> None:
        if not self.size:  # it comes with a resize
            self._written = NOWHERE
            return
        self._written = (self._width, self.is_low)
        self._text = self._described(self.paper) if self.paper else Text()
        self._pieces = list(self._wrapped())
        self.lengthen(len(self._pieces))
        self.refresh()

    def _wrapped(self) -> Iterable[Piece]:
        """The text in lines as wide as there is room."""
        width, console = max(1, self._width), self.app.console
        for number, line in enumerate(self._text.split(allow_blank=True)):
            at = 0
            for part in line.wrap(console, width):
                at = line.plain.index(part.plain, at)
                yield Piece(part, at, number)
                at += len(part)

    # Drawing and selecting.

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines in sight; blank until something is written, which comes after the first screen."""
        if self._written == NOWHERE:
            return [Strip.blank(crop.width, self.ground)] * crop.height
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """The line at `y` of what is in sight."""
        number, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if number >= len(self._pieces):
            return Strip.blank(width, self.ground)
        piece = self._pieces[number]
        strip = Strip(self._selected(piece).render(self.app.console)).apply_style(self.ground)
        return strip.apply_offsets(piece.start, piece.line).adjust_cell_length(width, self.ground)

    def _selected(self, piece: Piece) -> Text:
        """The text of a piece with what the mouse has selected of it."""
        span = self.text_selection.get_span(piece.line) if self.text_selection else None
        if span is None:
            return piece.text
        start, end = (max(0, offset - piece.start) if offset >= 0 else len(piece.text) for offset in span)
        text = piece.text.copy()
        text.stylize(self.screen.get_component_rich_style("screen--selection"), start, end)
        return text

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        """The text selected and what follows it."""
        return selection.extract(self._text.plain), "\n"

    # Writing.

    def _described(self, paper: Paper) -> Text:
        style = {part: self.style_of(part) for part in PARTS}
        title = self._found(paper.title or "untitled", style["match"])
        title.stylize_before(style["title"])
        abstract = self._found(paper.abstract, style["match"])
        if not abstract:
            abstract = Text("No abstract is known.", style["dim"])
        lines = (people(paper), appearance(paper), preprint(paper))
        blocks = [title, *(Text(line, style["dim"]) for line in lines if line)]
        rest = [standing(paper, style), names(paper, style["dim"])]
        if self.is_low:
            near = Text(f"{paper.status.glyph} {paper.status.value}", style[paper.status.value])
            for part in filter(None, (who(paper), appearance(paper))):
                near.append(f" · {part}", style["dim"])
            blocks = [title, near, abstract, Text(), *rest]
            if people(paper) != who(paper):
                blocks.append(Text(people(paper), style["dim"]))
            blocks += [Text(preprint(paper), style["dim"])] * bool(preprint(paper))
        else:
            blocks += [Text(), *rest, Text(), abstract]
        if paper.note:
            blocks += [Text(), Text("Note", style["heading"]), self._found(paper.note, style["match"])]
        if told := fields(paper):
            blocks += [Text(), Text("Fields", style["heading"]), *(Text(line, style["dim"]) for line in told)]
        if records := history(paper):
            blocks += [Text(), Text("History", style["heading"]), *(Text(line, style["dim"]) for line in records)]
        return Text("\n").join(blocks)

    def _found(self, source: str, match: Style) -> Text:
        source = plain(source)
        text = Text(source)
        for start, end in spans(source, self._query, self._index) if self._query.words else ():
            text.stylize(match, start, end)
        return text


def people(paper: Paper) -> str:
    """All authors as far as they are known, and the organisation."""
    known = [plain(str(author)) for author in paper.authors]
    shown = ", ".join(known[:NAMES_SHOWN])
    if len(known) > NAMES_SHOWN:
        shown += f" and {len(known) - NAMES_SHOWN} more"
    elif paper.others:
        shown += " and others"
    return dotted([shown or number_of_authors(paper), organisation(paper)])


def organisation(paper: Paper) -> str:
    """Name and handle of the organisation."""
    name, handle = plain(paper.organization), plain(paper.organization_handle)
    return f"{name} ({handle})" if handle and handle.lower() != name.lower() else name


def appearance(paper: Paper) -> str:
    """When and where it appeared, and what people said."""
    comments = f"{paper.comments} comment{'' if paper.comments == 1 else 's'}" if paper.comments else ""
    upvotes = f"{paper.upvotes} upvote{'' if paper.upvotes == 1 else 's'}" if paper.upvotes else ""
    return dotted([str(paper.date or ""), plain(paper.venue), comments, upvotes])


def standing(paper: Paper, style: Mapping[str, Style]) -> Text:
    """Status, priority and tags."""
    text = Text()
    text.append(f"{paper.status.glyph} {paper.status.value}", style[paper.status.value])
    if paper.status_since:
        text.append(f" since {paper.status_since[:10]}", style["dim"])
    if paper.priority:
        text.append("  ").append(f"{PRIORITIES[paper.priority]} {PRIORITY_WORDS[paper.priority]}", style["mark"])
    for tag in paper.tags:
        text.append("  ").append(f"#{plain(tag)}", style["tag"])
    return text


def names(paper: Paper, dim: Style) -> Text:
    """The cite key, the ids and what else is shown with its label."""
    text = Text()
    for name in ("key", *DETAILS):
        if value := paper.record.get(name):
            kind = "key" if name == "key" else label(name)
            text.append("  " if text else "").append(f"{kind} ", dim).append(plain(clean(str(value))))
    return text


def fields(paper: Paper) -> list[str]:
    """The entry type and the further fields that an export writes, a line each."""
    told = further(paper)
    lines = [f"{plain(name)}: {short(without_credentials(text))}" for name, text in islice(told.items(), FIELDS_SHOWN)]
    more = [f"and {len(told) - FIELDS_SHOWN} more"] * (len(told) > FIELDS_SHOWN)
    return [f"@{plain(paper.entry_type)}"] * bool(paper.entry_type) + lines + more


def dotted(parts: Iterable[str]) -> str:
    """The parts there are, with dots between."""
    return " · ".join(filter(None, parts))
