"""One name of an author as it is compared: family and given names in one form, or an organisation as a whole."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from readinglist.papers.identity.titles import with_umlauts
from readinglist.text import fold

SUFFIXES = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
ACADEMIC = frozenset("dr prof professor phd".split())
ORGANISED = frozenset("collaboration team group consortium".split())
"""Words of an organisation's name that may be left out."""
NAMESAKE = re.compile(r"\d{4}")
"""The number that DBLP puts behind the name of one of several people."""
IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u1100-\u11ff\s]+")
VOWELS = frozenset("aeiouy")
NICKNAMES = (
    "michael mike mick", "robert bob rob bobby", "william bill will billy", "james jim jimmy", "thomas tom tommy",
    "joseph joe", "david dave", "stephen steven steve", "anthony tony antony", "elizabeth liz beth betty lisa",
    "katherine kate kathryn catherine kathy cathy katie", "richard dick rick rich", "edward ed ted eddie",
    "charles charlie chuck", "margaret peggy maggie meg", "andrew andy drew", "peter pete", "susan sue", "ronald ron",
    "donald don", "daniel dan danny", "samuel sam", "matthew matt", "christopher chris", "gregory greg", "jeffrey jeff",
    "geoffrey geoff", "timothy tim", "lawrence larry", "patricia pat patty", "deborah debbie debra", "jennifer jenny",
    "jonathan jon", "nicholas nick nicolas", "frederick fred", "alexander alex sasha", "benjamin ben", "kenneth ken",
    "raymond ray", "gerald jerry gerry", "harold harry", "henry hank", "john jack johnny", "leonard len", "philip phil",
    "rebecca becky", "theodore ted", "victoria vicky", "barbara barb", "judith judy", "pamela pam",
)  # fmt: skip
"""Given names of one person, those with more than one form."""
PREFIX = 3
"""Letters of a given name that another one may begin with to be a longer form of it."""


class Person(NamedTuple):
    """A name folded for comparing."""

    family: str
    """The last word of the family name, or the whole name of an organisation."""
    given: tuple[str, ...]
    whole: str
    """All words in alphabetical order: ``Wang Wei`` may be ``Wei Wang``."""
    suffix: str = ""
    """Such as ``jr`` and ``iii``."""
    number: str = ""
    """The number that tells namesakes apart."""
    is_organisation: bool = False


class Parts(NamedTuple):
    """The parts of a name as they were written."""

    family: str
    given: str
    suffix: str = ""
    number: str = ""


@lru_cache(32_768)
def person(family: str, given: str, particle: str, literal: str, suffix: str = "") -> Person:
    """The person of these parts of a name."""
    if literal or folded(family) in ORGANISED:
        return organisation(literal or f"{given} {particle} {family}")
    name = put_right(Parts(family, given, suffix))
    if IDEOGRAPHS.fullmatch(f"{name.family}{name.given}"):
        first = [folded(name.given)] if name.given else []
        return Person(folded(name.family), tuple(first), folded(name.family + name.given))
    last = with_umlauts(folded(f"{particle} {name.family}")).split()
    first = [word for word in given_names(name.given) if word.rstrip(".") not in ACADEMIC]
    whole = " ".join(sorted(word.rstrip(".") for word in (*last, *first) if word != "the"))
    return Person(last[-1] if last else "", tuple(first), whole, SUFFIXES.get(folded(name.suffix), ""), name.number)


def given_names(text: str) -> list[str]:
    """Given names folded; those that are cut short keep their full stop (``St.``), initials need none."""
    names: list[str] = []
    for written in text.replace(".", ". ").split():
        parts = with_umlauts(folded(written)).split()
        if written.endswith(".") and len(parts) == 1 and len(parts[0]) > 1:
            parts = [f"{parts[0]}."]
        names += parts
    return names


def organisation(name: str) -> Person:
    """An organisation: its name without the words that some leave out."""
    words = with_umlauts(folded(name)).split()
    telling = [word for word in words if word not in ORGANISED and word != "the"] or words
    return Person(" ".join(telling), (), " ".join(sorted(telling)), is_organisation=True)


def put_right(name: Parts) -> Parts:
    """The parts of a name, each where it belongs: titles and suffixes, DBLP's numbers, initials behind the name."""
    family, given, suffix, number = name
    if folded(given) in ACADEMIC and suffix:  # Fern, Ida, PhD
        given, suffix = suffix, ""
    words, names = family.split(), given.split()
    if names and NAMESAKE.fullmatch(names[-1]):
        number = names.pop()
    while len(words) + len(names) > 1 and words and is_behind(words[-1], words, names):
        last = words.pop()
        number, suffix = (last, suffix) if NAMESAKE.fullmatch(last) else (number, last)
        if not words:
            words = [names.pop()] if names else []
    if is_initials(words, names):
        words, names = names, list(words[0])
    elif not family.isupper():
        names = [" ".join(each) if is_abbreviation(each.rstrip(".")) else each for each in names]
    return Parts(" ".join(words), " ".join(names), suffix, number)


def is_behind(last: str, words: list[str], names: list[str]) -> bool:
    """Whether the last word of a family name is a number or a suffix."""
    return bool(NAMESAKE.fullmatch(last)) or (folded(last) in SUFFIXES and (len(words) > 1 or len(names) > 1))


def is_initials(words: list[str], names: list[str]) -> bool:
    """Whether family and given name are swapped, with initials as the family name (``Fern I``), as in PubMed."""
    if len(words) != 1 or len(names) != 1 or len(names[0]) < 2 or names[0].isupper() or "." in names[0]:
        return False
    return words[0].isalpha() and words[0].isupper() and (len(words[0]) == 1 or is_abbreviation(words[0]))


def is_abbreviation(word: str) -> bool:
    """Whether a word is made of the initials of given names (``KL``)."""
    return 2 <= len(word) <= 3 and word.isalpha() and word.isupper() and not VOWELS & set(word.lower())


def folded(name: str) -> str:
    """A name folded, without the apostrophes in it."""
    return fold(name.replace("'", "").replace("’", "").replace("`", "").replace("ʿ", "").replace("ʾ", ""))


def may_be_one(one: Person, two: Person) -> bool:
    """Whether two names can be one person's: initials match names, a name may be left out."""
    if one.number and two.number and one.number != two.number:
        return False
    if one.suffix and two.suffix and one.suffix != two.suffix:
        return False
    if one.whole == two.whole:
        return True
    if one.is_organisation or two.is_organisation:
        return False
    return one.family == two.family and given_agree(one.given, two.given)


def given_agree(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether given names can be one person's.

    >>> given_agree(("lei",), ("min",)), given_agree(("yann", "n"), ("y",)), given_agree(("jean", "pierre"), ("jp",))
    (False, True, True)
    """
    if not one or not two:
        return True
    squeezed, other = "".join(one).replace(".", ""), "".join(two).replace(".", "")
    if squeezed == other or (len(one) > 1 and initials(one) == other) or (len(two) > 1 and initials(two) == squeezed):
        return True
    if not agree(one[0], two[0]):
        return is_called_by_second(one, two) or is_called_by_second(two, one)
    if runs_on(one, two[0]) or runs_on(two, one[0]):
        return squeezed.startswith(other) or other.startswith(squeezed)
    return all(agree(mine, others) for mine, others in zip(one[1:2], two[1:2], strict=False))


def runs_on(names: tuple[str, ...], other: str) -> bool:
    """Whether the first of several names is only the beginning of another one, which may hold the second, too."""
    if len(names) < 2 or len(names[0]) < 2 or len(names[1]) < 2:
        return False
    return len(names[0]) < len(other) and other.startswith(names[0])


def is_called_by_second(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether one name begins with an initial that the other leaves out: ``A. John`` is ``John``."""
    return len(one) > 1 and len(one[0]) == 1 and len(one[1]) > 1 and len(two[0]) > 1 and agree(one[1], two[0])


def agree(one: str, two: str) -> bool:
    """Whether two given names, or their initials, can be one: equal, a beginning, a form of one name."""
    if IDEOGRAPHS.fullmatch(one + two):
        return one == two
    if len(one) == 1 or len(two) == 1:
        return one[0] == two[0]
    shorter, longer = sorted((one.rstrip("."), two.rstrip(".")), key=len)
    if longer.startswith(shorter):
        return len(shorter) >= PREFIX or shorter == longer or "." in one + two
    return bool(FORMS.get(one, frozenset()) & FORMS.get(two, frozenset()))


def initials(given: tuple[str, ...]) -> str:
    """The first letters of given names."""
    return "".join(name[0] for name in given)


FORMS: dict[str, frozenset[str]] = {}
"""Given name → the names it may be short for, each by the first of its forms."""
for forms in map(with_umlauts, NICKNAMES):
    for form in forms.split():
        FORMS[form] = FORMS.get(form, frozenset()) | {forms.split()[0]}
