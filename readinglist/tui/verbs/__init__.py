"""The function of each action, found by its name in the modules of this package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.tui.actions import ACTIONS, Action
from readinglist.tui.verbs import copy_and_export, edit, general, join, move, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import ModuleType

    from readinglist.tui.desk import Desk
    from readinglist.tui.keymap import Press

    Verb = Callable[[Desk, Press], None]

MODULES = (move, show, edit, join, copy_and_export, general)


def verbs_of(actions: Iterable[Action], modules: Iterable[ModuleType] = MODULES) -> dict[str, Verb]:
    """Name → function of every verb; raises ValueError for a name that no module or more than one defines."""
    modules = tuple(modules)
    found: dict[str, Verb] = {}
    for name in {action.verb for action in actions}:
        homes = [home for home in modules if getattr(vars(home).get(name), "__module__", "") == home.__name__]
        if len(homes) != 1:
            places = ", ".join(home.__name__ for home in homes) or "no module"
            raise ValueError(f"the verb {name!r} is defined in {places}, not in one")
        found[name] = vars(homes[0])[name]
    return found


VERBS = verbs_of(ACTIONS)


def verb(action: Action) -> Verb:
    """The function of an action."""
    return VERBS[action.verb]
