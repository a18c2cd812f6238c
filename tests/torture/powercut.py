"""Power cuts: what real operations wrote is replayed up to every step, and what was not yet flushed is lost or torn."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from readinglist.store.doctor import doctor
from readinglist.store.file_store import FileStore
from tests.store.making import adding, content, journals, library_with, noting, tagging
from tests.torture.disk import (
    Disk,
    Step,
    any_names,
    any_of,
    make,
    names_now,
    names_safe,
    now_of,
    recording,
    safe_of,
    torn_in,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator

    from tests.store.making import Edit
    from tests.torture.disk import Tree

Content = dict[str, dict[str, Any]]
FOLDER = Path("home", "library")
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where an fsync costs nothing."""


@dataclass
class Story:
    """What a process does to the library in `folder`, and which contents are right after each step."""

    folder: Path
    steps: list[Step] = field(default_factory=list)
    right: list[tuple[int, list[Content]]] = field(default_factory=list)
    """(number of steps made, what the library may hold from then on)."""

    def may_hold(self, *contents: Content) -> None:
        self.right.append((len(self.steps), list(contents)))

    def after(self, step: int) -> list[Content]:
        """What the library may hold when the power goes after so many steps."""
        return next(contents for made, contents in reversed(self.right) if made <= step)

    def record(self, store: FileStore, edit: Edit) -> None:
        """Make an edit: until it is acknowledged, it may be there or not; then it is there."""
        start, before = len(self.steps), content(store)
        store.record(edit, "app")
        self.right.append((start, [before, content(store)]))
        self.may_hold(content(store))


@contextmanager
def small() -> Iterator[None]:
    """Backups at every fold and few changes to be undone: journals go and backups are pruned soon."""
    with patch("readinglist.store.fold.HISTORY", 2), patch("readinglist.store.backup.SPACING", timedelta(0)):
        yield


@contextmanager
def newer() -> Iterator[None]:
    """A readinglist of the next format: each paper gets a field."""
    steps = {1: lambda record: {**record, "upgraded": "yes"}}
    with patch("readinglist.store.tables.FORMAT", 2), patch("readinglist.store.tables.MIGRATIONS", steps):
        yield


def daily_work(story: Story) -> None:
    """A new library, edits, folds and backups."""
    story.may_hold({})
    store = FileStore.open(story.folder)
    story.record(store, adding("p1", "p2"))
    story.record(store, tagging("p1", "a"))
    for turn in range(6):
        store.fold()
        story.record(store, noting("p1", f"note {turn} " + "long " * turn))
    story.record(store, adding(*(f"q{n}" for n in range(8)), abstract="word" + " word" * 19))
    store.close()


def prepare_take_over(folder: Path) -> None:
    library_with(folder, "p1", "p2").record(noting("p2", "ours"), "app")
    path = folder / "library.json"
    path.write_bytes(path.read_bytes().replace(b"Paper p1", b"Their p1"))


def take_over(story: Story) -> None:
    """Somebody else changed library.json, and the next one who opens it takes that over."""
    found = content(FileStore.open(story.folder))
    assert (found["p1"]["title"], found["p2"]["note"]) == ("Their p1", "ours")
    story.right.append((0, [found]))


def prepare_upgrade(folder: Path) -> None:
    library_with(folder, "p1", "p2").record(noting("p2", "not yet folded"), "app")


def upgrade(story: Story) -> None:
    """A newer readinglist opens the library, migrates it and goes on."""
    store = FileStore.open(story.folder)
    assert all(record["upgraded"] for record in content(store).values())
    story.right.append((0, [content(store)]))
    story.record(store, noting("p1", "after"))
    store.fold()


def prepare_repair(folder: Path) -> None:
    store = library_with(folder, "p1", "p2")
    store.record(noting("p2", "damaged"), "app")
    store.record(tagging("p1", "whole"), "app")
    path = journals(folder)[-1]
    path.write_bytes(path.read_bytes().replace(b"damaged", b"dAmaged"))


def repair(story: Story) -> None:
    """The doctor saves what can be saved of a library with a damaged line in a journal."""
    doctor(story.folder, repair=True)
    found = content(FileStore.open(story.folder))
    assert ("note" in found["p2"], found["p1"]["tags"]) == (False, ["whole"])
    story.right.append((0, [found]))


def nothing(folder: Path) -> None:
    """Where there is nothing yet."""


STORIES = {
    "daily work": (nothing, small, daily_work),
    "take-over": (prepare_take_over, small, take_over),
    "upgrade": (prepare_upgrade, newer, upgrade),
    "repair": (prepare_repair, small, repair),
}
"""Name → what makes the library, which readinglist works on it, what it does."""


@dataclass
class Figures:
    """What was tried."""

    steps: int = 0
    cuts: int = 0
    mended: int = 0
    """Libraries that said they needed the doctor."""


def run(name: str, rng: random.Random, cuts: int = 0) -> Figures:
    """Cut the power of a story at every step and byte, or only so often if `cuts` is given."""
    prepare, version, act = STORIES[name]
    with TemporaryDirectory(dir=MEMORY) as place, ExitStack() as stack:
        root = Path(place, "root")
        (root / "home").mkdir(parents=True)
        prepare(root / FOLDER)
        disk = Disk(root)
        stack.enter_context(version())
        story = Story(root / FOLDER)
        with recording(story.steps):
            act(story)
        ways: Iterable[tuple[int, Tree]] = unlike(disk, story, rng, tears=3 if cuts else 0)
        if cuts:
            ways = list(ways)
            ways = rng.sample(ways, min(cuts, len(ways)))
        figures = Figures(len(story.steps))
        for step, tree in ways:
            there = Path(place, "cut")
            make(tree, there)
            try:
                figures.cuts += 1
                figures.mended += survives(there / FOLDER, story.after(step))
            except BaseException as error:
                error.add_note(f"{name}: power cut after step {step} of {len(story.steps)}: {story.steps[step - 1]}")
                raise
            shutil.rmtree(there)
        return figures


def unlike(disk: Disk, story: Story, rng: random.Random, tears: int) -> Iterator[tuple[int, Tree]]:
    """Everything that can be left, each once per set of right contents; (number of steps made, what is left)."""
    seen = set()
    for step in range(len(story.steps) + 1):
        for tree in left(disk, rng, tears):
            mark = hash((repr(tree), repr(story.after(step))))
            if mark not in seen:
                seen.add(mark)
                yield step, tree
        if step < len(story.steps):
            disk.do(story.steps[step])


def left(disk: Disk, rng: random.Random, tears: int) -> Iterator[Tree]:
    """What can be left now: all or nothing of contents and names, the last write torn at any byte, anything by chance.

    It is torn only at so many bytes if `tears` is given.
    """
    for content_of in (now_of, safe_of):
        for names in (names_now, names_safe):
            yield disk.after_cut(content_of, names)
    for file in disk.unsafe():
        places = range(file.tearable())
        for torn in rng.sample(places, min(tears or len(places), len(places))):
            for hole in (False, True):
                yield disk.after_cut(torn_in(file, torn, hole), names_now)
    for _ in range(3):
        yield disk.after_cut(any_of(rng), any_names(rng))


def survives(folder: Path, right: list[Content]) -> bool:
    """Whether the library needed the doctor; it holds what is right, and takes more."""
    store = FileStore.open(folder)
    mended = bool(store.read_only or doctor(folder))
    if mended:
        doctor(folder, repair=True)
        store = FileStore.open(folder)
    assert not store.read_only
    assert content(store) in right
    before = content(store)
    store.record(adding("later"), "app")
    store.fold()
    after = content(FileStore.open(folder))
    assert after.pop("later")
    assert after == before
    assert doctor(folder) == []
    return mended
