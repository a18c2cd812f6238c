"""Which papers hold the words one types, typos forgiven: an inverted index."""

from __future__ import annotations

import re
from array import array
from functools import lru_cache
from itertools import chain, compress
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

from readinglist.search.folding import forms as lines
from readinglist.search.folding import is_unspaced, pattern, words
from readinglist.search.texts import ABSTRACT, FIELDS, IDS, texts_in
from readinglist.search.vocabulary import OTHER_INITIAL, PREFIX, TYPO_IN_PREFIX, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence

    from readinglist.paper import Paper

    Scores = dict[str, float]

ALL_TIERS = range(ABSTRACT + 1)
WORD_TIERS = tuple(tier for tier in ALL_TIERS if tier != IDS)
"""Cite keys, ids and years are found by words with a digit only."""
WEIGHTS = (10.0, 9.0, 8.0, 6.0, 4.0, 4.0, 2.0)
"""What a match in each tier of a paper's texts is worth."""
SHORT = 3
"""What is this short does not stand for longer words in an abstract (three letters do for four: ``llm`` for ``llms``),
nor does a beginning with a typo: every abstract would match."""
SLICE = 32
"""Papers taken in between two breaths."""
KNOWN = 4096
"""Papers looked up between two breaths."""
SETTLED = 2048
"""Papers whose words are sorted in at once."""
VAGUE = (TYPO_IN_PREFIX, TYPO_IN_PREFIX * OTHER_INITIAL)
KEPT = 16
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
        self._codes = Vocabulary()
        """Parts of cite keys, ids and years: as many as there are papers, and no words to find by a typo."""
        self.is_complete = True
        self.trashed: set[str] = set()
        """The papers in the trash: asking each of many papers would take longer than the search."""
        known: set[str] = set()
        self._tiers = tuple(
            Postings(set(), self._codes) if tier == IDS else Postings(known, self.vocabulary) for tier in ALL_TIERS
        )
        self._ids: list[str] = []
        """The paper of each row; empty where it has changed and got a new row."""
        self._papers: list[Paper] = []
        self._rows: dict[str, int] = {}
        self._found: dict[tuple[str, ...], Scores] = {}
        self.changes = 0
        """How often papers were replaced."""
        self._passed: dict[Hashable, Mapping[str, float]] = {}
        for _ in self.building(papers):
            pass

    def building(self, papers: Iterable[Paper]) -> Iterator[None]:
        """Takes in `papers`, a few milliseconds of work between two yields; papers already known are left alone."""
        self.is_complete = False
        rows: list[tuple[Paper, int]] = []
        for number, paper in enumerate(papers):
            if paper.id not in self._rows:
                rows.append((paper, self._new_row(paper)))
            if number % KNOWN == KNOWN - 1:
                yield
        for tiers in (range(ABSTRACT), (ABSTRACT,)):
            for number, (paper, row) in enumerate(rows):
                if self._ids[row]:
                    self._enter(paper, row, tiers)
                if number % SLICE == SLICE - 1:
                    self._found.clear()
                    yield
                if number % SETTLED == SETTLED - 1:
                    self._settle()
                    yield
        self._settle()
        self._found.clear()
        self.is_complete = True

    def _settle(self) -> None:
        self.vocabulary.settle()
        self._codes.settle()

    def __len__(self) -> int:
        return len(self._rows)

    def replace(self, before: Paper | None, after: Paper | None) -> None:
        """Forget `before` and what was known of `after`, know `after`; costs nothing when no text has changed."""
        self._passed.clear()
        if after:
            self._note_trash(after)
            known = self._known(after.id)
            is_same = before is None or before.id == after.id
            if known and is_same and all(known.record.get(name) == after.record.get(name) for name in FIELDS):
                return
        self._found.clear()
        self.changes += 1
        for paper in (before, after):
            if paper and (row := self._rows.pop(paper.id, None)) is not None:
                self._ids[row] = ""
        if after:
            self._enter(after, self._new_row(after), ALL_TIERS)

    def ids(self) -> Collection[str]:
        """The papers it knows."""
        return self._rows.keys()

    def scores(self, forms: tuple[str, ...]) -> Mapping[str, float]:
        """The papers that hold a word that one of `forms` may mean: id → how well it fits, times the tier's weight."""
        return kept(self._found, ("word", *forms), lambda: self._search(forms))

    def phrase_scores(self, forms: tuple[str, ...]) -> Mapping[str, float]:
        """The papers that hold one of `forms` word by word in one text: id → the tier's weight."""
        return kept(self._found, ("phrase", *forms), lambda: self._search_phrase(forms))

    def passed(self, tests: Hashable, find: Callable[[], Mapping[str, float]]) -> Mapping[str, float]:
        """The papers that pass some tests: what `find` finds, kept until a paper changes."""
        return kept(self._passed, tests, find)

    def holding(self, word: str) -> set[str]:
        """The papers that hold this word as a whole (a script without blanks: as a part)."""
        rows = set().union(*(self._rows_of([self._whole(word)], tier) for tier in ALL_TIERS))
        return {self._ids[row] for row in rows} - {""}

    def beginning(self, words: Sequence[str], tier: int) -> set[str]:
        """The papers that hold these words in the tier, the last one perhaps only begun."""
        *whole, begun = words
        rows = self._rows_of([*(self._whole(word) for word in whole), self.vocabulary.beginning(begun)], tier)
        return {self._ids[row] for row in rows} - {""}

    def _whole(self, word: str) -> Iterable[str]:
        return self.vocabulary.beginning(word) if is_unspaced(word) else (word,)

    def _rows_of(self, meant: Sequence[Iterable[str]], tier: int) -> set[int]:
        """The rows that hold in a tier, for each part of `meant`, one of its words."""
        posted = self._tiers[tier]
        each = (set(chain.from_iterable(posted.get(word, ()) for word in some)) for some in meant)
        return set.intersection(*each)

    def _search_phrase(self, forms: tuple[str, ...]) -> Scores:
        scores: Scores = {}
        for tier in reversed(ALL_TIERS):
            rows = set().union(*(self._rows_of([self._whole(w) for w in form.split(" ")], tier) for form in forms))
            for paper in (self._papers[row] for row in rows if self._ids[row]):
                if any(has_phrase(text, forms) for text in texts_in(paper.record, tier)):
                    scores[paper.id] = WEIGHTS[tier]
        return scores

    def _search(self, forms: tuple[str, ...]) -> Scores:
        found: list[tuple[float, int, Iterable[str]]] = []
        for form in forms:
            by_fit: dict[float, list[str]] = {}
            for word, fit in self.vocabulary.meanings(form).items():
                by_fit.setdefault(fit, []).append(word)
            for fit, meant in by_fit.items():
                found += [(WEIGHTS[tier] * fit, tier, meant) for tier in WORD_TIERS if tier != ABSTRACT]
                found.append((WEIGHTS[ABSTRACT] * fit, ABSTRACT, telling(form, fit, meant)))
            if any(map(str.isdigit, form)):
                found.append((WEIGHTS[IDS], IDS, self._codes.beginning(form)))
        found.sort(key=itemgetter(0))
        levels = bytearray(len(self._ids))
        """For each row the place of its score among all, from 1: a dict of rows would take ten times as long."""
        for level, (_, tier, some) in enumerate(found, 1):
            for row in chain.from_iterable(filter(None, map(self._tiers[tier].get, some))):
                levels[row] = level
        worth = [0.0, *(score for score, _, _ in found)]
        scores = dict(zip(compress(self._ids, levels), map(worth.__getitem__, filter(None, levels)), strict=True))
        scores.pop("", None)
        return scores

    def _known(self, id: str) -> Paper | None:
        row = self._rows.get(id)
        return None if row is None else self._papers[row]

    def _note_trash(self, paper: Paper) -> None:
        (self.trashed.add if paper.brief.get("status") == "trashed" else self.trashed.discard)(paper.id)

    def _new_row(self, paper: Paper) -> int:
        row = self._rows[paper.id] = len(self._ids)
        self._ids.append(paper.id)
        self._papers.append(paper)
        self._note_trash(paper)
        return row

    def _enter(self, paper: Paper, row: int, tiers: Sequence[int]) -> None:
        record = paper.once()
        for tier in tiers:
            if text := " ".join(texts_in(record, tier)):
                rows = self._tiers[tier]
                for word in words(text):
                    rows[word].append(row)


class Postings(dict[str, "array[int]"]):
    """Word → rows of the papers that hold it; asking for a new word takes it into the vocabulary."""

    def __init__(self, known: set[str], vocabulary: Vocabulary) -> None:
        super().__init__()
        self._known = known
        self._vocabulary = vocabulary

    def __missing__(self, word: str) -> array[int]:
        if word not in self._known:
            self._known.add(word)
            self._vocabulary.add(word)
        rows = self[word] = array("I")
        return rows


def kept(known: dict[K, V], asked: K, find: Callable[[], V]) -> V:
    """What is known, else what `find` finds, which is known from then on; the few last asked for are."""
    found = known.pop(asked, None)
    known[asked] = found = find() if found is None else found
    if len(known) > KEPT:
        del known[next(iter(known))]
    return found


def has_phrase(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether the words of one of `phrases` (folded) stand in `text` one after the other."""
    if text.isascii() and not any(gapped(phrase).search(text.lower()) for phrase in phrases):
        return False
    return any(pattern(phrase, whole=True) in f" {line} " for phrase in phrases for line in lines(text))


@lru_cache(maxsize=KEPT)
def gapped(phrase: str) -> re.Pattern[str]:
    """What plain text with `phrase` in it must hold: ten times as fast to look for as to fold the text."""
    return re.compile("[^a-z0-9]+".join(phrase.split(" ")))


def telling(form: str, fit: float, meant: Sequence[str]) -> Sequence[str]:
    """Those of the words that `form` fits so well that are looked for in abstracts."""
    if fit in VAGUE:
        return ()
    if fit == PREFIX and len(form) <= SHORT and not is_unspaced(form):
        return [word for word in meant if len(word) == SHORT + 1] if len(form) == SHORT else ()
    return meant
