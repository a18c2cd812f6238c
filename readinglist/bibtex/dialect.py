"""What BibTeX and biblatex call things: entry types, required fields, field names and their order."""

from __future__ import annotations

import re

from readinglist.bibtex.meaning import MONTHS, address, date_of, month_of

REQUIRED: dict[str, tuple[tuple[str, ...], ...]] = {
    "article": (("author",), ("title",), ("journal",), ("year",)),
    "inproceedings": (("author",), ("title",), ("booktitle",), ("year",)),
    "conference": (("author",), ("title",), ("booktitle",), ("year",)),
    "incollection": (("author",), ("title",), ("booktitle",), ("publisher",), ("year",)),
    "inbook": (("author", "editor"), ("title",), ("chapter", "pages"), ("publisher",), ("year",)),
    "book": (("author", "editor"), ("title",), ("publisher",), ("year",)),
    "phdthesis": (("author",), ("title",), ("school",), ("year",)),
    "mastersthesis": (("author",), ("title",), ("school",), ("year",)),
    "techreport": (("author",), ("title",), ("institution",), ("year",)),
    "unpublished": (("author",), ("title",), ("note",)),
    "proceedings": (("title",), ("year",)),
    "manual": (("title",),),
    "booklet": (("title",),),
}
"""Entry type → the fields it needs, each with its alternatives (btxdoc 3.1)."""
VENUE_FIELDS = {
    "article": "journal", "inproceedings": "booktitle", "conference": "booktitle", "incollection": "booktitle",
    "inbook": "booktitle", "proceedings": "booktitle",
}  # fmt: skip
"""Entry type → the field that names its venue."""
ORDER = {
    name: place
    for place, name in enumerate(
        "author editor title subtitle journal journaltitle booktitle date year month day volume number pages eid "
        "chapter edition series type school institution organization publisher address location howpublished doi "
        "eprint eprinttype archiveprefix eprintclass primaryclass url urldate isbn issn".split()
    )
}
"""Field → its place in an entry; other fields follow."""
PRIVATE = frozenset(
    "abstract file keywords annote annotation groups owner timestamp readstatus read priority ranking rating relevance "
    "qualityassured comment review "
    "date-added date-modified localfile mendeley-groups mendeley-tags creationdate modificationdate printed "
    "crossref xdata".split()
)
"""Fields of an imported entry that stay at home; what ``crossref`` named is written in full."""
SPELLING = {"archiveprefix": "archivePrefix", "primaryclass": "primaryClass"}

TO_BIBLATEX_TYPE = {
    "conference": ("inproceedings", ""), "phdthesis": ("thesis", "phdthesis"), "techreport": ("report", "techreport"),
    "mastersthesis": ("thesis", "mathesis"),
}  # fmt: skip
TO_BIBTEX_TYPE = {
    "online": "misc", "electronic": "misc", "www": "misc", "report": "techreport", "collection": "book",
    "mvbook": "book", "mvcollection": "book", "mvproceedings": "proceedings", "bookinbook": "inbook",
    "suppbook": "inbook", "suppcollection": "incollection", "suppperiodical": "article", "reference": "book",
    "inreference": "incollection", "periodical": "misc", "dataset": "misc", "software": "misc", "artwork": "misc",
    "audio": "misc", "image": "misc", "jurisdiction": "misc", "legal": "misc", "legislation": "misc", "letter": "misc",
    "movie": "misc", "music": "misc", "performance": "misc", "video": "misc",
}  # fmt: skip
TO_BIBLATEX = {
    "journal": "journaltitle", "address": "location", "school": "institution", "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass",
}  # fmt: skip
TO_BIBTEX = {new: old for old, new in TO_BIBLATEX.items() if old != "school"}

ONLY_ADDRESS = re.compile(r"\\url\s*\{([^{}]*)\}\.?")
"""The old way to print an address, before there was ``url``."""

Fields = dict[str, str]
"""Field name in lower case → value in LaTeX."""


def missing(type: str, fields: Fields) -> list[str]:
    """The fields that an entry of this type needs and does not have."""
    return [names[0] for names in REQUIRED.get(type, ()) if not any(fields.get(name) for name in names)]


def to_bibtex(type: str, fields: Fields) -> tuple[str, Fields]:
    """An entry as BibTeX has it; the names that only biblatex knows are changed."""
    renamed = {TO_BIBTEX.get(name, name): value for name, value in fields.items()} | {
        name: value for name, value in fields.items() if name not in TO_BIBTEX
    }
    if type == "thesis":
        type = "mastersthesis" if renamed.get("type", "").lower() in {"mathesis", "mastersthesis"} else "phdthesis"
        if renamed.get("type", "").lower() in {"mathesis", "mastersthesis", "phdthesis"}:
            del renamed["type"]
    if type in {"phdthesis", "mastersthesis"} and "institution" in renamed:
        renamed.setdefault("school", renamed.pop("institution"))
    if "date" in renamed and (date := date_of(renamed)):
        del renamed["date"]
        renamed.setdefault("year", f"{date.year:04d}")
        if date.month:
            renamed.setdefault("month", MONTHS[date.month - 1])
        if date.day:
            renamed.setdefault("day", str(date.day))
    if renamed.get("archiveprefix", "").lower() == "arxiv":
        renamed["archiveprefix"] = "arXiv"
    return TO_BIBTEX_TYPE.get(type, type), renamed


def to_biblatex(type: str, fields: Fields) -> tuple[str, Fields]:
    """An entry as biblatex has it: ``date``, ``journaltitle``, ``eprinttype``, ``@online``."""
    renamed = {TO_BIBLATEX.get(name, name): value for name, value in fields.items()}
    if type == "proceedings" and (series := renamed.pop("booktitle", "")) not in {"", renamed.get("title")}:
        renamed.setdefault("series" if "series" not in renamed else "titleaddon", series)
    if (only := ONLY_ADDRESS.fullmatch(renamed.get("howpublished", ""))) and "url" not in renamed:
        del renamed["howpublished"]
        renamed["url"] = address(only[1])
    for name in ("isbn", "issn"):
        if name in renamed:
            renamed[name] = renamed[name].split(",")[0]
    new_type, kind = TO_BIBLATEX_TYPE.get(type, (type, ""))
    if kind:
        renamed.setdefault("type", kind)
    if new_type == "misc" and ("eprint" in renamed or "url" in renamed) and "howpublished" not in renamed:
        new_type = "online"
    if renamed.get("eprinttype", "").lower() == "arxiv":
        renamed["eprinttype"] = "arxiv"
    year = renamed.get("year", "")
    if "date" not in renamed and year.isdigit() and (date := date_of(renamed)):
        renamed["date"] = str(date)
    for name in ("year", "month", "day") if "date" in renamed else ():
        renamed.pop(name, None)
    return new_type, renamed


def month_macro(value: str) -> str:
    """The macro (``jun``) for a month alone; empty for anything else, such as a range."""
    number = month_of(value)
    is_alone = value.strip("{}. ").isalnum()
    return MONTHS[number - 1] if number and is_alone else ""


def in_order(fields: Fields) -> list[tuple[str, str]]:
    """The fields in the fixed order, unknown ones last in their own."""
    return sorted(fields.items(), key=lambda field: ORDER.get(field[0], len(ORDER)))
