"""DOIs and addresses in the form of verbatim fields."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

from readinglist.papers.ids import recognise

if TYPE_CHECKING:
    from readinglist.papers.paper import Paper

UNSAFE = re.compile(r"[\s{}\\\"<>^`|\x00-\x1f\x7f]")
DOI = re.compile(
    r"\s*(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,}[\d.]*/(?:.*[^.\s])?)[.\s]*", re.IGNORECASE | re.DOTALL
)


def link(paper: Paper) -> str:
    """The address for ``url``; empty if it only repeats the DOI or the arXiv id."""
    url = paper.url
    ids = recognise(url) if url else None
    if ids and ((ids.arxiv and ids.arxiv == paper.arxiv) or (ids.doi and ids.doi.lower() == paper.doi.lower())):
        url = ""
    return url or ("" if paper.arxiv or paper.doi else paper.web_url)


def bare_doi(value: str) -> str:
    """A DOI without its resolver and without a full stop at the end; other values unchanged."""
    if value.startswith("10.") and value[-1].isalnum():
        return value
    match = DOI.fullmatch(value)
    return match[1] if match else value


def percent_encoded(address: str) -> str:
    """A DOI or address with blanks, braces and the like percent-encoded, so that it needs no escaping."""
    return UNSAFE.sub(lambda match: quote(match[0]), unicodedata.normalize("NFC", address))
