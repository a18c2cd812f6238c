"""Cite keys such as ``vaswani2017attention``: ASCII, unique ignoring case, frozen at birth."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from readinglist.papers.keytemplate import DEFAULT, Part, parse
from readinglist.text import fold, fold_title

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable

    from readinglist.papers.paper import Paper

STOP_WORDS = frozenset(
    "a an the of on in at to for from by with without via using and or nor not is are be do does can we how what why "
    "when towards toward into over under as its it this that all you your les le la des der die das ein eine".split()
)
NOT_KEY = re.compile("[^a-z0-9]+")
ILLEGAL = re.compile(r"[^\x21-\x7e]+|[\"#%'(),={}\\~@]+")
"""Characters that BibTeX, LaTeX or other readers of .bib files do not accept in a key."""
HATS = re.compile(r"\^{2,}")
"""TeX takes what follows two of them for a character's number."""
PIECES = re.compile("[A-Za-z0-9]+|[^A-Za-z0-9]+")
SIGNS = re.compile("[^A-Za-z0-9]+")
LONGEST = 30
"""Letters of a name or word that go into a key."""


def propose(paper: Paper, template: str = DEFAULT) -> str:
    """The key that `template` gives for a paper, in ASCII; an unknown part leaves no gap.

    Where there is no author, the first telling word of the title stands for one.

    >>> from readinglist.papers.paper import Author, PartialDate, Paper
    >>> who = [Author("Vaswani", "Ashish")]
    >>> paper = Paper.of("Attention Is All You Need", authors=who, date=PartialDate(2017))
    >>> propose(paper), propose(paper, "{author:Capital}_{year:2}")
    ('vaswani2017attention', 'Vaswani_17')
    """
    pieces = parse(template)
    told = texts(paper, [piece for piece in pieces if isinstance(piece, Part)])
    key = separated(piece if isinstance(piece, str) else told[piece] for piece in pieces)
    if not key.isdigit() and any(text for part, text in told.items() if part.name != "year"):
        return key
    if template != DEFAULT:
        return propose(paper)
    return f"arxiv{plain(paper.arxiv)}" if paper.arxiv else f"paper{key}"


def texts(paper: Paper, parts: Collection[Part]) -> dict[Part, str]:
    """The text of each part for `paper`; empty where it is unknown."""
    asked = {part.name for part in parts}
    title = telling(paper.title)
    most = max((part.number or 1 for part in parts if part.name == "author"), default=0)
    authors = [words(author.last) for author in paper.authors[:most]]
    if "author" in asked and not (authors and any(authors[0])):
        spare = title[:1] if len(title) > 1 or "title" not in asked else []
        authors, title = [[word] for word in spare], title[len(spare) :]
    venue = telling(paper.venue) if "venue" in asked else []
    known = {"author": authors, "title": [[word] for word in title], "venue": [[word] for word in venue]}
    return {part: text_of(part, paper, known.get(part.name, [])) for part in parts}


def text_of(part: Part, paper: Paper, items: list[list[str]]) -> str:
    """The text of one part: the first of `items`, which are names or words, or the year or arXiv id of `paper`."""
    if part.name == "year":
        return str(paper.year or "")[-part.number :]
    if part.name == "arxiv":
        return paper.arxiv.replace("/", "-")
    number = part.number or 1
    shown = [cased(item, part.case)[:LONGEST] for item in items[:number] if any(item)]
    if part.etal and shown and paper.authors and (len(paper.authors) > number or paper.others):
        shown.append(cased(["et", "al"], part.case))
    return part.joint.join(shown)


def telling(title: str) -> list[str]:
    """The words that say what `title` is about; all of them if none does."""
    found = [word for word in map(plain, fold_title(title).split()) if word]
    return [word for word in found if len(word) > 1 and word not in STOP_WORDS and not word.isdigit()] or found


def cased(name: Iterable[str], case: str) -> str:
    """The words of a name in one, in the case a template asks for."""
    if case == "UPPER":
        return "".join(name).upper()
    return "".join(word.capitalize() for word in name) if case == "Capital" else "".join(name)


def separated(pieces: Iterable[str]) -> str:
    """The pieces in a row; signs stand only between two of them, and just once."""
    key = sign = ""
    for word in (word for piece in pieces for word in PIECES.findall(piece)):
        if SIGNS.fullmatch(word):
            sign = sign or word
        else:
            key += (sign if key else "") + word
            sign = ""
    return key


def legal(key: str) -> str:
    r"""`key` as it can be cited: unchanged if it is ASCII without blanks, ``"#%'(),={}\~@`` and ``^^``.

    >>> legal("DBLP:conf/nips/Vaswani17"), legal("Müller 2020")
    ('DBLP:conf/nips/Vaswani17', 'Muller2020')
    """
    if is_legal(key):
        return key
    if not key.isascii():
        from anyascii import anyascii  # noqa: PLC0415 - few keys need it

        key = anyascii(key)
    return HATS.sub("", ILLEGAL.sub("", key))


def is_legal(key: str) -> bool:
    """Whether a key can be cited as it stands."""
    return bool(key) and ((key.isascii() and key.isalnum()) or (not ILLEGAL.search(key) and "^^" not in key))


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
    return "".join(words(text))


def words(text: str) -> list[str]:
    """The words of a text, each as `plain`."""
    folded = fold(text)
    if not folded.isascii():
        from anyascii import anyascii  # noqa: PLC0415 - only names outside Latin script need it

        folded = anyascii(folded).lower()
    return [NOT_KEY.sub("", word) for word in folded.split()]


def has_grown_from(key: str, wish: str) -> bool:
    """Whether a cite key is the one that was wished for, or that with the letters that made it unique."""
    rest = key.removeprefix(wish)
    return key == wish or (key.startswith(wish) and len(rest) <= 2 and rest.isalpha())
