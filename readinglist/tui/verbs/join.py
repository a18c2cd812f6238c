"""Duplicates: reviewing, merging and splitting papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.papers.record import now
from readinglist.tui.glyphs import counted, plain
from readinglist.tui.verbs.edit import act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.papers.change import Change
    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper
    from readinglist.tui.desk import Desk
    from readinglist.tui.keymap import Press

LISTED = 8
"""Papers that are named before they become one."""
NAMED = 50
"""Characters of a title in a question or message."""


def review(desk: Desk, press: Press) -> None:
    """Review possible duplicates, those of the paper at the cursor first."""
    asking, current = desk.session.questions, desk.listing.current
    if asking.is_complete and not asking.asked:
        desk.show_message("no open questions: nothing looks like a duplicate")
    else:
        show(desk, current.id if current else "")


def show(desk: Desk, first: str = "", marked: Sequence[str] = ()) -> None:
    """Open the review, on all questions or on two papers."""
    from readinglist.tui.screens.review import ReviewScreen  # noqa: PLC0415

    def end(message: str | None) -> None:
        desk.show_message(message or "")
        desk.renew()

    desk.app.push_screen(ReviewScreen(desk.session, first, marked, desk.keymap.shown("undo")), end)


def merge(desk: Desk, press: Press) -> None:
    """Merge the marked papers after asking; without marks, review possible duplicates."""
    if not desk.listing.marks and not desk.listing.marks.anchor:
        review(desk, press)
        return
    chosen = desk.listing.chosen()
    if len(chosen) == 2:
        show(desk, marked=chosen)
    elif len(chosen) > 2:
        ask(desk, chosen)
    else:
        desk.show_message("mark the papers to merge: it takes two" if chosen else desk.session.nothing())


def ask(desk: Desk, chosen: Sequence[str]) -> None:
    """Merge these papers if the user confirms."""
    from readinglist.papers import joining  # noqa: PLC0415
    from readinglist.tui.screens.confirm import ConfirmScreen  # noqa: PLC0415

    def make(library: Library, ids: Sequence[str]) -> Change:
        return joining.merge(library, ids, now())

    library = desk.listing.library
    made = after(library, make(library, chosen))

    def go(yes: bool | None) -> None:
        if yes:
            act(desk, make, chosen)
            desk.listing.find(made.id)
            desk.moved()

    titles = [f"· {described(desk.listing.papers[id])}" for id in chosen[:LISTED]]
    more = [f"and {counted(len(chosen) - LISTED)} more"] * (len(chosen) > LISTED)
    detail = "\n".join([*titles, *more, "", f"becomes {described(made)}"])
    question = f"Make one paper of these {counted(len(chosen))}?"
    desk.app.push_screen(ConfirmScreen(question, detail, "Merge"), go)


def after(library: Library, change: Change) -> Paper:
    """The merged paper that a change makes."""
    id, patch = next(iter(change.patches.items()))
    return library[id].with_fields({name: value for name, (_, value) in patch.items()})


def described(paper: Paper) -> str:
    """Cite key, title, and where and when a paper appeared."""
    appeared = ", ".join(filter(None, (plain(paper.venue) or paper.entry_type, str(paper.date or ""))))
    return f"{plain(paper.key)}{f' ({appeared})' if appeared else ''}: {title_of(paper)}"


def title_of(paper: Paper) -> str:
    """The title, as much of it as fits."""
    title = plain(paper.title or "untitled")
    return title if len(title) <= NAMED else f"{title[: NAMED - 1].rstrip()}…"


def split(desk: Desk, press: Press) -> None:
    """Take the record that was joined last out of the paper at the cursor."""
    from readinglist.actions import merge as actions  # noqa: PLC0415
    from readinglist.papers.merging import parts_of  # noqa: PLC0415

    paper = desk.listing.current
    if paper is None:
        desk.show_message(desk.session.nothing())
        return

    if len(parts_of(paper.record)) < 2:
        desk.show_message("this paper holds one record only: there is nothing to take out")
        return

    def act() -> str:
        result = actions.split(desk.session, actions.SplitRequest(paper.id))
        freed = next(each for each in result.papers if each.id != paper.id)
        return f"split: {plain(freed.key)} is a paper of its own again: {title_of(freed)}"

    desk.attempt(act)
