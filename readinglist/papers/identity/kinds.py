"""Sorts of works: a thesis, a report, software, data …, by the entry's type or by what it says of itself in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

THESES = frozenset({"phdthesis", "mastersthesis", "thesis"})
REPORTS = frozenset({"techreport", "report"})
CHAPTERS = frozenset({"inbook", "incollection", "bookinbook", "suppbook"})
BOOKS = frozenset({"book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings", "booklet", "manual"})
CONTRIBUTIONS = frozenset({"inproceedings", "conference", "incollection"})
ARTICLES = frozenset({"article"})
OTHERS = {name: name for name in ("software", "dataset", "patent", "standard", "video", "audio", "music", "movie")}
"""Entry types of a sort of their own."""
LOOSE = frozenset({"misc", "unpublished", "online", "electronic", "www", "manual", "booklet", "other", ""})
"""Entry types that do not tell the kind of work."""
SAYING = ("howpublished", "type", "note", "titleaddon")
"""Fields in which an entry may say so."""
WORDS = {
    "thesis": re.compile(
        r"(?:unpublished )?(?:(?:ph\W{0,2}d|doctoral|doctorate|master\W?s?|m\W?sc|diploma|bachelor\W?s?|habilitation|"
        r"undergraduate|honou?rs)\W{0,2}(?:degree )?(?:thesis|dissertation)|dissertation|diplomarbeit|doktorarbeit|"
        r"phdthesis|mathesis|thesis\b)",
        re.IGNORECASE,
    ),
    "software": re.compile(
        r"(?:computer |source )?(?:software|computer program|source code)\b(?! engineering)", re.IGNORECASE
    ),
    "dataset": re.compile(r"data ?sets?\b", re.IGNORECASE),
    "patent": re.compile(r"(?:u\W?s\W? |european )?patent\b", re.IGNORECASE),
    "standard": re.compile(r"(?:international )?standard\b", re.IGNORECASE),
    "report": re.compile(
        r"(?:\w+ ){0,3}(?:(?:technical|tech\.?|research|internal) (?:report|memo\w*)|(?:TR|RR)[\s-]?\d)", re.IGNORECASE
    ),
    "talk": re.compile(
        r"(?:(?:invited|keynote|oral|conference) )?(?:talk|slides|presentation|poster|lecture)\b", re.IGNORECASE
    ),
}
"""Sort → how an entry says that it is of it."""
MASTERS = re.compile(r"master|mathesis|m\W?sc\b|diplom|bachelor", re.IGNORECASE)
DOCTORAL = re.compile(r"ph\W{0,2}d|doctor|doktor|dissertation", re.IGNORECASE)


def sort_of(entry_type: str, fields: Mapping[str, str]) -> str:
    """The sort of a work that is no article, book or part of one; empty for those, and where nothing is said.

    >>> sort_of("misc", {"howpublished": "PhD thesis, Upper Meadow"}), sort_of("article", {"note": "Poster"})
    ('thesis', '')
    """
    if entry_type in THESES or "school" in fields:
        return "thesis"
    if entry_type in REPORTS:
        return "thesis" if WORDS["thesis"].match(fields.get("type", "")) else "report"
    if entry_type in OTHERS or entry_type not in LOOSE:
        return OTHERS.get(entry_type, "")
    said = [fields[name].strip("{} ") for name in SAYING if name in fields]
    return next((sort for text in said for sort, words in WORDS.items() if words.match(text)), "")


def degree_of(entry_type: str, fields: Mapping[str, str]) -> str:
    """The degree a thesis was written for, where that is said."""
    text = " ".join((entry_type, *(fields[name] for name in SAYING if name in fields)))
    if MASTERS.search(text):
        return "master"
    return "doctor" if DOCTORAL.search(text) else ""
