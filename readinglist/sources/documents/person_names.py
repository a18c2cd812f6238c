"""Names as services write them → authors in BibTeX's four parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readinglist.papers.author import Author
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

PARTICLES = frozenset(
    "af al auf av ben bin da dal de degli dei del della delle den der des di do dos du e el het ibn la las le lo los "
    "op st 't te ten ter tot van vande vander vom von vor y z zu zum zur".split()
)
"""Lower-case words between given and family name."""
CAPITALISED = frozenset({"De", "Del", "Della", "Den", "Der", "La", "Van", "Vander", "Von"})
"""Capitalised particles, part of the family name: Luc Van Gool, Christopher De Sa."""
SUFFIX = re.compile(r"(?:jr|sr)\.?|II|III|IV|2nd|3rd", re.IGNORECASE)
GROUP = re.compile(
    r"\b(?:collaborations?|consortium|team|project|group|initiative|committee|association|organi[sz]ation|foundation|"
    r"institute|laboratory|university|network|community|alliance|task force|working group)\b",
    re.IGNORECASE,
)


def authors(names: Iterable[str]) -> list[Author]:
    """The authors with these names, in order; names without letters (arXiv lists ``:`` after a group) are skipped."""
    return [found for name in names if (found := author(name))]


def author(name: str) -> Author | None:
    """The author called `name`: ``Given Family``, ``Family, Given``, an organisation; None if it has no letter.

    Braces make the whole an organisation, as in BibTeX.

    >>> author("Laurens van der Maaten")
    Author(family='Maaten', given='Laurens', particle='van der', suffix='', literal='')
    """
    name = clean(name).strip(" ,;:")
    if not any(character.isalpha() for character in name):
        return None
    if name.startswith("{") and name.endswith("}") and "{" not in name[1:]:
        return Author(literal=clean(name[1:-1]))
    if GROUP.search(name):
        return Author(literal=name)
    if "," in name:
        return inverted(name)
    words = name.split()
    suffix = words.pop() if len(words) > 2 and SUFFIX.fullmatch(words[-1]) else ""
    start = len(words) - 1
    while start > 1 and words[start - 1] in CAPITALISED:
        start -= 1
    while start > 0 and is_particle(words[start - 1]):
        start -= 1
    return person(" ".join(words[start:]), " ".join(words[:start]), suffix)


def inverted(name: str) -> Author | None:
    """The author of ``Family, Given``, ``Family, Jr., Given``, ``Family, Given, Jr.`` or ``Given Family, Jr.``."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    suffixes = [part for part in parts[1:] if SUFFIX.fullmatch(part)]
    rest = [part for part in parts if part not in suffixes]
    suffix = suffixes[0] if suffixes else ""
    if len(rest) > 1:
        return person(rest[0], " ".join(rest[1:]), suffix)
    found = author(rest[0]) if rest else None
    return person(" ".join(filter(None, (found.particle, found.family))), found.given, suffix) if found else None


def person(family: str, given: str = "", suffix: str = "") -> Author:
    """Person with this family name, from which lower-case particles are split off."""
    words = clean(family).split()
    count = 0
    while count < len(words) - 1 and is_particle(words[count]):
        count += 1
    return Author(
        family=" ".join(words[count:]), given=clean(given), particle=" ".join(words[:count]), suffix=clean(suffix)
    )


def is_particle(word: str) -> bool:
    """Whether `word` belongs between given and family name."""
    return word in PARTICLES or word in {"d'", "d’"}
