"""Editing papers: each verb says which edit, the screen says which papers and records it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.errors import NotFoundError, ReadingListError
from readinglist.papers.record import now
from readinglist.papers.status import Status
from readinglist.text import plural
from readinglist.tui.draft import Draft
from readinglist.tui.glyphs import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from readinglist.papers.change import Change
    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper
    from readinglist.tui.desk import Desk
    from readinglist.tui.keymap import Press
    from readinglist.tui.screens.tags import TagEdit
    from readinglist.tui.session import Edit

ASK_FROM = 5
"""Trashing so many papers at once is asked about."""
GONE = "removed, or joined to another one, meanwhile"


def act(desk: Desk, edit: Edit, ids: Sequence[str] | None = None, *, advance: bool = False) -> None:
    """Edit the papers with these ids: those a dialog was opened for; without ids those chosen now."""
    desk.attempt(lambda: desk.session.edit(edit, ids, advance=advance), may_wait=ids is not None)


def record(desk: Desk, id: str, edit: Callable[[Library], Change]) -> str:
    """Edit one paper, and give what to tell; raises NotFoundError if it is gone."""

    def make(library: Library) -> Change:
        if id not in library:
            raise NotFoundError("the paper is gone", GONE)
        return edit(library)

    return plain(desk.session.record(make).label)


def decide(desk: Desk, press: Press) -> None:
    """Give a status and go on to the next paper."""
    status = Status(press.argument)
    act(desk, lambda library, ids: library.set_status(ids, status, now()), advance=True)


def trash(desk: Desk, press: Press) -> None:
    """Move to the trash, asking when they are many."""
    from readinglist.tui.screens.confirm import ConfirmScreen  # noqa: PLC0415

    chosen = desk.listing.chosen()

    def go(yes: bool | None) -> None:
        if yes:
            act(desk, lambda library, ids: library.set_status(ids, Status.TRASHED, now()), chosen, advance=True)

    if len(chosen) < ASK_FROM:
        go(yes=True)
    else:
        question = f"Move {plural(len(chosen))} to the trash?"
        desk.app.push_screen(ConfirmScreen(question, "status:trashed finds them; u takes it back.", "Trash"), go)


def shift_priority(desk: Desk, press: Press) -> None:
    """Raise or lower the priority."""
    by = int(press.argument)
    act(desk, lambda library, ids: library.raise_priority(ids, by, now()))


def priority(desk: Desk, press: Press) -> None:
    """Set the priority."""
    value = int(press.argument)
    act(desk, lambda library, ids: library.set_priority(ids, value, now()))


def tags(desk: Desk, press: Press) -> None:
    """Ask for tags to add and take off."""
    from readinglist.tui.screens.tags import TagScreen  # noqa: PLC0415

    papers = desk.session.chosen()
    chosen = [paper.id for paper in papers]
    current: dict[str, int] = {}
    for tag in (tag for paper in papers for tag in paper.tags):
        current[tag] = current.get(tag, 0) + 1

    draft = Draft(desk.session.store.folder, "tags", *chosen)

    def save(edit: TagEdit) -> str:
        if not any(id in desk.listing.library for id in chosen):
            raise NotFoundError("the papers are gone", GONE)
        return desk.session.edit(lambda library, ids: library.retag(ids, edit.add, edit.remove, now()), chosen)

    def go(edit: TagEdit | None) -> None:
        if edit is None:
            draft.drop()
        else:
            again = desk.keymap.told("tags", " on the same papers")
            desk.attempt(draft.saved_by(lambda: save(edit), again), may_wait=True)

    if papers:
        known = dict(desk.listing.cache.counts.tags)
        desk.open_to_write(TagScreen(named(papers), current, len(papers), known, draft), go)


def note(desk: Desk, press: Press) -> None:
    """Write the note of the paper at the cursor, in the user's editor if there is one."""
    from readinglist.tui import external  # noqa: PLC0415
    from readinglist.tui.screens.note import NoteScreen  # noqa: PLC0415

    if not (paper := desk.listing.current):
        return
    draft = Draft(desk.session.store.folder, "note", paper.id)

    def set_note(text: str) -> str:
        return record(desk, paper.id, lambda library: library.set_note([paper.id], text, now()))

    def save(text: str) -> bool:
        if desk.session.is_busy or paper.id not in desk.session.store.library:
            return False
        desk.say(set_note(text))
        desk.renew()
        return True

    def go(text: str | None) -> None:
        if text is None:
            draft.drop()
        else:
            draft.keep({"note": text})
            again = desk.keymap.told("note", f" on {paper.key or plain(paper.title)}")
            desk.attempt(draft.saved_by(lambda: set_note(text), again), may_wait=True)

    trouble, written = None, None
    if external.editor(desk.settings) and not draft.read() and not desk.session.store.read_only:
        try:
            written = external.edit(desk.app, paper.note, ".md")
            go(None if written is None or save(written) else written)
        except ReadingListError as error:
            trouble = error
        else:
            return
    desk.open_to_write(NoteScreen(plain(paper.title), paper.note, save, draft, trouble, written), go)


def metadata(desk: Desk, press: Press) -> None:
    """Edit the fields of the paper at the cursor."""
    from readinglist.tui.screens.metadata import MetadataScreen  # noqa: PLC0415

    paper = desk.listing.current
    if paper is None:
        return

    draft = Draft(desk.session.store.folder, "metadata", paper.id)

    def save(fields: Mapping[str, Any]) -> None:
        desk.say(record(desk, paper.id, lambda library: library.set_fields(paper.id, fields, now())))
        desk.renew()

    desk.open_to_write(MetadataScreen(paper, save, draft), lambda _: draft.drop())


def named(papers: Sequence[Paper]) -> str:
    """What to call these papers in a title."""
    return plain(papers[0].title) if len(papers) == 1 else plural(len(papers))
