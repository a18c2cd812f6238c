"""The questions asked when a library is opened: about the folder it is in, and about the files outside it lists."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from readinglist.errors import StoreError
from readinglist.store import consent
from readinglist.store.files import Layout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from readinglist.kept import Kept

MOST = 3
"""Files that are asked about one by one; the screen of kept files shows the others."""
LONGEST = 300
"""Characters of a name or query that are shown in a question."""


class Asked(NamedTuple):
    """A question for the user, and what to do with the answer."""

    question: str
    detail: str
    yes: str
    """What the button says that agrees."""
    answer: Callable[[bool], None]
    """Writes the answer down; raises StoreError."""


def questions(folder: Path) -> list[Asked]:
    """What has to be asked about the library in a folder; a damaged list is told of where files are to be written."""
    layout = Layout(folder)
    asked: list[Asked] = []
    with suppress(StoreError, OSError):
        asked += [of_folder(layout, each) for each in consent.questions(layout) if not word_to(layout, each)]
        if os.path.lexists(layout.exports):
            from readinglist.kept import proposed  # noqa: PLC0415 - writers are slow to import

            asked += [of_file(folder, kept) for kept in proposed(folder)[:MOST]]
    return asked


def word_to(layout: Layout, question: consent.Question) -> consent.Word:
    """What the user said to a question about the folder before."""
    return consent.word(layout.folder, question.name, question.about)


def of_folder(layout: Layout, question: consent.Question) -> Asked:
    """The question whether to write to a library in such a folder."""

    def answer(agreed: bool) -> None:
        consent.answer(layout.folder, question.name, question.about, "yes" if agreed else "no")

    detail = f"{question.text}.\n\nElse it is open for reading only; `readinglist trust` agrees later."
    return Asked("Write to this library?", detail, "Write", answer)


def of_file(folder: Path, kept: Kept) -> Asked:
    """The question whether to keep a file up to date that the library's folder lists."""
    target = os.path.realpath(kept.path)
    leads = f"\na link to {shortened(target)}" if target != kept.path else ""
    what = f"{kept.format}, {kept.told}, {kept.how}\npapers: {shortened(kept.what)}"
    detail = f"{what}\n{shortened(kept.path)}{leads}\n\nThe library's folder lists it, and you never agreed to it here."
    return Asked("Keep a file outside up to date?", detail, "Keep", partial(answer_to, folder, kept))


def answer_to(folder: Path, kept: Kept, agreed: bool) -> None:
    """Write down whether a file is kept up to date here."""
    from readinglist.kept import answer  # noqa: PLC0415

    answer(folder, kept, "yes" if agreed else "no")


def shortened(text: str) -> str:
    """A text with its middle left out if it is long."""
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]} … {text[-half:]}"
