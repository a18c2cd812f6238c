"""One paper in full: what is known of it, its abstract and the note."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from rich.text import Text
from textual.containers import VerticalScroll
from textual.widgets import Static

from readinglist.paper import Status
from readinglist.search.highlight import spans
from readinglist.search.query import parse
from readinglist.tui.look import GLYPHS, PRIORITIES, PRIORITY_WORDS, number_of_authors, plain, who

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual import events
    from textual.app import ComposeResult

    from readinglist.paper import Paper
    from readinglist.search.fuzzy import Index
    from readinglist.search.query import Query

NAMES_SHOWN = 40
LOW = 16
"""Fewer lines than this show the abstract right after the title."""
PARTS = ("title", "dim", "match", "mark", "tag", "heading", *(status.value for status in Status))


class PaperView(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Shows a paper; an empty list shows what to do next instead."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"paper-view--{part}" for part in PARTS}

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.paper: Paper | None = None
        self._shown: tuple[Paper | None, Query | None] = (None, None)
        self._query: Query = parse("")
        self._index: Index | None = None
        self._was_low = False

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static(markup=False)

    def show(self, paper: Paper | None, query: Query, index: Index | None) -> None:
        """Show `paper`, with what `query` found highlighted; from its beginning if it is another one."""
        if self._shown == (paper, query):
            return
        if (paper.id if paper else "") != (self.paper.id if self.paper else ""):
            self.scroll_home(animate=False, immediate=True)
        self.paper, self._query, self._index, self._shown = paper, query, index, (paper, query)
        self._write()

    def notify_style_update(self) -> None:
        """Write again in the colours of another theme."""
        super().notify_style_update()
        if self.is_mounted:
            self._write()

    def _write(self) -> None:
        self._was_low = self.is_low
        self.query_one(Static).update(self._text(self.paper) if self.paper else Text())

    def _text(self, paper: Paper) -> Text:
        style = {part: self.get_component_rich_style(f"paper-view--{part}", partial=True) for part in PARTS}
        style = {part: found.without_color + Style(color=found.color) for part, found in style.items()}
        title = self._found(paper.title or "untitled", style["match"])
        title.stylize_before(style["title"])
        abstract = self._found(paper.abstract, style["match"])
        if not abstract:
            abstract = Text("No abstract is known.", style["dim"])
        blocks = [title, *(Text(line, style["dim"]) for line in (people(paper), appearance(paper)) if line)]
        rest = [standing(paper, style), names(paper, style["dim"])]
        if self.is_low:
            near = Text(f"{GLYPHS[paper.status]} {paper.status.value}", style[paper.status.value])
            for part in filter(None, (who(paper), appearance(paper))):
                near.append(f" · {part}", style["dim"])
            blocks = [title, near, abstract, Text(), *rest]
            if people(paper) != who(paper):
                blocks.append(Text(people(paper), style["dim"]))
        else:
            blocks += [Text(), *rest, Text(), abstract]
        if paper.note:
            blocks += [Text(), Text("Note", style["heading"]), self._found(paper.note, style["match"])]
        return Text("\n").join(blocks)

    @property
    def is_low(self) -> bool:
        """Whether there are so few lines that the abstract is to come first."""
        return self.size.height < LOW

    def on_resize(self, event: events.Resize) -> None:
        """Write again when that changes what comes first."""
        if self._was_low != self.is_low:
            self._write()

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
    return joined([shown or number_of_authors(paper), organisation(paper)])


def organisation(paper: Paper) -> str:
    """Name and handle of the organisation."""
    name, handle = plain(paper.organization), plain(paper.organization_handle)
    return f"{name} ({handle})" if handle and handle.lower() != name.lower() else name


def appearance(paper: Paper) -> str:
    """When and where it appeared, and what people said."""
    comments = f"{paper.comments} comment{'' if paper.comments == 1 else 's'}" if paper.comments else ""
    upvotes = f"{paper.upvotes} upvote{'' if paper.upvotes == 1 else 's'}" if paper.upvotes else ""
    return joined([str(paper.date or ""), plain(paper.venue), comments, upvotes])


def standing(paper: Paper, style: Mapping[str, Style]) -> Text:
    """Status, priority and tags."""
    text = Text()
    text.append(f"{GLYPHS[paper.status]} {paper.status.value}", style[paper.status.value])
    if paper.status_since:
        text.append(f" since {paper.status_since[:10]}", style["dim"])
    if paper.priority:
        text.append("  ").append(f"{PRIORITIES[paper.priority]} {PRIORITY_WORDS[paper.priority]}", style["mark"])
    for tag in paper.tags:
        text.append("  ").append(f"#{plain(tag)}", style["tag"])
    return text


def names(paper: Paper, dim: Style) -> Text:
    """The cite key and the ids, each with its kind."""
    pairs = (("key", paper.key), ("arXiv", paper.arxiv), ("doi", paper.doi), ("acl", paper.acl))
    text = Text()
    for kind, value in (*pairs, ("openreview", paper.openreview)):
        if value:
            text.append("  " if text else "").append(f"{kind} ", dim).append(plain(value))
    return text


def joined(parts: Iterable[str]) -> str:
    """The parts there are, with dots between."""
    return " · ".join(filter(None, parts))
