"""Validity of entry types, field names, ids and values: the forms that a .bib file can hold."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from readinglist.bibtex.entry.eprint import in_eprint
from readinglist.bibtex.entry.interpret import address
from readinglist.latex.decoder import ESCAPED, is_balanced, nests
from readinglist.papers.ids import apart, recognise

if TYPE_CHECKING:
    from collections.abc import Mapping

BLOCKS = frozenset({"comment", "preamble", "string"})
"""Blocks that are no entries."""
NO_PAPERS = BLOCKS | {"xdata", "set", "control", "ieeetranbstctl", "bibnote"}
"""Blocks and entry types that are no papers: shared data, sets, settings of styles, footnotes."""
TYPE = re.compile(r"[a-z]\w{0,63}", re.ASCII)
FIELD = re.compile(r"[a-z_][\w.:+*/-]{0,63}", re.ASCII)
"""A field name that BibTeX, biber and other readers accept; ``author+an:role`` and ``bdsk-url-1`` are in use."""
WEB = re.compile(r"(?:(?:https?|ftp)://|www\.|(?:[\w-]+\.)+[\w-]+/)\S", re.IGNORECASE)
"""The beginning of an address on the web; the protocol may be missing."""
DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.(?:org|acm\.org)/|doi:\s*)?10(?:\.\d{1,9}){0,4}/\S+", re.IGNORECASE)
"""A DOI, a short one too (``10/abc``), with or without its resolver."""
NUMBER = re.compile(r"\w[\w.:/()+-]{0,199}", re.ASCII)
"""An id in some archive."""
ARXIV = re.compile(r"\d{4}\.\d{4,5}", re.ASCII)
PREFIXES = {"acl": "acl:", "openreview": "openreview:", "arxiv": ""}
"""Kind of id → the prefix that identifies it."""


@lru_cache(4096)
def is_field(name: str) -> bool:
    """Whether a name is valid for a field, in lower case."""
    return bool(FIELD.fullmatch(name)) and name == name.lower()


def is_type(name: str) -> bool:
    """Whether a name is valid for the entry type of a paper, in lower case."""
    return bool(TYPE.fullmatch(name)) and name == name.lower() and name not in NO_PAPERS


def is_id(kind: str, value: str) -> bool:
    """Whether a record's id or address of this kind is in its canonical form."""
    if kind == "url":
        return bool(WEB.match(value))
    if kind == "doi":
        return value.startswith("10.") and bool(DOI.fullmatch(value))
    ids = recognise(PREFIXES[kind] + value)
    return ids is not None and getattr(ids, kind) == value


def is_raw_doi(raw: Mapping[str, str]) -> bool:
    """Whether an imported ``doi`` holds DOIs, with or without LaTeX around them."""
    value = raw["doi"]
    return bool(DOI.fullmatch(value)) or all(DOI.fullmatch(part) for part in apart(address(value)))


def is_raw_url(raw: Mapping[str, str]) -> bool:
    """Whether an imported ``url`` is an address on the web, with or without LaTeX around it."""
    return bool(WEB.match(raw["url"]) or WEB.match(address(raw["url"])))


def is_raw_eprint(raw: Mapping[str, str]) -> bool:
    """Whether an imported ``eprint`` is a valid id of its archive; only arXiv's form is known."""
    value = raw["eprint"]
    if ARXIV.fullmatch(value):
        return True
    if (raw.get("archiveprefix") or raw.get("eprinttype") or "").lower() == "arxiv":
        return in_eprint(raw) is not None
    return bool(NUMBER.fullmatch(value) or WEB.match(value) or in_eprint(raw))


RAW_IDS = {"doi": is_raw_doi, "url": is_raw_url, "eprint": is_raw_eprint}
"""Verbatim field of an imported entry → the test of its value."""


def is_contained(value: str) -> bool:
    r"""Whether braces are balanced for BibTeX, for other readers, and for LaTeX, to which ``\\{`` opens a group."""
    if "{" not in value and "}" not in value:
        return True
    return is_balanced(value) and ("\\\\" not in value or nests(ESCAPED.sub("", value)))
