"""The weights of the ranking: a word scores the weight of the text it is in, times how well it fits what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readinglist.search.index.texts import TEXTS, ids, names

if TYPE_CHECKING:
    from collections.abc import Callable

    from readinglist.papers.record import Record


class Tier(NamedTuple):
    """A text of papers in which words are found."""

    field: str
    """The field of queries that asks for it."""
    weight: float
    texts: Callable[[Record], list[str]]
    is_prose: bool = False
    """Whether it is long, so that vague matches in it say nothing; such texts are indexed last."""
    has_codes: bool = False
    """Whether it holds ids, which only words with a digit find, and no word by a typo."""


TIERS = (
    Tier("title", 10.0, TEXTS["title"]),
    Tier("author", 9.0, lambda record: names(record, last=1)),
    Tier("author", 8.0, lambda record: names(record, first=1)),
    Tier("tag", 6.0, lambda record: record.get("tags", [])),
    Tier("venue", 4.0, TEXTS["venue"]),
    Tier("org", 4.0, TEXTS["org"]),
    Tier("key", 4.0, ids, has_codes=True),
    Tier("abstract", 2.0, TEXTS["abstract"], is_prose=True),
    Tier("note", 2.0, TEXTS["note"], is_prose=True),
)
ALL_TIERS = range(len(TIERS))
NAMES = tuple(tier for tier in ALL_TIERS if not TIERS[tier].is_prose)
PROSE = tuple(tier for tier in ALL_TIERS if TIERS[tier].is_prose)
CODES = tuple(tier for tier in ALL_TIERS if TIERS[tier].has_codes)
FUZZY = tuple(tier for tier in ALL_TIERS if not TIERS[tier].has_codes)
BY_WEIGHT = tuple(sorted(ALL_TIERS, key=lambda tier: TIERS[tier].weight))
TIERS_OF = {field: tuple(tier for tier in ALL_TIERS if TIERS[tier].field == field) for field in TEXTS}
"""Field of a query → the tiers that hold its words."""

EXACT, PREFIX, TYPO, TYPO_IN_PREFIX, TWO_TYPOS = 1.0, 0.8, 0.1, 0.08, 0.05
"""How well a word fits what was typed; any typo in a title counts less than a clean match in an abstract."""
OTHER_INITIAL = 0.5
"""A typo rarely hits the first letter: such a fit counts half."""
VAGUE = (TYPO_IN_PREFIX, TYPO_IN_PREFIX * OTHER_INITIAL)
"""Fits that prose does not count."""
