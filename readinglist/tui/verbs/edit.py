"""Editing papers: each verb chooses the edit, the session the papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.errors import NotFoundError
from readinglist.papers import edits
from readinglist.papers.record import now
from readinglist.papers.status import STATUSES, Status
from readinglist.text import plural
from readinglist.tui.glyphs import plain
from readinglist.tui.session import GONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from readinglist.papers.paper import Paper
    from readinglist.tui.desk import Desk
    from readinglist.tui.keymap import Press
    from readinglist.tui.screens.tags import TagEdit
    from readinglist.tui.session import Edit

ASK_FROM = 5
"""Number of papers from which moving to the trash is asked about."""


def act(desk: Desk, edit: Edit, ids: Sequence[str] | None = None, *, advance: bool = False) -> None:
    """Edit the papers with these ids, for which a dialog was opened, or the chosen ones."""
    desk.attempt(lambda: desk.session.edit(edit, ids, advance=advance), may_wait=ids is not None)


def decide(desk: Desk, press: Press) -> None:
    """Give a status and go on to the next paper."""
    status = STATUSES[press.argument]
    act(desk, lambda library, ids: edits.set_status(library, ids, status, now()), advance=True)


def trash(desk: Desk, press: Press) -> None:
    """Move to the trash, asking when they are many."""
    from readinglist.tui.screens.confirm import ConfirmScreen  # noqa: PLC0415

    chosen = desk.listing.chosen()

    def go(yes: bool | None) -> None:
        if yes:
            act(desk, lambda library, ids: edits.set_status(library, ids, Status.TRASHED, now()), chosen, advance=True)

    if len(chosen) < ASK_FROM:
        go(yes=True)
    else:
        question = f"Move {plural(len(chosen))} to the trash?"
        desk.app.push_screen(ConfirmScreen(question, "status:trashed finds them; u takes it back.", "Trash"), go)


def shift_priority(desk: Desk, press: Press) -> None:
    """Raise or lower the priority."""
    by = int(press.argument)
    act(desk, lambda library, ids: edits.raise_priority(library, ids, by, now()))


def priority(desk: Desk, press: Press) -> None:
    """Set the priority."""
    value = int(press.argument)
    act(desk, lambda library, ids: edits.set_priority(library, ids, value, now()))


def tags(desk: Desk, press: Press) -> None:
    """Ask for tags to add and take off."""
    from readinglist.tui.screens.tags import TagScreen  # noqa: PLC0415

    papers = desk.session.chosen()
    chosen = [paper.id for paper in papers]
    current: dict[str, int] = {}
    for tag in (tag for paper in papers for tag in paper.tags):
        current[tag] = current.get(tag, 0) + 1

    draft = desk.session.drafts.of("tags", *chosen)

    def save(edit: TagEdit) -> str:
        if not any(id in desk.listing.library for id in chosen):
            raise NotFoundError("the papers are gone", GONE)
        return desk.session.edit(lambda library, ids: edits.retag(library, ids, edit.add, edit.remove, now()), chosen)

    def go(edit: TagEdit | None) -> None:
        if edit is None:
            draft.discard()
        else:
            again = desk.keymap.described("tags", " on the same papers")
            desk.attempt(draft.saved_by(lambda: save(edit), again), may_wait=True)

    if papers:
        known = dict(desk.listing.cache.counts.tags)
        desk.open_to_write(TagScreen(named(papers), current, len(papers), known, draft), go)


def note(desk: Desk, press: Press) -> None:
    """Write the note of the paper at the cursor, in the user's editor if there is one."""
    from readinglist.tui.verbs.note_edit import NoteEdit  # noqa: PLC0415

    if paper := desk.listing.current:
        NoteEdit(desk, paper).begin()


def metadata(desk: Desk, press: Press) -> None:
    """Edit the fields of the paper at the cursor."""
    from readinglist.tui.screens.metadata import MetadataScreen  # noqa: PLC0415

    paper = desk.listing.current
    if paper is None:
        return

    draft = desk.session.drafts.of("metadata", paper.id)

    def save(fields: Mapping[str, Any]) -> None:
        desk.show_message(
            desk.session.edit_paper(paper.id, lambda library: edits.set_fields(library, paper.id, fields, now()))
        )
        desk.renew()

    desk.open_to_write(MetadataScreen(paper, save, draft), lambda _: draft.discard())


def named(papers: Sequence[Paper]) -> str:
    """The papers in words, for a title."""
    return plain(papers[0].title) if len(papers) == 1 else plural(len(papers))
