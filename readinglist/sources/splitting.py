"""Pasted text split into the ids, addresses and file paths that it lists."""

from __future__ import annotations

import re
from pathlib import Path

from readinglist.sources import is_document
from readinglist.sources.online.fetching import is_online

LONGEST_LINE = 100_000
"""Length in characters beyond which a line is not split."""
FIRST_PARTS = 500
"""Lines, and words of a line, that are checked for a first source."""


def split_sources(text: str) -> list[str]:
    """The ids, addresses and file paths in pasted text, separated by line ends, blanks or commas; no duplicates.

    Words that are no source stay in the list, so that the user is told. Empty if the text is itself
    a document: a page, JSON, entries of a .bib or RIS file, or prose.
    """
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    if not lines or is_document(text) or max(map(len, lines)) > LONGEST_LINE:
        return []
    if len(lines) == 1 and (parts := parts_of(lines[0])) == lines:
        return parts
    if not any(is_source(part) for line in lines[:FIRST_PARTS] for part in parts_of(line)):
        return []
    return list(dict.fromkeys(part for line in lines for part in parts_of(line)))


def parts_of(line: str) -> list[str]:
    """The sources in one line, then its other words as one part."""
    if is_source(line):
        return [line]
    words = [word for word in re.split(r"[\s,;]+", line) if word]
    if not any(map(is_source, words[:FIRST_PARTS])):
        return [line]
    known = {word: is_source(word) for word in words}
    rest = " ".join(word for word in words if not known[word])
    return [*(word for word in known if known[word]), *([rest] if rest else [])]


def is_source(text: str) -> bool:
    """Whether `text` names something online or an existing file."""
    return is_online(text) or is_file(text)


def is_file(text: str) -> bool:
    """Whether `text` is the path of a file that exists."""
    if len(text) > 4096 or "\x00" in text:
        return False
    try:
        return Path(text.removeprefix("file://")).expanduser().is_file()
    except (OSError, RuntimeError, ValueError):
        return False
