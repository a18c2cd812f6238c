"""CSV: a row a paper, everything that ``--json`` shows of it, safe to open in a spreadsheet.

No byte order mark: most programs read it as part of the first column's name. Excel asks for the encoding when the
file is imported rather than opened.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from readinglist.papers.exported_text import Export
from readinglist.papers.paper import Paper

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = tuple(Paper({}).to_json())
"""Columns: the fields of ``--json``."""
FORMULA = re.compile("[=+\\-@\t\n＝＋－＠]")
"""Start of a cell that spreadsheets evaluate; some accept the wide forms too."""


def write(papers: Sequence[Paper]) -> Export:
    """The papers as CSV in UTF-8 with a row of names; lists are joined with ``; ``."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for paper in papers:
        values = paper.to_json()
        writer.writerow([cell(values[name]) for name in COLUMNS])
    return Export(text.getvalue())


def cell(value: object) -> str:
    """A value as text, after an apostrophe where a spreadsheet would read a formula."""
    if value is None:
        return ""
    text = "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    text = text.replace("\r", "\n")  # older versions of csv write it without quotes
    return f"'{text}" if FORMULA.match(text) else text
