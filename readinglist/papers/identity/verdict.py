"""Are two records one work? The rules of docs/identity.md as one pure function, which gives its reason in words."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from readinglist.papers.identity import contradictions
from readinglist.papers.identity.agreement import says_the_same
from readinglist.papers.identity.author_lists import People, are_far_apart, compared, namesakes
from readinglist.papers.identity.evidence import Facts, Kind
from readinglist.papers.identity.title_distance import (
    REWORDED,
    SIMILAR,
    SIMILAR_TITLES,
    are_alike,
    begins,
    is_about_other,
    nearness,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_WAIT = 3
"""Years that may lie between a preprint and its publication by the same people."""
GROUP = 2
"""Authors that have to be the same for titles that were reworded to be worth a question."""
VERSIONED = ("doi", "acl", "pmid", "pmcid")
"""Ids of which two publications of one work have two."""
PUBLISHERS = frozenset({"doi", "acl", "pmid", "pmcid"})
"""Ids that a publication has, not a preprint."""


class Answer(StrEnum):
    """Whether two records are of one work."""

    SAME = "same"
    DIFFERENT = "different"
    ASK = "ask"


class Verdict(NamedTuple):
    """The answer with its reason."""

    answer: Answer
    why: str
    is_contradiction: bool = False
    """Whether facts contradict each other, so that no third record can make them one."""


DIFFERENT = Verdict(Answer.DIFFERENT, "nothing says that they are one")


def same(why: str) -> Verdict:
    """The verdict that two records are one work."""
    return Verdict(Answer.SAME, why)


def ask(why: str, *, is_contradiction: bool = False) -> Verdict:
    """The verdict that the user has to decide."""
    return Verdict(Answer.ASK, why, is_contradiction)


def verdict(one: Facts, two: Facts, *, in_one_file: bool = False) -> Verdict:
    """Whether two records are one work; `in_one_file` if they are entries with keys of their own in one file."""
    shared = [kind for kind in one.ids if one.ids[kind] == two.ids.get(kind)]
    if not shared and is_one_book(one, two):
        shared = ["isbn"]
    if shared:
        return by_ids(one, two, shared)
    if not one.title.key or not two.title.key:
        return DIFFERENT
    if one.title.key != two.title.key:
        return by_near_titles(one, two)
    return by_title(one, two, in_one_file=in_one_file)


def is_one_book(one: Facts, two: Facts) -> bool:
    """Whether both are whole books with an ISBN in common, by one author or with titles that are alike."""
    if not (one.isbns & two.isbns and contradictions.are_books(one, two)):
        return False
    return people(one, two) in {People.SAME, People.SHARED} or (
        bool(one.title.key and two.title.key) and are_alike(one.title, two.title)
    )


def people(one: Facts, two: Facts) -> People:
    """The relation of the two author lists."""
    return compared(one.people, two.people, is_cut=(one.is_cut, two.is_cut))


# An id that agrees.


def by_ids(one: Facts, two: Facts, shared: Sequence[str]) -> Verdict:
    """The verdict on records that share an id: it decides nothing alone, nor against another id."""
    why = "same " + " and ".join(contradictions.ID_NAMES[kind] for kind in shared)
    if clash := contradictions.of_ids(one, two):
        return ask(f"{why}, but {clash}", is_contradiction=True)
    common = people(one, two)
    is_alike = are_alike(one.title, two.title) or is_retitled(one) or is_retitled(two)
    is_alike = is_alike or (common is People.UNKNOWN and begins(one.title, two.title))
    if not is_alike and common not in {People.SAME, People.SHARED}:
        return ask(f"{why}, but titles and authors differ", is_contradiction=True)
    if found := against_ids(one, two, is_published=not PUBLISHERS.isdisjoint(shared)):
        return ask(f"{why}, but {found}", is_contradiction=True)
    return same(why if is_alike else f"{why} and shared authors")


def is_retitled(about: Facts) -> bool:
    """Whether the title is the user's own, so that no source has it."""
    return "title" in (about.record.get("edited") or ())


def against_ids(one: Facts, two: Facts, *, is_published: bool) -> str:
    """The reason to ask about two records with one id; empty if there is none.

    A publisher's id outweighs another volume, year or page (early access) where the titles are the same; not where they
    only begin alike, nor for chapters, which often bear the DOI of their book.
    """
    if contradictions.are_numbered_apart(one, two):
        return "the titles have other numbers"
    if is_about_other(one.title, two.title):
        return "one is about the other"
    if is_published and contradictions.are_books(one, two) and not is_close(one, two):
        return "the titles differ"
    if not is_published or not is_close(one, two) or contradictions.are_parts(one, two):
        return contradictions.between(one, two)
    if is_far(one, two, LONGEST_WAIT):
        return f"years {one.year} and {two.year}"
    return contradictions.of_types(one, two) or contradictions.of_parts(one, two)


def is_close(one: Facts, two: Facts) -> bool:
    """Whether two titles are one, or near enough to ask the user."""
    if not one.title.key or not two.title.key or one.title.key == two.title.key:
        return True
    return nearness(one.title, two.title, SIMILAR) == SIMILAR_TITLES


# No id that agrees.


def by_near_titles(one: Facts, two: Facts) -> Verdict:
    """The verdict on records whose titles differ: a question where they may be one all the same."""
    common = people(one, two)
    are_one_group = common is People.SAME and min(len(one.people), len(two.people)) >= GROUP
    if (one.title.is_short or two.title.is_short) and not are_one_group:
        return DIFFERENT
    if common in {People.NONE, People.OTHERS} or contradictions.of_ids(
        one, two, but=VERSIONED if are_one_group else ()
    ):
        return DIFFERENT
    near = nearness(
        one.title,
        two.title,
        REWORDED if are_one_group else SIMILAR,
        f"{one.venue} {two.venue}",
        is_one_group=common is People.SAME,
    )
    if not near or (common is People.UNKNOWN and near != SIMILAR_TITLES):
        return DIFFERENT
    is_counted_apart = common is People.UNKNOWN and are_far_apart(one.author_count, two.author_count)
    return DIFFERENT if is_counted_apart else ask(near)


def by_title(one: Facts, two: Facts, *, in_one_file: bool) -> Verdict:
    """The verdict on records with one title and no id in common."""
    common = people(one, two)
    if one.title.is_of_every_issue and (common is People.NONE or contradictions.between(one, two)):
        return DIFFERENT
    if clash := contradictions.of_ids(one, two) or contradictions.between(one, two):
        return ask(f"same title, but {clash}", is_contradiction=True)
    if common is People.OTHERS:
        return ask("same title, but other given names", is_contradiction=True)
    if common is People.NONE:
        return ask("same title, other authors", is_contradiction=True)
    if common is People.SHARED and (family := namesakes(one.people, two.people)):
        return ask(f"same title, but other people called {family}", is_contradiction=True)
    if are_far_apart(one.author_count, two.author_count) and common is not People.SAME:
        return ask(f"same title, but {one.author_count} and {two.author_count} authors")
    if in_one_file and not says_the_same(one, two):
        return ask("same title, two entries of one file", is_contradiction=True)
    return by_years(one, two, common)


def by_years(one: Facts, two: Facts, common: People) -> Verdict:
    """The verdict on records that have one title and do not contradict each other: how far apart may they be?"""
    has_abstract = bool(one.abstract) and one.abstract == two.abstract
    if has_abstract and not is_far(one, two, LONGEST_WAIT):
        return same("same title and abstract")
    is_publishing = (one.kind is Kind.PUBLICATION) != (two.kind is Kind.PUBLICATION)
    if one.title.is_short or two.title.is_short:
        return by_short_title(one, two, common, is_publishing=is_publishing)
    if is_publishing and common is People.SAME and not is_far(one, two, LONGEST_WAIT):
        return same("same title and authors: a preprint and its publication")
    if is_far(one, two, 1):
        return ask(f"same title, but years {one.year} and {two.year}")
    return same("same title and authors" if common in {People.SAME, People.SHARED} else "same title")


def by_short_title(one: Facts, two: Facts, common: People, *, is_publishing: bool) -> Verdict:
    """The verdict on records with one title that says little: authors, year and venue have to agree, too."""
    is_certain = common is People.SAME and bool(one.year and two.year)
    if is_certain and one.venue and two.venue and one.year == two.year:
        return same("same title, authors, year and venue")
    are_loose = Kind.PUBLICATION not in {one.kind, two.kind}
    is_group = min(len(one.people), len(two.people)) >= GROUP
    if (
        is_certain
        and is_group
        and ((is_publishing and not is_far(one, two, 1)) or (are_loose and one.year == two.year))
    ):
        return same("same title, authors and year")
    return ask("same title, a short one")


def is_far(one: Facts, two: Facts, years: int) -> bool:
    """Whether more than `years` lie between two records."""
    return bool(one.year and two.year) and abs((one.year or 0) - (two.year or 0)) > years
