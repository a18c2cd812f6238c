"""What each action does: a short function a verb, by the name in the table of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.tui.verbs import app, copy_and_export, edit, join, move, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from readinglist.tui.actions import Action
    from readinglist.tui.keymap import Press
    from readinglist.tui.screens.main import MainScreen

    Verb = Callable[[MainScreen, Press], None]


def verb(action: Action) -> Verb:
    """The function that does `action`."""
    rooms = (move, show, edit, join, copy_and_export, app)
    found: list[Verb] = [vars(room)[action.verb] for room in rooms if action.verb in vars(room)]
    return found[0]
