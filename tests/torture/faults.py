"""A disk that is full or fails at every possible write: a message, nothing lost, and all works again after."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from readinglist.errors import StoreError
from readinglist.store.doctor import doctor
from readinglist.store.file_store import FileStore
from readinglist.store.journal import UNSURE
from tests.store.making import adding, content, library_with, noting, tagging
from tests.torture.powercut import MEMORY, small

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

CALLS = ("open", "write", "fsync", "replace", "link", "mkdir", "unlink", "ftruncate")
CODES = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS)
PAGE = 4096


@dataclass
class Figures:
    """What was tried."""

    faults: int = 0
    refused: int = 0
    """Edits and folds that were refused with a message."""


def session(folder: Path, fault: AbstractContextManager[object], figures: Figures) -> None:
    """Work while the disk is at fault: what is refused is not made, what is not refused stays, and then all works."""
    figures.faults += 1
    store = library_with(folder, "p1", "p2")
    unsure = False
    with fault:
        for work in (edit, enlarge, FileStore.fold, undo, edit, FileStore.fold):
            before = content(store)
            try:
                work(store)
            except StoreError as error:
                unsure = unsure or error.hint == UNSURE
                figures.refused += 1
                assert content(store) == before
        with suppress(StoreError):
            FileStore.open(folder)
        store.close()
    if unsure:
        store.refresh()
    assert content(FileStore.open(folder)) == content(store)
    store.record(tagging("p1", "after"), "app")
    assert store.fold()
    assert content(FileStore.open(folder)) == content(store)
    assert doctor(folder) == []
    assert not list(folder.rglob("*~")), "parts of files are left"


def edit(store: FileStore) -> None:
    store.record(noting("p1", store.library["p1"].note + "more "), "app")


def enlarge(store: FileStore) -> None:
    store.record(adding("p3", "p4", "p5", abstract="word " * 300), "app")


def undo(store: FileStore) -> None:
    store.undo("app")


@contextmanager
def file_size(limit: int) -> Iterator[None]:
    """No file may become larger."""
    before, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, hard))


@contextmanager
def failing(at: int, code: int) -> Iterator[list[int]]:
    """The system refuses the call number `at` that writes, and all after it; gives the number of calls."""
    made = [0]

    def refusing(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            reads = real is opening and not args[1] & (os.O_WRONLY | os.O_RDWR)
            made[0] += not reads
            if made[0] < at or reads or (real is removing and code != errno.EROFS):  # a full disk lets one remove
                return real(*args, **kwargs)
            raise OSError(code, os.strerror(code))

        return call

    opening, removing = os.open, os.unlink
    with ExitStack() as stack:
        for name in CALLS:
            stack.enter_context(patch.object(os, name, refusing(getattr(os, name))))
        yield made


def run(rng: random.Random, most: int = 0) -> Figures:
    """Every limit of file sizes and every call that can fail, or only so many of each."""
    figures = Figures()
    with TemporaryDirectory(dir=MEMORY) as place, small():
        folder = Path(place, "library")
        for fault in [*limits(rng, most), *failures(rng, most)]:
            session(folder, fault, figures)
            shutil.rmtree(folder)
    return figures


def limits(rng: random.Random, most: int) -> Iterator[AbstractContextManager[object]]:
    sizes = range(8000)
    return (file_size(size) for size in (rng.sample(sizes, most) if most else sizes))


def failures(rng: random.Random, most: int) -> Iterator[AbstractContextManager[object]]:
    ways = [(at, code) for at in range(1, 130) for code in CODES]
    return (failing(at, code) for at, code in (rng.sample(ways, most) if most else ways))


def on_small_disks() -> Figures:
    """On real file systems that are nearly full; raises PermissionError where none can be mounted."""
    figures = Figures()
    with TemporaryDirectory() as place, small():
        disk = Path(place, "disk")
        disk.mkdir()
        for free in range(30):
            mount("-t", "tmpfs", "-o", "size=300k", "none", str(disk))
            try:
                session(disk / "library", filled(disk, free * PAGE), figures)
            finally:
                subprocess.run(["umount", str(disk)], check=True)
    return figures


def mount(*args: str) -> None:
    if not shutil.which("mount") or subprocess.run(["mount", *args], capture_output=True, check=False).returncode:
        raise PermissionError("no file system can be mounted here")


@contextmanager
def filled(disk: Path, free: int) -> Iterator[None]:
    """The disk has only `free` bytes left."""
    ballast = disk / "ballast"
    status = os.statvfs(disk)
    ballast.write_bytes(b"x" * max(0, status.f_bavail * status.f_frsize - free))
    try:
        yield
    finally:
        ballast.unlink()
