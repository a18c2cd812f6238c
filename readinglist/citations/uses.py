"""Documents on disk, with the files they take in: every use of a cite key."""

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
"""No document has so many bytes."""
OF_TEX = frozenset(("glyphtounicode", "epsf", "xy", "pictex"))
"""Files that come with TeX and are taken in by name."""
NAME_ENDINGS = {"tex": (".tex", "")}
"""Kind → what the names of files taken in may lack, in the order tried."""
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
    """What all documents together cite, in the order read."""

    by_key: dict[str, Use] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    """What the documents define themselves; a reference to it is no citation."""
    problems: list[Problem] = field(default_factory=list)
    files: set[Path] = field(default_factory=set)
    """The files that were read, resolved."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file to be read, and the document it belongs to."""

    path: Path
    """Where the file is, resolved."""
    name: str
    """The file as the user would write it."""
    root: Path
    """The folder of the main document, resolved; what lies outside is not taken in."""
    shown: str
    """That folder as the user wrote it."""
    kind: str = ""

    def beside(self, path: Path) -> Place:
        """Another file of the same document."""
        return replace(self, path=path, name=os.path.normpath(Path(self.shown) / os.path.relpath(path, self.root)))


def gather(paths: Iterable[str], standard_input: bytes = b"") -> Uses:
    """What the documents at `paths` (``-``: `standard_input`) and the files in them use.

    What is missing, cannot be read, or lies outside of the document's folder and is not in `paths` is a problem.
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
    """Reads each file once, and what it takes in after it."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.uses = Uses()
        self.paths = list(paths)
        self.named = {resolved(path) for path in self.paths if path != "-"}

    def follow(self, places: list[Place]) -> None:
        """Read these files and all that they take in, in the order of the text."""
        todo = places[::-1]
        while todo:
            place = todo.pop()
            if place.path not in self.uses.files:
                self.uses.files.add(place.path)
                todo += self.attempt(partial(content, place.path), place)[::-1]

    def attempt(self, data: Callable[[], bytes], place: Place) -> list[Place]:
        """Take a document if it can be read; gives the files that it takes in."""
        try:
            return self.take(data(), place)
        except SourceError as error:
            self.uses.problems.append(Problem(place.name, "", error.message))
            return []

    def take(self, data: bytes, place: Place) -> list[Place]:
        """Note what a document uses; gives the files that it takes in. Raises SourceError if it is no text."""
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
        """The files that a document takes in, as far as they may be read."""
        found: list[Place] = []
        for inclusion in document.inclusions:
            paths = paths_of(inclusion, place)
            path = next((path for path in paths if is_file(path)), None)
            wanted = [path] if path else paths
            if not all(each.is_relative_to(place.root) or each in self.named for each in wanted):
                reason = f"{inclusion.name} is outside of the document's folder and not read; name it as one more FILE"
                self._report(place, inclusion.line, reason)
            elif path:
                found.append(place.beside(path))
            elif not inclusion.is_optional and inclusion.name not in OF_TEX:
                self._report(place, inclusion.line, f"there is no file {inclusion.name}")
        return found

    def _report(self, place: Place, line: int, reason: str) -> None:
        self.uses.problems.append(Problem(place.name, f"line {line}", reason))


def resolved(path: str | Path) -> Path:
    """`path` from the root on, links followed; a loop of links stays."""
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
    """Where a file may be, resolved: LaTeX looks in the main document's folder first, others in the file's own."""
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
