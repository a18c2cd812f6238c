"""The interface of a store: a library in memory, kept in step with where it is stored, and the only way to change it.

A second kind of store (a database, a service) fulfils `Store`, is made by `open.py`, and passes the tests in
`tests/store/protocol.py`. Other rooms know no more of it than this, but for the commands that speak of a folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from readinglist.papers.change import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from readinglist.papers.change import History, Reversal
    from readinglist.papers.library import Library

C = TypeVar("C", bound=Change)


class Question(NamedTuple):
    """A risk of the place where a library is stored, which the user accepts before anything is written there."""

    name: str
    about: str
    """The details; with others the question is asked again."""
    text: str
    """The risk in a sentence."""


class Store(Protocol):
    """An open library. Methods that write raise StoreError, and then nothing was changed."""

    library: Library
    """The papers. The object stays the same; changes of all users are applied to it."""
    notices: list[str]
    """Messages for the user, in the order in which they came up."""

    @property
    def folder(self) -> Path:
        """The folder that identifies the library here: the cache, drafts, answers and synced files are named by it."""

    @property
    def sequence(self) -> int:
        """The number of the newest change."""

    @property
    def read_only(self) -> str:
        """Why the library cannot be changed; empty if it can."""

    @property
    def is_damaged(self) -> bool:
        """Whether stored data is damaged; the library is then read-only."""

    @property
    def is_versioned(self) -> bool:
        """Whether the stored form is under version control, so that changes are saved soon after an edit."""

    def questions(self) -> Sequence[Question]:
        """The risks that the user has not accepted yet; until then the library is read-only."""

    # Read and record.

    def record(self, edit: Callable[[Library], C], origin: str) -> C:
        """Compute a change from the newest state and store it; it is durable on return. An empty change is dropped."""

    def undo(self, origin: str, sequence: int = 0) -> Reversal | None:
        """Undo the newest change made by `origin`, or change number `sequence`; None if there is none."""

    def redo(self, origin: str) -> Reversal | None:
        """Redo what `origin` has just undone; None if there is nothing."""

    def history(self) -> History:
        """The newest changes that can be undone and redone."""

    # Follow changes by others.

    def refresh(self) -> list[Change]:
        """Apply changes by others; returns those applied since the last call. Cheap if there are none."""

    def changes_by_others(self) -> list[Change]:
        """Changes by others applied since the last call, such as by an edit; does not look for new ones."""

    def is_outdated(self) -> bool:
        """Whether the whole library has to be read again, which takes as long as opening it."""

    def reload(self) -> None:
        """Read the whole library again, in any thread; `library` does not change until `apply_reload`."""

    def apply_reload(self) -> None:
        """Apply the difference that `reload` found to `library`."""

    # Leave.

    def save(self, *, waits: bool = True) -> bool:
        """Write all changes into the stored form that others read; whether anything was written.

        Unless it `waits`, nothing is written while another process does so.
        """

    def close(self) -> None:
        """Leave the library; nothing happens the second time."""

    def __enter__(self) -> Self:
        """The store itself, closed at the end of the block."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
