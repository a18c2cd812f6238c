"""JabRef's rule for duplicates, retold from its source and run on the same pairs.

Read at commit edbf3b13ad2806e4460f1d477ddcb087984c8459 (22 August 2026, between 6.0-alpha.6 and the next release) of
github.com/JabRef/jabref, in BibTeX mode: `jablib/src/main/java/org/jabref/logic/database/DuplicateCheck.java`
(`isDuplicate`), `logic/util/strings/StringSimilarity.java`, `model/entry/types/BibtexEntryTypeDefinitions.java`,
`model/entry/types/`, `model/entry/AuthorList.java` and `model/entry/identifier/ISBN.java`.

Two entries with one equal identifier are duplicates. Otherwise they are not if their types or editions differ, or their
chapters or pages while authors and titles agree. An equal ISBN makes duplicates of those that are no parts of books or
journals. For the rest the fields that a type requires are compared, weighted; near or below the threshold the
optional ones come in, and at last all fields there are. LaTeX and names are read with our own readers, as JabRef has
its own for both.

JabRef shows duplicates to the user, so that what the rule says is a question.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

from readinglist.bibtex.entry.names import parse_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.bench.shapes import Said

Fields = dict[str, str]

THRESHOLD, DOUBT = 0.75, 0.05
REQUIRED_COUNT = 3
"""How many times what is required weighs as much as what is not."""
WEIGHTS = {"author": 2.5, "editor": 2.5, "title": 3.0, "journal": 2.0, "note": 0.1, "comment": 0.1, "doi": 3.0}
IDENTIFIERS = ("doi", "eprint", "pmid", "mrnumber")
PEOPLE = frozenset({"author", "editor", "translator", "bookauthor"})
PARTS = frozenset({"article", "inbook", "incollection"})
DASHES = re.compile(r"[-\u058a\u2010-\u2015\u2e3a\u2e3b\ufe58\ufe63\uff0d ]+")

_IN_BOOK = "volume number series type address edition month isbn note"
_IN_VOLUME = "editor volume number series pages address month organization publisher note"
_TYPES: dict[str, tuple[str, str]] = {
    "article": ("author title journal year", "volume number pages month issn note"),
    "book": ("author title publisher year", "volume number series address edition month isbn note"),
    "booklet": ("title", "author howpublished address month year note"),
    "conference": ("author title booktitle year", _IN_VOLUME),
    "inproceedings": ("author title booktitle year", _IN_VOLUME),
    "inbook": ("author title publisher year chapter", _IN_BOOK),
    "incollection": ("author title booktitle publisher year", f"editor {_IN_BOOK} chapter pages"),
    "manual": ("title", "author organization address edition month year isbn note"),
    "mastersthesis": ("author title school year", "type address month note"),
    "misc": ("", "author title howpublished month year note"),
    "phdthesis": ("author title school year", "type address month note"),
    "proceedings": ("title year", "editor volume number series address publisher month organization isbn note"),
    "techreport": ("author title institution year", "type number address month note"),
    "unpublished": ("author title note", "month year"),
}
TYPES = {type: (required.split(), optional.split()) for type, (required, optional) in _TYPES.items()}
"""Type → the fields it requires (the first, of two that will do), and its others."""


class Agreement(NamedTuple):
    """The weighted share of fields that are alike, and the weight of those that either entry has."""

    share: float
    weight: float


def is_duplicate(one: Said, two: Said) -> bool:
    """Whether JabRef takes two entries for one."""
    first, second = one.plain(), two.plain()
    if same_identifier(first, second):
        return True
    if one.type != two.type or other_edition(first, second) or other_part(first, second):
        return False
    if one.type not in PARTS and same_isbn(first, second):
        return True
    if one.type in TYPES:
        required, optional = TYPES[one.type]
        needed = agreement(required, first, second)
        if needed.share - THRESHOLD > DOUBT or is_near(needed, agreement(optional, first, second)):
            return True
    return agreement({**first, **second}, first, second).share >= THRESHOLD


def is_near(needed: Agreement, others: Agreement) -> bool:
    """Whether the required and the optional fields agree, taken together."""
    weight = needed.weight * REQUIRED_COUNT + others.weight
    reached = needed.share * needed.weight * REQUIRED_COUNT + others.share * others.weight
    return bool(weight) and reached / weight >= THRESHOLD


def agreement(names: Iterable[str], one: Fields, two: Fields) -> Agreement:
    """How far these fields agree; one that only one entry has does not."""
    present = [name for name in names if name in one or name in two]
    total = sum(WEIGHTS.get(name, 1.0) for name in present)
    agreed = sum(WEIGHTS.get(name, 1.0) for name in present if is_alike(name, one, two))
    return Agreement(agreed / total, total) if total else Agreement(0.0, 0.0)


def is_alike(name: str, one: Mapping[str, str], two: Mapping[str, str]) -> bool:
    """Whether both have a field and say nearly the same."""
    return name in one and name in two and compare(name, one[name], two[name])


def compare(name: str, one: str, two: str) -> bool:
    """Whether two values of a field are alike."""
    if name == "pages":
        return DASHES.sub("-", one) == DASHES.sub("-", two)
    if name in PEOPLE:
        return by_words(family_names(one), family_names(two))
    if name == "journal":
        return by_words(one.replace(".", ""), two.replace(".", ""))
    if name == "chapter":
        one, two = (re.sub("chapter", "", value, flags=re.IGNORECASE) for value in (one, two))
    return by_words(one.strip(), two.strip())


def by_words(one: str, two: str) -> bool:
    """Whether more than four words of five are near to those in the same places, as far as the shorter goes."""
    words = list(zip(*(re.split(r"\s", value.lower().rstrip()) for value in (one, two)), strict=False))
    near = sum(nearness(*both) >= 0.75 for both in words)
    return near / len(words) > 0.8


def nearness(one: str, two: str) -> float:
    """The share of the longer word that need not be changed."""
    longest = max(len(one), len(two))
    return 1 - Levenshtein.distance(one, two) / longest if longest else 1.0


def family_names(authors: str) -> str:
    """The names one is called by, commas between them and none before the last."""
    names = parse_names(authors)
    called = [person.last for person in names.authors] + ["others"] * names.others
    return " ".join(filter(None, (", ".join(called[:-1]), *called[-1:])))


def same_identifier(one: Fields, two: Fields) -> bool:
    """Whether both have one identifier; of these only a DOI's case does not count."""
    shared = [name for name in IDENTIFIERS if name in one and name in two]
    return any(one[name] == two[name] or (name == "doi" and one[name].lower() == two[name].lower()) for name in shared)


def other_edition(one: Fields, two: Fields) -> bool:
    """Whether both name an edition and not the same."""
    return "edition" in one and "edition" in two and one["edition"] != two["edition"]


def other_part(one: Fields, two: Fields) -> bool:
    """Whether authors and titles agree, but chapters or pages differ."""
    if not is_alike("author", one, two) or not is_alike("title", one, two):
        return False
    both = (name for name in ("chapter", "pages") if name in one and name in two)
    return any(not compare(name, one[name], two[name]) for name in both)


def same_isbn(one: Fields, two: Fields) -> bool:
    """Whether both have one valid ISBN, hyphens aside."""
    first, second = (fields.get("isbn", "").strip().replace("-", "") for fields in (one, two))
    return first == second and is_isbn(first)


def is_isbn(text: str) -> bool:
    """Whether the last digit checks the others."""
    if re.fullmatch(r"\d{9}[\dXx]", text):
        digits = [10 if digit in "Xx" else int(digit) for digit in text]
        return sum((10 - place) * digit for place, digit in enumerate(digits)) % 11 == 0
    if re.fullmatch(r"\d{13}", text):
        return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(text)) % 10 == 0
    return False
