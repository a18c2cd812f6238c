"""Two fields for one thing, and fields for what a paper has not: both dialects say what the list shows."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readinglist.bibtex.reading.reader import read
from readinglist.bibtex.writing.links import link
from readinglist.bibtex.writing.writer import write
from readinglist.papers.ids import recognise
from readinglist.papers.paper import Paper

DIALECTS = ("bibtex", "biblatex")
WORDS = (
    "Moss",
    "Ferns of the Wood",
    "Is it bark?",
    "{Lichen}",
    "Journal of Bark",
    "Proc. of Ferns \\& Mosses",
    "{}",
    "{\\relax}",
)
YEARS = ("2020", "{2020}", "1777", "2020-05", "in press", "c. 2021")
DOIS = (
    "10.5555/moss",
    "https://doi.org/10.5555/fern",
    "10.48550/arXiv.2404.00004",
    "10/dvzd5z",
    "10.5555/a, 10.5555/b",
)
IDS = ("2401.00001", "2402.00002v3", "hep-th/9901001", "9901002", "30123456", "hal-0123")
ARCHIVES = ("arXiv", "arxiv", "pubmed", "hal", "hep-th", "")
ADDRESSES = (
    "https://a.example/x",
    "\\url{https://b.example/y}",
    "https://doi.org/10.5555/url",
    "https://arxiv.org/abs/2405.00005",
)
VALUES = {
    **dict.fromkeys("title subtitle journal journaltitle booktitle series publisher note".split(), WORDS),
    **dict.fromkeys("school institution address location sortkey key organization".split(), WORDS),
    **dict.fromkeys(["year", "date"], YEARS),
    "month": ("may", "jun--aug", "12~June", "5"),
    "day": ("12", "31"),
    "doi": DOIS,
    **dict.fromkeys("eprint arxivid arxiv pmid".split(), IDS),
    **dict.fromkeys(["archiveprefix", "eprinttype"], ARCHIVES),
    **dict.fromkeys(["primaryclass", "eprintclass"], ("cs.LG", "math.AG")),
    **dict.fromkeys("url howpublished ee link pdf".split(), ADDRESSES),
}
RAW = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()})
TYPES = st.sampled_from("article book inproceedings proceedings phdthesis techreport misc online thesis inbook".split())
KNOWN = st.fixed_dictionaries(
    {},
    optional={
        "venue": st.sampled_from(["Journal of Bark", "Moss", "Another Journal"]),
        "date": st.sampled_from(["2020", "2020-05", "2019-01-31"]),
        "doi": st.sampled_from(["10.5555/moss", "10.5555/other"]),
        "arxiv": st.sampled_from(["2401.00001", "hep-th/9901001", "2406.00006"]),
        "url": st.sampled_from(["https://a.example/x", "https://c.example/z", "https://arxiv.org/abs/2405.00005"]),
    },
)


def entry(type: str, raw: dict[str, str]) -> Paper:
    """The paper that is read from an entry."""
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in raw.items())
    (paper,) = read(f"@{type}{{k,\n  author = {{Moor, Ann}},\n{fields}}}\n", "refs.bib").papers
    return paper


def again(paper: Paper, dialect: str) -> Paper:
    """The paper that is read from an export."""
    (found,) = read(write([paper], dialect).text, "refs.bib").papers
    return found


def check(paper: Paper, dialect: str) -> None:
    """Compare what an export says with what the list shows; a date in BibTeX may be less exact."""
    export = again(paper, dialect)
    there = recognise(paper.url) if paper.url else None
    assert export.title == paper.title
    assert export.arxiv == (paper.arxiv or (there.arxiv if there else "") or arxiv_of(paper.doi))
    assert export.doi == (paper.doi or (there.doi if there else ""))
    assert link(paper) in {export.url, link(export)}
    assert str(paper.date or "").startswith(str(export.date or ""))
    assert bool(paper.date) == bool(export.date)
    assert paper.venue in venues(export) if paper.venue else not export.venue


def venues(paper: Paper) -> set[str]:
    """The texts that name a venue, whatever the entry type."""
    names = ("howpublished", "series")
    return {
        paper.venue,
        paper.raw.get("titleaddon", "").replace("\\", "").strip("{}"),
        *(paper.fields.get(name, "") for name in names),
    }


def arxiv_of(doi: str) -> str:
    """The arXiv id in a DOI."""
    ids = recognise(doi) if doi else None
    return ids.arxiv if ids else ""


@pytest.mark.parametrize("dialect", DIALECTS)
@given(type=TYPES, raw=RAW)
@example("article", {"title": "Moss", "journal": "Journal of Bark", "journaltitle": "Moss"})
@example("article", {"title": "Lichen", "subtitle": "Moss", "booktitle": "{Lichen}"})
@example("article", {"title": "Moss", "doi": "10.48550/arXiv.2404.00004", "eprint": "2401.00001"})
def test_an_export_of_any_entry_says_what_the_list_shows(dialect: str, type: str, raw: dict[str, str]) -> None:
    check(entry(type, {"title": "Lichen", **raw}), dialect)


@pytest.mark.parametrize("dialect", DIALECTS)
@given(type=TYPES, raw=RAW, known=KNOWN)
def test_an_export_of_any_record_from_elsewhere_says_what_the_list_shows(
    dialect: str, type: str, raw: dict[str, str], known: dict[str, Any]
) -> None:
    record = {
        "id": "p1",
        "key": "k",
        "title": "Spores",
        "authors": [{"family": "Moor"}],
        "entry_type": type,
        "raw": raw,
    }
    check(Paper(record | known), dialect)


OTHERWISE = [
    ("article", {"journal": "Bark", "journaltitle": "Moss"}, ["journaltitle"], "journal"),
    ("article", {"journal": "{}", "journaltitle": "Moss"}, ["journal"], "journaltitle"),
    ("phdthesis", {"school": "Fen", "institution": "Moor"}, ["institution"], "school"),
    ("techreport", {"school": "Fen", "institution": "Moor"}, ["school"], "institution"),
    ("misc", {"address": "Fen", "location": "Moor"}, ["location"], "address"),
    ("misc", {"key": "Fen", "sortkey": "Moor"}, ["sortkey"], "key"),
    ("misc", {"archiveprefix": "arXiv", "eprinttype": "hal", "eprint": "2401.00001"}, ["eprinttype"], "archiveprefix"),
    (
        "misc",
        {"primaryclass": "cs.LG", "eprintclass": "math.AG", "eprint": "2401.00001"},
        ["eprintclass"],
        "primaryclass",
    ),
    ("misc", {"eprint": "2401.00001", "arxivid": "2402.00002"}, ["arxivid"], "eprint"),
    ("misc", {"doi": "10.48550/arXiv.2404.00004", "eprint": "2401.00001"}, ["eprint"], "doi"),
    ("misc", {"pmid": "123", "eprint": "456", "eprinttype": "pubmed"}, ["eprint", "eprinttype"], "pmid"),
    ("misc", {"date": "2020", "year": "1777", "month": "may"}, ["year", "month"], "date"),
    ("misc", {"date": "2020", "month": "may"}, ["month"], "date"),
    ("misc", {"date": "in press", "year": "2020"}, ["date"], "year"),
]
"""Entry type and fields, the fields that are overruled, and the one that holds."""


@pytest.mark.parametrize(("type", "raw", "names", "holding"), OTHERWISE)
def test_what_holds_is_said_when_an_entry_is_read_and_written_in_both_dialects(
    type: str, raw: dict[str, str], names: list[str], holding: str
) -> None:
    paper = entry(type, {"title": "Spores", **raw})
    text = write([paper], "bibtex").text + write([paper], "biblatex").text
    for name in names:
        assert raw[name].strip("{}") == "" or f"{{{raw[name]}}}" not in text
    for dialect in DIALECTS:
        problems = write([paper], dialect).problems
        assert [problem for problem in problems if "else" in problem] == [
            f"k: {name} left out, {holding} says something else" for name in names
        ]
    fields = "".join(f"{name} = {{{value}}}, " for name, value in raw.items())
    told = [problem.message for problem in read(f"@{type}{{k, {fields}}}", "refs.bib").problems]
    for name in names:
        assert any(f"{name} says something else than {holding}, which was read" in message for message in told)


@pytest.mark.parametrize(
    "raw",
    [
        {"journal": "{Moss}", "journaltitle": "Moss"},
        {"date": "2020-05", "year": "2020", "month": "may"},
        {"archiveprefix": "arXiv", "eprinttype": "arxiv", "eprint": "2401.00001"},
        {"doi": "10.48550/arXiv.2401.00001", "eprint": "2401.00001v2", "arxivid": "2401.00001"},
        {"pmid": "123", "eprint": "123", "eprinttype": "pubmed"},
        {"doi": "10.5555/moss", "eprint": "hal-0123", "eprinttype": "hal"},
    ],
)
def test_nothing_is_said_of_names_that_agree(raw: dict[str, str]) -> None:
    fields = "".join(f"{name} = {{{value}}}, " for name, value in raw.items())
    harvest = read(f"@article{{k, author = {{Moor, Ann}}, title = {{Spores}}, {fields}}}", "refs.bib")
    assert not harvest.problems
    for dialect in DIALECTS:
        assert not [problem for problem in write(harvest.papers, dialect).problems if "left out" in problem]


def test_the_note_that_was_not_read_is_named() -> None:
    (problem,) = read("@misc{k, title = {T}, annote = {mine}, annotation = {older}}", "refs.bib").problems
    assert problem.message == "annotation says something else than annote, which was read: older"


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "raw",
    [
        {"doi": "10.5555/evil"},
        {"doi": "10.48550/arXiv.2404.00004"},
        {"eprint": "2401.00001"},
        {"arxivid": "2401.00001"},
        {"ee": "https://doi.org/10.5555/evil"},
        {"howpublished": "\\url{https://evil.example/}"},
        {"url": "https://evil.example/"},
        {"journal": "Evil"},
        {"year": "1777"},
        {"title": "Evil", "booktitle": "Evil"},
    ],
)
def test_what_a_record_from_elsewhere_hides_is_left_out_and_named(raw: dict[str, str], dialect: str) -> None:
    paper = Paper({"id": "p1", "key": "k", "title": "Spores", "authors": [{"family": "Moor"}], "raw": raw})
    export = write([paper], dialect)
    assert not any(value in export.text for value in raw.values())
    name, value = list(raw.items())[-1]
    assert f"k: {name} left out, the paper in the library has not got it: {value}" in export.problems


def test_of_several_dois_the_one_in_the_list_is_written() -> None:
    paper = entry("misc", {"title": "Spores", "doi": "10.5555/a, 10.5555/b"})
    assert "doi = {10.5555/a}," in write([paper]).text


def test_a_subtitle_that_prints_nothing_is_not_written() -> None:
    assert "title = {Spores}," in write([entry("misc", {"title": "Spores", "subtitle": "{\\relax}"})]).text


def test_an_isbn_that_biblatex_has_no_place_for_is_named() -> None:
    export = write([entry("book", {"title": "Spores", "isbn": "0-306-40615-2, 0-306-40616-0"})], "biblatex")
    assert "isbn = {0-306-40615-2}," in export.text
    assert "k: 0-306-40616-0 left out of isbn, biblatex has one" in export.problems
