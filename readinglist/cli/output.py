"""Output of commands: one JSON document, or lines for people and pipes."""

from __future__ import annotations

import os
import re
import shutil
import sys
from itertools import islice
from typing import TYPE_CHECKING, Any

from readinglist import __version__
from readinglist.cli.advice import with_library
from readinglist.credentials import safe, without_credentials
from readinglist.text import HARMFUL, clean, clean_lines, harmless

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping, Sequence

    from readinglist.papers.paper import Paper


UNSEEN = re.compile(f"{HARMFUL.pattern}|[\x85\u2028\u2029]")
"""Characters that JSON allows unescaped, but that may harm a terminal."""


FEW = 64
"""List items written at once."""
MOVES = re.compile(r"\r(?!\n)|[\x0b\x0c\x85]")
"""Characters that move the cursor within or off a line."""


def print_json(value: Any) -> None:
    """Print `value` as the JSON document on standard output, indented on a terminal."""
    sys.stdout.flush()
    put(json_of(value, indent=sys.stdout.isatty()) + b"\n")


def print_json_list(values: Iterable[Any]) -> None:
    """Print a list as the JSON document; in a pipe a few items at a time, to save memory."""
    if sys.stdout.isatty():
        print_json(list(values))
        return
    sys.stdout.flush()
    left, before = iter(values), b"["
    while some := list(islice(left, FEW)):
        put(before + json_of(some)[1:-1])
        before = b","
    put(b"]\n" if before == b"," else b"[]\n")


def json_of(value: Any, *, indent: bool = False) -> bytes:
    """A value as JSON that standard output can show, without control characters."""
    if not is_utf8():
        import json

        return json.dumps(value).encode()
    import orjson

    data = orjson.dumps(value, option=orjson.OPT_INDENT_2 if indent else None)
    if data.isascii():
        return data.replace(b"\x7f", b"\\u007f")
    text = data.decode()
    return data if text.isprintable() else UNSEEN.sub(escaped, text).encode()


def escaped(sign: re.Match[str]) -> str:
    """A character as a JSON escape sequence."""
    import json

    return json.dumps(sign[0])[1:-1]


def put(data: bytes) -> None:
    """Write JSON to standard output."""
    if is_utf8():
        sys.stdout.buffer.write(data)
    else:
        sys.stdout.write(data.decode())


def is_utf8() -> bool:
    """Whether standard output is UTF-8."""
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def version(options: argparse.Namespace) -> int:
    """Print the version."""
    print_json({"version": __version__}) if options.json else print_message(f"readinglist {__version__}")
    return 0


def print_message(message: str) -> None:
    """Print a message on standard output."""
    sys.stdout.write(safe(message) + "\n")


def write(text: str) -> None:
    """Print a document of several lines without control characters."""
    sys.stdout.write(MOVES.sub(" ", harmless(text)))


def note(message: str) -> None:
    """Print a notice, which is no failure, on standard error."""
    sys.stderr.write(f"readinglist: {with_library(message)}\n")


def progress(message: str) -> None:
    """Show progress if standard error is a terminal; an empty message clears the line."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{safe(message)}")
        sys.stderr.flush()


def coloured() -> bool:
    """Whether standard output is a terminal that wants colours."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def print_lines(papers: Sequence[Paper]) -> None:
    """Print a line a paper: id, status, year, key, title; aligned on a terminal, with tabs in a pipe."""
    rows = map(line, papers)
    if not sys.stdout.isatty():
        sys.stdout.write("".join("\t".join(row) + "\n" for row in rows))
        return
    width = shutil.get_terminal_size().columns
    keys = min(30, max((len(paper.key) for paper in papers), default=0))
    dim, plain = ("\x1b[2m", "\x1b[0m") if coloured() else ("", "")
    for id, status, year, key, title in rows:
        head = f"{id}  {status:<7}  {year:>4}  {shorten(key, keys):<{keys}}  "
        sys.stdout.write(f"{dim}{head}{plain}{shorten(title, max(20, width - len(head)))}\n")


def shown(text: str) -> str:
    """A text of the library, cleaned: the file may have been made by other programs."""
    return text if text.isprintable() else clean(text)


def line(paper: Paper) -> tuple[str, str, str, str, str]:
    """The columns of a paper in a list."""
    from readinglist.papers.paper import Paper

    whole = Paper(paper.record_uncached())
    return whole.id, whole.status, str(whole.year or "-"), shown(whole.key), shown(whole.title)


def values(fields: Mapping[str, Any]) -> str:
    """Field names with their values, each shortened."""
    texts = {name: ", ".join(value) if isinstance(value, list) else str(value) for name, value in fields.items()}
    return ", ".join(f"{name} {shorten(without_credentials(clean(text)), 60)}" for name, text in texts.items())


def shorten(text: str, cells: int) -> str:
    """`text` cut to a number of terminal cells; wide characters count as two."""
    from unicodedata import combining, east_asian_width

    used = 0
    for place, letter in enumerate(text):
        width = 0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1
        if used + width > cells - 1 and place < len(text) - 1:
            return text[:place] + "…"
        used += width
    return text


def print_fields(pairs: Iterable[tuple[str, str]]) -> None:
    """Print a name and value a line, names aligned; further lines of a value are indented."""
    known = [(name, value) for name, value in pairs if value]
    wide = max((len(name) for name, _ in known), default=0)
    for name, value in known:
        text = f"{name:<{wide}}  " + value.replace("\n", "\n" + " " * (wide + 2))
        sys.stdout.write(clean_lines(text) + "\n")
