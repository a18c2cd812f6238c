"""Names in a RIS record: one a line as the format demands, or several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.credentials import brief
from readinglist.papers.author import Author
from readinglist.sources.documents.markup import plain
from readinglist.sources.documents.person_names import GROUP, SUFFIX, author, inverted, person
from readinglist.sources.documents.references import OTHERS
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

AND = " and "


def names(values: Mapping[str, list[str]], tag: str, complaints: list[str]) -> list[Author]:
    """Authors under a tag, in order."""
    lines = (plain(line) for value in values.get(tag, ()) for line in value.splitlines())
    found = [(text, name(text)) for line in lines for text in apart(line)]
    complaints += [f"{tag}: {brief(text)} is no name; left out" for text, made in found if made is None]
    return [made for _, made in found if made]


def apart(line: str) -> list[str]:
    """The names in a line, separated by semicolons, or by *and* if each has braces or a comma."""
    if is_braced(line):
        return [line]
    parts = [part.strip() for part in line.split(";") if part.strip()]
    both = [word.strip() for part in parts for word in part.split(AND)]
    return both if all(is_braced(word) or "," in word.rstrip(",") for word in both) else parts


def is_braced(text: str) -> bool:
    """Whether the text as a whole is in braces, as BibTeX has organisations."""
    return text.startswith("{") and text.endswith("}") and "{" not in text[1:]


def name(text: str) -> Author | None:
    """Author of ``Family, Given, Suffix``, or an organisation in braces or with a final comma."""
    if not any(character.isalpha() for character in text):
        return None
    if is_braced(text):
        return Author(literal=clean(text[1:-1]))
    family, *rest = (part.strip() for part in text.split(","))
    if not any(rest):
        is_whole = rest or AND in family or family.lower() in OTHERS
        return Author(literal=family) if is_whole else author(family)
    if not rest[-1] and (AND in text or GROUP.search(text)):
        return Author(literal=text.rstrip(" ,"))
    if SUFFIX.fullmatch(rest[0]):
        return person(family, " ".join(rest[1:]), rest[0]) if any(rest[1:]) else inverted(text)
    return person(family, rest[0], " ".join(rest[1:]))
