"""Many online sources at once: few requests, and one failure does not spoil the rest."""

from __future__ import annotations

import socket
from datetime import date
from typing import TYPE_CHECKING

import pytest

from readinglist import __version__
from readinglist.errors import OfflineError, SourceError
from readinglist.jobs.progress import silent
from readinglist.settings.config import Settings
from readinglist.settings.services import SERVICES
from readinglist.sources import gathering
from readinglist.sources.gathering import gather
from readinglist.sources.online.fetching import fetch_all, fetch_batch
from readinglist.sources.online.http import Client
from readinglist.sources.online.rate_limit import RateLimiter
from tests.sources.test_arxiv import echo
from tests.support.places import ROOT
from tests.support.server import ReplayServer, Reply, Time

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = date(2026, 6, 30)
WORK = Reply.json({"message": {"DOI": "10.1000/x", "title": ["Counting Sheep"]}})


@pytest.fixture
def client(server: ReplayServer) -> Iterator[Client]:
    time = Time()
    with Client(server.settings(), sleep=time.sleep, clock=time.clock) as asking:
        yield asking


def test_ids_of_arxiv_are_asked_for_together(server: ReplayServer, client: Client) -> None:
    server.on("/api/query", echo)
    server.on("/works/10.1000/x", WORK)
    steps: list[tuple[int, int]] = []
    sources = ["2401.00001", "10.1000/x", "arXiv:2401.00002"]
    harvest = fetch_all(sources, client, TODAY, lambda done, total: steps.append((done, total)))
    assert [paper.arxiv or paper.doi for paper in harvest.papers] == ["2401.00001", "2401.00002", "10.1000/x"]
    assert harvest.problems == []
    assert len(server.requests) == 2
    assert steps == [(0, 3), (2, 3), (3, 3)]


def test_a_source_that_fails_is_a_problem_with_its_hint(server: ReplayServer, client: Client) -> None:
    server.on("/api/query", Reply("", 503))
    server.on("/works/10.1000/x", WORK)
    harvest = fetch_all(["2401.00001", "2401.00002", "10.1000/x", "hf:weekly"], client, TODAY)
    assert [paper.doi for paper in harvest.papers] == ["10.1000/x"]
    assert [problem.source for problem in harvest.problems] == ["2401.00001", "2401.00002", "hf:weekly"]
    assert "HTTP 503" in harvest.problems[0].message
    assert "try again" in harvest.problems[0].message
    assert "hf:daily" in harvest.problems[2].message


def test_without_a_network_one_error_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with Client(Settings(), limiter=RateLimiter({})) as client, pytest.raises(OfflineError, match="you are offline"):
        fetch_all(["2401.00001", "10.1000/x", "hf:daily"], client, TODAY)


def test_cancelling_ends_it(server: ReplayServer) -> None:
    server.on("/works/10.1000/x", WORK)
    with (
        Client(server.settings(), cancelled=lambda: bool(server.requests)) as client,
        pytest.raises(SourceError, match="cancelled"),
    ):
        fetch_all(["10.1000/x", "10.1000/y", "10.1000/z"], client, TODAY)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "source", ["https://ada:secret@arxiv.org/abs/1706.03762", "http://ada:secret@doi.org/10.1000/x"]
)
def test_an_address_with_a_password_is_refused_and_not_shown(server: ReplayServer, source: str) -> None:
    harvest = gather([source, "10.1000/x"], server.settings, TODAY, silent, lambda: False)
    problem = harvest.problems[0]
    assert "…@" in problem.source
    assert "user name or password" in problem.message
    assert "secret" not in str(harvest.problems)
    assert [request.path for request in server.requests] == ["/works/10.1000/x", "/dois/10.1000/x"]


def test_a_file_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "LARGEST", 3_000_000)
    harvest = gather(["/dev/zero"], Settings, TODAY, silent, lambda: False)
    assert "holds more than 3 MB" in harvest.problems[0].message


SENT = {
    "2401.00001v2": ["GET /api/query?id_list=2401.00001v2&max_results=1"],
    "10.1000/x": ["GET /works/10.1000%2Fx", "GET /dois/10.1000%2Fx"],
    "hf:daily": ["GET /api/daily_papers?limit=100"],
    "hf:daily:2025-12-08": ["GET /api/daily_papers?date=2025-12-08&limit=100&p=0"],
    "hf:search:attention": ["GET /api/papers/search?q=attention&limit=50"],
}
"""Source → all that is sent for it, as docs/security.md says."""


@pytest.mark.parametrize("source", SENT)
def test_nothing_is_sent_but_what_the_documentation_says(server: ReplayServer, source: str) -> None:
    settings = server.settings(mailto="ada@example.org")
    gather([source], lambda: settings, TODAY, silent, lambda: False)
    assert [f"GET {each.target}" for each in server.requests] == SENT[source]
    for request in server.requests:
        sent = {name: value for name, value in request.headers.items() if name not in ("Host", "Connection")}
        assert sent == {
            "User-Agent": f"readinglist/{__version__} (mailto:ada@example.org)",
            "Accept": "application/json, application/atom+xml, */*;q=0.1",
            "Accept-Encoding": "gzip",
        }


def test_the_documentation_says_what_is_sent() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    assert [line for lines in SENT.values() for line in lines if f"`{line}`" not in page] == []
    assert [row.hosts[0] for row in SERVICES.values() if row.hosts[0] not in page] == []


def test_what_no_service_knows_is_said_with_what_they_know(server: ReplayServer) -> None:
    with Client(server.settings()) as client, pytest.raises(SourceError) as caught:
        fetch_batch(None, ["zenodo:12345"], client, TODAY)
    assert caught.value.message == "no service knows 'zenodo:12345'"
    assert "hf:daily" in caught.value.hint
