"""The form that edits a paper: texts, and the record values they mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from readinglist.bibtex.entry.names import parse_names
from readinglist.papers.fields import FIELDS, FORM, IDS, label
from readinglist.papers.ids import recognise
from readinglist.papers.partial_date import PartialDate
from readinglist.text import clean, clean_lines
from readinglist.tui.external import is_web

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from readinglist.papers.author import Author
    from readinglist.papers.paper import Paper

LABELS = {name: label(name).capitalize() if label(name).islower() else label(name) for name in FORM}
"""The fields of the form, in order, with their labels."""
LONG = ("authors", "abstract")
"""Fields of several lines."""
LEGAL_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_.+/-]*")
LEGAL_TYPE = re.compile(r"[a-z]+")
HEAD = re.compile(r"(?m)^(" + "|".join(LABELS) + r"):[ \t]*")


class FieldError(ValueError):
    """A text that cannot be the value of its field."""


def texts(paper: Paper) -> dict[str, str]:
    """The form as it starts: field → text."""
    authors = [written(author) for author in paper.authors] + ["others"] * paper.others
    known = {name: str(paper.record.get(name) or "") for name in FORM}
    return known | {"authors": "\n".join(authors), "date": str(paper.date or "")}


def written(author: Author) -> str:
    """A name as one types it: ``von Neumann, John``, an organisation in braces."""
    if author.literal:
        return f"{{{author.literal}}}"
    return ", ".join(filter(None, (author.last, author.suffix, author.given)))


def changes(paper: Paper, form: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The record values that the form changes (None clears), and what is wrong: field → message."""
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    before = texts(paper)
    for name, text in form.items():
        if clean_lines(text).strip() == before[name]:
            continue
        try:
            values |= read(name, clean_lines(text).strip())
        except FieldError as error:
            wrong[name] = str(error)
    return {name: value for name, value in values.items() if paper.record.get(name) != value}, wrong


def read(name: str, text: str) -> dict[str, Any]:
    """The record values that the text of a field means; raises FieldError if it cannot be one."""
    if reader := READERS.get(name):
        return reader(text)
    value, field = clean(text), FIELDS[name]
    if value and field.has_form and not field.has_form(value):
        raise FieldError(f"it must look like {field.hint.removeprefix('such as ')}")
    return {name: value or None}


def read_title(text: str) -> dict[str, Any]:
    """The title, which every paper has."""
    if not clean(text):
        raise FieldError("a paper needs a title")
    return {"title": clean(text)}


def read_authors(text: str) -> dict[str, Any]:
    """The authors; ``others`` at the end means that there are more."""
    lines = [line.strip(" ,;") for line in text.split("\n")]
    names = parse_names(" and ".join(line for line in lines if line))
    if names.complaints:
        raise FieldError(names.complaints[0])
    if [str(author) for author in names.authors] == ["others"]:
        raise FieldError("name an author before others")
    authors = [author.to_record() for author in names.authors]
    counted = {"author_count": None} if authors else {}
    return {"authors": authors or None, "others": names.others or None, **counted}


def read_date(text: str) -> dict[str, Any]:
    """The date, as far as it is known."""
    date = PartialDate.parse(text)
    if text and not date:
        raise FieldError("no such date; write it as 2024, 2024-06 or 2024-06-16")
    return {"date": str(date) if date else None}


def read_arxiv(text: str) -> dict[str, Any]:
    """The arXiv id, in any written form."""
    ids = recognise(text) if text else None
    if text and not (ids and ids.arxiv):
        raise FieldError("no arXiv id; it looks like 1706.03762 or hep-th/9901001")
    return {"arxiv": ids.arxiv if ids else None, "arxiv_version": ids.version if ids else None}


def read_id(name: str) -> Callable[[str], dict[str, Any]]:
    """Reads an id other than arXiv's, in any written form."""

    def read(text: str) -> dict[str, Any]:
        ids = (recognise(text) or recognise(f"{name}:{text}")) if text else None
        if ids and ids.arxiv and not getattr(ids, name):
            raise FieldError(f"this is arXiv {ids.arxiv}; it belongs into the field above")
        if text and not (ids and getattr(ids, name)):
            kind = label(name) if name == "doi" else f"{label(name)} id"
            raise FieldError(f"no {kind}; it looks like {FIELDS[name].hint.removeprefix('such as ')}")
        return {name: getattr(ids, name) if ids else None}

    return read


def read_url(text: str) -> dict[str, Any]:
    """The web address."""
    if text and not is_web(text):
        raise FieldError("no web address; it begins with https:// and has no blanks")
    return {"url": text or None}


def read_key(text: str) -> dict[str, Any]:
    """The cite key."""
    if not LEGAL_KEY.fullmatch(text):
        raise FieldError("a cite key has ASCII letters, digits and : _ . + / - only")
    return {"key": text}


def read_entry_type(text: str) -> dict[str, Any]:
    """The BibTeX entry type, without the at sign."""
    name = text.lower().removeprefix("@")
    if name and not LEGAL_TYPE.fullmatch(name):
        raise FieldError("one word such as article")
    return {"entry_type": name or None}


READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    **{name: read_id(name) for name in IDS},
    "title": read_title,
    "authors": read_authors,
    "date": read_date,
    "arxiv": read_arxiv,
    "url": read_url,
    "key": read_key,
    "entry_type": read_entry_type,
}
"""Readers of fields that are more than a line of text."""


def to_document(form: Mapping[str, str]) -> str:
    """The whole form as one text for an editor; long fields are indented below their names."""
    lines = ["# A line that begins with # is left out; each field begins with its name and a colon."]
    for name, text in form.items():
        lines += [f"{name}:", *(f"  {line}" for line in text.split("\n"))] if name in LONG else [f"{name}: {text}"]
    return "\n".join(lines) + "\n"


def from_document(text: str, form: Mapping[str, str]) -> dict[str, str]:
    """The form with what an edited text says; fields that the text leaves out stay as they are."""
    body = "\n".join(line for line in clean_lines(text).split("\n") if not line.startswith("#"))
    pieces = HEAD.split(body)[1:]
    found = {name: "\n".join(line.strip() for line in value.strip().split("\n")) for name, value in pairs(pieces)}
    return {name: found.get(name, value) for name, value in form.items()}


def pairs(pieces: list[str]) -> list[tuple[str, str]]:
    """Names and values, taken in turns."""
    return list(zip(pieces[::2], pieces[1::2], strict=True))
