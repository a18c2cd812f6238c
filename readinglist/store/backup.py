"""Earlier versions of library.json: keeping a few, and going back to one."""

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
from readinglist.store.lines import fitting
from readinglist.store.tables import digest_of, serialised, tables_of

if TYPE_CHECKING:
    from pathlib import Path

    from readinglist.store.layout import Layout
    from readinglist.store.state import State

NAME = re.compile(r"library-(\d{10})-(\d{8}T\d{6})Z(?:-\d+)?\.json", re.ASCII)
OUTSIDE = re.compile(r"outside-\d{8}T\d{6}Z(?:-\d+)?\.json", re.ASCII)
CUT = re.compile(r"cut-\d{8}T\d{6}Z(?:-\d+)?\.json", re.ASCII)
KEPT = 5
SPACING = timedelta(hours=1)
"""Between two backups: else five short commands in a row would push out all that is older."""
STAMP = "%Y%m%dT%H%M%S"


def versions(layout: Layout) -> list[tuple[int, Path]]:
    """The backups with the number of the last change they hold, oldest first."""
    named = ((NAME.fullmatch(path.name), path) for path in files(layout))
    return [(int(match[1]), path) for match, path in named if match and time_of(path)]


def files(layout: Layout) -> list[Path]:
    """The regular files in the folder of backups, by name; none if a link or anything else stands in its place."""
    if not is_folder(layout.backups):
        return []
    return sorted(path for path in layout.backups.iterdir() if stat.S_ISREG(path.lstat().st_mode))


def has_our_names(layout: Layout, path: Path) -> bool:
    """Whether all names of a file are known: its own, and those of backups that are links to it."""
    status = path.lstat()
    return status.st_nlink == 1 + sum(os.path.samestat(status, each.lstat()) for each in files(layout))


def is_folder(path: Path) -> bool:
    """Whether there is a folder itself at `path`, and not a link to one."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def make(layout: Layout) -> None:
    """Make the folder of backups if there is none; raises OSError if something else stands in its place."""
    if not os.path.lexists(layout.backups):
        make_folder(layout.backups, 0o700)
    if error := refusal(layout):
        raise error


def refusal(layout: Layout) -> OSError | None:
    """The error about what stands in the place of the folder of backups; None for a folder and for nothing."""
    if is_folder(layout.backups) or not os.path.lexists(layout.backups):
        return None
    return regular.refusal(layout.backups, layout.backups.lstat(), "a folder")


def keep(layout: Layout, sequence: int, next_size: int) -> None:
    """Keep library.json, which holds the changes up to `sequence` and is about to be replaced.

    Not if a backup is younger than SPACING, unless the next version is much smaller.
    """
    older = versions(layout)
    shrinks = 2 * next_size < size_of(layout.library)
    last = time_of(older[-1][1]) if older else None
    age = abs(datetime.now(UTC) - last) if last else SPACING  # abs: clocks are also put back
    if shrinks or age >= SPACING:
        link(layout, stamped(f"library-{sequence:010d}"))
        prune(layout, NAME)


def keep_foreign(layout: Layout) -> None:
    """Keep a library.json that somebody else wrote and that is about to be replaced."""
    link(layout, stamped("outside"))
    prune(layout, OUTSIDE)


def keep_copy(layout: Layout, sequence: int) -> None:
    """Keep a library.json that stays, too, and that others may write to."""
    copy(layout.library, layout, stamped(f"library-{sequence:010d}"))


def keep_cut(layout: Layout, line: bytes) -> None:
    """Keep what was taken away from the end of a journal, if there is room: somebody may find a use for it."""
    with suppress(OSError):
        save(line, layout, stamped("cut"))
        prune(layout, CUT)


def stamped(name: str) -> str:
    """The name of a backup made now."""
    return f"{name}-{datetime.now(UTC):{STAMP}}Z.json"


def link(layout: Layout, name: str) -> None:
    """Make library.json a backup: by a link, which costs nothing, or by a copy where links fail."""
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
    """Put a copy of a file among the backups."""
    save(regular.read(source), layout, name)


def save(data: bytes, layout: Layout, name: str) -> Path:
    """Put data among the backups; where."""
    make(layout)
    target = free(layout.backups / name)
    write_atomically(target, data)
    return target


def free(path: Path) -> Path:
    """The path, or one beside it if that is taken: two backups may be made in one second."""
    others = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return next(each for each in chain([path], others) if not os.path.lexists(each))


def prune(layout: Layout, name: re.Pattern[str]) -> None:
    """Remove old backups of this name, but none that is more than twice as large as the library is now."""
    size = size_of(layout.library)
    for path in [path for path in files(layout) if name.fullmatch(path.name)][:-KEPT]:
        if path.lstat().st_size <= 2 * size:
            regular.remove(path)


def time_of(path: Path) -> datetime | None:
    """When the backup was made; None if its name tells no time that there is, so that we did not make it."""
    match = NAME.fullmatch(path.name)
    try:
        return datetime.strptime(match[2], STAMP).replace(tzinfo=UTC) if match else None
    except ValueError:
        return None


def rebuilt(layout: Layout, state: State) -> Library | None:
    """The library as library.json held it when we wrote it: from a backup and the journals; None if they don't tell."""
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
