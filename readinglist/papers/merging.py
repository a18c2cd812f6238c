"""Merging of records: the facts of one publication as a block, filled from records of the same publication.

A record that others were joined to keeps all of them, itself first, under ``parts``. What the paper says is worked out
of these, so a part can be taken out again; what the user has set since stays.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from readinglist.papers.change import restored_set
from readinglist.papers.field import Merge
from readinglist.papers.fields import IDS, SETS, merged_as
from readinglist.papers.further import PERSONAL
from readinglist.papers.identity.author_lists import are_far_apart
from readinglist.papers.identity.contradictions import between, of_ids
from readinglist.papers.identity.evidence import Facts, Kind
from readinglist.papers.identity.titles import title_of
from readinglist.papers.record import record_of, values_of
from readinglist.papers.status import status_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

from readinglist.papers.record import Record, Values

FILLED = merged_as(Merge.FILLED)
BLOCK = (*merged_as(Merge.BLOCK), *FILLED)
COUNTED = merged_as(Merge.COUNTED)
OWN = frozenset(merged_as(Merge.OWN))
PART_FIELDS = frozenset(merged_as(Merge.PART))


def parts_of(record: Record) -> list[Record]:
    """The records that a paper was made of; its own alone if none was joined to it."""
    return record.get("parts") or [record]


def leaves(record: Record) -> Iterator[Record]:
    """The records that a paper was made of, those of papers that were joined to it included."""
    for part in record.get("parts") or ():
        yield from leaves(part)
    if not record.get("parts"):
        yield record


def ids_in(parts: Iterable[Record] | None) -> set[str]:
    """The ids of the papers that these parts were, those joined to them earlier included."""
    found = {part["id"] for part in parts or () if "id" in part}
    return found.union(*(ids_in(part.get("parts")) for part in parts or ()))


def numbered(record: Record) -> Iterator[tuple[int | None, Record]]:
    """The records that a paper was made of, each with its number, or None within a paper that was joined to it."""
    for number, part in enumerate(record.get("parts", ())):
        (_, first), *rest = numbered(part) if part.get("parts") else [(0, part)]
        marks = {name: value for name, value in part.items() if name in {"joined", "why"}}
        yield number, record_of({**first, **marks})
        yield from ((None, each) for _, each in rest)


def bare(part: Record) -> Record:
    """A part as the record it was before it was joined."""
    return record_of({name: value for name, value in part.items() if name not in PART_FIELDS})


def facts(record: Record) -> Record:
    """The facts of the work in a record."""
    return record_of({name: value for name, value in record.items() if name not in OWN and name not in PART_FIELDS})


def is_known(record: Record, known: Record) -> bool:
    """Whether the records that a paper was made of say all that this one says, the user's edits aside."""
    silent = {*COUNTED, *known.get("edited", ())}
    told = [{name: value for name, value in facts(leaf).items() if name not in silent} for leaf in leaves(record)]
    return all(
        any(all(leaf.get(name) == value for name, value in each.items()) for leaf in leaves(known)) for each in told
    )


def with_parts(record: Record, parts: Sequence[Record]) -> Record:
    """The record of a paper that is now made of these parts; what the user has changed since it was made stays."""
    before, after = whole(parts_of(record)), whole(parts)
    edited = set(record.get("edited") or ()) - set(before.get("edited") or ())
    made: Values = {}
    for name in dict.fromkeys((*record, *after)):
        was, becomes, stands = (values_of(each).get(name) for each in (before, after, record))
        if name in SETS and stands != was:
            becomes = restored_set(becomes, was, stands)
        elif stands != was or name in edited:
            becomes = stands
        if becomes is not None:
            made[name] = becomes
    if "key" in made and "aliases" in made:
        made["aliases"] = [alias for alias in made["aliases"] if alias != made["key"]]
    return record_of(made)


def whole(parts: Sequence[Record]) -> Record:
    """The record that parts make, the first of them a paper of the library; a single one is what it was."""
    if len(parts) == 1:
        return bare(parts[0])
    own = [part for part in parts if "id" in part]
    made: Values = {**combined([{**leaf, **preferred(part)} for part in parts for leaf in leaves(part)])}
    made |= edited_in(own, leading(parts)) | of_users(own) | names_of(parts)
    made["sources"] = list(dict.fromkeys(source for part in parts for source in part.get("sources", ())))
    made["parts"] = list(parts)
    return record_of({name: value for name, value in made.items() if value not in (None, [], {})})


def leading(parts: Sequence[Record]) -> Record:
    """The part that gives the block of facts."""
    return max(parts, key=lambda part: max(rank({**leaf, **preferred(part)}) for leaf in leaves(part)))


def edited_in(papers: Sequence[Record], lead: Record) -> Values:
    """The fields that users set; those of a publication count only in the paper whose publication leads."""
    is_of_paper = any(paper is lead for paper in papers)
    found: Values = {}
    for paper in papers:
        names = set(paper.get("edited") or ()) - OWN - found.keys()
        if is_of_paper and paper is not lead:
            names -= set(BLOCK)
        found |= {name: paper.get(name) for name in names}
    return found


def preferred(part: Record) -> Record:
    """The mark of a part whose publication the user prefers, or does not."""
    return {"preferred": part["preferred"]} if part.get("preferred") else {}


def of_users(papers: Sequence[Record]) -> Values:
    """The status, tags, notes and dates that papers of a library bring into one; none is lost."""
    first = papers[0]
    status = max(papers, key=lambda paper: status_of(paper).decided)
    notes = dict.fromkeys(note for paper in papers if (note := paper.get("note")))
    ids = {paper["id"] for paper in papers}
    return {
        "id": first["id"],
        "status": status.get("status"),
        "status_since": status.get("status_since"),
        "priority": max(paper.get("priority") or 0 for paper in papers) or None,
        "note": "\n\n".join(notes) or None,
        "tags": sorted({tag for paper in papers for tag in paper.get("tags", ())}),
        "edited": sorted({name for paper in papers for name in paper.get("edited", ())}),
        "distinct": sorted({id for paper in papers for id in paper.get("distinct", ())} - ids),
        "added": min(filter(None, (paper.get("added") for paper in papers)), default=None),
        "arrival": min(filter(None, (paper.get("arrival") for paper in papers)), default=None),
        "updated": first.get("updated"),
    }


def names_of(parts: Sequence[Record]) -> Values:
    """The cite key, that of the first part unless another names the paper, and all others as aliases."""
    naming = next((part for part in parts if part.get("names")), parts[0])
    key = naming.get("key")
    keys = dict.fromkeys(name for part in parts for name in (part.get("key"), *part.get("aliases", ())) if name)
    return {
        "key": key,
        "key_made": naming.get("key_made"),
        "aliases": [name for name in keys if name.lower() != str(key).lower()],
    }


def combined(records: Sequence[Record]) -> Record:
    """The merged facts of the records of one work, independent of their order.

    The facts of a publication are those of one record, filled from others of the same publication; a preprint's own
    title, date and DOI are kept as ``preprint``.
    """
    ranked = in_rank(records)
    lead, *rest = map(Facts, ranked)
    mates = [other for other in rest if is_of_one_publication(lead, other)]
    others = [other for other in rest if other not in mates]
    made: Values = {}
    for about in (lead, *mates, *others):
        made |= {name: value for name, value in facts(about.record).items() if name not in made and name not in BLOCK}
    made |= block([lead, *mates])
    if "authors" not in made:
        made |= next((names_in(other.record) for other in others if other.people), {})
    for name in COUNTED:
        if found := [number for record in records if (number := values_of(record).get(name))]:
            made[name] = max(found)
    made |= {"abstract": abstract_of([lead, *rest]), "author_count": count_of(made, records)}
    if personal := personal_fields(ranked, made.get("raw") or {}):
        made["raw"] = {**(made.get("raw") or {}), **personal}
    if lead.kind is Kind.PUBLICATION:
        made["preprint"] = preprint_of([other for other in rest if other.kind is not Kind.PUBLICATION], made)
    if not made.get("url") and not keyed(made):
        made["url"] = next((url for other in others if (url := other.record.get("url"))), None)
    return record_of({name: value for name, value in made.items() if value not in (None, [], {}, False, "")})


def in_rank(records: Sequence[Record]) -> list[Record]:
    """The records, that whose block of facts is preferred first; those of one rank in an order of their own."""
    ranks = [rank(record) for record in records]
    are_equal = len(set(ranks)) < len(ranks)
    texts = [json.dumps(facts(record), sort_keys=True) if are_equal else "" for record in records]
    return [records[at] for at in sorted(range(len(records)), key=lambda at: (ranks[at], texts[at]), reverse=True)]


def rank(record: Record) -> tuple[Any, ...]:
    """The preference of a record's block of facts over those of others, independent of their order."""
    about = Facts(record)
    is_publication = about.kind is Kind.PUBLICATION
    year = (record.get("date") or "")[:4] if is_publication else ""
    told = sum(name in record for name in BLOCK) + len(about.fields)
    return (
        record.get("preferred", 0), is_publication, not about.is_stopgap, year, "raw" in record,
        about.kind is Kind.PREPRINT, told,
    )  # fmt: skip


def is_of_one_publication(lead: Facts, other: Facts) -> bool:
    """Whether another record of the work is of the very publication, or, as the lead, of none."""
    if (lead.kind is Kind.PUBLICATION) != (other.kind is Kind.PUBLICATION):
        return False
    if lead.kind is not Kind.PUBLICATION:
        return True
    if of_ids(lead, other) or between(lead, other):
        return False
    have_homes = (lead.venue and other.venue) or (lead.institution and other.institution)
    are_alike = lead.entry_type == other.entry_type and lead.title.key == other.title.key
    return bool(have_homes or are_alike or lead.keys & other.keys)


def names_in(record: Record) -> Values:
    """The authors of a record, and whether there are others."""
    return {name: value for name, value in record.items() if name in {"authors", "others"}}


def block(records: Sequence[Facts]) -> Values:
    """The facts of a publication: those of the first record, what it lacks from the next."""
    made: Values = {name: value for name, value in records[0].record.items() if name in BLOCK}
    for about in records[1:]:
        made |= {name: value for name, value in about.record.items() if name in FILLED and name not in made}
        if str(about.record.get("date", "")).startswith(f"{made.get('date', '-')}-"):
            made["date"] = about.record["date"]
    fields: dict[str, str] = {}
    for about in records:
        fields |= {name: text for name, text in about.fields.items() if name not in fields}
    by_names = sorted((about for about in records if about.people), key=lambda about: about.is_cut)
    if by_names and (made.get("others") or "authors" not in made):
        made |= {name: by_names[0].record.get(name) for name in ("authors", "others")}
    return {**made, "fields": fields}


def abstract_of(records: Sequence[Facts]) -> str | None:
    """The abstract: that of the preprint, which readers decided by, else the longest."""
    told = [about for about in records if about.abstract]
    best = max(told, key=lambda about: (about.kind is not Kind.PUBLICATION, len(about.abstract)), default=None)
    return best.record.get("abstract") if best else None


def count_of(made: Mapping[str, Any], records: Iterable[Record]) -> int | None:
    """The number of authors, where the names do not tell it or a record contradicts them."""
    stated = max((record.get("author_count") or 0 for record in records), default=0)
    names = len(made.get("authors") or ())
    return stated or None if not names or made.get("others") or are_far_apart(stated, names) else None


def personal_fields(records: Iterable[Record], raw: Mapping[str, str]) -> dict[str, str]:
    """The owner's raw fields of all records, as the first of them has them."""
    found: dict[str, str] = {}
    for record in records:
        found |= {name: text for name, text in record.get("raw", {}).items() if name in PERSONAL and name not in found}
    return {name: text for name, text in found.items() if name not in raw}


def preprint_of(records: Sequence[Facts], made: Mapping[str, Any]) -> dict[str, str]:
    """The preprint's own title, date and DOI, where they are not the publication's."""
    found: dict[str, str] = {}
    for about in sorted(records, key=lambda about: about.kind is not Kind.PREPRINT):
        record = about.record
        told = {
            "title": record.get("title") if about.title.key != title_of(made.get("title") or "").key else None,
            "date": record.get("date"),
            "doi": record.get("doi") if about.preprint_doi else None,
        }
        found |= {name: value for name, value in told.items() if value and name not in found}
    return found


def keyed(record: Mapping[str, Any]) -> bool:
    """Whether an id tells where the paper can be read."""
    return any(record.get(name) for name in IDS)
