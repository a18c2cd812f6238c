"""How near two titles are: one text, one with more words, the same but for a few letters, or one about the other."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from readinglist.papers.identity.titles import UNSPACED
from readinglist.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from readinglist.papers.identity.titles import Title

SIMILAR = 92
"""Titles with this edit ratio (of 100) or more are worth a question."""
REWORDED = 82
"""As much for titles by the same people."""
ALIKE = 75
"""Titles with this edit ratio (of 100) or more are alike enough for an id to decide."""
COMMON = 0.6
"""The share of the shorter title's telling words that makes two titles alike enough for an id to decide."""
CONTAINED = 3
"""The telling words that a title contained in another one needs before an id may decide."""
UNSPACED_CONTAINED = 6
"""Letters of such a title in a script without blanks."""
SIMILAR_TITLES = "similar titles"
"""The reason given for titles that differ by little."""
STOP_WORDS = frozenset(
    "a an the of on in at to for from and or with by via as is are its their using into under over between towards "
    "toward through how what why when can do does new some der die das und von zur im de la le les des et sur".split()
)
ROMAN = r"x{1,3}(?:ix|iv|v?i{0,3})|ix|iv|v?i{1,3}|v"
NUMBER = re.compile(rf"\d+|\b(?:{ROMAN})\b")
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
SPELT = {word: str(number % 100) for number, word in enumerate(
    "one two three four five six seven eight nine ten eleven twelve".split(), 1)} | {
    word: str(number) for number, word in enumerate(
    "first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)}  # fmt: skip
YEAR = re.compile(r"(?:19|20)\d\d")
VERSION = re.compile(
    rf"(?:v(?:ersion)?|vol(?:ume)?|part|no|number|book|chapter|edition|ed|{ROMAN}|v?\d+(?:st|nd|rd|th)?)"
)
"""Words of which none but says which of several a title is of."""
REPLY = frozenset(
    "erratum errata corrigendum corrigenda correction corrections addendum retraction reply response comment comments "
    "rejoinder discussion supplement supplementary".split()
)
"""Words that a title gains when it is a paper about the other one."""
SURVEY = frozenset("survey review tutorial overview".split())
OTHER_TREATMENT = frozenset("retracted replication reproducibility revisited".split()) | SURVEY
"""Words that a title gains when it is of another paper, or when the paper got a longer title."""
OPENING_REPLY = re.compile(
    r"(?:(?:author|authors|publisher|publishers|editorial|a|the) )?(?:erratum|errata|corrigend(?:um|a)|"
    r"addendum|(?:corrections?|retraction|reply|response|comments?|rejoinder|discussion|supplement)(?: note)? "
    r"(?:to|on|of|for))\b"
)
"""How the title of a paper about another one begins."""
MEETING = re.compile(
    r"\b(?:proc|proceedings|conference|workshop|symposium|journal|transactions|arxiv|corr|preprint|neurips|nips|icml|"
    r"iclr|acl|emnlp|naacl|eacl|coling|cvpr|iccv|eccv|aaai|ijcai|kdd|sigir|www|interspeech|icassp|lncs|extended|"
    r"abstract|version|full|technical|report)\b"
)


def are_alike(one: Title, two: Title) -> bool:
    """Whether an id that agrees may decide that two titles are of one work."""
    if not one.key or not two.key or one.key == two.key:
        return True
    if ratio()(one.text, two.text) >= ALIKE or is_contained(one, two) or is_contained(two, one):
        return True
    words, others = telling(one), telling(two)
    return len(words & others) >= max(2, COMMON * min(len(words), len(others)))


def is_contained(one: Title, two: Title) -> bool:
    """Whether another title contains the whole of a title of some length."""
    if len(UNSPACED.findall(one.text)) >= UNSPACED_CONTAINED:
        return one.key in two.key
    return len(telling(one)) >= CONTAINED and f" {one.text} " in f" {two.text} "


def begins(one: Title, two: Title) -> bool:
    """Whether one of two titles is the beginning of the other, or its end."""
    shorter, longer = sorted((one, two), key=lambda title: len(title.key))
    return bool(gained_words(shorter, longer))


def telling(title: Title) -> set[str]:
    """The words of a title that most titles have not."""
    return set(title.words) - STOP_WORDS


def is_about_other(one: Title, two: Title) -> bool:
    """Whether one of two titles is of an erratum, a comment or a reply, and the other is not."""
    if not one.key or not two.key:
        return False
    shorter, longer = sorted((one, two), key=lambda title: len(title.key))
    if REPLY & set(gained_words(shorter, longer)):
        return True
    return bool(OPENING_REPLY.match(one.text)) != bool(OPENING_REPLY.match(two.text))


def nearness(one: Title, two: Title, ratio_from: float, venue: str = "", *, is_one_group: bool = False) -> str:
    """How two titles that are not equal may be one, in words; empty if they are two, or less similar than `ratio_from`.

    `venue` is where they appeared, which a title may name; `is_one_group` if the same people wrote both.

    Numbers tell papers apart: ``Part I`` and ``Part II``, ``YOLOv3`` and ``YOLOv4``.
    """
    shorter, longer = sorted((one, two), key=lambda title: len(title.key))
    if gained := gained_words(shorter, longer):
        is_asked = may_gain(gained, longer, venue, is_one_group=is_one_group)
        return f"one title has more words: {' '.join(gained)}" if is_asked else ""
    if not are_numbered_alike(one, two):
        return ""
    if (REPLY | OTHER_TREATMENT) & (set(one.words) ^ set(two.words)):
        return ""
    return SIMILAR_TITLES if max(ratio()(one.text, two.text), ratio()(one.key, two.key)) >= ratio_from else ""


def may_gain(gained: list[str], longer: Title, venue: str, *, is_one_group: bool) -> bool:
    """Whether a title that has these words more may be of the same work."""
    words = set(gained)
    numbers = NUMBER.findall(" ".join(gained))
    names_venue = MEETING.search(" ".join(gained)) or words <= {*fold(venue).split(), *numbers, "in"}
    is_dated = all(map(YEAR.fullmatch, numbers)) and bool(names_venue)
    if words & REPLY or is_survey_of(gained, longer):
        return False
    if not is_dated and (all(map(VERSION.fullmatch, gained)) or ("part" in words and numbers)):
        return False
    return is_one_group or not (words & OTHER_TREATMENT or (numbers and not is_dated) or "part" in words)


def is_survey_of(gained: list[str], longer: Title) -> bool:
    """Whether the words in front say that a paper surveys the other one's field."""
    return bool(SURVEY & set(gained)) and longer.words[: len(gained)] == gained and gained[-1] in {"of", "on", "for"}


def are_numbered_alike(one: Title, two: Title) -> bool:
    """Whether two titles have the same numbers, written in any way."""
    if numbers_in(one) == numbers_in(two):
        return True
    spelt = [[SPELT.get(word, word) for word in title.words] for title in (one, two)]
    return numbers_of(" ".join(spelt[0])) == numbers_of(" ".join(spelt[1]))


def numbers_in(title: Title) -> list[str]:
    """The numbers of a title in order, Roman ones among them, all in digits."""
    return numbers_of(title.text)


def numbers_of(text: str) -> list[str]:
    """The numbers in folded words."""
    found = NUMBER.findall(text)
    return [(number.lstrip("0") or "0") if number.isdigit() else str(arabic(number)) for number in found]


def arabic(roman: str) -> int:
    """The value of a Roman number.

    >>> arabic("xiv")
    14
    """
    values = [ROMAN_VALUES[letter] for letter in roman]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def gained_words(shorter: Title, longer: Title) -> list[str]:
    """The words that the longer title has before or behind the shorter one; empty if it is not so."""
    words, more = shorter.words, longer.words
    if len(words) < len(more):
        if more[: len(words)] == words:
            return more[len(words) :]
        if more[-len(words) :] == words:
            return more[: -len(words)]
    return []


@cache
def ratio() -> Callable[[str, str], float]:
    """The edit ratio of two texts, 0 to 100."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - most commands never compare titles

    return fuzz.ratio
