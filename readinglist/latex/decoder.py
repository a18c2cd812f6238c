"""LaTeX → Unicode: the decoder of .bib values, and tests of their braces.

Mathematics between dollars is kept as LaTeX: researchers read it, and nothing else is lossless.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from readinglist.latex.symbols import ACCENTS, COMMANDS, GROUPS, QUOTING, SPACING_ACCENTS, TRANSPARENT
from readinglist.text import MOST_MARKS, clean

TOKEN = re.compile(
    r"(\\(?:ensuremath|textsuperscript|textsubscript)\{(?:[^{}]|\{[^{}]*\})*\}"
    r"|\\(?:url|href|[hv]?phantom|[hv]space|foreignlanguage|textcolor|label)\*?\s*\{[^{}]*\}"
    r"|\\[a-zA-Z]+\*?\s*|\\.|\$(?:[^$\\]|\\.)+\$|\{|\}|~|---?|``|''|\?`|!`)",
    re.DOTALL,
)
LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "?`": "¿", "!`": "¡", "~": " "}
LIGATURE = re.compile("|".join(map(re.escape, LIGATURES)))  # the longest first
SYMBOL_COMMANDS = {
    **{c: c for c in "&%#_${}"}, " ": " ", ",": " ", ";": " ", ":": " ", "\\": " ", "\n": " ", "\t": " ",
    "!": "", "/": "", "-": "", "@": "", "(": "$", ")": "$", "[": "$", "]": "$",
}  # fmt: skip
"""Command of one character that is neither a letter nor an accent → its text."""
ESCAPED = re.compile(r"\\.", re.DOTALL)
BRACES = re.compile(r"[{}]")
OPENING = ord("{")
ALL_BUT_BRACES = bytes(code for code in range(256) if chr(code) not in "{}")
TYPED = re.compile(r"(?<!\\)[~`'-]")
SHIELDED = {ord(sign): chr(0xF0000 + i) for i, sign in enumerate("~`'-")}
UNSHIELDED = {ord(private): chr(sign) for sign, private in SHIELDED.items()}
"""Signs with a meaning in LaTeX that are literal in a plain text ↔ private characters in their place."""
PLAIN = bytes(code for code in range(32, 127) if chr(code) not in r"\{}$&%#_^~`")
"""ASCII characters that print as themselves."""
NO_BRACES = ("", "")
BRACES_STAY = ("{", "}")
QUOTES = ("“", "”")
"""The text that the braces of a group print."""
BARE_BRACES = re.compile(r"(?<!\\)[{}]")


def decode(value: str) -> str:
    r"""The Unicode text of a .bib value; unknown commands are kept.

    >>> decode(r"{G{\"o}del}'s $\omega$ -- and {BERT}")
    "Gödel's $\\omega$ – and BERT"
    """
    if not is_marked(value):
        return value.replace("{", "").replace("}", "")
    if "\\" in value or "$" in value or "{" in value or "}" in value:
        return Decoder().decode(value)
    return LIGATURE.sub(lambda match: LIGATURES[match[0]], value)


def is_literal(value: str) -> bool:
    """Whether a value is plain ASCII that decodes to itself and is encoded as itself."""
    return (
        value.isascii()
        and not value.encode().translate(None, PLAIN)  # much quicker than a pattern
        and "--" not in value
        and "''" not in value
    )


def is_marked(value: str) -> bool:
    """Whether a value has LaTeX other than braces."""
    # one after the other is quicker than a pattern or a loop
    return "\\" in value or "$" in value or "~" in value or "`" in value or "--" in value or "''" in value


def readable(text: str) -> str:
    r"""A plain text with the LaTeX commands in it decoded, and nothing else, for texts of services.

    >>> readable(r"G\"odel's \emph{proof} -- 100% of $k$"), readable("$5 and {x} ~ y")
    ("Gödel's proof -- 100% of $k$", '$5 and {x} ~ y')
    """
    if "\\" not in text:
        return text
    return decode(TYPED.sub(lambda match: match[0].translate(SHIELDED), text)).translate(UNSHIELDED)


class Decoder:
    """The decoding of one value: its text so far, accents waiting for a letter, the ends of open groups."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.waiting: list[str] = []
        self.ends: list[str] = []
        self.braces = NO_BRACES
        """The beginning and end of the next group."""

    def decode(self, value: str) -> str:
        """The Unicode text of `value`."""
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
        self.braces = NO_BRACES
        if self.waiting and (text := text.lstrip()):
            self._letter(text[0])
            text = text[1:]
        self.out.append(text)

    def _letter(self, letter: str) -> None:
        """Add `letter` with the waiting accents, the innermost first."""
        base = {"ı": "i", "ȷ": "j"}.get(letter, letter)
        accents = "".join(ACCENTS[command] for command in reversed(self.waiting))
        self.waiting.clear()
        self.out.append(unicodedata.normalize("NFC", base + accents))

    def _flush(self) -> None:
        """Add waiting accents that have no letter as spacing accents."""
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
            self.braces = NO_BRACES
            self.out.append(LIGATURES.get(token, token))

    def _brace(self, brace: str) -> None:
        if brace == "{":
            begin, end = self.braces
            self.out.append(begin)
            self.ends.append(end)
            self.braces = NO_BRACES
            return
        self._flush()
        end = self.ends.pop() if self.ends else "}"
        self.out.append(end)
        self.braces = BRACES_STAY if end == "}" else NO_BRACES

    def _command(self, token: str) -> None:
        self.braces = NO_BRACES
        if (group := printed_group(token)) is not None:
            self._flush()
            self.out.append(group)
            return
        name = token[1:].rstrip().rstrip("*") if len(token) > 2 or token[1].isalpha() else token[1:]
        if name in ACCENTS:
            self.waiting += [name] if len(self.waiting) < MOST_MARKS else []
        elif (printed := COMMANDS.get(name)) is None and (printed := SYMBOL_COMMANDS.get(name)) is None:
            self._unknown(token, name)
        elif self.waiting and len(printed) == 1 and (printed.isalpha() or printed == "\\"):
            self._letter(printed)
        else:
            self._flush()
            self.out.append(printed)

    def _unknown(self, token: str, name: str) -> None:
        self._flush()
        if name in QUOTING:
            self.braces = QUOTES
        if name in QUOTING or name in TRANSPARENT:
            return
        printed = rare_command(name)
        self.out.append(printed or token)
        self.braces = NO_BRACES if printed else BRACES_STAY


def printed_group(token: str) -> str | None:
    """The text of a command whose token includes its argument; None for other commands."""
    if token[-1] != "}" or len(token) == 2:
        return None
    if sign := GROUPS.get(token):
        return sign
    command, _, inner = token[1:-1].partition("{")
    match command.rstrip(" *"):
        case "url":
            return ESCAPED.sub(lambda match: match[0][1], inner)
        case "ensuremath":
            return f"${inner}$"
        case "textsuperscript" | "textsubscript":
            return decode(inner)
        case "hspace":
            return "" if inner.lstrip().startswith("0") else " "
    return ""


@cache
def rare_command(name: str) -> str:
    """The text of an uncommon command, from pylatexenc; empty if it takes arguments or is unknown."""
    # few files need it
    from pylatexenc.latex2text import get_default_latex_context_db  # type: ignore[import-untyped] # noqa: PLC0415

    specification = get_default_latex_context_db().get_macro_spec(name)
    printed = getattr(specification, "simplify_repl", None)
    return printed if isinstance(printed, str) and "%" not in printed and "<" not in printed else ""


def is_balanced(text: str) -> bool:
    r"""Whether braces are balanced, both for BibTeX, which counts ``\{`` too, and for readers that do not."""
    has_escaped = "\\{" in text or "\\}" in text
    return nests(text) and (not has_escaped or nests_bare(text))


def nests(text: str) -> bool:
    """Whether braces are balanced and close in order."""
    depth = 0
    for brace in text.encode("utf-8", "surrogatepass").translate(None, ALL_BUT_BRACES):  # much quicker than a pattern
        depth += 1 if brace == OPENING else -1
        if depth < 0:
            return False
    return depth == 0


def nests_bare(text: str) -> bool:
    r"""Whether braces without a backslash before them are balanced and close in order."""
    if "\\{" in text or "\\}" in text:
        text = text.replace("\\{", " ").replace("\\}", " ")
    return nests(text)


def printed_text(value: str) -> str:
    """The text of a value in one line, without control characters."""
    return value.strip() if is_literal(value) and "  " not in value else clean(decode(value))
