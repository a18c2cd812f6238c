"""Names of fields: BibTeX's and biblatex's for the same thing, their order and spelling, and special kinds of field."""

from __future__ import annotations

from functools import lru_cache

from readinglist.papers.further import RAW, VENUES

Fields = dict[str, str]
"""Field name in lower case → value in LaTeX."""


class Places(dict[str, int]):
    """Name → place; an unknown name comes last."""

    def __missing__(self, name: str) -> int:
        return len(self)


RAW_FIELDS = {**RAW, "venue": VENUES}
"""Field of a record → the fields of an entry that state it."""
EPRINT = RAW_FIELDS["arxiv"]
"""The id in an archive, and the fields that name the archive and its section."""
BIBLATEX_NAMES = {
    "journal": "journaltitle", "address": "location", "school": "institution", "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass",
}  # fmt: skip
"""BibTeX's name of a field → biblatex's."""
BIBTEX_NAMES = {new: old for old, new in BIBLATEX_NAMES.items() if old != "school"}
"""biblatex's name of a field → BibTeX's, which has ``institution`` for reports."""
REFERENCES = ("crossref", "xref", "xdata", "entryset", "related")
"""Fields that name other entries."""
VERBATIM = frozenset({"doi", "url", "eprint", "file"})
"""Verbatim fields, whose values are not LaTeX."""
LISTS = frozenset({"publisher", "institution", "organization", "location"})
"""Literal lists of biblatex, cut at each ``and``."""
NUMBERS = frozenset({"isbn", "issn"})
"""Fields that hold one number in biblatex."""
SPELLING = {"archiveprefix": "archivePrefix", "primaryclass": "primaryClass"}
"""Field in lower case → its customary spelling."""
ORDER = Places(
    (name, place)
    for place, name in enumerate(
        "author editor title subtitle journal journaltitle booktitle date year month day volume number pages eid "
        "chapter edition series type school institution organization publisher address location howpublished doi "
        "eprint eprinttype archiveprefix eprintclass primaryclass url urldate isbn issn key".split()
    )
)
"""Field → its place in an entry."""


@lru_cache(1024)
def in_order(names: tuple[str, ...]) -> list[str]:
    """The names in the order of an entry, unknown ones last; cached, as many entries have the same fields."""
    return sorted(names, key=ORDER.__getitem__)
