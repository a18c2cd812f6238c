"""Bytes → text: UTF-8, UTF-16 and UTF-32 with a byte order mark, else Windows-1252; other kinds of files are named."""

from __future__ import annotations

import codecs

from readinglist.errors import SourceError
from readinglist.papers.harvest import Problem

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; UTF-32's begins with UTF-16's."""
NO_TEXT = (
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
)
EXPECTED = (
    "a Daily Papers page (text or HTML), JSON of the Hugging Face API, CSL-JSON, RIS, a .bib file, or our own JSON"
)
"""Kinds of documents that can be read, for messages."""
PLAIN_TEXT = "save the page or the entries as text, HTML, JSON, RIS or .bib, and add that"


def decoded(data: bytes | str, source: str) -> tuple[str, list[Problem]]:
    """The text of `data` without its byte order mark, and problems with its encoding.

    Raises SourceError if it is no text.
    """
    if isinstance(data, str):
        return data.removeprefix("\ufeff"), []
    for start, what in NO_TEXT:
        if data.startswith(start):
            raise SourceError(f"this looks like {what}, not like text", PLAIN_TEXT)
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return marking_broken(data, encoding, source)
    if b"\x00" in data:
        raise SourceError("this looks like binary data (it holds NUL bytes), not like text", PLAIN_TEXT)
    return marking_broken(data, "utf-8", source)


def marking_broken(data: bytes, encoding: str, source: str) -> tuple[str, list[Problem]]:
    """The text in `encoding` with broken characters marked, or in Windows-1252 if it is hardly UTF-8."""
    try:
        return data.decode(encoding).removeprefix("\ufeff"), []
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
        text = data.decode(encoding, errors="replace").removeprefix("\ufeff")
    broken = text.count("\ufffd")
    if encoding == "utf-8" and is_windows(text):
        text = data.decode("cp1252", errors="replace")
        return text, [
            Problem(source, f"line {line}", "not UTF-8; read as Windows-1252, check the accents", rescued=True)
        ]
    message = f"{broken} broken character{'s' if broken > 1 else ''}, marked \ufffd; the rest is {encoding.upper()}"
    return text, [Problem(source, f"line {line}", message, rescued=True)]


def is_windows(text: str) -> bool:
    """Whether a text decoded as UTF-8 has more broken characters (\ufffd) than whole ones beyond ASCII."""
    broken = text.count("\ufffd")
    return 2 * broken > sum(1 for character in text if character > "\x7f")


def faithful(data: bytes) -> tuple[str, str]:
    """The text of `data` with its mark, and the encoding that writes the same bytes with ``surrogateescape``.

    Raises SourceError if it is no text, or in an encoding that BibTeX does not read.
    """
    decoded(data, "")  # raises SourceError for other kinds of files
    if any(data.startswith(mark) for mark, encoding in MARKS if encoding != "utf-8"):
        raise SourceError("is in UTF-16, which BibTeX does not read", "convert it to UTF-8")
    encoding = "cp1252" if is_windows(data.decode("utf-8", "replace").removeprefix("\ufeff")) else "utf-8"
    return data.decode(encoding, "surrogateescape"), encoding
