"""Authors → name lists of BibTeX, in spellings that BibTeX and biber parse into the same parts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from readinglist.bibtex.entry.names import (
    ET_AL,
    OTHERS,
    is_lower,
    parse_name,
    printed_words,
    split_commas,
    split_names,
    split_outside_braces,
    split_words,
)
from readinglist.latex.encoder import Encoder
from readinglist.papers.author import Author

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


COMMAND = re.compile(r"\\(?:[a-zA-Z]+|[`'^~=.\"]\w?|.)")
LABEL = 3
"""Length of the part of a name that BibTeX's styles use in labels."""
HYPHEN = re.compile(r"([{}])|-")
FAMILY_GIVEN = re.compile(r"[A-Z][a-z]+(?:-[A-Z][a-z]+)*, (?!And\b)[A-Z][a-z]+(?: [A-Z]\.)*")
"""The form of nearly all names, which needs no further test."""


def write_names(authors: Iterable[Author], encoder: Encoder, *, others: bool = False) -> str:
    """The authors as the value of an ``author`` field."""
    return joined([write_name(author, encoder) for author in authors], others=others)


def write_stored(authors: Iterable[Mapping[str, str]], encoder: Encoder, *, others: bool = False) -> str:
    """The authors of a record as the value of an ``author`` field."""
    names = []
    for author in authors:
        name, unmapped = stored_name(tuple(author.items()), ascii_only=encoder.ascii_only)
        names.append(name)
        encoder.unmapped |= unmapped
    return joined(names, others=others)


@lru_cache(16_384)
def stored_name(author: tuple[tuple[str, str], ...], *, ascii_only: bool) -> tuple[str, dict[str, None]]:
    """A record's author as a BibTeX name, and its characters without an encoding; cached, as papers share authors."""
    encoder = Encoder(ascii_only=ascii_only)
    return write_name(Author.from_record(dict(author)), encoder), encoder.unmapped


def joined(names: list[str], *, others: bool) -> str:
    """The names that are not empty, joined by ``and``."""
    names = [name for name in names if name]
    return " and ".join([*names, "others"] if others and names else names)


def write_name(author: Author, encoder: Encoder) -> str:
    """An author as ``von Last, Jr, First``; parts that BibTeX would split otherwise are in braces.

    >>> write_name(Author("Beethoven", "Ludwig", "van"), Encoder())
    'van Beethoven, Ludwig'
    """
    return parseable_name(author, encoder) if str(author) else ""


def parseable_name(author: Author, encoder: Encoder) -> str:
    """The first spelling of a name that BibTeX parses into its parts; all in braces if there is none."""
    if author.literal:
        return in_braces(author.literal, encoder)
    family, given = (author.family, author.given) if author.family else (author.given, "")
    parts = (family, given, author.particle, author.suffix)
    written = [part and part_of_name(part, encoder) for part in parts]
    as_read = Author(
        *(part if text == part else printed_words([text]) for part, text in zip(parts, written, strict=True))
    )
    return next((name for name in spellings(*written) if is_read_as(name, as_read)), "") or in_braces(
        str(author), encoder
    )


def spellings(family: str, given: str, particle: str, suffix: str) -> Iterator[str]:
    """Possible spellings of a name, the plainest first."""
    braced, braced_suffix, braced_given = f"{{{family}}}", suffix and f"{{{suffix}}}", given and f"{{{given}}}"
    yield with_commas(particle, family, suffix, given)
    yield with_commas(particle, braced, suffix, given)
    yield with_commas(particle, braced, braced_suffix, braced_given)
    yield with_commas("", f"{{{particle} {family}}}", braced_suffix, braced_given)


def part_of_name(text: str, encoder: Encoder) -> str:
    r"""`text` in LaTeX; for BibTeX without ``\{``, where it would split a name that it abbreviates."""
    value = encoder.text(text)
    if not encoder.ascii_only:  # biber would turn the command into a bare brace
        return value
    return value.replace(r"\{", r"{\textbraceleft}").replace(r"\}", r"{\textbraceright}")


def in_braces(name: str, encoder: Encoder) -> str:
    r"""A whole name in braces, written such that BibTeX's three-letter label does not split a command.

    >>> from readinglist.latex.encoder import Encoder
    >>> in_braces("R&D Lab", Encoder()), in_braces("AT&T Labs", Encoder())
    ('{R\\&D Lab}', '{\\relax AT\\&T Labs}')
    """
    value = part_of_name(name, encoder)
    letters = value.replace("{", "").replace("}", "")
    is_cut = any(match.start() < LABEL < match.end() for match in COMMAND.finditer(letters))
    return f"{{\\relax {value}}}" if encoder.ascii_only and is_cut else f"{{{value}}}"


def with_commas(particle: str, family: str, suffix: str, given: str) -> str:
    """A name in BibTeX's form with commas."""
    last = f"{particle} {family}".strip()
    if suffix:
        return f"{last}, {suffix}, {given or '{}'}"
    return f"{last}, {given}" if given else last


def is_read_as(name: str, author: Author) -> bool:
    """Whether BibTeX parses `name` as `author`."""
    if FAMILY_GIVEN.fullmatch(name):
        return True
    if split_names(name) != [name] or name.lower() in OTHERS or ET_AL.search(name):
        return False
    if name.count(",") > 2:  # biber counts those in braces
        return False
    if any(map(hides_particle, split_words(split_commas(name)[0]))):
        return False
    seen = parse_name(name)
    return seen == author or (str(seen) == str(author) and seen.last == (author.last or author.given))


def hides_particle(word: str) -> bool:
    """Whether BibTeX, to which a hyphen ends a word, finds a particle in ``al-Khwarizmi`` and prints a blank."""
    return any(part and is_lower(part) for part in split_outside_braces(word, HYPHEN)[:-1])
