"""Name lists → authors: ``First von Last``, ``von Last, First``, ``von Last, Jr, First``, ``{Organisation}``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from readinglist.credentials import brief
from readinglist.latex.decoder import decode, nests
from readinglist.papers.author import Author
from readinglist.text import clean

AND = re.compile(r"([{}])|\s+and(?=\s)", re.IGNORECASE)
COMMA = re.compile(r"([{}])|,")
BLANK = re.compile(r"([{}])|(?:\s|(?<!\\)~)+")
ACCENT = re.compile(r"([{}])|\\(?:[`'^~=.\"]|[uvHcdbkr](?![a-zA-Z]))")
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
