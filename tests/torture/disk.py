"""A disk that may lose power: what was done to real files is recorded, and what could be left of it is made again."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

CALLS = ("open", "write", "ftruncate", "fsync", "close", "replace", "link", "unlink", "mkdir")
Step = tuple[str, tuple[Any, ...], Any]
"""(call, its arguments, what it gave)."""


@contextmanager
def recording(steps: list[Step]) -> Iterator[None]:
    """Take down every call that changes files; the calls are made all the same."""

    def taking_down(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            given = real(*args, **kwargs)
            kept = tuple(bytes(arg) if isinstance(arg, memoryview) else arg for arg in args)
            steps.append((name, kept, given))
            return given

        return call

    with ExitStack() as stack:
        for name in CALLS:
            stack.enter_context(patch.object(os, name, taking_down(name, getattr(os, name))))
        yield


@dataclass(eq=False)
class File:
    """A file's content: what is on the disk for sure, and what was written since the last fsync."""

    safe: bytes = b""
    now: bytes = b""
    since: list[tuple[int, bytes | None]] = field(default_factory=list)
    """(offset, data) of each write, (size, None) of each truncation."""

    def do(self, offset: int, data: bytes | None) -> None:
        self.since.append((offset, data))
        self.now = done(self.now, offset, data)

    def flush(self) -> None:
        self.safe = self.now
        self.since.clear()

    def left(self, count: int, part: int, hole: bool) -> bytes:
        """What is left when `count` of the writes reached the disk, and the next one up to its byte `part`.

        With a hole the file has its new size, but zeros where data is missing.
        """
        content = self.safe
        for offset, data in self.since[:count]:
            content = done(content, offset, data)
        offset, data = self.since[count] if count < len(self.since) else (0, None)
        if data is None:
            return content
        return done(content, offset, data[:part] + (b"\0" * (len(data) - part) if hole else b""))

    def torn(self, part: int, hole: bool) -> bytes:
        """What is left when the last write reached the disk only up to its byte `part`."""
        return self.left(len(self.since) - 1, part, hole)

    def tearable(self) -> int:
        """At how many places the last write can be torn."""
        return len(self.since[-1][1] or b"")


def done(content: bytes, offset: int, data: bytes | None) -> bytes:
    """The content after a write, or after a truncation to `offset`."""
    if data is None:
        return content[:offset]
    return content[:offset].ljust(offset, b"\0") + data + content[offset + len(data) :]


@dataclass(eq=False)
class Folder:
    """A folder's entries: those on the disk for sure, and what was done to them since the last fsync."""

    safe: dict[str, File | Folder] = field(default_factory=dict)
    now: dict[str, File | Folder] = field(default_factory=dict)
    since: list[dict[str, File | Folder | None]] = field(default_factory=list)

    def do(self, **entries: File | Folder | None) -> None:
        self.since.append(entries)
        change(self.now, entries)

    def flush(self) -> None:
        self.safe = dict(self.now)
        self.since.clear()


def change(names: dict[str, File | Folder], entries: dict[str, File | Folder | None]) -> None:
    for name, node in entries.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


class Disk:
    """The folder `root` as it would be after any of the recorded steps."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.top = self._of(root)
        self.open: dict[int, tuple[File | Folder, int]] = {}
        """Descriptor → (file or folder, position)."""

    def _of(self, path: Path) -> Folder:
        names: dict[str, File | Folder] = {}
        for child in path.iterdir():
            names[child.name] = self._of(child) if child.is_dir() else File(child.read_bytes(), child.read_bytes())
        return Folder(names, dict(names))

    def _place(self, path: str | Path) -> tuple[Folder, str]:
        parts = Path(path).relative_to(self.root).parts
        folder = self.top
        for part in parts[:-1]:
            found = folder.now[part]
            assert isinstance(found, Folder)
            folder = found
        return folder, parts[-1]

    def do(self, step: Step) -> None:
        """Take one recorded step."""
        call, args, given = step
        if call in {"write", "ftruncate", "fsync", "close"}:
            self._do_open_file(call, args)
        elif Path(args[0]).is_relative_to(self.root):
            self._do_names(call, args, given)

    def _do_open_file(self, call: str, args: tuple[Any, ...]) -> None:
        node, position = self.open.get(args[0], (None, 0))
        if node is None:
            return
        if call == "close":
            del self.open[args[0]]
        elif call == "fsync":
            node.flush()
        elif isinstance(node, File):
            data = bytes(args[1]) if call == "write" else None
            start = len(node.now) if position < 0 else position
            node.do(args[1] if data is None else start, data)
            if data is not None and position >= 0:
                self.open[args[0]] = (node, position + len(data))

    def _do_names(self, call: str, args: tuple[Any, ...], given: Any) -> None:
        folder, name = self._place(args[0]) if Path(args[0]) != self.root else (self.top, "")
        if call == "open":
            node = folder.now.get(name) if name else folder
            if node is None:
                node = File()
                folder.do(**{name: node})
            if args[1] & os.O_TRUNC and isinstance(node, File):
                node.do(0, None)
            self.open[given] = (node, -1 if args[1] & os.O_APPEND else 0)
        elif call == "mkdir":
            folder.do(**{name: Folder()})
        elif call == "unlink":
            folder.do(**{name: None})
        else:
            target, new = self._place(args[1])
            node = folder.now[name]
            if call == "replace":
                assert target is folder
                folder.do(**{name: None, new: node})
            else:
                target.do(**{new: node})

    def unsafe(self) -> list[File]:
        """The files with a write that is not on the disk for sure."""
        return [node for node in self._nodes(self.top) if isinstance(node, File) and node.since]

    def _nodes(self, folder: Folder) -> Iterator[File | Folder]:
        for node in dict.fromkeys([*folder.safe.values(), *folder.now.values()]):
            yield node
            if isinstance(node, Folder):
                yield from self._nodes(node)

    def after_cut(self, content: Callable[[File], bytes], names: Callable[[Folder], dict[str, File | Folder]]) -> Tree:
        """What is left when `content` tells what of each file, and `names` what of each folder."""
        return self._tree(self.top, content, names)

    def _tree(
        self, folder: Folder, content: Callable[[File], bytes], names: Callable[[Folder], dict[str, File | Folder]]
    ) -> Tree:
        kept: dict[File, bytes] = {}
        return {
            name: self._tree(node, content, names) if isinstance(node, Folder) else kept.setdefault(node, content(node))
            for name, node in names(folder).items()
        }


Tree = dict[str, "Tree | bytes"]


def now_of(file: File) -> bytes:
    return file.now


def safe_of(file: File) -> bytes:
    return file.safe


def torn_in(torn: File, part: int, hole: bool) -> Callable[[File], bytes]:
    """The last write of one file is torn at its byte `part`."""
    return lambda file: file.torn(part, hole) if file is torn else file.now


def any_of(rng: random.Random) -> Callable[[File], bytes]:
    """Some of the writes, the last one torn."""

    def content(file: File) -> bytes:
        count = rng.randint(0, len(file.since))
        size = len(file.since[count][1] or b"") if count < len(file.since) else 0
        return file.left(count, rng.randint(0, size), rng.random() < 0.5)

    return content


def names_now(folder: Folder) -> dict[str, File | Folder]:
    return folder.now


def names_safe(folder: Folder) -> dict[str, File | Folder]:
    return folder.safe


def any_names(rng: random.Random) -> Callable[[Folder], dict[str, File | Folder]]:
    """Some of what was done to the folder: file systems need not keep the order."""

    def names(folder: Folder) -> dict[str, File | Folder]:
        found = dict(folder.safe)
        for entries in folder.since:
            if rng.random() < 0.5:
                change(found, entries)
        return found

    return names


def make(tree: Tree, path: Path) -> None:
    """Write the tree below `path`."""
    path.mkdir()
    for name, node in tree.items():
        if isinstance(node, bytes):
            (path / name).write_bytes(node)
            (path / name).chmod(0o600)
        else:
            make(node, path / name)
