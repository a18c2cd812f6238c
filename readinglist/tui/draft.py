"""Drafts: text typed into a dialog, on disk until it is saved or thrown away, so that not even a crash loses it."""

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


def name_of(library: Path, *about: str) -> str:
    """The name of a draft's file."""
    text = "\n".join((os.fspath(library), *about))
    return f"{sha256(text.encode('utf-8', 'surrogateescape')).hexdigest()[:24]}.json"


def folder() -> Path:
    """The folder of the drafts, in that of the user's state."""
    import platformdirs  # noqa: PLC0415 - most sessions write nothing long

    return platformdirs.user_state_path("readinglist") / "drafts"


class Drafts:
    """The drafts about one library."""

    def __init__(self, library: Path) -> None:
        self.library = library
        self.unwritten: dict[str, dict[str, str]] = {}
        """Name of a draft → the texts that the disk refuses; they last until the app ends."""

    def of(self, *about: str) -> Draft:
        """The draft of a dialog about something, such as a note on a paper."""
        return Draft(self.unwritten, name_of(self.library, *about))

    def unfinished(self, what: str, ids: Iterable[str]) -> list[str]:
        """The papers, of those with these ids, about which there is a draft: ``note`` or ``metadata``."""
        with suppress(OSError):
            if names := {path.name for path in folder().iterdir()}:
                return [id for id in ids if name_of(self.library, what, id) in names]
        return []


class Draft:
    """The draft of one dialog: texts by the name of their field."""

    def __init__(self, unwritten: dict[str, dict[str, str]], name: str) -> None:
        self._unwritten = unwritten
        self._name = name
        self._written: dict[str, str] = {}
        self._is_over = False
        self._guard = threading.Lock()

    @property
    def path(self) -> Path:
        """The file."""
        return folder() / self._name

    def read(self) -> dict[str, str]:
        """The saved texts; none if there are none, or they cannot be read."""
        if self._name in self._unwritten:
            return dict(self._unwritten[self._name])
        with suppress(OSError, ValueError):
            if not self.path.is_symlink() and self.path.is_file() and self.path.stat().st_size <= LONGEST:
                texts = json.loads(self.path.read_bytes())
                if isinstance(texts, dict) and all(isinstance(text, str) for text in texts.values()):
                    self._written = texts
                    return dict(texts)
        return {}

    def save(self, texts: Mapping[str, str]) -> None:
        """Write these texts to the disk, or remove the file if there are none; safe in a thread.

        Texts that the disk refuses stay in memory until the app ends.
        """
        with self._guard:
            if self._is_over or texts == self._written:
                return
            try:
                self._write(texts)
            except OSError:
                self._unwritten[self._name] = dict(texts)
            else:
                self._unwritten.pop(self._name, None)
                self._written = dict(texts)

    def _write(self, texts: Mapping[str, str]) -> None:
        if texts:
            make_folder(self.path.parent)
            write_atomically(self.path, json.dumps(texts, ensure_ascii=True).encode())
        else:
            self.path.unlink(missing_ok=True)

    def saved_by(self, act: Callable[[], str], again: str) -> Callable[[], str]:
        """An edit that runs `act` and discards the draft; an error keeps the draft and names the way back to it.

        `again` is that way in words: ``press e on this paper``.
        """

        def run() -> str:
            try:
                told = act()
            except ReadingListError as error:
                first = "undo the removal, then " if isinstance(error, NotFoundError) else ""
                kept = f"{first}{again} to go on with what you wrote ({self.where})"
                error.hint = f"{error.hint}; {kept}".removeprefix("; ")
                raise
            self.discard()
            return told

        return run

    @property
    def where(self) -> str:
        """The place of the texts, in words."""
        if self._name in self._unwritten:
            return "kept until you quit: it cannot be written to the disk"
        return f"kept in {self.path}"

    def discard(self) -> None:
        """Remove the texts for good, after they were saved or thrown away."""
        with self._guard, suppress(OSError):
            self._is_over = True
            self._unwritten.pop(self._name, None)
            self.path.unlink(missing_ok=True)
