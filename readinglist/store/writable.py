"""Obstacles to writing a library, found by trying, without touching its content."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING

from readinglist.files.atomic import HINTS, open_private, size_of, write_all
from readinglist.files.lock import Lock
from readinglist.store import backup
from readinglist.store.journal import numbers, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readinglist.store.layout import Layout

PROBE = bytes(1 << 16)
"""The content of the file that is written as a test."""
SPARE = 1 << 20
"""Bytes that must be free in addition to the size of library.json."""


def obstacles(layout: Layout) -> Iterator[str]:
    """The obstacles to writing a library, each with a hint."""
    try:
        probe(layout.folder)
    except OSError as reason:
        yield described(layout.folder, reason)
        return
    if error := backup_error(layout):
        yield described(layout.backups, error)
    for path in (*(path_of(layout.folder, first) for first in numbers(layout.folder)[-1:]), *locks(layout)):
        if error := refusal(path):
            yield described(path, error)
    for path in (layout.library, layout.state):  # their permissions do not matter, since they are replaced
        if (error := refusal(path)) and error.errno == errno.EPERM:
            yield f"{path} is immutable and cannot be replaced; `chattr -i` or `chflags nouchg` takes that back"
    if (free := free_bytes(layout.library.parent)) < (needed := size_of(layout.library) + SPARE):
        sizes = f"{free >> 20} MB are free, and writing library.json anew takes {needed >> 20} MB"
        yield f"{layout.library.parent}: {sizes}; free some space on the disk"


def locks(layout: Layout) -> tuple[Path, ...]:
    """The lock files."""
    return tuple(path for lock in map(Lock, (layout.lock, layout.fold_lock)) for path in (lock.queue, lock.path))


def backup_error(layout: Layout) -> OSError | None:
    """The error that prevents backups; None if they can be written, or there are none yet."""
    try:
        if backup.is_folder(layout.backups):
            probe(layout.backups)
    except OSError as error:
        return error
    return backup.refusal(layout)


def probe(folder: Path) -> None:
    """Write a small file under an unused name, and remove it."""
    descriptor, name = mkstemp(prefix=".doctor-", suffix="~", dir=folder)
    try:
        write_all(descriptor, PROBE)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
        with suppress(OSError):
            Path(name).unlink()


def refusal(path: Path) -> OSError | None:
    """The error that prevents a file from being opened for writing; None if it can be, or does not exist."""
    try:
        os.close(open_private(path, os.O_WRONLY | os.O_NONBLOCK))
    except FileNotFoundError:
        return None
    except OSError as error:
        return error
    return None


def described(path: Path, error: OSError) -> str:
    """An obstacle in words."""
    hint = HINTS.get(error.errno or 0, "").removeprefix("nothing was changed; ")
    return f"{path} cannot be written: {error.strerror}; {hint}".removesuffix("; ")


def free_bytes(folder: Path) -> int:
    """The free bytes on the disk of a folder, for this user."""
    status = os.statvfs(folder)
    return status.f_bavail * status.f_frsize
