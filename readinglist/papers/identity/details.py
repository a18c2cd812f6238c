"""Volume, number, edition and the like of a publication, each in one form however it is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readinglist.papers.identity.pages import ROMAN
from readinglist.papers.identity.title_distance import arabic
from readinglist.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

DETAILS = ("volume", "number", "issue", "chapter", "edition", "eid", "part", "version")
"""Fields of which two publications have the same, or are two."""
OTHER_NAMES = {"eid": ("eid", "articleno", "article-number", "article_number")}
"""Field → the names it may have."""
SOURCES = frozenset((*DETAILS, *OTHER_NAMES["eid"], "pages"))
"""All fields that may hold one."""
ORDINALS = {name: str(number) for number, name in enumerate(
    "first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)}  # fmt: skip
DIGITS = re.compile(r"\d+")
STOPGAPS = frozenset({"pp", "na", "n a", "tbd", "in press", "early access", "online", "forthcoming", ""})
"""Values that mean that nothing is known yet."""
WITH_NUMBER = re.compile(r"\s*(\d+[a-z]?)\s*\((?:no\.?\s*)?([^()]+)\)\s*", re.IGNORECASE)
"""A volume with the number in brackets."""
LABELLED = {
    "volume": re.compile(r"(?:vols?|volume|bd|band|tome?|v|[a-z]{2,8}) (\d+)|(\d+) of [a-z ]+|v(\d+)"),
    "number": re.compile(r"(?:no|nr|num|number|issue|iss) (\d+)"),
    "issue": re.compile(r"(?:no|nr|num|number|issue|iss) (\d+)"),
    "eid": re.compile(r"(?:e|id|art|article|article no|no) ?(\d+)"),
    "version": re.compile(r"(?:v|version) ?(\d[\d ]*)"),
    "part": re.compile(r"(?:pt|part) (\w+)"),
    "chapter": re.compile(r"(?:ch|chap|chapter) (\w+)"),
}
"""Field → its text with a label before the number, folded."""
SUPPLEMENT = re.compile(r"(?:s|suppl?|supplement) ?(\d+\w*)")
ARTICLE_NUMBER = re.compile(r"[eE]?\d{5,9}")
"""Pages that are the number of an article."""


def written(fields: Mapping[str, str], name: str) -> str:
    """The text of a field, under any of its names, without braces."""
    names = OTHER_NAMES.get(name, (name,))
    found = next((fields[each] for each in names if each in fields), "")
    if not found and name == "eid" and ARTICLE_NUMBER.fullmatch(fields.get("pages", "").strip()):
        found = fields["pages"]
    if name in {"volume", "number"} and "(" in (both := found or fields.get("volume", "")):
        parts = WITH_NUMBER.fullmatch(both)
        found = parts[1 if name == "volume" else 2] if parts else found
    return found.replace("{", "").replace("}", "").strip()


def all_in(fields: Mapping[str, str]) -> dict[str, str]:
    """All details of a publication, each in one form."""
    if fields.keys().isdisjoint(SOURCES):
        return {}
    return {name: text for name in DETAILS if (text := detail(fields, name))}


def detail(fields: Mapping[str, str], name: str) -> str:
    """A field's text in one form; empty for a stopgap such as ``PP``.

    >>> detail({"volume": "Vol. 3"}, "volume"), detail({"number": "Suppl. 1"}, "number"), detail({"eid": "e012"}, "eid")
    ('3', 's1', '12')
    """
    text = " ".join(ORDINALS.get(word, word) for word in fold(written(fields, name)).split())
    if text in STOPGAPS:
        return ""
    if (labelled := LABELLED.get(name)) and (match := labelled.fullmatch(text)):
        text = next(filter(None, match.groups()))
    elif match := SUPPLEMENT.fullmatch(text):
        return f"s{match[1]}"
    if text.isalpha() and ROMAN.fullmatch(text):
        return str(arabic(text))
    digits = DIGITS.findall(text)
    return digits[0].lstrip("0") or "0" if len(digits) == 1 and (text.isdigit() or name == "edition") else text
