"""Reading a library from its folder: no lock is taken and nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Any
from zlib import crc32

from readinglist.errors import DamagedError, StoreError
from readinglist.papers.faults import is_sound, mended, problem_of, problems
from readinglist.papers.field import ID
from readinglist.papers.library import Library
from readinglist.papers.tidying import is_tidy, tidied
from readinglist.store import backup, copies, external_edits, lazy_papers
from readinglist.store.journal import Moved, Tail, numbers
from readinglist.store.lines import DOCTOR, fitting
from readinglist.store.reached import Reached
from readinglist.store.state import State
from readinglist.store.tables import check_version, is_old, salvaged
from readinglist.text import plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.papers.change import Change
    from readinglist.papers.record import Record
    from readinglist.store.layout import Layout
    from readinglist.store.snapshot import SnapshotStorage
    from readinglist.store.tables import Tables

TRIES = 5


class Finding(Enum):
    """What library.json turned out to be."""

    KNOWN = auto()
    """As we wrote it."""
    TOUCHED = auto()
    """As we wrote it, but state.json does not say so (yet)."""
    STRANGE = auto()
    """We know nothing about it: it came from another machine or program, or state.json is lost."""
    CHANGED = auto()
    """Others changed it since we wrote it."""
    OLD = auto()
    """An older readinglist wrote it."""


@dataclass(slots=True)
class Loaded:
    """A library as it is on the disk."""

    library: Library
    tail: Tail
    state: State
    """Of what is in library.json now, if it can be told."""
    finding: Finding = Finding.KNOWN
    others: Tables = field(default_factory=dict)
    """Tables beside the papers."""
    takeover: Change | None = None
    """What others did to library.json; not yet in `library`."""
    trouble: StoreError | None = None
    """Why the library cannot be changed."""
    notices: list[str] = field(default_factory=list)
    faulty: dict[str, list[str]] = field(default_factory=dict)
    """Paper id → what is wrong with its record in library.json."""

    @property
    def settled(self) -> bool:
        """Whether there is nothing to put right."""
        return self.finding is Finding.KNOWN and not self.tail.torn and not self.trouble


def is_begun(layout: Layout) -> bool:
    """Whether there are files of a library in the folder."""
    if not layout.folder.is_dir():
        return False
    return layout.library.exists() or layout.state.exists() or bool(numbers(layout.folder)) or layout.lock.exists()


def load(layout: Layout) -> Loaded:
    """The library of the folder. Raises StoreError if a newer readinglist wrote it."""
    for _ in range(TRIES):
        try:
            loaded = look(layout)
        except Moved:
            continue  # another process folded its journals while we read
        loaded.notices += conflict_files(layout)
        return loaded
    raise StoreError(f"the library in {layout.folder} changes while it is read", "try again in a moment")


def look(layout: Layout) -> Loaded:
    """As `load`, at one moment; raises Moved if it passed while reading."""
    state = State.load(layout.state)
    if found := lazy_papers.papers_in(layout, state):
        papers, others = found
        return replayed(layout, Library.of(papers), state, Finding.KNOWN, others)
    from readinglist.store.snapshot import Database  # noqa: PLC0415 - brings in TinyDB, which a large library does without

    storage = Database(layout.library).file
    trouble: DamagedError | None = None
    tables: Tables | None = None
    try:
        tables = storage.read()
        check_version(tables or {}, layout.library)
    except DamagedError as error:
        trouble = error
    if storage.signature != state.signature and State.load(layout.state) != state:
        raise Moved
    if tables is None and not trouble and state.digest:
        hint = f"put it back, for example from {layout.backups}; {DOCTOR}"
        trouble = DamagedError(f"{layout.library} is missing", hint)
    if trouble:
        return unreadable(layout, state, storage, trouble)
    loaded = recognised(layout, state, storage, tables)
    if tables and is_old(tables) and loaded.finding in {Finding.KNOWN, Finding.TOUCHED}:
        loaded.finding = Finding.OLD
    return loaded


def recognised(layout: Layout, state: State, storage: SnapshotStorage, tables: Tables | None) -> Loaded:
    """The library whose file could be read, and whether it is the one we wrote."""
    if tables is None:
        return replayed(layout, Library(), State(), Finding.KNOWN, {})
    others = {name: table for name, table in tables.items() if name != "papers"}
    papers = tables.get("papers", {})
    here, finding = identified(state, storage)
    is_ours = finding in {Finding.KNOWN, Finding.TOUCHED}
    is_checked = is_ours and lazy_papers.is_checked(layout, here)
    problem = "" if is_checked else problem_of(papers, as_written=is_ours)
    faulty = {id: list(problems(id, papers[id], as_written=is_ours)) for id in papers} if problem else {}
    if state.digest and "papers" not in tables:
        problem = "the table of papers is missing"
    if not is_ours and storage.signature == state.signature:
        problem = "it is no longer as it was written, though nobody wrote to it: the disk may be failing"
    if problem:
        hint = DOCTOR if is_ours else f"correct it there, or put back the version before; {DOCTOR}"
        loaded = unreadable(layout, state, storage, DamagedError(f"{layout.library}: {problem}", hint), papers)
        loaded.faulty = {id: found for id, found in faulty.items() if found}
        return loaded
    if is_ours:
        if not is_checked:
            lazy_papers.note_checked(layout, here)
        return replayed(layout, Library(papers.values()), here, finding, others)
    papers = {id: record for id, record in papers.items() if record}
    if finding is Finding.STRANGE:
        library = Library(tidied(id, record) for id, record in papers.items())
        first = min(numbers(layout.folder), default=1)
        loaded = replayed(layout, library, replace(here, sequence=first - 1), finding, others)
    else:
        loaded = changed(layout, state, here, papers, others)
    loaded.notices += cleaned(layout, papers)
    return loaded


def cleaned(layout: Layout, papers: Mapping[str, Record]) -> list[str]:
    """What to say about text that is read without the control characters in it."""
    suspects = (record for id, record in papers.items() if not is_sound(id, record))
    number = sum(any(not is_tidy(*field) for field in record.items()) for record in suspects)
    text = (
        f"control characters in the text of {plural(number)} are left out; the file as it is goes to {layout.backups}"
    )
    return [f"{layout.library}: {text}"] if number else []


def identified(state: State, storage: SnapshotStorage) -> tuple[State, Finding]:
    """The state of the file that was read, and which one it is; it says nothing about what the file may hold."""
    checksum = crc32(storage.data)
    if storage.signature == state.signature and state.checksum in {None, checksum}:
        return state, Finding.KNOWN
    digest = storage.digest
    here = State(state.sequence, digest, storage.signature, checksum=checksum, earlier=state.earlier)
    if digest == state.digest:
        return here, Finding.TOUCHED
    if digest == state.pending_digest:
        return replace(here, sequence=state.pending_sequence), Finding.TOUCHED
    return here, Finding.CHANGED if state.digest else Finding.STRANGE


def changed(layout: Layout, state: State, here: State, papers: dict[str, Record], others: Tables) -> Loaded:
    """The library whose file others changed: as it was, and what they did."""
    base = backup.rebuilt(layout, state)
    here = replace(here, earlier=state.versions)
    if base is None:
        library = Library(tidied(id, record) for id, record in papers.items())
        loaded = replayed(layout, library, here, Finding.CHANGED, others)
        text = "it was changed by others, and what it held before could not be found: this change cannot be undone"
        loaded.notices.append(f"{layout.library}: {text}")
        return loaded
    records = base.records()
    loaded = replayed(layout, base, here, Finding.CHANGED, others)
    loaded.takeover = external_edits.takeover(records, papers, loaded.library)
    former = {digest: sequence for sequence, digest in state.earlier}
    if (sequence := former.get(here.digest)) is not None:
        label = f"replaced by its older version of change {sequence}: {plural(len(loaded.takeover.patches))}"
        loaded.takeover = replace(loaded.takeover, label=label)
    return loaded


def unreadable(
    layout: Layout,
    state: State,
    storage: SnapshotStorage,
    trouble: DamagedError,
    papers: Mapping[str, Any] | None = None,
) -> Loaded:
    """The library as it was before library.json was damaged, else as much as can be read of it; for reading only."""
    library = backup.rebuilt(layout, state) if state.digest else None
    here = replace(state, signature=storage.signature)
    if library is None:
        found = {**salvaged(storage.data), **(papers or {})}
        library = Library(mended(record) | {"id": id} for id, record in found.items() if is_in_place(id, record))
        here = replace(here, sequence=min(numbers(layout.folder), default=1) - 1)
    loaded = replayed(layout, library, here, Finding.CHANGED, {})
    loaded.trouble = trouble
    return loaded


def is_in_place(id: str, record: Any) -> bool:
    """Whether this is a record that stands under its own id."""
    return bool(ID(id)) and isinstance(record, dict) and record.get("id", id) == id


def replayed(layout: Layout, library: Library, state: State, finding: Finding, others: Tables) -> Loaded:
    """The library with what the journals hold beyond it."""
    loaded = Loaded(library, Tail(layout.folder), state, finding, others)
    reached = Reached.read(layout.lock)  # before the journals, which others may append to meanwhile
    try:
        loaded.tail.seek(state.sequence)
        for change in loaded.tail.read():
            if finding is Finding.STRANGE:  # library.json may hold later changes than these
                library.apply(fitting(library, change))
            else:
                check_fits(library, change, loaded.tail)
                library.apply(change)
        if finding is not Finding.STRANGE and state.sequence:
            loaded.tail.check_present(state.sequence)
        if finding is not Finding.STRANGE and reached.folded <= state.sequence:  # else the folder is an older one
            loaded.tail.check_whole(reached.sequence)
    except DamagedError as error:
        loaded.trouble = error
    return loaded


def check_fits(library: Library, change: Change, tail: Tail) -> None:
    """Raise DamagedError if the change that was just read would leave a part of a paper."""
    if strangers := change.patches.keys() - fitting(library, change).patches.keys():
        raise DamagedError(f"{tail.place}: it changes {min(strangers)}, of which there is no paper", DOCTOR)


def conflict_files(layout: Layout) -> list[str]:
    """What to say about files in which file sync kept a second version."""
    advice = "what only it holds is not in your list; `readinglist doctor --repair` takes it in"
    compare = "what only it holds is not in your list; compare it with the journal of the same number, then remove it"
    return [
        f"{path}: file sync kept this second version of the library; {said}"
        for paths, said in (
            (copies.by_sync(layout), advice),
            (sorted(layout.folder.glob("journal-*conflict*")), compare),
        )
        for path in paths
    ]
