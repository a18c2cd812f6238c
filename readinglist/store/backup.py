"""Backups: earlier versions of library.json, of which a few are kept and one can be rebuilt."""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import chain, count
from typing import TYPE_CHECKING

from readinglist.errors import DamagedError
from readinglist.files import regular
from readinglist.files.atomic import flush_folder, make_folder, size_of, write_atomically
from readinglist.papers.faults import problem_of
from readinglist.papers.library import Library
from readinglist.store import journal
from readinglist.store.journal_lines import fitting
from readinglist.store.tables import digest_of, serialised, tables_of

if TYPE_CHECKING:
    from pathlib import Path

    from readinglist.store.layout import Layout
    from readinglist.store.state import State

NAME = re.compile(r"library-(\d{10})-(\d{8}T\d{6})Z(?:-\d+)?\.json", re.ASCII)
OUTSIDE = re.compile(r"outside-\d{8}T\d{6}Z(?:-\d+)?\.json", re.ASCII)
CUT = re.compile(r"cut-\d{8}T\d{6}Z(?:-\d+)?\.json", re.ASCII)
BACKUPS = 5
SPACING = timedelta(hours=1)
"""The least time between two backups: else five short commands in a row would displace all older ones."""
STAMP = "%Y%m%dT%H%M%S"


def versions(layout: Layout) -> list[tuple[int, Path]]:
    """The backups with the number of the last change in each, oldest first."""
    named = ((NAME.fullmatch(path.name), path) for path in files(layout))
    return [(int(match[1]), path) for match, path in named if match and time_of(path)]


def files(layout: Layout) -> list[Path]:
    """The regular files in the folder of backups, by name; none if it is a link or no folder."""
    if not is_folder(layout.backups):
        return []
    return sorted(path for path in layout.backups.iterdir() if stat.S_ISREG(path.lstat().st_mode))


def has_our_names(layout: Layout, path: Path) -> bool:
    """Whether all names of a file are known: its own, and those of backups that are links to it."""
    status = path.lstat()
    return status.st_nlink == 1 + sum(os.path.samestat(status, each.lstat()) for each in files(layout))


def is_folder(path: Path) -> bool:
    """Whether there is a folder at `path`, rather than a link to one."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def make(layout: Layout) -> None:
    """Create the folder of backups if there is none; raises OSError if anything else has its name."""
    if not os.path.lexists(layout.backups):
        make_folder(layout.backups, 0o700)
    if error := refusal(layout):
        raise error


def refusal(layout: Layout) -> OSError | None:
    """The error if something other than a folder has the name of the folder of backups, else None."""
    if is_folder(layout.backups) or not os.path.lexists(layout.backups):
        return None
    return regular.refusal(layout.backups, layout.backups.lstat(), "a folder")


def back_up(layout: Layout, sequence: int, next_size: int) -> None:
    """Back up library.json, which has the changes up to `sequence`, before it is replaced.

    Not if a backup is younger than SPACING, unless the next version is much smaller.
    """
    older = versions(layout)
    shrinks = 2 * next_size < size_of(layout.library)
    last = time_of(older[-1][1]) if older else None
    age = abs(datetime.now(UTC) - last) if last else SPACING  # abs: clocks are also put back
    if shrinks or age >= SPACING:
        link(layout, stamped(f"library-{sequence:010d}"))
        prune(layout, NAME)


def back_up_foreign(layout: Layout) -> None:
    """Back up a library.json written by others before it is replaced."""
    link(layout, stamped("outside"))
    prune(layout, OUTSIDE)


def copy_library(layout: Layout, sequence: int) -> None:
    """Back up a library.json that stays in place, as a copy, because others may write to it."""
    copy(layout.library, layout, stamped(f"library-{sequence:010d}"))


def save_cut_line(layout: Layout, line: bytes) -> None:
    """Save the incomplete line that was cut off a journal, if there is room."""
    with suppress(OSError):
        save(line, layout, stamped("cut"))
        prune(layout, CUT)


def stamped(name: str) -> str:
    """The name of a backup made now."""
    return f"{name}-{datetime.now(UTC):{STAMP}}Z.json"


def link(layout: Layout, name: str) -> None:
    """Back up library.json as a hard link, which costs nothing, or as a copy where links fail."""
    if not size_of(layout.library):
        return
    make(layout)
    target = free(layout.backups / name)
    try:
        os.link(layout.library, target)
    except OSError:  # another file system, or one without links
        write_atomically(target, regular.read(layout.library))
    flush_folder(layout.backups)


def copy(source: Path, layout: Layout, name: str) -> None:
    """Copy a file to the backups."""
    save(regular.read(source), layout, name)


def save(data: bytes, layout: Layout, name: str) -> Path:
    """Write data to the backups; returns its path."""
    make(layout)
    target = free(layout.backups / name)
    write_atomically(target, data)
    return target


def free(path: Path) -> Path:
    """The path, or one with a number if it exists: two backups may be made in one second."""
    others = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return next(each for each in chain([path], others) if not os.path.lexists(each))


def prune(layout: Layout, name: re.Pattern[str]) -> None:
    """Remove old backups of this name, but none that is more than twice as large as the library is now."""
    size = size_of(layout.library)
    for path in [path for path in files(layout) if name.fullmatch(path.name)][:-BACKUPS]:
        if path.lstat().st_size <= 2 * size:
            regular.remove(path)


def time_of(path: Path) -> datetime | None:
    """The time in a name of a backup; None if there is no valid one, so that we did not make it."""
    match = NAME.fullmatch(path.name)
    try:
        return datetime.strptime(match[2], STAMP).replace(tzinfo=UTC) if match else None
    except ValueError:
        return None


def rebuilt(layout: Layout, state: State) -> Library | None:
    """The library as we last wrote it, rebuilt from a backup and the journals; None if they do not suffice."""
    from readinglist.store.snapshot import SnapshotStorage  # noqa: PLC0415 - brings in TinyDB, which few commands need

    starts: list[tuple[int, Path | None]] = [*reversed(versions(layout)), (0, None)]
    for sequence, path in starts:
        try:
            tables = SnapshotStorage(path).read() if path else None
            papers = (tables or {}).get("papers", {})
            if problem_of(papers, as_written=True):
                continue
            changes = journal.changes(layout.folder, sequence, state.sequence)
        except (DamagedError, journal.Moved):
            continue
        library = Library(papers.values())
        for change in changes:
            library.apply(fitting(library, change))
        if digest_of(serialised(tables_of(library.records(), tables))) == state.digest:
            return library
    return None
