"""Open questions: pairs of papers that may be duplicates, found in slices and updated with each change."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from readinglist.papers.identity.duplicates import Duplicates, Question
    from readinglist.papers.library import Library

FEW = 64
"""Number of changed papers that are compared at once; more of them are compared in slices."""


class OpenQuestions:
    """The open questions of a library; the caller's set `asked` always holds the ids of their papers."""

    def __init__(self, library: Library, asked: set[str]) -> None:
        self.asked = asked
        self.is_running = False
        """Whether a comparison is running."""
        self._has_news = False
        self.load(library)

    def load(self, library: Library) -> None:
        """Start again with `library`, none of whose papers has been compared."""
        self.library = library
        self._done = 0
        self._duplicates: Duplicates | None = None
        self._waiting: set[str] = set()
        """Papers that have changed since they were compared."""
        self._settle()

    @property
    def is_whole(self) -> bool:
        """Whether all papers have been compared, but for those that changed since."""
        return self._duplicates is not None and self._duplicates.is_complete

    @property
    def is_complete(self) -> bool:
        """Whether all papers have been compared in their current state."""
        return self.is_whole and not self._waiting

    @property
    def is_due(self) -> bool:
        """Whether papers wait for a comparison that is not running."""
        return not (self.is_complete or self.is_running)

    @property
    def progress(self) -> int:
        """The compared part of the library, in per cent."""
        return 100 if self.is_whole else 100 * self._done // (len(self.library) + 1)

    def in_order(self, first: str = "") -> list[Question]:
        """The open questions, those about the paper `first` before the others."""
        found = self._duplicates.questions() if self._duplicates else []
        return sorted(found, key=lambda question: first not in question[:2])

    def consume_changed(self) -> bool:
        """Whether the papers in question have changed since the last call."""
        has_news, self._has_news = self._has_news, False
        return has_news

    def follow(self, ids: Collection[str]) -> None:
        """Compare these changed papers: at once if they are few, else in `comparing`."""
        duplicates, changed = self._duplicates, set(ids)
        if duplicates is None:
            return
        if self.is_whole and len(changed) <= FEW:
            duplicates.follow(changed)
        else:
            duplicates.follow({id for id in changed if id not in self.library})
            self._waiting |= changed
        self._settle()

    def _settle(self) -> None:
        """Update `asked`."""
        now = self._duplicates.ids() if self._duplicates else set()
        if now != self.asked:
            self.asked.clear()
            self.asked.update(now)
            self._has_news = True

    def comparing(self) -> Iterator[None]:
        """Compare the waiting papers in slices of a few milliseconds."""
        self.is_running = True
        try:
            while not self.is_complete:
                yield from self._comparing_some() if self.is_whole else self._comparing_all()
        finally:
            self.is_running = False

    def _comparing_all(self) -> Iterator[None]:
        from readinglist.papers.identity.duplicates import Duplicates  # noqa: PLC0415 - the first screen does without its patterns

        self._duplicates = duplicates = Duplicates(self.library)
        for done in duplicates.comparing():
            yield
            if self._duplicates is not duplicates:  # another library was loaded
                return
            self._done = done
            self._settle()
        self._settle()

    def _comparing_some(self) -> Iterator[None]:
        if self._duplicates is not None:
            some = set(islice(self._waiting, FEW))
            self._waiting -= some
            self._duplicates.follow(some)
            self._settle()
        yield
