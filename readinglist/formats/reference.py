"""A paper for reference managers: type, further fields and editors in Unicode, without private notes."""

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
"""Type of a paper that is known on arXiv only."""
UNPUBLISHED = frozenset({"article", "misc", "online", "unpublished"})
"""Types of papers that are preprints if they are on arXiv without a venue."""
BIBLATEX_ONLY = {
    "online": "online", "electronic": "online", "www": "online", "dataset": "dataset", "software": "software",
    "patent": "patent", "periodical": "periodical",
}  # fmt: skip
"""Types that biblatex has and BibTeX does not → type of a reference."""
DEGREES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
MORE = (
    "editor", "translator", "note", "eventtitle", "language", "urldate", "shorttitle", "pagetotal", "version", "pmid",
    "pmcid",
)  # fmt: skip
"""Fields that are read from the imported entry."""
HOMES = ("publisher", "school", "institution", "organization", "howpublished")
"""Fields of the publisher, by type of entry."""
DASHES = re.compile(r"\s*(?:-+|[‐‑‒–—])\s*")


@dataclass(frozen=True, slots=True)
class Reference:
    """Type, further fields and editors of a paper."""

    type: str
    """BibTeX's entry type, one of `BIBLATEX_ONLY`, or `PREPRINT`."""
    fields: Mapping[str, str]
    """Fields by BibTeX name."""
    editors: tuple[Author, ...]

    @property
    def publisher(self) -> str:
        """Publisher, school or institution."""
        return next((self.fields[name] for name in HOMES if self.fields.get(name)), "")

    @property
    def pages(self) -> str:
        """Pages with plain hyphens."""
        return DASHES.sub("-", self.fields.get("pages", ""))

    @property
    def kind(self) -> str:
        """Kind of thesis or report."""
        return self.fields.get("type") or DEGREES.get(self.type, "")


def reference(paper: Paper) -> Reference:
    """Reference of a paper."""
    own = paper.entry_type or likely_type(paper)
    imported = {name: text for name in MORE if (text := printed_text(paper.raw.get(name, "")))}
    type, fields = dialect.to_bibtex(own, {**imported, **paper.fields})
    type = BIBLATEX_ONLY.get(own, type)
    if paper.arxiv and not paper.venue and type in UNPUBLISHED:
        type = PREPRINT
    editors = parse_names(paper.fields.get("editor") or paper.raw.get("editor", "")).authors
    return Reference(type, fields, tuple(editors))


def keywords(paper: Paper) -> list[str]:
    """The user's tags, then imported keywords."""
    return list(dict.fromkeys([*paper.tags, *paper.record.get("keywords", ())]))


def addresses(paper: Paper) -> list[str]:
    """Web addresses of the paper: the source's and those of its ids, without unsafe ones."""
    found = [paper.url]
    if paper.arxiv:
        found.append(f"https://arxiv.org/abs/{paper.arxiv}")
    if paper.acl:
        found.append(f"https://aclanthology.org/{paper.acl}")
    if paper.openreview:
        found.append(f"https://openreview.net/forum?id={paper.openreview}")
    return list(dict.fromkeys(url for url in found if is_web(url)))


def is_web(url: str) -> bool:
    """Whether `url` is a web address rather than, say, a script."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.netloc)
