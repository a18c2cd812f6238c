"""Reading a library from its folder: no lock is taken and nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING
from zlib import crc32

from readinglist.errors import DamagedError, StoreError
from readinglist.library import Library
from readinglist.store import backup, late, outside
from readinglist.store.journal import DOCTOR, Moved, Tail, numbers
from readinglist.store.state import State
from readinglist.store.tables import check_version, is_old, salvaged
from readinglist.text import plural

if TYPE_CHECKING:
    from readinglist.change import Change
    from readinglist.store.files import Layout
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

    @property
    def settled(self) -> bool:
        """Whether there is nothing to put right."""
        return self.finding is Finding.KNOWN and not self.tail.torn and not self.trouble


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
    if found := late.papers_in(layout, state):
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
    checksum = crc32(storage.data)
    same_file = storage.signature == state.signature
    if same_file and state.checksum in {None, checksum}:
        return replayed(layout, Library(papers.values()), state, Finding.KNOWN, others)
    digest = storage.digest
    here = State(state.sequence, digest, storage.signature, checksum=checksum, earlier=state.earlier)
    if digest == state.digest:
        return replayed(layout, Library(papers.values()), here, Finding.TOUCHED, others)
    if digest == state.pending_digest:
        here = replace(here, sequence=state.pending_sequence)
        return replayed(layout, Library(papers.values()), here, Finding.TOUCHED, others)
    problem, hint = outside.problem_of(papers), "correct it there, or put back the version before"
    if state.digest and "papers" not in tables:
        problem, hint = "the table of papers is missing", DOCTOR
    if same_file:
        problem, hint = "it is no longer as it was written, though nobody wrote to it: the disk may be failing", DOCTOR
    if problem:
        return unreadable(layout, state, storage, DamagedError(f"{layout.library}: {problem}", hint))
    papers = {id: record for id, record in papers.items() if record}
    if not state.digest:
        library = Library(outside.tidied(id, record) for id, record in papers.items())
        first = min(numbers(layout.folder), default=1)
        return replayed(layout, library, replace(here, sequence=first - 1), Finding.STRANGE, others)
    return changed(layout, state, here, papers, others)


def changed(layout: Layout, state: State, here: State, papers: dict[str, dict[str, object]], others: Tables) -> Loaded:
    """The library whose file others changed: as it was, and what they did."""
    base = backup.rebuilt(layout, state)
    here = replace(here, earlier=state.versions)
    if base is None:
        library = Library(outside.tidied(id, record) for id, record in papers.items())
        loaded = replayed(layout, library, here, Finding.CHANGED, others)
        text = "it was changed by others, and what it held before could not be found: this change cannot be undone"
        loaded.notices.append(f"{layout.library}: {text}")
        return loaded
    records = base.records()
    loaded = replayed(layout, base, here, Finding.CHANGED, others)
    loaded.takeover = outside.takeover(records, papers, loaded.library)
    former = {digest: sequence for sequence, digest in state.earlier}
    if (sequence := former.get(here.digest)) is not None:
        label = f"replaced by its older version of change {sequence}: {plural(len(loaded.takeover.patches))}"
        loaded.takeover = replace(loaded.takeover, label=label)
    return loaded


def unreadable(layout: Layout, state: State, storage: SnapshotStorage, trouble: DamagedError) -> Loaded:
    """The library as far as it is known without library.json, for reading only."""
    library = backup.rebuilt(layout, state) if state.digest else None
    here = replace(state, signature=storage.signature)
    if library is None:
        library = Library(salvaged(storage.data).values())
        here = replace(here, sequence=min(numbers(layout.folder), default=1) - 1)
    loaded = replayed(layout, library, here, Finding.CHANGED, {})
    loaded.trouble = trouble
    return loaded


def replayed(layout: Layout, library: Library, state: State, finding: Finding, others: Tables) -> Loaded:
    """The library with what the journals hold beyond it."""
    loaded = Loaded(library, Tail(layout.folder), state, finding, others)
    try:
        loaded.tail.seek(state.sequence)
        for change in loaded.tail.read():
            library.apply(change)
        if finding is not Finding.STRANGE and state.sequence:
            loaded.tail.check_present(state.sequence)
    except DamagedError as error:
        loaded.trouble = error
    return loaded


def conflict_files(layout: Layout) -> list[str]:
    """What to say about files in which file sync kept a second version."""
    advice = "what only it holds is not in your list; compare it with {}, then remove it"
    kinds = (("library*conflict*", "library.json"), ("journal-*conflict*", "the journal of the same number"))
    return [
        f"{path}: file sync kept this second version of the library; {advice.format(other)}"
        for pattern, other in kinds
        for path in sorted(layout.folder.glob(pattern))
    ]
