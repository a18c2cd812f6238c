"""The table of a paper's fields, one row each, from which every list of fields is derived.

A field that a newer version adds is kept as long as JSON holds it and it is not nested deeply.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from readinglist.papers.citekey import is_legal
from readinglist.papers.field import (
    ABSENT,
    ACL,
    ARXIV,
    DOI,
    ID,
    LARGEST,
    NAME,
    OPENREVIEW,
    TIME,
    WEB,
    Field,
    Kind,
    Merge,
    SearchText,
    is_date,
)
from readinglist.text import clean_lines, is_harmless, verbatim

if TYPE_CHECKING:
    from collections.abc import Mapping

SHARED, BLOCK, FILLED, COUNTED, OWN, PART = Merge
FIELDS: dict[str, Field] = {
    "id": Field(has_form=ID, merge=OWN, json="", is_brief=True, remains=True),
    "key": Field(
        has_form=is_legal, label="cite key", merge=OWN, json="", form=100, hint="such as vaswani2017attention",
        query="key", search=SearchText.IDS,
    ),
    "aliases": Field(Kind.TEXTS, label="cite key", merge=OWN, is_set=True, search=SearchText.IDS),
    "key_made": Field(Kind.FLAG, merge=OWN, follows="key"),
    "title": Field(
        merge=FILLED, json="", remains=True, form=10, query="title", search=SearchText.TITLE, raw=("title", "subtitle"),
    ),
    "authors": Field(
        Kind.AUTHORS, merge=BLOCK, json=(), remains=True, form=20, hint="one a line: Family, Given", query="author",
        search=SearchText.AUTHORS, has="authors", raw=("author",),
    ),
    "others": Field(Kind.FLAG, merge=BLOCK),
    "author_count": Field(Kind.NUMBER, label="number of authors", json=None, remains=True),
    "abstract": Field(  # one line by now
        is_tidy=is_harmless, json=None, form=130, query="abstract", search=SearchText.ABSTRACT, has="abstract",
    ),
    "date": Field(
        has_form=is_date, merge=FILLED, json=None, is_brief=True, remains=True, form=30,
        hint="such as 2024, 2024-06 or 2024-06-16", search=SearchText.IDS, has="year",
        raw=("date", "year", "month", "day"),
    ),
    "venue": Field(
        merge=FILLED, json=None, remains=True, form=40, hint="the journal or proceedings", query="venue",
        search=SearchText.VENUE, has="venue",
    ),
    "organization": Field(json=None, query="org", search=SearchText.ORGANIZATION, has="org"),
    "organization_handle": Field(label="handle", json=None, query="org", search=SearchText.ORGANIZATION),
    "comments": Field(Kind.NUMBER, merge=COUNTED, json=None),
    "upvotes": Field(Kind.NUMBER, merge=COUNTED, json=None),
    "arxiv": Field(
        has_form=ARXIV, label="arXiv", json=None, remains=True, is_detail=True, form=50, hint="such as 1706.03762",
        query="arxiv", search=SearchText.IDS, has="arxiv", is_id=True,
        raw=("eprint", "archiveprefix", "eprinttype", "primaryclass", "eprintclass"), in_custom=True,
    ),
    "arxiv_version": Field(Kind.NUMBER, label="arXiv version"),
    "primary_class": Field(label="arXiv class"),
    "doi": Field(
        has_form=DOI, label="DOI", merge=FILLED, json=None, remains=True, is_detail=True, form=60,
        hint="such as 10.1000/xyz", query="doi", search=SearchText.IDS, has="doi", is_id=True, raw=("doi",),
    ),
    "url": Field(label="URL", merge=FILLED, json=None, form=90, hint="begins with https://", raw=("url",)),
    "status": Field(merge=OWN, json="inbox", is_brief=True),
    "status_since": Field(has_form=TIME, merge=OWN, follows="status", json=None),
    "priority": Field(Kind.NUMBER, most=3, merge=OWN, json=0, is_brief=True, has="priority"),
    "tags": Field(
        Kind.TEXTS, merge=OWN, is_set=True, json=(), is_brief=True, query="tag", search=SearchText.TAGS, has="tags",
    ),
    "note": Field(
        tidy=clean_lines, is_tidy=is_harmless, merge=OWN, json=None, query="note", search=SearchText.NOTE, has="notes",
    ),
    "added": Field(has_form=TIME, merge=OWN, json=None, is_brief=True),
    "arrival": Field(Kind.NUMBER, merge=OWN, json=0, is_brief=True, remains=True),
    "updated": Field(has_form=TIME, merge=OWN, json=None),
    "sources": Field(Kind.TEXTS, merge=OWN, is_set=True, json=(), remains=True, query="source"),
    "journal_ref": Field(label="published in", json=None, is_detail=True, query="venue", search=SearchText.VENUE),
    "acl": Field(
        has_form=ACL, label="ACL", merge=FILLED, json=None, remains=True, is_detail=True, form=70,
        hint="such as 2023.acl-long.77", query="acl", search=SearchText.IDS, has="acl", is_id=True,
        in_custom=True,
    ),
    "openreview": Field(
        has_form=OPENREVIEW, label="OpenReview", json=None, remains=True, is_detail=True, form=80,
        hint="such as rJXMpikCZ", query="openreview", search=SearchText.IDS, has="openreview", is_id=True,
        in_custom=True,
    ),
    "code": Field(
        has_form=WEB, json=None, is_detail=True, form=95, hint="such as https://github.com/lab/name", query="code",
        search=SearchText.IDS, has="code", in_custom=True,
    ),
    "edited": Field(Kind.TEXTS, merge=OWN, is_set=True),
    "distinct": Field(Kind.TEXTS, has_form=ID, merge=OWN, is_set=True, remains=True),
    "purged": Field(Kind.FLAG, merge=OWN, is_brief=True),
    "entry_type": Field(
        has_form=NAME, label="entry type", merge=FILLED, remains=True, form=110,
        hint="such as article, inproceedings, misc",
    ),
    "fields": Field(Kind.TABLE, has_form=NAME, merge=BLOCK, remains=True),
    "raw": Field(Kind.TABLE, has_form=NAME, tidy=verbatim, is_tidy=is_harmless, merge=BLOCK),
    "seal": Field(merge=BLOCK),
    "csl": Field(Kind.TABLE, tidy=verbatim, is_tidy=is_harmless, merge=BLOCK),
    "ris": Field(Kind.TABLE, tidy=verbatim, is_tidy=is_harmless, merge=BLOCK),
    "keywords": Field(Kind.TEXTS),
    "preprint": Field(Kind.TABLE, merge=OWN, search=SearchText.TITLE),
    "parts": Field(Kind.PARTS, merge=OWN),
    "joined": Field(has_form=TIME, merge=PART),
    "why": Field(merge=PART),
    "preferred": Field(Kind.NUMBER, least=-LARGEST, merge=PART),
    "names": Field(Kind.FLAG, merge=PART),
    "entry": Field(has_form=is_legal, merge=PART),
}  # fmt: skip
UNKNOWN = Field(tidy=verbatim, is_tidy=is_harmless)


class SourceFields(TypedDict, total=False):
    """The fields of a record that a source may state, with their types."""

    key: str
    aliases: list[str]
    others: bool
    author_count: int | None
    abstract: str
    venue: str
    journal_ref: str
    organization: str
    organization_handle: str
    comments: int | None
    upvotes: int | None
    arxiv: str
    arxiv_version: int | None
    primary_class: str
    doi: str
    acl: str
    openreview: str
    url: str
    code: str
    status: str
    priority: int
    note: str
    entry_type: str
    fields: Mapping[str, str]
    raw: Mapping[str, str]
    keywords: list[str]
    csl: Mapping[str, str]
    ris: Mapping[str, str]


class Record(SourceFields, total=False):
    """A paper as stored: JSON values, absent means unknown, keys this version does not know are kept."""

    id: str
    key_made: bool
    title: str
    authors: list[dict[str, str]]
    date: str
    status_since: str
    tags: list[str]
    added: str
    arrival: int
    updated: str
    sources: list[str]
    edited: list[str]
    distinct: list[str]
    purged: bool
    seal: str
    preprint: dict[str, str]
    parts: list[Record]
    joined: str
    why: str
    preferred: int
    names: bool
    entry: str


def label(name: str) -> str:
    """The name of a field for people, ``arXiv version``; that of an unknown one is its own."""
    return (FIELDS[name].label if name in FIELDS else "") or name.replace("_", " ")


def merged_as(*ways: Merge) -> tuple[str, ...]:
    """The fields that merge in one of these ways."""
    return tuple(name for name, field in FIELDS.items() if field.merge in ways)


IDS = tuple(name for name, field in FIELDS.items() if field.is_id)
"""Ids that identify a work wherever they are met."""
SETS = tuple(name for name, field in FIELDS.items() if field.is_set)
"""Lists that are merged and undone item by item."""
FOLLOWERS = {name: field.follows for name, field in FIELDS.items() if field.follows}
"""Field → the field it belongs to: undo restores both or neither (the time of a status goes with the status)."""
BRIEF = tuple(name for name, field in FIELDS.items() if field.is_brief)
"""The fields that lists are made from."""
REMAINS = frozenset(name for name, field in FIELDS.items() if field.remains)
"""The fields that a purged paper keeps."""
DETAILS = tuple(name for name, field in FIELDS.items() if field.is_detail)
"""The fields that the details of a paper show as label and value."""
IN_CUSTOM = tuple(name for name, field in FIELDS.items() if field.in_custom)
"""The fields that ``custom`` holds in CSL-JSON."""
FORM = tuple(sorted((name for name, field in FIELDS.items() if field.form), key=lambda name: FIELDS[name].form))
"""The fields of the form that edits a paper, in order."""


def defaults() -> dict[str, Any]:
    """The values of ``--json`` for a paper of which nothing is known, with the year after its date."""
    found: dict[str, Any] = {}
    for name, field in FIELDS.items():
        if field.json is not ABSENT:
            found[name] = field.json
        if name == "date":
            found["year"] = None
    return found


DEFAULTS = defaults()
