"""Papers from files and pasted text, whose kind is detected from the content."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from readinglist.errors import SourceError
from readinglist.jobs.progress import Progress, silent
from readinglist.papers.harvest import Harvest
from readinglist.sources.documents.decoding import EXPECTED, decoded

if TYPE_CHECKING:
    from datetime import date

PASTED = {"": "paste", "pasted text": "paste", "paste": "paste", "-": "stdin", "standard input": "stdin"}
"""Name of text that came from no file → its source."""
JSON_START = re.compile(r"\s*(?:\[\s*(?:\{|\])|\{\s*[\"}])")
HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*(?=<!doctype html|<html))?<(?:!doctype html|!--|[a-z][a-z0-9-]*[\s>/])", re.IGNORECASE
)
XML_START = re.compile(r"\s*<(?:\?xml|!doctype)\b", re.IGNORECASE)
BIB_ENTRY = re.compile(r"^[ \t]*@[ \t]*[a-z]+\s*[{(]", re.IGNORECASE | re.MULTILINE)
RIS_RECORD = re.compile(r"^[ \t]*TY {1,2}- ?\w", re.MULTILINE)


def read(data: bytes | str, name: str, as_of: date, progress: Progress = silent) -> Harvest:
    """The papers in a file or pasted text called `name`; its kind is detected from the content.

    Yearless dates are the latest ones not after `as_of`. Raises SourceError if it holds no papers.
    """
    text, problems = decoded(data, name)
    if not text.strip():
        raise SourceError("there is nothing in it", f"expected {EXPECTED}")
    harvest = Harvest(problems=problems)
    harvest.extend(read_text(text, name, as_of, progress))
    harvest.problems = [replace(problem, source=name) for problem in harvest.problems]
    return harvest


def read_text(text: str, name: str, as_of: date, progress: Progress = silent) -> Harvest:
    """The papers in decoded text."""
    source = PASTED.get(name, f"file:{name}")
    if JSON_START.match(text):
        from readinglist.sources.documents import jsonfile  # noqa: PLC0415 - each kind is loaded when it is met

        return jsonfile.read(text, source, progress)
    if HTML_START.match(text):
        from readinglist.sources.page import saved  # noqa: PLC0415

        return saved.read(text, source, as_of)
    if XML_START.match(text):
        raise SourceError("this is XML, which is not read", f"expected {EXPECTED}")
    if is_ris(text):
        from readinglist.sources.documents import ris  # noqa: PLC0415

        return ris.read(text, source, progress)
    if BIB_ENTRY.search(text):
        from readinglist.bibtex.reading import reader  # noqa: PLC0415

        return reader.read(text, name, source, progress)
    from readinglist.sources.page import daily  # noqa: PLC0415

    return daily.read(text, source, as_of, progress)


def is_ris(text: str) -> bool:
    """Whether the first thing that looks like a record is one of RIS."""
    record = RIS_RECORD.search(text)
    entry = BIB_ENTRY.search(text) if record else None
    return bool(record and (not entry or record.start() < entry.start()))


def is_document(text: str) -> bool:
    """Whether the text is a page, JSON, or entries of a .bib or RIS file."""
    if JSON_START.match(text) or HTML_START.match(text) or XML_START.match(text):
        return True
    if BIB_ENTRY.search(text) or RIS_RECORD.search(text):
        return True
    from readinglist.sources.page.line_forms import is_page  # noqa: PLC0415

    return is_page(text)
