"""Fields of one entry that say one thing under two names: which of them holds where they say something else."""

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

HOLDING = {**BIBTEX_NAMES, "sortkey": "key", "annotation": "annote"}
"""biblatex's name for something → BibTeX's, which holds."""
OF_SCHOOLS = frozenset({"phdthesis", "mastersthesis", "thesis"})
"""Entry types in which ``school`` holds; in others it is ``institution``."""
SECOND = frozenset({*HOLDING, *OWN_FIELDS, "eprint", "institution", "date"})
"""Fields without which nothing is said twice."""

Overruled = dict[str, str]
"""A field → the one that holds in its place."""


def overruled(type: str, fields: Mapping[str, str]) -> Overruled:
    """The fields of an entry that say something else than one that holds in their place."""
    if SECOND.isdisjoint(fields):
        return {}
    return {
        **dict(by_name(type, fields)),
        **(by_date(fields) if "date" in fields else {}),
        **by_id(fields),
    }


def by_name(type: str, fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Names of which another one says something else; one that says nothing holds nothing."""
    school = ("institution", "school") if type in OF_SCHOOLS else ("school", "institution")
    for name, first in (*HOLDING.items(), school):
        if name in fields and first in fields:
            one, other = printed_text(fields[first]), printed_text(fields[name])
            if one.lower() != other.lower():
                yield (name, first) if one else (first, name)


def by_date(fields: Mapping[str, str]) -> Overruled:
    """What ``date`` does not say; one in which there is no date holds nothing."""
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
    """The fields for an id that say another one than a field that is read before."""
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
    """The id on arXiv in one field."""
    texts = {other: printed_text(fields[other]) for other in (name, *EPRINT[1:]) if other in fields}
    ids = named_in(address(fields["doi"])) if name == "doi" else own_ids(texts)
    return next((each.arxiv for each in ids if each.arxiv), "")
