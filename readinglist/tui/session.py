"""The user's session: edits of the chosen papers, their marks, undo and repeat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from readinglist.actions.add import add
from readinglist.errors import NotFoundError, StoreError
from readinglist.jobs.gc_pause import settle
from readinglist.listing.listing import Listing
from readinglist.papers.change import Change
from readinglist.papers.library import Library
from readinglist.text import plural
from readinglist.tui.draft import Drafts
from readinglist.tui.glyphs import counted, plain
from readinglist.tui.open_questions import OpenQuestions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from readinglist.actions.add import AddRequest, AddResult
    from readinglist.papers.paper import Paper
    from readinglist.search.index.index import Index
    from readinglist.store.protocol import Store

Edit = Callable[[Library, Sequence[str]], Change]
"""An edit of the papers with the ids given."""
C = TypeVar("C", bound=Change)
ORIGIN = "app"
GONE = "removed, or joined to another one, meanwhile"
QUICK = 500
"""Papers that are read again in less than fifty milliseconds."""


class Session:
    """Keeps the store and the listing in step; each edit gives the message for the user."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.listing = Listing(store.library)
        self.questions = OpenQuestions(store.library, self.listing.asked)
        self.drafts = Drafts(store.folder)
        self.changes = 0
        """The number of changes to papers."""
        self.is_reading = False
        """Whether the library is being read again; nothing is edited meanwhile."""
        self._told = 0
        self._has_news = False
        """Whether changes by other processes were applied and not yet reported by `refresh`."""
        self._used: dict[int, Sequence[str]] = {}
        self._last: tuple[Edit, bool] | None = None

    @property
    def folder(self) -> Path:
        """The folder of the library."""
        return self.store.folder

    @property
    def library(self) -> Library:
        """The papers as they are now."""
        return self.store.library

    @property
    def index(self) -> Index | None:
        """The complete index; None while it is being built."""
        return self.listing.cache.whole_index

    def record(self, edit: Callable[[Library], C]) -> C:
        """Make an edit durable and show it; raises StoreError or UsageError if it cannot be made."""
        self._admit()
        with self._in_step() as changed:
            change = self.store.record(edit, ORIGIN)
            changed.update(change.ids)
        self.changes += bool(changed)
        return change

    def _admit(self) -> None:
        """Raise StoreError if an edit would have to wait until the library is read again."""
        if self.is_busy:
            raise StoreError("others have changed the library, and it is being read again", "try again in a moment")

    @property
    def is_busy(self) -> bool:
        """Whether an edit has to wait until the library is read again."""
        return self.is_reading or self.must_read

    @property
    def must_read(self) -> bool:
        """Whether the library must be read again, and is so large that this would block the user."""
        return len(self.library) > QUICK and self.store.is_outdated()

    def end_reading(self) -> None:
        """Show the library after it has been read again in a thread."""
        self.is_reading = False
        with self._in_step():
            self.store.apply_reload()
        settle()

    @contextmanager
    def _in_step(self) -> Iterator[set[str]]:
        """Show the papers that are put into the set together with those that other processes changed.

        Changes by other processes are in the library as soon as an edit begins, even if it fails: shown separately,
        papers would be sorted among others that have changed, too.
        """
        changed: set[str] = set()
        try:
            yield changed
        finally:
            others = self.store.changes_by_others()
            self._has_news |= bool(others)
            self.changes += bool(others)
            self.follow(changed.union(*(change.ids for change in others)))

    def follow(self, ids: Collection[str]) -> None:
        """Update list and questions after changes of these papers."""
        if ids:
            self.questions.follow(ids)
            self.listing.apply_changes(ids)

    def reload(self) -> None:
        """Reload the list and the questions."""
        self.questions.load(self.library)
        self.listing.load(self.library)

    def refresh_questions(self) -> bool:
        """Show which papers may be duplicates; whether they have changed since the last call."""
        has_news = self.questions.consume_changed()
        if has_news:
            self.listing.search_again()
        return has_news

    def edit(
        self, make: Edit, ids: Sequence[str] | None = None, *, advance: bool = False, is_repeatable: bool = True
    ) -> str:
        """Record an edit of the papers with these ids, or of those chosen; `advance` moves to the next row."""
        self._last = (make, advance) if is_repeatable else self._last
        listing = self.listing
        ids = listing.chosen() if ids is None else [id for id in ids if id in listing.library]
        if not ids:
            return self.nothing()
        used = [id for id in ids if id in listing.marks]
        change = self.record(lambda library: make(library, ids))
        listing.marks.remove(used)
        if used and change.sequence:
            self._used[change.sequence] = used
        if advance and not used and listing.rows and listing.rows[listing.cursor] == ids[0]:
            listing.move(1)
        return plain(change.label) if change else "nothing to change"

    def edit_paper(self, id: str, make: Callable[[Library], Change]) -> str:
        """Record an edit of one paper, and give the message; raises NotFoundError if it is gone."""

        def edit(library: Library) -> Change:
            if id not in library:
                raise NotFoundError("the paper is gone", GONE)
            return make(library)

        return plain(self.record(edit).label)

    def chosen(self) -> list[Paper]:
        """The papers that the next action applies to."""
        return [self.listing.papers[id] for id in self.listing.chosen()]

    def nothing(self) -> str:
        """The reason why no paper is chosen."""
        if self.listing.marks:
            return f"{plural(self.listing.marks.hidden)} marked, but not shown: nothing done"
        return "there is no paper here"

    def repeat(self) -> str:
        """Repeat the last edit on the papers chosen now."""
        if self._last is None:
            return "nothing to repeat yet"
        make, advance = self._last
        return self.edit(make, advance=advance)

    def turn_back(self, *, again: bool) -> str:
        """Undo, or redo with `again`, with the marks that the edit used."""
        self._admit()
        with self._in_step() as changed:
            reversal = self.store.redo(ORIGIN) if again else self.store.undo(ORIGIN)
            changed.update(reversal.ids if reversal else ())
        if reversal is None:
            return "nothing to redo" if again else "nothing to undo"
        self.changes += 1
        self._turn_marks(reversal.undoes, reversal.redoes, reversal.sequence)
        for id in reversal.ids[:1]:
            self.listing.find(id)
        kept = f"; {plural(len({id for id, _ in reversal.kept}))} changed since and stayed" if reversal.kept else ""
        return f"{'redone' if again else 'undone'}: {plain(reversal.label)}{kept}"

    def _turn_marks(self, undoes: int, redoes: int, sequence: int) -> None:
        if used := self._used.get(undoes):
            self.listing.marks.add(used)
            self._used[sequence] = used
        elif used := self._used.get(redoes):
            self.listing.marks.remove(used)
            self._used[sequence] = used

    def add(self, request: AddRequest, tried: AddResult | None = None, review: str = "") -> str:
        """Add papers, as they were `tried` while that is current; `review` is the key that shows the questions."""
        result = add(self, request, tried)
        change = result.ingestion
        for id in change.added[:1]:
            self.listing.find(id)
        parts: dict[str, Sequence[object]] = {
            "added": change.added,
            "joined to these": result.joined_within,
            "updated": change.merged,
            "known already": change.unchanged,
        }
        told = ", ".join(f"{counted(len(some))} {word}" for word, some in parts.items() if some) or "nothing to add"
        asked = f"{counted(len(change.asked))} question{'s' * (len(change.asked) != 1)}"
        return f"{told} · {asked}{f' ({review})' if review else ''}" if change.asked else told

    def freeze_keys(self, papers: Iterable[Paper]) -> None:
        """Remember that the cite keys of these papers have left the library, unless it is being read again."""
        from readinglist.store.frozen import freeze_keys  # noqa: PLC0415 - the first screen does without

        if not self.is_busy:
            with self._in_step() as changed:
                changed.update(freeze_keys(self.store, papers))

    def news(self) -> list[str]:
        """The store's new notices."""
        news = self.store.notices[self._told :]
        self._told += len(news)
        return news

    def refresh(self) -> bool:
        """Apply changes by other processes; whether there were any since the last call."""
        with self._in_step() as changed:
            changed.update(*(change.ids for change in self.store.refresh()))
        self.changes += bool(changed)
        had_news, self._has_news = self._has_news, False
        return had_news or bool(changed)
