"""Copies with papers that the library may lack: which files they are, and how one is put away once it is merged."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

from readinglist.files import regular
from readinglist.store import backup
from readinglist.store.tables import serialised, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from readinglist.papers.change import Change
    from readinglist.papers.library import Library
    from readinglist.store.layout import Layout
    from readinglist.store.tables import Tables

BEFORE = "before"
"""The table in a copy made by the app: the fields that lost changes changed, with the values before."""
BOTH = "two versions in one file"
BY_SYNC = "a second version kept by file sync"
KINDS = {"memory-*.json": "saved by the app when changes were gone from its files", "conflict-*.json": BOTH}
"""Pattern of copies among the backups → their kind, for people."""
AWAY = "taken-"
"""Prefix of the name of a copy that was put away."""


def save(layout: Layout, library: Library, lost: Iterable[Change], others: Tables) -> Path:
    """Save the papers in memory among the backups, with the values before the changes that were lost."""
    before: dict[str, dict[str, Any]] = {}
    for change in lost:
        for id, patch in change.patches.items():
            first = before.setdefault(id, {})
            first.update({name: value for name, (value, _) in patch.items() if name not in first})
    tables = tables_of(library.records(), {**others, BEFORE: before} if before else others)
    return backup.save(b"".join(serialised(tables)), layout, backup.stamped("memory"))


def find(layout: Layout) -> Iterator[tuple[Path, str]]:
    """All copies with their kind, for people; oldest first."""
    for pattern, what in KINDS.items():
        for path in backup.files(layout):
            if fnmatch(path.name, pattern):
                yield path, what
    for path in by_sync(layout):
        yield path, BY_SYNC


def by_sync(layout: Layout) -> list[Path]:
    """The second versions of library.json that file sync kept."""
    found = layout.folder.glob("library*conflict*.json")
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def put_away(layout: Layout, path: Path) -> Path:
    """Move a merged copy to the backups, under a name that says so; the new path."""
    backup.make(layout)
    target = backup.free(layout.backups / f"{AWAY}{path.name}")
    regular.replace(path, target)
    return target


def is_put_away(layout: Layout, path: Path) -> bool:
    """Whether a copy was put away."""
    return any(layout.backups.glob(f"{AWAY}{path.stem}*"))
