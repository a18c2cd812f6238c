"""What a paper says that was made of several records."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from readinglist.bibtex.writing.writer import write
from readinglist.papers import edits
from readinglist.papers.library import Library
from readinglist.papers.merging import combined
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.papers.record import record_of, values_of
from readinglist.search import search
from readinglist.search.query.parser import parse
from readinglist.sources import read_text
from tests.papers.making import IDA, JOURNAL, KARL, LATER, MEETING, NOW, TITLE, UNA, add, entries, only, paper

SCHOLAR = f"""@article{{fern2020counting, title={{{TITLE}}}, author={{Fern, Ida and Moss, Karl}},
  journal={{arXiv preprint arXiv:2001.01234}}, year={{2020}}}}"""
CONFERENCE = f"""@inproceedings{{fern21, title={{{TITLE}}}, author={{Ida Fern and Karl Moss}},
  booktitle={{International Conference on Dim Optics}}, year={{2021}}, pages={{3--14}}, publisher={{Meadow Press}}}}"""
MISC = f"""@misc{{fern2020, title={{{TITLE}}}, author={{Fern, Ida and Moss, Karl}}, eprint={{2001.01234}},
  archivePrefix={{arXiv}}, primaryClass={{cs.CL}}, year={{2020}}}}"""
PROCEEDINGS = f"""@inproceedings{{acm, title={{{TITLE}}}, author={{Fern, Ida and Moss, Karl and Reed, Una}},
  doi={{10.5555/9.11}}, booktitle={{Proceedings of the 9th Symposium on Lamps}}, year={{2021}}, pages={{11--20}},
  publisher={{ACM}}}}"""
CSL = f"""[{{"id": "fern-csl", "type": "article", "title": "{TITLE}", "publisher": "arXiv",
  "number": "arXiv:2001.01234", "issued": {{"date-parts": [[2020, 1, 4]]}},
  "author": [{{"family": "Fern", "given": "Ida"}}, {{"family": "Moss", "given": "Karl"}}]}}]"""
PAGE = Paper.of(TITLE, author_count=2, abstract="We count.", date=PartialDate(2020, 1, 6), source="hf:daily:2020-01-06")


def exported(library: Library) -> str:
    return write(list(library)).text


@pytest.mark.parametrize("turned", [False, True])
def test_a_preprint_as_google_scholar_writes_it_and_its_conference(turned: bool) -> None:
    library = Library()
    for text, name in [(SCHOLAR, "a.bib"), (CONFERENCE, "b.bib")][:: -1 if turned else 1]:
        add(library, *entries(text, name))
    text = exported(library)
    assert text.startswith("@inproceedings{")
    for line in (
        "booktitle = {International Conference on Dim Optics}",
        "year = {2021}",
        "pages = {3--14}",
        "eprint = {2001.01234}",
    ):
        assert line in text
    assert "journal" not in text
    assert only(library).record["preprint"] == {"date": "2020"}


@pytest.mark.parametrize("turned", [False, True])
def test_an_eprint_and_proceedings_with_a_third_author(turned: bool) -> None:
    library = Library()
    for text, name in [(MISC, "a.bib"), (PROCEEDINGS, "b.bib")][:: -1 if turned else 1]:
        add(library, *entries(text, name))
    one, text = only(library), exported(library)
    assert [author.family for author in one.authors] == ["Fern", "Moss", "Reed"]
    assert (one.arxiv, one.primary_class, one.doi, one.year) == ("2001.01234", "cs.CL", "10.5555/9.11", 2021)
    assert text.startswith("@inproceedings{")
    assert "eprint = {2001.01234}" in text
    assert "doi = {10.5555/9.11}" in text


@pytest.mark.parametrize("turned", [False, True])
def test_a_daily_page_and_the_proceedings_of_the_next_year(turned: bool) -> None:
    library = Library()
    for papers in [[PAGE], entries(CONFERENCE)][:: -1 if turned else 1]:
        add(library, *papers)
    one = only(library)
    assert ([author.family for author in one.authors], one.year, one.abstract) == (["Fern", "Moss"], 2021, "We count.")
    assert one.record["preprint"]["date"] == "2020-01-06"
    assert exported(library).startswith("@inproceedings{fern21,")


@pytest.mark.parametrize("turned", [False, True])
def test_csl_of_a_preprint_and_the_proceedings(turned: bool) -> None:
    library = Library()
    for papers in [read_text(CSL, "a.json", date(2026, 11, 30)).papers, entries(CONFERENCE)][:: -1 if turned else 1]:
        add(library, *papers)
    text = exported(library)
    assert text.startswith("@inproceedings{")
    assert "eprint = {2001.01234}" in text
    assert "year = {2021}" in text
    assert "number" not in text


def test_a_page_a_preprint_and_a_publication_are_one_whatever_came_first() -> None:
    records = [PAGE, *entries(MISC, "m.bib"), *entries(PROCEEDINGS, "p.bib")]
    told = []
    for order in permutations(records):
        library = Library()
        for record in order:
            add(library, record)
        one = only(library)
        ours = {"id", "key", "aliases", "key_made", "sources", "arrival", "added", "updated", "parts", "status_since"}
        told.append({name: value for name, value in one.record.items() if name not in ours})
    assert all(each == told[0] for each in told)


@pytest.mark.parametrize("turned", [False, True])
def test_early_access_gives_way_to_the_final_place(turned: bool) -> None:
    early = paper(year=2019, doi="10.5555/x", fields={"volume": "PP", "pages": "1–1"}, source="file:e.bib", **JOURNAL)
    final = paper(
        doi="10.5555/x", fields={"volume": "7", "number": "2", "pages": "101–140"}, source="file:f.bib", **JOURNAL
    )
    library = Library()
    add(library, *[early, final][:: -1 if turned else 1][:1])
    made = add(library, *[early, final][:: -1 if turned else 1][1:])
    one = only(library)
    assert (one.fields, one.year) == ({"volume": "7", "number": "2", "pages": "101–140"}, 2020)
    assert made.joined[0].dropped == {"date": "2019", "volume": "PP", "pages": "1–1"}


def test_no_fact_of_one_publication_is_said_of_another() -> None:
    one = record_of({**paper(fields={"volume": "7"}, **JOURNAL).record, "preferred": 1})
    two = paper(fields={"pages": "3–14", "publisher": "Meadow Press"}, doi="10.5555/c", **MEETING).record
    made = combined([one, two])
    assert (made["venue"], made["fields"], made.get("doi")) == ("Journal of Moss Studies", {"volume": "7"}, None)


def test_the_same_publication_fills_what_is_missing() -> None:
    library = Library()
    add(library, paper(fields={"volume": "7"}, **JOURNAL))
    made = add(library, paper(fields={"volume": "7", "pages": "3–14"}, doi="10.5555/c", source="file:b.bib", **JOURNAL))
    one = only(library)
    assert (one.fields, one.doi) == ({"volume": "7", "pages": "3–14"}, "10.5555/c")
    assert [(each.record, each.dropped) for each in made.joined] == [(TITLE, {})]


def test_the_owners_own_fields_stay_whatever_leads() -> None:
    library = Library()
    add(library, *entries(MISC.replace("year={2020}", "year={2020}, file={:fern.pdf:PDF}"), "a.bib"))
    add(library, *entries(PROCEEDINGS, "b.bib"))
    assert only(library).raw["file"] == ":fern.pdf:PDF"
    assert "file" not in exported(library)


def test_what_the_user_set_stays() -> None:
    library = Library()
    add(library, *entries(MISC, "a.bib"))
    id = only(library).id
    library.apply(edits.set_fields(library, id, {"title": "My Own Title", "date": "1999"}, NOW))
    library.apply(edits.retag(library, [id], ["mine"], [], NOW))
    add(
        library,
        *entries(PROCEEDINGS.replace(TITLE, TITLE + " in Fog").replace("doi", "eprint={2001.01234}, doi"), "b.bib"),
    )
    one = only(library)
    assert (one.title, str(one.date), one.tags, one.venue) == (
        "My Own Title", "1999", ("mine",), "Proceedings of the 9th Symposium on Lamps",
    )  # fmt: skip


FILLABLE: dict[str, tuple[Any, Any]] = {
    "title": (TITLE, "My Own Title"),
    "authors": ([IDA.to_record(), KARL.to_record()], [UNA.to_record()]),
    "abstract": ("We count.", "I say."),
    "date": ("2020-01-04", "1999"),
    "venue": ("Journal of Moss Studies", "J. Moss Stud."),
    "entry_type": ("article", "misc"),
    "arxiv": ("2001.01234", "2001.99999"),
    "arxiv_version": (2, 7),
    "primary_class": ("cs.CL", "cs.LG"),
    "doi": ("10.5555/9.11", "10.5555/mine"),
    "acl": ("2020.acl-main.1", "2020.acl-main.2"),
    "openreview": ("abcDEF123", "mineMINE1"),
    "url": ("https://example.org/theirs", "https://example.org/mine"),
    "organization": ("Dim Lab", "My Lab"),
    "organization_handle": ("dim", "mine"),
    "journal_ref": ("Moss 7 (2020) 3", "Mine 1"),
}
"""Field that the user may clear or edit → what a source says of it, and what the user says."""


def completed(name: str, *given: Any, is_joined: bool = False) -> Paper:
    """A paper whose field the user given, and a source that tells the field when it brings the paper again.

    Before the given another record may have been joined to it, which does not tell the field.
    """
    known = {"doi": "10.5555/9.11"} if name == "arxiv" else {"arxiv": "2001.01234"}
    known |= {"title": TITLE} if name != "title" else {}
    library = Library([{"id": "p0", "key": "mine", "arrival": 1, "sources": ["file:a.bib"], **known}])
    if is_joined:
        add(library, Paper({**known, "keywords": ["moss"], "sources": ["file:c.bib"]}))
    for value in given:
        library.apply(edits.set_fields(library, "p0", {name: value}, NOW))
    news = {"journal_ref": "Moss 7"} if name != "journal_ref" else {"primary_class": "cs.CL"}
    add(library, Paper({**known, **news, name: FILLABLE[name][0], "sources": ["file:b.bib"]}))
    is_other = bool(given) and given[-1] and name in {"arxiv", "doi", "acl", "openreview"}  # then both are asked about
    assert (library["p0"].record.items() >= news.items()) is not is_other
    return library["p0"]


@pytest.mark.parametrize("name", FILLABLE)
def test_merging_fills_what_is_empty(name: str) -> None:
    assert values_of(completed(name).record)[name] == FILLABLE[name][0]


@pytest.mark.parametrize("is_joined", [False, True])
@pytest.mark.parametrize("name", FILLABLE)
def test_merging_never_fills_what_the_user_cleared(name: str, is_joined: bool) -> None:
    assert name not in completed(name, FILLABLE[name][1], None, is_joined=is_joined).record


@pytest.mark.parametrize("is_joined", [False, True])
@pytest.mark.parametrize("name", FILLABLE)
def test_merging_never_fills_what_the_user_edited(name: str, is_joined: bool) -> None:
    assert completed(name, FILLABLE[name][1], is_joined=is_joined).record.get(name) == FILLABLE[name][1]


def test_a_key_of_our_making_gives_way_to_the_one_a_file_brings() -> None:
    library = Library()
    add(library, PAGE)
    assert only(library).key == "counting2020spores"
    add(library, *entries(CONFERENCE))
    one = only(library)
    assert (one.key, one.aliases) == ("fern21", ("counting2020spores",))
    assert library.resolve("counting2020spores") == one
    add(library, *entries(MISC, "c.bib"))
    assert (only(library).key, only(library).aliases) == ("fern21", ("counting2020spores", "fern2020"))


@pytest.mark.parametrize("turned", [False, True])
def test_undoing_a_merge_gives_back_the_exact_state(turned: bool) -> None:
    library = Library()
    first, second = [entries(MISC, "a.bib"), entries(PROCEEDINGS, "b.bib")][:: -1 if turned else 1]
    add(library, *first)
    before = library.records()
    made = library.add(second, LATER)
    library.apply(made)
    assert library.records() != before
    library.apply(library.inverse(made, "2027-01-01T00:00:00Z"))
    assert library.records() == before


def test_what_was_left_is_told_and_kept() -> None:
    library = Library()
    add(library, *entries(MISC.replace("Moss, Karl", "Moss, Karl and Reed, Una and Lune, Pia"), "a.bib"))
    made = add(library, *entries(CONFERENCE.replace("pages", "custom={x}, note={Best paper}, pages"), "b.bib"))
    (joined,) = made.joined
    assert joined.record == "fern21"
    assert joined.dropped == {"authors": ["Ida Fern", "Karl Moss", "Una Reed", "Pia Lune"]}
    assert [part["key"] for part in only(library).record["parts"]] == ["fern2020", "fern21"]


def test_merges_inside_one_file_are_named_by_their_keys() -> None:
    text = PROCEEDINGS + PROCEEDINGS.replace("acm,", "th,")
    made = add(Library(), *entries(text))
    ((id, record, why, dropped, is_within),) = made.joined
    assert (made.added, record, why, dropped, is_within) == ((id,), "th", "same DOI", {}, True)


def test_adding_again_changes_nothing() -> None:
    files = {"m.bib": MISC, "p.bib": PROCEEDINGS, "s.bib": SCHOLAR}
    records = [PAGE, paper(authors=[UNA], **MEETING), paper("", key="untitled"), paper("Dropout")]
    records += [record for name, text in files.items() for record in entries(text, name)]
    library = Library()
    add(library, *records)
    before = library.records()
    again = library.add(records, LATER)
    assert not again
    assert (again.added, again.merged) == ((), ())
    assert library.records() == before


def test_a_preprint_s_own_title_is_found() -> None:
    library = Library()
    add(library, paper("A Lamp for Counting Fern Spores", arxiv="2001.01234", source="file:p.bib"))
    add(library, paper(arxiv="2001.01234", **MEETING))
    (one,) = library
    assert one.record["preprint"]["title"] == "A Lamp for Counting Fern Spores"
    for query in ("title:lamp fern", "lantern light"):
        assert list(search(library, parse(query))) == [one.id]
