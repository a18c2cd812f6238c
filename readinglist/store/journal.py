"""Journals: numbered files with one line a change, each with a checksum."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist.errors import DamagedError, StoreError
from readinglist.files import regular
from readinglist.files.atomic import flush, flush_folder, open_private, write_all
from readinglist.store.journal_lines import DOCTOR, check_number, decode, decode_salvaged, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from readinglist.papers.change import Change

NAME = re.compile(r"journal-(\d{10})\.jsonl")
UNSURE = "it cannot be told whether this change was saved: look for it when the disk works again"
STARTS = re.compile(rb'(?<=.)(?=[0-9a-f]{8} \{"seq":\d)', re.DOTALL)
"""The start of a line, also after garbage."""


class Moved(Exception):  # noqa: N818 - a state of affairs
    """The journals were replaced since this process read them; all must be read again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a journal."""

    line: int
    """The number of the line, from 1, in the data that was read."""
    end: int
    """The offset of the next line."""
    change: Change | None
    """None for a damaged line."""
    problem: str = ""
    torn: bool = False
    """Whether this is a last line that was not written completely."""


def entries(data: bytes, read: Callable[[bytes], Change] = decode) -> Iterator[Entry]:
    """The lines of (a part of) a journal, damaged ones included."""
    number, start = 0, 0
    while start < len(data):
        number += 1
        stop = data.find(b"\n", start)
        end = stop + 1 if stop >= 0 else len(data)
        try:
            if stop < 0:
                raise ValueError("the line is cut short")
            yield Entry(number, end, read(data[start:stop]))
        except ValueError as error:
            torn = end == len(data) and is_torn(data[start:], read)
            yield Entry(number, end, None, "its end is damaged" if stop < 0 and not torn else str(error), torn)
        start = end


def is_torn(line: bytes, read: Callable[[bytes], Change]) -> bool:
    """Whether an unreadable last line was not written completely, rather than damaged later."""
    if line.endswith(b"\n"):
        return line.count(b"\0") > 1  # some blocks of it did not reach the disk
    return whole(line[:-1], read) is None  # else only the line end is wrong


def whole(line: bytes, read: Callable[[bytes], Change] = decode) -> Change | None:
    """The change of a journal line; None if it cannot be read."""
    try:
        return read(line)
    except ValueError:
        return None


def salvaged_changes(data: bytes) -> Iterator[Change]:
    """The changes of all readable lines, also where line ends are damaged, without invalid values."""
    for line in STARTS.split(data):
        if change := whole(line[:-1], decode_salvaged) or whole(line, decode_salvaged):
            yield change


def numbers(folder: Path) -> list[int]:
    """The first sequence number of each journal, in order."""
    return sorted(int(match[1]) for name in os.listdir(folder) if (match := NAME.fullmatch(name)))  # noqa: PTH208


def path_of(folder: Path, number: int) -> Path:
    """The journal that starts with change `number`."""
    return folder / f"journal-{number:010d}.jsonl"


def start(folder: Path, number: int) -> None:
    """Create the journal that starts with change `number`, if there is none."""
    os.close(open_private(path_of(folder, number), os.O_WRONLY | os.O_CREAT))
    flush_folder(folder)


def missing(first: int, following: int) -> str:
    """The description of a gap."""
    if first == following - 1:
        return f"change {first} is missing before it"
    return f"changes {first} to {following - 1} are missing before it"


def changes(folder: Path, after: int, upto: int) -> list[Change]:
    """The changes numbered after + 1 to `upto`; raises DamagedError if some are missing or damaged."""
    tail = Tail(folder)
    tail.seek(after)
    found: list[Change] = []
    for change in tail.read():
        if change.sequence > upto:
            break
        found.append(change)
    return found


class Tail:
    """The position up to which a process has read the journals of a folder, where it also appends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path: Path | None = None
        self.offset = 0
        self.next = 1
        """The number of the next change."""
        self.torn = False
        """Whether an incomplete line follows: one that is being written, or was interrupted by a power cut."""
        self._inode = 0
        self._held = 0

    @property
    def sequence(self) -> int:
        """The number of the last change that was read or appended."""
        return self.next - 1

    def seek(self, held: int) -> None:
        """Move to the first change after number `held`."""
        self.path, self.next, self._held, self.torn = None, held + 1, held, False
        firsts = numbers(self.folder)
        starts = [first for first in firsts if first <= held + 1]
        if starts:
            self._enter(starts[-1])
        elif firsts:
            raise DamagedError(f"{path_of(self.folder, firsts[0])}: {missing(held + 1, firsts[0])}", DOCTOR)

    def _enter(self, first: int) -> None:
        self.path, self.offset, self.next, self._inode = path_of(self.folder, first), 0, first, 0

    def has_news(self) -> bool:
        """Whether others appended a change; two system calls."""
        following = path_of(self.folder, self.next)
        if self.path is None:
            return following.exists()
        try:
            status = os.stat(self.path)  # noqa: PTH116 - asked every second
        except FileNotFoundError:
            return True
        moved = status.st_size != self.offset or (self._inode and status.st_ino != self._inode)
        return bool(moved) or (following != self.path and following.exists())

    def read(self) -> Iterator[Change]:
        """The changes appended since the last call; raises Moved, or DamagedError after those before the damage."""
        while True:
            if self.path is not None:
                yield from self._read_file(self.path)
            following = path_of(self.folder, self.next)
            if following == self.path or not following.exists():
                break
            if self.torn:
                raise DamagedError(f"{self.path}: the last line is cut short though changes follow", DOCTOR)
            self._enter(self.next)
        if later := [first for first in numbers(self.folder) if first > max(self.next, self._held + 1)]:
            raise DamagedError(f"{path_of(self.folder, later[0])}: {missing(self.next, later[0])}", DOCTOR)
        if self.next <= self._held:  # lines that the library file already holds are lost: go on behind them
            self.path, self.next = None, self._held + 1

    @property
    def place(self) -> str:
        """The file and line of the change that was read last."""
        assert self.path is not None
        with self.path.open("rb") as file:
            return f"{self.path}: line {file.read(self.offset).count(bytes([10]))}"

    def check_present(self, folded: int) -> None:
        """Raise DamagedError if the journal is gone that was started when the changes up to `folded` were folded."""
        path = path_of(self.folder, folded + 1)
        if self.sequence == folded and not path.exists():
            raise DamagedError(f"{path} is missing, and the changes in it", f"put it back if you can; {DOCTOR}")

    def check_whole(self, reached: int) -> None:
        """Raise DamagedError if changes up to number `reached`, which were on the disk, are gone."""
        if self.sequence + self.torn < reached:
            place = self.path or path_of(self.folder, self.next)
            gone = f"the changes {self.next} to {reached} are missing at its end, which was cut off"
            raise DamagedError(f"{place}: {gone}", f"put it back if you can; {DOCTOR}")

    def _read_file(self, path: Path) -> Iterator[Change]:
        try:
            with os.fdopen(regular.opened(path), "rb") as file:
                status = os.fstat(file.fileno())
                if (self._inode and status.st_ino != self._inode) or status.st_size < self.offset:
                    raise Moved
                self._inode = status.st_ino
                file.seek(self.offset)
                data = file.read()
        except FileNotFoundError as error:
            raise Moved from error
        yield from self._checked_entries(path, data)

    def _checked_entries(self, path: Path, data: bytes) -> Iterator[Change]:
        start, self.torn = self.offset, False
        for entry in entries(data):
            if entry.torn:
                self.torn = True
                break
            if entry.change is None or entry.change.sequence != self.next:
                line = entry.line + regular.read(path)[:start].count(b"\n")
                problem = entry.problem or f"change {self.next} is expected here"
                raise DamagedError(f"{path}: line {line}: {problem}", DOCTOR)
            self.offset = start + entry.end
            self.next += 1
            if entry.change.sequence > self._held:
                yield entry.change

    # The rest is done under the lock, after reading.

    def cut(self) -> bytes:
        """Cut off the incomplete last line; returns it."""
        assert self.path is not None
        line = regular.read(self.path)[self.offset :]
        self._truncate(self.path)
        self.torn = False
        return line

    def _truncate(self, path: Path) -> None:
        descriptor = open_private(path, os.O_WRONLY)
        try:
            os.ftruncate(descriptor, self.offset)
            flush(descriptor)
        finally:
            os.close(descriptor)

    def append(self, change: Change) -> None:
        """Append a line: durable on return, not written if OSError or StoreError is raised."""
        check_number(self.next, self.folder)
        checksum, body = encode(change)
        path = self.path or self.start()
        descriptor = open_private(path, os.O_WRONLY | os.O_APPEND)
        try:
            write_all(descriptor, checksum)
            write_all(descriptor, body)
            flush(descriptor)
        except OSError as error:
            self._cut_back(descriptor, error)
            raise
        finally:
            os.close(descriptor)
        self.offset += len(checksum) + len(body)
        self.next += 1

    def _cut_back(self, descriptor: int, reason: OSError) -> None:
        """Cut off a line that could not be written; raises StoreError if even that fails."""
        try:
            os.ftruncate(descriptor, self.offset)
        except OSError as error:
            raise StoreError(f"{self.path}: {reason.strerror}", UNSURE) from error
        with suppress(OSError):
            flush(descriptor)  # a power cut must not bring back a change that was reported as failed

    def start(self) -> Path:
        """Start a journal with the next change, if there is none."""
        check_number(self.next, self.folder)
        path = path_of(self.folder, self.next)
        if path != self.path:
            start(self.folder, self.next)
            self._enter(self.next)
            self._inode = path.stat().st_ino
        return path
