"""Regular files only: no link is followed unless the user named it, no pipe waited for, no device opened."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFDIR: "a folder",
    stat.S_IFREG: "a file",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
AT_ONCE = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
HERE = AT_ONCE | getattr(os, "O_NOFOLLOW", 0)


def check(path: Path, status: os.stat_result) -> None:
    """Raise OSError unless `status` is that of a regular file."""
    if not stat.S_ISREG(status.st_mode):
        raise refusal(path, status, "a file")


def refusal(path: Path, status: os.stat_result, wanted: str) -> OSError:
    """The error for anything other than what is `wanted` at `path`."""
    kind = stat.S_IFMT(status.st_mode)
    found = KINDS.get(kind, "something else")
    if kind == stat.S_IFLNK:
        return OSError(errno.ELOOP, f"{found} to {os.path.realpath(path)} stands where {wanted} should be", str(path))
    return OSError(errno.ENXIO, f"{found} stands where {wanted} should be", str(path))


def opened(path: Path, flags: int = os.O_RDONLY, *, follow: bool = False) -> int:
    """Open the regular file at `path`, or behind a link with `follow`; returns the descriptor, raises OSError."""
    try:
        check(path, path.stat(follow_symlinks=follow))  # before it is opened, which can have a device do something
    except FileNotFoundError:
        if not flags & os.O_CREAT:
            raise
    descriptor = os.open(path, flags | (AT_ONCE if follow else HERE), 0o600)
    try:
        check(path, os.fstat(descriptor))
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def read(path: Path, *, follow: bool = False, limit: int = 0) -> bytes:
    """The content of a regular file, of at most `limit` bytes if one is given; raises OSError."""
    with os.fdopen(opened(path, follow=follow), "rb") as file:
        if limit and os.fstat(file.fileno()).st_size > limit:
            raise OSError(errno.EFBIG, f"is larger than {limit >> 10:,} KB", str(path))
        return file.read()


def created(path: Path) -> int:
    """Create a private file; a regular file with its name is removed. Returns the descriptor."""
    if is_there(path):
        path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | HERE, 0o600)
    os.fchmod(descriptor, 0o600)  # not masked by the umask
    return descriptor


def replace(temporary: Path, path: Path) -> None:
    """Rename a file to `path`, which replaces a regular file; raises OSError for anything else there."""
    is_there(path)
    os.replace(temporary, path)  # noqa: PTH105 - one name for the call in all of store


def is_there(path: Path) -> bool:
    """Whether there is a regular file at `path`; raises OSError if there is anything else."""
    try:
        check(path, path.lstat())
    except FileNotFoundError:
        return False
    return True


def remove(path: Path) -> None:
    """Remove the file at `path` if it is a regular one."""
    with suppress(FileNotFoundError):
        if stat.S_ISREG(path.lstat().st_mode):
            path.unlink()


def check_planted(path: Path) -> None:
    """Raise OSError for a file that another user put into a shared folder such as /tmp.

    The system refuses some files itself, but not a link that is resolved before it is written through.
    """
    if not os.path.lexists(path):
        return
    folder, owner = path.parent.stat(), path.lstat().st_uid
    is_open = folder.st_mode & stat.S_ISVTX and folder.st_mode & (stat.S_IWOTH | stat.S_IWGRP)
    if is_open and owner not in {os.geteuid(), folder.st_uid}:
        raise PermissionError(errno.EACCES, "belongs to another user", str(path))


def make_folder(path: Path) -> None:
    """Create a private folder, and missing parents that only the user can write to."""
    if not path.is_dir():
        missing = [above for above in path.parents if not above.exists()]
        for above in reversed(missing):
            above.mkdir(mode=0o755, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
