"""A store without files: what any kind of store has to do, in its shortest form."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from readinglist.errors import StoreError
from readinglist.papers.change import Change, History, Reversal
from readinglist.papers.library import Library, reversal_of
from readinglist.papers.record import now
from readinglist.store.journal_lines import writable

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    from readinglist.store.protocol import Question

C = TypeVar("C", bound=Change)


@dataclass
class Memory:
    """The place that several stores share: the changes of one library, oldest first."""

    changes: list[Change] = field(default_factory=list)
    saved: int = 0
    questions: list[Question] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    most: int = 1000


class MemoryStore:
    """A library whose changes are in memory."""

    def __init__(self, memory: Memory) -> None:
        self.library = Library()
        self.notices: list[str] = []
        self._memory = memory
        self._applied = 0
        self._by_others: list[Change] = []
        self._catch_up()
        self._by_others.clear()

    folder = Path("memory")
    is_damaged = False
    is_versioned = False

    @property
    def sequence(self) -> int:
        return self._applied

    @property
    def read_only(self) -> str:
        return "; ".join(question.text for question in self._memory.questions)

    def questions(self) -> list[Question]:
        return list(self._memory.questions)

    def record(self, edit: Callable[[Library], C], origin: str) -> C:
        with self._memory.lock:
            if self.read_only:
                raise StoreError(self.read_only)
            self._catch_up()
            change = edit(self.library)
            if not change:
                return change
            change = replace(writable(change), sequence=self._applied + 1, origin=origin, time=change.time or now())
            self._memory.changes.append(change)
            self.library.apply(change)
            self._applied += 1
            return change

    def undo(self, origin: str, sequence: int = 0) -> Reversal | None:
        found = [each for each in self.history().undoable() if each.sequence == sequence]
        changes = found if sequence else self.history().undoable(origin)
        return self._reverse(changes[-1], origin) if changes else None

    def redo(self, origin: str) -> Reversal | None:
        changes = self.history().redoable(origin)
        return self._reverse(changes[-1], origin) if changes else None

    def _reverse(self, change: Change, origin: str) -> Reversal:
        return self.record(lambda library: reversal_of(library, change, now()), origin)

    def history(self) -> History:
        return History(self._memory.changes, self._memory.most)

    def _catch_up(self) -> None:
        with self._memory.lock:
            fresh = self._memory.changes[self._applied :]
            for change in fresh:
                self.library.apply(change)
            self._applied += len(fresh)
            self._by_others += fresh

    def refresh(self) -> list[Change]:
        self._catch_up()
        return self.changes_by_others()

    def changes_by_others(self) -> list[Change]:
        fresh, self._by_others = self._by_others, []
        return fresh

    def is_outdated(self) -> bool:
        return False

    def reload(self) -> None:
        """There is nothing to prepare: changes are at hand."""

    def apply_reload(self) -> None:
        self._catch_up()

    def save(self, *, waits: bool = True) -> bool:
        with self._memory.lock:
            was, self._memory.saved = self._memory.saved, len(self._memory.changes)
            return was != self._memory.saved

    def close(self) -> None:
        """There is nothing to let go of."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
