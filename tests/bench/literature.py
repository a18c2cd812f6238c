"""Papers to look for, and what somebody who knows one of them types: the same for the same seed.

Their titles and people are not those of `tests.support.generate`, with which the search was measured while it was
written.
Words come in families (``scale``, ``scaling``), most of them rare, and lie as near to each other as English ones: of a
thousand typos 3 make another word at 10,000 words, and 8 at 40,000 (of American English 3 and 16). One family name in
seven has an accent.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from tests.support.generate import FAMILIES, GIVEN, HEAD, SMALL, SYLLABLES, papers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.papers.paper import Paper

ENDINGS = ("", "", "", "s", "ing", "ed", "al", "ation", "ness")
ACCENTS = {"a": "á", "e": "é", "i": "í", "o": "ö", "u": "ü", "c": "ç", "n": "ñ"}
PLAIN = str.maketrans({accent: letter for letter, accent in ACCENTS.items()} | {"ó": "o", "ı": "i", "ø": "o", "ł": "l"})
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
HANDFUL = 5
"""Words that more papers share do not tell which one is meant; who looks for it would type others."""


class Asked(NamedTuple):
    """What is typed, and the paper that is meant."""

    text: str
    id: str


class Literature:
    """`n` papers, none in the trash, newest last, and some more that are not among them."""

    def __init__(self, n: int, seed: int = 1, absent: int = 200) -> None:
        rng = random.Random(seed)
        words = Zipf(families_of_words(rng, 500 + int(50 * n**0.6)))
        names = Zipf(family_names(rng, 100 + int(20 * n**0.6)))
        made = [retold(rng, paper, words, names) for paper in papers(n + absent, seed)]
        self.absent, self.papers = made[:absent], made[absent:]
        self._holding: dict[str, set[str]] = defaultdict(set)
        """Title word, family name of a first author, or year → the papers."""
        for paper in self.papers:
            for word in (*words_of(paper.title), first_author(paper), str(paper.year)):
                self._holding[word].add(paper.id)
        self._in_abstracts = Counter(word for paper in self.papers for word in set(words_of(paper.abstract)))

    # What one remembers of a paper: the telling words rather than those that many titles share.

    def telling(self, paper: Paper) -> list[str]:
        """The three most telling words of a title."""
        found = dict.fromkeys(word for word in words_of(paper.title) if word not in SMALL and len(word) > 3)
        return sorted(found, key=lambda word: len(self._holding[word]))[:3]

    def rare(self, rng: random.Random, paper: Paper) -> str:
        """A word that stands in a handful of abstracts and no title; empty if there is none."""
        words = [word for word in words_of(paper.abstract) if len(word) > 3 and not self._holding.get(word)]
        few = [word for word in words if self._in_abstracts[word] <= HANDFUL]
        return rng.choice(few) if few else ""

    def together(self, rng: random.Random, words: Sequence[str]) -> list[str]:
        """These words in any order; none if they do not tell one paper from others."""
        sharing = set.intersection(*(self._holding[word] for word in words)) if words else ()
        return rng.sample(words, len(words)) if 0 < len(sharing) <= HANDFUL else []

    def remembered(self, rng: random.Random, paper: Paper, k: int) -> list[str]:
        """`k` of the most telling words of a title; none if they do not tell it from others."""
        words = self.telling(paper)
        return self.together(rng, rng.sample(words, k)) if k <= len(words) else []

    def queries(self, kind: str, k: int, seed: int) -> list[Asked]:
        """`k` queries of a kind."""
        rng, ask = random.Random(f"{kind} {seed}"), KINDS[kind]
        found: list[Asked] = []
        while len(found) < k:
            paper = rng.choice(self.papers)
            if words := ask(self, rng, paper):
                found.append(Asked(" ".join(words), paper.id))
        return found

    def nonsense(self, k: int, seed: int) -> dict[str, list[str]]:
        """`k` queries of each kind about what is not there: titles of other papers, and words that nobody wrote."""
        rng = random.Random(seed)
        titles = [self.telling(paper) for paper in self.absent]
        return {
            "three words of another title": [" ".join(rng.choice(titles)) for _ in range(k)],
            "a title word, one that is none": [f"{rng.choice(titles)[0]} {unheard(rng)}" for _ in range(k)],
            "two words that are none": [f"{unheard(rng)} {unheard(rng)}" for _ in range(k)],
        }


def families_of_words(rng: random.Random, size: int) -> list[str]:
    """That many words of four letters or more, many sharing their beginning; as near to each other as English words."""
    words = dict.fromkeys(word for word in HEAD if word not in SMALL and word.isalpha() and len(word) > 3)
    while len(words) < size:
        stem = "".join(rng.choices(SYLLABLES, k=rng.choice((1, 2, 2, 3, 3, 4))))
        words.update(dict.fromkeys(word for _ in range(2) if len(word := f"{stem}{rng.choice(ENDINGS)}") > 3))
    return list(words)


def family_names(rng: random.Random, size: int) -> list[str]:
    """That many names, real ones among them."""
    made = ("".join(rng.choices(SYLLABLES, k=rng.choice((2, 2, 3)))).capitalize() for _ in range(size))
    names = [*dict.fromkeys((*FAMILIES, *(accented(rng, name, 0.15) for name in made)))]
    return rng.sample(names, len(names))


class Zipf:
    """Words, the first ones drawn most often."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words, self._weights = words, list(accumulate(1 / (rank + 20) for rank in range(len(words))))

    def draw(self, rng: random.Random, k: int) -> list[str]:
        return rng.choices(self._words, cum_weights=self._weights, k=k)


def retold(rng: random.Random, paper: Paper, words: Zipf, names: Zipf) -> Paper:
    """The paper with another title, which its abstract takes up, and other authors."""
    title = [accented(rng, word, 0.03) for word in words.draw(rng, rng.randint(3, 8))]
    told = " ".join([*words.draw(rng, 12), *title])
    for place in range(len(title) - 1, 0, -3):
        title.insert(place, rng.choice(("of", "for", "with", "in", "and")))
    families = dict.fromkeys(names.draw(rng, rng.randint(1, 8)))
    return paper.with_fields(
        {
            "title": " ".join(title).capitalize(),
            "authors": [{"family": family, "given": rng.choice(GIVEN)} for family in families],
            "abstract": f"{paper.abstract} We study {told}.",
            "status": "to-read",
        }
    )


def accented(rng: random.Random, word: str, share: float) -> str:
    """The word, with an accent on one of its letters if chance has it."""
    places = [place for place, letter in enumerate(word) if letter in ACCENTS]
    if not places or rng.random() >= share:
        return word
    place = rng.choice(places)
    return word[:place] + ACCENTS[word[place]] + word[place + 1 :]


def words_of(text: str) -> list[str]:
    """The words of a text as one types them."""
    return [word.strip(".,:").lower() for word in text.split()]


def first_author(paper: Paper) -> str:
    """The family name that one remembers a paper by."""
    return paper.authors[0].family.lower()


def unheard(rng: random.Random) -> str:
    """Letters that are no word."""
    return "".join(rng.choices(ALPHABET, k=rng.randint(5, 10)))


# What is typed: nothing if the paper has no such words.


def beginnings(literature: Literature, rng: random.Random, paper: Paper) -> list[str]:
    """Two or three words of a title, each typed half or more."""
    words = literature.remembered(rng, paper, rng.randint(2, 3))
    return [word[: rng.randint(max(3, (len(word) + 1) // 2), len(word))] for word in words]


def without_accents(literature: Literature, rng: random.Random, paper: Paper) -> list[str]:
    """A name or title word whose accents are left out, and another title word."""
    telling = literature.telling(paper)
    marked = [word for word in (first_author(paper), *telling) if not word.isascii()]
    if not marked:
        return []
    word = rng.choice(marked)
    others = [other for other in telling if other != word]
    return [each.translate(PLAIN) for each in literature.together(rng, [word, *others[:1]])]


def by_author(literature: Literature, rng: random.Random, paper: Paper) -> list[str]:
    """The first author and a title word."""
    return literature.together(rng, [first_author(paper), rng.choice(literature.telling(paper))])


def by_year(literature: Literature, rng: random.Random, paper: Paper) -> list[str]:
    """The first author and the year."""
    words = [first_author(paper), str(paper.year)]
    return words if literature.together(rng, words) else []


def from_abstract(literature: Literature, rng: random.Random, paper: Paper) -> list[str]:
    """A rare word of the abstract."""
    return [word] if (word := literature.rare(rng, paper)) else []


def from_both(literature: Literature, rng: random.Random, paper: Paper) -> list[str]:
    """A rare word of the abstract, and a title word."""
    word = literature.rare(rng, paper)
    return rng.sample([word, rng.choice(literature.telling(paper))], 2) if word else []


Slip = Callable[[random.Random, str, int], str]
"""Makes a typo at a place of a word."""


def mistyped(literature: Literature, rng: random.Random, paper: Paper, slip: Slip) -> list[str]:
    """Two or three words of a title, a slip in one: the more letters a word has, the likelier there."""
    words = literature.remembered(rng, paper, rng.randint(2, 3))
    if not words:
        return []
    place = rng.choices(range(len(words)), [len(word) for word in words])[0]
    typed = slip(rng, words[place], rng.randrange(len(words[place])))
    return [*words[:place], typed, *words[place + 1 :]] if typed != words[place] else []


def dropped(_: random.Random, word: str, at: int) -> str:
    return word[:at] + word[at + 1 :]


def doubled(_: random.Random, word: str, at: int) -> str:
    return word[: at + 1] + word[at:]


def swapped(_: random.Random, word: str, at: int) -> str:
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def wrong(rng: random.Random, word: str, at: int) -> str:
    return word[:at] + rng.choice(ALPHABET) + word[at + 1 :]


def slipped(slip: Slip) -> Callable[[Literature, random.Random, Paper], list[str]]:
    return lambda literature, rng, paper: mistyped(literature, rng, paper, slip)


KINDS: dict[str, Callable[[Literature, random.Random, Paper], list[str]]] = {
    "two title words": lambda literature, rng, paper: literature.remembered(rng, paper, 2),
    "three title words": lambda literature, rng, paper: literature.remembered(rng, paper, 3),
    "beginnings of words": beginnings,
    "accents left out": without_accents,
    "author, title word": by_author,
    "author, year": by_year,
    "abstract, title word": from_both,
    "abstract word": from_abstract,
    "a letter dropped": slipped(dropped),
    "a letter doubled": slipped(doubled),
    "two letters swapped": slipped(swapped),
    "a wrong letter": slipped(wrong),
}
"""Kind of query → how one is made."""
TYPOS = ("a letter dropped", "a letter doubled", "two letters swapped", "a wrong letter")
FROM_ALL = ("author, year", "abstract, title word", "abstract word")
"""What is not of titles and names alone."""
