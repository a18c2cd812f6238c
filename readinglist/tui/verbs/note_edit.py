"""Editing the note of a paper, in the user's editor or in a dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.errors import ReadingListError
from readinglist.papers import edits
from readinglist.papers.record import now
from readinglist.tui import external
from readinglist.tui.glyphs import plain
from readinglist.tui.screens.note import NoteScreen

if TYPE_CHECKING:
    from readinglist.papers.paper import Paper
    from readinglist.tui.desk import Desk


class NoteEdit:
    """One edit of a note: the editor first if there is one, then a dialog for a text that could not be saved."""

    def __init__(self, desk: Desk, paper: Paper) -> None:
        self.desk = desk
        self.paper = paper
        self.draft = desk.session.drafts.of("note", paper.id)

    def begin(self) -> None:
        """Open the user's editor, or the dialog if there is no editor or it left something to do."""
        trouble, written = None, None
        if self._can_use_editor():
            try:
                written = external.edit(self.desk.app, self.paper.note, ".md")
                self._finish(None if written is None or self._save(written) else written)
            except ReadingListError as error:
                trouble = error
            else:
                return
        title, note = plain(self.paper.title), self.paper.note
        dialog = NoteScreen(title, note, self._save, self.draft, trouble, written)
        self.desk.open_to_write(dialog, self._finish)

    def _can_use_editor(self) -> bool:
        is_read_only = self.desk.session.store.read_only
        return bool(external.editor(self.desk.settings)) and not self.draft.read() and not is_read_only

    def _set_note(self, text: str) -> str:
        """Record the note, and give the message."""
        id = self.paper.id
        return self.desk.session.edit_paper(id, lambda library: edits.set_note(library, [id], text, now()))

    def _save(self, text: str) -> bool:
        """Record the note if that can be done at once; False if not."""
        session = self.desk.session
        if session.is_busy or self.paper.id not in session.store.library:
            return False
        self.desk.show_message(self._set_note(text))
        self.desk.renew()
        return True

    def _finish(self, text: str | None) -> None:
        """Discard the draft, or record a text that could not be saved at once."""
        if text is None:
            self.draft.discard()
            return
        self.draft.save({"note": text})
        again = self.desk.keymap.described("note", f" on {self.paper.key or plain(self.paper.title)}")
        self.desk.attempt(self.draft.saved_by(lambda: self._set_note(text), again), may_wait=True)
