"""Writing of exported files, with fingerprints of the last write.

The fingerprints are in the state folder: those in a received folder could pass off words of others as ours.
"""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from readinglist.errors import ExportError
from readinglist.exports import target
from readinglist.exports.synced import UPDATED
from readinglist.files import regular
from readinglist.files.atomic import explaining, write_atomically
from readinglist.files.lock import Lock
from readinglist.formats import FORMATS
from readinglist.store import answers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.bibtex.updating.fingerprints import Fingerprints
    from readinglist.bibtex.updating.result import Update
    from readinglist.exports.synced import SyncedFile
    from readinglist.papers.exported_text import Export
    from readinglist.papers.paper import Paper

HEAD = re.compile(r"^@(?P<type>\w+)\{(?P<key>[^,\s]+),$", re.MULTILINE)
"""The first line of an entry that we wrote."""
MONTH = len("2024-06")
"""Length of the part of a date that BibTeX's fields hold."""


@dataclass(slots=True)
class Written:
    """Fingerprints of the last write to a file."""

    digest: str = ""
    """Of the whole file, if all of it was ours."""
    prints: Fingerprints | None = None
    """Of the fields of each paper's entry; None if we never wrote there."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of writing a file."""

    is_written: bool
    """False if the file was up to date."""
    export: Export | None = None
    update: Update | None = None
    """Set if entries by others stayed; else `export` is set."""


def write(
    folder: Path, file: SyncedFile, papers: Sequence[Paper], *, force: bool = False, again: bool = False
) -> Outcome:
    """Write the papers to the file, and save fingerprints for the library in `folder`.

    With `again`, a file that has only our changes is replaced; with `force`, any file. Raises ReadingListError.
    """
    place = answers.made_state_folder(folder)
    with Lock(place / "written.lock").held() if place else nullcontext():
        known = load_written(place) if place else {}
        written = known.get(file.path, Written())
        path = Path(file.path)
        before = current(path)
        if file.update:
            update = target.update(path, papers, file.format, written.prints or {})
            outcome = Outcome(current(path) != before, update=update)
            after = Written("", update.fingerprints)
        else:
            left = written.digest if again and not force else None
            outcome = Outcome(*overwrite(path, file, papers, before, left=left, force=force))
            is_bib = file.format in UPDATED
            prints = prints_of(papers, file.format, outcome.export.text) if is_bib and outcome.export else None
            after = Written(digest(current(path) or b""), prints)
        if place and path.is_file():
            remember(place, {**known, file.path: after}, known)
    return outcome


def overwrite(
    path: Path, file: SyncedFile, papers: Sequence[Paper], before: bytes | None, *, left: str | None, force: bool
) -> tuple[bool, Export]:
    """Replace a file by the papers; gives whether it differs from `before`, and the export.

    Without `force`, only a file with the digest `left` may be replaced. Raises ExportError.
    """
    written = FORMATS[file.format](papers, file.style)
    if left is not None and before is not None:
        if digest(before) not in {left, digest(written.text.encode())}:
            hint = "export to it once more and say what shall become of it: --update keeps it, --force replaces it"
            raise ExportError(f"{path}: was changed by others, and is not overwritten", hint)
        force = True
    target.save(path, written.text, force=force)
    return current(path) != before, written


def current(path: Path) -> bytes | None:
    """The content of a file; None if there is none, or it cannot be read."""
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def digest(data: bytes) -> str:
    """Fingerprint of the content of a file."""
    return blake2b(data, digest_size=16).hexdigest()


def prints_of(papers: Sequence[Paper], dialect: str, text: str) -> Fingerprints:
    """Fingerprints of each paper's entry in the .bib `text` just written."""
    from readinglist.bibtex.updating.canonical_fields import fields_of_paper  # noqa: PLC0415 - slow to import
    from readinglist.bibtex.updating.fingerprints import KEY, digest, fingerprint  # noqa: PLC0415

    heads = {match["key"]: match["type"] for match in HEAD.finditer(text)}
    prints = {}
    for paper in papers:
        parts = fields_of_paper(paper)
        theirs = {**parts, "type": heads.get(paper.key, parts["type"])}
        if dialect == "bibtex" and "date" not in paper.raw and "year" in parts:
            theirs["year"] = parts["year"][:MONTH]
        prints[paper.id] = {part: fingerprint(ours, theirs[part]) for part, ours in parts.items()}
        if paper.key in heads:
            prints[paper.id][KEY] = digest(paper.key)
    return prints


def load_written(place: Path) -> dict[str, Written]:
    """Path → fingerprints of the last write; empty if they cannot be read, as files do without."""
    try:
        found: dict[str, Any] = orjson.loads(regular.read(place / "written.json"))
        return {path: Written(**fields) for path, fields in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def remember(place: Path, known: dict[str, Written], before: dict[str, Written]) -> None:
    """Save the fingerprints of the files that still exist."""
    if known == before:
        return
    data = orjson.dumps({path: asdict(written) for path, written in known.items() if Path(path).exists()})
    with explaining(place):
        write_atomically(place / "written.json", data + b"\n")


def summary(update: Update) -> str:
    """The numbers of entries added, changed and left, in a line: ``2 added, 1 changed (title), 30 as they were``."""
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
    """Messages about a synced file; either may be empty."""

    done: str = ""
    trouble: str = ""
    """The first thing that could not be written."""


def refresh(folder: Path, file: SyncedFile, papers: Sequence[Paper]) -> News:
    """Write a synced file if its content changes.

    Raises ReadingListError, also when no paper is left, so that a file never becomes empty.
    """
    if not papers:
        raise ExportError(f"{file.path}: stays as it was, no paper is left for it ({file.what})")
    if Path(file.path).exists() and not Path(file.path).is_file():
        raise ExportError(f"{file.path}: is no regular file, and is not written to unasked", "move it away")
    outcome = write(folder, file, papers, again=True)
    entries = f"{len(papers):,} {'entry' if len(papers) == 1 else 'entries'}"
    done = f"{Path(file.path).name} is up to date: {summary(outcome.update) if outcome.update else entries}"
    return News(done if outcome.is_written else "", trouble(file, outcome.update) if outcome.update else "")


def trouble(file: SyncedFile, update: Update) -> str:
    """Message about the first conflict and the number of others; empty if there is none."""
    for conflict in update.conflicts[:1]:
        more = f" (and {len(update.conflicts) - 1:,} more)" if len(update.conflicts) > 1 else ""
        return f"{file.path}: line {conflict.line}: {conflict.what} was not written: {conflict.message}{more}"
    return ""
