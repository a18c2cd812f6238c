"""Answers to the question whether papers are one: joined, taken apart again, or said to be others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.errors import NotFoundError, UsageError
from readinglist.papers import citekey
from readinglist.papers.change import Change, patch_between
from readinglist.papers.merging import PART_FIELDS, bare, ids_in, leaves, parts_of, whole, with_parts
from readinglist.papers.paper import Paper
from readinglist.papers.record import Record, Values, cite_keys, record_of
from readinglist.papers.rekeying import Taken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.papers.change import Patch
    from readinglist.papers.library import Library

SAID = "merged by you"
"""Why papers were joined that the user said to be one."""
YIELDING = -1
"""The preference of a record whose publication is not that of the paper."""


def merge(library: Library, ids: Sequence[str], now: str, prefer: str = "") -> Change:
    """These papers become one, the first to arrive, with the publication of the paper `prefer` if one is given.

    The others are kept whole in it, and `split` takes them out again. Raises UsageError if there are not two.
    """
    papers = chosen(library, ids)
    if prefer and prefer not in {paper.id for paper in papers}:
        raise UsageError("the publication to prefer must be that of one of the papers", "name one of them")
    first, *rest = papers
    parts = [first.record]
    newest = 1 + max(leaf.get("preferred", 0) for paper in papers for leaf in leaves(paper.record))
    has_key = not first.record.get("key_made")
    for paper in rest:
        place = {paper.id: newest, first.id: YIELDING}.get(prefer, 0)
        gives_key = not has_key and not paper.record.get("key_made")
        has_key = has_key or gives_key
        part = {**paper.record, "joined": now, "why": SAID, "preferred": place, "names": gives_key}
        parts.append(record_of({name: value for name, value in part.items() if value}))
    made = {**whole(parts), "updated": now}
    patches: dict[str, Patch] = {first.id: patch_between(first.record, made)}
    patches |= {paper.id: {name: (value, None) for name, value in paper.record.items()} for paper in rest}
    return Change(f"merge: {first.title}", patches, time=now)


def split(library: Library, id: str, new_id: str, now: str, number: int = 0) -> Change:
    """One record is taken out of the paper it was joined to, the newest or that of a number from 1 on.

    It becomes a paper again, the one it was, else a new one under `new_id`; both are remembered as others. Raises
    UsageError if no record was joined to the paper, NotFoundError if none of this number or the paper is gone.
    """
    paper = library.get(id)
    if paper is None:
        raise NotFoundError("the paper to split is gone", "it was removed or joined to another one meanwhile")
    parts = parts_of(paper.record)
    if len(parts) < 2:
        hint = "`readinglist show --history` tells what a paper was made of"
        raise UsageError(f"{paper.key} holds one record only", hint)
    if number >= len(parts):
        raise NotFoundError(f"{paper.key} has no joined record {number}", f"`readinglist show {paper.key}` lists them")
    place = number or len(parts) - 1
    rest = [part for at, part in enumerate(parts) if at != place]
    left = with_parts(paper.record, rest)
    freed = newcomer(library, paper, bare(parts[place]), new_id, now)
    left |= {"distinct": sorted({*left.get("distinct", ()), freed["id"]}), "updated": now}
    freed["distinct"] = sorted({*freed.get("distinct", ()), id})
    taken = {*cite_keys(freed), str(left.get("key", "")).lower()}
    aliases = [name for name in left.pop("aliases", []) if name.lower() not in taken]
    left |= {"aliases": aliases} if aliases else {}
    patches = {id: patch_between(paper.record, left), freed["id"]: patch_between({}, freed)}
    return Change(f"split: {paper.title}", patches, time=now)


def newcomer(library: Library, paper: Paper, part: Record, new_id: str, now: str) -> Record:
    """A record that was taken out of `paper` as a paper of its own, with what a library gives."""
    known = part.get("id", "")
    own, answered = paper.key.lower(), cite_keys(paper.record)
    taken = Taken(library, paper.id)
    wish = part.get("key") or citekey.propose(Paper(part))
    is_free = wish.lower() != own and wish not in taken
    key = wish if is_free else citekey.unique(wish, Taken(library, given={own, *answered}))
    record: Values = {
        "status": "inbox",
        "status_since": now,
        "added": now,
        "arrival": library.next_arrival,
        **part,
        "id": known if known and not library.record(known) else new_id,
        "key": key,
        "updated": now,
    }
    if not part.get("key"):
        record["key_made"] = True
    barred = {own, key.lower()}
    aliases = [alias for alias in part.get("aliases", ()) if alias.lower() not in barred and alias not in taken]
    record["aliases"] = aliases or None
    return record_of({name: value for name, value in record.items() if value is not None and name not in PART_FIELDS})


def distinct(library: Library, ids: Sequence[str], now: str) -> Change:
    """Mark these papers as different works, never to be asked about again. Raises UsageError if there are not two."""
    papers = chosen(library, ids)
    patches: dict[str, Patch] = {}
    for paper in papers:
        known = paper.record.get("distinct", [])
        said = sorted({*known, *(other.id for other in papers)} - ids_in(parts_of(paper.record)))
        if said != known:
            patches[paper.id] = patch_between(paper.record, {**paper.record, "distinct": said, "updated": now})
    return Change(f"not the same: {len(papers)} papers", patches, time=now)


def chosen(library: Library, ids: Sequence[str]) -> list[Paper]:
    """The papers with these ids, each once, in the order of arrival; raises UsageError if there are not two."""
    papers = [paper for id in dict.fromkeys(ids) if (paper := library.get(id))]
    if len(papers) < 2:
        is_one = len(ids) > 1 and len(set(ids)) == 1
        message = "it takes two papers" + (", these names are those of one" if is_one else "")
        raise UsageError(message, "name or mark two that are not one yet")
    return sorted(papers, key=lambda paper: (paper.arrival, paper.id))
