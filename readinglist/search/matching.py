"""Which papers of a library a query matches, and how well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.search.fuzzy import Index
from readinglist.search.query import Either, Every, Phrase, Term, Without, Word
from readinglist.search.texts import TIERS_OF

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readinglist.library import Library
    from readinglist.paper import Paper
    from readinglist.search.query import Node

    Scores = Mapping[str, float]

ALONE: dict[str, tuple[str, ...]] = {"title": (), "author": (), "abstract": ("note",), "note": ("abstract",)}
"""Field → the others in its tier: where those are empty, a word that the tier holds is the field's."""
BRIEFLY = frozenset({"status", "tag", "year", "added", "priority"})
"""Fields of a query that `Paper.brief` tells about."""
COSTS: tuple[type, ...] = (Word, Phrase, Term, Every, Either, Without)
"""What narrows the papers first. Terms that look at each paper come last but for what is left out."""
FEW = 8
"""Fewer than one in so many papers are quicker looked at than looked up."""


class Matching:
    """A library and the index of its words (None: no words will be asked for), asked which papers match."""

    def __init__(self, library: Library, index: Index | None) -> None:
        self.library = library
        self.index = index or Index()
        self._looks_up = index is not None and index.is_complete
        """Whether the index holds every text, so that it answers terms of text too."""

    def narrow(self, node: Node, among: Scores | None = None) -> Scores:
        """Those of the papers `among` (None: all) that match `node`; their scores grow by how well."""
        if isinstance(node, Word):
            return both(among, self.index.scores(node.forms))
        if isinstance(node, Phrase):
            return both(among, self.index.phrase_scores(node.forms))
        if isinstance(node, Term):
            return self._term(node, among)
        if isinstance(node, Either):
            return best(self.narrow(part, among) for part in node.parts)
        if isinstance(node, Every):
            return self._every(node, among)
        among = self._all() if among is None else among
        excluded = self._holding(node.part, among)
        return {id: score for id, score in among.items() if id not in excluded}

    def _holding(self, node: Node, among: Scores) -> Iterable[str]:
        """The papers that `-node` leaves out: a word must be there as it is typed, not only nearly so."""
        if isinstance(node, Word):
            return set().union(*(self.index.holding(form) for form in node.forms))
        if isinstance(node, Either):
            return set().union(*(self._holding(part, among) for part in node.parts))
        return self.narrow(node, among)

    def _every(self, node: Every, among: Scores | None) -> Scores:
        tests = [part for part in node.parts if isinstance(part, Term) and not self._is_indexed(part)]
        others: list[Node] = [part for part in node.parts if not isinstance(part, Term) or self._is_indexed(part)]
        others.sort(key=cost)
        narrowing: list[Node] = [part for part in others if not isinstance(part, Without)]
        for part in narrowing:
            among = self.narrow(part, among)
        left = self._passing(tuple(tests), among)
        for part in others[len(narrowing) :]:
            left = self.narrow(part, left)
        return left

    def _term(self, term: Term, among: Scores | None) -> Scores:
        if not self._is_indexed(term):
            return self._passing((term,), among)
        ids = self._indexed(term)
        if among is None:
            return {id: 0.0 for id in ids if self._fits(term, id)}
        return {id: among[id] for id in ids & among.keys() if self._fits(term, id)}

    def _all(self) -> Scores:
        return dict.fromkeys(self.index.ids() if self._looks_up else self.library.ids, 0.0)

    def _passing(self, tests: tuple[Term, ...], among: Scores | None) -> Scores:
        """The papers that pass all tests; for many papers the answer is kept, for those tests and what follows them."""
        if not tests:
            return self._all() if among is None else among
        if among is None or len(among) > len(self.library) // FEW:
            return both(among, self._passed(tests))
        for test in tests:
            among = {id: among[id] for id in self._tested(test, among)}
        return among

    def _passed(self, tests: tuple[Term, ...]) -> Scores:
        """The papers of the library that pass all tests."""

        def find() -> Scores:
            *before, test = tests
            return dict.fromkeys(self._tested(test, self._passed(tuple(before)) if before else self.library.ids), 0.0)

        return self.index.passed(tests, find) if self._looks_up else find()

    def _tested(self, term: Term, ids: Iterable[str]) -> list[str]:
        get = self.library.get
        papers = (paper for id in ids if (paper := get(id)) is not None)
        return [paper.id for paper in passing(papers, term)]

    def _is_indexed(self, term: Term) -> bool:
        return bool(term.texts) and self._looks_up

    def _indexed(self, term: Term) -> set[str]:
        """The papers that may fit a term of text: its words are in the field's tier."""
        tiers = TIERS_OF[term.field]
        return set().union(*(self.index.beginning(form.split(" "), tier) for form in term.texts for tier in tiers))

    def _fits(self, term: Term, id: str) -> bool:
        paper = self.library.get(id)
        if paper is None:
            return False
        others = ALONE.get(term.field)
        if others is not None and len(term.texts) == 1 and " " not in term.texts[0]:
            return not any(other in paper.record for other in others) or term.test(paper.record)
        return term.test(paper.record)


def passing(papers: Iterable[Paper], term: Term) -> list[Paper]:
    """The papers that a term's test lets pass; a field that lists show is at hand without reading all of the paper."""
    test = term.test
    if term.field in BRIEFLY:
        return [paper for paper in papers if test(paper.brief)]
    return [paper for paper in papers if test(paper.record)]


def cost(node: Node) -> int:
    """In which order parts narrow the papers: first what the index answers at once."""
    return COSTS.index(type(node))


def both(left: Scores | None, right: Scores) -> Scores:
    """The papers in both, with the sum of their scores."""
    if left is None:
        return right
    fewer, more = (left, right) if len(left) < len(right) else (right, left)
    return {id: score + more[id] for id, score in fewer.items() if id in more}


def best(found: Iterable[Scores]) -> Scores:
    """The papers in any, with the best of their scores."""
    most, *others = sorted(found, key=len, reverse=True)
    scores = dict(most)
    for each in others:
        scores.update({id: score for id, score in each.items() if score >= scores.get(id, 0.0)})
    return scores


def matching(library: Library, root: Node, index: Index) -> Scores:
    """The papers that match `root`, as the index knows them."""
    return Matching(library, index).narrow(root)


def matching_once(library: Library, root: Node) -> Scores:
    """The papers that match `root`, without an index: terms first, then the words of the papers that are left."""
    parts = root.parts if isinstance(root, Every) else (root,)
    rest = Every(tuple(part for part in parts if not isinstance(part, Term)))
    left = list(library)
    for part in sorted((part for part in parts if isinstance(part, Term)), key=lambda term: term.field not in BRIEFLY):
        left = passing(left, part)
    index = Index(left) if has_words(rest) else None
    return Matching(library, index).narrow(rest, {paper.id: 0.0 for paper in left})


def has_words(node: Node) -> bool:
    """Whether there are words or phrases in a part of a query, left out ones included."""
    if isinstance(node, Every | Either):
        return any(has_words(part) for part in node.parts)
    return has_words(node.part) if isinstance(node, Without) else isinstance(node, Word | Phrase)
