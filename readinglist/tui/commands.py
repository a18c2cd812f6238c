"""The command palette: every action by its name, and every tag as a view."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import CommandPalette, DiscoveryHit, Hit, Provider
from textual.content import Content

from readinglist.search.views import tag_view
from readinglist.tui.actions import ACTIONS
from readinglist.tui.desk import Desk
from readinglist.tui.glyphs import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.command import Hits

ORDER = ("Add and undo", "Take away", "App", "Edit", "Duplicates", "Decide", "Find", "Views", "Mark", "Move")
"""Groups in the order of the palette: first what one looks for there."""
UNLISTED = frozenset({"palette", "escape", "repeat"})
"""Actions that make no sense from the palette."""


class Palette(CommandPalette):
    """The palette, in which a command is chosen by its name."""

    DEFAULT_CSS = """
    Palette {
        background: $background 60%;
        & SearchIcon { display: none; }
        & > Vertical { width: 88; max-width: 100%; margin-top: 2; background: $surface; border: round $primary; }
        & #--input, & #--input.--list-visible { border: none; height: auto; padding: 0; }
        & CommandInput, & CommandInput:focus { padding: 0 1; background: $panel; }
        & CommandList, & CommandList:focus { border: none; padding: 0; max-height: 60vh; background: $surface; }
        & CommandList > .option-list--option { padding: 0 1; }
        & CommandList > .option-list--option-highlighted {
            background: $cursor-background; color: $foreground; text-style: bold;
        }
        & .command-palette--help-text { color: $dim; text-style: none; }
        & .command-palette--highlight { color: $match; text-style: bold underline; }
    }
    """


class Commands(Provider):
    """Provider of the actions and tags in the palette."""

    async def discover(self) -> Hits:
        """All actions, before anything is typed."""
        for name, key, command in self._commands(with_tags=False):
            yield DiscoveryHit(Content(name), command, name, key)

    async def search(self, query: str) -> Hits:
        """The actions and tags whose names match `query`."""
        matcher = self.matcher(query)
        for name, key, command in self._commands(with_tags=True):
            if (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), command, name, key)

    def _commands(self, *, with_tags: bool) -> Iterator[tuple[str, str, Callable[[], None]]]:
        desk = self.screen
        if not isinstance(desk, Desk):
            return
        for action in sorted(ACTIONS, key=lambda action: ORDER.index(action.group)):
            if action.group != "Move" and action.id not in UNLISTED:
                key = desk.keymap.shown(action.id)
                yield (
                    f"{action.id}: {action.help}",
                    f"{action.group}  {key}".rstrip(),
                    partial(desk.perform_by_id, action.id),
                )
        if with_tags:
            for tag in desk.listing.cache.counts.tags:
                view = tag_view(tag)
                yield f"#{plain(tag)}: Show the papers tagged so", "Views", partial(desk.show_view, view)
