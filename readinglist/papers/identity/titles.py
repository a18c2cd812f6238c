"""Titles as they are compared: one form for the ways of writing one title."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from readinglist.papers.identity.signs import COMMANDS, folded, named

SHORT_WORDS = 3
SHORT_LETTERS = 15
"""A title with fewer words or letters does not tell papers apart."""
ATTRIBUTE = r"""\s{1,9}[\w:-]{1,40}\s{0,3}=\s{0,3}(?:"[^"<>]{0,200}"|'[^'<>]{0,200}'|[^\s<>"'=]{1,200})"""
TAG_NAMES = (
    "b|i|u|s|p|em|tt|br|sub|sup|big|small|strong|span|font|scp?|italic|bold|roman|monospace|underline|"
    "overline|strike|sans-serif|title|inf|named-content|inline-formula|tex-math|alternatives|inline-graphic|ext-link|"
    r"xref|(?:(?:mml|m|jats|tei):)[a-z-]{1,20}|math|m(?:i|o|n|row|text|space|style|sub|sup|subsup|frac|sqrt|root|over|"
    r"under|underover|fenced|table|tr|td|phantom|padded|multiscripts|prescripts|error)|semantics|annotation(?:-xml)?"
)
TAG = re.compile(rf"</?(?:{TAG_NAMES})(?:{ATTRIBUTE}){{0,9}}\s{{0,9}}/?>", re.IGNORECASE)
SCRIPT = re.compile(r"<(?:\w+:)?(sup|sub)(?:\s[^<>]{0,200})?>|\\text(super|sub)script(?![a-zA-Z])", re.IGNORECASE)
"""The beginning of a superscript or subscript."""
NOTE = re.compile(r"\\(?:thanks|footnote|titlenote|footnotemark)\s*(?:\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})?")
FORMAT = re.compile(
    r"\\(?:math(?:bb|bf|cal|rm|sf|it|frak|scr|tt)|text(?:bf|it|rm|sc|sf|tt|sl|up)?|emph|boldsymbol|bm|operatorname|"
    r"ensuremath|mbox|em|it|bf|rm|sc|sf|tt|sl|cal|left|right|big|Big|displaystyle|underline|alert)(?![a-zA-Z])\s*"
)
COMMAND = re.compile(r"\\([a-zA-Z]+)\s*")
JOINING = re.compile(r"['’‘ʼ´`{}$^_\\]")
THOUSANDS = re.compile(r"(?<=\d)(?:,|\\,|\{,\}|\u2009|\u202f)(?=\d{3}(?!\d))")
SCRIPTED_NUMBER = re.compile(r"(?<=\d)[{}$\s]{0,6}[\^_][{}$\s]{0,6}(?=\d)")
"""Signs between a number and its superscript or subscript."""
BETWEEN_NUMBERS = re.compile(r"(?<=\d) (?=\d)")
SPELLED_UMLAUT = re.compile(r"(?<=[aou])e|(?<=\ba)a")
UMLAUT_FROM = 5
"""Letters of a word from which on ``ae``, ``oe`` and ``ue`` may be written umlauts."""
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Letters of scripts that put no blanks between words."""
OF_EVERY_ISSUE = re.compile(
    r"(?:(?:guest )?editorial|foreword|preface|introduction|contents|table of contents|front ?matter|back ?matter|"
    r"cover|(?:author|subject)? ?index|masthead|title page|copyright(?: page| notice)?|obituary|book reviews?|"
    r"in memoriam|news|err?ata|erratum|corrigend(?:um|a)|corrections?|letters?(?: to the editor)?|conclusions?|"
    r"summary|abstracts?|acknowledge?ments?|(?:program|organizing) committee|(?:message|welcome) from .*|untitled|"
    r"online reference|appendix)"
)
"""Titles that most issues and volumes have: they say nothing of a work."""


class Title(NamedTuple):
    """A title folded for comparing."""

    text: str
    """Its words with blanks between."""
    key: str
    """The same without blanks but those between numbers: what two ways of writing one title share."""

    @property
    def words(self) -> list[str]:
        """The words in order."""
        return self.text.split()

    @property
    def is_of_every_issue(self) -> bool:
        """Whether it is such as *Editorial*, which names no work."""
        return bool(OF_EVERY_ISSUE.fullmatch(self.text))

    @property
    def is_short(self) -> bool:
        """Whether the title alone says too little to tell papers apart."""
        unspaced = len(UNSPACED.findall(self.text))
        words = len(self.words) + unspaced // 2
        return words < SHORT_WORDS or len(self.key) + unspaced < SHORT_LETTERS


@lru_cache(32_768)
def title_of(written: str) -> Title:
    r"""A title folded: LaTeX, HTML, accents, hyphens and ways of writing Greek letters and formulas make no difference.

    >>> title_of(r"Pre-training on H$_2$O &amp; $\alpha$").key == title_of("Pretraining on H₂O and alpha").key
    True
    """
    text = without_markup(written)
    text = SCRIPTED_NUMBER.sub(" ", named(THOUSANDS.sub("", text)))
    words = with_umlauts(folded(JOINING.sub("", text))) or " ".join(written.casefold().split())
    return Title(words, BETWEEN_NUMBERS.sub(".", words).replace(" ", ""))


def without_markup(text: str) -> str:
    """A title without the tags and commands that only say how it looks; other commands as their names."""
    if "&" in text:
        text = unescape(unescape(text))
    if "<" in text or "script" in text:
        text = SCRIPT.sub(lambda match: "^" if (match[1] or match[2]).lower().startswith("sup") else "_", text)
        text = TAG.sub("", text)
    if "\\" in text:
        text = FORMAT.sub("", NOTE.sub("", text).replace("\\&", "&").replace("\\'", "").replace("\\*", ""))
        text = COMMAND.sub(lambda found: f" {COMMANDS.get(found[1], found[1])} ", text)
    return text


def with_umlauts(folded: str) -> str:
    """Folded words in which ``ae``, ``oe`` and ``ue`` are read as umlauts, which folding leaves without dots.

    >>> with_umlauts("goedel"), with_umlauts("aes")
    ('godel', 'aes')
    """
    if "e" not in folded and "aa" not in folded:
        return folded
    words = folded.split()
    return " ".join(SPELLED_UMLAUT.sub("", word) if len(word) >= UMLAUT_FROM else word for word in words)
