"""Name lists ↔ authors: ``First von Last``, ``von Last, First``, ``von Last, Jr, First``, ``{Organisation}``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from readinglist.credentials import brief
from readinglist.latex.decoder import decode, nests
from readinglist.latex.encoder import Encoder
from readinglist.papers.author import Author
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

AND = re.compile(r"([{}])|\s+and(?=\s)", re.IGNORECASE)
COMMA = re.compile(r"([{}])|,")
BLANK = re.compile(r"([{}])|(?:\s|(?<!\\)~)+")
ACCENT = re.compile(r"([{}])|\\(?:[`'^~=.\"]|[uvHcdbkr](?![a-zA-Z]))")
COMMAND = re.compile(r"\\(?:[a-zA-Z]+|[`'^~=.\"]\w?|.)")
LABEL = 3
"""Length of the part of a name that BibTeX's styles use in labels."""
HYPHEN = re.compile(r"([{}])|-")
FAMILY_GIVEN = re.compile(r"[A-Z][a-z]+(?:-[A-Z][a-z]+)*, (?!And\b)[A-Z][a-z]+(?: [A-Z]\.)*")
"""The form of nearly all names, which needs no further test."""
ET_AL = re.compile(r",?\s*\bet\s+al\.?$", re.IGNORECASE)
OTHERS = frozenset({"others", "et al", "et al."})
NO_NAME = Author()


@dataclass(slots=True)
class Names:
    """The names in an ``author`` or ``editor`` field."""

    authors: list[Author] = field(default_factory=list)
    others: bool = False
    """Whether the list ends with ``and others``."""
    has_labels: bool = False
    """Whether a name has biblatex's labels (``family=Oord, prefix=van den``), which BibTeX cannot read."""
    complaints: list[str] = field(default_factory=list)
    """Violations of the syntax, each with how it was repaired."""

    @property
    def are_fit(self) -> bool:
        """Whether the value can be copied to any dialect."""
        return not self.complaints and not self.has_labels


def parse_names(value: str) -> Names:
    """The names in a raw ``author`` or ``editor`` value, in LaTeX."""
    names = Names()
    parts = split_names(value)
    for i, name in enumerate(parts):
        if not name:
            if len(parts) > 1:
                names.complaints.append("an empty name between two ‘and’ was dropped")
        elif name.lower() in OTHERS and names.authors and i == len(parts) - 1:
            names.others = True
        else:
            add_name(names, name)
    return names


def add_name(names: Names, name: str) -> None:
    """Parse one name and add it; a name that cannot be parsed becomes a literal."""
    if name.endswith(("al", "al.")):
        shorter = ET_AL.sub("", name)
        names.others |= shorter != name
        name = shorter
    if "=" in name and (labelled := labelled_name(name)):
        names.has_labels = True
        names.authors.append(labelled)
        return
    if name.count(",") > 2 and (commas := len(split_commas(name)) - 1) > 2:
        names.complaints.append(f"a name with {commas} commas was kept as it stands: {brief(clean(decode(name)))}")
        names.authors.append(Author(literal=clean(decode(name))))
        return
    author = parse_name(name)
    if author.family or author != NO_NAME:
        names.authors.append(author)
    else:
        names.complaints.append(f"a name without letters was dropped: {brief(clean(name))}")


@lru_cache(16_384)
def parse_name(name: str) -> Author:
    """The author of one BibTeX name.

    >>> parse_name("Ludwig van Beethoven").particle, parse_name("{OpenAI}").literal
    ('van', 'OpenAI')
    """
    name = name.strip()
    if name[:1] == "{" and is_braced(name):
        return Author(literal=clean(decode(name)))
    parts = split_commas(name) if "," in name else [name]
    if len(parts) == 1:
        return first_von_last(split_words(name))
    particle, family = von_last(split_words(parts[0]))
    suffix = parts[1] if len(parts) > 2 else ""
    given = " ".join(parts[2:]) if len(parts) > 2 else parts[1]
    return Author(
        family=printed_words(family),
        given=printed_words([given]),
        particle=printed_words(particle),
        suffix=printed_words([suffix]),
    )


def labelled_name(name: str) -> Author | None:
    """The author of biblatex's ``family=Oord, given=Aaron, prefix=van den``; None for a name in another form.

    >>> str(labelled_name("family=Oord, given=Aaron, given-i=A, prefix=van den, useprefix=true"))
    'Aaron van den Oord'
    """
    pairs = [part.partition("=") for part in split_commas(name)]
    values = {label.strip().lower(): printed_words([value.strip().strip('"')]) for label, _, value in pairs}
    if not all(sign for _, sign, _ in pairs) or not values.get("family", values.get("given")):
        return None
    part = values.get
    return Author(part("family", ""), part("given", ""), part("prefix", ""), part("suffix", ""))


def first_von_last(words: list[str]) -> Author:
    """The author of a name without commas: the last word is the family name, lower-case words are the particle."""
    von = [i for i, word in enumerate(words[:-1]) if is_lower(word)]
    start, end = (von[0], von[-1] + 1) if von else (len(words) - 1, len(words) - 1)
    return Author(
        family=printed_words(words[end:]), given=printed_words(words[:start]), particle=printed_words(words[start:end])
    )


def von_last(words: list[str]) -> tuple[list[str], list[str]]:
    """Particle and family name in the words before the first comma; the particle ends with the last lower-case word."""
    end = max((i + 1 for i, word in enumerate(words[:-1]) if is_lower(word)), default=0)
    return words[:end], words[end:]


def printed_words(words: list[str]) -> str:
    """The printed text of some words of a name."""
    return clean(decode(" ".join(words))) if words else ""


def is_lower(word: str) -> bool:
    """Whether a word belongs to the particle: its first letter is lower case, and in braces only with an accent."""
    first = word[0]
    if first.isalpha():
        return first.islower()
    if first == "{" and not word.startswith("{\\"):
        return False
    letter = next((character for character in decode(word) if character.isalpha()), "")
    return letter.islower()


def split_names(value: str) -> list[str]:
    """The names of a list, split at ``and`` outside braces."""
    return [part.strip() for part in split_outside_braces(f" {value} ", AND)]


def is_braced(name: str) -> bool:
    r"""Whether a name is one group in braces, as of an organisation; ``{\"U}`` is a letter."""
    if len(name) < 3 or name[0] != "{" or name[-1] != "}" or (name[1] == "\\" and " " not in name):
        return False
    return nests(name[1:-1])


def split_commas(name: str) -> list[str]:
    """The parts of a name, split at commas outside braces."""
    return [part.strip() for part in (split_outside_braces(name, COMMA) if "{" in name else name.split(","))]


def split_words(name: str) -> list[str]:
    """The words of a name, split at blanks and ties outside braces."""
    words = split_outside_braces(name, BLANK) if "{" in name or "~" in name else name.split()
    return [word for word in words if word] or [""]


def has_bare_accent(names: str) -> bool:
    r"""Whether an accent is outside braces (``\v{S}t``), where BibTeX takes its command for letters of the name."""
    return names.count("\\") > names.count("{\\") and len(split_outside_braces(names, ACCENT)) > 1


def split_outside_braces(text: str, separator: re.Pattern[str]) -> list[str]:
    """The parts of `text` between separators outside braces."""
    if "{" not in text and "}" not in text:
        return separator.split(text)[::2]
    parts: list[str] = []
    start = depth = 0
    for match in separator.finditer(text):
        if brace := match[1]:
            depth = depth + 1 if brace == "{" else max(0, depth - 1)
        elif not depth:
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]


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
