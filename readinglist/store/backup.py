"""Earlier versions of library.json: keeping a few, and going back to one."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from readinglist.errors import DamagedError
from readinglist.library import Library
from readinglist.store import journal
from readinglist.store.files import flush, open_private, size_of, write_all
from readinglist.store.snapshot import SnapshotStorage, digest_of, serialised, tables_of

if TYPE_CHECKING:
    from pathlib import Path

    from readinglist.store.files import Layout
    from readinglist.store.state import State

NAME = re.compile(r"library-(\d{10})-(\d{8}T\d{6})Z\.json")
KEPT = 5
SPACING = timedelta(hours=1)
"""Between two backups: else five short commands in a row would push out all that is older."""
STAMP = "%Y%m%dT%H%M%S"


def versions(layout: Layout) -> list[tuple[int, Path]]:
    """The backups with the number of the last change they hold, oldest first."""
    if not layout.backups.is_dir():
        return []
    paths = sorted(layout.backups.iterdir())
    return [(int(match[1]), path) for path in paths if (match := NAME.fullmatch(path.name))]


def keep(layout: Layout, sequence: int, next_size: int) -> None:
    """Keep library.json, which holds the changes up to `sequence` and is about to be replaced.

    Not if a backup is younger than SPACING, unless the next version is much smaller.
    """
    older = versions(layout)
    shrinks = 2 * next_size < size_of(layout.library)
    if not older or shrinks or datetime.now(UTC) - time_of(older[-1][1]) >= SPACING:
        link(layout, stamped(f"library-{sequence:010d}"))
        prune(layout, "library-*.json")


def keep_foreign(layout: Layout) -> None:
    """Keep a library.json that somebody else wrote and that is about to be replaced."""
    link(layout, stamped("outside"))
    prune(layout, "outside-*.json")


def keep_copy(layout: Layout, sequence: int) -> None:
    """Keep a library.json that stays, too, and that others may write to."""
    copy(layout.library, layout.backups / stamped(f"library-{sequence:010d}"))


def stamped(name: str) -> str:
    """The name of a backup made now."""
    return f"{name}-{datetime.now(UTC):{STAMP}}Z.json"


def link(layout: Layout, name: str) -> None:
    """Make library.json a backup: by a link, which costs nothing, or by a copy where links fail."""
    if not size_of(layout.library):
        return
    layout.backups.mkdir(mode=0o700, exist_ok=True)
    target = layout.backups / name
    if target.exists():
        return
    try:
        os.link(layout.library, target)
    except OSError:  # another file system, or one without links
        copy(layout.library, target)


def copy(source: Path, target: Path) -> None:
    """Copy a file so that only the user may read the copy."""
    target.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor = open_private(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    try:
        write_all(descriptor, source.read_bytes())
        flush(descriptor)
    finally:
        os.close(descriptor)


def prune(layout: Layout, pattern: str) -> None:
    """Remove old backups, but none that is more than twice as large as the library is now."""
    size = size_of(layout.library)
    for path in sorted(layout.backups.glob(pattern))[:-KEPT]:
        if path.stat().st_size <= 2 * size:
            path.unlink()


def time_of(path: Path) -> datetime:
    """When the backup was made."""
    match = NAME.fullmatch(path.name)
    assert match is not None
    return datetime.strptime(match[2], STAMP).replace(tzinfo=UTC)


def rebuilt(layout: Layout, state: State) -> Library | None:
    """The library as library.json held it when we wrote it: from a backup and the journals; None if they don't tell."""
    starts: list[tuple[int, Path | None]] = [*reversed(versions(layout)), (0, None)]
    for sequence, path in starts:
        try:
            tables = SnapshotStorage(path).read() if path else None
            changes = journal.changes(layout.folder, sequence, state.sequence)
        except (DamagedError, journal.Moved):
            continue
        library = Library((tables or {}).get("papers", {}).values())
        for change in changes:
            library.apply(change)
        if digest_of(serialised(tables_of(library.records(), tables))) == state.digest:
            return library
    return None
