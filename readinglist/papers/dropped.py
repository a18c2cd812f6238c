"""Facts of a joined record that the paper does not have, so that none is lost in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readinglist.papers.author import full_name
from readinglist.papers.fields import IDS
from readinglist.papers.identity import venues
from readinglist.papers.identity.author_lists import People, compared
from readinglist.papers.identity.evidence import Facts, Kind
from readinglist.papers.identity.titles import title_of
from readinglist.papers.ids import recognise
from readinglist.papers.merging import COUNTED, facts
from readinglist.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.papers.record import Record

TOLD = frozenset(
    "title subtitle author year month day date journal journaltitle booktitle doi url eprint archiveprefix eprinttype "
    "primaryclass eprintclass arxivid abstract howpublished keywords annote annotation".split()
)
"""Raw fields whose meaning is in fields of the record."""
PLACES = frozenset({"volume", "number", "pages", "eid"})
"""Raw fields that may hold an arXiv id instead of a volume, number or page."""
HANDLED = frozenset({*COUNTED, "title", "authors", "others", "author_count", "date", "venue", "fields", "raw", "seal",
                     "abstract", "doi", "url", "entry_type", "arxiv_version", "keywords", "csl", "ris"})  # fmt: skip
"""Facts with a rule of their own here, or that are no loss."""


def dropped(part: Record, made: Record) -> dict[str, Any]:
    """The facts of a record that are not those of the paper it was joined to, by field."""
    one, paper = Facts(part), Facts(made)
    preprint: Mapping[str, str] = made.get("preprint") or {}
    found: dict[str, Any] = {
        name: value for name, value in facts(part).items() if name not in HANDLED and made.get(name) != value
    }
    if one.title.key not in {paper.title.key, title_of(preprint.get("title", "")).key}:
        found["title"] = part.get("title")
    if is_other_list(one, paper):
        found["authors"] = [full_name(author) for author in part["authors"]]
    date = part.get("date") or ""
    if date and date != preprint.get("date") and not str(made.get("date") or "").startswith(date):
        found["date"] = date
    if one.venue and not (paper.venue and venues.are_one(one.venue, paper.venue)):
        found["venue"] = part["venue"]
    if (doi := part.get("doi") or "") and doi.lower() not in {
        str(made.get("doi")).lower(),
        preprint.get("doi", "").lower(),
    }:
        found["doi"] = doi
    if (url := part.get("url")) and url != made.get("url") and not is_address_of(url, made):
        found["url"] = url
    if one.abstract and one.abstract != paper.abstract:
        found["abstract"] = part["abstract"]
    if one.kind is paper.kind is Kind.PUBLICATION and one.entry_type and one.entry_type != paper.entry_type:
        found["entry_type"] = one.entry_type
    return found | of_fields(one, paper) | of_raw(part, made) | of_user(part, made)


def is_other_list(one: Facts, paper: Facts) -> bool:
    """Whether a record names other people than the paper, or in another number."""
    if not one.people:
        return False
    common = compared(one.people, paper.people, is_cut=(one.is_cut, paper.is_cut))
    return common is not People.SAME or (len(one.people) != len(paper.people) and not one.is_cut)


def of_fields(one: Facts, paper: Facts) -> dict[str, str]:
    """The further fields that differ, or that the paper lacks; the names of preprint servers count for nothing."""
    return {
        name: text
        for name, text in one.fields.items()
        if fold(paper.fields.get(name, "")) != fold(text)
        and (one.detail(name) != paper.detail(name) or not one.detail(name))
        and not (name == "pages" and one.pages and one.pages == paper.pages)
        and not venues.is_server(text)
    }


def of_raw(part: Record, made: Record) -> dict[str, str]:
    """The fields of an imported entry that no other rule knows."""
    raw, kept = part.get("raw") or {}, made.get("raw") or {}
    known = TOLD | (part.get("fields") or {}).keys()
    arxiv = made.get("arxiv") or "-"
    return {
        name: text
        for name, text in raw.items()
        if name not in known and kept.get(name) != text and not (name in PLACES and ("abs/" in text or arxiv in text))
    }


def is_address_of(url: str, made: Record) -> bool:
    """Whether an address only names an id that the paper has."""
    ids = recognise(url)
    own = {f"{kind}:{str(made.get(kind)).lower()}" for kind in IDS}
    return bool(ids and {key.lower() for key in ids.hard_keys} & own)


def of_user(part: Record, made: Record) -> dict[str, Any]:
    """The note and tags that a file brought and that the paper does not have."""
    found: dict[str, Any] = {}
    if (note := part.get("note")) and note not in (made.get("note") or ""):
        found["note"] = note
    if words := [word for word in part.get("keywords", ()) if word not in made.get("keywords", ())]:
        found["keywords"] = words
    if tags := [tag for tag in part.get("tags", ()) if tag not in made.get("tags", ())]:
        found["tags"] = tags
    return found
