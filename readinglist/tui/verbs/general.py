"""Adding papers, undo and redo, and the verbs of the whole app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.search.views import INBOX

if TYPE_CHECKING:
    from readinglist.actions.add import AddRequest
    from readinglist.tui.desk import Desk
    from readinglist.tui.keymap import Press


def add(desk: Desk, press: Press) -> None:
    """Ask what to add."""
    add_text(desk, "")


def add_text(desk: Desk, text: str) -> None:
    """Open the add dialog, starting with `text`."""
    from readinglist.tui.screens.add import AddScreen  # noqa: PLC0415

    def go(request: AddRequest | None) -> None:
        if request is None:
            draft.discard()
            return
        desk.show_view(INBOX)
        review = desk.keymap.shown("review")
        again = "paste the same again" if text else desk.keymap.described("add")
        save = draft.saved_by(lambda: desk.session.add(request, dialog.outcome, review), again)
        desk.attempt(save, may_wait=True)

    draft = desk.session.drafts.of("add", text)
    dialog = AddScreen(desk.session.store.library, desk.settings, desk.background.runner, text, draft)
    desk.open_to_write(dialog, go)


def undo(desk: Desk, press: Press) -> None:
    """Take back the last action."""
    desk.attempt(lambda: desk.session.turn_back(again=False))


def redo(desk: Desk, press: Press) -> None:
    """Make the last undone action again."""
    desk.attempt(lambda: desk.session.turn_back(again=True))


def repeat(desk: Desk, press: Press) -> None:
    """Do the last edit again."""
    desk.attempt(desk.session.repeat)


def layout(desk: Desk, press: Press) -> None:
    """Put the preview elsewhere."""
    where = desk.panes.turn()
    desk.show_message("preview: " + ("where there is room" if where == "auto" else where))


def theme(desk: Desk, press: Press) -> None:
    """Choose a theme."""
    from readinglist.tui.screens.theme import ThemeScreen  # noqa: PLC0415

    desk.app.push_screen(ThemeScreen(), lambda name: desk.show_message(f"theme: {name}" if name else ""))


def jobs(desk: Desk, press: Press) -> None:
    """Show the background jobs."""
    from readinglist.tui.screens.jobs import JobsScreen  # noqa: PLC0415

    desk.app.push_screen(JobsScreen(desk.background.runner))


def palette(desk: Desk, press: Press) -> None:
    """Open the command palette."""
    from readinglist.tui.commands import Palette  # noqa: PLC0415

    desk.app.push_screen(Palette(id="--command-palette"))


def help(desk: Desk, press: Press) -> None:
    """Show the keys."""
    from readinglist.tui.screens.help import HelpScreen  # noqa: PLC0415

    desk.app.push_screen(HelpScreen(desk.keymap, desk.place), desk.perform_by_id)


def escape(desk: Desk, press: Press) -> None:
    """Go back one level."""
    go_back(desk)


def back(desk: Desk, press: Press) -> None:
    """Go back one level, or quit at the top."""
    if not go_back(desk):
        quit(desk, press)


def quit(desk: Desk, press: Press) -> None:
    """Quit, asking if work runs."""
    desk.app.call_later(desk.app.action_quit)


def go_back(desk: Desk) -> bool:
    """Leave the innermost of range, reading, pane, marks and search; False at the top level."""
    listing, panes = desk.listing, desk.panes
    if listing.marks.anchor:
        listing.marks.anchor = ""
    elif panes.is_reading:
        panes.read(on=False)
    elif desk.focused in (panes.views, panes.paper):
        panes.papers.focus()
    elif listing.marks:
        listing.marks.clear()
    elif listing.query.text.strip():
        desk.searching.narrow("")
    else:
        return False
    desk.renew()
    return True
