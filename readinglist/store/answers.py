"""Answers of this machine's user about a library, in the state folder, so that a received folder contains none.

A library is known by its true path, and a question by its name and details: if the details change, it is asked again.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import orjson

from readinglist.errors import StoreError
from readinglist.files import regular
from readinglist.files.atomic import explaining, write_atomically
from readinglist.files.lock import Lock
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Word = Literal["", "yes", "no", "told"]
"""An answer; ``told``: the question was shown, and not answered."""
Answers = dict[str, tuple[Word, str]]
"""Name of a question → the answer, and the details it was about."""
LIMIT = 1 << 20
"""Bytes."""


def state_folder(library: Path) -> Path:
    """The folder on this machine for what belongs to the library in a folder and does not travel with it."""
    from hashlib import blake2b  # noqa: PLC0415 - most commands ask nothing

    import platformdirs  # noqa: PLC0415

    true = os.path.realpath(library)
    name = blake2b(os.fsencode(true), digest_size=12).hexdigest()
    return platformdirs.user_state_path("readinglist") / "libraries" / name


def made_state_folder(library: Path) -> Path | None:
    """The state folder, created if there is none; None where it cannot be written."""
    folder = state_folder(library)
    try:
        regular.make_folder(folder)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


@contextmanager
def locked(library: Path, name: str) -> Iterator[Path]:
    """The state folder of a library, under the lock of this name; raises StoreError."""
    folder = made_state_folder(library)
    if folder is None:
        hint = "make it a folder that you can write to: answers about libraries are kept there"
        raise StoreError(f"{state_folder(library)} cannot be written", hint)
    with Lock(folder / f"{name}.lock").held():
        yield folder


def load(library: Path) -> Answers:
    """The answers about a library; none if they cannot be read, so that all questions are asked again."""
    try:
        stored = orjson.loads(regular.read(state_folder(library) / "answers.json", limit=LIMIT))
        return {name: (word, about) for name, (word, about) in stored["answers"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def word(library: Path, name: str, about: str) -> Word:
    """The answer to a question about a library; empty if there is none, or its details were others."""
    found, what = load(library).get(name, ("", ""))
    return found if what == about else ""


def save(library: Path, name: str, about: str, word: Word) -> None:
    """Store an answer, or remove it if the word is empty; raises StoreError."""
    with locked(library, "answers") as folder, explaining(folder):
        known = load(library)
        known.pop(name, None)
        if word:
            known[name] = (word, about)
        content = {"library": clean(os.path.realpath(library)), "answers": known}
        write_atomically(folder / "answers.json", orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE))
