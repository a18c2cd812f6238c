"""The table of online services, and the texts made of it."""

from importlib import import_module

import pytest

from readinglist.settings.services import EXAMPLES, FORMS, LISTS, ROWS, SITES, Service, either
from readinglist.sources.online.fetching import service_for
from readinglist.sources.online.rate_limit import INTERVALS


def test_help_texts_name_what_services_take() -> None:
    assert either(FORMS) == "an arXiv id or URL, a DOI, hf:daily, hf:daily:2025-12-08 or hf:search:words"
    assert either(LISTS) == "hf:daily, hf:daily:2025-12-08 or hf:search:words"
    assert either(("a DOI",)) == "a DOI"
    assert " · ".join(SITES) == "arxiv.org · huggingface.co/papers · doi.org · alphaxiv.org"
    assert " · ".join(EXAMPLES) == "1706.03762 · hep-th/9901001 · 10.1000/xyz"


@pytest.mark.parametrize("source", [*EXAMPLES, *LISTS, "huggingface.co/papers"])
def test_what_help_texts_name_has_a_service(source: str) -> None:
    assert service_for(source)


@pytest.mark.parametrize("row", [row for row in ROWS if row.id or row.pattern], ids=lambda row: row.name)
def test_a_service_has_a_module_that_fetches(row: Service) -> None:
    module = import_module(f"readinglist.sources.online.{row.name}")
    assert callable(module.fetch_many if row.is_batched else module.fetch)


def test_requests_are_spaced_as_services_ask_and_not_to_this_machine() -> None:
    assert INTERVALS == {
        "export.arxiv.org": 3.0,
        "arxiv.org": 3.0,
        "huggingface.co": 0.6,
        "api.crossref.org": 0.2,
        "api.datacite.org": 0.3,
        "127.0.0.1": 0.0,
        "localhost": 0.0,
        "::1": 0.0,
    }
