"""Precedence between fields of one entry that contradict each other, such as ``date`` and ``year``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.bibtex.entry.dates import DATE_PARTS, date_of
from readinglist.bibtex.entry.eprint import OWN_FIELDS, own_ids, pubmed_ids
from readinglist.bibtex.entry.field_names import BIBTEX_NAMES, EPRINT
from readinglist.bibtex.entry.interpret import address
from readinglist.latex.decoder import printed_text
from readinglist.papers.ids import named_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PREFERRED = {**BIBTEX_NAMES, "sortkey": "key", "annotation": "annote"}
"""biblatex's name of a field → BibTeX's, which takes precedence."""
THESES = frozenset({"phdthesis", "mastersthesis", "thesis"})
"""Entry types in which ``school`` takes precedence over ``institution``; in others it is the reverse."""
AMBIGUOUS = frozenset({*PREFERRED, *OWN_FIELDS, "eprint", "institution", "date"})
"""Fields that may contradict another one; an entry without them needs no check."""

Overruled = dict[str, str]
"""Field → the one that takes precedence over it."""


def overruled(type: str, fields: Mapping[str, str]) -> Overruled:
    """The fields of an entry that contradict one with precedence."""
    if AMBIGUOUS.isdisjoint(fields):
        return {}
    return {
        **dict(by_name(type, fields)),
        **(by_date(fields) if "date" in fields else {}),
        **by_id(fields),
    }


def by_name(type: str, fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The fields that contradict a synonym; an empty field has no precedence."""
    school = ("institution", "school") if type in THESES else ("school", "institution")
    for name, first in (*PREFERRED.items(), school):
        if name in fields and first in fields:
            one, other = printed_text(fields[first]), printed_text(fields[name])
            if one.lower() != other.lower():
                yield (name, first) if one else (first, name)


def by_date(fields: Mapping[str, str]) -> Overruled:
    """The fields that contradict ``date``, or ``date`` itself if it holds no date."""
    others = [name for name in DATE_PARTS if fields.get(name)]
    date = date_of({"date": fields["date"]})
    if date is None:
        return {"date": "year"} if others and date_of(fields) else {}
    names = others if "year" in others else ["year", *others]
    values = {"year": f"{date.year:04d}", **{name: fields[name] for name in others}}
    other = date_of(values)
    if other is None or str(date).startswith(str(other)):
        return {}
    return {name: "date" for name in names if name in others and (name != "year" or other.year != date.year)}


def by_id(fields: Mapping[str, str]) -> Overruled:
    """The fields with another id than a field that is read before them."""
    if "eprint" in fields and "pmid" in fields and (ids := pubmed_ids({name: fields.get(name, "") for name in EPRINT})):
        own = pubmed_ids({name: fields[name] for name in ids if name in fields})
        if any(own.get(name, id) != id for name, id in ids.items()):
            return {name: "pmid" for name in EPRINT if name in fields}
    tellers = [name for name in ("eprint", *OWN_FIELDS) if name in fields]
    if "arxiv" in fields.get("doi", "").lower():
        tellers.insert(0, "doi")
    if len(tellers) < 2:
        return {}
    named = [(name, id) for name in tellers if (id := arxiv_in(name, fields))]
    found: Overruled = {}
    for name, id in named[1:]:
        if id != named[0][1]:
            found |= {other: named[0][0] for other in (EPRINT if name == "eprint" else (name,)) if other in fields}
    return found


def arxiv_in(name: str, fields: Mapping[str, str]) -> str:
    """The arXiv id in one field."""
    texts = {other: printed_text(fields[other]) for other in (name, *EPRINT[1:]) if other in fields}
    ids = named_in(address(fields["doi"])) if name == "doi" else own_ids(texts)
    return next((each.arxiv for each in ids if each.arxiv), "")
