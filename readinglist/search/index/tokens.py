"""Tokenizer: texts as folded words, with the places of their letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from readinglist.text import HYPHENS, flatten, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

SPELLED = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa", "Ø": "Oe"}
"""Letters that are often typed as two."""
UMLAUT = f"[{''.join(SPELLED)}]"
UNSPACED = (
    "\u0e01-\u0eff\u1000-\u11ff\u1780-\u17ff\u3005-\u3007\u3031-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, Hangul (as letters), Kana and Han: scripts without reliable blanks between words."""
HAS_UNSPACED = f"[{UNSPACED}]"
RUN = rf"[{UNSPACED}]+|[^{UNSPACED}\s]+"
"""Patterns that `re` compiles lazily; the first screen needs none."""


def split(folded: str) -> list[str]:
    """The words of folded text; a run of a script without blanks is a word of its own."""
    return folded.split() if folded.isascii() or not re.search(HAS_UNSPACED, folded) else re.findall(RUN, folded)


def is_unspaced(word: str) -> bool:
    """Whether a word is a run of a script without blanks, in which any part may match."""
    return not word.isascii() and re.match(HAS_UNSPACED, word) is not None


def spelled(text: str) -> str:
    """`text` with its umlauts spelled as two letters; the same text if it has none."""
    if text.isascii():
        return text
    return re.sub(UMLAUT, lambda umlaut: SPELLED[umlaut[0]], unicodedata.normalize("NFC", text))


def forms(text: str) -> tuple[str, ...]:
    """`text` folded, its words one blank apart; with umlauts in two forms: ``godel`` and ``goedel``."""
    texts = (text,) if (other := spelled(text)) == text else (text, other)
    return tuple(dict.fromkeys(" ".join(split(fold(each))) for each in texts))


def words(text: str) -> set[str]:
    """The distinct words of `text` in all forms, ``pre-training`` as ``pretraining`` too."""
    found = set(split(flatten(text, HYPHENS)))
    if "-" in text:
        for compound in [word for word in found if "-" in word]:
            found.remove(compound)
            parts = compound.split("-")
            found.update(filter(None, (*parts, "".join(parts))))
    if not text.isascii() and re.search(UMLAUT, text):
        for token in text.split():
            if re.search(UMLAUT, token):
                found |= words(spelled(token))
    return found


def pattern(form: str, whole: bool) -> str:
    """Substring to search in ``f" {text} "``: `form` at the start of a word, and up to the end of one if `whole`."""
    start = "" if is_unspaced(form[:1]) else " "
    return start + form + (" " if whole and not is_unspaced(form[-1:]) else "")


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word with the place in the text of each letter."""

    word: str
    places: Sequence[int]


def tokens(text: str) -> list[Token]:
    """The words of `text` in order, in their first form."""
    if text.isascii():
        return [Token(run[0], range(run.start(), run.end())) for run in re.finditer(RUN, flatten(text))]
    return placed(text, [letter(char) for char in text])


def other_tokens(text: str, plain: Sequence[Token]) -> list[Token]:
    """The other forms of the words of `text`: umlauts as two letters, compounds without hyphens."""
    found = joined(text, plain)
    if not text.isascii():
        two = placed(text, [letter(SPELLED.get(char, char)) for char in text])
        found += [token for token in (*two, *joined(text, two)) if token not in plain and token not in found]
    return found


def placed(text: str, parts: Sequence[str]) -> list[Token]:
    """The tokens of a text, given what each of its letters folds to."""
    places = [place for place in range(len(text)) for _ in parts[place]]
    return [Token(run[0], places[run.start() : run.end()]) for run in re.finditer(RUN, "".join(parts))]


def joined(text: str, plain: Sequence[Token]) -> list[Token]:
    """Hyphenated compounds as one token each."""
    if "-" not in text:
        return []
    found: list[Token] = []
    run: list[Token] = []
    for before, after in pairwise([*plain, Token("", ())]):
        run.append(before)
        if after.word and text[before.places[-1] + 1 : after.places[0]] == "-":
            continue
        if len(run) > 1:
            found.append(Token("".join(t.word for t in run), [place for t in run for place in t.places]))
        run = []
    return found


@lru_cache(maxsize=4096)
def letter(char: str) -> str:
    """One letter folded: empty for a combining mark, a blank for a sign."""
    return flatten(char)


def phrase_test(phrases: tuple[str, ...]) -> Callable[[str], bool]:
    """A test whether a text contains one of the folded phrases."""
    gapped = re.compile("|".join("[^a-z0-9]+".join(phrase.split(" ")) for phrase in phrases)).search
    wanted = [pattern(phrase, whole=True) for phrase in phrases]

    def test(text: str) -> bool:
        if text.isascii() and not gapped(text.lower()):  # ten times as fast as to fold the text
            return False
        return any(phrase in f" {line} " for phrase in wanted for line in forms(text))

    return test
