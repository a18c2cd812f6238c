"""Contradictions between two records, in words; empty where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.papers import venues
from readinglist.papers.evidence import CHAPTERS, DETAILS, Kind
from readinglist.papers.titles import numbers_in

if TYPE_CHECKING:
    from collections.abc import Collection

    from readinglist.papers.evidence import Facts

ID_NAMES = {
    "arxiv": "arXiv ids", "doi": "DOIs", "acl": "ACL ids", "openreview": "OpenReview ids", "pmid": "PMIDs",
    "pmcid": "PMCIDs", "preprint": "preprint DOIs",
}  # fmt: skip
PARTS = ("chapter", "edition", "part")
"""Fields that tell apart what has one DOI."""


def of_ids(one: Facts, two: Facts, but: Collection[str] = ()) -> str:
    """Ids of one kind that differ, but for some kinds."""
    for kind, id in one.ids.items():
        if two.ids.get(kind, id) != id and kind not in but:
            return f"different {ID_NAMES[kind]}: {id} and {two.ids[kind]}"
    return ""


def of_parts(one: Facts, two: Facts) -> str:
    """The chapter, edition or part in which two records differ."""
    for name in PARTS:
        if found := differing(one, two, name):
            return found
    if is_book_and_part(one, two):
        return "one is a part of a book, the other a whole one"
    return ""


def are_parts(one: Facts, two: Facts) -> bool:
    """Whether one of two records is of a part of a book, whose DOI may be that of the whole."""
    return bool({one.entry_type, two.entry_type} & CHAPTERS) or is_book_and_part(one, two)


def is_book_and_part(one: Facts, two: Facts) -> bool:
    """Whether one record is of a whole book, and the other of what stands in a book."""
    return any(
        book.is_whole_book and (part.entry_type in CHAPTERS or part.entry_type in {"inproceedings", "conference"})
        for book, part in ((one, two), (two, one))
    )


def are_numbered_apart(one: Facts, two: Facts) -> bool:
    """Whether the titles have other numbers (``Part I`` and ``Part II``), which one of them has not just more of."""
    mine, others = numbers_in(one.title), numbers_in(two.title)
    return len(mine) == len(others) and mine != others


def of_types(one: Facts, two: Facts) -> str:
    """A thesis beside anything else, a report of an institution beside another publication."""
    if one.is_thesis != two.is_thesis:
        return "one is a thesis"
    are_published = one.kind is Kind.PUBLICATION and two.kind is Kind.PUBLICATION
    return "one is a report" if are_published and one.is_report != two.is_report else ""


def between(one: Facts, two: Facts) -> str:
    """The first thing but ids in which two records contradict each other."""
    publications = one.kind is Kind.PUBLICATION and two.kind is Kind.PUBLICATION
    if found := of_types(one, two):
        return found
    if found := of_parts(one, two):
        return found
    for name in DETAILS:
        if found := differing(one, two, name):
            return found
    if one.pages and two.pages and not overlap(one.pages, two.pages):
        return f"other pages: {one.fields['pages']} and {two.fields['pages']}"
    if one.isbns and two.isbns and not one.isbns & two.isbns:
        return f"different ISBNs: {one.fields['isbn']} and {two.fields['isbn']}"
    return (of_homes(one, two) or of_times(one, two)) if publications else of_issues(one, two)


def differing(one: Facts, two: Facts, name: str) -> str:
    """A field that both have and that differs."""
    mine, other = one.detail(name), two.detail(name)
    if mine and other and mine != other:
        return f"different {name}: {one.fields[name]} and {two.fields[name]}"
    return ""


def overlap(one: tuple[int, int], two: tuple[int, int]) -> bool:
    """Whether two ranges of pages have one in common."""
    return one[0] <= two[1] and two[0] <= one[1]


def of_homes(one: Facts, two: Facts) -> str:
    """Two venues or institutions of two publications."""
    if has_one_place(one, two):
        return ""
    if one.venue and two.venue:
        return "" if venues.are_one(one.venue, two.venue) else f"different venues: {one.venue} and {two.venue}"
    if one.institution and two.institution and not venues.are_one(one.institution, two.institution):
        return f"different institutions: {one.institution} and {two.institution}"
    if bool(one.venue) != bool(two.venue) and bool(one.institution) != bool(two.institution):
        return "one names a venue, the other an institution"
    return ""


def of_times(one: Facts, two: Facts) -> str:
    """Two publications of different years, or months, that no page number shows to be one."""
    if has_one_place(one, two):
        return ""
    if one.year and two.year and one.year != two.year:
        return f"years {one.year} and {two.year}"
    return of_issues(one, two)


def of_issues(one: Facts, two: Facts) -> str:
    """Different months, or years of one organisation, of records without ids: issues of a serial."""
    if one.ids or two.ids or one.kind is not two.kind:
        return ""
    months = {(about.record.get("date") or "")[5:7] for about in (one, two)}
    if one.year == two.year and len(months - {""}) > 1:
        return f"different months: {one.record['date']} and {two.record['date']}"
    are_yearly = is_signed_by_organisation(one) and is_signed_by_organisation(two)
    if are_yearly and one.year and two.year and one.year != two.year:
        return f"one organisation, years {one.year} and {two.year}"
    return ""


def is_signed_by_organisation(facts: Facts) -> bool:
    """Whether only organisations signed the paper."""
    authors = facts.record.get("authors") or ()
    return bool(authors) and all("literal" in author for author in authors)


def has_one_place(one: Facts, two: Facts) -> bool:
    """Whether two publications stand on the same pages of volumes that may be one, at most a year apart."""
    if not one.pages or one.pages != two.pages or one.pages[0] == one.pages[1]:
        return False
    are_near = not (one.year and two.year) or abs(one.year - two.year) <= 1
    return are_near and (bool(one.detail("volume") and two.detail("volume")) or one.year == two.year)
