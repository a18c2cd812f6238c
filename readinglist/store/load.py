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
from readinglist.store.journal_lines import DOCTOR, fitting
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
    """The origin of the library.json that was read."""

    KNOWN = auto()
    """Written by us, as state.json says."""
    TOUCHED = auto()
    """Written by us, but state.json does not say so (yet)."""
    STRANGE = auto()
    """Unknown: it came from another machine or program, or state.json is lost."""
    CHANGED = auto()
    """Edited by others since we wrote it."""
    OLD = auto()
    """Written by an older readinglist."""


@dataclass(slots=True)
class Loaded:
    """A library as it is on the disk."""

    library: Library
    tail: Tail
    state: State
    """The state of library.json as it is now, as far as it is known."""
    finding: Finding = Finding.KNOWN
    others: Tables = field(default_factory=dict)
    """Tables of library.json other than the papers."""
    external_edit: Change | None = None
    """The edit of library.json by others; not applied to `library` yet."""
    trouble: StoreError | None = None
    """Why the library cannot be changed."""
    notices: list[str] = field(default_factory=list)
    faulty: dict[str, list[str]] = field(default_factory=dict)
    """Paper id → problems of its record in library.json."""

    @property
    def is_in_order(self) -> bool:
        """Whether there is nothing to repair."""
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
            loaded = load_once(layout)
        except Moved:
            continue  # another process folded its journals while we read
        loaded.notices += conflict_files(layout)
        return loaded
    raise StoreError(f"the library in {layout.folder} changes while it is read", "try again in a moment")


def load_once(layout: Layout) -> Loaded:
    """The library at one moment; raises Moved if files change while they are read."""
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
    """The library from a library.json that could be parsed, with its origin."""
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
            lazy_papers.cache_as_checked(layout, here)
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
    """The notice about papers that are read without the control characters in their text."""
    suspects = (record for id, record in papers.items() if not is_sound(id, record))
    number = sum(any(not is_tidy(*field) for field in record.items()) for record in suspects)
    text = (
        f"control characters in the text of {plural(number)} are left out; the file as it is goes to {layout.backups}"
    )
    return [f"{layout.library}: {text}"] if number else []


def identified(state: State, storage: SnapshotStorage) -> tuple[State, Finding]:
    """The state of the file that was read, and its origin; its content still has to be checked."""
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
    """The library from a file that others edited: its content before, and their edit."""
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
    loaded.external_edit = external_edits.merge_external_edit(records, papers, loaded.library)
    former = {digest: sequence for sequence, digest in state.earlier}
    if (sequence := former.get(here.digest)) is not None:
        label = f"replaced by its older version of change {sequence}: {plural(len(loaded.external_edit.patches))}"
        loaded.external_edit = replace(loaded.external_edit, label=label)
    return loaded


def unreadable(
    layout: Layout,
    state: State,
    storage: SnapshotStorage,
    trouble: DamagedError,
    papers: Mapping[str, Any] | None = None,
) -> Loaded:
    """A read-only library from a damaged library.json: its content before the damage, else all that can be read."""
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
    """Whether the record is stored under its own id."""
    return bool(ID(id)) and isinstance(record, dict) and record.get("id", id) == id


def replayed(layout: Layout, library: Library, state: State, finding: Finding, others: Tables) -> Loaded:
    """The library with the newer changes of the journals applied."""
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
    """Raise DamagedError if the change that was just read edits a paper that does not exist."""
    if strangers := change.patches.keys() - fitting(library, change).patches.keys():
        raise DamagedError(f"{tail.place}: it changes {min(strangers)}, of which there is no paper", DOCTOR)


def conflict_files(layout: Layout) -> list[str]:
    """The notices about second versions of files that file sync kept."""
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
