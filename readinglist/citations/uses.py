"""Uses of cite keys in documents on disk and the files that they include."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.citations import kind_of, read
from readinglist.errors import SourceError
from readinglist.files import regular
from readinglist.papers.harvest import Problem
from readinglist.sources.documents.decoding import decoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from readinglist.citations.document import Document, Inclusion

LARGEST = 64 << 20
"""Largest document in bytes."""
OF_TEX = frozenset(("glyphtounicode", "epsf", "xy", "pictex"))
"""Files that come with TeX and are included by name."""
NAME_ENDINGS = {"tex": (".tex", "")}
"""Kind → suffixes that included names may lack, in the order tried."""
STANDARD_INPUT = "standard input"


@dataclass(frozen=True, slots=True)
class Use:
    """The first use of a cite key."""

    key: str
    file: str
    line: int
    is_sure: bool = True

    @property
    def place(self) -> str:
        """``paper.tex:12``."""
        return f"{self.file}:{self.line}"


@dataclass(slots=True)
class Uses:
    """Uses in all documents, in reading order."""

    by_key: dict[str, Use] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    """Labels that the documents define; a reference to one is no citation."""
    problems: list[Problem] = field(default_factory=list)
    files: set[Path] = field(default_factory=set)
    """Resolved paths of the files read."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file to read, and the document it belongs to."""

    path: Path
    """Resolved path."""
    name: str
    """Path as the user would write it."""
    root: Path
    """Resolved folder of the main document; files outside of it are not read."""
    shown: str
    """That folder as the user wrote it."""
    kind: str = ""

    def sibling(self, path: Path) -> Place:
        """Another file of the same document."""
        return replace(self, path=path, name=os.path.normpath(Path(self.shown) / os.path.relpath(path, self.root)))


def gather(paths: Iterable[str], standard_input: bytes = b"") -> Uses:
    """Uses in the documents at `paths` (``-``: `standard_input`) and the files that they include.

    A file is a problem if it is missing, unreadable, or outside of the document's folder and not in `paths`.
    """
    gathering = Gathering(paths)
    for path in gathering.paths:
        if path == "-":
            here = resolved(".")
            place = Place(here / STANDARD_INPUT, STANDARD_INPUT, here, "")
            gathering.follow(gathering.attempt(lambda: standard_input, place))
        else:
            folder = Path(path).parent
            gathering.follow([Place(resolved(path), path, resolved(folder), str(folder))])
    return gathering.uses


class Gathering:
    """Depth-first reader of documents and their inclusions, each file once."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.uses = Uses()
        self.paths = list(paths)
        self.named = {resolved(path) for path in self.paths if path != "-"}

    def follow(self, places: list[Place]) -> None:
        """Read these files and their inclusions, in the order of the text."""
        todo = places[::-1]
        while todo:
            place = todo.pop()
            if place.path not in self.uses.files:
                self.uses.files.add(place.path)
                todo += self.attempt(partial(content, place.path), place)[::-1]

    def attempt(self, data: Callable[[], bytes], place: Place) -> list[Place]:
        """Add a document, or the problem with it; returns the files that it includes."""
        try:
            return self.add(data(), place)
        except SourceError as error:
            self.uses.problems.append(Problem(place.name, "", error.message))
            return []

    def add(self, data: bytes, place: Place) -> list[Place]:
        """Add the uses of a document; returns the files that it includes. Raises SourceError if it is no text."""
        uses = self.uses
        text, problems = decoded(data, place.name)
        uses.problems += problems
        if place.name.lower().endswith(".bib"):
            raise SourceError("is no document; `readinglist add` takes .bib files in")
        kind = place.kind or kind_of(text, place.name)
        document = read(text, kind)
        for citation in document.citations.values():
            uses.by_key.setdefault(citation.key, Use(citation.key, place.name, citation.line, citation.is_sure))
        uses.labels |= document.labels
        for line, reason in document.unclear:
            self._report(place, line, reason)
        return self._included(document, replace(place, kind=kind))

    def _included(self, document: Document, place: Place) -> list[Place]:
        """Included files of a document that may be read; others are reported."""
        found: list[Place] = []
        for inclusion in document.inclusions:
            paths = paths_of(inclusion, place)
            path = next((path for path in paths if is_file(path)), None)
            wanted = [path] if path else paths
            if not all(each.is_relative_to(place.root) or each in self.named for each in wanted):
                reason = f"{inclusion.name} is outside of the document's folder and not read; name it as one more FILE"
                self._report(place, inclusion.line, reason)
            elif path:
                found.append(place.sibling(path))
            elif not inclusion.is_optional and inclusion.name not in OF_TEX:
                self._report(place, inclusion.line, f"there is no file {inclusion.name}")
        return found

    def _report(self, place: Place, line: int, reason: str) -> None:
        self.uses.problems.append(Problem(place.name, f"line {line}", reason))


def resolved(path: str | Path) -> Path:
    """Absolute path with links followed, except a loop of links."""
    return Path(os.path.realpath(path))


def content(path: Path) -> bytes:
    """The bytes of a file; raises SourceError."""
    try:
        if path.exists() and not path.is_file():
            raise SourceError("is a folder" if path.is_dir() else "is no regular file")
        if path.stat().st_size > LARGEST:
            raise SourceError(f"is larger than {LARGEST >> 20} MB")
        return regular.read(path, follow=True)
    except (OSError, ValueError) as error:
        raise SourceError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from error


def is_file(path: Path) -> bool:
    """Whether there is a regular file at `path`."""
    try:
        return path.is_file()
    except OSError:
        return False


def paths_of(inclusion: Inclusion, place: Place) -> list[Path]:
    """Candidate paths of an included file: LaTeX searches the main document's folder first, others the file's own."""
    name = inclusion.name
    folders = [place.root, place.path.parent]
    if place.kind == "typst" and name.startswith("/"):
        name = name.lstrip("/")
    elif place.kind in {"typst", "markdown"}:
        folders.reverse()
    endings = NAME_ENDINGS.get(place.kind, ("",))
    try:
        return [resolved(folder / (name + ending)) for folder in folders for ending in endings]
    except (OSError, ValueError):
        return []
