"""What BibTeX and biblatex call things: entry types, required fields, field names and their order."""

from __future__ import annotations

import re

from readinglist.bibtex.entry.dates import join_date, split_date
from readinglist.bibtex.entry.entry_types import BIBLATEX_TYPES, BIBTEX_TYPES
from readinglist.bibtex.entry.field_names import BIBLATEX_NAMES, BIBTEX_NAMES, LISTS, NUMBERS, Fields
from readinglist.bibtex.entry.interpret import ARXIV_JOURNAL, address, between, unbraced
from readinglist.bibtex.entry.names import split_names
from readinglist.latex.decoder import printed_text

KINDS = {
    "phdthesis": "", "mathesis": "", "mastersthesis": "", "techreport": "", "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis", "resreport": "Research report",
}  # fmt: skip
"""What biblatex's key in ``type`` prints → what BibTeX has to be told; nothing where the entry type says it."""
BELOW_DOCTOR = frozenset({"mathesis", "mastersthesis", "bathesis", "candthesis"})

ONLY_ADDRESS = re.compile(r"\\url\s*\{([^{}]*)\}\.?")
"""The old way to print an address, before there was ``url``."""


def to_bibtex(type: str, fields: Fields, *, is_native: bool = False) -> tuple[str, Fields]:
    """An entry as BibTeX has it; `is_native` says that it was written for biblatex."""
    renamed = dict(fields)
    for name in [name for name in fields if name in BIBTEX_NAMES]:
        value = renamed.pop(name)
        renamed.setdefault(BIBTEX_NAMES[name], value)
    kind = renamed.get("type", "").lower()
    if type == "thesis":
        type = "mastersthesis" if kind in BELOW_DOCTOR else "phdthesis"
    type = BIBTEX_TYPES.get(type, type)
    if kind in KINDS:
        renamed["type"] = KINDS[kind]
    if type == "inbook" and is_native and "booktitle" in renamed:
        type = "incollection"
    if type in {"phdthesis", "mastersthesis"} and "institution" in renamed:
        renamed.setdefault("school", renamed.pop("institution"))
    split_date(renamed)
    if "subtitle" in renamed and is_title_again(renamed):
        del renamed["booktitle"]
    for title, subtitle in (("title", "subtitle"), ("booktitle", "booksubtitle")):
        if subtitle in renamed and title in renamed and (first := printed_text(renamed[title])):
            rest = renamed.pop(subtitle)
            renamed[title] += between(first) + rest if printed_text(rest) else ""
    if renamed.get("archiveprefix", "").lower() == "arxiv":
        renamed["archiveprefix"] = "arXiv"
    return type, renamed if all(renamed.values()) else {name: value for name, value in renamed.items() if value}


def is_title_again(fields: Fields) -> bool:
    """Whether the book of an entry has the entry's own title, so that it names no venue."""
    return "booktitle" in fields and unbraced(fields["booktitle"]) == unbraced(fields.get("title", ""))


def to_biblatex(type: str, fields: Fields, *, is_native: bool = False) -> tuple[str, Fields]:
    """An entry as biblatex has it (``date``, ``journaltitle``, ``@online``); `is_native` if it was written for it."""
    new_name = BIBLATEX_NAMES.get
    renamed = {new_name(name, name): value for name, value in fields.items()}
    if type == "proceedings" and "booktitle" in renamed:
        with_series(renamed)
    if "howpublished" in renamed and "url" not in renamed and (only := ONLY_ADDRESS.fullmatch(renamed["howpublished"])):
        del renamed["howpublished"]
        renamed["url"] = address(only[1])
    for name in NUMBERS.intersection(renamed):
        renamed[name] = renamed[name].split(",")[0]
    if renamed.get("eprinttype", "").lower() == "arxiv":
        renamed["eprinttype"] = "arxiv"
    if not is_native:
        for name in LISTS.intersection(renamed):
            renamed[name] = in_one(renamed[name])
        type = unlike_bibtex(type, renamed)
    join_date(renamed)
    type, kind = BIBLATEX_TYPES.get(type, (type, ""))
    if kind:
        renamed.setdefault("type", kind)
    if type == "misc" and ("eprint" in renamed or "url" in renamed) and "howpublished" not in renamed:
        type = "online"
    return type, renamed


def with_series(fields: Fields) -> None:
    """Say the ``booktitle`` of a volume, which biblatex does not print, as its series if it is not the title again."""
    is_again = is_title_again(fields)
    series = fields.pop("booktitle")
    if not is_again:
        fields.setdefault("series" if "series" not in fields else "titleaddon", series)


def unlike_bibtex(type: str, fields: Fields) -> str:
    """The type of a BibTeX entry whose own means something else in biblatex; a preprint loses its mock journal."""
    if type == "article" and "eprint" in fields and ARXIV_JOURNAL.match(fields.get("journaltitle", "")):
        for name in ("journaltitle", "volume", "number"):
            fields.pop(name, None)
        return "misc"
    if type == "inbook" and "booktitle" not in fields:
        type = "book"
    return "collection" if type == "book" and "editor" in fields and "author" not in fields else type


def in_one(name: str) -> str:
    """The name of an institution such that biblatex sees one, not a list cut at ``and``."""
    return f"{{{name}}}" if len(split_names(name)) > 1 else name
