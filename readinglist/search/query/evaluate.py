"""Evaluation of queries: the papers that match, with scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.search.index.columns import COLUMNS
from readinglist.search.index.index import Index
from readinglist.search.index.row_table import RowTable
from readinglist.search.query.predicates import BRIEFLY, is_brief, test_of
from readinglist.search.query.tree import Either, Every, Phrase, Term, Without, Word
from readinglist.search.results import Results
from readinglist.search.scores import best, both, without

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper
    from readinglist.search.query.tree import Node
    from readinglist.search.scores import Scores

FEW = 8
"""Rows that are fewer than one in this many are tested one by one, not by a memoised test of all."""


class Evaluator:
    """Evaluates syntax trees over a row table; the index may be missing for trees without words."""

    def __init__(self, table: RowTable, index: Index | None) -> None:
        self.table = table
        self.index = index or Index()
        self._looks_up = index is not None

    def scores(self, node: Node, among: Scores | None = None) -> Scores:
        """Rows in `among` (None: all rows) that match `node`, with scores added."""
        if isinstance(node, Word):
            return both(among, self.index.scores(node.forms))
        if isinstance(node, Phrase):
            return both(among, self.index.phrase_scores(node.forms))
        if isinstance(node, Term):
            return self._term(node, among)
        if isinstance(node, Either):
            return best(self.scores(part, among) for part in node.parts)
        if isinstance(node, Every):
            return self._every(node, among)
        among = self._all() if among is None else among
        return without(among, self._holding(node.part, among))

    def _holding(self, node: Node, among: Scores) -> Collection[int]:
        """The rows that `-node` excludes: those that hold a word exactly as typed, without typos."""
        if isinstance(node, Word):
            return set().union(*(self.index.holding(form) for form in node.forms))
        if isinstance(node, Either):
            return set().union(*(self._holding(part, among) for part in node.parts))
        return self.scores(node, among)

    def _every(self, node: Every, among: Scores | None) -> Scores:
        words = [part for part in node.parts if self._is_in_index(part)]
        for scores in sorted(map(self._joined, words), key=len):
            among = both(among, scores)
        tests = [part for part in node.parts if isinstance(part, Term) and not self._is_looked_up(part)]
        for part in node.parts:
            if part not in words and part not in tests and not isinstance(part, Without):
                among = self.scores(part, among)
        left = self._passing(tuple(sorted(tests, key=lambda test: test.field != "status")), among)
        for part in node.parts:
            if isinstance(part, Without):
                left = self.scores(part, left)
        return left

    def _is_in_index(self, node: Node) -> bool:
        """Whether the index alone tells which rows match; such parts are intersected first, smallest first."""
        if isinstance(node, Every | Either):
            return bool(node.parts) and all(map(self._is_in_index, node.parts))
        if isinstance(node, Term):
            is_answer = node.field in COLUMNS or not any(" " in text for text in node.texts)
            return is_answer and self._is_looked_up(node)
        return isinstance(node, Word | Phrase)

    def _is_looked_up(self, term: Term) -> bool:
        return self._looks_up and bool(term.texts) and self.index.knows(term.field)

    def _joined(self, node: Node) -> Scores:
        """Memoised scores of a part that the index alone answers."""
        return self.index.joined(node, lambda: self.scores(node))

    def _term(self, term: Term, among: Scores | None) -> Scores:
        if not self._is_looked_up(term):
            return self._passing((term,), among)
        found = self.index.begun(term.field, term.texts)
        if not self._is_in_index(term):
            rows = [row for row in found if among is None or row in among]
            found = dict.fromkeys(self._tested(term, rows), 0.0)
        return both(among, found)

    def _all(self) -> Scores:
        return self.table.of_status(lambda _: True)

    def _passing(self, tests: tuple[Term, ...], among: Scores | None) -> Scores:
        """The rows that pass all tests; for many rows the answer is memoised for each prefix of the tests."""
        if not tests:
            return self._all() if among is None else among
        if among is None or len(among) > len(self.table) // FEW:
            return both(among, self._passed(tests))
        for test in tests:
            among = {row: among[row] for row in self._tested(test, among)}
        return among

    def _passed(self, tests: tuple[Term, ...]) -> Scores:
        """All rows that pass all tests, memoised."""
        *before, test = tests

        def find() -> Scores:
            among = self._passed(tuple(before)) if before else None
            if test.field == "status":
                return both(among, self.table.of_status(test.test))
            return dict.fromkeys(self._tested(test, self.table.rows if among is None else among), 0.0)

        return self.index.passed(tests, find)

    def _tested(self, term: Term, rows: Iterable[int]) -> list[int]:
        test, papers = term.test, self.table.papers
        if term.field in BRIEFLY:
            return [row for row in rows if test(papers[row].brief)]
        return [row for row in rows if test(papers[row].record_uncached())]


def matching(library: Library, root: Node, index: Index) -> Results:
    """The papers of a library that match `root`, found by its index."""
    table = index.table
    scores = Evaluator(table, index).scores(root)
    if len(table) != len(library):  # in step, looking for each paper would take as long as the rest
        scores = without(scores, [row for row in table.rows if table.ids[row] not in library])
    return Results(table, scores)


def matching_once(papers: Iterable[Paper], root: Every) -> Results:
    """The papers that match `root`, without an index: terms first, then the words of the papers that are left."""
    return ranked(*split(papers, root))


def filtered(papers: Iterable[Paper], root: Every) -> list[Paper]:
    """The papers that match `root`, in the order in which they are given."""
    left, rest = split(papers, root)
    if not rest.parts:
        return left
    found = ranked(left, rest)
    return [paper for paper in left if paper.id in found]


def score(paper: Paper, root: Every) -> float | None:
    """How well one paper matches `root`; None if it does not."""
    left, rest = split((paper,), root)
    if not left or not rest.parts:
        return 0.0 if left else None
    return ranked(left, rest).get(paper.id)


def split(papers: Iterable[Paper], root: Every) -> tuple[list[Paper], Every]:
    """The papers that pass the conditions without words, cheap ones first, and the other conditions."""
    tests = {part: test for part in root.parts if (test := test_of(part)) is not None}
    for part in sorted(tests, key=is_brief, reverse=True):
        test = tests[part]
        if is_brief(part):
            papers = [paper for paper in papers if test(paper.brief)]
        else:
            papers = [paper for paper in papers if test(paper.record)]
    return list(papers), Every(tuple(part for part in root.parts if part not in tests))


def ranked(papers: list[Paper], root: Every) -> Results:
    """The papers that match `root`, found by an index made for them alone."""
    index = Index(papers) if has_words(root) else None
    table = RowTable(papers) if index is None else index.table
    return Results(table, Evaluator(table, index).scores(root, dict.fromkeys(table.rows, 0.0)))


def has_words(node: Node) -> bool:
    """Whether there are words or phrases in a part of a query, left out ones included."""
    if isinstance(node, Every | Either):
        return any(has_words(part) for part in node.parts)
    return has_words(node.part) if isinstance(node, Without) else isinstance(node, Word | Phrase)
