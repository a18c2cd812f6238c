"""JSON from a file or a paste → papers; its kind is detected from its items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.jobs.progress import Progress, silent
from readinglist.sources.documents import csljson, hfjson, ownjson
from readinglist.sources.documents.json_text import load

if TYPE_CHECKING:
    from readinglist.papers.harvest import Harvest


def read(text: str, source: str, progress: Progress = silent) -> Harvest:
    """The papers of JSON text: an export of ours, CSL-JSON, or what the Hugging Face API sends.

    Of an array that breaks off, the items before the break are kept. Raises SourceError for other JSON.
    """
    data, problems = load(text, source)
    harvest = ownjson.papers_in(data, source, progress)
    if harvest is None:
        harvest = csljson.papers_in(data, source, progress)
    if harvest is None:
        harvest = hfjson.papers_from_props(data, source)
    harvest.problems += problems
    return harvest
