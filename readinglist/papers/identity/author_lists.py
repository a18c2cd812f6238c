"""Author lists as they are compared: how many people do two lists share?"""

from __future__ import annotations

from collections import Counter
from enum import Enum, auto
from typing import TYPE_CHECKING

from readinglist.papers.identity.person import Person, may_be_one, person

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

FAR_APART = 0.3
"""Two numbers of authors that differ by more than this share, and by more than two, are not those of one paper."""
MOST_TRIED = 5_000
"""Pairs of people with one family name that are compared when their initials differ."""


class People(Enum):
    """A relation of two author lists."""

    UNKNOWN = auto()
    """One of them has no names."""
    SAME = auto()
    """The same people, in any order; a list that is cut short names only some of them, the first among them."""
    SHARED = auto()
    NONE = auto()
    OTHERS = auto()
    """The family names that they share are those of other people: their given names cannot be one person's."""


def people_of(authors: Sequence[Mapping[str, str]]) -> list[Person]:
    """The people of stored author names."""
    return [
        person(
            part.get("family", ""),
            part.get("given", ""),
            part.get("particle", ""),
            part.get("literal", ""),
            part.get("suffix", ""),
        )
        for part in authors
    ]


def compared(one: Sequence[Person], two: Sequence[Person], *, is_cut: tuple[bool, bool] = (False, False)) -> People:
    """The relation of two author lists; `is_cut` says which of them is cut short (``and others``)."""
    if not one or not two:
        return People.UNKNOWN
    matched = len(one) if list(one) == list(two) else shared(one, two)
    if matched and (matched == len(one) or is_cut[1]) and (matched == len(two) or is_cut[0]):
        is_same = not any(is_cut) or may_be_one(one[0], two[0])
        return People.SAME if is_same else People.SHARED
    if matched:
        return People.SHARED
    families = {each.family for each in one}
    return People.OTHERS if families & {each.family for each in two} else People.NONE


def namesakes(one: Sequence[Person], two: Sequence[Person]) -> str:
    """A family name that people of both lists have who are not the same; empty if there is none."""
    left, right = unmatched(one, two)
    return next(iter(sorted({each.family for each in left} & {each.family for each in right} - {""})), "")


def shared(one: Sequence[Person], two: Sequence[Person]) -> int:
    """The number of people that two lists have in common."""
    return len(one) - len(unmatched(one, two)[0])


def unmatched(one: Sequence[Person], two: Sequence[Person]) -> tuple[list[Person], list[Person]]:
    """The people that two lists do not have in common: equal names go first, then those that say most."""
    left, right = without_equal(one, two, lambda each: each)
    left, right = without_equal(left, right, lambda each: (each.whole, each.suffix, each.number))
    for narrowed in (by_initial, by_family, by_whole):
        left, right = without_alike(left, right, narrowed)
    return left, right


def by_initial(each: Person) -> Hashable:
    """The family name with the first letter of the given ones."""
    return each.family, each.given[0][0] if each.given else ""


def by_family(each: Person) -> Hashable:
    """The family name."""
    return each.family


def by_whole(each: Person) -> Hashable:
    """All words of a name."""
    return each.whole


def without_equal(
    one: Iterable[Person], two: Iterable[Person], key: Callable[[Person], Hashable]
) -> tuple[list[Person], list[Person]]:
    """Two lists without those that have an equal key in the other one."""
    counts = Counter(map(key, two))
    left = []
    for each in one:
        if counts[key(each)]:
            counts[key(each)] -= 1
        else:
            left.append(each)
    right = []
    for each in reversed(list(two)):
        if counts[key(each)]:
            counts[key(each)] -= 1
            right.append(each)
    return left, right[::-1]


def without_alike(
    one: Sequence[Person], two: Sequence[Person], key: Callable[[Person], Hashable]
) -> tuple[list[Person], list[Person]]:
    """Two lists without the people who may be one with a namesake in the other list."""
    if not one or not two:
        return list(one), list(two)
    groups: dict[Hashable, list[Person]] = {}
    for each in sorted(two, key=says, reverse=True):
        groups.setdefault(key(each), []).append(each)
    left = []
    tried = 0
    for each in sorted(one, key=says, reverse=True):
        group = groups.get(key(each), [])
        tried += len(group)
        is_too_many = tried > MOST_TRIED and key is by_family
        found = None if is_too_many else next((other for other in group if may_be_one(each, other)), None)
        if found:
            group.remove(found)
        else:
            left.append(each)
    return left, [each for group in groups.values() for each in group]


def says(each: Person) -> tuple[int, ...]:
    """How much a name says; names that say more are paired first."""
    return (len(each.given), *map(len, each.given))


def are_far_apart(one: int | None, two: int | None) -> bool:
    """Whether two numbers of authors cannot be those of one paper; versions may differ by a few."""
    return bool(one and two and abs(one - two) > max(2, FAR_APART * max(one, two)))
