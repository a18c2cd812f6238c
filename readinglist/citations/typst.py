"""Typst → cite keys."""

from __future__ import annotations

import re

from readinglist.citations.document import EVERYTHING, Document

COMMON = r"(?P<comment>/\*)|//[^\n]*|(?P<raw>`+)"
MARKUP = re.compile(
    r"\\.|https?://[^\s\[\]()\"'<>]*|\$[^$\\]*(?:\\.[^$\\]*)*\$?"
    rf"|{COMMON}|(?P<open>\[)|(?P<close>\])"
    r"|@(?P<key>[\w.:\-]*[\w\-])"
    r"|<(?P<label>[\w.:\-]+)>"
    r"|#(?P<statement>(?=(?:let|set|show|import|include|if|for|while|return|context)\b))"
    r"|#(?P<expression>(?=[({]|(?:[\w\-]+\.)*[\w\-]+\())",
    re.DOTALL,
)
CODE = re.compile(
    r"\b(?:include|import)\s+\"(?P<file>[^\"\n]*)\""
    r"|\"[^\"\\]*(?:\\.[^\"\\]*)*\"?"
    rf"|{COMMON}|(?P<open>[\[({{])|(?P<close>[\])}}])|(?P<end>[\n;])"
    r"|\b(?:cite|ref)(?=\(\s*(?:<(?P<cited>[\w.:\-]+)>|label\(\s*\"(?P<quoted>[^\"\\\n]*)\"))"
    r"|(?P<bibliography>\bbibliography)(?=\([^()]*\bfull:\s*true)",
    re.DOTALL,
)
GOES_ON = re.compile(r"\.[\w\-]+[(\[]|[(\[]")
"""Continuation of an expression after a closing bracket."""
COMMENT_ENDS = re.compile(r"/\*|\*/")
OPENED_BY = {")": "(", "]": "[", "}": "{"}


def read(text: str) -> Document:
    """Citations, labels and inclusions of a .typ file."""
    return Scanner(text).document


class Scanner:
    """One-pass scanner: open brackets, statements and expressions."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.document = Document(text)
        self.open: list[str] = []
        """Open brackets, ``let`` for a statement, ``#`` for an expression; ``[`` or none is markup, else it is code."""
        at = 0
        while match := (MARKUP if self.is_markup else CODE).search(text, at):
            at = self._token(match)

    @property
    def is_markup(self) -> bool:
        """Whether the scanner is in markup rather than code."""
        return not self.open or self.open[-1] == "["

    def _token(self, match: re.Match[str]) -> int:
        """Process one token; returns the index to continue at."""
        token = match.groupdict()
        if token["comment"]:
            return self._after_comment(match.end())
        if token["raw"]:
            return self._after_raw(token["raw"], match.end())
        if token["open"]:
            self.open.append(token["open"])
        elif token["close"]:
            self._close(token["close"], match.end())
        elif self.is_markup:
            self._in_markup(match)
        else:
            self._in_code(match)
        return match.end()

    def _in_markup(self, match: re.Match[str]) -> None:
        if match["key"]:
            self.document.cite(match["key"], match.start())
        elif match["label"]:
            self.document.labels.add(match["label"])
        elif match["statement"] is not None:
            self.open.append("let")
        elif match["expression"] is not None:
            self.open.append("#")

    def _in_code(self, match: re.Match[str]) -> None:
        if match["end"] and self.open[-1] in {"let", "#"}:
            self.open.pop()
        elif key := match["cited"] or match["quoted"]:
            self.document.cite(key, match.start())
        elif match["bibliography"]:
            self.document.cite(EVERYTHING, match.start())
        elif (file := match["file"]) and not file.startswith("@"):
            self.document.include(file, match.start())

    def _close(self, sign: str, at: int) -> None:
        """Close a bracket, and the expression that it ends."""
        while self.open and self.open[-1] in {"let", "#"}:
            self.open.pop()
        if self.open and self.open[-1] == OPENED_BY[sign]:
            self.open.pop()
        if self.open and self.open[-1] == "#" and not GOES_ON.match(self.text, at):
            self.open.pop()

    def _after_comment(self, at: int) -> int:
        depth = 1
        for match in COMMENT_ENDS.finditer(self.text, at):
            depth += 1 if match[0] == "/*" else -1
            if not depth:
                return match.end()
        return len(self.text)

    def _after_raw(self, ticks: str, at: int) -> int:
        if len(ticks) == 2:
            return at
        end = self.text.find(ticks, at)
        return end + len(ticks) if end >= 0 else len(self.text)
