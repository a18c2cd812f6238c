"""Folding: the journals' changes go into library.json, one version takes the place of the other."""

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
"""So many of the newest changes stay in the journals, to be undone."""
SMALL = 2 << 20
"""Bytes: writing a library file of this size takes some ten milliseconds."""
SHARE = 0.1
"""Of the size of a larger library file: once the journals hold as much, reading them costs more than folding."""


def pays(layout: Layout, folded: int) -> bool:
    """Whether the changes after number `folded` are worth writing library.json anew."""
    unfolded = sum(size_of(path_of(layout.folder, first)) for first in numbers(layout.folder) if first > folded)
    size = size_of(layout.library)
    return unfolded > 0 and (size < SMALL or unfolded > SHARE * size or is_versioned(layout))


def is_versioned(layout: Layout) -> bool:
    """Whether library.json lies in a git work tree: who commits it expects all changes in it.

    As for git itself, GIT_CEILING_DIRECTORIES names folders at which the look upwards ends.
    """
    ceilings = frozenset(os.environ.get("GIT_CEILING_DIRECTORIES", "").split(os.pathsep))
    above = (
        takewhile(lambda each: str(each) not in ceilings, path.parents) for path in (layout.library, layout.folder)
    )
    return any((folder / ".git").exists() for folder in chain([layout.folder], *above))


def prepare(layout: Layout, records: Iterable[Record], others: Tables, suffix: str) -> tuple[SnapshotStorage, str]:
    """The new version of library.json beside the old one, and its digest."""
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
    """Put the prepared version, which holds the changes up to `sequence`, in its place; done under the lock.

    At each moment in between, state.json tells which version library.json is; `before` is the one that goes, `foreign`
    says that others wrote it, `damaged` that it is no longer what `before` says.
    """
    if digest == before.digest and not damaged:
        storage.discard()
        after = replace(before, sequence=sequence)
    else:
        try:
            if foreign:
                backup.keep_foreign(layout)
            else:
                backup.keep(layout, before.sequence, storage.prepared_size)
            replace(before, pending_sequence=sequence, pending_digest=digest).save(layout.state)
            storage.commit()
        except OSError:
            storage.discard()
            raise
        after = State(sequence, digest, storage.signature, checksum=storage.checksum, earlier=before.versions)
    after.save(layout.state)
    forget(layout, sequence)
    return after


def forget(layout: Layout, sequence: int) -> None:
    """Remove journals that neither undo nor the newest backup needs."""
    newest = max((held for held, _ in backup.versions(layout)), default=0)
    needless = min(newest, sequence - HISTORY)
    firsts = numbers(layout.folder)
    for first, following in pairwise(firsts):
        if following - 1 <= needless:
            regular.remove(path_of(layout.folder, first))
            flush_folder(layout.folder)  # else a later one may go without this one, which looks like damage
