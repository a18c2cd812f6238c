"""Pages as they are compared: stretches of numbers, each with the letters or the article they are counted in."""

from __future__ import annotations

import re
from typing import NamedTuple

from readinglist.papers.identity.title_distance import arabic

GROUPED = re.compile(r"(\d{1,3}),(\d{3})(\s*[-–—]+\s*)(\d{1,3}),(\d{3})(?!\d)")
"""A stretch whose thousands are set off."""
COUNT = re.compile(r"\([^()]*\)|\b\d+\s*(?:pages|pp)\b", re.IGNORECASE)
"""A number of pages, or a text in brackets."""
WORD = re.compile(r"\b(?:pages?|pp?)\b\.?\s*", re.IGNORECASE)
ARTICLE = re.compile(r"\b(?:article|art|paper|no)\b\.?\s*(?:no\.?\s*)?(\d+)\s*[,:;]\s*(?=\S)", re.IGNORECASE)
STRETCH = re.compile(r"\s*[-–—]+\s*")
NUMBER = re.compile(r"(?P<prefix>[a-z]{0,8}[\s.-]?|\d+[:.]|[a-z]\d+[:.])(?P<number>\d+)[a-z+]{0,2}", re.IGNORECASE)
ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
PLAIN = frozenset({"e", "article", "art", "p", "pp"})
"""Prefixes of page numbers that mean nothing."""
STOPGAP = re.compile(r"\s*1\s*[-–—]+\s*1\s*")
"""Values that mean that there are no pages yet."""


class Stretch(NamedTuple):
    """Pages from the first to the last."""

    prefix: str
    """The series: ``s`` of a supplement, ``12:`` of an article, ``roman`` of a preface; empty for plain pages."""
    first: int
    last: int


def stretches(written: str) -> tuple[Stretch, ...]:
    """The stretches of pages in a field; none if it has none, or the stopgap ``1--1``.

    >>> stretches("S12--20, 127–34")
    (Stretch(prefix='s', first=12, last=20), Stretch(prefix='', first=127, last=134))
    """
    if STOPGAP.fullmatch(written):
        return ()
    text = COUNT.sub(" ", GROUPED.sub(r"\1\2\3\4\5", written))
    article = ARTICLE.search(text)
    text = WORD.sub("", ARTICLE.sub("", text))
    found = [made for part in re.split(r"[,;&]|\band\b", text) if (made := stretch(part.strip(" {}.")))]
    return tuple(each._replace(prefix=f"{article[1].lstrip('0')}:") for each in found) if article else tuple(found)


def stretch(part: str) -> Stretch | None:
    """One stretch."""
    ends = [end for end in STRETCH.split(part) if end]
    if not ends or len(ends) > 2:
        return None
    numbers = [page(end) for end in ends]
    if not (opening := numbers[0]):
        return None
    prefix, first = opening
    closing = numbers[-1] or opening
    last = closing[1] if closing[0] in {"", prefix} else first
    if last < first:  # 127–34 is short for 127–134
        last = max(first, int(str(first)[: max(0, len(str(first)) - len(str(last)))] + str(last)))
    return Stretch(prefix, first, last)


def page(end: str) -> tuple[str, int] | None:
    """A page as its prefix, or ``roman``, and its number; None if it is no page number."""
    if found := NUMBER.fullmatch(end):
        prefix = found["prefix"].lower().strip(" -").replace(".", ":")
        return "" if prefix in PLAIN else prefix, int(found["number"][-9:])
    return ("roman", arabic(end.lower())) if end.isalpha() and ROMAN.fullmatch(end) else None


def overlap(one: tuple[Stretch, ...], two: tuple[Stretch, ...]) -> bool:
    """Whether two records have a page in common, or count their pages in ways that cannot be compared."""
    return any(
        (mine.prefix == other.prefix and mine.first <= other.last and other.first <= mine.last)
        or (":" in mine.prefix + other.prefix and not (mine.prefix and other.prefix))
        for mine in one
        for other in two
    )
