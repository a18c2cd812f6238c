"""Text typed into a dialog, kept on disk until it is saved or thrown away: not even a crash loses it."""

from __future__ import annotations

import json
import os
import threading
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from readinglist.errors import NotFoundError, ReadingListError
from readinglist.files.atomic import write_atomically
from readinglist.files.regular import make_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

LONGEST = 10_000_000
"""Bytes of a draft that are read again."""
_in_memory: dict[str, dict[str, str]] = {}
"""Name of a draft → its texts, which the disk refuses."""


def name_of(library: Path, *about: str) -> str:
    """The name of a draft's file."""
    text = "\n".join((os.fspath(library), *about))
    return f"{sha256(text.encode('utf-8', 'surrogateescape')).hexdigest()[:24]}.json"


def folder() -> Path:
    """The folder of the drafts, in that of the user's state."""
    import platformdirs  # noqa: PLC0415 - most sessions write nothing long

    return platformdirs.user_state_path("readinglist") / "drafts"


def unfinished(library: Path, what: str, ids: Iterable[str]) -> list[str]:
    """The papers, of those with these ids, about which there is a draft: ``note`` or ``metadata``."""
    with suppress(OSError):
        if names := {path.name for path in folder().iterdir()}:
            return [id for id in ids if name_of(library, what, id) in names]
    return []


class Draft:
    """The draft of one dialog about something in one library: texts by the name of their field."""

    def __init__(self, library: Path, *about: str) -> None:
        self._name = name_of(library, *about)
        self._kept: dict[str, str] = {}
        self._is_over = False
        self._guard = threading.Lock()

    @property
    def path(self) -> Path:
        """The file."""
        return folder() / self._name

    def read(self) -> dict[str, str]:
        """The texts that were kept; none if there are none, or they cannot be read."""
        if self._name in _in_memory:
            return dict(_in_memory[self._name])
        with suppress(OSError, ValueError):
            if not self.path.is_symlink() and self.path.is_file() and self.path.stat().st_size <= LONGEST:
                texts = json.loads(self.path.read_bytes())
                if isinstance(texts, dict) and all(isinstance(text, str) for text in texts.values()):
                    self._kept = texts
                    return dict(texts)
        return {}

    def keep(self, texts: Mapping[str, str]) -> None:
        """Have these texts on disk, or no file if there are none; a thread may do it.

        What the disk refuses is kept in memory, until the app ends.
        """
        with self._guard:
            if self._is_over or texts == self._kept:
                return
            try:
                self._write(texts)
            except OSError:
                _in_memory[self._name] = dict(texts)
            else:
                _in_memory.pop(self._name, None)
                self._kept = dict(texts)

    def _write(self, texts: Mapping[str, str]) -> None:
        if texts:
            make_folder(self.path.parent)
            write_atomically(self.path, json.dumps(texts, ensure_ascii=True).encode())
        else:
            self.path.unlink(missing_ok=True)

    def saved_by(self, act: Callable[[], str], again: str) -> Callable[[], str]:
        """Do `act`, and forget the texts; if it fails they stay, and its error says where and how to go on.

        `again` opens their dialog again, in words: ``press e on this paper``.
        """

        def save() -> str:
            try:
                told = act()
            except ReadingListError as error:
                first = "undo the removal, then " if isinstance(error, NotFoundError) else ""
                kept = f"{first}{again} to go on with what you wrote ({self.where})"
                error.hint = f"{error.hint}; {kept}".removeprefix("; ")
                raise
            self.drop()
            return told

        return save

    @property
    def where(self) -> str:
        """The place where the texts are, in words."""
        if self._name in _in_memory:
            return "kept until you quit: it cannot be written to the disk"
        return f"kept in {self.path}"

    def drop(self) -> None:
        """Forget the texts for good: they were saved or thrown away."""
        with self._guard, suppress(OSError):
            self._is_over = True
            _in_memory.pop(self._name, None)
            self.path.unlink(missing_ok=True)
