"""Agreement of two records in all that both say: two entries of one file are one work only then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.papers.identity import details, venues
from readinglist.papers.identity.author_lists import People, compared
from readinglist.papers.identity.contradictions import address
from readinglist.papers.identity.evidence import Kind
from readinglist.text import fold

if TYPE_CHECKING:
    from readinglist.papers.identity.evidence import Facts

JUDGED = frozenset(
    "title subtitle author year month date journal journaltitle booktitle doi url eprint archiveprefix eprinttype "
    "primaryclass eprintclass pages isbn".split()
)
"""Raw fields that are compared in a form of their own."""
OF_PROGRAMS = frozenset(
    "timestamp urldate file keywords abstract owner groups localfile readstatus priority ranking rating relevance "
    "qualityassured printed review annote annotation comment creationdate modificationdate interhash intrahash issn "
    "shorttitle langid language acmid lccn mrnumber zblnumber adsurl adsnote copyright numpages day".split()
)
"""Raw fields that say nothing of the work, or that programs write each in its own way."""
LOOSE = frozenset("publisher address location editor organization".split())
"""Fields that agree where they have a word in common."""
PREFIXES = ("bib", "mendeley-", "date-", "citeulike-", "bdsk-", "added-", "posted-", "__")
"""How more of them begin."""


def says_the_same(one: Facts, two: Facts) -> bool:
    """Whether all that both records say agrees."""
    if compared(one.people, two.people, is_cut=(one.is_cut, two.is_cut)) is not People.SAME:
        return False
    if (one.kind is Kind.PUBLICATION) != (two.kind is Kind.PUBLICATION):
        return False
    pairs = (
        (one.entry_type, two.entry_type),
        (address(one), address(two)),
        (one.isbns, two.isbns),
        *((one.detail(name), two.detail(name)) for name in details.DETAILS),
    )
    if any(mine and other and mine != other for mine, other in pairs) or not have_one_date(one, two):
        return False
    if one.venue and two.venue and not venues.are_one(one.venue, two.venue):
        return False
    return have_one_place(one, two) and have_one_text(one, two)


def have_one_date(one: Facts, two: Facts) -> bool:
    """Whether two dates agree as far as both go."""
    mine, other = one.record.get("date") or "", two.record.get("date") or ""
    both = min(len(mine), len(other))
    return mine[:both] == other[:both]


def have_one_place(one: Facts, two: Facts) -> bool:
    """Whether two records stand on the same pages, of which one may name only the first."""
    if not one.pages or not two.pages or one.pages == two.pages:
        return True
    return one.pages[0][:2] == two.pages[0][:2] and any(
        len(pages) == 1 and pages[0].first == pages[0].last for pages in (one.pages, two.pages)
    )


def have_one_text(one: Facts, two: Facts) -> bool:
    """Whether the further fields that both have say the same."""
    mine, others = further_fields(one), further_fields(two)
    return all(
        mine[name] == others[name] or (name in LOOSE and share_word(mine[name], others[name]))
        for name in mine.keys() & others.keys()
    )


def share_word(one: str, two: str) -> bool:
    """Whether two texts have a word in common that is more than an article."""
    return any(len(word) > 3 for word in set(one.split()) & set(two.split()))


def further_fields(about: Facts) -> dict[str, str]:
    """The further fields of a record, folded."""
    fields = {**(about.record.get("raw") or {}), **about.fields}
    return {
        name: text
        for name, written in fields.items()
        if is_telling(name) and (text := fold(written.replace("{", "").replace("}", ""))) and not venues.is_server(text)
    }


def is_telling(name: str) -> bool:
    """Whether a field says something of the work that nothing else compares."""
    return not (name in JUDGED or name in OF_PROGRAMS or name in details.DETAILS or name.startswith(PREFIXES))
