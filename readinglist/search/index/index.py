"""Inverted index: the papers with the words one types, with typos."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from operator import eq
from typing import TYPE_CHECKING, TypeVar

from readinglist.search.index.columns import COLUMNS, Columns
from readinglist.search.index.postings import Postings
from readinglist.search.index.row_table import RowTable
from readinglist.search.index.texts import SEARCHED
from readinglist.search.index.tokens import is_unspaced, phrase_test, words
from readinglist.search.index.typos import Vocabulary
from readinglist.search.index.weights import (
    ALL_TIERS,
    BY_WEIGHT,
    CODES,
    FUZZY,
    NAMES,
    PREFIX,
    PROSE,
    TIERS,
    TIERS_OF,
    VAGUE,
)
from readinglist.search.index.words import Words
from readinglist.search.scores import ScoreArray

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence

    from readinglist.papers.paper import Paper
    from readinglist.papers.record import Record
    from readinglist.search.index.words import Meant
    from readinglist.search.scores import Scores

SHORT = 3
"""Letters up to which a word is no prefix in prose, where every abstract would match; three letters are one for four
(``llm`` for ``llms``)."""
SLICE = 32
"""Papers indexed between two yields."""
KNOWN = 4096
"""Papers given a row between two yields."""
SETTLED = 1024
"""Papers after which new words are sorted in."""
MEMOISED = 32
"""Words and tests whose rows are memoised, for the next key press."""
K = TypeVar("K")
V = TypeVar("V")


class Index:
    """Inverted index of papers, built at once or in slices and updated by `replace`.

    It can be searched before it is complete: titles, authors, tags and venues come first. All of it belongs to one
    thread, the one that searches; indexing is plain Python, so another thread would make nothing faster.
    """

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        self.vocabulary = Vocabulary()
        self.codes = Words()
        """Vocabulary of cite keys, ids and years: as many as papers, and not found with typos."""
        self.has_names = self.is_complete = True
        """Whether all papers can be found by title, author, tag and venue; and by all of their texts."""
        self.table = RowTable()
        self.tiers = tuple(Postings(self.codes if tier in CODES else self.vocabulary) for tier in ALL_TIERS)
        """For each of `TIERS`, which rows hold which words."""
        self.columns = Columns()
        self._found: dict[Hashable, Scores] = {}
        self.changes = 0
        """How often papers were replaced."""
        self._passed: dict[Hashable, Scores] = {}
        for _ in self.building(papers):
            pass

    def building(self, papers: Iterable[Paper]) -> Iterator[None]:
        """Index `papers`, a few milliseconds of work between two yields; papers already in the index are skipped."""
        self.has_names = self.is_complete = False
        rows: list[tuple[Paper, int]] = []
        left = iter(papers)
        while some := list(islice(left, KNOWN)):
            new = [paper for paper in some if paper.id not in self.table]
            rows += zip(new, self.table.extend(new), strict=True)
            yield
        yield from self._entering(rows, NAMES)
        self.has_names = True
        yield
        yield from self._entering(rows, PROSE)
        self.is_complete = True

    def _entering(self, rows: Sequence[tuple[Paper, int]], tiers: Sequence[int]) -> Iterator[None]:
        for number, (paper, row) in enumerate(rows):
            if self.table.ids[row]:
                self._enter(paper, row, tiers)
            if number % SLICE == SLICE - 1:
                self._found.clear()
                yield
            if number % SETTLED == SETTLED - 1:
                yield from self._settling()
        yield from self._settling()
        self._found.clear()

    def knows(self, field: str) -> bool:
        """Whether all values of a field are in the index."""
        return self.is_complete or (
            self.has_names and (field in COLUMNS or not set(TIERS_OF[field]).intersection(PROSE))
        )

    def _settling(self) -> Iterator[None]:
        for vocabulary in (self.vocabulary, self.codes):
            yield from vocabulary.settling()
            yield

    def __len__(self) -> int:
        return len(self.table)

    def replace(self, before: Paper | None, after: Paper | None) -> None:
        """Index `after` in the place of `before`; costs nothing if no text has changed."""
        self._passed.clear()
        row = self.table.row(after.id) if after and (before is None or before.id == after.id) else None
        if after and row is not None and reads_alike(self.table.papers[row].record, after.record):
            self.table.renew(row, after)
            return
        self._found.clear()
        self.changes += 1
        if after and row is not None and row >= self.table.packed and self.is_complete:
            self._reenter(after, row)
            return
        for paper in filter(None, (before, after)):
            self._leave(paper.id)
        if after:
            self._enter(after, self.table.enter(after), ALL_TIERS)

    def _reenter(self, paper: Paper, row: int) -> None:
        """Replace the words of a paper without giving it a new row, as old rows are never reused."""
        self._take_out(row)
        self.table.renew(row, paper)
        record = paper.record_uncached()
        for tier in ALL_TIERS:
            for word in words(" ".join(TIERS[tier].texts(record))):
                self.tiers[tier].put_in(word, row)
        self.columns.put(row, record)

    def _leave(self, id: str) -> None:
        """Remove a paper; packed postings still point to its row, which is vacant."""
        row = self.table.row(id)
        if row is not None:
            self._take_out(row)
            self.table.leave(id)

    def _take_out(self, row: int) -> None:
        record = self.table.papers[row].record_uncached()
        for tier in ALL_TIERS:
            for word in words(" ".join(TIERS[tier].texts(record))):
                self.tiers[tier].take_out(word, row)

    def scores(self, forms: tuple[str, ...]) -> Scores:
        """The rows with a word that one of `forms` may mean; the score is the fit times the weight of the tier."""
        return memoised(self._found, ("word", *forms), lambda: self._search(forms))

    def phrase_scores(self, forms: tuple[str, ...]) -> Scores:
        """The rows with one of the phrases `forms` in a text; the score is the weight of the tier."""
        return memoised(self._found, ("phrase", *forms), lambda: self._search_phrase(forms))

    def joined(self, asked: Hashable, find: Callable[[], Scores]) -> Scores:
        """The result of `find` for a part of a query, memoised until a text changes."""
        return memoised(self._found, asked, find)

    def passed(self, tests: Hashable, find: Callable[[], Scores]) -> Scores:
        """The result of `find` for some tests, memoised until a paper changes."""
        return memoised(self._passed, tests, find)

    def holding(self, word: str) -> set[int]:
        """The rows with this whole word; in scripts without blanks, with this part of one."""
        return set().union(*(self._rows_of([self._whole(word)], tier) for tier in ALL_TIERS))

    def begun(self, field: str, texts: tuple[str, ...]) -> Scores:
        """The rows with the words of one of `texts` in a text field, the last word as a prefix; the score is 0.

        In a column, the rows with a value that contains one of `texts`.
        """
        find = self._search_column if field in COLUMNS else self._search_field
        return memoised(self._found, (field, *texts), lambda: find(field, texts))

    def _whole(self, word: str) -> Collection[str]:
        return self.vocabulary.beginning(word) if is_unspaced(word) else (word,)

    def _rows_of(self, meant: Sequence[Collection[str]], tier: int) -> set[int]:
        """The rows with one word of each set of `meant` in a tier."""
        posted = self.tiers[tier]
        return set.intersection(*(set(posted.rows(posted.words.meant(some))) for some in meant)) - self.table.empty

    def _search_field(self, field: str, texts: tuple[str, ...]) -> Scores:
        rows = set[int]()
        words = set[str]()
        for text in texts:
            *whole, begun = text.split(" ")
            begins = self.vocabulary.beginning(begun)
            if whole:
                each = [*map(self._whole, whole), begins]
                rows.update(*(self._rows_of(each, tier) for tier in TIERS_OF[field]))
            else:
                words.update(begins)
        levels = bytearray(len(self.table.ids))
        meant = self.vocabulary.meant(words)
        for tier in TIERS_OF[field]:
            raise_to(1, levels, self.tiers[tier].rows(meant))
        for row in rows:
            levels[row] = 1
        return self._leveled(levels, [0.0])

    def _search_column(self, field: str, parts: tuple[str, ...]) -> Scores:
        levels = bytearray(len(self.table.ids))
        raise_to(1, levels, self.columns.rows(field, parts))
        return self._leveled(levels, [0.0])

    def _leveled(self, levels: bytearray, worth: Sequence[float]) -> ScoreArray:
        for row in self.table.empty:
            levels[row] = 0
        return ScoreArray(levels, [0.0, *worth])

    def _search_phrase(self, forms: tuple[str, ...]) -> Scores:
        scores: dict[int, float] = {}
        has_phrase = phrase_test(forms)
        for tier in BY_WEIGHT:
            rows = set().union(*(self._rows_of([self._whole(w) for w in form.split(" ")], tier) for form in forms))
            for row in rows:
                if any(map(has_phrase, TIERS[tier].texts(self.table.papers[row].record_uncached()))):
                    scores[row] = TIERS[tier].weight
        return scores

    def _search(self, forms: tuple[str, ...]) -> Scores:
        found: defaultdict[float, list[tuple[int, Meant]]] = defaultdict(list)
        for form in forms:
            by_fit: defaultdict[float, list[str]] = defaultdict(list)
            for word, fit in self.vocabulary.meanings(form).items():
                by_fit[fit].append(word)
            for fit, some in by_fit.items():
                told = telling(form, fit, some)
                meant = self.vocabulary.meant(some)
                in_prose = meant if told is some else self.vocabulary.meant(told)
                for tier in FUZZY:
                    found[TIERS[tier].weight * fit].append((tier, in_prose if tier in PROSE else meant))
            if any(map(str.isdigit, form)):
                meant = self.codes.meant(self.codes.beginning(form))
                for tier in CODES:
                    found[TIERS[tier].weight].append((tier, meant))
        worth = sorted(found)
        levels = bytearray(len(self.table.ids))
        for level, score in enumerate(worth, 1):
            for tier, meant in found[score]:
                raise_to(level, levels, self.tiers[tier].rows(meant))
        return self._leveled(levels, worth)

    def _enter(self, paper: Paper, row: int, tiers: Sequence[int]) -> None:
        record = paper.record_uncached()
        for tier in tiers:
            if text := " ".join(TIERS[tier].texts(record)):
                rows = self.tiers[tier].fresh
                for word in words(text):
                    rows[word].append(row)
        if tiers is not PROSE:
            self.columns.put(row, record)


def reads_alike(before: Record, after: Record) -> bool:
    """Whether both have the same values in all indexed fields."""
    return all(map(eq, map(before.get, SEARCHED), map(after.get, SEARCHED)))


def raise_to(level: int, levels: bytearray, rows: Iterable[int]) -> None:
    """Set the level of these rows."""
    for row in rows:
        levels[row] = level


def memoised(known: dict[K, V], asked: K, find: Callable[[], V]) -> V:
    """The memoised result for `asked`, else that of `find`; the least recently used are dropped."""
    found = known.pop(asked, None)
    known[asked] = found = find() if found is None else found
    if len(known) > MEMOISED:
        del known[next(iter(known))]
    return found


def telling(form: str, fit: float, meant: Sequence[str]) -> Sequence[str]:
    """The words that `form` fits well enough to find them in prose."""
    if fit in VAGUE:
        return ()
    if fit == PREFIX and len(form) <= SHORT and not is_unspaced(form):
        return [word for word in meant if len(word) == SHORT + 1] if len(form) == SHORT else ()
    return meant
