"""Forms of the lines of a Daily Papers page: dates, numbers of authors, organisations, votes."""

from __future__ import annotations

import re
from itertools import pairwise

from readinglist.sources.page.chrome import HEADER, bare
from readinglist.sources.page.plain_lines import ID, lines_of
from readinglist.text import fold

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
WHEN = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.? \d{1,2}(?:, ?\d{4}| (?:19|20)\d\d)?"
)
DATE = re.compile(
    rf"(?P<bullet>[·•]?) ?(?:published on )?(?P<when>{WHEN})(?: (?P<comments>\d{{1,6}}))?(?: ?new)?", re.IGNORECASE
)
AUTHORS = re.compile(r"(?P<bullet>[•·∙‣◦●*\-–—]?) ?(?P<number>\d{1,6}|\d{1,3}(?:,\d{3})+) authors?", re.IGNORECASE)
BULLET = re.compile(r"[•·*\-–]")
DOT = re.compile(r"[·•∙⋅・‧*]")
VOTES = re.compile(
    r"(?P<label>upvotes? )?(?P<number>\d{1,3}(?:,\d{3})+|\d{1,6}|\d{1,4}(?:\.\d{1,2})?k)|-", re.IGNORECASE
)
GARBLED_AUTHORS = re.compile(r"[•·∙‣◦●*\-–—].{0,60}authors?", re.IGNORECASE)
ORGANIZATION = re.compile(r"(?:\[(?P<alt>[\w.-]{0,60})\]|(?P<handle>[\w.-]{1,60})) (?P<name>\S.{0,98})")
PERIOD = re.compile(
    rf"(?P<when>{WHEN}) ?[-–—] ?(?:[a-z]+\.? )?\d{{1,2}}(?:, ?\d{{4}})?|week \d+.{{0,20}}", re.IGNORECASE
)
HEADING = re.compile(r"#{1,6} +(?=\S)")
SHORT = 100
"""Longest line of details in characters."""


def is_page(text: str) -> bool:
    """Whether the text is a Daily Papers page: it has its heading, or lines of details."""
    lines = [ID.sub("", line) for line in lines_of(text) if line]
    return any(
        bare(line) == HEADER
        or AUTHORS.fullmatch(line)
        or combined(line)
        or (DOT.fullmatch(line) and DATE.fullmatch(after))
        for line, after in pairwise([*lines, ""])
    )


def combined(line: str) -> tuple[str, str] | None:
    """Authors or organisation and date of a line that holds both, as in ``8 authors · Mar 4``."""
    who, dot, when = (part.strip() for part in line.rpartition("·"))
    is_both = dot and len(line) <= SHORT and DATE.fullmatch(when)
    return (who.removesuffix("·").strip(), when) if is_both and who and (AUTHORS.fullmatch(who) or " " in who) else None


def is_bare_name(line: str) -> bool:
    """Whether a line is certainly an organisation."""
    match = ORGANIZATION.fullmatch(line)
    return match is not None and (line.startswith("[") or are_twins(match["handle"], match["name"]))


def are_twins(handle: str | None, name: str) -> bool:
    """Whether one of the two begins with the other and is a few letters longer at most."""
    one, two = sorted((fold(handle or "").replace(" ", ""), fold(name).replace(" ", "")), key=len)
    return bool(one) and two.startswith(one) and len(two) - len(one) < 6
