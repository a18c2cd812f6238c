"""Decode JSON, and arrays that break off."""

from __future__ import annotations

import json
import re
from typing import Any

from readinglist.errors import SourceError
from readinglist.papers.harvest import Problem

BETWEEN = re.compile(r"[\s,]*")


def load(text: str, source: str) -> tuple[Any, list[Problem]]:
    """Decoded JSON and problems; of an array that breaks off, the items before the break.

    Raises SourceError for other text.
    """
    try:
        return json.loads(text), []
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}"
        items = whole_items(text)
        if not any(isinstance(item, dict) for item in items):
            raise SourceError(f"broken JSON, {place}: {error.msg}", "save or export it again") from error
        return items, [Problem(source, place, "the JSON breaks off here; the rest is not read")]
    except (ValueError, RecursionError) as error:
        raise SourceError("JSON with a value too large to read") from error


def whole_items(text: str) -> list[Any]:
    """The items of a JSON array that breaks off, up to the break."""
    decoder = json.JSONDecoder()
    place = text.find("[") + 1
    items: list[Any] = []
    while place and (gap := BETWEEN.match(text, place)):
        try:
            item, place = decoder.raw_decode(text, gap.end())
        except (ValueError, RecursionError):
            break
        items.append(item)
    return items
