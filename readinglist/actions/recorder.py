"""Where actions record their edits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from readinglist.papers.change import Change

if TYPE_CHECKING:
    from collections.abc import Callable

    from readinglist.papers.library import Library
    from readinglist.store.protocol import Store

C = TypeVar("C", bound=Change)


class Recorder(Protocol):
    """An open library that makes edits durable: the app's session, or a store together with an origin."""

    @property
    def library(self) -> Library:
        """The papers, up to date with the last recorded edit."""

    def record(self, edit: Callable[[Library], C]) -> C:
        """Run an edit on the newest state of the library and save its change."""


@dataclass(frozen=True, slots=True)
class StoreRecorder:
    """A store whose changes are all recorded under one origin."""

    store: Store
    origin: str
    """The front end: ``cli``, ``demo``."""

    @property
    def library(self) -> Library:
        """The papers, up to date with the last recorded edit."""
        return self.store.library

    def record(self, edit: Callable[[Library], C]) -> C:
        """Run an edit on the newest state of the library and save its change."""
        return self.store.record(edit, self.origin)
