"""Which papers of a library a record may be: found by ids, titles and rare words of titles, judged by the verdict."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from readinglist.papers.citekey import has_grown_from
from readinglist.papers.identity.author_lists import People
from readinglist.papers.identity.evidence import Facts
from readinglist.papers.identity.frequent_terms import Terms, digest
from readinglist.papers.identity.similar_titles import SimilarTitles
from readinglist.papers.identity.verdict import DIFFERENT, Answer, Verdict, people, verdict
from readinglist.papers.merging import OWN, facts, is_known, leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from readinglist.papers.paper import Paper
    from readinglist.papers.record import Record

MOST_ASKED = 8
"""Papers that one record may be asked about."""
if TYPE_CHECKING:
    Neighbours = Callable[[str, Record, Record], bool]
    """Whether a record of the paper with this id, and another one, are entries of one file with keys of their own."""


class Match(NamedTuple):
    """The paper that a record is, and the papers that it may be, each with the reason."""

    same: str = ""
    why: str = ""
    asked: tuple[tuple[str, str], ...] = ()
    is_repeat: bool = False
    """Whether the paper has this very record already."""


def apart(id: str, one: Record, two: Record) -> bool:
    """Whether two records are known to be entries of one file: they are not."""
    return False


class Identities:
    """Which papers are known: by ids, by folded title, and by the words of their titles."""

    def __init__(self, papers: Iterable[Paper] = (), *, with_words: bool = False) -> None:
        self._papers: dict[str, Paper] = {}
        self._terms: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        """Paper → the terms it is looked up by, and its folded titles."""
        self._leaves: dict[str, list[Facts]] = {}
        self._by_term = Terms(self._facts)
        self._by_title = Terms(self._facts)
        self._similar: SimilarTitles | None = SimilarTitles() if with_words else None
        """The folded titles by their words; made when first needed, or paper by paper."""
        for paper in papers:
            self._enter(paper)

    def __contains__(self, id: str) -> bool:
        return id in self._papers

    def put(self, id: str, paper: Paper | None) -> None:
        """Index `paper` under its `id`, replacing what was indexed there; None removes it."""
        before = self._papers.get(id)
        if before and before is not paper:
            self._leave(id)
        if paper and before is not paper:
            self._enter(paper)

    def match(self, paper: Paper, are_neighbours: Neighbours = apart) -> Match:
        """The paper that a record is, if that is certain, and those that it may be."""
        new = [Facts(leaf) for leaf in leaves(paper.record)]
        found = self._candidates(new)
        repeats = [id for id in found if any(is_repeat(known.record, paper.record) for known in self._facts(id))]
        whole = [id for id in repeats if any(facts(known.record) == facts(paper.record) for known in self._facts(id))]
        if has_all := whole or [id for id in repeats if is_known(paper.record, self._papers[id].record)]:
            return Match(has_all[0], "the same record", is_repeat=True)
        said = [id for id in found if is_known(paper.record, self._papers[id].record)]
        reasons = {id: why for id in said if (why := self._reason(id, new))}
        if len(reasons) == 1:  # it brings nothing that could contradict another record of the paper
            return Match(*reasons.popitem())
        verdicts = {id: judged(self._facts(id), new, partial(are_neighbours, id)) for id in found}
        if len(repeats) == 1 and not verdicts[repeats[0]].is_contradiction:
            return Match(repeats[0], "the same record", is_repeat=True)
        fits = [id for id, each in verdicts.items() if each.answer is Answer.SAME]
        best = self._best(fits, new)
        asked = tuple(
            (id, each.why if each.answer is Answer.ASK else f"{each.why}; it fits another paper, too")
            for id, each in verdicts.items()
            if each.answer is not Answer.DIFFERENT and id != best and not is_purged(self._papers[id])
        )
        return Match(best, verdicts[best].why if best else "", asked[:MOST_ASKED])

    def candidates(self, paper: Paper) -> list[str]:
        """The papers worth comparing with one, in the order of arrival; one that is known is not read again."""
        if paper.id not in self._papers:
            return self._candidates([Facts(paper.record)])
        terms, titles = self._terms[paper.id]
        near = [other for title in titles for other in (title, *self._titles().near(title))]
        if any(map(self._by_term.is_crowd, terms)) or any(map(self._by_title.is_crowd, near)):
            return self._candidates(self._facts(paper.id))
        found = dict.fromkeys(id for term in terms for id in self._by_term.few(term))
        found.update(dict.fromkeys(id for title in near for id in self._by_title.few(title)))
        return self._in_order(found)

    def between(self, one: str, two: str) -> Verdict:
        """The verdict on two papers that are known."""
        return judged(self._facts(one), self._facts(two))

    def _reason(self, id: str, new: Sequence[Facts]) -> str:
        """Why a new record is the same as one of those that a paper is made of; empty if it is not."""
        found = (verdict(one, two) for one in self._facts(id) for two in new)
        return next((each.why for each in found if each.answer is Answer.SAME), "")

    def _best(self, ids: Sequence[str], new: Sequence[Facts]) -> str:
        """The paper for which most speaks; none if as much speaks for two."""
        live = [id for id in ids if not is_purged(self._papers[id])] or ids
        ranked = sorted(((evidence(self._facts(id), new), id) for id in live), reverse=True)
        if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
            return ""
        return ranked[0][1] if ranked else ""

    def _facts(self, id: str) -> list[Facts]:
        if id not in self._leaves:
            record = self._papers[id].record_uncached()
            found = list(leaves(record))
            if record.get("parts") and record.get("edited"):  # what the user says of it counts, too
                found.append(record)
            self._leaves[id] = [Facts(leaf) for leaf in found]
        return self._leaves[id]

    def _enter(self, paper: Paper) -> None:
        record = paper.record_uncached()
        known = [Facts(record), *(Facts(leaf) for leaf in leaves(record) if leaf is not record)]
        terms = frozenset[str]().union(*map(terms_of, known))
        titles = frozenset(about.title.text for about in known) - {""}
        id = paper.id
        self._papers[id] = paper
        self._terms[id] = (terms, titles)
        self._by_term.enter(id, terms)
        for title in titles:
            if self._similar is not None and title not in self._by_title:
                self._similar.enter(title)
        self._by_title.enter(id, titles)

    def _leave(self, id: str) -> None:
        terms, titles = self._terms.pop(id)
        del self._papers[id]
        self._leaves.pop(id, None)
        self._by_term.leave(id, terms)
        self._by_title.leave(id, titles)
        for title in titles:
            if self._similar is not None and title not in self._by_title:
                self._similar.leave(title)

    def _candidates(self, records: Sequence[Facts]) -> list[str]:
        ids: dict[str, None] = {}
        for about in records:
            for term in terms_of(about):
                ids.update(dict.fromkeys(self._by_term.of(term, about)))
            if about.title.text:
                for near in self._titles().near(about.title.text):
                    ids.update(dict.fromkeys(self._by_title.of(near, about)))
        return self._in_order(ids)

    def _in_order(self, ids: Collection[str]) -> list[str]:
        """The papers in the order of arrival."""
        return sorted(ids, key=lambda each: (self._papers[each].arrival, each)) if len(ids) > 1 else list(ids)

    def _titles(self) -> SimilarTitles:
        """The index of titles, built when first needed."""
        if self._similar is None:
            self._similar = SimilarTitles(self._by_title)
        return self._similar


def judged(
    known: Sequence[Facts], new: Sequence[Facts], are_neighbours: Callable[[Record, Record], bool] | None = None
) -> Verdict:
    """The verdict on two papers made of these records: one pair that is the same does not outweigh a contradiction."""
    found = [
        verdict(one, two, in_one_file=bool(are_neighbours and are_neighbours(one.record, two.record)))
        for one in known
        for two in new
    ]
    if against := next((each for each in found if each.is_contradiction), None):
        return against
    if sure := next((each for each in found if each.answer is Answer.SAME), None):
        return sure
    return next((each for each in found if each.answer is Answer.ASK), DIFFERENT)


def evidence(known: Sequence[Facts], new: Sequence[Facts]) -> tuple[int, ...]:
    """How much says that two papers are one: ids, then abstract and people; where no id does, kind and year."""
    return max(
        (
            (shared := len(one.keys & two.keys)),
            one.abstract == two.abstract != "",
            people(one, two) is People.SAME,
            not shared and one.kind is two.kind,
            not shared and one.year == two.year,
        )
        for one in known
        for two in new
    )


def is_repeat(known: Record, new: Record) -> bool:
    """Whether a record is one that is known: from the same source, under its key, and nothing else said."""
    if known.get("title") != new.get("title") or not set(known.get("sources", ())) & set(new.get("sources", ())):
        return False
    keys = [key.lower() for key in (known.get("key"), known.get("entry"), *known.get("aliases", ())) if key]
    key = str(new.get("key") or "").lower()
    if key and key not in keys and not any(has_grown_from(own, key) for own in keys):
        return False
    if not new.get("title"):
        return bool(key) and facts(known) == facts(new)
    both = (known.keys() & new.keys()) - OWN
    return all(known.get(name) == new.get(name) for name in both)


def terms_of(about: Facts) -> set[str]:
    """The terms a record is looked up by: ids, ISBNs and folded title; without a title, a digest of all its facts."""
    terms = set(about.keys)
    terms.update(f"isbn:{isbn}" for isbn in about.isbns)
    if about.title.key:
        terms.add(f"title:{about.title.key}")
    elif about.record.get("key"):
        terms.add(f"untitled:{digest(about.record)}")
    return terms


def is_purged(paper: Paper) -> bool:
    """Whether only the remains of the paper are left."""
    return bool(paper.record.get("purged"))
