"""The help: keys that work here, and all others, searchable."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from readinglist.text import fold
from readinglist.tui.actions import ACTIONS, GROUPS, HINTS, Action
from readinglist.tui.keymap import Keymap, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

WIDTH = 88
"""Columns of the box, where there is room."""
COLUMN = 22
"""Columns of the keys."""
TITLES = {
    "inbox": "In the inbox",
    "list": "In the list",
    "marks": "With marked papers",
    "range": "While choosing a range",
    "duplicates": "Among papers that may be the same",
    "empty": "In an empty list",
    "no match": "When nothing matches",
    "views": "In the views",
    "paper": "Reading a paper",
}
SEARCH = (
    ("rewrd modeling", "words match anywhere, typos and accents forgiven; all must match"),
    ('"exact phrase"', "as it stands"),
    ("-word  -tag:rl", "not this"),
    ("a or b", "either"),
    ("status:inbox tag:rl author:wang", "by field; also title abstract venue org key arxiv doi source"),
    ("year:>2022 year:2020..2024", "by year; also added:<7d priority:>=2"),
    ("has:notes", "also has:abstract has:authors has:doi has:arxiv"),
)
"""Examples of queries."""


class HelpScreen(ModalScreen[str | None]):
    """Shows keys and their actions; typing narrows the list."""

    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        & #help {
            width: 88;
            max-width: 100%;
            height: 90%;
            max-height: 60;
            background: $surface;
            border: round $primary;
            padding: 0 1;
        }
        & Input { margin-bottom: 1; }
        & VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
        & #help-text { height: auto; }
        & .help--key { color: $primary; text-style: bold; }
        & .help--heading { text-style: bold; }
        & .help--dim { color: $dim; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"help--key", "help--heading", "help--dim"}

    def __init__(self, keymap: Keymap, place: str) -> None:
        super().__init__()
        self.keymap = keymap
        self.place = place

    def compose(self) -> ComposeResult:
        """A search field over the keys."""
        with Vertical(id="help"):
            yield Input(placeholder="type to find a key or what it does; Esc closes", compact=True)
            with VerticalScroll(can_focus=False):
                yield Static(id="help-text", markup=False)

    def on_mount(self) -> None:
        """Name the box."""
        self.query_one("#help").border_title = "Keys"

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches."""
        self._show(event.value)

    def on_input_submitted(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """Scroll the keys."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def _show(self, text: str) -> None:
        words = fold(text).split()
        shown = Text()
        for heading, lines in self._sections():
            found = [line for line in lines if matches(line, heading, text.strip(), words)]
            if found:
                shown.append(f"{heading}\n", self._style("heading"))
                for keys, meaning in found:
                    shown.append(f"  {keys:<{COLUMN}}", self._style("key"))
                    shown.append("\n" + " " * (COLUMN + 3) if len(keys) > COLUMN else " ")
                    shown.append(("\n" + " " * (COLUMN + 3)).join(wrap(meaning, self._room())) + "\n")
                shown.append("\n")
        self.query_one("#help-text", Static).update(shown or Text("no key does that", self._style("dim")))

    def _room(self) -> int:
        """The width of the column next to the keys."""
        return max(20, min(WIDTH, self.app.size.width) - COLUMN - 10)

    def on_resize(self) -> None:
        """Wrap the lines to the width."""
        self._show(self.query_one(Input).value)

    def _sections(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        here = HINTS[self.place]
        yield TITLES[self.place], [self._line(action) for action in sorted_by(here) if action.id in here]
        for group in GROUPS:
            yield group, [self._line(action) for action in ACTIONS if action.group == group]
        yield "In the search", list(SEARCH)

    def _line(self, action: Action) -> tuple[str, str]:
        keys = "  ".join(written(chord) for chord in self.keymap.chords(action.id))
        return keys or "(command palette)", action.help

    def _style(self, part: str) -> Style:
        style = self.get_component_rich_style(f"help--{part}", partial=True)
        return style.without_color + Style(color=style.color)


def sorted_by(ids: Sequence[str]) -> list[Action]:
    """The actions in the order of `ids`."""
    return sorted((action for action in ACTIONS if action.id in ids), key=lambda action: ids.index(action.id))


def matches(line: tuple[str, str], heading: str, text: str, words: list[str]) -> bool:
    """Whether a line matches the query: one letter means a key, more letters the beginnings of words."""
    keys, meaning = line
    if len(text) == 1:
        return any(key.startswith(text) for key in keys.split() if len(key) <= 2)
    if text in keys.split():
        return True
    known = fold(f"{keys} {meaning} {heading}").split()
    return bool(words or not text) and all(any(name.startswith(word) for name in known) for word in words)
