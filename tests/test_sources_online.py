"""Many online sources at once: few requests, and one failure does not spoil the rest."""

from __future__ import annotations

import socket
from datetime import date
from typing import TYPE_CHECKING

import pytest

from readinglist.config import Settings
from readinglist.errors import OfflineError, SourceError
from readinglist.sources import fetch_all
from readinglist.sources.http import Client
from readinglist.sources.pace import Pace
from tests.server import ReplayServer, Reply, Time
from tests.test_sources_arxiv import echo

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
    with Client(Settings(), spacing=Pace({})) as client, pytest.raises(OfflineError, match="you are offline"):
        fetch_all(["2401.00001", "10.1000/x", "hf:daily"], client, TODAY)


def test_cancelling_ends_it(server: ReplayServer) -> None:
    server.on("/works/10.1000/x", WORK)
    with (
        Client(server.settings(), cancelled=lambda: bool(server.requests)) as client,
        pytest.raises(SourceError, match="cancelled"),
    ):
        fetch_all(["10.1000/x", "10.1000/y", "10.1000/z"], client, TODAY)
    assert len(server.requests) == 1
