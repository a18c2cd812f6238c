"""Are two records the same paper?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING

from readinglist.ids import TELLING_DOIS, Ids, comparable, doi_ids, find, recognise
from readinglist.paper import Paper
from readinglist.text import fold, fold_title

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

__all__ = ["Identities", "Ids", "Match", "find", "hard_keys", "recognise"]

SHORT_WORDS = 3
SHORT_LETTERS = 15
"""A title with fewer words or letters does not tell papers apart."""
SIMILAR = 92
"""Titles with this edit ratio (of 100) or more are worth a suggestion."""
RARE = 50
"""A word in more titles than this finds no similar ones."""
MOST_SUGGESTIONS = 3

GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi "
        "chi psi omega".split(),
        strict=True,
    )
)
GREEK_COMMAND = re.compile(rf"\\(?:var)?({'|'.join(GREEK.values())})(?![a-z])", re.IGNORECASE)
SIGNS = re.compile(r"(?<=\w)[+#]+")
SIGN_NAMES = {"+": " plus", "#": " sharp"}
NUMBER = re.compile(r"\d+|\b(?=[xvi])x{0,3}(?:ix|iv|v?i{0,3})\b")

Postings = dict[str, dict[str, None]]
"""Term → what has it."""


@dataclass(frozen=True, slots=True)
class Match:
    """What the library knows of a newcomer: the same paper's id, or papers that may be the same with the reason."""

    same: str = ""
    suggestions: tuple[tuple[str, str], ...] = ()


def hard_keys(paper: Paper) -> frozenset[str]:
    """The keys that decide whether two papers are the same."""
    arxiv, doi, acl = paper.arxiv, paper.doi, paper.acl
    if doi.startswith(TELLING_DOIS):
        of_doi = doi_ids(doi) or Ids()
        arxiv, doi, acl = arxiv or of_doi.arxiv, of_doi.doi, acl or of_doi.acl
    return comparable(arxiv, doi, acl, paper.openreview)


@lru_cache(16_384)
def title_key(title: str) -> str:
    """What two titles of one paper have in common: folded, with Greek letters, ``C++`` and ``C#`` spelled out."""
    if "\\" in title:
        title = GREEK_COMMAND.sub(r" \1 ", title)
    if "+" in title or "#" in title:
        title = SIGNS.sub(lambda match: "".join(SIGN_NAMES[sign] for sign in match[0]) + " ", title)
    folded = fold_title(title)
    return folded if folded.isascii() else " ".join(GREEK.get(word, word) for word in folded.split())


class Identities:
    """Which papers are known: by hard keys and by folded title."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._papers: dict[str, Paper] = {}
        self._facts: dict[str, tuple[frozenset[str], str]] = {}
        """Paper → its hard keys and its folded title."""
        self._by_key: Postings = {}
        self._by_title: Postings = {}
        self._by_word: Postings | None = None
        """Word → the folded titles that have it."""
        for paper in papers:
            self._enter(paper)

    def put(self, id: str, paper: Paper | None) -> None:
        """Know `paper` under its `id`, in the place of what was known under it; forget that if there is none."""
        before = self._papers.get(id)
        if before and paper and facts(before) == facts(paper):
            self._papers[id] = paper
            return
        if before:
            self._leave(id)
        if paper:
            self._enter(paper)

    def match(self, paper: Paper) -> Match:
        """Whether `paper` is known: by a hard key, else by its title; doubtful and similar ones are suggested."""
        keys = hard_keys(paper)
        owners = self._sorted({id for key in keys for id in self._by_key.get(key, ())})
        if owners:
            return by_keys(paper, keys, [owner for owner in owners if not is_purged(owner)] or owners)
        title = title_key(paper.title)
        if not title:
            return Match()
        alike = [known for known in self._sorted(self._by_title.get(title, ())) if not other_arxiv(known, paper)]
        match = by_title(paper, alike) if alike else Match()
        if match.same:
            return match
        return Match("", (*match.suggestions, *self._similar(paper, title))[:MOST_SUGGESTIONS])

    def _enter(self, paper: Paper) -> None:
        once = Paper(paper.once())
        id, keys, title = paper.id, hard_keys(once), title_key(once.title)
        self._papers[id] = paper
        self._facts[id] = (keys, title)
        for key in keys:
            self._by_key.setdefault(key, {})[id] = None
        if title:
            if self._by_word is not None and title not in self._by_title:
                enter_words(self._by_word, title)
            self._by_title.setdefault(title, {})[id] = None

    def _leave(self, id: str) -> None:
        keys, title = self._facts.pop(id)
        del self._papers[id]
        for key in keys:
            drop(self._by_key, key, id)
        if title:
            drop(self._by_title, title, id)
            if self._by_word is not None and title not in self._by_title:
                for word in set(title.split()):
                    drop(self._by_word, word, title)

    def _sorted(self, ids: Collection[str]) -> list[Paper]:
        return sorted((self._papers[id] for id in ids), key=lambda paper: (paper.arrival, paper.id)) if ids else []

    def _words(self) -> Postings:
        """The index of words, built when first needed."""
        if self._by_word is None:
            self._by_word = {}
            for title in self._by_title:
                enter_words(self._by_word, title)
        return self._by_word

    def _similar(self, paper: Paper, title: str) -> list[tuple[str, str]]:
        """Papers whose titles share rare words with `title` and differ by little."""
        index, words = self._words(), title.split()
        postings = sorted(filter(None, map(index.get, set(words))), key=len)
        near = set[str]().union(*[titles for titles in postings[:4] if len(titles) <= RARE])
        near.discard(title)
        if not near:
            return []
        alike = comparing()(title, near)
        begun = index.get(words[0], {})
        extended = [other for other in begun.keys() & near if is_extended(title, other)]
        if not alike and not extended:
            return []
        ids = {id for other, _, _ in alike for id in self._by_title[other]}
        ids.update(id for other in extended for id in self._by_title[other] if share(self._papers[id], paper))
        return [(each.id, f"similar title: {each.title}") for each in self._sorted(ids) if may_be_same(each, paper)]


@cache
def comparing() -> Callable[[str, Iterable[str]], list[tuple[str, float, object]]]:
    """What finds the titles that are similar to one."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - most commands never compare titles

    return partial(process.extract, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=None)


def enter_words(index: Postings, title: str) -> None:
    """Put a folded title under each of its words."""
    for word in title.split():
        index.setdefault(word, {})[title] = None


def is_extended(one: str, two: str) -> bool:
    """Whether one folded title is the other and more words."""
    return one.startswith(f"{two} ") or two.startswith(f"{one} ")


def drop(index: Postings, term: str, member: str) -> None:
    """Take a member away from under a term."""
    members = index[term]
    members.pop(member, None)
    if not members:
        del index[term]


def by_keys(paper: Paper, keys: frozenset[str], owners: list[Paper]) -> Match:
    """Which of the papers that share a hard key with `paper` it is."""
    whole = [owner for owner in owners if keys <= hard_keys(owner)]
    if whole:
        title = title_key(paper.title)
        return Match(max(whole, key=lambda owner: (hard_keys(owner) == keys, title_key(owner.title) == title)).id)
    if len(owners) > 1:
        return Match("", tuple((owner.id, "its ids name several papers") for owner in owners))
    if other_arxiv(owners[0], paper):
        return Match("", ((owners[0].id, "same DOI or page, different arXiv ids"),))
    return Match(owners[0].id)


def by_title(paper: Paper, alike: list[Paper]) -> Match:
    """Which of the papers with the same folded title `paper` is."""
    for known in alike:
        if is_repeat(known, paper):
            return Match(known.id)
    doubts = {known.id: objection(known, paper) for known in alike}
    fitting = [known for known in alike if not doubts[known.id]]
    surest = max((evidence(known, paper) for known in fitting), default=0)
    fitting = [known for known in fitting if evidence(known, paper) == surest]
    if fitting and (len(fitting) == 1 or sum(bool(hard_keys(known)) for known in fitting) < 2):
        return Match(fitting[0].id)
    live = (known for known in alike if not is_purged(known))
    return Match("", tuple((known.id, doubts[known.id] or "several papers have this title") for known in live))


def evidence(known: Paper, paper: Paper) -> int:
    """How much besides the title says that both are one paper."""
    return same_abstract(known, paper) + share(known, paper) + (not set(known.sources).isdisjoint(paper.sources))


def objection(known: Paper, paper: Paper) -> str:
    """Why papers with one folded title may still be two; empty if nothing speaks against their being one."""
    if other_ids(known, paper):
        return "same title, other ids"
    if known.year and paper.year and abs(known.year - paper.year) > 1:
        return f"same title, years {known.year} and {paper.year}"
    if known.authors and paper.authors:
        if not share(known, paper):
            return "same title, other authors"
    elif other_count(known.author_count, paper.author_count):
        return f"same title, {known.author_count} and {paper.author_count} authors"
    if is_short(paper.title) and not same_abstract(known, paper):
        return "same title, a short one"
    return ""


def may_be_same(known: Paper, paper: Paper) -> bool:
    """Whether papers with similar titles are worth asking about."""
    if is_purged(known) or other_ids(known, paper) or is_short(known.title) or is_short(paper.title):
        return False
    if known.authors and paper.authors and not share(known, paper):
        return False
    return NUMBER.findall(title_key(known.title)) == NUMBER.findall(title_key(paper.title))


def is_repeat(known: Paper, paper: Paper) -> bool:
    """Whether `paper` is what `known` came from: the same words from the same source, nothing else said."""
    if known.title != paper.title or not set(paper.sources) & set(known.sources):
        return False
    keys = [key.lower() for key in (known.key, *known.aliases)]
    if paper.key and paper.key.lower() in keys:
        return True
    if paper.key and not any(has_grown_from(key, paper.key.lower()) for key in keys):
        return False
    stated = (
        "authors",
        "author_count",
        "abstract",
        "date",
        "venue",
        "organization",
        "arxiv",
        "doi",
        "acl",
        "openreview",
    )
    both = [
        (known.record[name], paper.record[name]) for name in stated if name in known.record and name in paper.record
    ]
    return all(before == after for before, after in both)


def has_grown_from(key: str, wish: str) -> bool:
    """Whether a cite key is the one that was wished for, or that with the letters that made it unique."""
    rest = key.removeprefix(wish)
    return key == wish or (key.startswith(wish) and len(rest) <= 2 and rest.isalpha())


def facts(paper: Paper) -> tuple[str, ...]:
    """What the indexes hold of a paper."""
    return paper.title, paper.arxiv, paper.doi, paper.acl, paper.openreview


def is_purged(paper: Paper) -> bool:
    """Whether only the remains of the paper are left."""
    return bool(paper.record.get("purged"))


def other_arxiv(known: Paper, paper: Paper) -> bool:
    """Whether both have an arXiv id and they differ."""
    return bool(known.arxiv and paper.arxiv and known.arxiv != paper.arxiv)


def other_ids(known: Paper, paper: Paper) -> bool:
    """Whether both have an id of one kind and these differ."""
    one, two = (dict(key.split(":", 1) for key in hard_keys(one)) for one in (known, paper))
    return any(one[kind] != two[kind] for kind in one.keys() & two.keys())


def other_count(one: int | None, two: int | None) -> bool:
    """Whether two numbers of authors cannot be those of one paper; versions may differ by a few."""
    return bool(one and two and abs(one - two) > max(2, 0.3 * max(one, two)))


def is_short(title: str) -> bool:
    """Whether a title alone says too little."""
    folded = fold_title(title)
    return len(folded.split()) < SHORT_WORDS or len(folded.replace(" ", "")) < SHORT_LETTERS


def same_abstract(known: Paper, paper: Paper) -> bool:
    """Whether both have the same abstract."""
    return bool(known.abstract) and bool(paper.abstract) and fold(known.abstract) == fold(paper.abstract)


def share(known: Paper, paper: Paper) -> bool:
    """Whether the papers have an author in common."""
    return not names(known).isdisjoint(names(paper))


def names(paper: Paper) -> set[str]:
    """The authors' last words and their whole names in alphabetical order, folded: Wang Wei may be Wei Wang."""
    found = set()
    for author in paper.authors:
        last = fold(author.literal or author.family).split()
        found |= {last[-1] if last else "", " ".join(sorted(fold(str(author)).split()))}
    return found - {""}
