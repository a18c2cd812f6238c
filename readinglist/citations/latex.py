r"""LaTeX → cite keys: the arguments of every command that has ``cite`` in its name, and included files."""

from __future__ import annotations

import re
from dataclasses import dataclass

from readinglist.citations.document import Document

TOKEN = re.compile(
    r"%[^\n]*"
    r"|\\(?:url|path|nolinkurl|href)\s*\{[^{}\n]*\}"
    r"|\\(?:verb|lstinline|Verb)\*?(?P<delimiter>[^a-zA-Z*\s{\[])"
    r"|\\begin\s*\{(?P<environment>[^{}\n]*)\}"
    r"|(?P<end>\\end\s*\{document\})"
    r"|\\(?P<command>[a-zA-Z@]+)\*?"
    r"|\\."
    r"|(?P<open>[\[({<])|(?P<close>[\])}>])",
    re.DOTALL,
)
GAP = re.compile(r"(?:\s+|%[^\n]*)*")
"""Blanks and comments between a command and its arguments."""
VERBATIM = frozenset(
    "verbatim Verbatim BVerbatim LVerbatim SaveVerbatim VerbatimOut lstlisting minted comment filecontents alltt "
    "luacode asy pycode".split()
)
LONGEST_VERB = 1000
LONGEST_EXCERPT = 60
COMMENT = re.compile(r"(?<!\\)%[^\n]*\n?")
CONDITION = re.compile(r"\\(?:fi(?![a-zA-Z@])|else(?![a-zA-Z@])|if[a-zA-Z@]*)")

DEFINING = frozenset(
    "newcommand renewcommand providecommand def gdef edef xdef let newif DeclareRobustCommand NewDocumentCommand "
    "RenewDocumentCommand ProvideDocumentCommand DeclareDocumentCommand newrobustcmd renewrobustcmd LetLtxMacro "
    "NewCommandCopy DeclareCiteCommand DeclareMultiCiteCommand DeclareAutoCiteCommand".split()
)
"""Commands followed by the name of a command that is defined rather than called."""
WITHOUT_KEYS = re.compile(
    r"(?:declare|atevery|atnext|if|set).*cite.*|newcites"
    r"|cite(?:text|list|index|punct|dash|mid|left|right|form|sort|reset|setup|provides|authoryear|tracker|prepunct).*"
    r"|.*cite.*(?:font|style|colou?r|delim|sep|true|false|type|count|total)"
)
"""Lower-case names with ``cite`` in them whose arguments are no keys."""
USUAL = re.compile(
    r"(?:paren|text|auto|foot|smart|super|full|footfull|no|short)?cite(?:p|t|alp|alt|author|year|yearpar|s)?"
)
"""Names whose argument must be keys; that of others may be anything."""
INPUT = frozenset(("input", "include", "subfile", "subfileinclude", "InputIfFileExists"))
IMPORT = frozenset(("import", "subimport", "includefrom", "inputfrom", "subincludefrom", "subinputfrom"))
FILE_NAME = re.compile(r"\s*(?:\{(?P<braced>[^{}\n]*)\}|(?P<bare>[^\s{}\\%|]+))")
TWO_PARTS = re.compile(r"\s*\{(?P<folder>[^{}\n]*)\}\s*\{(?P<file>[^{}\n]*)\}")

AUX = re.compile(
    r"\\(?:citation|abx@aux@cite(?:\{\d+\}(?=\{))?)\{(?P<keys>[^{}]*)\}"
    r"|\\@input\{(?P<file>[^{}]*)\}|(?P<all>\\abx@aux@nociteall)"
)
BCF = re.compile(r"<bcf:citekey\b(?P<attributes>[^<>]*)>(?P<key>[^<>]*)</bcf:citekey>")
MEMBERS = re.compile(r'members="([^"]*)"')


def read(text: str) -> Document:
    """Citations and inclusions of a .tex file."""
    return Scanner(text).document


def read_aux(text: str) -> Document:
    """Citations in LaTeX's .aux file."""
    document = Document(text)
    for match in AUX.finditer(text):
        if match["file"]:
            document.include(match["file"], match.start())
        for key in ("*",) if match["all"] else (match["keys"] or "").split(","):
            document.cite(key.strip(), match.start())
    return document


def read_bcf(text: str) -> Document:
    """Citations in biblatex's .bcf file for biber, whose XML is searched but not parsed."""
    from html import unescape  # noqa: PLC0415 - only these files need it

    document = Document(text)
    for match in BCF.finditer(text):
        members = MEMBERS.search(match["attributes"])
        for key in members[1].split(",") if members else (match["key"],):
            document.cite(unescape(key).strip(), match.start())
    return document


@dataclass(slots=True)
class Command:
    """A cite command whose arguments are being read."""

    name: str
    groups: int = 0
    """Number of arguments in braces so far."""

    @property
    def repeats(self) -> bool:
        r"""Whether more keys may follow, as in ``\cites{a}{b}``."""
        return self.name.endswith("cites")

    @property
    def has_volume(self) -> bool:
        r"""Whether each key comes after the number of a volume."""
        return "volcite" in self.name


@dataclass(slots=True)
class Group:
    """An open brace or bracket."""

    sign: str
    start: int
    command: Command | None
    is_plain: bool = True
    """Whether it contains only text, neither commands nor groups."""
    command_at: int = -1
    """Index of the first command in it."""


class Scanner:
    """One-pass scanner: open groups, and the command that waits for its next argument."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.document = Document(text)
        self.groups: list[Group] = []
        self.braces = 0
        self.waiting: Command | None = None
        self.waiting_at = -1
        self.is_defining = False
        at = 0
        while match := TOKEN.search(text, at):
            at = self._token(match)

    def _token(self, match: re.Match[str]) -> int:
        """Process one token; returns the index to continue at."""
        if (name := match["environment"]) is not None:
            return self._after_environment(name.rstrip("*"), match.end())
        if delimiter := match["delimiter"]:
            end = self.text.find(delimiter, match.end(), match.end() + LONGEST_VERB)
            return end + 1 if end >= 0 and "\n" not in self.text[match.end() : end] else match.end()
        if match["end"]:
            return len(self.text)
        if name := match["command"]:
            return self._command(name, match.start(), match.end())
        if sign := match["open"]:
            self._open(sign, match.start())
        elif sign := match["close"]:
            self._close(sign, match.start())
        return match.end()

    def _after_environment(self, name: str, at: int) -> int:
        if name not in VERBATIM:
            return at
        end = self.text.find(f"\\end{{{name}", at)
        return end + 1 if end >= 0 else len(self.text)

    def _command(self, name: str, start: int, end: int) -> int:
        if self.groups and self.groups[-1].is_plain:
            self.groups[-1].is_plain = False
            self.groups[-1].command_at = start
        if self.is_defining:
            self.is_defining = False
        elif name in DEFINING:
            self.is_defining = True
        elif name in INPUT or name in IMPORT:
            self._inclusion(name, end)
        elif name == "iffalse":
            stop = CONDITION.search(self.text, end)
            return stop.start() if stop and not stop[0].startswith("\\if") else end
        elif takes_keys(name.lower()):
            self._wait(Command(name.lower()), end)
        return end

    def _wait(self, command: Command, at: int) -> None:
        """Let the next group be an argument of `command`, if it follows directly."""
        gap = GAP.match(self.text, at)
        self.waiting, self.waiting_at = command, gap.end() if gap else at

    def _open(self, sign: str, at: int) -> None:
        command = self.waiting if at == self.waiting_at else None
        if sign != "{" and not command:
            return
        if self.groups:
            self.groups[-1].is_plain = False
        self.groups.append(Group(sign, at + 1, command))
        self.braces += sign == "{"

    def _close(self, sign: str, at: int) -> None:
        opener = {"]": "[", ")": "(", "}": "{", ">": "<"}[sign]
        if opener == "{" and self.braces:
            while self.groups[-1].sign != "{":
                self.groups.pop()
            self.braces -= 1
        elif not self.groups or self.groups[-1].sign != opener:
            return
        group = self.groups.pop()
        if not group.command:
            return
        if opener == "{":
            self._argument(group, group.command, at)
        else:
            self._wait(group.command, at + 1)

    def _argument(self, group: Group, command: Command, at: int) -> None:
        """Record the keys of an argument in braces."""
        command.groups += 1
        has_keys = not command.has_volume or command.groups % 2 == 0
        if has_keys and group.is_plain:
            self._keys(group.start, at)
        elif has_keys and group.command_at >= 0 and USUAL.fullmatch(command.name):
            self._no_key(group, command, at)
        if command.repeats or not has_keys:
            self._wait(command, at + 1)

    def _no_key(self, group: Group, command: Command, at: int) -> None:
        """Report an argument that is no list of keys, unless it is part of a definition."""
        excerpt = self.text[group.start : min(at, group.start + LONGEST_EXCERPT)]
        if "#" not in excerpt:
            line = self.document.line(group.command_at)
            self.document.unclear.append((line, f"\\{command.name}{{{excerpt}}} is given a command, not a key"))

    def _keys(self, start: int, end: int) -> None:
        """Record the keys in a range; a key with an argument's number is part of a definition."""
        at = start
        for part in COMMENT.sub(lambda match: " " * len(match[0]), self.text[start:end]).split(","):
            key = " ".join(part.split())
            if "#" not in key:
                self.document.cite(key, at + len(part) - len(part.lstrip()))
            at += len(part) + 1

    def _inclusion(self, name: str, at: int) -> None:
        if name in IMPORT:
            parts = TWO_PARTS.match(self.text, at)
            file = f"{parts['folder'].strip()}/{parts['file'].strip()}" if parts else ""
        else:
            written = FILE_NAME.match(self.text, at)
            file = ((written["braced"] or written["bare"] or "") if written else "").strip().strip('"')
        if "\\" in file:
            self.document.unclear.append((self.document.line(at), f"the name of the file in \\{name} is a command"))
        elif "#" not in file:
            self.document.include(file, at, is_optional=name == "InputIfFileExists")


def takes_keys(name: str) -> bool:
    """Whether a command (lower case) takes cite keys."""
    return name == "bibentry" or ("cite" in name and not WITHOUT_KEYS.fullmatch(name))
