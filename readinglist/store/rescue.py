"""Merging copies of the library that have changes it lacks: saved by the app, or left by file sync or a git merge.

Each version of a paper in a copy is merged, field by field, with the paper as it is now.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import orjson

from readinglist.files import regular
from readinglist.papers.change import BOOKKEEPING, Change, patch_between
from readinglist.papers.faults import problems
from readinglist.papers.record import now, without_none
from readinglist.papers.tidying import tidied
from readinglist.store import copies, external_edits
from readinglist.store.tables import TwiceError, parsed
from readinglist.store.threeway import Past, differing, edited, merged, nearest
from readinglist.text import clean, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from readinglist.papers.library import Library
    from readinglist.papers.record import Record
    from readinglist.store.layout import Layout
    from readinglist.store.tables import Tables

STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})\d{2}Z")
SHORT = 40
"""Characters of a value that is shown."""
MARKS = {b"<<<<<<<": False, b"|||||||": True, b"=======": False, b">>>>>>>": False}
"""Conflict marker of git → whether the lines after it are of the common base."""


LATEST = datetime.max.replace(tzinfo=UTC, microsecond=0).timestamp()
"""The last time with a year of four digits; some file systems have later ones."""


@dataclass(slots=True)
class Rescue:
    """The versions of papers in a copy."""

    path: Path
    what: str
    versions: list[Record] = field(default_factory=list)
    bases: dict[str, Record] = field(default_factory=dict)
    """Paper id → the base of its version, if the file has it."""
    removed: list[str] = field(default_factory=list)
    """Ids of papers that had been removed."""
    broken: int = 0
    """The number of unreadable lines."""

    @property
    def time(self) -> str:
        """When the file was made, for people."""
        if stamp := STAMP.search(self.path.name):
            year, month, day, hour, minute = stamp.groups()
            return f"{year}-{month}-{day} {hour}:{minute} UTC"
        made = min(max(self.path.stat().st_mtime, 0), LATEST)
        return datetime.fromtimestamp(made, UTC).strftime("%Y-%m-%d %H:%M UTC")

    def describe(self, found: MergedVersions) -> Iterator[str]:
        """The lines of `doctor` about the copy, of which a repair would merge `found`."""
        lacking = f"not in the library: {found.size}" if found else "the library holds all of it"
        lacking = f"it differs in {', '.join(found.clashes)}" if found.clashes and not found else lacking
        if found or found.clashes or (self.what == copies.BY_SYNC and not self.broken):
            yield f"{self.path}: {self.what}, {self.time}; {lacking}"
        if self.broken:
            yield f"{self.path}: {plural(self.broken, 'line')} of it cannot be read"


@dataclass(frozen=True, slots=True)
class MergedVersions(Change):
    """The change that merges copies into a library."""

    clashes: tuple[str, ...] = ()
    """Cite keys with the fields that both sides had changed, and the chosen value."""

    @property
    def size(self) -> str:
        """The number of changed fields and papers, in words."""
        fields = sum(len(patch.keys() - BOOKKEEPING) for patch in self.patches.values())
        return f"{plural(fields, 'field')} of {plural(len(self.patches))}"


def find(layout: Layout) -> Iterator[Rescue]:
    """All copies of the library, parsed, oldest first."""
    for path, what in copies.find(layout):
        yield read(path, what)


def read(path: Path, what: str) -> Rescue:
    """The papers in a copy, parsed as a whole, else line by line."""
    data, found = regular.read(path), Rescue(path, what)
    try:
        tables = parsed(data)
    except TwiceError as error:
        add_versions(error.versions, found)
        return found
    except ValueError:
        by_line(data, found)
        found.broken += not (found.versions or found.broken)
        return found
    add_versions(tables.get("papers", {}).items(), found)
    note_bases(tables, found)
    return found


def note_bases(tables: Tables, found: Rescue) -> None:
    """Restore the bases of the papers that the app saved."""
    papers = {record["id"]: record for record in found.versions}
    for id, fields in tables.get(copies.BEFORE, {}).items():
        base = without_none({**papers.get(id, {}), **(fields if isinstance(fields, dict) else {})})
        if not next(problems(id, base), ""):
            found.bases[id] = base
            found.removed += [] if id in papers else [id]


def add_versions(papers: Iterable[tuple[str, Any]], found: Rescue) -> None:
    """Add valid versions of papers, and count the others."""
    for id, record in papers:
        if next(problems(id, record), ""):
            found.broken += 1
        else:
            found.versions.append(tidied(id, record))


def by_line(data: bytes, found: Rescue) -> None:
    """Parse a file with one line a paper, with conflict markers of git or damaged lines."""
    is_base = False
    for line in map(bytes.strip, data.split(b"\n")):
        if line[:7] in MARKS:
            is_base = MARKS[line[:7]]
        elif b":{" in line and not line.endswith(b":{"):
            papers = paper_in(line)
            if is_base:
                found.bases |= {id: record for id, record in papers.items() if not next(problems(id, record), "")}
            elif not papers and line.startswith(b'"'):
                found.broken += 1
            else:
                add_versions(papers.items(), found)


def paper_in(line: bytes) -> dict[str, Any]:
    """The paper of a line by its id; empty if there is none."""
    try:
        papers: dict[str, Any] = orjson.loads(b"{%s}" % line.rstrip(b","))
    except ValueError:
        return {}
    return {id: record for id, record in papers.items() if isinstance(record, dict) and record.get("id") == id}


def merged_change(library: Library, past: Sequence[Change], rescues: Sequence[Rescue]) -> MergedVersions:
    """The change that merges copies into `library`, of which `past` are the latest changes."""
    earlier, copy, owners = Past(library, past), library.copy(), papers_of_parts(library)
    clashes: dict[str, None] = {}
    touched: dict[str, None] = {}
    for rescue in rescues:
        for theirs in rescue.versions:
            id = theirs["id"]
            if not library.record(id) and edited(owners.get(id, {})) > edited(theirs):
                continue  # it was joined to another paper since
            ours = copy.record(id)
            record, names = merge(theirs, rescue.bases.get(id), list(earlier.versions(id)), ours)
            set_record(copy, id, record)
            clashes.update(dict.fromkeys(chosen(name, record, ours, theirs) for name in names))
            touched[id] = None
        for id in removed_papers(rescue, copy):
            set_record(copy, id, {})
            touched[id] = None
    patches = {id: patch_between(library.record(id), copy.record(id)) for id in touched}
    patches = {id: patch for id, patch in patches.items() if patch}
    external_edits.separate_keys(patches, library)
    return MergedVersions(f"taken in: {plural(len(patches))}", patches, time=now(), clashes=tuple(clashes))


def chosen(name: str, record: Record, *sides: Record) -> str:
    """A cite key with a field that both sides had changed, and the two values if they are short."""
    values = [record.get(name), *(side.get(name) for side in sides if side.get(name) != record.get(name))]
    are_short = len(values) == 2 and all(len(str(value)) <= SHORT for value in values)
    told = f" {clean(str(values[0]))} (not {clean(str(values[1]))})" if are_short else ""
    return f"{clean(str(record.get('key', record['id'])))}: {name}{told}"


def papers_of_parts(library: Library) -> dict[str, Record]:
    """Id of a record that was joined to a paper → that paper."""
    return {
        part["id"]: record
        for record in (paper.record_uncached() for paper in library)
        for part in record.get("parts", ())
        if "id" in part
    }


def merge(theirs: Record, base: Record | None, versions: Sequence[Record], ours: Record) -> tuple[Record, list[str]]:
    """The three-way merge of two records, and the fields that both changed; `versions` are the earlier ones of ours."""
    if theirs in versions or theirs == ours:
        return ours, []
    found, is_sure = nearest(theirs, versions) if base is None else (base, True)
    return merged(found, theirs, ours, is_sure=is_sure)


def removed_papers(rescue: Rescue, library: Library) -> Iterator[str]:
    """Ids of papers that the copy removed or joined to others, and that were not edited since."""
    for id in rescue.removed:
        if not differing(library.record(id), rescue.bases[id]):
            yield id
    present = {record["id"] for record in rescue.versions}
    for record in rescue.versions:
        for part in record.get("parts", ()):
            id = part.get("id", "")
            if id in library and id not in present and edited(library.record(id)) <= edited(record):
                yield id


def set_record(library: Library, id: str, record: Record) -> None:
    """Set the record of a paper; an empty one removes it."""
    library.apply(Change("", {id: patch_between(library.record(id), record)}))
