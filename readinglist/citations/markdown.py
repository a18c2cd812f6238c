"""Markdown (pandoc, Quarto, MyST) → cite keys."""

from __future__ import annotations

import re

from readinglist.citations.document import EVERYTHING, Document

HEADER = re.compile(r"---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?(?P<fence>`{3,}(?=[^`]*$)|~{3,})[ \t]*(?P<info>.*)")
CLOSING = re.compile(r"[ \t>]*(?P<fence>`{3,}|~{3,})[ \t]*$")
PROSE = re.compile(
    r"\{(?:admonition|note|tip|hint|warning|important|caution|attention|danger|error|seealso|figure|table|list-table|"
    r"margin|sidebar|aside|dropdown|card|topic|epigraph|tab-item|tab-set|grid|grid-item|prf:\w+|proof:\w+)\}"
)
"""MyST directives whose content is text."""
ITEM = re.compile(r" {0,3}(?:[-*+]|\(?(?:\d+|[a-zA-Z#])[.)]|\(@\w*\)|\[\^[^\]\n]+\]:)[ \t]")
INDENTED = re.compile(r" {4}| {0,3}\t")
COMMENT = re.compile(r"<!--|<(?P<tag>script|style)\b", re.IGNORECASE)
CLOSERS = {tag: re.compile(f"</{tag}" if tag else "-->", re.IGNORECASE) for tag in ("", "script", "style")}
BACKTICKS = re.compile(r"(?P<ticks>`+)|\n[ \t]*(?=\n)")
TOKEN = re.compile(
    r"\\."
    r"|(?P<role>\{cite[a-z:]*\})?(?P<ticks>`+)"
    r"|(?<![\w.\\])@(?:\{(?P<braced>[^{}\s]+)\}|(?P<key>\*|\w+(?:(?:[:.#$%&\-+?<>~/](?=\w)|[:/](?=/))\w*)*))"
    r"|\]\([^()\s]*|(?:https?|ftp)://[^\s<>\[\]\"']+|<[a-zA-Z/][^<>]*>|(?<=[)\]])\{[^{}]*\}"
    r"|\{\{<\s*include\s+(?P<file>[^\s>]+)",
    re.DOTALL,
)
MEANT_BY_ROLE = re.compile(r"\{[^{}]*\}")
REFERENCE = re.compile(
    r"(?:fig|tbl|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|nte|tip|wrn|imp|cau|tab)[-:]", re.IGNORECASE
)
"""Prefixes of Quarto's labels of figures, sections and so on."""
LABEL = re.compile(
    r"\{#([^\s{}]+)"
    r"|^\(([\w:.-]+)\)="
    r"|^[ \t]*(?:(?:#|//|%%)\|[ \t]*label:|:(?:label|name):)[ \t]*[\"']?([\w:.-]+)"
    r"|^\(@([\w-]+)\)[ \t]",
    re.MULTILINE,
)


def read(text: str) -> Document:
    """Citations and labels of a Markdown file, in its text and its header."""
    document = Document(text)
    document.labels.update(next(filter(None, match.groups())) for match in LABEL.finditer(text))
    header = HEADER.match(text)
    start = header.end() if header else 0
    prose = header_text(text[:start]) + Blocks(text, start).prose()
    partner = partners(prose)
    at = 0
    while match := TOKEN.search(prose, at):
        at = match.end()
        if match["ticks"]:
            at = after_code(document, prose, match, partner)
        elif match["file"]:
            document.include(match["file"], match.start())
        elif (key := match["braced"] or match["key"]) and (key != EVERYTHING or match.start() < start):
            document.cite(key, match.start(), is_sure=not REFERENCE.match(key))
    return document


def header_text(header: str) -> str:
    """YAML header with its comments blanked out."""
    lines = header.splitlines(keepends=True)
    return "".join(blank(line) if line.lstrip().startswith("#") else line for line in lines)


def blank(text: str) -> str:
    """Blanks in place of all characters but line ends."""
    return "\n".join(" " * len(line) for line in text.split("\n"))


def after_code(document: Document, prose: str, match: re.Match[str], partner: dict[int, int]) -> int:
    """Skip inline code, which holds cite keys after a MyST role; returns the index after it."""
    close = partner.get(match.start("ticks"))
    if close is None:
        return match.end()
    if match["role"]:
        for part in MEANT_BY_ROLE.sub("", prose[match.end() : close]).split(","):
            document.cite(part.strip(), match.start())
    return close + len(match["ticks"])


def partners(prose: str) -> dict[int, int]:
    """Index of the closing run of backticks for each opening one, in the same paragraph."""
    found: dict[int, int] = {}
    nearest: dict[int, int] = {}
    for match in reversed(list(BACKTICKS.finditer(prose))):
        if not match["ticks"]:
            nearest.clear()
            continue
        size = len(match["ticks"])
        if size in nearest:
            found[match.start()] = nearest[size]
        nearest[size] = match.start()
    return found


class Blocks:
    """Block parser that blanks out code and comments."""

    def __init__(self, text: str, start: int) -> None:
        self.lines = text[start:].splitlines(keepends=True)
        self.fence = ""
        self.open_prose: list[str] = []
        """Fences of the open directives that contain text."""
        self.is_after_blank = True
        self.is_in_list = False
        self.is_indented_code = False
        self.closer: re.Pattern[str] | None = None
        """End of the open comment or script."""
        self.last_closer = {
            closer: max((i for i, line in enumerate(self.lines) if closer.search(line)), default=-1)
            for closer in CLOSERS.values()
        }

    def prose(self) -> str:
        """The text with code and comments blanked out."""
        return "".join(self._line(i, line) for i, line in enumerate(self.lines))

    def _line(self, i: int, line: str) -> str:
        if self.closer:
            return self._commented(i, line)
        if self.fence:
            closing = CLOSING.match(line)
            if closing and closes(closing["fence"], self.fence):
                self.fence = ""
            return blank(line)
        if self._opens_fence(line) or self._is_code(line):
            return blank(line)
        return self._commented(i, line)

    def _opens_fence(self, line: str) -> bool:
        """Whether the line is a fence; opens or closes its block."""
        if "```" not in line and "~~~" not in line:
            return False
        closing = CLOSING.match(line)
        if closing and self.open_prose and closes(closing["fence"], self.open_prose[-1]):
            self.open_prose.pop()
            return True
        match = FENCE.match(line.rstrip("\r\n"))
        if not match:
            return False
        if PROSE.match(match["info"]):
            self.open_prose.append(match["fence"])
        else:
            self.fence = match["fence"]
        return True

    def _is_code(self, line: str) -> bool:
        """Whether the line is indented code: after a blank line, outside of lists."""
        if not line.strip():
            self.is_after_blank = True
            return False
        is_indented = bool(INDENTED.match(line))
        if ITEM.match(line):
            self.is_in_list = True
        elif not is_indented and self.is_after_blank and not line.startswith((" ", "\t")):
            self.is_in_list = False
        self.is_indented_code = is_indented and not self.is_in_list and (self.is_after_blank or self.is_indented_code)
        self.is_after_blank = False
        return self.is_indented_code

    def _commented(self, i: int, line: str) -> str:
        """The line with comments, scripts and style sheets blanked out."""
        parts: list[str] = []
        at = 0
        while True:
            if self.closer:
                end = self.closer.search(line, at)
                stop = end.end() if end else len(line)
                parts.append(blank(line[at:stop]))
                if not end:
                    return "".join(parts)
                at = stop
                self.closer = None
            opening = COMMENT.search(line, at)
            closer = CLOSERS[(opening["tag"] or "").lower()] if opening else None
            if not opening or not closer or self.last_closer[closer] < i or line.startswith("`", opening.start() - 1):
                return "".join([*parts, line[at:]])
            parts.append(line[at : opening.start()])
            at = opening.start()
            self.closer = closer


def closes(fence: str, opened_by: str) -> bool:
    """Whether `fence` closes the block opened by `opened_by`."""
    return fence[0] == opened_by[0] and len(fence) >= len(opened_by)
