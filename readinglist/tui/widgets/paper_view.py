"""One paper in full: what is known of it, its abstract and the note."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from rich.text import Text
from textual.containers import VerticalScroll
from textual.widgets import Static

from readinglist.paper import Status
from readinglist.search import spans
from readinglist.search.query import parse
from readinglist.tui.look import GLYPHS, PRIORITIES, PRIORITY_WORDS, number_of_authors, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.app import ComposeResult

    from readinglist.paper import Paper
    from readinglist.search.fuzzy import Index
    from readinglist.search.query import Query

NAMES_SHOWN = 40
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
        self.query_one(Static).update(self._text(self.paper) if self.paper else Text())

    def _text(self, paper: Paper) -> Text:
        style = {part: self.get_component_rich_style(f"paper-view--{part}", partial=True) for part in PARTS}
        style = {part: found.without_color + Style(color=found.color) for part, found in style.items()}
        text = self._found(paper.title or "untitled", style["match"])
        text.stylize_before(style["title"])
        for line in (people(paper), appearance(paper)):
            if line:
                text.append("\n").append(line, style["dim"])
        text.append("\n\n").append_text(standing(paper, style))
        text.append("\n").append_text(names(paper, style["dim"]))
        if paper.abstract:
            text.append("\n\n").append_text(self._found(paper.abstract, style["match"]))
        else:
            text.append("\n\nNo abstract is known.", style["dim"])
        if paper.note:
            text.append("\n\n").append("Note\n", style["heading"]).append_text(self._found(paper.note, style["match"]))
        return text

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
