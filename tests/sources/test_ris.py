"""RIS as it is found in the wild."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.bibtex.writing.writer import write
from readinglist.errors import SourceError
from readinglist.formats.ris import write as write_ris
from readinglist.papers.author import Author
from readinglist.papers.further import further
from readinglist.sources import is_document, read
from readinglist.text import clean

if TYPE_CHECKING:
    from readinglist.papers.harvest import Harvest
    from readinglist.papers.paper import Paper

PLAIN = """\
TY  - JOUR
AU  - Shannon,Claude E.
PY  - 1948/07//
TI  - A Mathematical Theory
JF  - Bell System Technical Journal
SP  - 379
EP  - 423
VL  - 27
ER  -
"""


def reading(text: str | bytes) -> Harvest:
    return read(text, "x.ris", date(2026, 1, 1))


def only(*lines: str, type: str = "JOUR") -> Paper:
    harvest = reading("\n".join([f"TY  - {type}", "TI  - T", *lines, "ER  - "]))
    assert harvest.problems == []
    (paper,) = harvest.papers
    return paper


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        "\ufeff\n\n" + PLAIN,
        PLAIN.replace("ER  -", "ER  - "),
        PLAIN.replace("  -", " -"),
        "Record #1 of 1\nProvider: X\n1.\n" + PLAIN,
        PLAIN.replace("A Mathematical", "A\nMathematical"),
    ],
)
def test_one_record_in_many_forms(text: str) -> None:
    harvest = reading(text.encode())
    (paper,) = harvest.papers
    assert harvest.problems == []
    assert (paper.title, paper.authors) == ("A Mathematical Theory", (Author("Shannon", "Claude E."),))
    assert (paper.venue, str(paper.date), paper.entry_type) == ("Bell System Technical Journal", "1948-07", "article")
    assert paper.fields == {"pages": "379-423", "volume": "27"}
    assert paper.sources == ("file:x.ris",)
    assert is_document(text)


def test_a_record_without_end_costs_nothing() -> None:
    text = PLAIN.replace("ER  -\n", "") + "\n" + PLAIN.replace("Theory", "Two").replace("ER  -\n", "")
    harvest = reading(text)
    assert [paper.title for paper in harvest.papers] == ["A Mathematical Theory", "A Mathematical Two"]
    assert [(problem.where, problem.rescued) for problem in harvest.problems] == [("line 1", True), ("line 10", True)]


def test_a_record_without_beginning_is_kept() -> None:
    harvest = reading(PLAIN + "\n" + PLAIN.replace("TY  - JOUR\n", "").replace("Theory", "Two"))
    assert [paper.title for paper in harvest.papers] == ["A Mathematical Theory", "A Mathematical Two"]
    assert [(problem.where, problem.rescued) for problem in harvest.problems] == [("line 11", True)]


def test_a_record_without_title_is_refused_and_its_neighbours_stay() -> None:
    harvest = reading(f"{PLAIN}\nTY  - JOUR\nID  - none\nDO  - 10.1000/x\nER  - \n\n{PLAIN.replace('A Math', 'Math')}")
    assert len(harvest.papers) == 2
    (problem,) = harvest.problems
    assert (problem.where, problem.key, problem.rescued) == ("line 11", "none", False)
    assert "readinglist add 10.1000/x" in problem.message


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["PY  - 2014//"], "2014"),
        (["PY  - 2018", "DA  - 2018/03/01/"], "2018-03-01"),
        (["Y1  - 1962/01/20/Spring"], "1962-01-20"),
        (["PY  - 2018", "DA  - Mar 12"], "2018-03"),
        (["DA  - 2018-03-04"], "2018-03-04"),
        (["PY  - 2018/02/31/"], "2018-02"),
        (["Y1  - May 2019"], "2019-05"),
    ],
)
def test_dates(lines: list[str], expected: str) -> None:
    assert str(only(*lines).date) == expected


def test_a_date_that_is_none_is_told() -> None:
    (problem,) = reading("TY  - JOUR\nTI  - T\nPY  - in press\nER  - ").problems
    assert "in press" in problem.message
    assert problem.rescued


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Maaten, Laurens", Author("Maaten", "Laurens")),
        ("van der Maaten, L., Jr.", Author("Maaten", "L.", "van der", "Jr.")),
        ("Laurens van der Maaten", Author("Maaten", "Laurens", "van der")),
        ("OpenAI,", Author(literal="OpenAI")),
        ("The ATLAS Collaboration", Author(literal="The ATLAS Collaboration")),
        ("Plato", Author("Plato")),
        ("WHO", Author("WHO")),
        ("{World Health Organization}", Author(literal="World Health Organization")),
        ("{Barnes and Noble, Inc.}", Author(literal="Barnes and Noble, Inc.")),
        ("Barnes and Noble", Author(literal="Barnes and Noble")),
        ("Research Council, Moss and Fern,", Author(literal="Research Council, Moss and Fern")),
        ("Lovelace, Ada,", Author("Lovelace", "Ada")),
        ("King, Jr., Martin Luther", Author("King", "Martin Luther", suffix="Jr.")),
        ("Martin Luther King, Jr.", Author("King", "Martin Luther", suffix="Jr.")),
    ],
)
def test_names(name: str, expected: Author) -> None:
    assert only(f"AU  - {name}").authors == (expected,)
    assert only(f"A1  - {name}").authors == (expected,)


@pytest.mark.parametrize("line", ["Bach, Bob; Adams, Eve", "Bach, Bob and Adams, Eve", "Bach, Bob;Adams, Eve;"])
def test_several_names_in_one_line_are_several(line: str) -> None:
    paper = only(f"AU  - {line}", f"A2  - {line}")
    assert paper.authors == (Author("Bach", "Bob"), Author("Adams", "Eve"))
    assert paper.fields["editor"] == "Bach, Bob and Adams, Eve"


@pytest.mark.parametrize("tag", ["AU", "A1", "A2", "ED"])
def test_a_name_without_a_letter_is_told(tag: str) -> None:
    (problem,) = reading(f"TY  - JOUR\nTI  - T\n{tag}  - 123\nER  - ").problems
    assert problem.message == f"{tag}: 123 is no name; left out"


@pytest.mark.parametrize("name", ["{Barnes and Noble, Inc.}", "Barnes and Noble,", "{World Health Organization}"])
def test_organisations_as_editors(name: str) -> None:
    paper = only(f"ED  - {name}", "A2  - Adams, Eve")
    export = write([paper])
    assert f"editor = {{Adams, Eve and {{{name.strip('{},')}}}}}" in export.text


KEPT = [
    ("VL  - 5", {"VL": "5"}),
    ("UR  - https://b.example/", {"UR": "https://b.example/"}),
    ("T1  - Another", {"T1": "Another"}),
    ("N2  - Another", {"N2": "Another"}),
    ("PB  - Another", {"PB": "Another"}),
    ("PY  - 1999", {"PY": "1999"}),
    ("DA  - 2001/02/03/Spring", {"DA": "2001/02/03/Spring"}),
    ("A3  - Series, Sam", {"A3": "Series, Sam"}),
    ("EP  - 12", {"EP": "12"}),
    ("C1  - one\nC1  - two", {"C1": "one\ntwo"}),
    ("DO  - 10.1000/b", {"DO": "10.1000/b"}),
]


@pytest.mark.parametrize(("line", "kept"), KEPT)
def test_what_a_paper_cannot_say_is_kept_listed_and_written_again(line: str, kept: dict[str, str]) -> None:
    lines = ("AB  - We do.", "VL  - 4", "UR  - https://a.example/", "PB  - P", "DA  - 2001/02/03", "SP  - 3", "EP  - 9")
    assert "ris" not in only(*lines, "DO  - 10.1000/a").record
    paper = only(*lines, "DO  - 10.1000/a", line)
    assert paper.record["ris"] == kept
    assert further(paper)[f"RIS {next(iter(kept))}"] == " ".join(kept.values()).replace("\n", " ")
    written = write_ris([paper]).text
    assert all(f"\r\n{each}\r\n" in written for each in line.splitlines())
    (again,) = reading(written).papers
    assert (again.record["ris"], again.fields) == (kept, paper.fields)


def test_a_bib_file_that_cannot_hold_it_says_so() -> None:
    paper = only("ID  - moss", "C1  - odd", "L1  - file:///home/me/a.pdf")
    assert write([paper]).problems[0] == "moss: RIS C1 left out, there is no field for it"
    assert "a.pdf" not in write_ris([paper]).text


@pytest.mark.parametrize(("type", "entry_type"), [("MGZN", "article"), ("VIDEO", "misc"), ("EBOOK", "book")])
def test_a_type_that_says_more_is_written_again(type: str, entry_type: str) -> None:
    paper = only(type=type)
    assert paper.entry_type == entry_type
    assert write_ris([paper]).text.startswith(f"TY  - {type}\r\n")


def test_numbers_of_several_volumes_and_a_short_name_of_the_journal_come_back() -> None:
    lines = (
        "JF  - Journal of Moss",
        "JO  - J. Moss",
        "SN  - 1234-5678",
        "SN  - 2345-6789",
        "Y2  - 2020/01/02/T20:12:22Z",
    )
    paper = only(*lines)
    told = {"issn": "1234-5678, 2345-6789", "shortjournal": "J. Moss", "urldate": "2020-01-02"}
    assert (paper.fields, paper.record.get("ris")) == (told, None)
    (again,) = reading(write_ris([paper]).text).papers
    assert (again.fields, again.venue, again.record.get("ris")) == (told, "Journal of Moss", None)


def test_further_authors_and_editors() -> None:
    paper = only("AU  - Bach, Bob", "AU  - et al.", "A2  - Adams, Eve", "ED  - Knuth, Don")
    assert (paper.authors, paper.others) == ((Author("Bach", "Bob"),), True)
    assert paper.fields["editor"] == "Adams, Eve and Knuth, Don"


def test_addresses_keep_their_semicolons_and_ids_are_found() -> None:
    paper = only(
        "UR  - https://a.b/?x=1;y=2", "UR  - https://arxiv.org/abs/2406.01234", "DO  - https://doi.org/10.1000/x"
    )
    assert (paper.url, paper.arxiv, paper.doi) == ("https://a.b/?x=1;y=2", "2406.01234", "10.1000/x")


@pytest.mark.parametrize(
    "line",
    ["AN  - arXiv:2406.01234", "M1  - arXiv:2406.01234", "N1  - arXiv:2406.01234 [cs]", "JO  - arXiv:2406.01234"],
)
@pytest.mark.parametrize("type", ["JOUR", "UNPB", "GEN", "RPRT", "ELEC"])
def test_preprints(type: str, line: str) -> None:
    paper = only(line, "PB  - arXiv", type=type)
    assert (paper.arxiv, paper.entry_type, paper.venue, paper.note, paper.fields) == ("2406.01234", "", "", "", {})


@pytest.mark.parametrize(
    "lines",
    [
        ["JO  - arXiv preprint arXiv:2406.01234"],
        ["JF  - CoRR", "JA  - CoRR", "VL  - abs/2406.01234"],
        ["T2  - arXiv", "IS  - arXiv:2406.01234"],
        ["JF  - ArXiv e-prints", "SP  - arXiv:2406.01234"],
        ["PB  - arXiv", "M1  - 2406.01234", "M3  - Preprint"],
        ["DB  - arXiv", "IS  - 2406.01234"],
        ["DO  - 10.48550/arXiv.2406.01234", "PB  - arXiv"],
        ["UR  - https://arxiv.org/abs/2406.01234 https://doi.org/10.48550/arXiv.2406.01234"],
    ],
)
def test_preprints_wherever_their_id_stands(lines: list[str]) -> None:
    paper = only(*lines)
    assert (paper.arxiv, paper.entry_type, paper.venue, paper.url, paper.fields) == ("2406.01234", "", "", "", {})


def test_a_number_that_pubmed_gave_is_its_id_and_no_other_database_s() -> None:
    assert only("AN  - 30123456", "DB  - PubMed", "C2  - PMC6123456").fields == {
        "pmid": "30123456", "pmcid": "PMC6123456"
    }  # fmt: skip
    assert only("AN  - 30123456", "DB  - Embase", "C2  - 6123456").fields == {}
    assert only("AN  - 30123456").record["ris"] == {"AN": "30123456"}


def test_two_in_one_line_are_two() -> None:
    lines = ("DO  - 10.5555/a; 10.5555/b", "UR  - https://doi.org/10.5555/a http://tides.example/?a=1&amp;b=2")
    harvest = reading("\n".join(["TY  - JOUR", "TI  - T", *lines, "ER  - "]))
    (paper,), (problem,) = harvest.papers, harvest.problems
    assert (paper.doi, paper.url) == ("10.5555/a", "http://tides.example/?a=1&b=2")
    assert "10.5555/b" in problem.message
    assert problem.rescued


def test_notes_and_keywords_and_what_has_no_place() -> None:
    paper = only("N1  - <p>mine</p>", "  * more", "KW  - one", "two", "KW  - three", "DP  - Crossref", "X9  - odd")
    assert paper.note == "mine\n* more"
    assert paper.record["keywords"] == ["one", "two", "three"]
    assert paper.record["ris"] == {"DP": "Crossref", "X9": "odd"}


def test_books_and_numbers() -> None:
    paper = only("T2  - LNCS", "SN  - 978-3-642-32156-6", "SN  - 0075-8434", "CY  - Ulm", type="BOOK")
    assert (paper.venue, paper.entry_type) == ("", "book")
    assert paper.fields == {"series": "LNCS", "isbn": "978-3-642-32156-6", "issn": "0075-8434", "address": "Ulm"}


def test_bibtex_with_ris_in_it_stays_bibtex() -> None:
    bib = "@misc{a, title = {One}, note = {\nTY  - JOUR\nTI  - Two\nER  - \n}}\n"
    assert [paper.title for paper in reading(bib).papers] == ["One"]
    ris = "TY  - JOUR\nTI  - Two\nAB  - see\n@misc{a, title = {One}}\nER  - \n"
    assert [paper.title for paper in reading(ris).papers] == ["Two"]


LINES = st.sampled_from(
    ["TY  - JOUR", "ER  - ", "ER  -", "TI  - T", "AU  - , ,", "PY  - //", "KW  - ", "N1  - a", " - ", ""]
)


@settings(deadline=None)
@given(st.lists(LINES | st.text(max_size=20), max_size=20))
def test_any_lines_give_papers_or_problems(lines: list[str]) -> None:
    try:
        harvest = reading("TY  - JOUR\n" + "\n".join(lines))
    except SourceError:
        return
    assert harvest.papers or harvest.problems
    assert all(paper.title == clean(paper.title) for paper in harvest.papers)
