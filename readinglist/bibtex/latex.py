"""LaTeX ↔ Unicode: what a .bib value says, and how to write a text as one.

Mathematics between dollars stays as it is in both directions: researchers read it, and nothing else is lossless.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from readinglist.bibtex.symbols import (
    ACCENTS,
    COMMANDS,
    GROUPS,
    LETTERS,
    PIECES,
    SPACING_ACCENTS,
    TRANSPARENT,
    UNICODE_PIECES,
)

MARKED = re.compile(r"[\\$~`]|--|''")
"""What tells that a value holds more LaTeX than braces."""
TOKEN = re.compile(
    r"(\\(?:ensuremath|textsuperscript|textsubscript)\{(?:[^{}]|\{[^{}]*\})*\}"
    r"|\\href\s*\{[^{}]*\}|\\url\s*\{[^{}]*\}"
    r"|\\[a-zA-Z]+\*?\s*|\\.|\$(?:[^$\\]|\\.)+\$|[{}~]|---?|``|''|[?!]`)",
    re.DOTALL,
)
LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "?`": "¿", "!`": "¡", "~": " "}
SYMBOL_COMMANDS = {
    **{c: c for c in "&%#_${}"}, " ": " ", ",": " ", ";": " ", ":": " ", "\\": " ", "\n": " ", "\t": " ",
    "!": "", "/": "", "-": "", "@": "", "(": "$", ")": "$", "[": "$", "]": "$",
}  # fmt: skip
"""Command of one character that is no letter and no accent → what it prints."""

MATHEMATICS = re.compile(r"\$(?=[^\s$])((?:[^$\\]|\\.)*?)(?<=\S)\$(?!\d)", re.DOTALL)
"""A text's dollars enclose mathematics if no blank follows the first or precedes the last, nor a digit follows."""
ESCAPED = re.compile(r"\\.", re.DOTALL)
NOT_IN_MATHEMATICS = re.compile("[%#&]")
CLUSTER = re.compile(r".[\u0300-\u0361]*", re.DOTALL)
GREEK_WORD = re.compile("(?:[\u0370-\u03ff\u1f00-\u1fff][\u0300-\u036f]*){2,}")
ACCENT_COMMANDS = {combining: command for command, combining in ACCENTS.items() if command not in "th"}
LETTER_COMMANDS = {letter: command for command, letter in LETTERS.items()}
DOTLESS = {"i": "\\i", "j": "\\j"}
BRACES = re.compile(r"[{}]")
BARE_BRACES = re.compile(r"(?<!\\)[{}]")
WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+(?:[-.]\d(?:[^\W_]|\.(?=\d))*)*")
"""A word as capitals are protected in it: ``BERT``, ``GPT-4``, ``GPT-3.5``; ``BERT-based`` is two."""
PROPER_NAMES = frozenset(
    "African American Arabic Asian Banach Bayes Bayesian Bellman Bernoulli Boltzmann Boolean Brownian Carlo Cauchy "
    "Chinese Dirichlet Dutch Einstein English Euclidean European Fisher Fourier French Frobenius Galois Gauss Gaussian "
    "German Gibbs Google Greek Hamilton Hamiltonian Hamming Hebrew Hessian Hilbert Hindi Hopfield Indian Italian "
    "Jacobian Japanese Jensen Kalman Kolmogorov Korean Lagrange Lagrangian Langevin Laplace Laplacian Latin Lie "
    "Lipschitz Lyapunov Markov Markovian Maxwell Metropolis Nash Newton Newtonian Noether Pareto Poisson Portuguese "
    "Python Riemann Riemannian Russian Schrödinger Shannon Shapley Sobolev Spanish Stein Swahili Thompson Turing "
    "Turkish Vietnamese Wasserstein Wiener Wikipedia Zipf".split()
)
"""Words that no style may lower though only their first letter is a capital."""


def decode(value: str) -> str:
    r"""The Unicode text that a .bib value prints; unknown commands stay as they are.

    >>> decode(r"{G{\"o}del}'s $\omega$ -- and {BERT}")
    "Gödel's $\\omega$ – and BERT"
    """
    if not MARKED.search(value):
        return value.translate({123: None, 125: None}) if "{" in value or "}" in value else value
    return Decoder().decode(value)


class Decoder:
    """One value being read: the text so far, the accents that wait for a letter, the open braces."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.waiting: list[str] = []
        self.kept_braces: list[bool] = []
        self.is_after_unknown = False

    def decode(self, value: str) -> str:
        """The text of `value`."""
        parts = TOKEN.split(value)
        for i in range(0, len(parts) - 1, 2):
            self._text(parts[i])
            self._token(parts[i + 1])
        self._text(parts[-1])
        self._flush()
        return "".join(self.out)

    def _text(self, text: str) -> None:
        if not text:
            return
        self.is_after_unknown = False
        if self.waiting and (text := text.lstrip()):
            self._letter(text[0])
            text = text[1:]
        self.out.append(text)

    def _letter(self, letter: str) -> None:
        """Put the waiting accents on `letter`, the innermost first."""
        base = {"ı": "i", "ȷ": "j"}.get(letter, letter)
        accents = "".join(ACCENTS[command] for command in reversed(self.waiting))
        self.waiting.clear()
        self.out.append(unicodedata.normalize("NFC", base + accents))

    def _flush(self) -> None:
        """Accents without a letter stand alone."""
        self.out += [SPACING_ACCENTS.get(command, "") for command in self.waiting]
        self.waiting.clear()

    def _token(self, token: str) -> None:
        first = token[0]
        if first in "{}":
            self._brace(first)
        elif first == "\\":
            self._command(token)
        else:
            self._flush()
            self.is_after_unknown = False
            self.out.append(LIGATURES.get(token, token))

    def _brace(self, brace: str) -> None:
        if brace == "{":
            self.kept_braces.append(self.is_after_unknown)
            if self.is_after_unknown:
                self.out.append("{")
            self.is_after_unknown = False
            return
        self._flush()
        is_kept = self.kept_braces.pop() if self.kept_braces else True
        self.is_after_unknown = is_kept and bool(self.kept_braces or self.out)
        if is_kept:
            self.out.append("}")

    def _command(self, token: str) -> None:
        self.is_after_unknown = False
        if (group := printed_group(token)) is not None:
            self._flush()
            self.out.append(group)
            return
        name = token[1:].rstrip().rstrip("*") if len(token) > 2 or token[1].isalpha() else token[1:]
        if name in ACCENTS:
            self.waiting.append(name)
        elif (printed := COMMANDS.get(name)) is None and (printed := SYMBOL_COMMANDS.get(name)) is None:
            self._unknown(token, name)
        elif self.waiting and len(printed) == 1 and printed.isalpha():
            self._letter(printed)
        else:
            self._flush()
            self.out.append(printed)

    def _unknown(self, token: str, name: str) -> None:
        self._flush()
        if name in TRANSPARENT:
            return
        printed = rare_command(name)
        self.out.append(printed or token)
        self.is_after_unknown = not printed


def printed_group(token: str) -> str | None:
    """What a command printed that was taken together with its argument; None for other commands."""
    if token[-1] != "}" or token[1] not in "ethu" or len(token) == 2:
        return None
    if sign := GROUPS.get(token):
        return sign
    inner = token[token.index("{") + 1 : -1]
    if token.startswith(r"\href"):
        return ""
    if token.startswith(r"\url"):
        return ESCAPED.sub(lambda match: match[0][1], inner)
    return f"${inner}$" if token.startswith(r"\ensuremath") else decode(inner)


@cache
def rare_command(name: str) -> str:
    """What an uncommon command prints, as far as pylatexenc knows; empty if it takes arguments or is unknown."""
    # few files need it
    from pylatexenc.latex2text import get_default_latex_context_db  # type: ignore[import-untyped] # noqa: PLC0415

    specification = get_default_latex_context_db().get_macro_spec(name)
    printed = getattr(specification, "simplify_repl", None)
    return printed if isinstance(printed, str) and "%" not in printed and "<" not in printed else ""


class Encoder:
    """Writes texts as LaTeX; `unmapped` collects the characters that had to stay as they are."""

    def __init__(self, *, ascii_only: bool = True) -> None:
        self.ascii_only = ascii_only
        self.unmapped: dict[str, None] = {}

    def text(self, text: str) -> str:
        """`text` for a field that LaTeX prints."""
        return "".join(self._formula(part) if i % 2 else self._plain(part) for i, part in enumerate(formulas(text)))

    def title(self, text: str) -> str:
        """`text` for a title: capitals that a style must not lower are in braces."""
        parts = []
        for i, part in enumerate(formulas(text)):
            if i % 2:
                formula = self._formula(part)
                parts.append(f"{{{formula}}}" if has_capital(part) else formula)
            else:
                parts.append(self._recasable(part, is_start=not i))
        return "".join(parts)

    def _recasable(self, text: str, *, is_start: bool) -> str:
        parts = []
        end = 0
        for match in WORD.finditer(text):
            if needs_protection(match[0], is_first=is_start and not match.start()):
                parts += [self._plain(text[end : match.start()]), f"{{{self._plain(match[0])}}}"]
                end = match.end()
        return "".join([*parts, self._plain(text[end:])])

    def _formula(self, formula: str) -> str:
        if self.ascii_only and not formula.isascii():
            self.unmapped |= dict.fromkeys(character for character in formula if not character.isascii())
        return formula

    def _plain(self, text: str) -> str:
        """`text` without mathematics, every sign of it meant literally."""
        braces = PIECES if is_balanced(text) else {**PIECES, "{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
        pieces: list[str] = []
        if self.ascii_only and not text.isascii():
            greek = {i for match in GREEK_WORD.finditer(text) for i in range(*match.span())}
            for match in CLUSTER.finditer(text):
                pieces += self._cluster(match[0], braces, is_greek=match.start() in greek)
        else:
            pieces = [braces.get(character, character) for character in text]
        return joined(pieces)

    def _cluster(self, cluster: str, braces: dict[str, str], *, is_greek: bool) -> list[str]:
        if cluster.isascii():
            return [braces.get(cluster, cluster)]
        if not is_greek and (piece := UNICODE_PIECES.get(cluster) or accented(cluster)):
            return [piece]
        if len(cluster) > 1:
            return [piece for character in cluster for piece in self._cluster(character, braces, is_greek=is_greek)]
        self.unmapped[cluster] = None
        return [cluster]


def formulas(text: str) -> list[str]:
    """The text cut at its mathematics: plain, formula with its dollars, plain, ... plain."""
    parts: list[str] = []
    end = 0
    for match in MATHEMATICS.finditer(text) if "$" in text else ():
        if is_mathematics(match[1]):
            parts += [text[end : match.start()], match[0]]
            end = match.end()
    return [*parts, text[end:]]


def needs_protection(word: str, *, is_first: bool) -> bool:
    """Whether a style that lowers titles would spoil `word`: BERT, GPT-4, pH, Bayesian, (vitamin) C."""
    if len(word) == 1:
        return word.isupper() and word != "A" and not is_first
    if not has_capital(word):
        return False
    return has_capital(word[1:]) or any(c.isdigit() for c in word) or word in PROPER_NAMES


def has_capital(text: str) -> bool:
    """Whether there is a capital letter in `text`."""
    return text != text.lower() and any(character.isupper() for character in text)


def accented(cluster: str) -> str:
    r"""A letter with accents as a LaTeX group, ``{\"u}``; empty if LaTeX has no command for one of them."""
    base, *marks = list(unicodedata.normalize("NFD", cluster))
    commands = [ACCENT_COMMANDS.get(mark, "") for mark in marks]
    letter = base if base.isascii() and base.isalpha() else "\\" + LETTER_COMMANDS.get(base, "")
    if not marks or not all(commands) or letter == "\\":
        return ""
    if commands[0] not in "cdbk":
        letter = DOTLESS.get(letter, letter)
    for command in commands:
        needs_braces = command.isalpha() or len(letter) > 2
        letter = f"\\{command}{{{letter}}}" if needs_braces else f"\\{command}{letter}"
    return f"{{{letter}}}"


def joined(pieces: list[str]) -> str:
    """The pieces in a row; signs that would grow together (``--``) are kept apart."""
    text = "".join(pieces)
    if not MARKED.search(text):
        return text
    parts: list[str] = []
    last = ""
    for piece in pieces:
        if last and (piece[0] == last in "-'`" or (piece[0] == "`" and last in "?!")):
            parts.append("{}")
        parts.append(piece)
        last = piece[-1]
    return "".join(parts)


def is_mathematics(inner: str) -> bool:
    """Whether what stands between two dollars can be left as it is."""
    return is_balanced(inner) and not NOT_IN_MATHEMATICS.search(ESCAPED.sub("", inner))


def is_balanced(text: str) -> bool:
    r"""Whether braces pair up, both for BibTeX, which counts ``\{`` too, and for readers that do not."""
    return nests(BRACES.findall(text)) and ("\\" not in text or nests(BARE_BRACES.findall(text)))


def nests(braces: list[str]) -> bool:
    """Whether every brace that opens is closed in order."""
    depth = 0
    for brace in braces:
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
