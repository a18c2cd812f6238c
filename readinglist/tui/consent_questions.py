"""Questions of consent when a library is opened: about its folder, and about the outside files that it lists."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from readinglist.credentials import without_credentials
from readinglist.errors import ReadingListError, StoreError
from readinglist.exports import list_in
from readinglist.store import answers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from readinglist.exports.synced import SyncedFile
    from readinglist.store.protocol import Question, Store
    from readinglist.tui.desk import Desk

MOST = 3
"""Files that are asked about one by one; the screen of kept files shows the others."""
LONGEST = 300
"""Characters of a name or query that are shown in a question."""


class Asked(NamedTuple):
    """A question for the user with its answers."""

    title: str
    question: str
    detail: str
    yes: str
    no: str
    """The buttons' labels."""
    answer: Callable[[bool], None]
    """Writes the answer down; raises StoreError."""
    refused: str = ""
    """The message after a no."""


class Interview:
    """Asks one question after the other, and does or says what follows from each answer."""

    def __init__(self, desk: Desk, asked: Sequence[Asked]) -> None:
        self.desk = desk
        self._left = list(asked)

    def ask_next(self) -> None:
        """Ask the next question, if one is left."""
        if not self._left:
            return
        from readinglist.tui.screens.confirm import LastingScreen  # noqa: PLC0415 - most libraries need no consent

        asked = self._left.pop(0)

        def done(agreed: bool | None) -> None:
            if agreed is not None:
                self._answer(asked, agreed=agreed)
            self.ask_next()

        screen = LastingScreen(asked.question, asked.detail, asked.yes, asked.no, asked.title)
        self.desk.app.push_screen(screen, done)

    def _answer(self, asked: Asked, *, agreed: bool) -> None:
        try:
            asked.answer(agreed)
        except ReadingListError as error:
            self.desk.show_error(error)
            return
        if agreed:
            self.desk.background.agreed()
        elif asked.refused:
            self.desk.show_message(asked.refused)


def questions(store: Store) -> list[Asked]:
    """The open questions about a library; a damaged list of files is reported when files are written."""
    folder, asked = store.folder, list[Asked]()
    with suppress(StoreError, OSError):
        asked += [of_folder(folder, each) for each in store.questions() if not word_to(folder, each)]
        if os.path.lexists(list_in(folder)):
            from readinglist.exports.synced import proposed  # noqa: PLC0415 - writers are slow to import

            asked += [of_file(folder, kept) for kept in proposed(folder)[:MOST]]
    return asked


def why_read_only(store: Store) -> str:
    """The reason why a library is read-only, with the command that helps; empty if it is not."""
    reason, command = store.read_only, "`readinglist doctor` tells more"
    with suppress(StoreError, OSError):
        asked = store.questions() if reason else ()
        if asked and reason.startswith("; ".join(each.text for each in asked)):
            command = "`readinglist trust` agrees"
            reason = "; ".join(brief(store.folder, each.text) for each in asked)
    return f"read-only ({command}): {brief(store.folder, reason)}" if reason else ""


def brief(folder: Path, text: str) -> str:
    """A text about a library's folder without the folder's path at its start."""
    return text.removeprefix(f"{folder}: ").removeprefix(f"{folder}/")


def word_to(folder: Path, question: Question) -> answers.Word:
    """The user's earlier answer to a question about the folder."""
    return answers.word(folder, question.name, question.about)


def of_folder(folder: Path, question: Question) -> Asked:
    """The question whether to write to a library in such a folder."""

    def answer(agreed: bool) -> None:
        answers.save(folder, question.name, question.about, "yes" if agreed else "no")

    if question.name == "link":
        title = "A library that is a link"
        told = f"library.json here is a link. Your changes would be written to {shortened(question.about)}."
    else:
        title = "A library that others can change"
        told = f"{shortened(str(folder))}: {question.about}. Others could change the library or replace its files."
    detail = f"{told}\n\nIf you say no, you can read but not change anything; `readinglist trust` agrees later."
    return Asked(title, "Write to this library?", detail, "Write", "Only read", answer)


def of_file(folder: Path, kept: SyncedFile) -> Asked:
    """The question whether to keep a file up to date that the library's folder lists."""
    name = shortened(os.path.basename(kept.path))  # noqa: PTH119 - a name of the list, not ours
    detail = (
        f"{shortened(kept.path)}\n{becoming(kept)}\n\n"
        f"papers: {shortened(kept.what)}\nformat: {kept.format}, {kept.private_data}\n\n"
        "The library's folder lists this file; you have not agreed to it on this computer."
    )
    refused = f"{name} is not written; “kept files” in the command palette changes that"
    question = f"Write {name} now and whenever the library changes?"
    return Asked(
        "A file outside the library",
        question,
        detail,
        "Write it",
        "Don't write",
        partial(answer_to, folder, kept),
        refused,
    )


def becoming(kept: SyncedFile) -> str:
    """The effect of writing on an existing file, and the target of a link."""
    target = os.path.realpath(kept.path)
    leads = f"This is a link to {shortened(target)}. " if target != kept.path else ""
    if not os.path.lexists(target):
        return f"{leads}No such file is there yet; it would be made."
    if kept.update:
        return f"{leads}A file is there: its entries for papers of the library are changed, entries of others stay."
    return f"{leads}A file is there: its whole content would be replaced."


def answer_to(folder: Path, kept: SyncedFile, agreed: bool) -> None:
    """Record whether a file is kept up to date on this computer."""
    from readinglist.exports.synced import answer  # noqa: PLC0415

    answer(folder, kept, "yes" if agreed else "no")


def shortened(text: str) -> str:
    """A text with its middle left out if it is long."""
    half, text = LONGEST // 2, without_credentials(text)
    return text if len(text) <= LONGEST else f"{text[:half]} … {text[-half:]}"
