"""The texts of a paper that are searched: by field, and in tiers by how much a word in them tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from readinglist.papers.record import Record


def joined(*fields: str) -> Callable[[Record], list[str]]:
    """Reads these fields of a record."""
    return lambda record: [value for field in fields if isinstance(value := record.get(field), str)]


def names(record: Record, first: int = 0, last: int | None = None) -> list[str]:
    """Each author's name (of those from `first` to `last`), given name first and family name first."""
    found: list[str] = []
    for author in record.get("authors", ())[first:last]:
        given, literal = author.get("given", ""), author.get("literal", "")
        family = " ".join(author[part] for part in ("particle", "family", "suffix") if part in author)
        found += [f"{given} {family}", f"{family} {given}"] if given else [family or literal]
    return found


def titles(record: Record) -> list[str]:
    """The title, and that of the preprint where it was another one."""
    return [*joined("title")(record), *joined("title")(record.get("preprint") or {})]


def ids(record: Record) -> list[str]:
    """Cite keys, ids and year, the preprint's among them."""
    aliases, preprint = record.get("aliases", ()), record.get("preprint") or {}
    years = [str(each.get("date") or "")[:4] for each in (record, preprint)]
    return [*joined("key", "arxiv", "doi", "acl")(record), *joined("doi")(preprint), *aliases, *years]


TEXTS: dict[str, Callable[[Record], list[str]]] = {
    "title": titles,
    "author": names,
    "abstract": joined("abstract"),
    "venue": joined("venue"),
    "org": joined("organization", "organization_handle"),
    "note": joined("note"),
}
"""The fields in which a value is looked for at the beginnings of words, case and accents aside."""
TITLE, FIRST_AUTHOR, AUTHORS, TAGS, VENUE, ORG, IDS, ABSTRACT, NOTE = range(9)
TIERS: tuple[Callable[[Record], list[str]], ...] = (
    TEXTS["title"],
    lambda record: names(record, last=1),
    lambda record: names(record, first=1),
    lambda record: record.get("tags", []),
    TEXTS["venue"],
    TEXTS["org"],
    ids,
    TEXTS["abstract"],
    TEXTS["note"],
)
"""What a word is looked for in; the earlier the tier, the more a match weighs."""
TIERS_OF = {
    "title": (TITLE,), "author": (FIRST_AUTHOR, AUTHORS), "venue": (VENUE,), "org": (ORG,), "abstract": (ABSTRACT,),
    "note": (NOTE,),
}  # fmt: skip
"""Field → the tiers that hold it."""
FIELDS = (
    "title", "authors", "tags", "venue", "organization", "organization_handle", "key", "aliases", "arxiv", "doi", "acl",
    "date", "preprint", "abstract", "note", "sources",
)  # fmt: skip
"""The fields of a record that hold these texts, and what stands in columns."""
