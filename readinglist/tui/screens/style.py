"""Choices for a .bib file beyond the usual fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from readinglist.bibtex.entry.private_names import FIELDS
from readinglist.bibtex.writing.style import OPTIONS, Style
from readinglist.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult

ASCII = "ascii"
CHOICES = {**FIELDS, ASCII: "nothing but ASCII, whatever that costs", **OPTIONS}
"""Name → what it does; private fields come first."""
WIDTH = max(map(len, CHOICES))


class StyleScreen(Dialog[Style]):
    """Lists the choices, each to be switched on and off, and gives the style."""

    KEYS = (("space", "switch", "switch"), ("↑↓", "choose", "choose"), ("enter esc", "done", "close"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "switch", show=False),
        Binding("enter", "close", show=False, priority=True),
        Binding("j", "choose", show=False),
        Binding("k", "choose(-1)", show=False),
    ]
    DEFAULT_CSS = """
    StyleScreen {
        & #box { width: 90; }
        & OptionList { height: auto; max-height: 60vh; }
    }
    """

    def __init__(self, style: Style) -> None:
        super().__init__("In the .bib file too")
        self.chosen = set(names(style))

    def body(self) -> ComposeResult:
        """All that can be chosen."""
        yield OptionList(*(Option(self.line(name), id=name) for name in CHOICES), markup=False)

    def line(self, name: str) -> Content:
        """A choice with its explanation."""
        sign = "●" if name in self.chosen else "○"
        return Content.assemble(f"{sign} {name:<{WIDTH}}  ", (CHOICES[name], "$dim"))

    @property
    def listed(self) -> OptionList:
        """The list."""
        return self.query_one(OptionList)

    def on_mount(self) -> None:
        """Start at the first."""
        self.listed.highlighted = 0
        self.listed.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click switches."""
        self.action_switch()

    def action_choose(self, step: int = 1) -> None:
        """Go to another."""
        self.listed.action_cursor_down() if step > 0 else self.listed.action_cursor_up()

    def action_switch(self) -> None:
        """Switch the one under the cursor on or off."""
        name = str(self.listed.get_option_at_index(self.listed.highlighted or 0).id)
        self.chosen ^= {name}
        self.listed.replace_option_prompt(name, self.line(name))

    async def action_close(self) -> None:
        """Close with the choices."""
        private = tuple(name for name in FIELDS if name in self.chosen)
        options = tuple(name for name in OPTIONS if name in self.chosen)
        self.dismiss(Style(private, ASCII in self.chosen, options))


def names(style: Style) -> tuple[str, ...]:
    """The names of the choices in a style."""
    return (*style.private, *((ASCII,) if style.ascii_only else ()), *style.options)
