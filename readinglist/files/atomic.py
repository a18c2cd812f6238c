"""Atomic and durable writes: a reader sees the old file or the new one, also after a power cut."""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from readinglist.errors import StoreError
from readinglist.files import regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path


Signature = tuple[int, ...]
"""(mtime, ctime, size, inode) of a file, which change with its content; empty if there is no file."""
CHUNK = 1 << 20
"""Bytes written at once."""
HINTS = {
    errno.ENOSPC: "nothing was changed; free some space on the disk and try again",
    errno.EFBIG: "nothing was changed; a limit on the size of files (`ulimit -f`) is in the way",
    errno.EDQUOT: "nothing was changed; free some space in your quota and try again",
    errno.EACCES: "it belongs to another user, or its permissions were changed; `ls -la` in that folder shows it",
    errno.EPERM: "it belongs to another user, or its permissions were changed; `ls -la` in that folder shows it",
    errno.EROFS: "the file system is read-only; copy the library to another place and open it with --library DIR",
    errno.ENOLCK: "this file system has no locks; keep the library on a local disk and open it with --library DIR",
    errno.EOPNOTSUPP: "this file system has no locks; keep the library on a local disk and open it with --library DIR",
    errno.ELOOP: "such a symbolic link may come from whoever gave you the folder; see where it leads, and remove it",
    errno.ENXIO: "readinglist has a file or folder of its own under this name; see what stands there, and move it away",
    errno.EMLINK: "what is written to it would be written there too; put a copy of the file in its place",
    errno.ENOSYS: "this file system has no locks; keep the library on a local disk and open it with --library DIR",
    errno.ENOENT: "the folder was removed or renamed meanwhile; close readinglist and open the library where it is now",
    errno.ENOTDIR: "a library is a folder; name another one with --library DIR",
    errno.EEXIST: "a library is a folder; name another one with --library DIR",
}


def make_folder(folder: Path, mode: int = 0o755) -> None:
    """Create a folder and its parents, durably."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=mode, exist_ok=True)
    flush_folder(folder.parent)


def signature(path: Path) -> Signature:
    """The signature of the file at `path`."""
    try:
        return signature_of(os.stat(path))  # noqa: PTH116 - refresh asks every second
    except FileNotFoundError:
        return ()


def signature_of(status: os.stat_result) -> Signature:
    """The signature of the file that has this status."""
    return (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)


def size_of(path: Path) -> int:
    """The file's size in bytes, 0 if there is none."""
    return (signature(path) or (0, 0, 0))[2]


def open_private(path: Path, flags: int) -> int:
    """Open the file at `path` for writing; a new file is private. Returns the descriptor.

    A link, a pipe, another user's file or one with several hard links is refused: in a received folder it may
    lead anywhere.
    """
    is_new = bool(flags & os.O_CREAT) and not path.exists()
    descriptor = regular.opened(path, flags)
    try:
        check_ours(path, os.fstat(descriptor))
    except OSError:
        os.close(descriptor)
        raise
    if is_new:
        os.fchmod(descriptor, 0o600)  # not masked by the umask
    return descriptor


def check_ours(path: Path, status: os.stat_result) -> None:
    """Raise OSError unless the file is the user's or that of the folder's owner, and has this name only."""
    if status.st_uid not in {os.geteuid(), path.parent.stat().st_uid}:
        raise PermissionError(errno.EACCES, "belongs to another user", str(path))
    if status.st_nlink > 1:
        raise OSError(errno.EMLINK, "has another name too (a hard link), which may be outside the library", str(path))


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of `data`, in several calls if needed."""
    written = os.write(descriptor, data)
    while written < len(data):
        written += os.write(descriptor, memoryview(data)[written:])


def flush(descriptor: int) -> None:
    """Flush the file's content to the disk."""
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # fsync stops at the drive's cache there
    else:
        os.fsync(descriptor)


def flush_folder(folder: Path) -> None:
    """Flush the folder's entries (new, renamed, removed files) to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Replacement:
    """A new version of a file, written under a temporary name and then renamed: readers never see a part of it."""

    def __init__(self, path: Path, temporary: Path | None = None, *, flushes: bool = True) -> None:
        self.path = path
        self.temporary = temporary or path.with_name(f"{path.name}~")
        self._flushes = flushes
        """Whether the content is on the disk before the file is renamed."""

    def written(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Write the pieces, joined to larger chunks; each chunk is given once it is written."""
        descriptor = regular.created(self.temporary)
        try:
            for chunk in chunks(pieces):
                write_all(descriptor, chunk)
                yield chunk
            if self._flushes:
                flush(descriptor)
        except BaseException:
            self.discard()  # a part of a file on a full disk
            raise
        finally:
            os.close(descriptor)

    def write(self, pieces: Iterable[bytes]) -> None:
        """Write the pieces."""
        for _ in self.written(pieces):
            pass

    def commit(self) -> None:
        """Rename the new file, which replaces the old one; anything but a regular file there is refused."""
        try:
            regular.replace(self.temporary, self.path)
        except OSError:
            self.discard()
            raise

    def discard(self) -> None:
        """Remove the new file."""
        regular.remove(self.temporary)


def chunks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces joined to chunks that are worth a system call."""
    chunk: list[bytes] = []
    size = 0
    for piece in pieces:
        chunk.append(piece)
        size += len(piece)
        if size > CHUNK:
            yield b"".join(chunk)
            chunk, size = [], 0
    yield b"".join(chunk)


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file of ours; it is private, and on the disk under its name when this returns."""
    replacement = Replacement(path)
    replacement.write([data])
    replacement.commit()
    flush_folder(path.parent)


def replace_outside(path: Path, data: bytes, mode: int = 0o600, still: Callable[[], bool] = lambda: True) -> bool:
    """Replace a file in a folder of the user's if it `still` may be; an old file keeps its mode, a new one gets `mode`.

    The temporary name is hidden and unused, for one such as ``refs.bib~`` may be the backup of an editor.
    """
    replacement = Replacement(path, hidden(path))
    replacement.write([data])
    try:
        replacement.temporary.chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else mode)
        is_wanted = still()
    except BaseException:
        replacement.discard()
        raise
    replacement.commit() if is_wanted else replacement.discard()
    return is_wanted


def create(path: Path, data: bytes) -> bool:
    """Create a private file; False if it exists, such as when another process was first."""
    replacement = Replacement(path, hidden(path))
    replacement.write([data])
    try:
        os.link(replacement.temporary, path)
    except FileExistsError:
        return False
    finally:
        replacement.discard()
    return True


def hidden(path: Path) -> Path:
    """A temporary name for a file that is about to be replaced."""
    return path.with_name(f".{path.name[:40]}.{os.urandom(6).hex()}~")


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Turn OSError into StoreError with a hint; `path` is named if the error has no file name."""
    try:
        yield
    except OSError as error:
        name = error.filename or path
        reason = error.strerror or str(error)
        raise StoreError(f"{name}: {reason}", HINTS.get(error.errno or 0, "")) from error
