"""The single lines round the list: title, status and keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.message import Message
from textual.widget import Widget

from readinglist.credentials import without_credentials
from readinglist.tui.glyphs import counted, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from readinglist.listing.listing import Listing


class Bar(Widget):
    """A text at the left and one at the right of a line; the right one gives way."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--strong", "bar--dim", "bar--warn", "bar--key"}

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.left = Text()
        self.right = Text()

    def show(self, left: Text, right: Text | None = None) -> None:
        """Show these texts."""
        right = right or Text()
        if (left, right) != (self.left, self.right) or left.spans != self.left.spans:
            self.left, self.right = left, right
            self.refresh()

    def style(self, part: str) -> Style:
        """The style of ``strong``, ``dim``, ``warn`` or ``key`` parts."""
        style = self.get_component_rich_style(f"bar--{part}", partial=True)
        return style.without_color + Style(color=style.color)

    def text(self, *parts: tuple[str, str]) -> Text:
        """A text of (text, part) pairs; an empty part is plain."""
        text = Text(no_wrap=True, end="")
        for content, part in parts:
            text.append(content, self.style(part) if part else Style.null())
        return text

    def render(self) -> Text:
        """The line in the width there is."""
        width = self.content_size.width
        line = Text(no_wrap=True, overflow="ellipsis", end="")
        line.append_text(self.left)
        gap = width - self.left.cell_len - self.right.cell_len
        if gap > 0:
            line.append(" " * gap).append_text(self.right)
        line.truncate(width, overflow="ellipsis")
        return line


class TopBar(Bar):
    """The view, the number of its papers, and their order."""

    def show_listing(self, listing: Listing, *, is_read_only: bool = False) -> None:
        """Show the place in `listing`."""
        total, shown = listing.cache.count(listing.view), len(listing)
        number = counted(shown) if not listing.query.text.strip() else f"{counted(shown)} of {counted(total)}"
        view = plain(listing.view.name)
        left = self.text((" readinglist   ", "strong"), (view, "key"), (f"  {number}", "dim"))
        if is_read_only:
            left.append_text(self.text(("   read-only", "warn")))
        order = f"by {listing.order}" + (", reversed" if listing.reverse else "")
        place = f"{counted(listing.cursor + 1)}/{counted(shown)}   " if shown else ""
        self.show(left, self.text((f"{place}{order} ", "dim")))


class StatusBar(Bar):
    """The query, the marks, and the last message."""

    def show_listing(self, listing: Listing, message: str, *, is_warning: bool = False) -> None:
        """Show query and marks of `listing`, and `message`."""
        left = self.text((" ", ""))
        if text := listing.query.text.strip():
            left.append_text(self.text(("/ ", "key"), (plain(without_credentials(text)), ""), ("   ", "")))
        for problem in listing.query.problems:
            left.append_text(self.text((plain(problem.message), "warn"), ("   ", "")))
        if listing.marks.anchor:
            left.append_text(self.text(("range from here   ", "key")))
        if listing.marks:
            hidden = f", {counted(listing.marks.hidden)} hidden" if listing.marks.hidden else ""
            left.append_text(self.text((f"{counted(len(listing.marks))} marked{hidden}   ", "key")))
        left.append_text(self.text((plain(message.replace("\n", " ")), "warn" if is_warning else "dim")))
        self.show(left)


@dataclass(frozen=True, slots=True)
class Hint:
    """A key and its label, for the key line."""

    key: str
    label: str
    id: str = ""
    """The action that a click on it does."""

    @property
    def width(self) -> int:
        """The cells it takes."""
        return cell_len(self.key) + cell_len(self.label) + 1


class KeyBar(Bar):
    """The keys that matter now, as many as there is room for."""

    @dataclass
    class Clicked(Message):
        """A hint was clicked."""

        id: str

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.prompt = ""
        self.hints: Sequence[Hint] = ()
        self._places: list[tuple[int, int, str]] = []

    def offer(self, hints: Sequence[Hint], prompt: str = "") -> None:
        """Show `hints`, after a prompt such as a pending prefix."""
        if (hints, prompt) != (self.hints, self.prompt):
            self.hints, self.prompt = hints, prompt
            self.refresh()

    def render(self) -> Text:
        """As many whole hints as fit; the one for help always, at the right."""
        width = self.content_size.width
        line = self.text((" ", ""), (f"{self.prompt}  " if self.prompt else "", "strong"))
        self._places = []
        helping = [hint for hint in self.hints if hint.id == "help"]
        room = width - sum(hint.width + 1 for hint in helping)
        for hint in self.hints:
            if line.cell_len + hint.width > room:
                break
            if hint not in helping:
                self._put(line, hint)
        for hint in helping:
            line.append(" " * (room - line.cell_len))
            self._put(line, hint)
        line.truncate(width)
        return line

    def _put(self, line: Text, hint: Hint) -> None:
        self._places.append((line.cell_len, line.cell_len + hint.width, hint.id))
        line.append(hint.key, self.style("key")).append(f" {hint.label}  ", self.style("dim"))

    def on_click(self, event: events.Click) -> None:
        """Tell which hint was clicked."""
        offset = event.get_content_offset(self)
        for start, end, id in self._places:
            if offset and start <= offset.x < end and id:
                self.post_message(self.Clicked(id))
