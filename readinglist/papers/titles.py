"""Titles as they are compared: one form for the ways of writing one title, and how near two titles are."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from readinglist.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable

SHORT_WORDS = 3
SHORT_LETTERS = 15
"""A title with fewer words or letters does not tell papers apart."""
SIMILAR = 92
"""Titles with this edit ratio (of 100) or more are worth a question."""
REWORDED = 82
"""As much for titles by the same people."""
ALIKE = 75
"""Titles with this edit ratio (of 100) or more are alike enough for an id to decide."""
COMMON = 0.6
"""The share of the shorter title's words that makes two titles alike enough for an id to decide."""
SIMILAR_TITLES = "similar titles"
"""What is said of titles that differ by little."""

TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9:]{0,15}(?:\s[^<>]{0,200})?/?>")
NOTE = re.compile(r"\\(?:thanks|footnote|titlenote|footnotemark)\s*(?:\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})?")
FORMAT = re.compile(
    r"\\(?:math(?:bb|bf|cal|rm|sf|it|frak|scr|tt)|text(?:bf|it|rm|sc|sf|tt|sl|up)?|emph|boldsymbol|bm|operatorname|"
    r"ensuremath|mbox|em|it|bf|rm|sc|sf|tt|sl|left|right|big|Big|displaystyle|var(?=[a-z]))(?![a-zA-Z])\s*"
)
COMMAND = re.compile(r"\\([a-zA-Z]+)\s*")
NEGATIVE = re.compile(r"[\^_]\s*\{?\s*[-−–]")
RAISED_SIGNS = str.maketrans({"⁺": "+", "₊": "+", "⁻": " minus ", "₋": " minus ", "±": " plusminus "})
SIGNS = re.compile(r"(?<=[\w}])[+#]+|(?<=[\^_])\s*[+]")
SIGN_NAMES = {"+": " plus", "#": " sharp", " ": ""}
JOINING = re.compile(r"['’‘ʼ´`{}$^_\\]")
NAMED_SIGNS = str.maketrans(
    {
        "<": " less ",
        ">": " greater ",
        "=": " equals ",
        "∞": " infty ",
        "≤": " leq ",
        "≥": " geq ",
        "×": " times ",
        "→": " to ",
        "≠": " neq ",
        "√": " sqrt ",
        "&": " and ",
    }
)
OTHER_SIGNS = re.compile(r"[\u2200-\u22ff\u2190-\u21ff\u2a00-\u2aff]")
"""Signs of formulas, of which none may get lost."""
COMMANDS = {"ell": "l", "le": "leq", "ge": "geq", "rightarrow": "to", "varepsilon": "epsilon", "eps": "epsilon"}
"""Commands that stand for what another command or a letter says."""
GREEK = str.maketrans(
    dict(
        zip(
            "αβγδεζηθικλμνξοπρσςτυφχψω",
            "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau "
            "upsilon phi chi psi omega".split(),
            strict=True,
        )
    )
)
SPELLED_UMLAUT = re.compile(r"(?<=[aou])e|(?<=\ba)a")
UMLAUT_FROM = 5
"""Letters of a word from which on ``ae``, ``oe`` and ``ue`` may be written umlauts."""
NUMBER = re.compile(r"\d+|\b(?:x{1,3}(?:ix|iv|v?i{0,3})|ix|iv|v?i{1,3}|v)\b")
YEAR = re.compile(r"(?:19|20)\d\d")
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Letters of scripts that put no blanks between words."""
ABOUT_ANOTHER = frozenset(
    "erratum errata corrigendum corrigenda correction corrections addendum retraction retracted reply response comment "
    "comments rejoinder discussion review survey tutorial overview supplement supplementary replication "
    "reproducibility revisited".split()
)
"""Words that a title gains when it is a paper about the other one."""
OF_EVERY_ISSUE = re.compile(
    r"(?:(?:guest )?editorial|foreword|preface|introduction|contents|table of contents|front ?matter|back ?matter|"
    r"cover|(?:author|subject)? ?index|masthead|title page|copyright(?: page| notice)?|obituary|book reviews?|"
    r"in memoriam|news|err?ata|erratum|corrigend(?:um|a)|corrections?|letters?(?: to the editor)?|conclusions?|"
    r"summary|abstracts?|acknowledge?ments?|(?:program|organizing) committee|(?:message|welcome) from .*|untitled|"
    r"online reference|appendix)"
)
"""Titles that most issues and volumes have: they say nothing of a work."""
MEETING = re.compile(
    r"\b(?:proc|proceedings|conference|workshop|symposium|journal|transactions|arxiv|corr|preprint|neurips|nips|icml|"
    r"iclr|acl|emnlp|naacl|eacl|coling|cvpr|iccv|eccv|aaai|ijcai|kdd|sigir|www|interspeech|icassp|lncs|extended|"
    r"abstract|version|full|technical|report)\b"
)


class Title(NamedTuple):
    """A title folded for comparing."""

    text: str
    """Its words with blanks between."""
    key: str
    """The same without blanks: what two ways of writing one title share."""

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
    text = written
    if "&" in text:
        text = unescape(text)
    if "<" in text:
        text = TAG.sub("", text)
    if "\\" in text:
        text = FORMAT.sub("", NOTE.sub("", text).replace("\\&", "&"))
        text = COMMAND.sub(lambda found: f" {COMMANDS.get(found[1], found[1])} ", text)
    if not text.isascii():
        text = text.translate(RAISED_SIGNS)
    text = NEGATIVE.sub(" minus ", text)
    if "+" in text or "#" in text:
        text = SIGNS.sub(lambda signs: "".join(SIGN_NAMES[sign] for sign in signs[0]) + " ", text)
    text = text.translate(NAMED_SIGNS)
    if not text.isascii():
        text = OTHER_SIGNS.sub(lambda sign: f" sign{ord(sign[0]):x} ", text)
    folded = fold(JOINING.sub("", text))
    if not folded.isascii():
        folded = folded.translate(GREEK)
    folded = with_umlauts(folded) or " ".join(written.casefold().split())
    return Title(folded, folded.replace(" ", ""))


def with_umlauts(folded: str) -> str:
    """Folded words in which ``ae``, ``oe`` and ``ue`` are read as umlauts, which folding leaves without dots.

    >>> with_umlauts("goedel"), with_umlauts("aes")
    ('godel', 'aes')
    """
    if "e" not in folded and "aa" not in folded:
        return folded
    words = folded.split()
    return " ".join(SPELLED_UMLAUT.sub("", word) if len(word) >= UMLAUT_FROM else word for word in words)


def are_alike(one: Title, two: Title) -> bool:
    """Whether an id that agrees may decide that two titles are of one work."""
    if not one.key or not two.key or one.key == two.key:
        return True
    if ratio()(one.text, two.text) >= ALIKE or one.key in two.key or two.key in one.key:
        return True
    words, others = set(one.words), set(two.words)
    return len(words & others) >= COMMON * min(len(words), len(others))


def nearness(one: Title, two: Title, ratio_from: float, venue: str = "") -> str:
    """How two titles that are not equal may be one, in words; empty if they are two, or less similar than `ratio_from`.

    `venue` is where they appeared, which a title may name.

    Numbers tell papers apart: ``Part I`` and ``Part II``, ``YOLOv3`` and ``YOLOv4``.
    """
    shorter, longer = sorted((one, two), key=lambda title: len(title.key))
    if gained := gained_words(shorter, longer):
        words = set(gained)
        if words & ABOUT_ANOTHER or "part" in words:
            return ""
        numbers = NUMBER.findall(" ".join(gained))
        names_venue = MEETING.search(" ".join(gained)) or words <= {*fold(venue).split(), *numbers, "in"}
        is_dated = all(map(YEAR.fullmatch, numbers)) and names_venue
        return f"one title has more words: {' '.join(gained)}" if not numbers or is_dated else ""
    if numbers_in(one) != numbers_in(two):
        return ""
    if ABOUT_ANOTHER & (set(one.words) ^ set(two.words)):
        return ""
    return SIMILAR_TITLES if max(ratio()(one.text, two.text), ratio()(one.key, two.key)) >= ratio_from else ""


def numbers_in(title: Title) -> list[str]:
    """The numbers of a title in order, roman ones among them."""
    return NUMBER.findall(title.text)


def gained_words(shorter: Title, longer: Title) -> list[str]:
    """The words that the longer title has before or behind the shorter one; empty if it is not so."""
    words, more = shorter.words, longer.words
    if len(words) < len(more):
        if more[: len(words)] == words:
            return more[len(words) :]
        if more[-len(words) :] == words:
            return more[: -len(words)]
    return []


@cache
def ratio() -> Callable[[str, str], float]:
    """The edit ratio of two texts, 0 to 100."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - most commands never compare titles

    return fuzz.ratio
