"""Files outside that follow the library: which are kept up to date, what was last written to them, writing them."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from readinglist import export
from readinglist.bibtex.style import Style, options_in
from readinglist.errors import ExportError, StoreError
from readinglist.formats import FORMATS
from readinglist.paper import STATUSES, Status
from readinglist.store import files as disk
from readinglist.store.lock import Lock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from readinglist.bibtex.prints import Prints
    from readinglist.bibtex.update import Update
    from readinglist.bibtex.writer import Export
    from readinglist.library import Library
    from readinglist.paper import Paper
    from readinglist.search.fuzzy import Index

UPDATED = ("bibtex", "biblatex")
"""The formats in which a file can be updated."""
HEAD = re.compile(r"^@(?P<type>\w+)\{(?P<key>[^,\s]+),$", re.MULTILINE)
"""How an entry of ours begins."""
MONTH = len("2024-06")
"""So much of a date is in BibTeX's fields."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file and what shall be in it: the papers that match `query`, in a view with this status or tag."""

    path: str
    """Absolute."""
    query: str = ""
    status: str = ""
    tag: str = ""
    format: str = "bibtex"
    update: bool = False
    """Whether entries of others in the file stay."""
    private: tuple[str, ...] = ()
    """Private fields that are written to it as well."""
    ascii_only: bool = False
    options: tuple[str, ...] = ()
    """Options of .bib files that are written whole."""

    @classmethod
    def of(cls, fields: dict[str, Any]) -> Kept:
        """The file stored as `fields`; raises TypeError or ValueError if they are not those of one."""
        kept = cls(**{**fields, **{name: tuple(fields.get(name, ())) for name in ("private", "options")}})
        like = asdict(cls(""))
        if any(type(value) is not type(like[name]) for name, value in asdict(kept).items()):
            raise ValueError("a field is of another kind than it should be")
        if kept.format not in FORMATS:
            raise ValueError(f"there is no format {kept.format!r}")
        options_in(",".join(kept.options))
        if not kept.is_named_so:
            raise ValueError(f"{kept.path!r} is no name for a file of this format")
        return kept

    @property
    def style(self) -> Style:
        """How it is written if it is a .bib file."""
        return Style(self.private, self.ascii_only, self.options)

    @property
    def is_named_so(self) -> bool:
        """Whether the name ends as the format's: only such are written unasked, the list may be another's."""
        return Path(self.path).suffix.lower() == self.suffix

    @property
    def suffix(self) -> str:
        """How its name has to end."""
        return Path(FORMATS[self.format].suffix).suffix or FORMATS[self.format].suffix

    @property
    def what(self) -> str:
        """Which papers, in words."""
        tag = f"#{self.tag}" if self.tag else ""
        return " ".join(filter(None, (self.status, tag, self.query))) or "all"

    def matching(self, library: Library, index: Index | None = None) -> list[Paper]:
        """The papers of the library that match the query; which of them shall be in the file, `admits` says."""
        if not self.query:
            return list(library)
        from readinglist.search import search  # noqa: PLC0415 - the command line has searched already
        from readinglist.search.query import parse  # noqa: PLC0415

        return [library[id] for id in search(library, parse(self.query), index)]

    def admits(self, paper: Paper) -> bool:
        """Whether a paper that matches the query has the status and tag."""
        if self.status:
            return paper.status is STATUSES.get(self.status)
        is_shown = paper.status is not Status.TRASHED or bool(self.query)
        return is_shown and (not self.tag or self.tag in paper.tags)


@dataclass(slots=True)
class Written:
    """What was last written to a file."""

    digest: str = ""
    """Of the whole, if all of it was ours."""
    prints: Prints | None = None
    """Of each paper's entry; None if we never wrote there."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of writing a file."""

    is_written: bool
    """False if it was as it shall be."""
    export: Export | None = None
    update: Update | None = None
    """One of the two: whether all was written or the entries of others stay."""


def absolute(path: Path) -> str:
    """How a file is known whatever the current folder: its folder's true place, and its name, which may be a link's.

    Raises ExportError.
    """
    with export.explaining(path):
        return str(path.parent.resolve() / path.name)


def files(folder: Path) -> dict[str, Kept]:
    """Path → the file that is kept up to date, for the library in `folder`; raises StoreError."""
    path = disk.Layout(folder).exports
    try:
        found = [Kept.of(fields) for fields in orjson.loads(path.read_bytes())]
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}", "make it readable, or remove it") from error
    except (ValueError, TypeError) as error:
        hint = "remove it, and name the files that are to be kept up to date anew"
        raise StoreError(f"{path}: is damaged: {error}", hint) from error
    return {kept.path: kept for kept in found}


def keep(folder: Path, kept: Kept) -> None:
    """Keep a file up to date from now on; raises StoreError, or ExportError for a name that is not the format's."""
    if not kept.is_named_so:
        raise ExportError(
            f"{kept.path}: the name of a file that is kept up to date ends in {kept.suffix}", "name it so"
        )
    with locked(folder):
        save(folder, {**files(folder), kept.path: kept})


def stop(folder: Path, path: str) -> bool:
    """Keep a file up to date no longer; whether it was. Raises StoreError."""
    with locked(folder):
        known = files(folder)
        was_kept = known.pop(path, None) is not None
        if was_kept:
            save(folder, known)
    return was_kept


def save(folder: Path, known: dict[str, Kept]) -> None:
    """Write down which files are kept up to date."""
    data = orjson.dumps([asdict(kept) for kept in known.values()], option=orjson.OPT_APPEND_NEWLINE)
    disk.write_atomically(disk.Layout(folder).exports, data)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock on what is known about files outside, if the library's folder can be written."""
    lock = Lock(disk.Layout(folder).exports_lock)
    with lock.held() if os.access(folder, os.W_OK) else nullcontext(), disk.explaining(folder):
        yield


def write(folder: Path, kept: Kept, papers: Sequence[Paper], *, force: bool = False, again: bool = False) -> Outcome:
    """Write the papers to the file, and remember for the library in `folder` what was written.

    `again` replaces a file that is as we left it, `force` any. Raises ReadingListError.
    """
    with locked(folder):
        known = load_written(folder)
        written = known.get(kept.path, Written())
        path = Path(kept.path)
        before = current(path)
        if kept.update:
            update = export.update(path, papers, kept.format, written.prints or {})
            outcome = Outcome(current(path) != before, update=update)
            after = Written("", update.prints)
        else:
            left = written.digest if again and not force else None
            outcome = Outcome(*overwrite(path, kept, papers, before, left=left, force=force))
            is_bib = kept.format in UPDATED
            prints = prints_of(papers, kept.format, outcome.export.text) if is_bib and outcome.export else None
            after = Written(digest(current(path) or b""), prints)
        if path.is_file() and os.access(folder, os.W_OK):
            remember(folder, {**known, kept.path: after}, known)
    return outcome


def overwrite(
    path: Path, kept: Kept, papers: Sequence[Paper], before: bytes | None, *, left: str | None, force: bool
) -> tuple[bool, Export]:
    """Make the papers all that is in a file; whether that is another than `before`, and what was written.

    Without `force` only a file may be replaced of which the digest is `left`. Raises ExportError.
    """
    written = FORMATS[kept.format](papers, kept.style)
    if left is not None and before is not None:
        if digest(before) not in {left, digest(written.text.encode())}:
            hint = "export to it once more and say what shall become of it: --update keeps it, --force replaces it"
            raise ExportError(f"{path}: was changed by others, and is not overwritten", hint)
        force = True
    export.save(path, written.text, force=force)
    return current(path) != before, written


def current(path: Path) -> bytes | None:
    """What a file holds; None if there is none, or it cannot be read."""
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def digest(data: bytes) -> str:
    """Letters that stand for the content of a file."""
    return blake2b(data, digest_size=16).hexdigest()


def prints_of(papers: Sequence[Paper], dialect: str, text: str) -> Prints:
    """What stands for each paper's entry in a .bib `text` that holds nothing else."""
    from readinglist.bibtex.parts import parts_of_paper  # noqa: PLC0415 - slow to import
    from readinglist.bibtex.prints import KEY, digest, pair  # noqa: PLC0415

    heads = {match["key"]: match["type"] for match in HEAD.finditer(text)}
    prints = {}
    for paper in papers:
        parts = parts_of_paper(paper)
        theirs = {**parts, "type": heads.get(paper.key, parts["type"])}
        if dialect == "bibtex" and "date" not in paper.raw and "year" in parts:
            theirs["year"] = parts["year"][:MONTH]
        prints[paper.id] = {part: pair(ours, theirs[part]) for part, ours in parts.items()}
        if paper.key in heads:
            prints[paper.id][KEY] = digest(paper.key)
    return prints


def load_written(folder: Path) -> dict[str, Written]:
    """Path → what was last written there; nothing if that cannot be read, since files can do without."""
    try:
        found: dict[str, Any] = orjson.loads(disk.Layout(folder).written.read_bytes())
        return {path: Written(**fields) for path, fields in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def remember(folder: Path, known: dict[str, Written], before: dict[str, Written]) -> None:
    """Write down what was written to which file, without files that are gone."""
    if known == before:
        return
    data = orjson.dumps({path: asdict(written) for path, written in known.items() if Path(path).exists()})
    disk.write_atomically(disk.Layout(folder).written, data + b"\n")


def summary(update: Update) -> str:
    """How many entries were added, changed and left, in a line: ``2 added, 1 changed (title), 30 as they were``."""
    names = ", ".join(dict.fromkeys(name for fields in update.changed.values() for name in fields))
    parts = {
        "added": len(update.added),
        "renamed": len(update.renamed),
        f"changed ({names})": len(update.changed),
        "as they were": len(update.unchanged) + len(update.elsewhere),
        "in conflict": len({conflict.key for conflict in update.conflicts}),
    }
    return ", ".join(f"{number:,} {word}" for word, number in parts.items() if number) or "nothing to write"


@dataclass(frozen=True, slots=True)
class News:
    """What is to be told after a file was written anew; either may be empty."""

    done: str = ""
    trouble: str = ""
    """What could not be written."""


def refresh(folder: Path, kept: Kept, papers: Sequence[Paper]) -> News:
    """Write a file anew if it shall be another.

    Raises ReadingListError; a file does not become empty because no paper is left.
    """
    if not papers:
        raise ExportError(f"{kept.path}: stays as it was, no paper is left for it ({kept.what})")
    outcome = write(folder, kept, papers, again=True)
    entries = f"{len(papers):,} {'entry' if len(papers) == 1 else 'entries'}"
    done = f"{Path(kept.path).name} is up to date: {summary(outcome.update) if outcome.update else entries}"
    return News(done if outcome.is_written else "", trouble(kept, outcome.update) if outcome.update else "")


def trouble(kept: Kept, update: Update) -> str:
    """The first thing that could not be written, and how many more there are; empty if all was."""
    for conflict in update.conflicts[:1]:
        more = f" (and {len(update.conflicts) - 1:,} more)" if len(update.conflicts) > 1 else ""
        return f"{kept.path}: line {conflict.line}: {conflict.what} was not written: {conflict.message}{more}"
    return ""
