"""Hugging Face: a day's papers and a search's hits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from readinglist.errors import SourceError
from readinglist.settings.services import SERVICES
from readinglist.sources.online import huggingface
from readinglist.sources.online.fetching import service_for
from readinglist.sources.online.http import Client
from tests.support.places import SHARED
from tests.support.server import ReplayServer, Reply, Request, Time

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = date(2026, 6, 30)
DAILY = "/api/daily_papers"
SEARCH = "/api/papers/search"
RECORDED = SHARED / "reference/recorded/hf"


@pytest.fixture
def client(server: ReplayServer) -> Iterator[Client]:
    time = Time()
    with Client(server.settings(), sleep=time.sleep, clock=time.clock) as asking:
        yield asking


def item(number: int, day: str = "2026-06-12") -> dict[str, Any]:
    paper = {
        "id": f"2606.{number:05}",
        "title": f"Counting Sheep\n  {number}",
        "summary": "We count\nsheep.",
        "authors": [{"name": "Ada Lovelace", "hidden": False}, {"name": "Laurens van der Maaten"}],
        "publishedAt": "2026-05-30T00:00:00.000Z",
        "submittedOnDailyAt": f"{day}T00:00:00.000Z",
        "upvotes": 5,
    }
    organization = {"name": "meadow", "fullname": "Meadow Labs"}
    return {"paper": paper, "publishedAt": "2026-05-29T20:00:00.000Z", "numComments": 2, "organization": organization}


def test_the_papers_of_a_day(server: ReplayServer, client: Client) -> None:
    server.on(DAILY, Reply.json([item(1), item(2)]))
    harvest = huggingface.fetch("hf:daily:2026-06-12", client, TODAY)
    assert [paper.arxiv for paper in harvest.papers] == ["2606.00001", "2606.00002"]
    paper = harvest.papers[0]
    assert (paper.title, paper.abstract) == ("Counting Sheep 1", "We count sheep.")
    assert [str(author) for author in paper.authors] == ["Ada Lovelace", "Laurens van der Maaten"]
    assert (str(paper.date), paper.comments, paper.upvotes) == ("2026-05-30", 2, 5)
    assert (paper.organization, paper.organization_handle) == ("Meadow Labs", "meadow")
    assert paper.sources == ("hf:daily:2026-06-12",)
    assert [request.query for request in server.requests] == [{"date": "2026-06-12", "limit": "100", "p": "0"}]


def test_a_day_of_many_papers_is_read_to_its_end(server: ReplayServer, client: Client) -> None:
    def page(request: Request) -> Reply:
        start = int(request.query["p"]) * 100
        return Reply.json([item(number) for number in range(start, min(start + 100, 230))])

    server.on(DAILY, page)
    assert len(huggingface.fetch("hf:daily:2026-06-12", client, TODAY).papers) == 230
    assert len(server.requests) == 3


def test_papers_of_another_day_are_left_out_and_named(server: ReplayServer, client: Client) -> None:
    server.on(DAILY, Reply.json([item(1), item(2, "2026-06-11"), item(3, "2026-06-11")]))
    harvest = huggingface.fetch("hf:daily:2026-06-12", client, TODAY)
    assert [paper.arxiv for paper in harvest.papers] == ["2606.00001"]
    assert [problem.message for problem in harvest.problems] == [
        "2 of 2026-06-11 left out, with which Hugging Face answered when asked for 2026-06-12"
    ]


def test_without_a_date_it_is_the_newest_day_there_is(server: ReplayServer, client: Client) -> None:
    server.on(DAILY, Reply.json([item(1), item(2), item(3, "2026-06-11")]))
    harvest = huggingface.fetch("hf:daily", client, TODAY)
    assert [paper.arxiv for paper in harvest.papers] == ["2606.00001", "2606.00002"]
    assert {paper.sources for paper in harvest.papers} == {("hf:daily:2026-06-12",)}
    assert "date" not in server.requests[0].query


def test_the_hits_of_a_search(server: ReplayServer, client: Client) -> None:
    server.on(SEARCH, Reply.json([item(1)]))
    (paper,) = huggingface.fetch("hf:search: reward: models & more ", client, TODAY).papers
    assert paper.sources == ("hf:search:reward: models & more",)
    assert server.requests[0].query["q"] == "reward: models & more"


ADDRESSES = [
    ("https://huggingface.co/papers", DAILY, {}),
    ("huggingface.co/papers/", DAILY, {}),
    ("https://huggingface.co/papers/date/2026-06-12", DAILY, {"date": "2026-06-12"}),
    ("https://huggingface.co/papers?date=2026-06-12", DAILY, {"date": "2026-06-12"}),
    ("https://huggingface.co/papers?q=reward+models", SEARCH, {"q": "reward models"}),
]


@pytest.mark.parametrize(("source", "path", "query"), ADDRESSES)
def test_the_address_of_a_page_stands_for_it(
    server: ReplayServer, client: Client, source: str, path: str, query: dict[str, str]
) -> None:
    server.on(path, Reply.json([item(1)]))
    assert service_for(source) is SERVICES["huggingface"]
    assert len(huggingface.fetch(source, client, TODAY).papers) == 1
    assert query.items() <= server.requests[0].query.items()


def test_what_is_not_a_page_of_papers() -> None:
    for source in (
        "https://huggingface.co/papers/1706.03762",
        "https://huggingface.co/nvidia",
        "1706.03762",
        "page.txt",
    ):
        assert service_for(source) is not SERVICES["huggingface"]


WRONG = [
    ("hf:weekly", "is nothing Hugging Face offers", "hf:daily"),
    ("hf:search:", "is nothing Hugging Face offers", "hf:search:words"),
    ("hf:", "is nothing Hugging Face offers", "hf:daily"),
    ("hf:daily:yesterday", "'yesterday' is no day", "hf:daily:2025-12-08"),
    ("hf:daily:2025-13-40", "'2025-13-40' is no day", "hf:daily:2025-12-08"),
    ("hf:search:" + "x" * 251, "too long", "at most 250"),
]


@pytest.mark.parametrize(("source", "message", "hint"), WRONG)
def test_a_source_written_wrongly_is_asked_of_nobody(
    server: ReplayServer, client: Client, source: str, message: str, hint: str
) -> None:
    assert service_for(source) is SERVICES["huggingface"]
    with pytest.raises(SourceError) as caught:
        huggingface.fetch(source, client, TODAY)
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert server.requests == []


@pytest.mark.parametrize("source", ["hf:daily", "hf:daily:2026-06-13", "hf:search:sheep"])
def test_nothing_found_is_a_problem(server: ReplayServer, client: Client, source: str) -> None:
    server.on(DAILY, Reply.json([]))
    server.on(SEARCH, Reply.json([]))
    harvest = huggingface.fetch(source, client, TODAY)
    assert harvest.papers == []
    assert [problem.source for problem in harvest.problems] == [source]


FAULTS = [
    (Reply("<!doctype html><html></html>", 202), "sent a web page instead of JSON", 1),
    (Reply.json({"error": "Invalid date"}, 400), "did not accept the question (HTTP 400)", 1),
    (Reply.json({"papers": 1}), "sent JSON that is no list of papers", 1),
    (Reply("", 429, {"RateLimit": '"api";r=0;t=200'}), "allowed no more requests for now", 1),
    (Reply("", 503), "was out of order (HTTP 503)", 3),
    (Reply('[{"paper":'), "sent JSON that is broken or cut short", 1),
]


@pytest.mark.parametrize(("reply", "message", "requests"), FAULTS)
def test_a_failure_names_hugging_face_and_the_day(
    server: ReplayServer, client: Client, reply: Reply, message: str, requests: int
) -> None:
    server.on(DAILY, reply)
    with pytest.raises(SourceError) as caught:
        huggingface.fetch("hf:daily:2026-06-12", client, TODAY)
    assert caught.value.message.startswith("Hugging Face (127.0.0.1) ")
    assert message in caught.value.message
    assert "asked for the daily papers of 2026-06-12" in caught.value.message
    assert caught.value.hint
    assert len(server.requests) == requests


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded answers are not here")
@pytest.mark.parametrize("source", ["hf:daily", "hf:daily:2026-06-12"])
def test_a_recorded_day(server: ReplayServer, client: Client, source: str) -> None:
    server.on(DAILY, Reply((RECORDED / "daily_papers_2026-06-12.json").read_bytes()))
    harvest = huggingface.fetch(source, client, TODAY)
    assert (len(harvest.papers), harvest.problems) == (30, [])
    assert sum(bool(paper.organization) for paper in harvest.papers) == 16
    assert all(paper.authors and paper.abstract and paper.arxiv for paper in harvest.papers)
    assert {paper.sources for paper in harvest.papers} == {("hf:daily:2026-06-12",)}
