"""Author lists as they are compared: may two names be one person's, and how many people do two lists share?"""

from __future__ import annotations

from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from readinglist.papers.titles import with_umlauts
from readinglist.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


ALIKE = 2
"""Letters at the beginning that two given names of one person have in common: ``Mike`` and ``Michael``."""
FAR_APART = 0.3
"""Two numbers of authors that differ by more than this share, and by more than two, are not those of one paper."""


class People(Enum):
    """A relation of two author lists."""

    UNKNOWN = auto()
    """One of them names nobody."""
    SAME = auto()
    """The same people, in any order; a list that is cut short names only some of them."""
    SHARED = auto()
    NONE = auto()
    OTHERS = auto()
    """The family names that they share are those of other people: their given names cannot be one person's."""


class Person(NamedTuple):
    """A name folded for comparing."""

    family: str
    """The last word of the family name, or the whole name of an organisation."""
    given: tuple[str, ...]
    whole: str
    """All words in alphabetical order: ``Wang Wei`` may be ``Wei Wang``."""


@lru_cache(32_768)
def person(family: str, given: str, particle: str, literal: str) -> Person:
    """The person of these parts of a name."""
    last = with_umlauts(folded(literal or f"{particle} {family}")).split()
    first = with_umlauts(folded(given.replace(".", ". "))).split()
    if literal:
        name = " ".join(last)
        return Person(last[-1] if len(last) <= 3 else name, tuple(last[:-1]) if len(last) <= 3 else (), name)
    return Person(last[-1] if last else "", tuple(first), " ".join(sorted((*last, *first))))


def folded(name: str) -> str:
    """A name folded, without the apostrophes in it."""
    return fold(name.replace("'", "").replace("’", "").replace("`", ""))


def people_of(authors: Sequence[Mapping[str, str]]) -> list[Person]:
    """The people of stored author names."""
    return [
        person(part.get("family", ""), part.get("given", ""), part.get("particle", ""), part.get("literal", ""))
        for part in authors
    ]


def compared(one: Sequence[Person], two: Sequence[Person], *, is_cut: tuple[bool, bool] = (False, False)) -> People:
    """The relation of two author lists; `is_cut` says which of them is cut short (``and others``)."""
    if not one or not two:
        return People.UNKNOWN
    free = list(two)
    matched = 0
    for each in one:
        other = next((other for other in free if may_be_one(each, other)), None)
        if other:
            free.remove(other)
            matched += 1
    if (matched == len(one) or is_cut[1]) and (not free or is_cut[0]) and matched:
        return People.SAME
    if matched:
        return People.SHARED
    families = {each.family for each in one}
    return People.OTHERS if families & {each.family for each in two} else People.NONE


def may_be_one(one: Person, two: Person) -> bool:
    """Whether two names can be one person's: initials stand for names, a name may be left out."""
    if one.whole == two.whole:
        return True
    return one.family == two.family and given_agree(one.given, two.given)


def given_agree(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether given names can be one person's.

    >>> given_agree(("lei",), ("min",)), given_agree(("yann", "n"), ("y",)), given_agree(("jean", "pierre"), ("jp",))
    (False, True, True)
    """
    if not one or not two:
        return True
    squeezed, other = "".join(one), "".join(two)
    if squeezed.startswith(other) or other.startswith(squeezed) or initials(one) == other or initials(two) == squeezed:
        return True
    first, second = one[0], two[0]
    if len(first) == 1 or len(second) == 1:
        return first[0] == second[0]
    return first[:ALIKE] == second[:ALIKE]


def initials(given: tuple[str, ...]) -> str:
    """The first letters of given names."""
    return "".join(name[0] for name in given)


def are_far_apart(one: int | None, two: int | None) -> bool:
    """Whether two numbers of authors cannot be those of one paper; versions may differ by a few."""
    return bool(one and two and abs(one - two) > max(2, FAR_APART * max(one, two)))
