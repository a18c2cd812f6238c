"""DOIs: Crossref's works and DataCite's records to papers."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.errors import SourceError
from readinglist.settings.services import SERVICES
from readinglist.sources.online import crossref, datacite
from readinglist.sources.online.fetching import service_for
from readinglist.sources.online.http import Client
from tests.support.places import SHARED
from tests.support.server import ReplayServer, Reply, Time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readinglist.papers.paper import Paper

TODAY = date(2026, 6, 30)
DOI = "10.1000/Sheep.1"
RECORDED = SHARED / "reference/recorded"


@pytest.fixture
def client(server: ReplayServer) -> Iterator[Client]:
    time = Time()
    with Client(server.settings(), sleep=time.sleep, clock=time.clock) as asking:
        yield asking


def of_work(**values: Any) -> Paper:
    paper = crossref.paper_of({"title": ["Counting Sheep"], **values}, DOI)
    assert paper
    return paper


def test_latex_in_titles_and_abstracts_is_read() -> None:
    paper = of_work(title=[r"G\"odel -- 100% in $k$ steps"], abstract=r"We \emph{prove} it ~ all.")
    assert (paper.title, paper.abstract) == ("Gödel -- 100% in $k$ steps", "We prove it ~ all.")


def test_an_article_as_crossref_knows_it(server: ReplayServer, client: Client) -> None:
    work = {
        "DOI": "10.1000/sheep.1",
        "type": "journal-article",
        "title": ["Counting <i>Ovis\n  aries</i> &amp; more"],
        "subtitle": ["A Field Study"],
        "container-title": ["Journal of Sheep", "J Sheep"],
        "author": [
            {"given": "Kurt", "family": "Gödel", "suffix": "Jr.", "sequence": "first", "affiliation": []},
            {"given": "Laurens", "family": "van der Maaten"},
            {"family": "Plato"},
            {"name": "The Flock Consortium"},
            {"affiliation": []},
        ],
        "editor": [{"given": "Ed", "family": "Itor"}],
        "abstract": "<jats:title>Abstract</jats:title><jats:p>We count.</jats:p>",
        "volume": "7",
        "issue": "3-4",
        "page": "635-641",
        "publisher": "Meadow &amp; Sons",
        "ISSN": ["1234-5678", "8765-4321"],
        "published-print": {"date-parts": [[2012, 5]]},
        "published-online": {"date-parts": [[2011, 12, 24]]},
        "created": {"date-parts": [[2010, 1, 1]]},
    }
    server.on("/works/" + DOI, Reply.json({"status": "ok", "message": work}))
    harvest = crossref.fetch("https://doi.org/" + DOI, client, TODAY)
    assert harvest.problems == []
    (paper,) = harvest.papers
    assert paper.record == {
        "title": "Counting Ovis aries & more: A Field Study",
        "authors": [
            {"family": "Gödel", "given": "Kurt", "suffix": "Jr."},
            {"family": "Maaten", "given": "Laurens", "particle": "van der"},
            {"family": "Plato"},
            {"literal": "The Flock Consortium"},
        ],
        "abstract": "We count.",
        "date": "2012-05",
        "venue": "Journal of Sheep",
        "doi": "10.1000/sheep.1",
        "entry_type": "article",
        "fields": {
            "volume": "7",
            "number": "3-4",
            "pages": "635-641",
            "publisher": "Meadow & Sons",
            "issn": "1234-5678, 8765-4321",
        },
        "sources": ["doi:10.1000/sheep.1"],
    }
    (request,) = server.requests
    assert request.raw_path == "/works/10.1000%2FSheep.1"


TYPES = [
    ("journal-article", "article"),
    ("proceedings-article", "inproceedings"),
    ("book-chapter", "incollection"),
    ("book", "book"),
    ("monograph", "book"),
    ("dissertation", "phdthesis"),
    ("report", "techreport"),
    ("posted-content", "misc"),
    ("something new", "misc"),
    (None, "misc"),
]


@pytest.mark.parametrize(("type", "entry_type"), TYPES)
def test_the_type_of_work_gives_the_type_of_entry(type: str | None, entry_type: str) -> None:
    assert of_work(type=type).entry_type == entry_type


def test_a_chapter_in_a_series_names_book_series_and_editors() -> None:
    paper = of_work(
        type="book-chapter",
        **{"container-title": ["Lecture Notes in Wool", "Knitting 2024"]},
        editor=[{"given": "Ed", "family": "van Itor"}, {"name": "The Flock"}],
        ISBN=["9780000000001"],
    )
    assert paper.venue == "Knitting 2024"
    assert paper.fields == {
        "series": "Lecture Notes in Wool",
        "editor": "van Itor, Ed and {The Flock}",
        "isbn": "9780000000001",
    }


@pytest.mark.parametrize(
    ("type", "field"), [("dissertation", "school"), ("report", "institution"), ("posted-content", "howpublished")]
)
def test_where_a_work_without_a_journal_is_at_home(type: str, field: str) -> None:
    assert of_work(type=type, institution=[{"name": "Meadow University"}]).fields == {field: "Meadow University"}


DATES: list[tuple[dict[str, Any], str | None]] = [
    ({"issued": {"date-parts": [[None]]}}, None),
    ({"issued": {"date-parts": [[]]}}, None),
    ({"issued": {"date-parts": []}}, None),
    ({"issued": None}, None),
    ({"issued": {"date-parts": [[2017]]}}, "2017"),
    ({"issued": {"date-parts": [["2017", "07"]]}}, "2017-07"),
    ({"issued": {"date-parts": [[2017, None, 3]]}}, "2017"),
    ({"issued": {"date-parts": [[2017, 2, 30]]}, "posted": {"date-parts": [[2016, 1, 2, 3]]}}, "2016-01-02"),
    ({"published": {"date-parts": [[2019]]}, "published-online": {"date-parts": [[2018, 1]]}}, "2019"),
    ({"published-print": {"date-parts": [[None]]}, "published-online": {"date-parts": [[2018, 1]]}}, "2018-01"),
    ({"created": {"date-parts": [[2018, 1]]}}, None),
]


@pytest.mark.parametrize(("values", "expected"), DATES)
def test_the_date_of_publication(values: dict[str, Any], expected: str | None) -> None:
    found = crossref.paper_of({"title": ["Counting Sheep"], **values}, DOI)
    assert found
    assert (str(found.date) if found.date else None) == expected


def test_a_work_of_the_acl_anthology_has_its_id_too() -> None:
    found = crossref.paper_of({"title": ["Counting Sheep"]}, "10.18653/v1/2021.naacl-main.208")
    assert found
    assert (found.acl, found.doi) == ("2021.naacl-main.208", "10.18653/v1/2021.naacl-main.208")


def test_the_article_number_stands_for_missing_pages() -> None:
    assert of_work(**{"article-number": "e33693"}).fields == {"pages": "e33693"}


def test_a_work_without_a_title_is_a_problem(server: ReplayServer, client: Client) -> None:
    server.on("/works/" + DOI, Reply.json({"message": {"DOI": DOI, "title": []}}))
    harvest = crossref.fetch(DOI, client, TODAY)
    assert [str(problem) for problem in harvest.problems] == [f"{DOI}: Crossref has no title for the DOI {DOI}"]


@pytest.mark.parametrize("doi", ["10.1002/(SICI)1097<1::AID>3.0.CO;2-#x?y=%z", "10.1000/../../members"])
def test_any_doi_is_one_part_of_the_path(server: ReplayServer, client: Client, doi: str) -> None:
    crossref.fetch(doi, client, TODAY)
    path = server.requests[0].raw_path
    assert path.startswith("/works/10.")
    assert path.count("/") == 2
    assert server.requests[0].path == "/works/" + doi
    assert server.requests[0].query == {}


def test_what_is_no_doi_for_crossref() -> None:
    assert service_for("https://dl.acm.org/doi/10.1145/3184558.3186235") is SERVICES["crossref"]
    for source in ("10.48550/arXiv.1706.03762", "1706.03762", "hf:daily", "page.txt"):
        assert service_for(source) is not SERVICES["crossref"]


RECORD = {
    "doi": "10.5072/SHEEP",
    "titles": [{"title": "Moutons", "titleType": "TranslatedTitle"}, {"title": "Sheep <i>Counts</i>"}],
    "creators": [
        {"name": "Lovelace, Ada", "nameType": "Personal", "givenName": "Ada", "familyName": "Lovelace"},
        {"name": "Meadow, Wool and Sons", "nameType": "Organizational"},
        {"name": "Kurt Gödel"},
        {"name": None},
    ],
    "publisher": {"name": "Zenodo"},
    "publicationYear": 2018,
    "dates": [{"date": "2010/2012", "dateType": "Collected"}, {"date": "2018-03/2018-05", "dateType": "Issued"}],
    "container": {"title": "Data of Sheep", "volume": "2", "firstPage": "10", "lastPage": "12"},
    "types": {"bibtex": "misc"},
    "descriptions": [
        {"descriptionType": "Methods", "description": "By hand."},
        {"descriptionType": "Abstract", "description": "<p>We count.</p>"},
    ],
    "version": None,
}


def test_datacite_is_asked_for_what_crossref_does_not_know(server: ReplayServer, client: Client) -> None:
    server.on("/dois/10.5072/sheep", Reply.json({"data": {"attributes": RECORD}}))
    (paper,) = crossref.fetch("10.5072/sheep", client, TODAY).papers
    assert paper.record == {
        "title": "Sheep Counts",
        "authors": [
            {"family": "Lovelace", "given": "Ada"},
            {"literal": "Meadow, Wool and Sons"},
            {"family": "Gödel", "given": "Kurt"},
        ],
        "abstract": "We count.",
        "date": "2018-03",
        "venue": "Data of Sheep",
        "doi": "10.5072/SHEEP",
        "entry_type": "misc",
        "fields": {"volume": "2", "pages": "10-12", "publisher": "Zenodo"},
        "sources": ["doi:10.5072/sheep"],
    }
    assert [request.path for request in server.requests] == ["/works/10.5072/sheep", "/dois/10.5072/sheep"]


def test_a_doi_nobody_knows_is_a_problem(server: ReplayServer, client: Client) -> None:
    harvest = crossref.fetch(DOI, client, TODAY)
    assert [str(problem) for problem in harvest.problems] == [
        f"{DOI}: neither Crossref nor DataCite knows the DOI {DOI}"
    ]
    assert len(server.requests) == 2


def test_a_year_stands_for_missing_dates() -> None:
    for year in (2018, "2018"):
        found = datacite.paper_of({"titles": [{"title": "Sheep"}], "publicationYear": year}, "10.5072/x")
        assert found
        assert str(found.date) == "2018"


def test_an_answer_about_another_doi_is_refused(server: ReplayServer, client: Client) -> None:
    server.on("/works/" + DOI, Reply.json({"message": {"DOI": "10.1000/goats.7", "title": ["Counting Goats"]}}))
    with pytest.raises(SourceError, match=r"Crossref .*answered about 10\.1000/goats\.7 when asked for 10\.1000/Sheep"):
        crossref.fetch(DOI, client, TODAY)


@pytest.mark.parametrize("told", [{"attributes": RECORD}, {"id": "10.5072/sheep", "attributes": {"titles": ["Goats"]}}])
def test_a_record_of_another_doi_is_refused(server: ReplayServer, client: Client, told: dict[str, Any]) -> None:
    server.on("/dois/" + DOI, Reply.json({"data": told}))
    with pytest.raises(
        SourceError, match=r"(?i)DataCite .*answered about 10\.5072/sheep when asked for 10\.1000/Sheep"
    ):
        crossref.fetch(DOI, client, TODAY)


@pytest.mark.parametrize("told", [DOI.upper(), "https://doi.org/10.1000/sheep.1", "", None])
def test_the_same_doi_in_another_form_is_the_one_asked_for(
    server: ReplayServer, client: Client, told: str | None
) -> None:
    server.on("/works/" + DOI, Reply.json({"message": {"DOI": told, "title": ["Counting Sheep"]}}))
    harvest = crossref.fetch(DOI, client, TODAY)
    assert ([paper.doi.lower() for paper in harvest.papers], harvest.problems) == ([DOI.lower()], [])


def test_an_alias_gives_the_doi_that_took_its_place(server: ReplayServer, client: Client) -> None:
    server.on("/works/" + DOI, Reply("", 301, {"Location": "/works/10.1000%2Fflock.2"}))
    server.on("/works/10.1000/flock.2", Reply.json({"message": {"DOI": "10.1000/flock.2", "title": ["Flocks"]}}))
    harvest = crossref.fetch(DOI, client, TODAY)
    assert [paper.doi for paper in harvest.papers] == ["10.1000/flock.2"]
    assert [str(problem) for problem in harvest.problems] == [
        f"{DOI}: the DOI is an alias of 10.1000/flock.2, which was taken"
    ]


def test_a_redirect_excuses_no_third_doi(server: ReplayServer, client: Client) -> None:
    server.on("/works/" + DOI, Reply("", 301, {"Location": "/works/10.1000%2Fflock.2"}))
    server.on("/works/10.1000/flock.2", Reply.json({"message": {"DOI": "10.1000/goats.7", "title": ["Goats"]}}))
    with pytest.raises(SourceError, match=r"answered about 10\.1000/goats\.7"):
        crossref.fetch(DOI, client, TODAY)


FAULTS = [
    ("/works/", Reply("<html>busy</html>"), "Crossref (127.0.0.1) sent a web page instead of JSON", 1),
    ("/works/", Reply('{"message": {"DOI"'), "Crossref (127.0.0.1) sent JSON that is broken or cut short", 1),
    ("/works/", Reply.json({"message": []}), "Crossref (127.0.0.1) sent JSON that is no work", 1),
    ("/works/", Reply.json([]), "Crossref (127.0.0.1) sent JSON that is no work", 1),
    ("/works/", Reply("", 429, {"Retry-After": "600"}), "Crossref (127.0.0.1) allowed no more requests", 1),
    ("/works/", Reply(fault="truncate", body="{}"), "Crossref (127.0.0.1) broke off the connection", 3),
    ("/dois/", Reply.json({"errors": [{"title": "Not today"}]}, 400), "DataCite (127.0.0.1) did not accept", 2),
    ("/dois/", Reply.json({"data": None}), "DataCite (127.0.0.1) sent JSON that is no record", 2),
]


@pytest.mark.parametrize(("path", "reply", "message", "requests"), FAULTS)
def test_a_failure_names_the_service_and_the_doi(
    server: ReplayServer, client: Client, path: str, reply: Reply, message: str, requests: int
) -> None:
    server.on(path + DOI, reply)
    with pytest.raises(SourceError) as caught:
        crossref.fetch(DOI, client, TODAY)
    assert message in caught.value.message
    assert f" when asked for {DOI}" in caught.value.message
    assert caught.value.hint
    assert len(server.requests) == requests


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["name", "date-parts"]), inner),
    max_leaves=4,
)
KEYS = [
    *("title", "subtitle", "author", "editor", "issued", "type", "container-title", "page", "ISSN", "event", "DOI"),
    *("titles", "creators", "dates", "publicationYear", "container", "types", "publisher", "descriptions", "doi"),
]


@given(st.dictionaries(st.sampled_from(KEYS), JUNK, max_size=6))
def test_no_record_raises_whatever_its_values_are(record: dict[str, Any]) -> None:
    for found in (
        crossref.paper_of({**record, "title": ["Sheep"]}, DOI),
        datacite.paper_of({**record, "titles": [{"title": "Sheep"}]}, DOI),
    ):
        assert found
        json.dumps(found.record)
    crossref.paper_of(record, DOI)
    datacite.paper_of(record, DOI)


WORKS = [
    ("crossref/work_journal_article", "2012-03-21", 6, "article", "PLoS ONE"),
    ("crossref/work_conference_paper", "2018", 4, "inproceedings", "Companion of the The Web Conference 2018 on"),
    ("crossref/work_jats_abstract", "2014-02-27", 1, "article", "USURJ: University of Saskatchewan"),
    ("crossref/work_multiple_isbn", "1999", 2, "incollection", "Hyperbolic Problems"),
    ("datacite/journal_article", "2018-12-04", 1, "article", "Journal für Medienlinguistik"),
    ("datacite/software", "2017-02-25", 1, "misc", ""),
]


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded answers are not here")
@pytest.mark.parametrize(("name", "day", "authors", "entry_type", "venue"), WORKS)
def test_recorded_answers(
    server: ReplayServer, client: Client, name: str, day: str, authors: int, entry_type: str, venue: str
) -> None:
    record = json.loads((RECORDED / f"{name}.json").read_bytes())
    work = record.get("message", record)
    doi = work.get("DOI") or work["doi"]
    server.on(
        f"/works/{doi}" if "DOI" in work else f"/dois/{doi}",
        Reply.json({"message": work} if "DOI" in work else {"data": {"attributes": work}}),
    )
    harvest = crossref.fetch(doi, client, TODAY)
    (paper,) = harvest.papers
    assert (str(paper.date), len(paper.authors), paper.entry_type) == (day, authors, entry_type)
    assert paper.venue.startswith(venue)
    assert "<" not in paper.title + paper.abstract


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded answers are not here")
def test_recorded_lists_hold_works_that_can_be_read() -> None:
    for name in ("works_query_list", "works_sample", "works_select"):
        document = json.loads((RECORDED / f"crossref/{name}.json").read_bytes())
        for work in document.get("message", document)["items"]:
            found = crossref.paper_of(work, work["DOI"])
            assert found is None or found.doi
