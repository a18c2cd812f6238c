"""Answers of this machine's user about a library. They lie in the state folder, so that no received folder brings any.

A library is known by its true place, and a question by its name with what it is about: of another target, or other
people, it is asked again.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, NamedTuple

import orjson

from readinglist.errors import StoreError
from readinglist.files import regular
from readinglist.files.atomic import explaining, write_atomically
from readinglist.files.lock import Lock
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from readinglist.store.layout import Layout

Word = Literal["", "yes", "no", "told"]
"""An answer; ``told``: the question was said, and not answered."""
Answers = dict[str, tuple[Word, str]]
"""The name of a question → the answer, and what it is about."""
LIMIT = 1 << 20
"""Bytes."""


class Question(NamedTuple):
    """What about a library's folder must be agreed to before anything is written there."""

    name: str
    about: str
    text: str
    """The state of affairs, in a sentence."""


def place(library: Path) -> Path:
    """Where this machine keeps what belongs to the library in a folder and does not travel with it."""
    from hashlib import blake2b  # noqa: PLC0415 - most commands ask nothing

    import platformdirs  # noqa: PLC0415

    true = os.path.realpath(library)
    name = blake2b(os.fsencode(true), digest_size=12).hexdigest()
    return platformdirs.user_state_path("readinglist") / "libraries" / name


def made(library: Path) -> Path | None:
    """As `place`, the folder made; None where it cannot be written."""
    folder = place(library)
    try:
        regular.make_folder(folder)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


@contextmanager
def locked(library: Path, name: str) -> Iterator[Path]:
    """Hold the lock of this name on what belongs to a library on this machine; the folder. Raises StoreError."""
    folder = made(library)
    if folder is None:
        hint = "make it a folder that you can write to: answers about libraries are kept there"
        raise StoreError(f"{place(library)} cannot be written", hint)
    with Lock(folder / f"{name}.lock").held():
        yield folder


def answers(library: Path) -> Answers:
    """The answers about a library; none if they cannot be read, so that questions are asked anew."""
    try:
        stored = orjson.loads(regular.read(place(library) / "answers.json", limit=LIMIT))
        return {name: (word, about) for name, (word, about) in stored["answers"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def word(library: Path, name: str, about: str) -> Word:
    """The answer to a question about a library; empty if there is none, or it was about something else."""
    found, what = answers(library).get(name, ("", ""))
    return found if what == about else ""


def answer(library: Path, name: str, about: str, word: Word) -> None:
    """Write an answer down, or with an empty word forget it; raises StoreError."""
    with locked(library, "answers") as folder, explaining(folder):
        known = answers(library)
        known.pop(name, None)
        if word:
            known[name] = (word, about)
        content = {"library": clean(os.path.realpath(library)), "answers": known}
        write_atomically(folder / "answers.json", orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE))


def questions(layout: Layout) -> list[Question]:
    """What has to be agreed to before the library is written to, and was not."""
    found = [*of_link(layout), *of_others(layout)]
    return [each for each in found if word(layout.folder, each.name, each.about) != "yes"]


def of_link(layout: Layout) -> Iterator[Question]:
    """The question whether library.json may be a link."""
    if layout.named.is_symlink():
        target = str(layout.library)
        yield Question("link", target, f"{layout.named} is a link to {target}, which is written in its place")


def of_others(layout: Layout) -> Iterator[Question]:
    """The question whether others may write to the library's folder."""
    status = layout.folder.stat()
    who = others(status)
    if who:
        yield Question("folder", who, f"{layout.folder}: {who}")


def others(status: os.stat_result) -> str:
    """Who beside the user can change a folder, as a sentence; empty if nobody can."""
    if status.st_uid != os.geteuid():
        return f"it belongs to {owner(status.st_uid)}"
    if status.st_mode & stat.S_IWOTH:
        return "every user of this machine can write there"
    if status.st_mode & stat.S_IWGRP and not is_own_group(status.st_gid):
        return f"the group {group(status.st_gid)} can write there"
    return ""


def owner(number: int) -> str:
    """The name of a user."""
    import pwd  # noqa: PLC0415 - hardly ever needed

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"


def group(number: int) -> str:
    """The name of a group."""
    import grp  # noqa: PLC0415 - hardly ever needed

    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


def is_own_group(number: int) -> bool:
    """Whether a group is the user's own, with nobody else in it, as many systems make one for each user."""
    import grp  # noqa: PLC0415 - hardly ever needed

    name = owner(os.geteuid())
    try:
        found = grp.getgrgid(number)
    except KeyError:
        return False
    return found.gr_name == name and set(found.gr_mem) <= {name}


def refusal(layout: Layout) -> StoreError | None:
    """Why the library is open for reading only until the user has agreed; None if nothing has to be agreed to."""
    if not (asked := questions(layout)):
        return None
    hint = "it agrees once, for this library on this machine, to what you were told here and to nothing else"
    text = "; ".join(each.text for each in asked)
    return StoreError(f"{text}; if that is as you want it, `readinglist trust` allows to write", hint)
