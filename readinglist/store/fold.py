"""Folding: writing the changes of the journals into a new library.json, which replaces the old one."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import chain, pairwise, takewhile
from typing import TYPE_CHECKING

from readinglist.files import regular
from readinglist.files.atomic import flush_folder, size_of
from readinglist.store import backup
from readinglist.store.journal import numbers, path_of
from readinglist.store.state import State
from readinglist.store.tables import tables_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.papers.record import Record
    from readinglist.store.layout import Layout
    from readinglist.store.snapshot import SnapshotStorage
    from readinglist.store.tables import Tables

HISTORY = 1000
"""The number of newest changes that stay in the journals and can be undone."""
SMALL = 2 << 20
"""Bytes: writing a library file of this size takes some ten milliseconds."""
SHARE = 0.1
"""Size of the journals, as a share of a large library file, from which reading them costs more than folding."""


def pays(layout: Layout, folded: int) -> bool:
    """Whether folding the changes after number `folded` is worth its time."""
    unfolded = sum(size_of(path_of(layout.folder, first)) for first in numbers(layout.folder) if first > folded)
    size = size_of(layout.library)
    return unfolded > 0 and (size < SMALL or unfolded > SHARE * size or is_versioned(layout))


def is_versioned(layout: Layout) -> bool:
    """Whether library.json is in a git work tree: a commit should have all changes.

    As in git, GIT_CEILING_DIRECTORIES names the folders at which the search upwards ends.
    """
    ceilings = frozenset(os.environ.get("GIT_CEILING_DIRECTORIES", "").split(os.pathsep))
    above = (
        takewhile(lambda each: str(each) not in ceilings, path.parents) for path in (layout.library, layout.folder)
    )
    return any((folder / ".git").exists() for folder in chain([layout.folder], *above))


def prepare(layout: Layout, records: Iterable[Record], others: Tables, suffix: str) -> tuple[SnapshotStorage, str]:
    """The new library.json under a temporary name, and its digest."""
    from readinglist.store.snapshot import Database  # noqa: PLC0415 - brings in TinyDB, which few commands need

    storage = Database(layout.library, suffix).file
    return storage, storage.prepare(tables_of(records, others))


def commit(
    layout: Layout,
    before: State,
    storage: SnapshotStorage,
    digest: str,
    sequence: int,
    foreign: bool = False,
    damaged: bool = False,
) -> State:
    """Replace library.json by the prepared file, which has the changes up to `sequence`; the lock is held.

    At each moment in between, state.json tells which version library.json is; `before` is the one that goes, `foreign`
    says that others wrote it, `damaged` that it is no longer what `before` says.
    """
    if digest == before.digest and not damaged:
        storage.discard()
        after = replace(before, sequence=sequence)
    else:
        try:
            if foreign:
                backup.back_up_foreign(layout)
            else:
                backup.back_up(layout, before.sequence, storage.prepared_size)
            replace(before, pending_sequence=sequence, pending_digest=digest).save(layout.state)
            storage.commit()
        except OSError:
            storage.discard()
            raise
        after = State(sequence, digest, storage.signature, checksum=storage.checksum, earlier=before.versions)
    after.save(layout.state)
    remove_old_journals(layout, sequence)
    return after


def remove_old_journals(layout: Layout, sequence: int) -> None:
    """Remove journals that are needed neither for undo nor for the newest backup."""
    newest = max((held for held, _ in backup.versions(layout)), default=0)
    needless = min(newest, sequence - HISTORY)
    firsts = numbers(layout.folder)
    for first, following in pairwise(firsts):
        if following - 1 <= needless:
            regular.remove(path_of(layout.folder, first))
            flush_folder(layout.folder)  # else a later one may go without this one, which looks like damage
