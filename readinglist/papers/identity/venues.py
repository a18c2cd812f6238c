"""Venues as they are compared: preprint servers, and two names that are certainly of one journal or conference."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from readinglist.text import fold

SERVER = re.compile(
    r"(?:(?:preprint|e ?print|available|published)s? (?:on |at |in )?)?(?:arxiv|bio ?rxiv|med ?rxiv|chem ?rxiv|"
    r"psy ?arxiv|soc ?arxiv|tech ?rxiv|engrxiv|eartharxiv|ssrn|zenodo|qeios|authorea|osf preprints?)\b.*|arxiv.*"
    r"|corr(?: (?:abs|cs|arxiv|computing research|vol|volume|\d).*)?|computing research repository\b.*"
    r"|open ?review(?: net)?(?: preprints?| archives?)?|research square(?: (?:platform|preprint|llc).*)?"
    r"|preprints?(?: (?:org|submitted|available)\b.*)?|e prints?|cold spring harbor lab(?:oratory)?"
    r"|(?:iacr )?cryptol(?:ogy)? e ?print\b.*|iacr e ?print\b.*"
    r"|hal(?: (?:archives? ouvertes?|open science|inria|preprints?|\w*\d.*))?"
    r"|unpublished(?: (?:manuscript|work|paper|draft|note|preprint|report|result)s?\b.*)?"
    r"|manuscript(?: (?:submitted|in|under|draft|unpublished|available|at|to|\d+)\b.*)?"
    r"|submitted\b.*|under (?:review|submission)(?: (?:at|for|by|as|in)\b.*)?|in preparation\b.*"
    r"|to (?:appear|be (?:submitted|published)\b.*)"
)
"""The name of a preprint server, folded, or a text that means that there is no venue."""
SMALL = frozenset("a an the of on in at to for from and with its their".split())
"""Words that do not tell venues apart, but for a letter at the end, which is that of a section."""
SPONSORS = frozenset("ieee acm cvf usenix siam ifip sig".split())
MEETINGS = frozenset("proceedings conference symposium workshop workshops meeting congress".split())
"""Words of which a meeting's name has one."""
CEREMONY = frozenset("proceedings conference annual international meeting main track".split()) | SPONSORS
"""Words that do not tell meetings apart."""
FRAME = frozenset("proceedings annual meeting chapter".split()) | SPONSORS
"""Words that acronyms of meetings leave out."""
FULL_NAMES = {
    "proc": "proceedings", "procs": "proceedings", "conf": "conference", "intl": "international",
    "int": "international", "internat": "international", "symp": "symposium", "natl": "national", "ann": "ann",
    "wksp": "workshop", "nips": "neurips",
}  # fmt: skip
ORDINALS = {name: number for number, name in enumerate(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth".split(), 1)}  # fmt: skip
TENS = {name: 10 * number for number, name in enumerate(
    "twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}  # fmt: skip
TENTHS = {f"{name[:-1]}ieth": number for name, number in TENS.items()}
SHORT_YEAR = re.compile(r"['’]\s?(\d\d)\b")
YEAR = re.compile(r"([a-z]*?)((?:19|20)\d\d)")
ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
BRACKETED = re.compile(r"\(([^()]+)\)\s*$")
VOLUME = re.compile(r"\bvol(?:ume)? (\d+)\b")
LENGTHS = ("short", "long", "demo", "industry")
"""Volumes that the papers of one meeting may be in."""
KNOWN = {
    "neural information processing systems": "neurips",
    "neural information processing": "neurips",
    "advances neural information processing systems": "neurips",
    "advances neurips": "neurips",
}
"""Names of one venue that no rule would find."""


class Name(NamedTuple):
    """A venue's name folded for comparing."""

    words: tuple[str, ...]
    """All words but numbers."""
    telling: tuple[str, ...]
    """The words that tell it from others."""
    years: frozenset[int]
    ordinals: frozenset[int]
    numbers: frozenset[int]
    acronym: str
    """The text in brackets after it, if that is made of its letters."""
    lengths: frozenset[str]


def is_server(venue: str) -> bool:
    """Whether a venue is no publication's: a preprint server, or a word such as *submitted*."""
    return bool(SERVER.fullmatch(fold(venue)))


def are_one(one: str, two: str) -> bool:
    """Whether two names are certainly those of one venue: the same words, abbreviated or as initials.

    >>> are_one("Phys. Rev. Lett.", "Physical Review Letters"), are_one("ICML", "Conference on Machine Learning (ICML)")
    (True, True)
    """
    return one == two or are_one_name(name_of(one), name_of(two))


def are_one_name(one: Name, two: Name) -> bool:
    """Whether two names may be one, no number or year tells them apart, and their words agree."""
    if any(
        mine and others and mine.isdisjoint(others)
        for mine, others in zip(distinctive_parts(one), distinctive_parts(two), strict=True)
    ):
        return False
    words, others = (set(name.telling) - {one.acronym, two.acronym} for name in (one, two))
    if words == others != set() or is_abbreviated(one.telling, two.telling):
        return True
    return has_no_sponsor(one, two) or has_no_sponsor(two, one) or is_acronym(one, two) or is_acronym(two, one)


def distinctive_parts(name: Name) -> tuple[frozenset[int] | frozenset[str], ...]:
    """The years, numbers and volumes in a name, which tell it from another that has others."""
    return name.years, name.ordinals, name.numbers, name.lengths


@lru_cache(8192)
def name_of(venue: str) -> Name:
    """A venue's name, folded."""
    text = SHORT_YEAR.sub(lambda year: f" {'19' if year[1] > '50' else '20'}{year[1]}", venue.replace("&", " and "))
    bracketed = BRACKETED.search(text)
    if not bracketed or not bracketed.start():
        return name_in(text)
    whole, inner = name_in(text[: bracketed.start()]), name_in(bracketed[1])
    if len(inner.telling) == 1 and is_made_of(inner.telling[0], whole):
        return whole._replace(acronym=inner.telling[0], years=whole.years | inner.years)
    if not inner.words:
        return whole._replace(years=whole.years | inner.years, ordinals=whole.ordinals | inner.ordinals)
    return name_in(text)


def name_in(text: str) -> Name:
    """A name without anything in brackets."""
    words: list[str] = []
    years, ordinals, numbers = set[int](), set[int](), set[int]()
    tens = 0
    for word in VOLUME.sub(r" \1 ", fold(text)).split():
        if word in TENS:
            tens = TENS[word]
        elif word in ORDINALS or word in TENTHS:
            ordinals.add(tens + ORDINALS.get(word, TENTHS.get(word, 0)))
            tens = 0
        elif year := YEAR.fullmatch(word):
            years.add(int(year[2]))
            words += [year[1]] if year[1] else []
        elif ordinal := ORDINAL.fullmatch(word):
            ordinals.add(int(ordinal[1][-9:]))
        elif word.isdecimal():
            numbers.add(int(word[-9:]))
        else:
            words.append(FULL_NAMES.get(word, word))
    lengths = frozenset(length for length, after in pairwise([*words, ""]) if length in LENGTHS and "paper" in after)
    return Name(
        tuple(words), telling(words, lengths), frozenset(years), frozenset(ordinals), frozenset(numbers), "", lengths
    )


def telling(words: list[str], lengths: frozenset[str]) -> tuple[str, ...]:
    """The words of a name that tell it from others."""
    last = words[-1:] if words and len(words[-1]) == 1 else []
    kept = [word for word in (words[:-1] if last else words) if word not in SMALL] + last
    if MEETINGS & set(words):
        dropped = CEREMONY | lengths | ({"papers", "volume", "vol"} if lengths else set())
        kept = [word for word in kept if word not in dropped] or kept
    known = KNOWN.get(" ".join(kept))
    return (known,) if known else tuple(kept)


def is_abbreviated(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether each word of one name begins the word of the other in its place, or the other way round."""
    if len(words) != len(others) or not words:
        return False
    if words[-1] != others[-1] and len(words) > 1 and 1 in {len(words[-1]), len(others[-1])}:
        return False
    return all(one.startswith(two) or two.startswith(one) for one, two in zip(words, others, strict=True))


def has_no_sponsor(one: Name, two: Name) -> bool:
    """Whether one name is the other without the society that publishes the journal."""
    if len(one.telling) < 3 or SPONSORS & set(one.telling) or two.telling[:1] == one.telling[:1]:
        return False
    rest = tuple(word for word in two.telling if word not in SPONSORS)
    return len(rest) < len(two.telling) and is_abbreviated(one.telling, rest)


def is_acronym(short: Name, whole: Name) -> bool:
    """Whether a name of one word is made of the first letters of a longer one, or stands behind it in brackets."""
    return len(short.telling) == 1 and (short.telling[0] == whole.acronym or stands_for(short.telling[0], whole))


def is_made_of(name: str, whole: Name) -> bool:
    """Whether a word in brackets has only letters that words of the name begin with."""
    return len(whole.words) > 2 and Counter(name) <= Counter(word[0] for word in whole.words)


def stands_for(name: str, whole: Name) -> bool:
    """Whether a word is made of the first letters of all words of a name that tell anything."""
    if len(name) < 3 or len(whole.words) < 3:
        return False
    telling = [word for word in whole.words if word not in SMALL]
    framed = [word for word in telling if word not in FRAME]
    bare = [word for word in framed if word not in {"international", "conference"}]
    forms = (whole.words, telling, framed, bare, [word for word in framed if word != "conference"])
    return name in {"".join(word[0] for word in form) for form in forms}
