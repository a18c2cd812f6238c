"""Which papers hold the words one types, typos forgiven: an inverted index."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from readinglist.search.folding import forms as lines
from readinglist.search.folding import is_unspaced, pattern, words
from readinglist.search.texts import ABSTRACT, FIELDS, texts_in
from readinglist.search.vocabulary import OTHER_INITIAL, PREFIX, TYPO_IN_PREFIX, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from readinglist.paper import Paper

    Scores = dict[str, float]

ALL_TIERS = range(ABSTRACT + 1)
WEIGHTS = (10.0, 8.0, 6.0, 4.0, 2.0)
"""What a match in each tier of a paper's texts is worth."""
SHORT = 2
"""Words this short, and beginnings with a typo, are not looked for among the beginnings of the words in an abstract:
every abstract would match."""
SLICE = 32
"""Papers taken in between two breaths."""
VAGUE = (TYPO_IN_PREFIX, TYPO_IN_PREFIX * OTHER_INITIAL)
KEPT = 16
"""Words whose papers are kept, for the next key press."""


class Index:
    """The words of papers, built at once or in slices, kept true by `replace`.

    It can be searched before it is complete: titles, authors, tags and venues come first. All of it belongs to one
    thread, the one that searches; indexing is plain Python, so another thread would make nothing faster.
    """

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        self.vocabulary = Vocabulary()
        self.is_complete = True
        self._words: set[str] = set()
        self._tiers = tuple(Postings(self._words, self.vocabulary) for _ in WEIGHTS)
        self._ids: list[str] = []
        """The paper of each row; empty where it has changed and got a new row."""
        self._papers: list[Paper] = []
        self._rows: dict[str, int] = {}
        self._found: dict[tuple[str, ...], Scores] = {}
        for _ in self.building(papers):
            pass

    def building(self, papers: Iterable[Paper]) -> Iterator[None]:
        """Takes in `papers`, a few milliseconds of work between two yields; papers already known are left alone."""
        self.is_complete = False
        rows = [(paper, self._new_row(paper)) for paper in papers if paper.id not in self._rows]
        for tiers in (range(ABSTRACT), (ABSTRACT,)):
            for number, (paper, row) in enumerate(rows):
                if self._ids[row]:
                    self._enter(paper, row, tiers)
                if number % SLICE == SLICE - 1:
                    self._found.clear()
                    yield
        self.vocabulary.settle()
        self._found.clear()
        self.is_complete = True

    def replace(self, before: Paper | None, after: Paper | None) -> None:
        """Forget `before`, know `after`; costs nothing when no text has changed."""
        if before and after and all(before.record.get(name) == after.record.get(name) for name in FIELDS):
            return
        self._found.clear()
        for paper in (before, after):
            if paper and (row := self._rows.pop(paper.id, None)) is not None:
                self._ids[row] = ""
        if after:
            self._enter(after, self._new_row(after), ALL_TIERS)

    def scores(self, forms: tuple[str, ...]) -> Mapping[str, float]:
        """The papers that hold a word that one of `forms` may mean: id → how well it fits, times the tier's weight."""
        return self._kept(("word", *forms), lambda: self._search(forms))

    def phrase_scores(self, forms: tuple[str, ...]) -> Mapping[str, float]:
        """The papers that hold one of `forms` word by word in one text: id → the tier's weight."""
        return self._kept(("phrase", *forms), lambda: self._search_phrase(forms))

    def holding(self, word: str) -> set[str]:
        """The papers that hold this word as a whole (a script without blanks: as a part)."""
        rows = set().union(*(self._rows_of([self._whole(word)], tier) for tier in ALL_TIERS))
        return {self._ids[row] for row in rows} - {""}

    def beginning(self, words: Sequence[str], tier: int) -> set[str]:
        """The papers that hold these words in the tier, the last one perhaps only begun."""
        *whole, begun = words
        begins = [word for word, fit in self.vocabulary.meanings(begun).items() if fit >= PREFIX]
        rows = self._rows_of([*(self._whole(word) for word in whole), begins], tier)
        return {self._ids[row] for row in rows} - {""}

    def _kept(self, asked: tuple[str, ...], find: Callable[[], Scores]) -> Scores:
        known = self._found.pop(asked, None)
        self._found[asked] = known = find() if known is None else known
        if len(self._found) > KEPT:
            del self._found[next(iter(self._found))]
        return known

    def _whole(self, word: str) -> Iterable[str]:
        return self.vocabulary.meanings(word) if is_unspaced(word) else (word,)

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
        by_score: dict[float, list[list[int]]] = {}
        for form in forms:
            for word, fit in self.vocabulary.meanings(form).items():
                for tier in range(tiers_within_reach(form, word, fit)):
                    if posted := self._tiers[tier].get(word):
                        by_score.setdefault(WEIGHTS[tier] * fit, []).append(posted)
        rows: dict[int, float] = {}
        for score in sorted(by_score):
            rows.update(dict.fromkeys(chain.from_iterable(by_score[score]), score))
        ids = self._ids
        return {id: score for row, score in rows.items() if (id := ids[row])}

    def _new_row(self, paper: Paper) -> int:
        row = self._rows[paper.id] = len(self._ids)
        self._ids.append(paper.id)
        self._papers.append(paper)
        return row

    def _enter(self, paper: Paper, row: int, tiers: Sequence[int]) -> None:
        for tier in tiers:
            if text := " ".join(texts_in(paper.record, tier)):
                rows = self._tiers[tier]
                for word in words(text):
                    rows[word].append(row)


class Postings(dict[str, list[int]]):
    """Word → rows of the papers that hold it; asking for a new word takes it into the vocabulary."""

    def __init__(self, known: set[str], vocabulary: Vocabulary) -> None:
        super().__init__()
        self._known = known
        self._vocabulary = vocabulary

    def __missing__(self, word: str) -> list[int]:
        if word not in self._known:
            self._known.add(word)
            self._vocabulary.add(word)
        rows = self[word] = []
        return rows


def has_phrase(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether the words of one of `phrases` (folded) stand in `text` one after the other."""
    if text.isascii() and not any(gapped(phrase).search(text.lower()) for phrase in phrases):
        return False
    return any(pattern(phrase, whole=True) in f" {line} " for phrase in phrases for line in lines(text))


@lru_cache(maxsize=KEPT)
def gapped(phrase: str) -> re.Pattern[str]:
    """What plain text with `phrase` in it must hold: ten times as fast to look for as to fold the text."""
    return re.compile("[^a-z0-9]+".join(phrase.split(" ")))


def tiers_within_reach(form: str, word: str, fit: float) -> int:
    """How many tiers are searched for a `word` that `form` may mean: all, or all but the abstract."""
    vague = fit in VAGUE or (fit == PREFIX and len(form) <= SHORT and not is_unspaced(word))
    return ABSTRACT if vague else ABSTRACT + 1
