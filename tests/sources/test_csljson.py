"""CSL-JSON as Zotero, pandoc, Crossref and others write it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.errors import SourceError
from readinglist.papers.author import Author
from readinglist.sources import read
from readinglist.text import clean

if TYPE_CHECKING:
    from readinglist.papers.harvest import Harvest
    from readinglist.papers.paper import Paper

ITEM = {
    "id": "ada1843",
    "type": "article-journal",
    "title": "Notes",
    "author": [{"family": "Lovelace", "given": "Ada"}],
}


def reading(data: object) -> Harvest:
    return read(json.dumps(data), "x.json", date(2026, 1, 1))


def only(**variables: Any) -> Paper:
    (paper,) = reading([{**ITEM, **variables}]).papers
    return paper


@pytest.mark.parametrize(
    "data", [[ITEM], ITEM, {"items": [ITEM]}, {"references": [ITEM], "csl": "apa"}, [{**ITEM, "id": "1706.03762"}]]
)
def test_it_is_known_by_its_items(data: object) -> None:
    (paper,) = reading(data).papers
    assert (paper.title, paper.authors, paper.entry_type) == ("Notes", (Author("Lovelace", "Ada"),), "article")
    assert paper.sources == ("file:x.json",)


def test_everything_has_its_place() -> None:
    paper = only(
        **{
            "container-title": "Scientific Memoirs",
            "issued": {"date-parts": [[1843, 9]]},
            "volume": 3,
            "issue": "2",
            "page": "666-731",
            "publisher": "Taylor",
            "publisher-place": "London",
            "DOI": "https://doi.org/10.1000/ABC",
            "URL": "http://dx.doi.org/10.1000/abc",
            "abstract": "<jats:p>A &amp; B</jats:p>",
            "keyword": "engines; analysis, numbers",
            "editor": {"literal": "ACM"},
            "accessed": {"raw": "2020-05-06"},
            "event-place": "Turin",
            "annote": "<p>mine</p>\nagain",
        }
    )
    assert (paper.venue, str(paper.date), paper.doi, paper.url) == ("Scientific Memoirs", "1843-09", "10.1000/ABC", "")
    assert (paper.abstract, paper.note) == ("A & B", "mine\nagain")
    assert paper.fields == {
        "volume": "3",
        "number": "2",
        "pages": "666-731",
        "publisher": "Taylor",
        "address": "London",
        "editor": "{ACM}",
        "urldate": "2020-05-06",
    }
    assert paper.record["keywords"] == ["engines", "analysis", "numbers"]
    assert paper.record["csl"] == {"event-place": "Turin"}


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        ({"date-parts": [["2017", "07", "07"]]}, "2017-07-07"),
        ({"date-parts": [[2018, 10, 21, 13]]}, "2018-10-21"),
        ({"date-parts": [[2018, 2, 31]]}, "2018-02"),
        ({"date-parts": [[2018, None]]}, "2018"),
        ({"date-parts": [[2018, 3], [2018, 5]]}, "2018-03"),
        ({"date-parts": [2018, 3]}, "2018-03"),
        ({"date-parts": "2018"}, "2018"),
        ({"raw": "2013-05-01"}, "2013-05-01"),
        ({"raw": "2013-05-01/2013-06-02"}, "2013-05-01"),
        ({"literal": "May 2013"}, "2013-05"),
        ({"date-parts": [[]], "literal": "circa 1600"}, "1600"),
        ("2013-05", "2013-05"),
        (2013, "2013"),
    ],
)
def test_dates(issued: object, expected: str) -> None:
    harvest = reading([{**ITEM, "issued": issued}])
    assert str(harvest.papers[0].date) == expected
    assert harvest.problems == []


@pytest.mark.parametrize("issued", [None, {}, {"date-parts": [[]]}, {"date-parts": [[None]]}, {"date-parts": None}, ""])
def test_no_date_is_no_problem(issued: object) -> None:
    harvest = reading([{**ITEM, "issued": issued}])
    assert harvest.papers[0].date is None
    assert harvest.problems == []


@pytest.mark.parametrize("issued", [{"raw": "some day"}, {"date-parts": [["June"]]}, {"date-parts": [[20184]]}])
def test_a_date_that_is_none_is_told(issued: object) -> None:
    (problem,) = reading([{**ITEM, "issued": issued}]).problems
    assert (problem.where, problem.key, problem.rescued) == ("item 1", "ada1843", True)
    assert "date" in problem.message


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ({"family": "Maaten", "given": "L.", "non-dropping-particle": "van der"}, Author("Maaten", "L.", "van der")),
        ({"family": "van der Maaten", "given": "L."}, Author("Maaten", "L.", "van der")),
        ({"family": "Humboldt", "given": "A.", "dropping-particle": "von"}, Author("Humboldt", "A.", "von")),
        ({"family": "King", "given": "M. L.", "suffix": "Jr."}, Author("King", "M. L.", "", "Jr.")),
        ({"literal": "OpenAI"}, Author(literal="OpenAI")),
        ({"given": "Plato"}, Author("Plato")),
        ({"name": "CERN", "affiliation": []}, Author(literal="CERN")),
        ("Ada Lovelace", Author("Lovelace", "Ada")),
    ],
)
def test_names(name: object, expected: Author) -> None:
    assert only(author=[name]).authors == (expected,)


@pytest.mark.parametrize("last", ["others", "et al."])
def test_further_authors(last: str) -> None:
    paper = only(author=[{"family": "Bach"}, {"literal": last}])
    assert (len(paper.authors), paper.others) == (1, True)


@pytest.mark.parametrize("author", [5, [None], [{"family": 3}], [{}], [[]]])
def test_a_name_that_is_none_is_told_and_costs_nothing_else(author: object) -> None:
    harvest = reading([{**ITEM, "author": author}])
    assert harvest.papers[0].title == "Notes"
    assert [problem.rescued for problem in harvest.problems] == [True]


@pytest.mark.parametrize(
    "variables",
    [
        {"note": "arXiv:2406.01234 [cs]\nversion: 3"},
        {"note": "arXiv: 2406.01234"},
        {"number": "arXiv:2406.01234", "publisher": "arXiv"},
        {"number": "2406.01234v3", "publisher": "arXiv", "container-title": "arXiv preprint arXiv:2406.01234"},
        {"archive": "arXiv", "archive_location": "2406.01234"},
        {"DOI": "10.48550/arXiv.2406.01234"},
        {"URL": "http://arxiv.org/abs/2406.01234v1"},
        {"custom": {"arxiv": "2406.01234"}},
        {"publisher": "arXiv", "number": "2406.01234", "genre": "Preprint"},
        {"container-title": "CoRR", "volume": "abs/2406.01234"},
        {"container-title": "arXiv", "article-number": "arXiv:2406.01234", "page": "arXiv:2406.01234"},
        {"archive": "arXiv", "number": "2406.01234v2", "genre": "preprint"},
        {"archive": "arXiv.org", "archive_location": "arXiv:2406.01234 [math.AP]"},
    ],
)
@pytest.mark.parametrize("type", ["article", "report", "manuscript", "article-journal", "webpage", "posted-content"])
def test_preprints_however_they_are_called(type: str, variables: dict[str, Any]) -> None:
    paper = only(type=type, **variables)
    assert (paper.arxiv, paper.entry_type, paper.venue, paper.url) == ("2406.01234", "", "", "")
    assert paper.fields.keys() <= {"note"}


def test_the_form_in_which_zotero_keeps_preprints() -> None:
    paper = only(
        type="preprint", genre="preprint", publisher="arXiv", number="arXiv:hep-th/9705031v2",
        DOI="10.48550/arXiv.hep-th/9705031", URL="http://arxiv.org/abs/hep-th/9705031",
    )  # fmt: skip
    assert (paper.arxiv, paper.doi, paper.url, paper.venue, paper.fields) == ("hep-th/9705031", "", "", "", {})


def test_a_published_paper_keeps_its_facts_beside_the_id() -> None:
    paper = only(**{"container-title": "Coast", "volume": "3", "note": "arXiv: 2406.01234", "publisher": "Quay"})
    assert (paper.arxiv, paper.venue) == ("2406.01234", "Coast")
    assert paper.fields == {"volume": "3", "publisher": "Quay"}


def test_ids_of_pubmed() -> None:
    assert only(PMID=30123456, PMCID="pmc6123456").fields == {"pmid": "30123456", "pmcid": "PMC6123456"}
    assert only(PMID="unknown").fields == {}


def test_of_two_dois_the_first_is_taken_and_of_two_addresses_none_is_made_one() -> None:
    harvest = reading(
        [{**ITEM, "DOI": "10.5555/a<i>, 10.5555/b", "URL": "https://doi.org/10.5555/a<i> http://x.example"}]
    )
    (paper,), (problem,) = harvest.papers, harvest.problems
    assert (paper.doi, paper.url) == ("10.5555/a<i>", "http://x.example")
    assert "10.5555/b" in problem.message
    assert problem.rescued


@pytest.mark.parametrize(
    ("variables", "entry_type"),
    [
        ({"type": "thesis", "genre": "PhD thesis", "publisher": "ETH"}, "phdthesis"),
        ({"type": "thesis", "genre": "Master’s thesis", "publisher": "ETH"}, "mastersthesis"),
        ({"type": "paper-conference"}, "inproceedings"),
        ({"type": "chapter"}, "incollection"),
        ({"type": "journal-article"}, "article"),
        ({"type": "webpage"}, "online"),
        ({"type": "motion_picture"}, "misc"),
    ],
)
def test_types(variables: dict[str, Any], entry_type: str) -> None:
    paper = only(**variables)
    assert paper.entry_type == entry_type
    assert paper.fields.get("school") == variables.get("publisher")


@pytest.mark.parametrize(
    ("id", "key"),
    [
        ("knuth:1984", "knuth:1984"),
        ("Müller 2020", "Muller2020"),
        ("http://zotero.org/users/1/items/AB", ""),
        (17, ""),
        ("10.1000/x", ""),
        (None, ""),
    ],
)
def test_keys(id: object, key: str) -> None:
    assert only(id=id).key == key


def test_the_citation_key_goes_before_the_id() -> None:
    assert only(**{"citation-key": "mine"}).key == "mine"


def test_markup_in_titles_goes() -> None:
    title = '<span class="nocase">BERT</span>: H<sub>2</sub>O &amp; <i>E. coli</i>'
    assert only(title=title).title == "BERT: H₂O & E. coli"


def test_one_broken_item_never_costs_its_neighbours() -> None:
    harvest = reading([ITEM, 5, {"type": "book", "DOI": "10.1000/x"}, {**ITEM, "id": "b", "title": ["Two", "2"]}])
    assert [paper.title for paper in harvest.papers] == ["Notes", "Two"]
    assert [(problem.where, problem.rescued) for problem in harvest.problems] == [("item 2", False), ("item 3", False)]
    assert "readinglist add 10.1000/x" in harvest.problems[1].message


def test_of_a_file_that_breaks_off_the_whole_items_are_kept() -> None:
    text = json.dumps([ITEM, {**ITEM, "title": "Two"}])
    harvest = read(text[:-20], "x", date(2026, 1, 1))
    assert [paper.title for paper in harvest.papers] == ["Notes"]
    assert [problem.rescued for problem in harvest.problems] == [False]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["date-parts", "raw", "family", "given", "literal", "arxiv"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)
NAMES = sorted(
    {*ITEM, "issued", "note", "custom", "DOI", "URL", "number", "editor", "accessed", "page", "genre", "annote"}
)


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(NAMES), JUNK), max_size=3))
def test_any_item_gives_a_paper_or_a_problem(items: list[dict[str, Any]]) -> None:
    try:
        harvest = reading([{"type": "book", **item} for item in items])
    except SourceError:
        return
    refused = sum(not problem.rescued for problem in harvest.problems)
    assert len(harvest.papers) + refused == len(items)
    assert all(paper.title == clean(paper.title) for paper in harvest.papers)


@pytest.mark.parametrize("variable", ["issued", "author", "custom", "title", "note"])
def test_deep_nesting_is_no_fault(variable: str) -> None:
    text = json.dumps([{**ITEM, variable: "DEEP"}, ITEM]).replace('"DEEP"', "[" * 900 + "]" * 900)
    harvest = read(text, "x", date(2026, 1, 1))
    assert harvest.papers[-1].title == "Notes"
