"""A process that works on a library until it is killed, and tells which changes it makes and which are safe.

For each line read (kind, folder, seed) it forks the victim; so a victim costs no start of an interpreter.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readinglist import cli
from readinglist.papers import edits
from readinglist.papers.change import Change
from readinglist.papers.status import Status
from readinglist.store import journal_lines as lines
from readinglist.store.doctor import doctor
from readinglist.store.file_store import FileStore
from tests.support.generate import bib, papers
from tests.torture.powercut import newer, small

if TYPE_CHECKING:
    from collections.abc import Callable

    from readinglist.papers.library import Library

NOW = "2025-12-08T10:00:00Z"
TAGS = "rl nlp vision theory speech".split()


def main() -> None:
    """Fork a victim per line, and say when it is dead."""
    tell_changes()
    for line in sys.stdin:
        kind, folder, seed = line.split()
        if not (child := os.fork()):
            KINDS[kind](Path(folder), random.Random(seed))
        say(b"pid %d" % child)
        _, status = os.waitpid(child, 0)
        say(b"dead" if os.WIFSIGNALED(status) else b"failed")


def tell_changes() -> None:
    """From now on each store says what it is about to record, and when that is safe."""
    commit = FileStore._commit

    def telling(self: FileStore, change: Any, origin: str) -> Any:
        if change:
            say(b"try " + b"".join(lines.encode(change))[:-1])
        change = commit(self, change, origin)
        if change:
            say(b"safe")
        return change

    FileStore._commit = telling  # type: ignore[method-assign]


def say(line: bytes) -> None:
    data = memoryview(line + b"\n")
    while data:
        data = data[os.write(1, data) :]


def work(folder: Path, rng: random.Random) -> None:
    """Edit, import, undo, fold and keep backups for ever."""
    with small():
        store = FileStore.open(folder)
        for n in count():
            rng.choice(DEEDS)(store, rng, n)


def edit(store: FileStore, rng: random.Random, n: int) -> None:
    ids = rng.sample(sorted(store.library.ids), min(rng.choice((1, 1, 1, 20)), len(store.library)))

    def change(library: Library) -> Change:
        match rng.randrange(4):
            case 0:
                return edits.retag(library, ids, [rng.choice(TAGS)], [rng.choice(TAGS)], NOW)
            case 1:
                return edits.set_note(library, ids[:1], f"note {n} " + "word " * rng.randrange(500), NOW)
            case 2:
                return edits.set_priority(library, ids, rng.randrange(4), NOW)
            case _:
                return edits.set_status(library, ids, rng.choice([status for status in Status if status.value]), NOW)

    store.record(change, "app")


def take_in(store: FileStore, rng: random.Random, _: int) -> None:
    """Papers come in, and others go for good: the library does not grow without end."""
    store.record(lambda library: library.add(papers(rng.randint(1, 30), rng.randrange(1 << 30)), NOW), "app")
    gone = sorted(store.library.ids)[100:]
    store.record(lambda library: Change("make room", {id: leave(library, id) for id in gone}, time=NOW), "app")


def leave(library: Library, id: str) -> dict[str, tuple[Any, None]]:
    return {name: (value, None) for name, value in library.record(id).items()}


def turn_back(store: FileStore, rng: random.Random, _: int) -> None:
    rng.choice((store.undo, store.redo))("app")


def fold(store: FileStore, *_: object) -> None:
    store.fold()


def command(store: FileStore, rng: random.Random, n: int) -> None:
    """Import a .bib file with the command, beside the open store."""
    path = store.folder.parent / f"{n}.bib"
    path.write_text(bib(rng.randint(1, 5), rng.randrange(1 << 30)))
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        cli.main(["--library", str(store.folder), "add", str(path)])


DEEDS: list[Callable[[FileStore, random.Random, int], None]] = [
    edit,
    edit,
    edit,
    edit,
    take_in,
    turn_back,
    fold,
    command,
]


def upgrade(folder: Path, rng: random.Random) -> None:
    """Migrate to the next format, and go on."""
    with newer():
        work(folder, rng)


def repair(folder: Path, _: random.Random) -> None:
    """Mend the library, and wait for the end."""
    with small():
        doctor(folder, repair=True)
    signal.pause()


KINDS = {"work": work, "upgrade": upgrade, "repair": repair}

if __name__ == "__main__":
    main()
