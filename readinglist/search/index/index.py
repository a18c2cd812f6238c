"""Which papers hold the words one types, typos forgiven: an inverted index."""

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
"""What is this short does not stand for longer words in an abstract (three letters do for four: ``llm`` for ``llms``),
nor does a beginning with a typo: every abstract would match."""
SLICE = 32
"""Papers taken in between two breaths."""
KNOWN = 4096
"""Papers looked up between two breaths."""
SETTLED = 1024
"""Papers whose words are sorted in at once."""
KEPT = 32
"""Words and tests whose papers are kept, for the next key press."""
K = TypeVar("K")
V = TypeVar("V")


class Index:
    """The words of papers, built at once or in slices, kept true by `replace`.

    It can be searched before it is complete: titles, authors, tags and venues come first. All of it belongs to one
    thread, the one that searches; indexing is plain Python, so another thread would make nothing faster.
    """

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        self.vocabulary = Vocabulary()
        self.codes = Words()
        """Parts of cite keys, ids and years: as many as there are papers, and no words to find by a typo."""
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
        """Takes in `papers`, a few milliseconds of work between two yields; papers already known are left alone."""
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
        """Whether all words of a text field are in the index."""
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
        """Forget `before` and what was known of `after`, know `after`; costs nothing when no text has changed."""
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
        """Replace the words of a paper in its row: a new row for each edit would never be given back."""
        self._take_out(row)
        self.table.renew(row, paper)
        record = paper.once()
        for tier in ALL_TIERS:
            for word in words(" ".join(TIERS[tier].texts(record))):
                self.tiers[tier].put_in(word, row)
        self.columns.put(row, record)

    def _leave(self, id: str) -> None:
        """Forget a paper and its words; packed words stay and point to an empty row."""
        row = self.table.row(id)
        if row is not None:
            self._take_out(row)
            self.table.leave(id)

    def _take_out(self, row: int) -> None:
        record = self.table.papers[row].once()
        for tier in ALL_TIERS:
            for word in words(" ".join(TIERS[tier].texts(record))):
                self.tiers[tier].take_out(word, row)

    def scores(self, forms: tuple[str, ...]) -> Scores:
        """The rows that hold a word that one of `forms` may mean: how well it fits, times the tier's weight."""
        return kept(self._found, ("word", *forms), lambda: self._search(forms))

    def phrase_scores(self, forms: tuple[str, ...]) -> Scores:
        """The rows that hold one of `forms` word by word in one text: the tier's weight."""
        return kept(self._found, ("phrase", *forms), lambda: self._search_phrase(forms))

    def joined(self, asked: Hashable, find: Callable[[], Scores]) -> Scores:
        """The rows in which some words are found: what `find` finds, kept until a text changes."""
        return kept(self._found, asked, find)

    def passed(self, tests: Hashable, find: Callable[[], Scores]) -> Scores:
        """The rows that pass some tests: what `find` finds, kept until a paper changes."""
        return kept(self._passed, tests, find)

    def holding(self, word: str) -> set[int]:
        """The rows that hold this word as a whole (a script without blanks: as a part)."""
        return set().union(*(self._rows_of([self._whole(word)], tier) for tier in ALL_TIERS))

    def begun(self, field: str, texts: tuple[str, ...]) -> Scores:
        """The rows that hold, in a text field, the words of one of `texts`, the last one perhaps begun; score 0.

        Of what stands in columns, those that have one of `texts` within a value.
        """
        find = self._search_column if field in COLUMNS else self._search_field
        return kept(self._found, (field, *texts), lambda: find(field, texts))

    def _whole(self, word: str) -> Collection[str]:
        return self.vocabulary.beginning(word) if is_unspaced(word) else (word,)

    def _rows_of(self, meant: Sequence[Collection[str]], tier: int) -> set[int]:
        """The rows that hold in a tier, for each part of `meant`, one of its words."""
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
                if any(map(has_phrase, TIERS[tier].texts(self.table.papers[row].once()))):
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
        record = paper.once()
        for tier in tiers:
            if text := " ".join(TIERS[tier].texts(record)):
                rows = self.tiers[tier].fresh
                for word in words(text):
                    rows[word].append(row)
        if tiers is not PROSE:
            self.columns.put(row, record)


def reads_alike(before: Record, after: Record) -> bool:
    """Whether an index knows the same of both."""
    return all(map(eq, map(before.get, SEARCHED), map(after.get, SEARCHED)))


def raise_to(level: int, levels: bytearray, rows: Iterable[int]) -> None:
    """Put these rows on a level."""
    for row in rows:
        levels[row] = level


def kept(known: dict[K, V], asked: K, find: Callable[[], V]) -> V:
    """What is known, else what `find` finds, which is known from then on; the few last asked for are."""
    found = known.pop(asked, None)
    known[asked] = found = find() if found is None else found
    if len(known) > KEPT:
        del known[next(iter(known))]
    return found


def telling(form: str, fit: float, meant: Sequence[str]) -> Sequence[str]:
    """Those of the words that `form` fits so well that are looked for in abstracts."""
    if fit in VAGUE:
        return ()
    if fit == PREFIX and len(form) <= SHORT and not is_unspaced(form):
        return [word for word in meant if len(word) == SHORT + 1] if len(form) == SHORT else ()
    return meant
