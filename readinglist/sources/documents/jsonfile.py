"""JSON from a file or a paste → papers; what kind it is is told by its items."""

from __future__ import annotations

import json
import re
from typing import Any

from readinglist.errors import SourceError
from readinglist.jobs.progress import Progress, unseen
from readinglist.papers.harvest import Harvest, Problem

BETWEEN = re.compile(r"[\s,]*")


def read(text: str, source: str, progress: Progress = unseen) -> Harvest:
    """The papers of JSON text: an export of ours, CSL-JSON, or what the Hugging Face API sends.

    Of an array that breaks off, the items before the break are kept. Raises SourceError for other JSON.
    """
    from readinglist.sources.documents import csljson, hfjson, ownjson  # noqa: PLC0415 - they load JSON through this module

    data, problems = load(text, source)
    harvest = ownjson.papers_in(data, source, progress)
    if harvest is None:
        harvest = csljson.papers_in(data, source, progress)
    if harvest is None:
        harvest = hfjson.papers_from_props(data, source)
    harvest.problems += problems
    return harvest


def load(text: str, source: str) -> tuple[Any, list[Problem]]:
    """What the JSON says, and where it breaks off; of an array that does, the items before the break.

    Raises SourceError for what is no JSON.
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
