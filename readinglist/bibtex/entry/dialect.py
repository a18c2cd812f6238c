"""Conversion of an entry to BibTeX and to biblatex: entry type, names of fields, dates, and forms of values."""

from __future__ import annotations

import re

from readinglist.bibtex.entry.dates import join_date, split_date
from readinglist.bibtex.entry.entry_types import BIBLATEX_TYPES, BIBTEX_TYPES
from readinglist.bibtex.entry.field_names import BIBLATEX_NAMES, BIBTEX_NAMES, LISTS, NUMBERS, Fields
from readinglist.bibtex.entry.interpret import ARXIV_JOURNAL, address, title_separator, unbraced
from readinglist.bibtex.entry.names import split_names
from readinglist.latex.decoder import printed_text

KINDS = {
    "phdthesis": "", "mathesis": "", "mastersthesis": "", "techreport": "", "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis", "resreport": "Research report",
}  # fmt: skip
"""biblatex's key in ``type`` → its text for BibTeX; empty where the entry type implies it."""
BELOW_DOCTOR = frozenset({"mathesis", "mastersthesis", "bathesis", "candthesis"})
"""Kinds of theses that BibTeX has as ``@mastersthesis``."""
ONLY_ADDRESS = re.compile(r"\\url\s*\{([^{}]*)\}\.?")
"""An address in ``howpublished``, customary before there was ``url``."""


def to_bibtex(type: str, fields: Fields, *, is_native: bool = False) -> tuple[str, Fields]:
    """Entry type and fields for BibTeX; `is_native` if the entry was written for biblatex."""
    renamed = dict(fields)
    for name in [name for name in fields if name in BIBTEX_NAMES]:
        value = renamed.pop(name)
        renamed.setdefault(BIBTEX_NAMES[name], value)
    type = type_for_bibtex(type, renamed, is_native=is_native)
    if type in {"phdthesis", "mastersthesis"} and "institution" in renamed:
        renamed.setdefault("school", renamed.pop("institution"))
    split_date(renamed)
    join_subtitles(renamed)
    if renamed.get("archiveprefix", "").lower() == "arxiv":
        renamed["archiveprefix"] = "arXiv"
    return type, renamed if all(renamed.values()) else {name: value for name, value in renamed.items() if value}


def type_for_bibtex(type: str, fields: Fields, *, is_native: bool) -> str:
    """The BibTeX type of an entry; biblatex's key in ``type`` becomes a text."""
    kind = fields.get("type", "").lower()
    if type == "thesis":
        type = "mastersthesis" if kind in BELOW_DOCTOR else "phdthesis"
    if kind in KINDS:
        fields["type"] = KINDS[kind]
    if type == "inbook" and is_native and "booktitle" in fields:
        return "incollection"
    return BIBTEX_TYPES.get(type, type)


def join_subtitles(fields: Fields) -> None:
    """Append ``subtitle`` to ``title`` and ``booksubtitle`` to ``booktitle``; BibTeX has only titles."""
    if "subtitle" in fields and is_title_again(fields):
        del fields["booktitle"]
    for title, subtitle in (("title", "subtitle"), ("booktitle", "booksubtitle")):
        if subtitle in fields and title in fields and (first := printed_text(fields[title])):
            rest = fields.pop(subtitle)
            fields[title] += title_separator(first) + rest if printed_text(rest) else ""


def is_title_again(fields: Fields) -> bool:
    """Whether ``booktitle`` repeats ``title``, so that it names no venue."""
    return "booktitle" in fields and unbraced(fields["booktitle"]) == unbraced(fields.get("title", ""))


def to_biblatex(type: str, fields: Fields, *, is_native: bool = False) -> tuple[str, Fields]:
    """Entry type and fields for biblatex; `is_native` if the entry was written for it."""
    new_name = BIBLATEX_NAMES.get
    renamed = {new_name(name, name): value for name, value in fields.items()}
    if type == "proceedings" and "booktitle" in renamed:
        move_booktitle_to_series(renamed)
    if "howpublished" in renamed and "url" not in renamed and (only := ONLY_ADDRESS.fullmatch(renamed["howpublished"])):
        del renamed["howpublished"]
        renamed["url"] = address(only[1])
    for name in NUMBERS.intersection(renamed):
        renamed[name] = renamed[name].split(",")[0]
    if renamed.get("eprinttype", "").lower() == "arxiv":
        renamed["eprinttype"] = "arxiv"
    if not is_native:
        for name in LISTS.intersection(renamed):
            renamed[name] = single_name(renamed[name])
        type = type_for_biblatex(type, renamed)
    join_date(renamed)
    type, kind = BIBLATEX_TYPES.get(type, (type, ""))
    if kind:
        renamed.setdefault("type", kind)
    if type == "misc" and ("eprint" in renamed or "url" in renamed) and "howpublished" not in renamed:
        type = "online"
    return type, renamed


def move_booktitle_to_series(fields: Fields) -> None:
    """Move the ``booktitle`` of a volume, which biblatex does not print, to ``series`` unless it repeats the title."""
    is_again = is_title_again(fields)
    series = fields.pop("booktitle")
    if not is_again:
        fields.setdefault("series" if "series" not in fields else "titleaddon", series)


def type_for_biblatex(type: str, fields: Fields) -> str:
    """The biblatex type of a BibTeX entry whose type has another meaning there; a preprint loses its mock journal."""
    if type == "article" and "eprint" in fields and ARXIV_JOURNAL.match(fields.get("journaltitle", "")):
        for name in ("journaltitle", "volume", "number"):
            fields.pop(name, None)
        return "misc"
    if type == "inbook" and "booktitle" not in fields:
        type = "book"
    return "collection" if type == "book" and "editor" in fields and "author" not in fields else type


def single_name(name: str) -> str:
    """The name of an institution, in braces if biblatex would split it at ``and``."""
    return f"{{{name}}}" if len(split_names(name)) > 1 else name
