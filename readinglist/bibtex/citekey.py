"""Cite keys in the style ``vaswani2017attention``: ASCII, unique ignoring case, frozen at birth."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from readinglist.text import fold, fold_title

if TYPE_CHECKING:
    from collections.abc import Container

    from readinglist.paper import Paper

STOP_WORDS = frozenset(
    "a an the of on in at to for from by with without via using and or nor not is are be do does can we how what why "
    "when towards toward into over under as its it this that all you your les le la des der die das ein eine".split()
)
NOT_KEY = re.compile("[^a-z0-9]+")
ILLEGAL = re.compile(r"[^\x21-\x7e]+|[\"#%'(),={}\\~@]+")
"""What BibTeX, LaTeX or other readers of .bib files do not take in a key."""


def propose(paper: Paper) -> str:
    """The key a paper would like: first author's last name, year, first telling title word.

    >>> from readinglist.paper import Author, PartialDate, Paper
    >>> who = [Author("Vaswani", "Ashish")]
    >>> propose(Paper.of("Attention Is All You Need", authors=who, date=PartialDate(2017)))
    'vaswani2017attention'
    """
    words = [word for word in map(plain, fold_title(paper.title).split()) if word]
    telling = [word for word in words if len(word) > 1 and word not in STOP_WORDS and not word.isdigit()] or words
    name = plain(paper.authors[0].last) if paper.authors else ""
    if not name and len(telling) > 1:
        name, *telling = telling
    parts = (name[:30], str(paper.year or ""), telling[0][:30] if telling else "")
    key = "".join(parts)
    if not key or key.isdigit():
        key = f"arxiv{plain(paper.arxiv)}" if paper.arxiv else f"paper{key}"
    return key


def legal(key: str) -> str:
    r"""`key` as it can be cited: unchanged if it is ASCII without blanks and ``"#%'(),={}\~@``.

    >>> legal("DBLP:conf/nips/Vaswani17"), legal("Müller 2020")
    ('DBLP:conf/nips/Vaswani17', 'Muller2020')
    """
    if not ILLEGAL.search(key):
        return key
    if not key.isascii():
        from anyascii import anyascii  # noqa: PLC0415 - few keys need it

        key = anyascii(key)
    return ILLEGAL.sub("", key)


def unique(key: str, taken: Container[str], tried: dict[str, int] | None = None) -> str:
    """`key`, or `key` with the first suffix a, b, ... z, aa that is not taken; `taken` holds lower-case keys.

    Who asks often and never frees a key passes the same `tried`, which remembers how far the search came.
    """
    folded = key.lower()
    if folded not in taken:
        return key
    start = tried.get(folded, 0) if tried else 0
    n = next(n for n in count(start) if folded + suffix(n) not in taken)
    if tried is not None:
        tried[folded] = n
    return key + suffix(n)


def suffix(n: int) -> str:
    """The n-th of a, b, ... z, aa, ab, ...

    >>> suffix(0), suffix(25), suffix(26)
    ('a', 'z', 'aa')
    """
    letters = ""
    while n >= 0:
        letters = chr(ord("a") + n % 26) + letters
        n = n // 26 - 1
    return letters


def plain(text: str) -> str:
    """Text in the letters a-z and digits alone; other scripts are romanised."""
    folded = fold(text)
    if not folded.isascii():
        from anyascii import anyascii  # noqa: PLC0415 - only names outside Latin script need it

        folded = anyascii(folded).lower()
    return NOT_KEY.sub("", folded)
