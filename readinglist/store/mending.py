"""Repair of a damaged library: saves all that can be read, and merges copies of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.files import regular
from readinglist.files.atomic import flush_folder
from readinglist.papers.change import Change
from readinglist.papers.faults import mended
from readinglist.papers.field import ID
from readinglist.papers.intake import new_id
from readinglist.papers.library import Library
from readinglist.papers.record import cite_keys, now
from readinglist.store import backup, copies, external_edits, fold, rescue
from readinglist.store.file_store import FileStore
from readinglist.store.journal import numbers, path_of, salvaged_changes, start
from readinglist.store.journal_lines import fitting
from readinglist.store.load import load
from readinglist.store.reached import Reached
from readinglist.store.recent_changes import readable
from readinglist.store.snapshot import Database
from readinglist.store.state import State
from readinglist.store.tables import salvaged
from readinglist.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from readinglist.files.lock import Lock
    from readinglist.papers.change import Patch
    from readinglist.papers.record import Record
    from readinglist.store.doctor import Examination
    from readinglist.store.layout import Layout
    from readinglist.store.load import Loaded
    from readinglist.store.tables import Tables

ORIGIN = "cli"
"""The origin of changes by a repair: a command, so that `readinglist undo` undoes them."""


def mend(layout: Layout, found: Examination, lock: Lock) -> None:
    """Repair the files, under the lock; damaged ones are copied first."""
    if found.holds_two_versions(layout):
        backup.copy(layout.library, layout, backup.stamped("conflict"))
    elif found.unreadable or found.faulty:
        copy_damaged(layout, layout.library)
    for path in found.exposed:
        path.chmod(0o600)
    if found.faulty:
        drop_faults(layout)
    if found.unreadable or found.journals or found.gaps:
        lock.note(Reached(rewrite_library(layout, found.journals), 0).line)


def reopen(layout: Layout, found: Examination) -> None:
    """Open the repaired library, which repairs the rest, merge copies of it, and add the result to the report."""
    with FileStore.open(layout.folder) as store:
        if not store.read_only:
            store.record(own_keys, ORIGIN)
            found.done += merge_copies(layout, store) if found.rescues else ()
        found.is_left = bool(store.read_only)
        rest = f"; still wrong: {store.read_only}" if store.read_only else ""
        kept = f"; the damaged files are kept in {layout.backups}" if found.damaged else ""
        found.done.append(f"repaired: the library holds {plural(len(store.library))}{kept}{rest}")


def merge_copies(layout: Layout, store: FileStore) -> Iterator[str]:
    """Merge the copies into the library as one change, and put them away; gives the report."""
    rescues = list(rescue.find(layout))
    past = readable(layout.folder, fold.HISTORY)
    taken = store.record(lambda library: rescue.merged_change(library, past, rescues), ORIGIN)
    store.save()
    for each in rescues:
        yield f"{each.path}: taken in, and kept as {copies.put_away(layout, each.path)}"
    if taken:
        yield f"{taken.label}; `readinglist undo {taken.sequence}` takes it back"
    if taken.clashes:
        told = "both sides had changed these, of which the later edit stays, and the notes of both"
        yield f"{told}: {', '.join(taken.clashes)}"


def own_keys(library: Library) -> Change:
    """The change that makes cite keys unique."""
    patches: dict[str, Patch] = {id: {} for ids in shared_keys(library).values() for id in ids}
    external_edits.separate_keys(patches, library)
    return Change("a cite key for each paper", {id: patch for id, patch in patches.items() if patch}, time=now())


def shared_keys(library: Library) -> dict[str, list[str]]:
    """Cite keys (lower case) that several papers share → the papers' ids."""
    holders: dict[str, list[str]] = {}
    for paper in library:
        for key in cite_keys(paper.record):
            holders.setdefault(key, []).append(paper.id)
    return {key: ids for key, ids in holders.items() if len(ids) > 1}


def drop_faults(layout: Layout) -> None:
    """Rewrite library.json without invalid values, which opening then treats as an external edit."""
    storage = Database(layout.library).file
    tables: Tables = storage.read() or {}
    before = backup.rebuilt(layout, State.load(layout.state)) or Library()
    table, lines = tables.get("papers", {}), salvaged(storage.data)
    papers: dict[str, Record] = {}
    for place, record in table.items():
        if isinstance(record, dict):
            own = record.get("id")
            id = own if isinstance(own, str) and own not in table and (before.record(own) or place in lines) else place
            id = id if ID(id) else new_id(before, table.keys() | papers.keys())
            papers[id] = mended(record, before.record(id)) | {"id": id}
    hidden = {id: record for id, record in lines.items() if ID(id) and id not in papers}  # hidden by a misplaced one
    storage.write({**tables, "papers": {**hidden, **papers}})


def rewrite_library(layout: Layout, damaged: list[Path]) -> int:
    """Write library.json from all that can be read, and remove journals after which changes are missing.

    Returns the number of the last change in it.
    """
    loaded = load(layout)
    library, sequence = salvage(layout, loaded)
    needless = unchained(layout, damaged, sequence)
    for path in needless:
        copy_damaged(layout, path)
    start(layout.folder, sequence + 1)
    storage, digest = fold.prepare(layout, library.records(), loaded.others, ".doctor~")
    fold.commit(layout, loaded.state, storage, digest, sequence, foreign=True, damaged=True)
    backup.copy_library(layout, sequence)
    for path in needless:  # only now that library.json has their changes
        regular.remove(path)
        flush_folder(layout.folder)
    return sequence


def salvage(layout: Layout, loaded: Loaded) -> tuple[Library, int]:
    """The library from all that can be read, and the number of its last change."""
    lines = [change for path in journals(layout) for change in salvaged_changes(regular.read(path))]
    if loaded.external_edit:
        loaded.library.apply(loaded.external_edit)
    apply_whole(loaded.library, [change for change in lines if change.sequence > loaded.tail.sequence])
    return loaded.library, max(loaded.tail.sequence, *(change.sequence for change in lines), 0)


def journals(layout: Layout) -> list[Path]:
    """The journals in order."""
    return [path_of(layout.folder, first) for first in numbers(layout.folder)]


def unchained(layout: Layout, damaged: list[Path], sequence: int) -> list[Path]:
    """The journals after which changes up to number `sequence` are missing."""
    expected = sequence + 1
    paths = journals(layout)
    for number, path in reversed(list(zip(numbers(layout.folder), paths, strict=True))):
        last = max((change.sequence for change in salvaged_changes(regular.read(path))), default=number - 1)
        if path in damaged or last + 1 != expected:
            return paths[: paths.index(path) + 1]
        expected = number
    return []


def copy_damaged(layout: Layout, path: Path) -> None:
    """Copy a file to the backups before it is replaced or removed."""
    if path.exists():
        backup.copy(path, layout, backup.stamped(f"damaged-{path.stem}"))


def apply_whole(library: Library, changes: Iterable[Change]) -> None:
    """Apply changes after a gap, without patches of papers that do not exist."""
    for change in changes:
        library.apply(fitting(library, change))
