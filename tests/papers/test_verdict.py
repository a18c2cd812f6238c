"""The rules of docs/identity.md, one by one."""

from typing import Any

import pytest

from readinglist.papers.author import Author
from readinglist.papers.identity.evidence import Facts
from readinglist.papers.identity.verdict import Answer
from tests.papers.making import IDA, JOURNAL, KARL, MEETING, TITLE, UNA, entries, facts, judged

ARXIV = {"arxiv": "2001.01234"}


def answer(one: Facts, two: Facts, **options: bool) -> str:
    return judged(one, two, **options).answer


def entry(fields: str, type: str = "article") -> Facts:
    (found,) = entries(f"@{type}{{k, {fields}}}")
    return Facts(found.record)


@pytest.mark.parametrize(
    ("one", "two", "why"),
    [
        ({"fields": {"volume": "3"}}, {"fields": {"volume": "4"}}, "volume"),
        ({"fields": {"volume": "3", "number": "1"}}, {"fields": {"volume": "3", "number": "2"}}, "number"),
        ({"fields": {"pages": "1–9"}}, {"fields": {"pages": "30–41"}}, "pages"),
        ({"fields": {"eid": "104"}}, {"fields": {"eid": "105"}}, "eid"),
        ({"venue": "Annals of Lichen"}, {}, "venues"),
        ({**MEETING}, {}, "venues"),
        ({"entry_type": "phdthesis", "venue": "", "fields": {"school": "Upper Meadow"}}, {}, "thesis"),
        ({"entry_type": "techreport", "venue": "", "fields": {"institution": "Lamp Office"}}, {}, "report"),
        ({"entry_type": "techreport", "venue": "", "fields": {"number": "TR-7", "institution": "U"}}, {}, "report"),
        ({"doi": "10.5555/a"}, {"doi": "10.5555/b"}, "DOIs"),
        ({"arxiv": "2001.00001"}, {"arxiv": "2001.00002"}, "arXiv ids"),
        ({"fields": {"pmid": "123"}}, {"fields": {"pmid": "124"}}, "PMIDs"),
        ({"authors": [Author("Wang", "Lei")]}, {"authors": [Author("Wang", "Min")]}, "given names"),
        ({"authors": [UNA]}, {"authors": [IDA]}, "authors"),
    ],
)
def test_contradictions_turn_the_same_title_into_a_question(one: dict[str, Any], two: dict[str, Any], why: str) -> None:
    found = judged(facts(**{**JOURNAL, **one}), facts(**{**JOURNAL, **two}))
    assert found.answer is Answer.ASK
    assert found.is_contradiction
    assert why in found.why


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"fields": {"volume": "3"}}, {"fields": {"volume": "III"}}),
        ({"fields": {"volume": "3", "pages": "127–134"}}, {"fields": {"volume": "03", "pages": "127–34"}}),
        ({"fields": {"pages": "30–41"}}, {"fields": {"pages": "30"}}),
        ({"venue": "J. Moss Stud."}, {}),
        ({"fields": {"edition": "2nd"}}, {"fields": {"edition": "Second"}}),
        ({"authors": [Author("Fern", "I."), Author("Moss", "K.")]}, {}),
        ({"authors": [IDA], "others": True}, {}),
    ],
)
def test_what_is_only_written_otherwise_is_the_same(one: dict[str, Any], two: dict[str, Any]) -> None:
    assert answer(facts(**{**JOURNAL, **one}), facts(**{**JOURNAL, **two})) == "same"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("pages={12:1--12:30}", "pages={13:1--13:30}"),
        ("pages={A1--A9}", "pages={B1--B9}"),
        ("pages={S1--S9}", "pages={1--9}"),
        ("pages={R12-R20}", "pages={12-20}"),
        ("pages={i--ix}", "pages={1--9}"),
        ("pages={Article 12, 1--20}", "pages={Article 13, 1--20}"),
        ("pages={1--5, 100--105}", "pages={50--60}"),
        ("pages={045101}", "eid={061102}"),
        ("issue={2}", "issue={3}"),
        ("part={1}", "part={2}"),
        ("version={1.0}", "version={2.0}"),
        ("articleno={12}", "articleno={13}"),
        ("article-number={12}", "article-number={13}"),
        ("volume={12(3)}", "volume={12(4)}"),
        ("date={2020-01-03}", "date={2020-01-10}"),
    ],
)
def test_places_that_differ_are_a_question(one: str, two: str) -> None:
    like = f"title={{{TITLE}}}, author={{Fern, Ida and Moss, Karl}}, journal={{Moss}}"
    like += "" if "date" in one else ", year={2020}"
    assert answer(entry(f"{like}, {one}"), entry(f"{like}, {two}")) == "ask"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("volume={Vol. 3}", "volume={3}"),
        ("volume={12(3)}", "volume={12}, number={3}"),
        ("volume={LNCS 1234}", "volume={1234}"),
        ("number={S1}", "number={Suppl. 1}"),
        ("number={No. 4}", "number={4}"),
        ("eid={e123}", "eid={123}"),
        ("pages={1,145--1,153}", "pages={1145--1153}"),
        ("pages={S12--S20}", "pages={S12-20}"),
        ("pages={12:1--12:30}", "pages={1--30}"),
    ],
)
def test_places_that_are_only_written_otherwise_are_the_same(one: str, two: str) -> None:
    like = f"title={{{TITLE}}}, author={{Fern, Ida and Moss, Karl}}, journal={{Moss}}, year={{2020}}"
    assert answer(entry(f"{like}, {one}"), entry(f"{like}, {two}")) == "same"


@pytest.mark.parametrize(
    ("type", "fields"),
    [
        ("misc", "howpublished={PhD thesis, Upper Meadow}"),
        ("misc", "howpublished={Research Report RR-12}"),
        ("misc", "note={Slides}"),
        ("unpublished", "howpublished={Talk at the Lamp Office}"),
        ("software", "url={https://example.org/lamp}"),
        ("dataset", "publisher={Dim Data}"),
        ("patent", "number={US12}"),
        ("techreport", "number={12}"),
        ("inproceedings", "pages={1--9}"),
    ],
)
def test_another_sort_of_work_is_a_question(type: str, fields: str) -> None:
    like = f"title={{{TITLE}}}, author={{Fern, Ida and Moss, Karl}}, year={{2020}}"
    found = judged(entry(f"{like}, {fields}", type), entry(f"{like}, journal={{Moss}}"))
    assert (found.answer, found.is_contradiction) == (Answer.ASK, True)


def test_theses_for_two_degrees_are_a_question() -> None:
    like = f"title={{{TITLE}}}, author={{Fern, Ida}}, year={{2020}}, school={{Upper Meadow}}"
    assert answer(entry(like, "mastersthesis"), entry(like, "phdthesis")) == "ask"


def test_the_same_pages_make_no_workshop_a_conference() -> None:
    workshop = {**MEETING, "venue": "Workshop on Wet Gardens"}
    one, two = (facts(fields={"pages": "1–8"}, **told) for told in (workshop, MEETING))
    assert answer(one, two) == "ask"


def test_books_without_authors_differ_by_editors_and_pages_of_the_web_by_address() -> None:
    book = f"title={{{TITLE}}}, year={{2020}}"
    assert (
        answer(entry(f"{book}, editor={{Fern, Ida}}", "book"), entry(f"{book}, editor={{Moss, Karl}}", "book")) == "ask"
    )
    assert (
        answer(entry(f"{book}, editor={{Fern, Ida}}", "book"), entry(f"{book}, editor={{I. Fern}}", "book")) == "same"
    )
    one, two = (entry(f"title={{{TITLE}}}, url={{http://example.org/{n}}}", "misc") for n in "12")
    assert answer(one, two) == "ask"


# Ids.


def test_an_erratum_with_the_doi_of_the_paper_is_a_question() -> None:
    paper = {"doi": "10.5555/x", **JOURNAL}
    assert answer(facts(**paper), facts(f"Erratum: {TITLE}", **paper)) == "ask"
    assert answer(facts(**paper), facts(f"Comment on {TITLE}", **{**paper, "authors": [UNA]})) == "ask"
    assert answer(facts(**paper), facts(f"RETRACTED: {TITLE}", **paper)) == "same"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("doi={10.5555/abc/}", "doi={10.5555/abc}"),
        ("doi={10.1101/2020.01.02.123456v2}", "doi={10.1101/2020.01.02.123456}"),
    ],
)
def test_dois_that_are_one(one: str, two: str) -> None:
    assert entry(f"title={{{TITLE}}}, {one}").ids == entry(f"title={{{TITLE}}}, {two}").ids != {}


@pytest.mark.parametrize("doi", ["10.1002/essoar.10501234.1", "10.2196/preprints.12345"])
def test_preprints_of_publishers(doi: str) -> None:
    assert answer(facts(doi=doi), facts(doi="10.5555/x", **JOURNAL)) == "same"


@pytest.mark.parametrize("words", ["See also", "cf.", "Extends", "Based on", "Companion paper:"])
def test_a_note_on_another_paper_gives_no_id(words: str) -> None:
    assert not entry(f"title={{{TITLE}}}, note={{{words} arXiv:2001.01234}}").ids


def test_an_id_decides_beside_an_alike_title_or_a_shared_author() -> None:
    retitled = "A Lamp, a Fern and a Ledger"
    assert answer(facts(**ARXIV), facts(TITLE + " in Fog", authors=[UNA], **ARXIV)) == "same"
    assert answer(facts(**ARXIV), facts(retitled, authors=[IDA], **ARXIV)) == "same"
    found = judged(facts(**ARXIV), facts(retitled, authors=[UNA], **ARXIV))
    assert (found.answer, found.is_contradiction) == (Answer.ASK, True)
    assert "titles and authors differ" in found.why


def test_another_id_of_the_kind_contradicts_an_id_that_agrees() -> None:
    found = judged(facts(doi="10.5555/x", arxiv="2001.00001"), facts(doi="10.5555/x", arxiv="2001.00002"))
    assert found.answer is Answer.ASK
    assert "2001.00001 and 2001.00002" in found.why


def test_the_same_doi_is_the_same_although_early_access_had_no_place_yet() -> None:
    first = facts(year=2019, doi="10.5555/x", fields={"volume": "PP", "pages": "1–1"}, **JOURNAL)
    last = facts(year=2020, doi="10.5555/x", fields={"volume": "7", "pages": "101–140"}, **JOURNAL)
    other = facts(year=2020, doi="10.5555/x", fields={"volume": "6", "pages": "11–40"}, **JOURNAL)
    assert answer(first, last) == "same"
    assert answer(other, last) == "same"


@pytest.mark.parametrize("field", ["chapter", "edition"])
def test_parts_and_editions_with_one_doi_are_a_question(field: str) -> None:
    one, two = (
        facts(doi="10.5555/x", entry_type="incollection", fields={field: number}, venue="The Book of Green Things")
        for number in ("3", "5")
    )
    assert answer(one, two) == "ask"


def test_chapters_that_carry_the_doi_of_their_book_are_not_one() -> None:
    chapter = {"doi": "10.5555/book", "entry_type": "incollection", "venue": "The Book of Green Things"}
    one = facts("Fronds in Winter", authors=[IDA], fields={"pages": "30–44"}, **chapter)
    assert answer(one, facts("Rhizomes at Rest", authors=[KARL], fields={"pages": "60–77"}, **chapter)) == "ask"
    assert answer(one, facts("Spores at Sea", authors=[IDA], fields={"pages": "80–91"}, **chapter)) == "ask"
    book = facts("The Book of Green Things", authors=[UNA], doi="10.5555/book", entry_type="book")
    assert answer(one, book) == "ask"


@pytest.mark.parametrize("doi", ["10.1101/2020.01.01.123456", "10.26434/chemrxiv-2020-abc", "10.2139/ssrn.1234567"])
def test_the_doi_of_a_preprint_server_does_not_contradict_a_publication_s(doi: str) -> None:
    assert answer(facts(doi=doi), facts(doi="10.5555/x", **JOURNAL)) == "same"
    assert answer(facts(doi=doi), facts("A Lamp, a Fern and a Ledger", authors=[UNA], doi=doi)) == "ask"


def test_an_isbn_decides_for_whole_books_alone() -> None:
    ten, thirteen = {"isbn": "3-16-148410-X"}, {"isbn": "978-0-306-40615-7, 978-3-16-148410-0"}
    book = {"entry_type": "book"}
    assert (
        answer(
            facts("A Handbook of Ferns", fields=ten, **book),
            facts("Handbook of Ferns and Moss", fields=thirteen, **book),
        )
        == "same"
    )
    assert (
        answer(
            facts("Cities of Glass", fields=ten, authors=[UNA], **book),
            facts("A Handbook of Ferns", fields=thirteen, **book),
        )
        == "different"
    )
    chapter = {"entry_type": "incollection", "venue": "A Handbook of Ferns"}
    assert (
        answer(facts("Fronds in Winter", fields=ten, **chapter), facts("Rhizomes at Rest", fields=thirteen, **chapter))
        == "different"
    )


def test_isbns_that_differ_are_two_books() -> None:
    one, two = (facts(entry_type="book", fields={"isbn": isbn}) for isbn in ("978-3-16-148410-0", "978-0-306-40615-7"))
    assert answer(one, two) == "ask"


@pytest.mark.parametrize("kind", ["pmid", "pmcid"])
def test_pmid_and_pmcid_are_ids(kind: str) -> None:
    one, two = (
        facts(title, fields={kind: "PMC123"}, **JOURNAL) for title in (TITLE, "Counting Fern Spores by Lantern")
    )
    assert answer(one, two) == "same"


# Preprints and publications.


@pytest.mark.parametrize("years", [0, 1, 2, 3])
def test_a_preprint_and_its_publication_are_one_work(years: int) -> None:
    assert answer(facts(year=2018, **ARXIV), facts(year=2018 + years, **JOURNAL)) == "same"


def test_what_lies_too_far_apart_is_a_question() -> None:
    assert answer(facts(year=2015, **ARXIV), facts(year=2020, **JOURNAL)) == "ask"
    assert answer(facts(year=2018, authors=[IDA], **ARXIV), facts(year=2020, **JOURNAL)) == "ask"
    assert answer(facts(year=2018, authors=[IDA], **ARXIV), facts(year=2019, **JOURNAL)) == "same"


@pytest.mark.parametrize(("years", "seen"), [(0, "same"), (1, "same"), (2, "ask")])
def test_one_title_a_year_apart_is_one_work_and_two_years_apart_a_question(years: int, seen: str) -> None:
    assert answer(facts(year=2018), facts(year=2018 + years)) == seen
    found = judged(facts(year=2018), facts(year=2018 + years))
    assert found.why == ("same title and authors" if seen == "same" else "same title, but years 2018 and 2020")


@pytest.mark.parametrize(("years", "seen"), [(3, "same"), (4, "ask")])
def test_the_same_abstract_is_one_work_for_some_years(years: int, seen: str) -> None:
    one, two = (facts(year=2015 + more, abstract="We count spores.") for more in (0, years))
    assert answer(one, two) == seen


@pytest.mark.parametrize(
    "preprint",
    [
        "journal={arXiv preprint arXiv:2001.01234}",
        "journal={CoRR}, volume={abs/2001.01234}",
        "journal={bioRxiv}, doi={10.1101/2020.01.01.123456}",
        "journal={SSRN Electronic Journal}",
        "eprint={2001.01234}, archiveprefix={arXiv}",
    ],
)
def test_every_form_of_a_preprint(preprint: str) -> None:
    told = f"title={{{TITLE}}}, author={{Fern, Ida and Moss, Karl}}, year={{2020}}"
    one = entry(f"{told}, {preprint}")
    assert (
        answer(one, entry(f"{told}, booktitle={{Conference on Dim Optics}}, pages={{3--9}}", "inproceedings")) == "same"
    )


# Short titles, serials, issues.


def test_a_short_title_needs_authors_year_and_venue() -> None:
    one, two = (facts("Fern Lamps", **{**JOURNAL, **more}) for more in ({}, {"fields": {"volume": "3"}}))
    assert answer(one, two) == "same"
    assert answer(one, facts("Fern Lamps", year=2021, **JOURNAL)) == "ask"
    assert answer(one, facts("Fern Lamps", authors=[IDA], **JOURNAL)) == "ask"
    assert answer(facts("Fern Lamps"), facts("Fern Lamps", authors=[], author_count=2)) == "ask"


def test_a_title_that_every_issue_has_names_no_work() -> None:
    assert (
        answer(facts("Editorial", authors=[IDA], **JOURNAL), facts("Editorial", authors=[UNA], **MEETING))
        == "different"
    )
    assert (
        answer(facts("Table of Contents", authors=[], **JOURNAL), facts("Table of Contents", authors=[], **MEETING))
        == "different"
    )


def test_issues_of_a_bulletin_are_a_question() -> None:
    one, two = (Facts({**facts(**JOURNAL).record, "date": date}) for date in ("2020-03", "2020-04"))
    assert answer(one, two) == "ask"


def test_a_yearly_report_of_one_organisation_is_a_question() -> None:
    office = [Author(literal="The Lamp Office")]
    one, two = (facts("Report on the State of the Lamps", year=year, authors=office) for year in (2020, 2021))
    assert answer(one, two) == "ask"


# Titles that differ.


def test_near_titles_are_a_question_where_authors_allow_it() -> None:
    longer = "Multicalibration: Counting Spores by Lantern Light"
    assert answer(facts(longer), facts()) == "ask"
    assert answer(facts(longer, authors=[UNA]), facts()) == "different"
    assert answer(facts("Counting Spores for Lantern Light"), facts("Counting Spores in Lantern Light")) == "ask"
    assert answer(facts("Decays of $B^+$ Mesons in Fog"), facts("Decays of $B^-$ Mesons in Fog")) in {
        "ask",
        "different",
    }


def test_unrelated_records_are_different() -> None:
    assert answer(facts(), facts("Repairing Clocks at the Bottom of the Sea")) == "different"
    assert answer(facts(""), facts("")) == "different"


def test_near_titles_are_a_question_for_short_ones_by_the_same_people() -> None:
    assert answer(facts("Lamp Normalisation"), facts("Lamp Normalization")) == "ask"
    assert answer(facts("LampNet"), facts("LampNet: Lanterns for Counting")) == "ask"
    assert answer(facts("Lamp Normalisation", authors=[IDA]), facts("Lamp Normalization", authors=[IDA])) == "different"


def test_a_collaboration_written_in_two_ways_is_the_same_people() -> None:
    one, two = ([Author(literal=name)] for name in ("The Lamp Collaboration", "Lamp Collaboration"))
    assert answer(facts(authors=one), facts("Counting Spore by Lantern Light", authors=two)) == "ask"


# Entries of one file.


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("howpublished={A wall in Graz}", "howpublished={A wall in Wien}"),
        ("note={Version 1}", "note={Version 2}"),
        ("url={http://example.org/1}", "url={http://example.org/2}"),
        ("publisher={Heron}", "publisher={Otter}"),
        ("translator={Reed, Una}", "translator={Reed, Ulf}"),
        ("month=jan", "month=feb"),
        ("edition={2}", "edition={3}"),
    ],
)
def test_two_entries_of_one_file_are_two_papers_where_any_field_differs(one: str, two: str) -> None:
    like = f"title={{{TITLE}}}, author={{Fern, Ida and Moss, Karl}}, year={{2020}}"
    assert answer(entry(f"{like}, {one}", "book"), entry(f"{like}, {two}", "book"), in_one_file=True) == "ask"


def test_what_programs_write_of_their_own_makes_no_second_paper() -> None:
    like = f"title={{{TITLE}}}, author={{Fern, Ida and Moss, Karl}}, year={{2020}}, address={{Graz}}, pages={{1--9}}"
    one = entry(f"{like}, timestamp={{a}}, file={{a.pdf}}, keywords={{a}}, bibsource={{a}}, publisher={{Heron House}}")
    two = entry(
        f"{like}, timestamp={{b}}, file={{b.pdf}}, keywords={{b}}, bibsource={{b}}, publisher={{The Heron Press}}"
    )
    assert answer(one, two, in_one_file=True) == "same"


def test_two_entries_of_one_file_are_two_papers_unless_all_agrees() -> None:
    assert answer(facts(**JOURNAL), facts(**JOURNAL), in_one_file=True) == "same"
    assert answer(facts(**ARXIV), facts(**JOURNAL), in_one_file=True) == "ask"
    assert answer(facts(authors=[IDA], **JOURNAL), facts(**JOURNAL), in_one_file=True) == "ask"
    assert (
        answer(facts(doi="10.5555/x", year=2019, **JOURNAL), facts(doi="10.5555/x", **JOURNAL), in_one_file=True)
        == "same"
    )


def test_a_shared_author_does_not_make_one_of_namesakes() -> None:
    lei, min_ = Author("Wang", "Lei"), Author("Wang", "Min")
    found = judged(facts(authors=[lei, KARL], **JOURNAL), facts(authors=[min_, KARL], **JOURNAL))
    assert (found.answer, found.is_contradiction) == (Answer.ASK, True)
    assert (
        answer(facts(authors=[lei, KARL], **JOURNAL), facts(authors=[Author("Wang", "L."), KARL], **JOURNAL)) == "same"
    )
