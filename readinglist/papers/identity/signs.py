"""Signs of formulas and letters of other scripts in titles, each as a word or a letter that no folding loses."""

from __future__ import annotations

import re
import unicodedata

from readinglist.text import LETTERS, fold

NAMES = {
    "<": "less", ">": "greater", "=": "equals", "&": "and", "±": "pm", "∞": "infty", "≤": "leq", "≥": "geq",
    "×": "times", "→": "to", "≠": "neq", "√": "sqrt", "∇": "nabla", "∼": "sim", "∂": "partial", "⊂": "subset",
    "⊃": "supset", "⊆": "subseteq", "⊇": "supseteq", "∈": "in", "∀": "forall", "∃": "exists", "∅": "emptyset",
    "∪": "cup", "∩": "cap", "∧": "wedge", "∨": "vee", "⊗": "otimes", "⊕": "oplus", "∘": "circ", "°": "circ",
    "≈": "approx", "≡": "equiv", "≅": "cong", "∝": "propto", "∫": "int", "∑": "sum", "∏": "prod", "←": "leftarrow",
    "↔": "leftrightarrow", "↦": "mapsto", "⊥": "perp", "∥": "parallel", "⋅": "", "′": "prime", "″": "prime prime",
}  # fmt: skip
"""Sign → its name, as LaTeX calls it."""
COMMANDS = {
    "ell": "l", "le": "leq", "ge": "geq", "ne": "neq", "rightarrow": "to", "eps": "epsilon", "ast": "star", "cdot": "",
    "degree": "circ", "land": "wedge", "lor": "vee", **{f"var{name}": name for name in
    ("epsilon", "phi", "theta", "rho", "sigma", "kappa", "pi")}, "varnothing": "emptyset",
}  # fmt: skip
"""Commands that mean the same as another command or a letter."""
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
OTHER_FORMS = str.maketrans({"−": "-", "∗": "*", "∆": "Δ", "⁺": "^+", "₊": "_+", "⁻": "^-", "₋": "_-", "﹣": "-"})
"""Signs that look and mean the same as another one."""
NAMED = str.maketrans({sign: f" {name} " for sign, name in NAMES.items()})
UNNAMED = re.compile(r"[\u2190-\u21ff\u2200-\u22ff\u2640\u2642\u2a00-\u2aff]")
"""Signs without a name here, of which none may get lost."""
RAISED = re.compile(r"[⁰¹²³⁴-⁹]+")
LOWERED = re.compile(r"[₀-₉]+")
BARRED = re.compile(r"([A-Za-z])[\u0304\u0305](?!\w)|([A-Za-z])[\u0304\u0305]")
"""A letter under a bar that makes no letter of an alphabet: an antiparticle."""
NEGATIVE = re.compile(r"[\^_]\s*\{?\s*[-–]")
CHARGED = re.compile(r"(?<!\w)((?:[A-Zℓ\u0391-\u03c9]|[A-Za-z]{1,4}\d{1,3}))-(?![\w-])")
"""A letter, or a name with a number, with a minus behind: ``B-``, ``CD4-``."""
BELOW_ZERO = re.compile(r"(?<![\w)}\]\-–—])(?<!\d\s)-(?=\.?\d)")
PLUS = re.compile(r"(?<=[\w}])[+#]+|(?<=[\^_{])\s*[+]")
PLUS_NAMES = {"+": " plus", "#": " sharp", " ": ""}
STAR = re.compile(r"(?<![A-Za-z])([A-Za-z])\*+(?!\*)|[\^_]\s*\{?\s*\*+")
PRIMED = re.compile(r"(?<![\w'‘`’])([A-Z]|(?<=\$)[a-z])(['’]{1,3})(?!\w)")
"""A letter with a prime, not the end of a quotation."""
MARKS = re.compile(r"[\u0400-\u052f\u0900-\u1cff\u2de0-\u2dff\u3040-\u30ff\ua640-\uabff]")
"""Letters of scripts in which marks tell letters apart, unlike those on Latin and Greek, Hebrew and Arabic ones."""
LOOSE_MARKS = frozenset("\u0300\u0301\u0308")
"""Marks that Cyrillic letters may be written without: stress, and the dots of ``ё``."""


def named(text: str) -> str:
    """A text in which signs are words: ``+`` behind a letter, minus before a number, stars, primes, relations."""
    if not text.isascii():
        text = BARRED.sub(r" bar \1\2", text.translate(OTHER_FORMS))
        text = LOWERED.sub(r"_\g<0>", RAISED.sub(r"^\g<0>", text))
    if "-" in text or "–" in text:
        text = BELOW_ZERO.sub(" minus ", CHARGED.sub(r"\1 minus ", NEGATIVE.sub(" minus ", text)))
    if "*" in text:
        text = STAR.sub(lambda match: f"{match[1] or ''} star ", text)
    if "'" in text or "’" in text:
        text = PRIMED.sub(lambda match: match[1] + " prime" * len(match[2]) + " ", text)
    if "+" in text or "#" in text:
        text = PLUS.sub(lambda signs: "".join(PLUS_NAMES[sign] for sign in signs[0].strip()) + " ", text)
    text = text.translate(NAMED)
    return text if text.isascii() else UNNAMED.sub(lambda sign: f" {spelled(sign[0])} ", text)


def spelled(sign: str) -> str:
    """A word of letters alone for a sign that has no name here."""
    return "sign" + "".join(chr(ord("a") + int(digit, 16)) for digit in f"{ord(sign):x}")


def folded(text: str) -> str:
    """A text folded, Greek letters as their names; marks stay where they tell letters apart.

    >>> folded("Été ω"), folded("мой") == folded("мои"), folded("バス") == folded("ハス")
    ('ete omega', False, False)
    """
    if text.isascii():
        return fold(text)
    return (with_marks(text) if MARKS.search(text) else fold(text)).translate(GREEK)


def with_marks(text: str) -> str:
    """A text folded but for the marks of those scripts that need them."""
    signs: list[str] = []
    is_needed = is_cyrillic = False
    for sign in unicodedata.normalize("NFKD", text.casefold()).translate(LETTERS):
        if sign.isalnum():
            is_needed, is_cyrillic = bool(MARKS.match(sign)), "\u0400" <= sign <= "\u052f"
            signs.append(sign)
        elif unicodedata.category(sign).startswith("M"):
            is_kept = is_needed and not (is_cyrillic and sign in LOOSE_MARKS)
            signs.append(sign if is_kept else "")
        else:
            signs.append(" ")
    return " ".join("".join(signs).split())
