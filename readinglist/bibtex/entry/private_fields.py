"""Private fields of an entry's owner, in the conventions of JabRef and BibDesk: note, status, priority, keywords."""

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
"""Fields for the owner's note, with line ends."""
STATUSES = {
    ("readstatus", "read"): Status.DONE,
    ("readstatus", "skimmed"): Status.READING,
    ("read", "1"): Status.DONE,
}
"""Field and value (JabRef's, BibDesk's) → status."""
PRIORITIES = {"prio1": 3, "prio2": 2, "prio3": 1}
"""JabRef's priority → the library's."""
STATUS_FIELDS = (*dict.fromkeys(name for name, _ in STATUSES), "priority")
"""Fields for status and priority."""
PERSONAL_FIELDS = frozenset((*NOTES, *STATUS_FIELDS))
KEYWORDS = ("keywords", "groups", "mendeley-tags", "mendeley-groups")
"""Fields for keywords and groups, which can become tags."""
SEPARATOR = re.compile(r"\\(?=[^\W_])|\\\Z")
ENTRY = re.compile(r"^(\s*)@")


def read_private(raw: Mapping[str, str]) -> dict[str, Any]:
    """The note, status and priority of an entry as fields of a record; absent means unknown."""
    if PERSONAL_FIELDS.isdisjoint(raw):
        return {}
    text = next((raw[name] for name in NOTES if raw.get(name)), "")
    words = {name: raw[name].strip("{} ").lower() for name in STATUS_FIELDS if name in raw}
    found = {
        "note": clean_lines(decode(text)),
        "status": next((status.value for (name, word), status in STATUSES.items() if words.get(name) == word), None),
        "priority": PRIORITIES.get(words.get("priority", "")),
    }
    return {name: value for name, value in found.items() if value}


def tagged(paper: Paper) -> Paper:
    """The paper with the keywords and groups of its entry as tags; a paper from a library keeps its own tags."""
    if paper.id:
        return paper
    words = (word for name in KEYWORDS for word in keywords(paper.raw.get(name, "")))
    tags = {tag for word in words if (tag := clean_tag(word))} | set(paper.tags)
    return paper.with_fields({"tags": sorted(tags) or None})


def keywords(value: str) -> list[str]:
    """The keywords of a value, separated by commas or semicolons."""
    return [word for part in value.replace(";", ",").split(",") if (word := printed_text(part))]


def write_private(paper: Paper, wanted: Collection[str], encoder: Encoder) -> Iterator[tuple[str, str]]:
    """The wanted private fields, in JabRef's conventions."""
    for name in FIELDS:
        if name in wanted:
            yield from WRITERS[name](paper, encoder)


def abstract(paper: Paper, encoder: Encoder) -> list[tuple[str, str]]:
    """The abstract; the imported LaTeX if its text is the same."""
    raw = paper.raw.get("abstract", "")
    is_same = is_contained(raw) and printed_text(raw) == paper.abstract
    return [("abstract", encoder.escape_imported(raw) if is_same else encoder.text(paper.abstract))]


def file(paper: Paper, encoder: Encoder) -> list[tuple[str, str]]:
    """The imported path of the PDF; unbalanced braces are percent-encoded.

    Windows' backslashes, which LaTeX would take for commands, become slashes.
    """
    value = paper.raw.get("file", "")
    value = value if is_contained(value) else value.replace("{", "%7B").replace("}", "%7D")
    return [("file", SEPARATOR.sub("/", value) if unknown_commands(value) else value)]


def note(paper: Paper, encoder: Encoder) -> list[tuple[str, str]]:
    """The note; a line that begins like an entry gets empty braces, so that no reader takes it for one."""
    lines = (encoder.text(line) for line in paper.note.split("\n"))
    return [("annote", "\n".join(ENTRY.sub(r"\1{}@", line) for line in lines))]


def status(paper: Paper, encoder: Encoder) -> list[tuple[str, str]]:
    """JabRef's ``readstatus`` and ``priority``, as far as it has the paper's."""
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
