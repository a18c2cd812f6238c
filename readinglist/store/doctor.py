"""What is wrong with a library's files, and saving what can be saved."""

from __future__ import annotations

import os
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readinglist import regular
from readinglist.change import Change
from readinglist.errors import DamagedError, StoreError
from readinglist.library import Library
from readinglist.paper import cite_keys, now
from readinglist.papers.faults import called, mended
from readinglist.papers.fields import ID
from readinglist.store import backup, consent, fold, outside
from readinglist.store.files import Layout, explaining, flush_folder
from readinglist.store.journal import entries, missing, numbers, path_of, saved, start
from readinglist.store.lines import fitting
from readinglist.store.load import load
from readinglist.store.lock import Lock, check_platform
from readinglist.store.snapshot import Database
from readinglist.store.state import State
from readinglist.store.store import Store
from readinglist.store.tables import salvaged
from readinglist.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from readinglist.change import Patch
    from readinglist.paper import Record
    from readinglist.store.load import Loaded
    from readinglist.store.tables import Tables

OTHERS = 0o077


def doctor(folder: Path, repair: bool = False) -> list[str]:
    """What is wrong with the library in `folder`, in words; with `repair`, put right, and the damaged files kept."""
    return examination(folder, repair).texts


def examination(folder: Path, repair: bool = False) -> Examination:
    """As `doctor`, with what a repair does."""
    check_platform()
    layout = Layout(folder.expanduser().absolute())
    if not layout.folder.is_dir():
        raise StoreError(f"{layout.folder}: there is no library here", "name its folder with --library DIR")
    lock = Lock(layout.lock).held() if os.access(layout.folder, os.W_OK) else nullcontext()
    with explaining(layout.folder):
        if repair and (refusal := consent.refusal(layout)):
            raise refusal
        with lock:
            found = examine(layout)
            if repair and found.texts:
                mend(layout, found)
        if repair and found.texts:
            found.texts.append(settled(layout, found))
    return found


@dataclass(slots=True)
class Examination:
    """What was found."""

    texts: list[str] = field(default_factory=list)
    plan: list[str] = field(default_factory=list)
    """What a repair does, in words."""
    journals: list[Path] = field(default_factory=list)
    """Those with damaged lines."""
    gaps: bool = False
    """Whether changes are missing."""
    unreadable: bool = False
    """Whether library.json cannot be understood."""
    faulty: dict[str, list[str]] = field(default_factory=dict)
    """Paper id → what is wrong with its record in library.json."""
    exposed: list[Path] = field(default_factory=list)
    """Files that other users can read."""

    @property
    def damaged(self) -> bool:
        """Whether a file cannot be used as it is."""
        return bool(self.journals or self.gaps or self.unreadable or self.faulty)


def examine(layout: Layout) -> Examination:
    """Look at every file."""
    found = Examination()
    examine_journals(layout, found)
    examine_library(layout, found)
    if layout.folder.stat().st_mode & OTHERS:
        files = [path for path in (layout.library, layout.state, *journals(layout)) if path.exists()]
        found.exposed = [path for path in files if path.stat().st_mode & OTHERS and backup.has_our_names(layout, path)]
        found.texts += [f"{path}: other users of this machine can read it" for path in found.exposed]
    found.plan += plan(layout, found)
    return found


def plan(layout: Layout, found: Examination) -> Iterator[str]:
    """What `mend` will do, step by step."""
    if found.unreadable or found.faulty:
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


def journals(layout: Layout) -> list[Path]:
    """The journals in order."""
    return [path_of(layout.folder, first) for first in numbers(layout.folder)]


def examine_journals(layout: Layout, found: Examination) -> None:
    """Check every line, and that none is missing between two."""
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


def examine_library(layout: Layout, found: Examination) -> None:
    """Check the library as it would be opened."""
    loaded = load(layout)
    found.texts += loaded.notices
    if loaded.takeover:
        found.texts.append(f"{layout.library} was {loaded.takeover.label}: {', '.join(loaded.takeover.ids[:5])}")
        found.plan.append("make this one change, which undo takes back, as opening the library does")
    try:
        Database(layout.library).file.read()
    except DamagedError as error:
        found.texts.append(error.message)
        found.unreadable = True
    found.faulty = loaded.faulty
    found.texts += [
        f"{layout.library}: paper {called(id)}: {each}" for id, told in found.faulty.items() for each in told
    ]
    if loaded.trouble and not (found.faulty or found.journals or found.gaps or found.unreadable):
        found.texts.append(loaded.trouble.message)
        found.unreadable = True
    for key, ids in shared_keys(loaded.library).items():
        found.texts.append(f"the cite key {key} belongs to several papers: {', '.join(ids)}")
        found.plan.append(f"leave {key} to the first of them and give the others a cite key of their own")


def mend(layout: Layout, found: Examination) -> None:
    """Put the files right, under the lock; the damaged ones are copied first."""
    if found.unreadable or found.faulty:
        keep(layout, layout.library)
    for path in found.exposed:
        path.chmod(0o600)
    if found.faulty:
        drop_faults(layout)
    if found.unreadable or found.journals or found.gaps:
        save(layout, found.journals)


def settled(layout: Layout, found: Examination) -> str:
    """Open the mended library, which puts the rest right; what came out, in words."""
    with Store.open(layout.folder) as store:
        if not store.read_only:
            store.record(own_keys, "doctor")
        rest = f"; still wrong: {store.read_only}" if store.read_only else ""
        kept = f"; the damaged files are kept in {layout.backups}" if found.damaged else ""
        return f"repaired: the library holds {plural(len(store.library))}{kept}{rest}"


def own_keys(library: Library) -> Change:
    """The change that gives each paper a cite key of its own."""
    patches: dict[str, Patch] = {id: {} for ids in shared_keys(library).values() for id in ids}
    outside.separate_keys(patches, library)
    return Change("a cite key for each paper", {id: patch for id, patch in patches.items() if patch}, time=now())


def shared_keys(library: Library) -> dict[str, list[str]]:
    """The cite keys, in lower case, that more than one paper has, with the papers' ids."""
    holders: dict[str, list[str]] = {}
    for paper in library:
        for key in cite_keys(paper.record):
            holders.setdefault(key, []).append(paper.id)
    return {key: ids for key, ids in holders.items() if len(ids) > 1}


def drop_faults(layout: Layout) -> None:
    """Write library.json without the values that are none; it is then taken over as changed outside."""
    storage = Database(layout.library).file
    tables: Tables = storage.read() or {}
    before = backup.rebuilt(layout, State.load(layout.state)) or Library()
    table, lines = tables.get("papers", {}), salvaged(storage.data)
    papers: dict[str, Record] = {}
    for place, record in table.items():
        if isinstance(record, dict):
            own = record.get("id")
            id = own if isinstance(own, str) and own not in table and (before.record(own) or place in lines) else place
            if ID(id):
                papers[id] = mended(record, before.record(id)) | {"id": id}
    hidden = {id: record for id, record in lines.items() if id not in papers}  # by one misplaced
    storage.write({**tables, "papers": {**hidden, **papers}})


def save(layout: Layout, damaged: list[Path]) -> None:
    """Write library.json from all that can be read, and take away the journals that no longer follow each other."""
    loaded = load(layout)
    library, sequence = salvage(layout, loaded)
    needless = unchained(layout, damaged, sequence)
    for path in needless:
        keep(layout, path)
    start(layout.folder, sequence + 1)
    storage, digest = fold.prepare(layout, library.records(), loaded.others, ".doctor~")
    fold.commit(layout, loaded.state, storage, digest, sequence, foreign=True, damaged=True)
    backup.keep_copy(layout, sequence)
    for path in needless:  # only now: until library.json holds their changes, nothing else does
        regular.remove(path)
        flush_folder(layout.folder)


def salvage(layout: Layout, loaded: Loaded) -> tuple[Library, int]:
    """The library with all that can be read, and the number of its last change."""
    lines = [change for path in journals(layout) for change in saved(regular.read(path))]
    if loaded.takeover:
        loaded.library.apply(loaded.takeover)
    apply_whole(loaded.library, [change for change in lines if change.sequence > loaded.tail.sequence])
    return loaded.library, max(loaded.tail.sequence, *(change.sequence for change in lines), 0)


def unchained(layout: Layout, damaged: list[Path], sequence: int) -> list[Path]:
    """The journals from which changes are missing up to change `sequence`."""
    expected = sequence + 1
    paths = journals(layout)
    for number, path in reversed(list(zip(numbers(layout.folder), paths, strict=True))):
        last = max((change.sequence for change in saved(regular.read(path))), default=number - 1)
        if path in damaged or last + 1 != expected:
            return paths[: paths.index(path) + 1]
        expected = number
    return []


def keep(layout: Layout, path: Path) -> None:
    """Put a copy of a file that will be replaced or removed among the backups."""
    if path.exists():
        backup.copy(path, layout, backup.stamped(f"damaged-{path.stem}"))


def apply_whole(library: Library, changes: Iterable[Change]) -> None:
    """Make changes of which earlier ones may be lost: none may leave a part of a paper behind."""
    for change in changes:
        library.apply(fitting(library, change))
