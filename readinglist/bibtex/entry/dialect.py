"""What BibTeX and biblatex call things: entry types, required fields, field names and their order."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from readinglist.bibtex.entry.dates import join_date, split_date
from readinglist.bibtex.entry.interpret import ARXIV_JOURNAL, address, between, unbraced
from readinglist.bibtex.entry.names import split_names
from readinglist.latex.decoder import printed_text
from readinglist.papers.further import RAW, VENUES

if TYPE_CHECKING:
    from collections.abc import Mapping

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
"""Entry type → the fields BibTeX needs, each with its alternatives (btxdoc 3.1)."""
REQUIRED_BY_BIBLATEX: dict[str, tuple[tuple[str, ...], ...]] = {
    "article": (("author",), ("title",), ("journaltitle",), ("date", "year")),
    "inproceedings": (("author",), ("title",), ("booktitle",), ("date", "year")),
    "incollection": (("author",), ("title",), ("booktitle",), ("date", "year")),
    "inbook": (("author",), ("title",), ("booktitle",), ("date", "year")),
    "book": (("author",), ("title",), ("date", "year")),
    "collection": (("editor",), ("title",), ("date", "year")),
    "thesis": (("author",), ("title",), ("institution",), ("date", "year")),
    "report": (("author",), ("title",), ("institution",), ("date", "year")),
    "unpublished": (("author",), ("title",), ("date", "year")),
    "proceedings": (("title",), ("date", "year")),
    "manual": (("title",),),
    "booklet": (("title",),),
}
"""Entry type → the fields biblatex needs (its manual, 2.1.1)."""
VENUE_FIELDS = {
    "article": "journal", "inproceedings": "booktitle", "conference": "booktitle", "incollection": "booktitle",
    "inbook": "booktitle", "proceedings": "booktitle",
}  # fmt: skip
"""Entry type → the field that names its venue."""


class Places(dict[str, int]):
    """Name → place; what has none comes last."""

    def __missing__(self, name: str) -> int:
        return len(self)


ORDER = Places(
    (name, place)
    for place, name in enumerate(
        "author editor title subtitle journal journaltitle booktitle date year month day volume number pages eid "
        "chapter edition series type school institution organization publisher address location howpublished doi "
        "eprint eprinttype archiveprefix eprintclass primaryclass url urldate isbn issn key".split()
    )
)
"""Field → its place in an entry; other fields follow."""
REFERENCES = ("crossref", "xref", "xdata", "entryset", "related")
"""Fields that name other entries."""
SPELLING = {"archiveprefix": "archivePrefix", "primaryclass": "primaryClass"}

TO_BIBLATEX_TYPE = {
    "conference": ("inproceedings", ""), "phdthesis": ("thesis", "phdthesis"), "techreport": ("report", "techreport"),
    "mastersthesis": ("thesis", "mathesis"),
}  # fmt: skip
TO_BIBTEX_TYPE = {
    "online": "misc", "electronic": "misc", "www": "misc", "report": "techreport", "collection": "book",
    "mvbook": "book", "mvcollection": "book", "mvproceedings": "proceedings", "bookinbook": "incollection",
    "suppbook": "incollection", "suppcollection": "incollection", "suppperiodical": "article", "reference": "book",
    "mvreference": "book", "inreference": "incollection", "periodical": "misc", "dataset": "misc", "software": "misc",
    "artwork": "misc", "audio": "misc", "commentary": "misc", "image": "misc", "jurisdiction": "misc", "legal": "misc",
    "legislation": "misc", "letter": "misc", "movie": "misc", "music": "misc", "patent": "misc", "performance": "misc",
    "review": "misc", "standard": "misc", "video": "misc",
}  # fmt: skip
TO_BIBLATEX = {
    "journal": "journaltitle", "address": "location", "school": "institution", "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass",
}  # fmt: skip
TO_BIBTEX = {new: old for old, new in TO_BIBLATEX.items() if old != "school"}
ONLY_BIBLATEX = frozenset("date journaltitle location maintitle booksubtitle eventtitle eventdate issuetitle".split())
"""Fields by which an imported entry shows that it was written for biblatex."""
KINDS = {
    "phdthesis": "", "mathesis": "", "mastersthesis": "", "techreport": "", "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis", "resreport": "Research report",
}  # fmt: skip
"""What biblatex's key in ``type`` prints → what BibTeX has to be told; nothing where the entry type says it."""
BELOW_DOCTOR = frozenset({"mathesis", "mastersthesis", "bathesis", "candthesis"})
LISTS = frozenset({"publisher", "institution", "organization", "location"})
"""Fields that biblatex cuts at each ``and``."""
NUMBERS = frozenset({"isbn", "issn"})
"""Fields in which biblatex has one number."""
SORTED_BY_EDITOR = frozenset({"book", "inbook", "proceedings"})
"""Entry types that BibTeX's styles sort by the editor where there is no author."""

ONLY_ADDRESS = re.compile(r"\\url\s*\{([^{}]*)\}\.?")
"""The old way to print an address, before there was ``url``."""

Fields = dict[str, str]
"""Field name in lower case → value in LaTeX."""


def missing(type: str, fields: Fields, required: Mapping[str, tuple[tuple[str, ...], ...]]) -> list[str]:
    """The fields that an entry of this type needs and does not have."""
    get = fields.get
    lacking = [names for names in required.get(type, ()) if not get(names[0])]
    return [names[0] for names in lacking if not any(map(get, names))]


def is_for_biblatex(type: str, fields: Mapping[str, str]) -> bool:
    """Whether an imported entry was written for biblatex, so that its type and its lists mean what they do there."""
    return type in TO_BIBTEX_TYPE or type == "thesis" or not ONLY_BIBLATEX.isdisjoint(fields)


def needs_key(type: str, fields: Fields) -> bool:
    """Whether BibTeX's styles find nothing to sort or label the entry by."""
    return not ("author" in fields or "key" in fields or ("editor" in fields and type in SORTED_BY_EDITOR))


def to_bibtex(type: str, fields: Fields, *, is_native: bool = False) -> tuple[str, Fields]:
    """An entry as BibTeX has it; `is_native` says that it was written for biblatex."""
    renamed = dict(fields)
    for name in [name for name in fields if name in TO_BIBTEX]:
        value = renamed.pop(name)
        renamed.setdefault(TO_BIBTEX[name], value)
    kind = renamed.get("type", "").lower()
    if type == "thesis":
        type = "mastersthesis" if kind in BELOW_DOCTOR else "phdthesis"
    type = TO_BIBTEX_TYPE.get(type, type)
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
    new_name = TO_BIBLATEX.get
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
    type, kind = TO_BIBLATEX_TYPE.get(type, (type, ""))
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


@lru_cache(1024)
def in_order(names: tuple[str, ...]) -> list[str]:
    """The names of fields in the fixed order, unknown ones last in their own; many entries have the same."""
    return sorted(names, key=ORDER.__getitem__)


SAME = {**RAW, "venue": VENUES}
"""What a paper has → the raw fields that say it."""
