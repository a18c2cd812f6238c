"""The examination of a library's files: problems, and a plan to repair them, in words."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readinglist.errors import DamagedError, LockedError
from readinglist.files import regular
from readinglist.files.atomic import explaining
from readinglist.files.lock import Lock, check_platform
from readinglist.papers.faults import called
from readinglist.store import backup, consent, copies, fold, rescue
from readinglist.store.journal import entries, missing, numbers
from readinglist.store.journal_lines import FULL, MOST, START_AGAIN
from readinglist.store.layout import Layout
from readinglist.store.load import conflict_files, is_begun, load
from readinglist.store.mending import journals, mend, reopen, salvage, shared_keys, unchained
from readinglist.store.recent_changes import readable
from readinglist.store.snapshot import MARKERS, Database
from readinglist.store.state import State
from readinglist.store.writable import obstacles
from readinglist.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from readinglist.papers.change import Change
    from readinglist.store.load import Loaded
    from readinglist.store.rescue import Rescue
    from readinglist.store.snapshot import SnapshotStorage

OTHERS = 0o077


def doctor(folder: Path, repair: bool = False) -> list[str]:
    """The problems of the library in `folder`, and what a `repair` did; damaged files are backed up."""
    found = examination(folder, repair)
    return found.texts + found.done


def examination(folder: Path, repair: bool = False) -> Examination:
    """The full examination of the library in `folder`, repaired if asked for."""
    check_platform()
    layout = Layout(folder.expanduser().absolute())
    found = Examination()
    if not is_begun(layout):
        return found
    with explaining(layout.folder):
        refusal = consent.refusal(layout.folder)
        if repair and refusal:
            raise refusal
        found.obstacles += [f"only open for reading: {refusal.message}"] if refusal else obstacles(layout)
        with locked(layout, found) as lock:
            examine(layout, found)
            if repair and found.texts and not found.obstacles:
                mend(layout, found, lock)
        if repair and found.texts and not found.obstacles:
            reopen(layout, found)
    return found


@contextmanager
def locked(layout: Layout, found: Examination) -> Iterator[Lock]:
    """Hold the lock if the folder can be written; a lock that another process does not release is a problem."""
    lock = Lock(layout.lock)
    with ExitStack() as stack:
        if not found.obstacles:
            try:
                stack.enter_context(lock.held())
            except LockedError as error:
                found.obstacles.append(f"{error.message}: {error.hint}")
        yield lock


@dataclass(slots=True)
class Examination:
    """The result of an examination."""

    texts: list[str] = field(default_factory=list)
    plan: list[str] = field(default_factory=list)
    """The steps of a repair, in words."""
    journals: list[Path] = field(default_factory=list)
    """Journals with damaged lines."""
    gaps: bool = False
    """Whether changes are missing."""
    unreadable: bool = False
    """Whether library.json cannot be parsed."""
    faulty: dict[str, list[str]] = field(default_factory=dict)
    """Paper id → problems of its record in library.json."""
    exposed: list[Path] = field(default_factory=list)
    """Files that other users can read."""
    rescues: list[Rescue] = field(default_factory=list)
    """Copies with papers or fields that the library may lack."""
    obstacles: list[str] = field(default_factory=list)
    """Why the library cannot be written."""
    done: list[str] = field(default_factory=list)
    """The report of a repair, in words."""
    is_left: bool = False
    """Whether problems are left after a repair."""

    def holds_two_versions(self, layout: Layout) -> bool:
        """Whether library.json holds two versions that can be merged."""
        return any(each.path == layout.library for each in self.rescues)

    @property
    def damaged(self) -> bool:
        """Whether a file is damaged."""
        return bool(self.journals or self.gaps or self.unreadable or self.faulty)


def examine(layout: Layout, found: Examination) -> None:
    """Examine all files."""
    found.texts += found.obstacles
    found.is_left = bool(found.obstacles)
    examine_journals(layout, found)
    examine_library(layout, found)
    if layout.folder.stat().st_mode & OTHERS:
        files = [path for path in (layout.library, layout.state, *journals(layout)) if path.exists()]
        found.exposed = [path for path in files if path.stat().st_mode & OTHERS and backup.has_our_names(layout, path)]
        found.texts += [f"{path}: other users of this machine can read it" for path in found.exposed]
    found.plan += plan(layout, found)


def plan(layout: Layout, found: Examination) -> Iterator[str]:
    """The steps of a repair."""
    if (found.unreadable and not found.holds_two_versions(layout)) or found.faulty:
        yield f"keep a copy of {layout.library} in {layout.backups}"
    if found.faulty:
        yield "take these values out of it, or put back those that stood there before"
    if found.unreadable or found.journals or found.gaps:
        library, sequence = salvage(layout, load(layout))
        for path in unchained(layout, found.journals, sequence):
            yield f"move {path} to {layout.backups}, after the changes in its whole lines have been read"
        sources = "all that can be read of it, its backups and the journals"
        yield f"write {layout.library} anew, with {plural(len(library))}, from {sources}"
    for path in found.exposed:
        yield f"let only you read {path}"
    for each in found.rescues:
        yield f"take in what the library lacks of {each.path}, as one change, and keep a copy in {layout.backups}"


def examine_journals(layout: Layout, found: Examination) -> None:
    """Check every line of the journals, and that no change is missing."""
    expected = 0
    paths = journals(layout)
    for first, path in zip(numbers(layout.folder), paths, strict=True):
        if expected and first > expected:
            found.gaps = True
            found.texts.append(f"{path}: {missing(expected, first)}")
        expected = first
        for entry in entries(regular.read(path)):
            problem = entry.problem
            if entry.change and entry.change.sequence != expected:
                problem = f"change {entry.change.sequence} stands where {expected} is expected"
            if problem:
                found.texts.append(f"{path}: line {entry.line}: {problem}")
                is_news = entry.torn and path == paths[-1]  # cut off when the library is opened
                if is_news:
                    found.plan.append(f"cut the incomplete line off {path} and keep it in {layout.backups}")
                elif path not in found.journals:
                    found.journals.append(path)
            expected = 1 + (entry.change.sequence if entry.change else expected)
    if expected >= MOST:
        found.texts.append(f"{layout.folder}: {FULL}; {START_AGAIN}")
        found.is_left = True


def examine_library(layout: Layout, found: Examination) -> None:
    """Check library.json, and the library as it would be opened."""
    loaded = load(layout)
    found.texts += [notice for notice in loaded.notices if notice not in conflict_files(layout)]
    if loaded.external_edit:
        found.texts.append(
            f"{layout.library} was {loaded.external_edit.label}: {', '.join(loaded.external_edit.ids[:5])}"
        )
        found.plan.append("make this one change, which undo takes back, as opening the library does")
    storage = Database(layout.library).file
    rescues = list(rescue.find(layout))
    try:
        storage.read()
    except DamagedError as error:
        found.texts.append(error.message)
        found.unreadable = True
        rescues += versions_left(layout, storage)
    examine_rescues(layout, loaded, rescues, found)
    found.faulty = loaded.faulty
    found.texts += [
        f"{layout.library}: paper {called(id)}: {each}" for id, told in found.faulty.items() for each in told
    ]
    if loaded.trouble and not found.faulty and loaded.trouble.message not in found.texts:
        found.texts.append(loaded.trouble.message)
        found.unreadable |= not (found.journals or found.gaps)
    for key, ids in shared_keys(loaded.library).items():
        found.texts.append(f"the cite key {key} belongs to several papers: {', '.join(ids)}")
        found.plan.append(f"leave {key} to the first of them and give the others a cite key of their own")


def versions_left(layout: Layout, storage: SnapshotStorage) -> Iterator[Rescue]:
    """The versions in a library.json that is not valid JSON but has complete papers, such as after a git merge."""
    left = rescue.read(layout.library, copies.BOTH)
    is_damaged = left.broken and not MARKERS.search(storage.data)
    if left.versions and not is_damaged and storage.signature != State.load(layout.state).signature:
        yield left


def examine_rescues(layout: Layout, loaded: Loaded, rescues: Iterable[Rescue], found: Examination) -> None:
    """Report the copies that have something the library lacks."""
    past: Sequence[Change] = []
    for each in rescues:
        past = past or readable(layout.folder, fold.HISTORY)
        if texts := list(each.describe(rescue.merged_change(loaded.library, past, [each]))):
            found.texts += texts
            found.rescues.append(each)
