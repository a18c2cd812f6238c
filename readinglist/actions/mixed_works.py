"""Papers that say what contradicts their own imported entry: two works of which one record was made.

They have no ``parts``: what was filled into the imported entry's record from another one can only be told by what the
entry itself does not say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.bibtex.entry.interpret import meaning
from readinglist.papers import citekey
from readinglist.papers.change import Change, patch_between
from readinglist.papers.identity.contradictions import between, of_ids
from readinglist.papers.identity.evidence import Facts
from readinglist.papers.intake import new_id
from readinglist.papers.merging import OWN, facts
from readinglist.papers.paper import Paper
from readinglist.papers.record import told
from readinglist.papers.rekeying import Taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readinglist.papers.change import Patch
    from readinglist.papers.library import Library
    from readinglist.papers.record import Record

TELLING = frozenset({"venue", "doi", "acl", "volume", "number", "pages", "isbn", "edition", "chapter"})
"""Facts that tell publications apart."""
KEPT = frozenset({"abstract", "organization", "organization_handle", "comments", "upvotes", "keywords"})
"""Facts that say nothing against the entry; the paper keeps them."""


def mixed(library: Library) -> Iterator[tuple[Paper, str]]:
    """The papers that say what contradicts their own imported entry, each with the contradiction."""
    for paper in library:
        record = paper.once()
        if record.get("raw") and not record.get("parts") and (why := contradiction(record)):
            yield Paper(record), why


def suspects(library: Library) -> Iterator[tuple[Paper, list[str]]]:
    """The papers with facts of a publication that another record brought, which nobody kept; with these facts."""
    for paper in library:
        record = paper.once()
        if record.get("aliases") and (brought := brought_to(record)) and not contradiction(record):
            yield Paper(record), brought


def brought_to(record: Record) -> list[str]:
    """The facts of a publication in a record that its imported entry does not say; none where records were kept."""
    if not record.get("raw") or record.get("parts"):
        return []
    rest = strange(record, as_imported(record))
    return [name for name in (*rest, *rest.get("fields", {})) if name in TELLING]


def contradiction(record: Record) -> str:
    """The contradiction between a record and its imported entry; empty if there is none, or the user has set it."""
    own = as_imported(record)
    rest = strange(record, own)
    if not rest:
        return ""
    one, two = Facts(own), Facts({**rest, "title": own.get("title"), "authors": own.get("authors")})
    return of_ids(one, two) or between(one, two)


def as_imported(record: Record) -> Record:
    """The facts of an imported entry as its raw fields say them."""
    raw = record["raw"]
    return told({**meaning(raw).record(), "entry_type": record.get("entry_type", ""), "raw": raw})


def strange(record: Record, own: Record) -> Record:
    """The facts of a record that its imported entry does not say and the user has not set."""
    edited = record.get("edited", ())
    names = facts(record).keys() - KEPT - {"raw", "seal", "entry_type", "title", "authors", "others", *edited}
    found = {name: record[name] for name in names if name != "fields" and record[name] != own.get(name)}
    if "date" in found and str(found["date"]).startswith(str(own.get("date", "-"))):
        del found["date"]
    if "fields" not in edited:
        mine = own.get("fields", {})
        fields = {name: text for name, text in record.get("fields", {}).items() if mine.get(name) != text}
        found |= {"fields": fields} if fields else {}
    return found


def parted(library: Library, papers: Iterable[Paper], now: str) -> Change:
    """The change that takes such papers apart: the entry as it was imported, and a paper of what else was said."""
    patches: dict[str, Patch] = {}
    for arrival, paper in enumerate(papers, library.next_arrival):
        record = paper.record
        *aliases, key = record.get("aliases") or [""]
        other = rest_of(record, now) | {"id": new_id(library, patches), "arrival": arrival}
        other["key"] = key or citekey.unique(citekey.propose(Paper(other)), Taken(library))
        left = entry_of(record) | {"aliases": aliases or None, "updated": now}
        left["distinct"] = sorted({*record.get("distinct", ()), other["id"]})
        patches[paper.id] = patch_between(record, {name: value for name, value in left.items() if value is not None})
        patches[other["id"]] = patch_between({}, other)
    return Change(f"taken apart: {len(patches) // 2}", patches, time=now)


def entry_of(record: Record) -> Record:
    """A record with the facts of its imported entry alone, and what the library and the user gave it."""
    given = {name: value for name, value in record.items() if name in OWN or name in KEPT}
    return {
        **given,
        **as_imported(record),
        **{name: record[name] for name in record.get("edited", ()) if name in record},
    }


def rest_of(record: Record, now: str) -> Record:
    """A new record of what another one says beside its imported entry."""
    work: Record = {name: record[name] for name in ("title", "authors", "others", "sources") if name in record}
    given = {"status": "inbox", "status_since": now, "added": now, "updated": now, "distinct": [record["id"]]}
    return {**work, **strange(record, as_imported(record)), **given}
