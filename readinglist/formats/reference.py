"""A paper as reference managers see it: type, further fields and editors in plain Unicode, no private notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from readinglist.bibtex.entry import dialect
from readinglist.bibtex.entry.entry_types import likely_type
from readinglist.bibtex.entry.names import parse_names
from readinglist.latex.decoder import printed_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.papers.author import Author
    from readinglist.papers.paper import Paper

PREPRINT = "preprint"
"""The type of a paper that is on arXiv and, as far as is known, nowhere else."""
UNPUBLISHED = frozenset({"article", "misc", "online", "unpublished"})
"""Types of what may be on arXiv only, if no venue is known."""
KEPT = {
    "online": "online", "electronic": "online", "www": "online", "dataset": "dataset", "software": "software",
    "patent": "patent", "periodical": "periodical",
}  # fmt: skip
"""Types of biblatex that BibTeX does not have."""
DEGREES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
MORE = (
    "editor", "translator", "note", "eventtitle", "language", "urldate", "shorttitle", "pagetotal", "version", "pmid",
    "pmcid",
)  # fmt: skip
"""Fields of an imported entry that are read from what stood there."""
HOMES = ("publisher", "school", "institution", "organization", "howpublished")
"""Where the name of whoever published it may stand."""
DASHES = re.compile(r"\s*(?:-+|[‐‑‒–—])\s*")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference manager wants to know besides title, authors, date and ids."""

    type: str
    """BibTeX's entry type, one of `KEPT`, or `PREPRINT`."""
    fields: Mapping[str, str]
    """Under BibTeX's names."""
    editors: tuple[Author, ...]

    @property
    def publisher(self) -> str:
        """Who published it: publisher, school or institution."""
        return next((self.fields[name] for name in HOMES if self.fields.get(name)), "")

    @property
    def pages(self) -> str:
        """The pages with simple hyphens."""
        return DASHES.sub("-", self.fields.get("pages", ""))

    @property
    def kind(self) -> str:
        """What kind of thesis or report it is."""
        return self.fields.get("type") or DEGREES.get(self.type, "")


def reference(paper: Paper) -> Reference:
    """The paper as reference managers see it."""
    own = paper.entry_type or likely_type(paper)
    told = {name: text for name in MORE if (text := printed_text(paper.raw.get(name, "")))}
    type, fields = dialect.to_bibtex(own, {**told, **paper.fields})
    type = KEPT.get(own, type)
    if paper.arxiv and not paper.venue and type in UNPUBLISHED:
        type = PREPRINT
    editors = parse_names(paper.fields.get("editor") or paper.raw.get("editor", "")).authors
    return Reference(type, fields, tuple(editors))


def keywords(paper: Paper) -> list[str]:
    """The user's tags, then the keywords that came with the paper."""
    return list(dict.fromkeys([*paper.tags, *paper.record.get("keywords", ())]))


def addresses(paper: Paper) -> list[str]:
    """Where the paper is on the web: the address a source gave and those that its ids mean, safe ones only."""
    found = [paper.url]
    if paper.arxiv:
        found.append(f"https://arxiv.org/abs/{paper.arxiv}")
    if paper.acl:
        found.append(f"https://aclanthology.org/{paper.acl}")
    if paper.openreview:
        found.append(f"https://openreview.net/forum?id={paper.openreview}")
    return list(dict.fromkeys(url for url in found if is_web(url)))


def is_web(url: str) -> bool:
    """Whether `url` is an address on the web and not, say, a script."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.netloc)
