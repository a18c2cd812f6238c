"""The table of online services, and the texts made of it."""

from importlib import import_module

import pytest

from readinglist.settings.services import EXAMPLES, FORMS, LISTS, ROWS, SITES, Service, either
from readinglist.sources.online.fetching import service_for
from readinglist.sources.online.rate_limit import INTERVALS, OTHER_INTERVAL, RateLimiter
from tests.support.places import ROOT


def test_help_texts_name_single_papers_before_lists() -> None:
    assert FORMS[:2] == ("an arXiv id or URL", "a DOI")
    assert FORMS[-len(LISTS) :] == LISTS
    assert either(LISTS[:3]) == "hf:daily, hf:daily:2025-12-08 or hf:search:words"
    assert either(("a DOI",)) == "a DOI"
    assert SITES.index("alphaxiv.org") > max(SITES.index(row.sites[0]) for row in ROWS if row.sites)


def test_the_readme_names_every_list() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [source for source in LISTS if f"`{source}`" not in readme] == []


@pytest.mark.parametrize("source", [*EXAMPLES, *LISTS, "huggingface.co/papers"])
def test_what_help_texts_name_has_a_service(source: str) -> None:
    assert service_for(source)


@pytest.mark.parametrize("row", [row for row in ROWS if row.id or row.pattern], ids=lambda row: row.name)
def test_a_service_has_a_module_that_fetches(row: Service) -> None:
    module = import_module(f"readinglist.sources.online.{row.name}")
    assert callable(module.fetch_many if row.is_batched else module.fetch)


@pytest.mark.parametrize(
    ("host", "seconds"),
    [("export.arxiv.org", 3.0), ("arxiv.org", 3.0), ("huggingface.co", 0.6), ("127.0.0.1", 0.0), ("::1", 0.0)],
)
def test_requests_to_a_host_are_spaced_as_its_service_asks(host: str, seconds: float) -> None:
    limiter = RateLimiter()
    assert limiter.reserve(host, 0.0) == 0.0
    assert limiter.reserve(host, 0.0) == seconds


def test_every_service_has_its_own_interval() -> None:
    assert all(INTERVALS[host] == row.interval for row in ROWS for host in row.hosts)
    limiter = RateLimiter()
    assert (limiter.reserve("mirror.example.org", 0.0), limiter.reserve("mirror.example.org", 0.0)) == (
        0.0,
        OTHER_INTERVAL,
    )
