"""Unicode → LaTeX: the encoder of texts as .bib values.

Mathematics between dollars is copied; every other character is encoded such that it prints as in the text.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from readinglist.latex.decoder import ESCAPED, decode, is_balanced, is_marked
from readinglist.latex.symbols import ACCENTS, LETTERS, PIECES, QUOTING, TRANSPARENT, UNICODE_PIECES
from readinglist.latex.unsafe import unknown_commands
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

MATHEMATICS = re.compile(r"\$(?=[^\s$])((?:[^$\\]|\\.)*?)(?<=\S)\$(?!\d)", re.DOTALL)
"""Dollars enclose mathematics if no blank follows the first or precedes the last, and no digit follows."""
NOT_IN_MATHEMATICS = re.compile("[%#&]")
READ_THROUGH = "|".join(sorted(TRANSPARENT - {"url", "path", "nolinkurl"} | QUOTING))
OPAQUE = re.compile(
    r"\\\((?:[^\\]|\\[^()])*\\\)|\\\[(?:[^\\]|\\[^\[\]])*\\\]|\$(?:[^$\\]|\\.)+\$"
    rf"|\\(?!(?:{READ_THROUGH})(?![a-zA-Z]))[a-zA-Z]+\*?(?:\s*\{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}})*|\\.",
    re.DOTALL,
)
"""Parts of a LaTeX value that must not be escaped: mathematics, and commands with their arguments."""
LITERAL = {**PIECES, "{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
"""ASCII character → its encoding in a text with unpaired braces."""
BARE = {sign: PIECES[sign] for sign in "%&#_^$"}
"""Sign that has to be escaped in an imported value → its encoding."""
BARE_SIGN = re.compile("[%&#_^$]")
ESCAPABLE = re.compile(r"\\|~|\^|&|%|#|_|\$|\{|\}|`|--|''")
"""Signs in an ASCII text that may need encoding."""
HYPHENS = {0x2010: "-", 0xAD: None}
CLUSTER = re.compile(r".[\u0300-\u0361]*", re.DOTALL)
GREEK_WORD = re.compile("(?:[\u0370-\u03ff\u1f00-\u1fff][\u0300-\u036f]*){2,}")
ACCENT_COMMANDS = {combining: command for command, combining in ACCENTS.items() if command not in "th"}
LETTER_COMMANDS = {letter: command for command, letter in LETTERS.items()}
MOST_ACCENTS = 4
"""More accents on one letter are not encoded: no language needs them."""
DOTLESS = {"i": "\\i", "j": "\\j"}
UPON_DOTTED = {"i": "'`^\"cdbk", "j": "cdbk"}
"""Letter → accents that LaTeX sets on it as it is; other accents need the dotless letter."""
NEEDLESS_DOTLESS = re.compile(r"(\\['`^\"]\s*\{?)\\i(?![a-zA-Z])\s*")
"""An accent on a dotless i, which biber takes for two letters."""
WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+(?:[-.]\d(?:[^\W_]|\.(?=\d))*)*")
"""A word for the protection of capitals: ``BERT``, ``GPT-4``, ``GPT-3.5``; ``BERT-based`` is two."""
PROPER_NAMES = frozenset(
    "African American Arabic Asian Banach Bayes Bayesian Bellman Bernoulli Boltzmann Boolean Brownian Carlo Cauchy "
    "Chinese Dirichlet Dutch Einstein English Euclidean European Fisher Fourier French Frobenius Galois Gauss Gaussian "
    "German Gibbs Google Greek Hamilton Hamiltonian Hamming Hebrew Hessian Higgs Hilbert Hindi Hopfield Indian Italian "
    "Jacobian Japanese Jensen Kalman Kolmogorov Korean Lagrange Lagrangian Langevin Laplace Laplacian Latin Lie "
    "Lipschitz Lyapunov Markov Markovian Maxwell Metropolis Nash Newton Newtonian Noether Pareto Poisson Portuguese "
    "Python Ricci Riemann Riemannian Russian Schrödinger Shannon Shapley Sobolev Spanish Stein Swahili Thompson Turing "
    "Turkish Vietnamese Wasserstein Wiener Wikipedia Zipf".split()
)
"""Words whose first capital is protected from styles that lower titles."""


class Encoder:
    """Encodes texts as LaTeX.

    `unmapped` collects characters without an encoding, `romanised` those that `to_ascii` wrote in Latin letters.
    """

    def __init__(self, *, ascii_only: bool = True) -> None:
        self.ascii_only = ascii_only
        self.unmapped: dict[str, None] = {}
        self.romanised: dict[str, str] = {}

    def text(self, text: str) -> str:
        """`text` as the value of a field that LaTeX prints."""
        if "$" not in text:
            return self._escape(text)
        return "".join(self._formula(part) if i % 2 else self._escape(part) for i, part in enumerate(formulas(text)))

    def title(self, text: str) -> str:
        """`text` as the value of a title, with braces around capitals that no style may lower."""
        parts = []
        for i, part in enumerate(formulas(text)):
            if i % 2:
                formula = self._formula(part)
                parts.append(f"{{{formula}}}" if has_capital(part) else formula)
            else:
                parts.append(self._protect_capitals(part, is_start=not i))
        return "".join(parts)

    def escape_imported(self, value: str) -> str:
        r"""An imported LaTeX value with bare signs such as ``&`` escaped and Unicode letters encoded.

        >>> Encoder().escape_imported(r"Bits & {\em Br\"ot}chen für $x_1$")
        'Bits \\& {\\em Br\\"ot}chen f{\\"u}r $x_1$'
        """
        value = self.with_dotted_i(value)
        if value.isascii() and not BARE_SIGN.search(value):
            return value
        parts: list[str] = []
        end = 0
        for match in OPAQUE.finditer(value):
            parts += [*self._pieces(value[end : match.start()], BARE), self._formula(match[0])]
            end = match.end()
        parts += self._pieces(value[end:], BARE)
        written = "".join(parts)
        if r"\\{" in written:
            written = "".join(with_gaps(parts))
        return written if written != value and normalised_text(written) == normalised_text(value) else value

    def with_dotted_i(self, value: str) -> str:
        r"""An imported value with ``\'i`` for ``\'\i``, which biber takes for two letters."""
        if self.ascii_only or "\\i" not in value:
            return value
        return NEEDLESS_DOTLESS.sub(lambda match: f"{match[1]}i", value)

    def to_ascii(self, value: str) -> str:
        r"""A LaTeX value in ASCII: characters without an encoding are romanised.

        >>> Encoder().to_ascii(r"{\"u} ü $é$ 中文")
        '{\\"u} {\\"u} $e$ ZhongWen'
        """
        parts = (
            "".join(self._cluster_to_ascii(match[0], is_formula=bool(i % 2)) for match in CLUSTER.finditer(part))
            for i, part in enumerate(formulas(value))
        )
        return "".join(parts)

    def _cluster_to_ascii(self, cluster: str, *, is_formula: bool) -> str:
        if cluster.isascii():
            return cluster
        if not is_formula and (piece := UNICODE_PIECES.get(cluster) or accented(cluster)):
            return piece
        if is_formula and (command := UNICODE_PIECES.get(cluster, "")).startswith(r"{\ensuremath{"):
            return f"{{{command[13:-2]}}}"
        if len(cluster) > 1:
            return "".join(self._cluster_to_ascii(character, is_formula=is_formula) for character in cluster)
        from anyascii import anyascii  # noqa: PLC0415 - few exports are in ASCII only

        text = anyascii(cluster) or f"[U+{ord(cluster):04X}]"
        self.romanised[cluster] = text
        return "".join(LITERAL.get(character, character) for character in text)

    def _protect_capitals(self, text: str, *, is_start: bool) -> str:
        parts = []
        end = 0
        for i, match in enumerate(WORD.finditer(text)):
            is_first = is_start and not i
            if needs_protection(match[0], is_first=is_first) or (is_first and match.start() and has_capital(match[0])):
                parts += [self._escape(text[end : match.start()]), f"{{{self._escape(match[0])}}}"]
                end = match.end()
        return "".join([*parts, self._escape(text[end:])])

    def _formula(self, formula: str) -> str:
        if self.ascii_only and not formula.isascii():
            self.unmapped |= dict.fromkeys(character for character in formula if not character.isascii())
        return formula

    def _escape(self, text: str) -> str:
        """`text` without mathematics, every character encoded literally."""
        if text.isascii() and not ESCAPABLE.search(text):
            return text
        braces = PIECES if is_balanced(text) else LITERAL
        return join_pieces(self._pieces(text, braces))

    def _pieces(self, text: str, signs: dict[str, str]) -> list[str]:
        """The encoding of each character; `signs` has those of ASCII."""
        if text.isascii() or not self.ascii_only:
            return [signs.get(character, character) for character in text]
        greek = {i for match in GREEK_WORD.finditer(text) for i in range(*match.span())}
        pieces: list[str] = []
        for match in CLUSTER.finditer(text):
            pieces += self._cluster(match[0], signs, is_greek=match.start() in greek)
        return pieces

    def _cluster(self, cluster: str, signs: dict[str, str], *, is_greek: bool) -> list[str]:
        if cluster.isascii():
            return [signs.get(cluster, cluster)]
        if not is_greek and (piece := UNICODE_PIECES.get(cluster) or accented(cluster)):
            return [piece]
        if len(cluster) > 1:
            return [piece for character in cluster for piece in self._cluster(character, signs, is_greek=is_greek)]
        self.unmapped[cluster] = None
        return [cluster]


def formulas(text: str) -> list[str]:
    """The text split at its mathematics: plain, formula with dollars, plain, ... plain."""
    parts: list[str] = []
    end = 0
    for match in MATHEMATICS.finditer(text) if "$" in text else ():
        if is_mathematics(match[1]):
            parts += [text[end : match.start()], match[0]]
            end = match.end()
    return [*parts, text[end:]]


def needs_protection(word: str, *, is_first: bool) -> bool:
    """Whether a style that lowers titles would damage `word`: BERT, GPT-4, pH, Bayesian, (vitamin) C."""
    if word.isalpha() and word[1:].islower():
        return word in PROPER_NAMES
    if len(word) == 1:
        return word.isupper() and word != "A" and not is_first
    if not has_capital(word):
        return False
    return has_capital(word[1:]) or any(c.isdigit() for c in word) or word in PROPER_NAMES


def normalised_text(value: str) -> str:
    """The printed text of a value in Unicode's NFKC form, for comparison."""
    return unicodedata.normalize("NFKC", clean(decode(value))).translate(HYPHENS)


def has_capital(text: str) -> bool:
    """Whether `text` has a capital letter."""
    return text != text.lower() and any(character.isupper() for character in text)


def accented(cluster: str) -> str:
    r"""A letter with accents as a LaTeX group, ``{\"u}``; empty if one of them has no command."""
    if len(cluster) > MOST_ACCENTS:
        return ""
    base, *marks = list(unicodedata.normalize("NFD", cluster))
    commands = [ACCENT_COMMANDS.get(mark, "") for mark in marks]
    letter = base if base.isascii() and base.isalpha() else "\\" + LETTER_COMMANDS.get(base, "")
    if not marks or not all(commands) or letter == "\\":
        return ""
    if commands[0] not in UPON_DOTTED.get(letter, ""):
        letter = DOTLESS.get(letter, letter)
    for command in commands:
        needs_braces = command.isalpha() or len(letter) > 2
        letter = f"\\{command}{{{letter}}}" if needs_braces else f"\\{command}{letter}"
    return f"{{{letter}}}"


def join_pieces(pieces: list[str]) -> str:
    r"""The pieces joined, with ``\/`` between signs that would form a ligature (``--``)."""
    text = "".join(pieces)
    if not is_marked(text):
        return text
    parts: list[str] = []
    last = ""
    for piece in pieces:
        if last and (piece[0] == last in "-'`" or (piece[0] == "`" and last in "?!")):
            parts.append("\\/")
        parts.append(piece)
        last = piece[-1]
    return "".join(parts)


def with_gaps(parts: list[str]) -> Iterator[str]:
    r"""The parts with a blank between a line break ``\\`` and a group, so that its brace is not read as escaped."""
    for before, part in pairwise(["", *parts]):
        yield f" {part}" if part[:1] == "{" and before[-1:] == "\\" else part


def is_mathematics(inner: str) -> bool:
    """Whether the text between two dollars can be copied as mathematics."""
    if not is_balanced(inner) or unknown_commands(inner):
        return False
    return not NOT_IN_MATHEMATICS.search(ESCAPED.sub("", inner))
