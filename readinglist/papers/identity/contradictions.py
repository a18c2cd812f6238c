"""Contradictions between two records, in words; empty where there is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readinglist.papers.identity import details, venues
from readinglist.papers.identity.evidence import Kind
from readinglist.papers.identity.kinds import ARTICLES, BOOKS, CHAPTERS, CONTRIBUTIONS, degree_of
from readinglist.papers.identity.pages import overlap
from readinglist.papers.identity.title_distance import numbers_in
from readinglist.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection

    from readinglist.papers.identity.evidence import Facts

ID_NAMES = {
    "arxiv": "arXiv id", "doi": "DOI", "acl": "ACL id", "openreview": "OpenReview id", "pmid": "PMID",
    "pmcid": "PMCID", "preprint": "preprint DOI", "isbn": "ISBN",
}  # fmt: skip
"""Kind of id → its name for people."""
PARTS = ("chapter", "edition", "part", "version")
"""Fields that tell works with one DOI apart."""
ADDRESS = re.compile(r"https?://(?:www\.)?([^\s{}<>\"]{3,1000})", re.IGNORECASE)


def of_ids(one: Facts, two: Facts, but: Collection[str] = ()) -> str:
    """Ids of one kind that differ, but for some kinds."""
    for kind, id in one.ids.items():
        if two.ids.get(kind, id) != id and kind not in but:
            return f"different {ID_NAMES[kind]}s: {id} and {two.ids[kind]}"
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


def are_books(one: Facts, two: Facts) -> bool:
    """Whether both records are of whole books."""
    return one.entry_type in BOOKS and two.entry_type in BOOKS


def is_book_and_part(one: Facts, two: Facts) -> bool:
    """Whether one record is of a whole book and the other of a part of one."""
    parts = CHAPTERS | CONTRIBUTIONS
    return any(book.entry_type in BOOKS and part.entry_type in parts for book, part in ((one, two), (two, one)))


def are_numbered_apart(one: Facts, two: Facts) -> bool:
    """Whether the titles have other numbers (``Part I`` and ``Part II``), which one of them has not just more of."""
    mine, others = numbers_in(one.title), numbers_in(two.title)
    return len(mine) == len(others) and mine != others


def of_types(one: Facts, two: Facts) -> str:
    """A thesis and anything else, or a report or other sort of work and another publication."""
    if (one.sort == "thesis") != (two.sort == "thesis"):
        return "one is a thesis"
    if one.sort == "thesis":
        degrees = {degree_of(about.entry_type, about.all_fields) for about in (one, two)}
        return "" if len(degrees - {""}) < 2 else "theses for different degrees"
    are_published = one.kind is Kind.PUBLICATION and two.kind is Kind.PUBLICATION
    if not are_published or (one.sort == two.sort and one.is_report == two.is_report):
        return ""
    found = next((about.sort for about in (one, two) if about.sort not in {"", "report"}), "")
    return f"one is a {found}" if found else "one is a report" if one.is_report != two.is_report else ""


def between(one: Facts, two: Facts) -> str:
    """The first thing but ids in which two records contradict each other."""
    publications = one.kind is Kind.PUBLICATION and two.kind is Kind.PUBLICATION
    if found := of_types(one, two) or of_parts(one, two):
        return found
    for name in details.DETAILS:
        if found := differing(one, two, name):
            return found
    if one.pages and two.pages and not overlap(one.pages, two.pages):
        return f"other pages: {one.fields['pages']} and {two.fields['pages']}"
    if one.isbns and two.isbns and not one.isbns & two.isbns:
        return f"different ISBNs: {one.fields['isbn']} and {two.fields['isbn']}"
    if found := of_editors(one, two):
        return found
    return (of_homes(one, two) or of_times(one, two)) if publications else of_issues(one, two)


def differing(one: Facts, two: Facts, name: str) -> str:
    """A field that both have and that differs."""
    mine, other = one.detail(name), two.detail(name)
    if mine and other and mine != other:
        return f"different {name}: {details.written(one.all_fields, name)} and {details.written(two.all_fields, name)}"
    return ""


def of_editors(one: Facts, two: Facts) -> str:
    """Different editors of two works without authors."""
    if one.people or two.people or "editor" not in one.all_fields or "editor" not in two.all_fields:
        return ""
    words = [
        {word for word in fold(about.all_fields["editor"]).split() if len(word) > 2} - {"and"} for about in (one, two)
    ]
    is_clash = words[0] and words[1] and not words[0] & words[1]
    return f"different editors: {one.all_fields['editor']} and {two.all_fields['editor']}" if is_clash else ""


def of_homes(one: Facts, two: Facts) -> str:
    """Different venues or institutions of two publications, or an article and a part of a volume."""
    if one.venue and two.venue:
        return "" if venues.are_one(one.venue, two.venue) else f"different venues: {one.venue} and {two.venue}"
    if one.institution and two.institution and not venues.are_one(one.institution, two.institution):
        return f"different institutions: {one.institution} and {two.institution}"
    if bool(one.venue) != bool(two.venue) and bool(one.institution) != bool(two.institution):
        return "one names a venue, the other an institution"
    types = {one.entry_type, two.entry_type}
    return "one is an article, the other part of a volume" if types & ARTICLES and types & CONTRIBUTIONS else ""


def of_times(one: Facts, two: Facts) -> str:
    """Two publications of different years, or months, that no page number shows to be one."""
    if has_one_place(one, two):
        return ""
    if one.year and two.year and one.year != two.year:
        return f"years {one.year} and {two.year}"
    return of_issues(one, two)


def of_issues(one: Facts, two: Facts) -> str:
    """Different days, or years of one organisation, or addresses of records without ids: issues, pages of the web."""
    if one.ids or two.ids or one.kind is not two.kind:
        return ""
    dates = [about.record.get("date") or "" for about in (one, two)]
    both = min(map(len, dates))
    if one.year == two.year and dates[0][:both] != dates[1][:both]:
        return f"different dates: {dates[0]} and {dates[1]}"
    are_yearly = is_signed_by_organisation(one) and is_signed_by_organisation(two)
    if are_yearly and one.year and two.year and one.year != two.year:
        return f"one organisation, years {one.year} and {two.year}"
    mine, other = address(one), address(two)
    if mine and other and mine != other and not (one.people or two.people):
        return f"different addresses: {mine} and {other}"
    return ""


def address(about: Facts) -> str:
    """The web address that a record gives, without what does not tell pages apart."""
    found = ADDRESS.search(about.record.get("url") or about.all_fields.get("howpublished") or "")
    return found[1].rstrip("/.").lower() if found else ""


def is_signed_by_organisation(facts: Facts) -> bool:
    """Whether only organisations signed the paper."""
    authors = facts.record.get("authors") or ()
    return bool(authors) and all("literal" in author for author in authors)


def has_one_place(one: Facts, two: Facts) -> bool:
    """Whether two publications stand on the same pages of volumes that may be one, at most a year apart."""
    if not one.pages or one.pages != two.pages or one.pages[0].first == one.pages[-1].last:
        return False
    are_near = not (one.year and two.year) or abs(one.year - two.year) <= 1
    return are_near and (bool(one.detail("volume") and two.detail("volume")) or one.year == two.year)
