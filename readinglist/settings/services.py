"""The table of online services: settings, requests, help texts and the add dialog are derived from its rows.

A row is data, so that it costs nothing to read; the module ``sources/online/<name>.py`` is loaded when it is asked.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import NamedTuple


class Service(NamedTuple):
    """One online service. A row with neither `id` nor `pattern` is asked by other services only."""

    name: str
    """Name of its module and its key in ``[services]``."""
    title: str
    """Name in messages."""
    address: str
    """Base address, unless the settings give another."""
    interval: float
    """Seconds between two requests to a host."""
    other_hosts: tuple[str, ...] = ()
    """Further hosts of the service, which share its interval."""
    id: str = ""
    """Kind of id that it resolves, an attribute of `Ids`; its own sources may have a `pattern`."""
    pattern: re.Pattern[str] | None = None
    is_batched: bool = False
    """Whether its module has `fetch_many`, for several sources in one request."""
    papers: str = ""
    """Description of the ids and addresses that it takes, for help texts."""
    lists: tuple[str, ...] = ()
    """Sources that stand for several papers, for help texts."""
    examples: tuple[str, ...] = ()
    """Ids as the add dialog shows them."""
    sites: tuple[str, ...] = ()
    """Websites whose addresses of papers it takes, the best known first."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """All hosts of the service."""
        return (self.address.removeprefix("https://"), *self.other_hosts)


ROWS = (
    Service(
        name="arxiv",
        title="arXiv",
        address="https://export.arxiv.org",
        other_hosts=("arxiv.org",),
        interval=3.0,  # terms of use of the API
        id="arxiv",
        is_batched=True,
        papers="an arXiv id or URL",
        examples=("1706.03762", "hep-th/9901001"),
        sites=("arxiv.org", "alphaxiv.org"),
    ),
    Service(
        name="huggingface",
        title="Hugging Face",
        address="https://huggingface.co",
        interval=0.6,  # 500 in 5 minutes (hub rate limits, September 2025)
        pattern=re.compile(
            r"hf:(?:search:.*|\S*)"
            r"|(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/papers(?:/date/[^/?#]*)?/?(?:[?#].*)?",
            re.IGNORECASE,
        ),
        lists=("hf:daily", "hf:daily:2025-12-08", "hf:search:words"),
        sites=("huggingface.co/papers",),
    ),
    Service(
        name="crossref",
        title="Crossref",
        address="https://api.crossref.org",
        interval=0.2,  # 5 in a second (its x-rate-limit headers, June 2026)
        id="doi",
        papers="a DOI",
        examples=("10.1000/xyz",),
        sites=("doi.org",),
    ),
    Service(
        name="datacite",
        title="DataCite",
        address="https://api.datacite.org",
        interval=0.3,  # 1000 in 5 minutes
    ),
)
"""All services; the first that recognises a source gets it."""
SERVICES = {row.name: row for row in ROWS}
LISTS = tuple(source for row in ROWS for source in row.lists)
FORMS = (*(row.papers for row in ROWS if row.papers), *LISTS)
"""Sources that services take, for help texts: single papers, then lists."""
EXAMPLES = tuple(example for row in ROWS for example in row.examples)
SITES = tuple(site for rank in zip_longest(*(row.sites for row in ROWS)) for site in rank if site)
"""Websites of all services, the best known of each first."""


def either(forms: tuple[str, ...]) -> str:
    """The forms as one of a sentence: ``a, b or c``."""
    *others, last = forms
    return f"{', '.join(others)} or {last}" if others else last
