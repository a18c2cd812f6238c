"""Entry types of BibTeX and biblatex: required fields, the field of the venue, the type in the other dialect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.bibtex.entry.field_names import Fields
    from readinglist.papers.paper import Paper


class EntryType(NamedTuple):
    """One entry type; required fields are words, with ``|`` between alternatives."""

    bibtex: str = ""
    """Fields that BibTeX requires (btxdoc 3.1)."""
    biblatex: str = ""
    """Fields that biblatex requires (its manual, 2.1.1)."""
    venue: str = ""
    """BibTeX's name for the field of its venue."""
    in_bibtex: str = ""
    """BibTeX's type in its place, if only biblatex has it."""
    in_biblatex: str = ""
    """biblatex's type in its place, if only BibTeX has it."""
    kind: str = ""
    """The key that biblatex then has in ``type``."""


ENTRY_TYPES: dict[str, EntryType] = {
    "article": EntryType("author title journal year", "author title journaltitle date|year", venue="journal"),
    "inproceedings": EntryType("author title booktitle year", "author title booktitle date|year", venue="booktitle"),
    "conference": EntryType("author title booktitle year", venue="booktitle", in_biblatex="inproceedings"),
    "incollection": EntryType(
        "author title booktitle publisher year", "author title booktitle date|year", venue="booktitle"
    ),
    "inbook": EntryType(
        "author|editor title chapter|pages publisher year", "author title booktitle date|year", venue="booktitle"
    ),
    "book": EntryType("author|editor title publisher year", "author title date|year"),
    "collection": EntryType(biblatex="editor title date|year", in_bibtex="book"),
    "proceedings": EntryType("title year", "title date|year", venue="booktitle"),
    "phdthesis": EntryType("author title school year", in_biblatex="thesis", kind="phdthesis"),
    "mastersthesis": EntryType("author title school year", in_biblatex="thesis", kind="mathesis"),
    "thesis": EntryType(biblatex="author title institution date|year"),  # its kind decides what BibTeX has
    "techreport": EntryType("author title institution year", in_biblatex="report", kind="techreport"),
    "report": EntryType(biblatex="author title institution date|year", in_bibtex="techreport"),
    "unpublished": EntryType("author title note", "author title date|year"),
    "manual": EntryType("title", "title"),
    "booklet": EntryType("title", "title"),
    "suppperiodical": EntryType(in_bibtex="article"),
    "mvproceedings": EntryType(in_bibtex="proceedings"),
    **dict.fromkeys("mvbook mvcollection reference mvreference".split(), EntryType(in_bibtex="book")),
    **dict.fromkeys(
        "bookinbook suppbook suppcollection inreference".split(),
        EntryType(in_bibtex="incollection"),
    ),
    **dict.fromkeys(
        "online electronic www periodical dataset software artwork audio commentary image jurisdiction legal "
        "legislation letter movie music patent performance review standard video".split(),
        EntryType(in_bibtex="misc"),
    ),
}
"""The table of entry types; ``misc`` requires nothing and is in both dialects."""

Required = dict[str, tuple[tuple[str, ...], ...]]
"""Entry type → its required fields, each with its alternatives."""


def required(dialect: str) -> Required:
    """The required fields of all entry types of a dialect."""
    words = {name: getattr(row, dialect).split() for name, row in ENTRY_TYPES.items()}
    return {name: tuple(tuple(word.split("|")) for word in fields) for name, fields in words.items() if fields}


REQUIRED = required("bibtex")
REQUIRED_BY_BIBLATEX = required("biblatex")
VENUE_FIELDS = {name: row.venue for name, row in ENTRY_TYPES.items() if row.venue}
"""Entry type → the field of its venue."""
BIBTEX_TYPES = {name: row.in_bibtex for name, row in ENTRY_TYPES.items() if row.in_bibtex}
"""Type that only biblatex has → BibTeX's."""
BIBLATEX_TYPES = {name: (row.in_biblatex, row.kind) for name, row in ENTRY_TYPES.items() if row.in_biblatex}
"""Type that only BibTeX has → biblatex's, and the key in its ``type`` field."""
BIBLATEX_FIELDS = frozenset("date journaltitle location maintitle booksubtitle eventtitle eventdate issuetitle".split())
"""Fields that mark an imported entry as written for biblatex."""
SORTED_BY_EDITOR = frozenset({"book", "inbook", "proceedings"})
"""Entry types that BibTeX's styles sort by the editor if there is no author."""
CONFERENCE = re.compile(
    r"\b(?:proceedings|proc\.|conference|workshop|symposium|meeting|advances in neural|neurips|nips|icml|iclr|acl|"
    r"emnlp|naacl|eacl|coling|cvpr|iccv|eccv|aaai|ijcai|kdd|sigir|interspeech|icassp)\b",
    re.IGNORECASE,
)
JOURNAL = re.compile(
    r"\b(?:journal|transactions|trans\.|letters|annals|review|reviews|bulletin|magazine)\b|^(?:nature|science|cell|pnas)\b",
    re.IGNORECASE,
)


def missing(type: str, fields: Fields, required: Required) -> list[str]:
    """The required fields that an entry of this type lacks, each by the first of its alternatives."""
    get = fields.get
    lacking = [names for names in required.get(type, ()) if not get(names[0])]
    return [names[0] for names in lacking if not any(map(get, names))]


def is_for_biblatex(type: str, fields: Mapping[str, str]) -> bool:
    """Whether an imported entry was written for biblatex, where some types and fields have another meaning."""
    return type in BIBTEX_TYPES or type == "thesis" or not BIBLATEX_FIELDS.isdisjoint(fields)


def needs_sort_key(type: str, fields: Fields) -> bool:
    """Whether BibTeX's styles need a ``key`` field, for lack of a name to sort and label the entry by."""
    return not ("author" in fields or "key" in fields or ("editor" in fields and type in SORTED_BY_EDITOR))


def likely_type(paper: Paper) -> str:
    """The entry type of a paper that has none, by its venue and further fields; misc if they don't tell."""
    if "school" in paper.fields:
        return "phdthesis"
    if not paper.venue:
        return "misc"
    if paper.acl or CONFERENCE.search(paper.venue):
        return "inproceedings"
    return "article" if JOURNAL.search(paper.venue) or "volume" in paper.fields else "misc"
