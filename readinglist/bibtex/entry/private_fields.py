"""Fields for an entry's owner alone, in the words of other tools: note, read status, priority, keywords."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from readinglist.bibtex.entry.identifiers import is_contained
from readinglist.bibtex.entry.private_names import FIELDS
from readinglist.latex.decoder import decode, printed_text
from readinglist.latex.unsafe import unknown_commands
from readinglist.papers.status import Status
from readinglist.text import clean_lines, clean_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from readinglist.latex.encoder import Encoder
    from readinglist.papers.paper import Paper

NOTES = ("annote", "annotation")
"""Fields that hold the owner's note, in lines."""
STATUSES = {
    ("readstatus", "read"): Status.DONE,
    ("readstatus", "skimmed"): Status.READING,
    ("read", "1"): Status.DONE,
}
"""Field and value (JabRef's, BibDesk's) → status."""
PRIORITIES = {"prio1": 3, "prio2": 2, "prio3": 1}
"""JabRef's priority → ours."""
SAYING = (*dict.fromkeys(name for name, _ in STATUSES), "priority")
"""Fields that say so in one word."""
TELLING = frozenset((*NOTES, *SAYING))
KEYWORDS = ("keywords", "groups", "mendeley-tags", "mendeley-groups")
"""Fields whose words can be tags."""
SEPARATOR = re.compile(r"\\(?=[^\W_])|\\\Z")
ENTRY = re.compile(r"^(\s*)@")


def private(raw: Mapping[str, str]) -> dict[str, Any]:
    """The note, status and priority that an entry's fields tell, as they are stored; absent is unknown."""
    if TELLING.isdisjoint(raw):
        return {}
    text = next((raw[name] for name in NOTES if raw.get(name)), "")
    words = {name: raw[name].strip("{} ").lower() for name in SAYING if name in raw}
    found = {
        "note": clean_lines(decode(text)),
        "status": next((status.value for (name, word), status in STATUSES.items() if words.get(name) == word), None),
        "priority": PRIORITIES.get(words.get("priority", "")),
    }
    return {name: value for name, value in found.items() if value}


def tagged(paper: Paper) -> Paper:
    """The paper with the keywords and groups of its entry as tags; one that a library exported has its own."""
    if paper.id:
        return paper
    words = (word for name in KEYWORDS for word in keywords(paper.raw.get(name, "")))
    tags = {tag for word in words if (tag := clean_tag(word))} | set(paper.tags)
    return paper.with_fields({"tags": sorted(tags) or None})


def keywords(value: str) -> list[str]:
    """The words of a field that commas or semicolons divide."""
    return [word for part in value.replace(";", ",").split(",") if (word := printed_text(part))]


def written(paper: Paper, wanted: Collection[str], encoder: Encoder) -> Iterator[tuple[str, str]]:
    """The private fields that are wanted, in BibTeX's names and JabRef's words."""
    for name in FIELDS:
        if name in wanted:
            yield from WRITERS[name](paper, encoder)


def abstract(paper: Paper, encoder: Encoder) -> list[tuple[str, str]]:
    """The abstract; an imported one as it stands, while it says the same."""
    raw = paper.raw.get("abstract", "")
    is_kept = is_contained(raw) and printed_text(raw) == paper.abstract
    return [("abstract", encoder.escape_imported(raw) if is_kept else encoder.text(paper.abstract))]


def file(paper: Paper, encoder: Encoder) -> list[tuple[str, str]]:
    """Where the PDF is, as it was imported; braces without a partner are percent-encoded.

    Backslashes between the folders of Windows, which LaTeX would take for commands, become slashes.
    """
    value = paper.raw.get("file", "")
    value = value if is_contained(value) else value.replace("{", "%7B").replace("}", "%7D")
    return [("file", SEPARATOR.sub("/", value) if unknown_commands(value) else value)]


def note(paper: Paper, encoder: Encoder) -> list[tuple[str, str]]:
    """The note, line by line; one that begins like an entry gets empty braces, lest readers take it for one."""
    lines = (encoder.text(line) for line in paper.note.split("\n"))
    return [("annote", "\n".join(ENTRY.sub(r"\1{}@", line) for line in lines))]


def status(paper: Paper, encoder: Encoder) -> list[tuple[str, str]]:
    """Read status and priority as JabRef has them, as far as it has."""
    readstatus = next((word for (_, word), status in STATUSES.items() if status is paper.status), "")
    priority = next((word for word, number in PRIORITIES.items() if number == paper.priority), "")
    return [("readstatus", readstatus), ("priority", priority)]


WRITERS: dict[str, Callable[[Paper, Encoder], list[tuple[str, str]]]] = {
    "abstract": abstract,
    "keywords": lambda paper, encoder: [("keywords", encoder.text(", ".join(paper.tags)))],
    "file": file,
    "note": note,
    "status": status,
}
