"""The choice of a theme with live preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from readinglist.errors import ConfigError
from readinglist.settings.config_edit import write_setting
from readinglist.tui import theming
from readinglist.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.theme import Theme


class ThemeScreen(Dialog[str | None]):
    """Lists the themes; the one under the cursor is applied."""

    KEYS = (("enter", "keep", "keep"), ("↑↓", "try", "try"), ("esc", "as before", "close"))
    DEFAULT_CSS = """
    ThemeScreen {
        align: right middle;
        background: transparent;
        & #box { width: 40; height: 80%; margin-right: 2; }
        & OptionList { height: 1fr; }
    }
    """

    def __init__(self) -> None:
        super().__init__("Theme")
        self.before = ""

    def body(self) -> ComposeResult:
        """The themes, ours first."""
        theming.complete(self.app)
        ours = theming.shipped()
        themes = sorted(self.app.available_themes.values(), key=lambda theme: (theme.name not in ours, theme.name))
        yield OptionList(*map(option, themes), markup=False)

    def on_mount(self) -> None:
        """Start at the theme in use."""
        self.before = self.app.theme
        themes = self.query_one(OptionList)
        themes.highlighted = themes.get_option_index(self.before)
        themes.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Apply the theme under the cursor."""
        self.app.theme = str(event.option.id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Save the chosen theme."""
        self.app.theme = str(event.option.id)
        self.action_keep()

    def action_keep(self) -> None:
        """Keep the theme in use and write it into the settings."""
        name = self.app.theme
        try:
            write_setting("theme", name)
        except ConfigError as error:
            self.complain(error)
        self.dismiss(name)

    def action_try(self) -> None:
        """Go to the next theme."""
        self.query_one(OptionList).action_cursor_down()

    async def action_close(self) -> None:
        """Go back to the theme as before."""
        self.app.theme = self.before
        self.dismiss(None)


def option(theme: Theme) -> Option:
    """The line of one theme."""
    ground = "dark" if theme.dark else "light"
    return Option(Content.assemble(f"{theme.name:<28}", (f"{ground:>5}", "$dim")), id=theme.name)
