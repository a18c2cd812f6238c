"""Lossless JSON: importing it gives the same papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from readinglist.papers.exported_text import Export

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.papers.paper import Paper


def write(papers: Sequence[Paper]) -> Export:
    """Array of papers as in ``list --json``, each with its stored record, which alone is imported."""
    array = [{**paper.to_json(), "record": paper.record} for paper in papers]
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    return Export(orjson.dumps(array, option=options).decode())
