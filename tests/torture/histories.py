"""Random changes of every kind, one's own and others', after each of which the list shows what a fresh look shows."""

from __future__ import annotations

import random
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unittest.mock import patch

from readinglist.errors import ReadingListError
from readinglist.listing.listing import Listing
from readinglist.papers import edits, joining
from readinglist.papers.author import Author
from readinglist.papers.intake import new_id
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.papers.status import Status
from readinglist.search.index.index import Index
from readinglist.search.ordering import SORTS
from readinglist.search.views import VIEWS, tag_view
from readinglist.store.file_store import FileStore
from readinglist.tui.session import Session
from tests.store.making import rewrite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from readinglist.papers.change import Change
    from readinglist.papers.library import Library

STEPS = 24
WORDS = "graph neural reward model diffusion speech vision policy agent memory".split()
TAGS = "rl nlp x".split()
QUERIES = (
    *("", "tag:x", "-tag:x", "status:done", "status:trashed", "priority:>=2", "year:>2005", "status:inbox model"),
    *("numbr or x", "model", "-model", "title:modl", "graph agent", "name3", '"reward model"', "author:name2"),
)
LIMITS = {
    "readinglist.listing.view_cache.MANY": (0, 2, 256),
    "readinglist.listing.view_cache.SLICE": (2, 4096),
    "readinglist.listing.view_cache.CACHED": (2, 16),
    "readinglist.listing.newest_first.SLICE": (2, 4096),
    "readinglist.tui.open_questions.FEW": (0, 2, 64),
    "readinglist.papers.identity.duplicates.BREATH": (0.0, 0.005),
    "readinglist.search.index.index.SLICE": (2, 256),
    "readinglist.search.index.index.KNOWN": (2, 4096),
}
"""Numbers of papers from which work is done in another way, with values that small libraries are below and above."""


@dataclass
class Figures:
    """The amount of work done."""

    histories: int = 0
    changes: int = 0
    looks: int = 0


def run(rng: random.Random, number: int) -> Figures:
    """Go through so many histories; raises AssertionError that tells what was done where the list was wrong."""
    figures = Figures()
    for _ in range(number):
        seed = rng.getrandbits(32)
        told: list[str] = []
        try:
            one(seed, figures, told)
        except Exception as error:
            raise AssertionError("\n".join([f"history {seed}:", *told])) from error
        figures.histories += 1
    return figures


def one(seed: int, figures: Figures, told: list[str]) -> None:
    """Go through one history; `told` gets what is done in it."""
    rng = random.Random(seed)
    with TemporaryDirectory() as place, ExitStack() as limits:
        limits.enter_context(patch("os.fsync"))
        limits.enter_context(patch("os.urandom", rng.randbytes))
        for name, values in LIMITS.items():
            limits.enter_context(patch(name, rng.choice(values)))
        history = History(rng, Path(place, "library"))
        for _ in range(STEPS):
            history.step(told)
            figures.looks += 1
        figures.changes += history.session.changes


class Others:
    """Other processes, git and editors, who change the library of a folder, and the changes that anybody makes."""

    def __init__(self, rng: random.Random, folder: Path) -> None:
        self.rng = rng
        self.clock = 0
        self.store = FileStore.open(folder)
        self.earlier = b""
        """An earlier library.json."""

    def now(self) -> str:
        """The time, which often stands still."""
        self.clock += self.rng.randrange(2)
        return f"2026-01-02T03:{self.clock // 60:02d}:{self.clock % 60:02d}Z"

    def act(self) -> str:
        """Change something; raises ReadingListError if that cannot be done."""
        return self.rng.choice((self.record, self.record, self.record, self.turn_back, self.rewrite))()

    def record(self) -> str:
        """Let another process change something."""
        return self.store.record(self.change(self.some(self.store.library)), "cli").label

    def turn_back(self) -> str:
        """Let another process undo or redo something."""
        is_undo = self.rng.random() < 0.6
        back = self.store.undo(self.rng.choice(("cli", "app"))) if is_undo else self.store.redo("cli")
        return f"turned back {back.label if back else ''}"

    def rewrite(self) -> str:
        """Let git or an editor write library.json."""
        self.store.fold()
        path = self.store.folder / "library.json"
        now = path.read_bytes()
        if self.earlier and self.rng.random() < 0.3:
            path.write_bytes(self.earlier)
            told = "checked out"
        else:
            rewrite(self.store.folder, lambda tables: self.scribble(tables["papers"]))
            told = "rewritten"
        self.earlier = now if self.rng.random() < 0.5 else self.earlier
        return told

    def scribble(self, papers: dict[str, dict[str, Any]]) -> None:
        """Remove, change and add papers."""
        for id in self.rng.sample(sorted(papers), min(len(papers), self.rng.randrange(4))):
            if self.rng.random() < 0.5:
                del papers[id]
            else:
                papers[id] |= {"title": self.title(), "added": self.now(), "status": "inbox"}
        for number in range(self.rng.randrange(3)):
            id = f"outside{self.clock}x{number}"
            papers[id] = {"id": id, "key": id, "title": self.title(), "status": "inbox", "added": self.now()}

    def some(self, library: Library) -> list[str]:
        """A few papers of a library."""
        ids = list(library.ids)
        return self.rng.sample(ids, min(len(ids), self.rng.randrange(1, 4)))

    def change(self, ids: Sequence[str]) -> Callable[[Library], Change]:
        """An edit of any kind; these papers may be gone when it is made."""
        rng, now, title = self.rng, self.now(), self.title()
        news = {"title": title, "date": rng.choice((None, "2001", "2004-05")), "abstract": title, "venue": "X"}
        field = rng.choice(sorted(news))
        kinds: dict[str, Callable[[Library], Change]] = {
            "status": lambda library: edits.set_status(library, ids, rng.choice(list(Status)), now),
            "trash": lambda library: edits.set_status(library, ids, Status.TRASHED, now),
            "priority": lambda library: edits.set_priority(library, ids, rng.randrange(4), now),
            "raise": lambda library: edits.raise_priority(library, ids, 1, now),
            "tags": lambda library: edits.retag(library, ids, rng.sample(TAGS, 1), rng.sample(TAGS, 1), now),
            "note": lambda library: edits.set_note(library, ids, title, now),
            "rekey": lambda library: edits.rekey(library, ids, rng.choice(("{author}{year}", "{title}")), now),
            "purge": lambda library: edits.purge(library, ids, now),
            "join": lambda library: joining.merge(library, ids, now),
            "split": lambda library: joining.split(library, self.joined(ids), new_id(library), now),
            "distinct": lambda library: joining.distinct(library, ids, now),
            "fields": lambda library: edits.set_fields(library, (*ids, "")[0], {field: news[field]}, now),
            "key": lambda library: edits.set_key(library, (*ids, "")[0], f"key{rng.randrange(9)}", now),
            "add": lambda library: library.add(self.papers(rng.randrange(1, 5)), now),
            "complete": lambda library: library.add([*self.known(library), *self.papers(rng.randrange(3))], now),
        }
        return kinds[rng.choice(sorted(kinds))]

    # Papers.

    def title(self) -> str:
        """A title, which may be that of another paper but for the order of its words."""
        return " ".join(self.rng.sample(WORDS, 3)).capitalize()

    def papers(self, number: int) -> list[Paper]:
        """Papers to add, some of which may be known."""
        return [self.paper(self.rng.randrange(30)) for _ in range(number)]

    def paper(self, number: int) -> Paper:
        """The paper of this number, under another title each time."""
        arxiv = f"2401.{10_000 + number}" if number < 20 else ""
        names = [Author(family=f"Name{number % 7}")]
        return Paper.of(self.title(), authors=names, date=PartialDate.of(1999 + number % 9), arxiv=arxiv)

    def known(self, library: Library) -> list[Paper]:
        """Known papers that say more than the library knows."""
        return [library[id].with_fields({"venue": "Journal"}) for id in self.some(library)]

    def joined(self, ids: Sequence[str]) -> str:
        """A paper of several records if there is one, else the first of these."""
        papers = self.store.library
        return next((paper.id for paper in papers if paper.record.get("parts")), (*ids, "")[0])


class History:
    """A user at the list, and others who change the library meanwhile."""

    def __init__(self, rng: random.Random, folder: Path) -> None:
        self.rng = rng
        store = FileStore.open(folder)
        self.others = others = Others(rng, folder)
        store.record(lambda library: library.add(others.papers(rng.randrange(1, 14)), others.now()), "cli")
        if rng.random() < 0.5:
            store.fold()
        self.session = Session(store)
        self.listing = self.session.listing
        self.jobs: list[Iterator[None]] = []

    def step(self, told: list[str]) -> None:
        """Do something, and see whether the list is right."""
        act = self.rng.choices((self.edit, self.follow_others, self.look, self.work), (6, 5, 8, 4))[0]
        current = self.listing.current
        told.append(act.__name__)
        with suppress(ReadingListError):
            told[-1] = act()
        self.session.refresh_questions()
        check(self.session)
        if current and act in (self.follow_others, self.work) and self.listing.row_of(current.id) is not None:
            assert self.listing.rows[self.listing.cursor] == current.id, "the cursor left its paper"

    # Changes.

    def edit(self) -> str:
        """Let the user change something."""
        session, rng = self.session, self.rng
        way = rng.choice(("edit", "edit", "edit", "record", "undo", "redo", "repeat"))
        if way in ("undo", "redo"):
            return session.turn_back(again=way == "redo")
        if way == "repeat":
            return session.repeat()
        ids = list(self.listing.chosen()) if rng.random() < 0.7 else self.others.some(session.store.library)
        make = self.others.change(ids)
        if way == "record":
            return session.record(make).label
        return session.edit(lambda library, _: make(library), ids, advance=rng.random() < 0.5)

    def follow_others(self) -> str:
        """Let others change something, often more than once; the list takes it in now or with the next edit."""
        told = []
        for _ in range(self.rng.randrange(1, 4)):
            with suppress(ReadingListError):
                told.append(self.others.act())
        if self.rng.random() < 0.1:
            self.session.refresh()
            self.session.reload()
        elif self.rng.random() < 0.6:
            self.session.refresh()
        return f"others: {'; '.join(told)}"

    # Looks.

    def look(self) -> str:
        """Let the user look elsewhere, move or mark."""
        listing, rng = self.listing, self.rng
        ways: dict[str, Callable[[], object]] = {
            "show": lambda: listing.show(rng.choice([*listing.views, *VIEWS, *map(tag_view, TAGS)])),
            "narrow": lambda: listing.narrow(rng.choice(QUERIES)),
            "widen": lambda: listing.narrow(""),
            "arrange": lambda: listing.arrange(rng.choice(("", *SORTS)), reverse=rng.random() < 0.4),
            "move": lambda: listing.move_to(rng.randrange(20)),
            "mark": listing.marks.toggle,
            "range": listing.marks.toggle_range,
            "mark all": listing.marks.toggle_all,
            "unmark": listing.marks.clear,
        }
        name = rng.choice(sorted(ways))
        ways[name]()
        return f"{name}: {listing.view.name} by {listing.order}, {listing.query.text!r}"

    # Work beside the user.

    def work(self) -> str:
        """Do some of the work that is done in slices, several pieces of it in turns."""
        if not self.jobs or self.rng.random() < 0.3:
            self.jobs.append(self.rng.choice((self.index, self.prepare, self.compare))())
        for _ in range(self.rng.randrange(1, 12)):
            job = self.rng.choice(self.jobs)
            if next(job, self) is self:
                self.jobs.remove(job)
                break
        return "work"

    def index(self) -> Iterator[None]:
        """The index, found by names first, as the main screen has it made."""
        listing, index, is_told = self.listing, Index(), False
        papers = list(listing.library)
        for _ in index.building(papers):
            if index.has_names and not is_told:
                is_told = True
                yield from self.adopt(index, papers)
            yield
        yield from self.adopt(index, papers)

    def adopt(self, index: Index, papers: Sequence[Paper]) -> Iterator[None]:
        """Searching with the index, unless there is one."""
        if self.listing.index is None:
            yield from self.listing.cache.preparing_for(index)
            self.listing.cache.adopt(index, papers)
        self.listing.search_again()

    def prepare(self) -> Iterator[None]:
        """The views, made ready for when they are shown."""
        cache = self.listing.cache
        if (index := cache.whole_index) is not None:
            yield from cache.preparing_for(index)
        yield from cache.preparing()

    def compare(self) -> Iterator[None]:
        """The open questions."""
        if self.session.questions.is_due:
            yield from self.session.questions.comparing()


def check(session: Session) -> None:
    """See that the list shows what a fresh look at the library shows, and that nothing is about a paper that left."""
    listing, library = session.listing, session.store.library
    fresh = Listing(library)
    fresh.asked.update(listing.asked)
    fresh.view = fresh.duplicates if listing.view == listing.duplicates else listing.view
    fresh.query = listing.query
    fresh.arrange(listing.sort, reverse=listing.reverse)
    rows, counts = list(listing.rows), listing.cache.counts
    if listing.index is None or listing.index.is_complete or not listing.query.reads_texts:
        assert rows == list(fresh.rows), "other rows than a fresh look shows"
    assert set(rows) <= library.ids, "a row of a paper that left"
    assert [listing.row_of(id) for id in rows] == list(range(len(rows))), "a paper in two rows"
    assert +counts.statuses == +fresh.cache.counts.statuses, "papers counted wrongly by status"
    assert counts.tags == fresh.cache.counts.tags, "papers counted wrongly by tag"
    assert set(listing.marks) <= library.ids, "a mark on a paper that left"
    assert listing.marks.hidden == len(set(listing.marks) - set(rows)), "hidden marks counted wrongly"
    assert 0 <= listing.cursor <= max(0, len(rows) - 1), "the cursor is out of range"
    assert listing.asked <= library.ids, "a question about a paper that left"
    assert all(set(question[:2]) <= library.ids for question in session.questions.in_order())
