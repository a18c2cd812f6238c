"""Records in which an earlier version mixed two works: found by their imported entry, and separated.

Such a record has no ``parts``. Its imported entry tells which of its facts another record brought.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.bibtex.entry.interpret import interpret
from readinglist.papers import citekey
from readinglist.papers.change import Change, patch_between
from readinglist.papers.identity.contradictions import between, of_ids
from readinglist.papers.identity.evidence import Facts
from readinglist.papers.intake import new_id
from readinglist.papers.merging import OWN, facts
from readinglist.papers.paper import Paper
from readinglist.papers.record import Values, known_only, record_of, values_of, without_none
from readinglist.papers.rekeying import Taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readinglist.papers.change import Patch
    from readinglist.papers.library import Library
    from readinglist.papers.record import Record

IDENTIFYING = frozenset({"venue", "doi", "acl", "volume", "number", "pages", "isbn", "edition", "chapter"})
"""Facts that identify one publication."""
NEUTRAL = frozenset({"abstract", "organization", "organization_handle", "comments", "upvotes", "keywords", "code"})
"""Facts that cannot contradict an entry; they stay with the imported work."""


def mixed_works(library: Library) -> Iterator[tuple[Paper, str]]:
    """The papers that contradict their own imported entry, each with the contradiction."""
    for paper in library:
        record = paper.record_uncached()
        if record.get("raw") and not record.get("parts") and (why := contradiction(record)):
            yield Paper(record), why


def suspects(library: Library) -> Iterator[tuple[Paper, list[str]]]:
    """The papers with identifying facts from a second record that was not kept, and the names of these facts."""
    for paper in library:
        record = paper.record_uncached()
        if record.get("aliases") and (names := foreign_facts(record)) and not contradiction(record):
            yield Paper(record), names


def foreign_facts(record: Record) -> list[str]:
    """Names of identifying facts that the imported entry does not state; none where joined records were kept."""
    if not record.get("raw") or record.get("parts"):
        return []
    rest = facts_beyond(record, imported_facts(record))
    return [name for name in (*rest, *rest.get("fields", {})) if name in IDENTIFYING]


def contradiction(record: Record) -> str:
    """The contradiction between a record and its imported entry; empty if there is none, or the user has set it."""
    own = imported_facts(record)
    rest = facts_beyond(record, own)
    if not rest:
        return ""
    one, two = Facts(own), Facts(without_none({**rest, "title": own.get("title"), "authors": own.get("authors")}))
    return of_ids(one, two) or between(one, two)


def imported_facts(record: Record) -> Record:
    """The facts that the raw fields of an imported entry state."""
    raw = record["raw"]
    return known_only({**interpret(raw).record(), "entry_type": record.get("entry_type", ""), "raw": raw})


def facts_beyond(record: Record, imported: Record) -> Record:
    """The facts of a record that its imported entry does not state and the user has not set."""
    edited = record.get("edited", ())
    names = facts(record).keys() - NEUTRAL - {"raw", "seal", "entry_type", "title", "authors", "others", *edited}
    stated = values_of(imported)
    found: Values = {
        name: value
        for name, value in record.items()
        if name in names and name != "fields" and value != stated.get(name)
    }
    if "date" in found and str(found["date"]).startswith(str(imported.get("date", "-"))):
        del found["date"]
    if "fields" not in edited:
        own = imported.get("fields") or {}
        fields = {name: text for name, text in record.get("fields", {}).items() if own.get(name) != text}
        found |= {"fields": fields} if fields else {}
    return record_of(found)


def separate(library: Library, papers: Iterable[Paper], now: str) -> Change:
    """The change that makes two papers of each: its entry as imported, and the work of the other facts."""
    patches: dict[str, Patch] = {}
    for arrival, paper in enumerate(papers, library.next_arrival):
        record = paper.record
        *aliases, key = record.get("aliases") or [""]
        other: Values = {**other_work(record, now), "id": new_id(library, patches), "arrival": arrival}
        other["key"] = key or citekey.unique(citekey.propose(Paper(other)), Taken(library))
        left: Values = {**imported_work(record), "aliases": aliases or None, "updated": now}
        left["distinct"] = sorted({*record.get("distinct", ()), other["id"]})
        patches[paper.id] = patch_between(record, {name: value for name, value in left.items() if value is not None})
        patches[other["id"]] = patch_between({}, other)
    return Change(f"taken apart: {len(patches) // 2}", patches, time=now)


def imported_work(record: Record) -> Record:
    """The record reduced to the facts of its imported entry, and to what the library and the user added."""
    given = {name: value for name, value in record.items() if name in OWN or name in NEUTRAL}
    edited = {name: value for name, value in record.items() if name in record.get("edited", ())}
    return record_of({**given, **imported_facts(record), **edited})


def other_work(record: Record, now: str) -> Record:
    """A new record of the facts that the imported entry does not state."""
    work = {name: value for name, value in record.items() if name in {"title", "authors", "others", "sources"}}
    given = {"status": "inbox", "status_since": now, "added": now, "updated": now, "distinct": [record["id"]]}
    return record_of({**work, **facts_beyond(record, imported_facts(record)), **given})
