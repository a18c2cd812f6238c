"""Venues as they are compared: preprint servers, and two names that are certainly of one journal or conference."""

from __future__ import annotations

import re
from functools import lru_cache

from readinglist.text import fold

SERVER = re.compile(
    r"(?:arxiv|corr\b|computing research repository|open ?review|bio ?rxiv|med ?rxiv|chem ?rxiv|psy ?arxiv|soc ?arxiv|"
    r"tech ?rxiv|ssrn|research square|preprints?(?: org)?$|authorea|osf preprints|e prints?|cold spring harbor lab|"
    r"cryptology (?:e ?print|eprint)|iacr (?:cryptology )?e ?print|hal\b|zenodo|qeios|engrxiv|eartharxiv|unpublished|"
    r"manuscript|submitted|under review|in preparation|to appear$)"
)
"""How the name of a preprint server begins, folded."""
FILLING = frozenset(
    "a an the of on in at to for from and with its their proceedings proc conference conf annual international intl "
    "int national meeting ieee acm cvf usenix association society volume vol main long short papers advances lecture "
    "notes th st nd rd first second third fourth fifth sixth seventh eighth ninth tenth".split()
)
"""Words that do not tell venues apart."""
SMALL = frozenset({"of", "the", "and", "on", "in", "for", "to", "a", "an"})
"""Words that acronyms may leave out."""
NUMBERED = re.compile(r"\b\d+(?:th|st|nd|rd)?\b|\b\w*(?:19|20)\d\d\b")
BRACKETED = re.compile(r"\(([^()]+)\)\s*$")
KNOWN = {
    "nips": "neurips",
    "neural information processing systems": "neurips",
    "neural information processing": "neurips",
}
"""Names of one venue that no rule would find."""


def is_server(venue: str) -> bool:
    """Whether a venue is no publication's: a preprint server, or a word such as *submitted*."""
    return bool(SERVER.match(fold(venue)))


@lru_cache(8192)
def telling(venue: str) -> tuple[str, ...]:
    """The words that tell a venue from others, folded; none for a name that is made of filling alone."""
    folded = NUMBERED.sub(" ", fold(venue.replace("&", " and ")))
    words = tuple(word for word in folded.split() if word not in FILLING)
    known = KNOWN.get(" ".join(words))
    return (known,) if known else tuple(KNOWN.get(word, word) for word in words) or tuple(fold(venue).split())


def are_one(one: str, two: str) -> bool:
    """Whether two names are certainly those of one venue: the same words, abbreviated or as initials.

    >>> are_one("Phys. Rev. Lett.", "Physical Review Letters"), are_one("ICML", "Conference on Machine Learning (ICML)")
    (True, True)
    """
    words, others = telling(one), telling(two)
    if set(words) == set(others) or is_abbreviated(words, others):
        return True
    return is_acronym(words, two) or is_acronym(others, one)


def is_abbreviated(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether each word of one name begins the word of the other in its place, or the other way round."""
    return len(words) == len(others) and all(
        one.startswith(two) or two.startswith(one) for one, two in zip(words, others, strict=True)
    )


def is_acronym(short: tuple[str, ...], venue: str) -> bool:
    """Whether a name of one word is made of the first letters of a longer one, or stands behind it in brackets."""
    if len(short) != 1:
        return False
    name = short[0]
    if (bracketed := BRACKETED.search(venue)) and telling(bracketed[1]) == short:
        return True
    words = NUMBERED.sub(" ", fold(venue)).split()
    letters = "".join(word[0] for word in words)
    telling_letters = "".join(word[0] for word in words if word not in SMALL)
    return len(name) > 2 and len(words) > 2 and (letters == name or telling_letters.endswith(name))
