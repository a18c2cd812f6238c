"""Adding papers, taking back, and what concerns the whole app."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readinglist.tui.keymap import Press
    from readinglist.tui.screens.main import MainScreen


def add(screen: MainScreen, press: Press) -> None:
    """Ask what to add."""
    screen.add("")


def undo(screen: MainScreen, press: Press) -> None:
    """Take back the last action."""
    screen.attempt(lambda: screen.session.turn_back(again=False))


def redo(screen: MainScreen, press: Press) -> None:
    """Make the last undone action again."""
    screen.attempt(lambda: screen.session.turn_back(again=True))


def repeat(screen: MainScreen, press: Press) -> None:
    """Do the last edit again."""
    screen.attempt(screen.session.repeat)


def layout(screen: MainScreen, press: Press) -> None:
    """Put the preview elsewhere."""
    where = screen.panes.turn()
    screen.say("preview: " + ("where there is room" if where == "auto" else where))


def theme(screen: MainScreen, press: Press) -> None:
    """Choose a theme."""
    from readinglist.tui.screens.theme import ThemeScreen  # noqa: PLC0415

    screen.app.push_screen(ThemeScreen(), lambda name: screen.say(f"theme: {name}" if name else ""))


def palette(screen: MainScreen, press: Press) -> None:
    """Open the command palette."""
    from readinglist.tui.commands import Palette  # noqa: PLC0415

    screen.app.push_screen(Palette(id="--command-palette"))


def help(screen: MainScreen, press: Press) -> None:
    """Show the keys."""
    from readinglist.tui.screens.help import HelpScreen  # noqa: PLC0415

    screen.app.push_screen(HelpScreen(screen.keymap, screen.place), screen.perform_by_id)


def escape(screen: MainScreen, press: Press) -> None:
    """Go back one level."""
    screen.go_back()


def back(screen: MainScreen, press: Press) -> None:
    """Go back one level, or quit at the top."""
    if not screen.go_back():
        quit(screen, press)


def quit(screen: MainScreen, press: Press) -> None:
    """Quit, asking if work runs."""
    screen.call_later(screen.app.action_quit)
