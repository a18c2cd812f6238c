"""arXiv: ids to papers, in one request; what is missing or refused is said, one by one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest

from readinglist.errors import OfflineError, SourceError
from readinglist.settings.services import SERVICES
from readinglist.sources.online import arxiv
from readinglist.sources.online.fetching import service_for
from readinglist.sources.online.http import Client
from tests.support.places import SHARED
from tests.support.server import ReplayServer, Reply, Request, Time

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = date(2026, 6, 30)
RECORDED = SHARED / "reference/recorded/arxiv"
NAMESPACES = (
    'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
    'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom"'
)
ERROR_ENTRY = (
    "<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_{0}</id><title>Error</title>"
    "<summary>incorrect id format for {0}</summary><author><name>arXiv api core</name></author></entry>"
)


@pytest.fixture
def client(server: ReplayServer) -> Iterator[Client]:
    time = Time()
    with Client(server.settings(), sleep=time.sleep, clock=time.clock) as asking:
        yield asking


def entry(id: str, title: str = "Counting Sheep", more: str = "", names: tuple[str, ...] = ("Ada Lovelace",)) -> str:
    people = "".join(f"<author><name>{escape(name)}</name></author>" for name in names)
    return (
        f"<entry><id>http://arxiv.org/abs/{id}</id><title>{escape(title)}</title><updated>2023-08-02T00:41:18Z</updated>"
        f"<summary>  We count\n  sheep.\n</summary><published>2017-06-12T17:57:34Z</published>"
        f'<arxiv:primary_category term="cs.CL"/>{people}{more}</entry>'
    )


def feed(*entries: str, total: int | None = None) -> Reply:
    total = len(entries) if total is None else total
    return Reply(
        f"<?xml version='1.0' encoding='UTF-8'?>\n<feed {NAMESPACES}>"
        f"<opensearch:totalResults>{total}</opensearch:totalResults>{''.join(entries)}</feed>"
    )


def echo(request: Request) -> Reply:
    """A paper for each id that is asked for."""
    return feed(*(entry(id if "v" in id else f"{id}v3") for id in request.query["id_list"].split(",")))


def test_a_paper_as_arxiv_knows_it(server: ReplayServer, client: Client) -> None:
    more = "<arxiv:doi>10.1000/Sheep.1 10.1000/s2</arxiv:doi><arxiv:journal_ref>J. Sheep\n 7 (2018)</arxiv:journal_ref>"
    names = ("Kurt Gödel", "Laurens van der Maaten", "H1 Collaboration", ":")
    server.on("/api/query", feed(entry("1706.03762v7", "Counting\n  Sheep in $\\omega$ & more", more, names)))
    harvest = arxiv.fetch_many(["https://huggingface.co/papers/1706.03762"], client, TODAY)
    assert harvest.problems == []
    (paper,) = harvest.papers
    assert paper.record == {
        "title": "Counting Sheep in $\\omega$ & more",
        "authors": [
            {"family": "Gödel", "given": "Kurt"},
            {"family": "Maaten", "given": "Laurens", "particle": "van der"},
            {"literal": "H1 Collaboration"},
        ],
        "abstract": "We count sheep.",
        "date": "2017-06-12",
        "arxiv": "1706.03762",
        "arxiv_version": 7,
        "primary_class": "cs.CL",
        "doi": "10.1000/Sheep.1",
        "journal_ref": "J. Sheep 7 (2018)",
        "sources": ["arxiv:1706.03762"],
    }
    (request,) = server.requests
    assert (request.path, request.query) == ("/api/query", {"id_list": "1706.03762", "max_results": "1"})


@pytest.mark.parametrize(
    ("comment", "code"),
    [
        ("Code: https://github.com/sheep-lab/count-sheep.", "https://github.com/sheep-lab/count-sheep"),
        ("20 pages, code at github.com/sheep-lab/sheep.js/tree/main (v2)", "https://github.com/sheep-lab/sheep.js"),
        ("https://GitLab.com/a/b.git, https://github.com/c/d", "https://gitlab.com/a/b"),
        ("see http://www.codeberg.org/sheep/lib_1", "https://codeberg.org/sheep/lib_1"),
        ("our group: https://github.com/sheep-lab", ""),
        ("project page https://sheep-lab.github.io/count/", ""),
        ("https://notgithub.com/a/b and https://raw.github.com.example.org/a/b", ""),
        ("https://github.com/topics/sheep and github.com/orgs/sheep-lab/people", ""),
        ("https://example.org/github.com/a/b", ""),
        ("12 pages, 3 figures", ""),
    ],
)
def test_the_repository_that_authors_name_in_a_comment(
    server: ReplayServer, client: Client, comment: str, code: str
) -> None:
    server.on("/api/query", feed(entry("1706.03762v7", more=f"<arxiv:comment>{escape(comment)}</arxiv:comment>")))
    (paper,) = arxiv.fetch_many(["1706.03762"], client, TODAY).papers
    assert paper.record.get("code", "") == code


FORMS = [
    ("arXiv:2401.00001v2", "2401.00001v2"),
    ("https://arxiv.org/pdf/2401.00001.pdf", "2401.00001"),
    ("https://www.alphaxiv.org/abs/2401.00001", "2401.00001"),
    ("10.48550/arXiv.2401.00001", "2401.00001"),
    ("math.GT/0309136", "math/0309136"),
    ("hep-th/9901001v1", "hep-th/9901001v1"),
]


@pytest.mark.parametrize(("source", "asked"), FORMS)
def test_every_written_form_is_asked_for_as_arxiv_writes_it(
    server: ReplayServer, client: Client, source: str, asked: str
) -> None:
    server.on("/api/query", echo)
    assert service_for(source) is SERVICES["arxiv"]
    assert len(arxiv.fetch_many([source], client, TODAY).papers) == 1
    assert server.requests[0].query["id_list"] == asked


@pytest.mark.parametrize("source", ["10.1000/x", "hf:daily", "page.txt", "0808.05394", ""])
def test_what_is_no_arxiv_paper(source: str) -> None:
    assert service_for(source) is not SERVICES["arxiv"]


def test_many_ids_are_one_request_in_their_order_and_each_once(server: ReplayServer, client: Client) -> None:
    server.on("/api/query", echo)
    sources = ["2401.00003", "2401.00001", "arxiv.org/abs/2401.00003", "2401.00002v1"]
    papers = arxiv.fetch_many(sources, client, TODAY).papers
    assert [(paper.arxiv, paper.arxiv_version) for paper in papers] == [
        ("2401.00003", 3),
        ("2401.00001", 3),
        ("2401.00002", 1),
    ]
    assert len(server.requests) == 1


def test_two_versions_of_a_paper_are_told_apart(server: ReplayServer, client: Client) -> None:
    server.on("/api/query", echo)
    papers = arxiv.fetch_many(["2401.00001v1", "2401.00001"], client, TODAY).papers
    assert [paper.arxiv_version for paper in papers] == [1, 3]


def test_hundreds_of_ids_are_a_few_requests(server: ReplayServer, client: Client) -> None:
    server.on("/api/query", echo)
    sources = [f"2401.{number:05}" for number in range(1, 251)]
    assert len(arxiv.fetch_many(sources, client, TODAY).papers) == 250
    assert len(server.requests) == 3


def test_what_came_before_a_failure_is_kept(server: ReplayServer, client: Client) -> None:
    server.on("/api/query", echo, Reply("", 403))
    sources = [f"2401.{number:05}" for number in range(1, 151)]
    harvest = arxiv.fetch_many(sources, client, TODAY)
    assert len(harvest.papers) == 100
    assert [problem.source for problem in harvest.problems] == sources[100:]
    assert "HTTP 403" in harvest.problems[0].message


def test_an_unknown_id_vanishes_from_the_answer_and_is_said(server: ReplayServer, client: Client) -> None:
    server.on("/api/query", feed(entry("2401.00001v1")))
    harvest = arxiv.fetch_many(["2401.00001", "arXiv:2401.99999v2"], client, TODAY)
    assert [paper.arxiv for paper in harvest.papers] == ["2401.00001"]
    assert [str(problem) for problem in harvest.problems] == ["arXiv:2401.99999v2: arXiv has no paper 2401.99999v2"]


def test_an_answer_about_other_papers_is_refused_and_both_are_named(server: ReplayServer, client: Client) -> None:
    server.on("/api/query", feed(entry("2401.00001v1"), entry("2401.00077v1")))
    harvest = arxiv.fetch_many(["2401.00001", "2401.00002"], client, TODAY)
    assert [paper.arxiv for paper in harvest.papers] == ["2401.00001"]
    assert [str(problem) for problem in harvest.problems] == [
        "2401.00002: arXiv has no paper 2401.00002, and answered about 2401.00077"
    ]


def test_an_answer_of_datacite_about_another_paper_spoils_no_other(server: ReplayServer, client: Client) -> None:
    server.on("/api/query", feed(entry("2401.00001v1")))
    server.on("/dois/10.48550/arXiv.2401.00002", Reply.json(RECORD))
    harvest = arxiv.fetch_many(["2401.00001", "10.48550/arXiv.2401.00002"], client, TODAY)
    assert [paper.arxiv for paper in harvest.papers] == ["2401.00001"]
    (problem,) = harvest.problems
    assert "answered about 10.48550/arxiv.1706.03762 when asked for 10.48550/arXiv.2401.00002" in problem.message


def test_an_empty_feed_is_a_problem_and_no_failure(server: ReplayServer, client: Client) -> None:
    server.on("/api/query", feed())
    harvest = arxiv.fetch_many(["2401.00001"], client, TODAY)
    assert (harvest.papers, len(harvest.problems), len(server.requests)) == ([], 1, 1)


def test_an_answer_with_less_than_it_promises_is_asked_for_again(server: ReplayServer, client: Client) -> None:
    server.on("/api/query", feed(total=1), feed(entry("2401.00001v1")))
    assert len(arxiv.fetch_many(["2401.00001"], client, TODAY).papers) == 1
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", [200, 400])
def test_an_id_arxiv_dislikes_does_not_spoil_the_others(server: ReplayServer, client: Client, status: int) -> None:
    complaint = feed(ERROR_ENTRY.format("2401.00002"))
    server.on("/api/query", Reply(complaint.body, status), echo)
    harvest = arxiv.fetch_many(["2401.00001", "2401.00002", "2401.00003"], client, TODAY)
    assert [paper.arxiv for paper in harvest.papers] == ["2401.00001", "2401.00003"]
    (problem,) = harvest.problems
    assert str(problem) == "2401.00002: arXiv does not accept 2401.00002: incorrect id format for 2401.00002"


def test_a_complaint_that_names_no_id_is_a_failure(server: ReplayServer, client: Client) -> None:
    server.on("/api/query", Reply(feed(ERROR_ENTRY.format("abc")).body, 400))
    with pytest.raises(SourceError, match=r"complained .* and 1 more: incorrect id format for abc"):
        arxiv.fetch_many(["2401.00001", "2401.00002"], client, TODAY)


FAULTS = [
    (Reply(fault="reset"), "broke off the connection", 3),
    (Reply("", 503), "was out of order (HTTP 503)", 3),
    (Reply("Rate exceeded.", 429), "allowed no more requests for now (HTTP 429)", 3),
    (Reply("", 404), "does not have it (HTTP 404)", 1),
    (Reply("<!DOCTYPE html><html></html>"), "sent a web page instead of XML", 1),
    (Reply("<feed><entry><id>http"), "sent XML that is broken or cut short", 1),
    (Reply("<rss/>"), "sent XML that is no Atom feed", 1),
    (Reply(f'<!DOCTYPE f [<!ENTITY a "b">]><feed {NAMESPACES}>&a;</feed>'), "declares a document type", 1),
    (Reply("gone", 400), "sent XML that is broken", 1),
]


@pytest.mark.parametrize(("reply", "message", "requests"), FAULTS)
def test_a_failure_names_arxiv_and_the_paper(
    server: ReplayServer, client: Client, reply: Reply, message: str, requests: int
) -> None:
    server.on("/api/query", reply)
    with pytest.raises(SourceError) as caught:
        arxiv.fetch_many(["2401.00001", "2401.00002"], client, TODAY)
    assert caught.value.message.startswith("arXiv (127.0.0.1) ")
    assert message in caught.value.message
    assert "asked for 2401.00001 and 1 more" in caught.value.message
    assert caught.value.hint
    assert len(server.requests) == requests


RECORD = {
    "data": {
        "attributes": {
            "doi": "10.48550/arxiv.1706.03762",
            "titles": [{"title": "Counting Sheep"}],
            "creators": [{"name": "Lovelace, Ada", "nameType": "Personal"}],
            "dates": [
                {"date": "2022-01-05", "dateType": "Issued"},
                {"date": "2017-06-12T17:57:34Z", "dateType": "Submitted"},
            ],
            "publicationYear": 2017,
            "types": {"bibtex": "article"},
            "publisher": "arXiv",
            "descriptions": [{"descriptionType": "Abstract", "description": "We count."}],
        }
    }
}


def test_arxivs_doi_comes_from_datacite_when_arxiv_is_down(server: ReplayServer, client: Client) -> None:
    server.on("/api/query", Reply("", 503))
    server.on("/dois/10.48550/arXiv.1706.03762", Reply.json(RECORD))
    harvest = arxiv.fetch_many(["https://doi.org/10.48550/arXiv.1706.03762"], client, TODAY)
    (paper,) = harvest.papers
    assert (paper.arxiv, paper.doi, str(paper.date), paper.venue) == ("1706.03762", "", "2017-06-12", "")
    assert [str(author) for author in paper.authors] == ["Ada Lovelace"]
    (problem,) = harvest.problems
    assert problem.rescued
    assert "taken from DataCite: arXiv (127.0.0.1) was out of order" in problem.message


def test_when_datacite_does_not_help_arxivs_failure_is_told(server: ReplayServer, client: Client) -> None:
    server.on("/api/query", Reply("", 403))
    for reply in (Reply("", 404), Reply("", 500)):
        server.on("/dois/10.48550/arXiv.1706.03762", reply)
        with pytest.raises(SourceError, match=r"arXiv \(127.0.0.1\) refused to answer"):
            arxiv.fetch_many(["10.48550/arXiv.1706.03762"], client, TODAY)


def test_offline_is_said_at_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(*args: object, **kwargs: object) -> None:
        raise OfflineError("you are offline")

    monkeypatch.setattr(client, "get", offline)
    with pytest.raises(OfflineError):
        arxiv.fetch_many(["10.48550/arXiv.1706.03762"], client, TODAY)


RECORDINGS = [
    ("single_many_versions", "1706.03762", "2017-06-12", 8, 7),
    ("single_old_style_id", "astro-ph/0601001", "2006-01-02", 4, 1),
    ("single_old_style_versioned", "quant-ph/0201082v1", "2002-01-18", 1, 1),
    ("single_versioned", "2104.12255v1", "2021-04-20", 1, 1),
    ("id_list_one_missing", "1707.08567", "2017-07-27", 34, 1),
]


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded answers are not here")
@pytest.mark.parametrize(("name", "source", "day", "authors", "version"), RECORDINGS)
def test_recorded_answers(
    server: ReplayServer, client: Client, name: str, source: str, day: str, authors: int, version: int
) -> None:
    server.on("/api/query", Reply((RECORDED / f"{name}.xml").read_bytes()))
    harvest = arxiv.fetch_many([source], client, TODAY)
    (paper,) = harvest.papers
    assert (str(paper.date), len(paper.authors), paper.arxiv_version) == (day, authors, version)
    assert paper.title
    assert paper.abstract
    assert paper.primary_class


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded answers are not here")
@pytest.mark.parametrize(("name", "status"), [("not_found_empty_feed", 200), ("error_bad_id_http400", 400)])
def test_recorded_refusals(server: ReplayServer, client: Client, name: str, status: int) -> None:
    server.on("/api/query", Reply((RECORDED / f"{name}.xml").read_bytes(), status))
    harvest = arxiv.fetch_many(["2401.00001"], client, TODAY)
    assert (harvest.papers, len(harvest.problems)) == ([], 1)
