"""What holds of any records, in any order."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.bibtex.writing.writer import write
from readinglist.papers import joining
from readinglist.papers.identity.duplicates import questions
from readinglist.papers.identity.evidence import Facts
from readinglist.papers.identity.verdict import Answer, verdict
from readinglist.papers.library import Library
from readinglist.papers.merging import leaves
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.papers.record import record_of
from tests.papers.making import IDA, KARL, LATER, NOW, TITLE, UNA

if TYPE_CHECKING:
    from readinglist.papers.record import Record

TITLES = [
    TITLE,
    TITLE.upper(),
    f"Multicalibration: {TITLE}",
    "Repairing Clocks at the Bottom of the Sea",
    "Dropout",
    "",
]
VENUES = ["", "Journal of Moss Studies", "Conference on Dim Optics", "arXiv"]
records = st.builds(
    lambda title, year, number, **told: Paper.of(
        title, date=PartialDate(year) if year else None, source=f"file:{number}.bib", key=f"key{number}", **told
    ),
    title=st.sampled_from(TITLES),
    year=st.sampled_from([None, 2018, 2019, 2020, 2025]),
    number=st.integers(0, 3),
    authors=st.lists(st.sampled_from([IDA, KARL, UNA]), max_size=3, unique=True),
    others=st.booleans(),
    venue=st.sampled_from(VENUES),
    entry_type=st.sampled_from(["article", "inproceedings", "misc", "phdthesis", "incollection", "book"]),
    arxiv=st.sampled_from(["", "", "2001.00001", "2001.00002"]),
    doi=st.sampled_from(["", "", "10.5555/a", "10.5555/b"]),
    abstract=st.sampled_from(["", "We count."]),
    fields=st.dictionaries(
        st.sampled_from(["volume", "pages", "chapter"]), st.sampled_from(["3", "7", "11–19"]), max_size=2
    ),
)
PUBLISHED: dict[str, Any] = {"entry_type": "article", "venue": "Journal of Moss Studies"}
KINDS: list[dict[str, Any]] = [
    {"author_count": 2, "abstract": "We count.", "source": "hf:daily:2020-01-06"},
    {"authors": [IDA, KARL], "arxiv": "2001.00001", "source": "arxiv:2001.00001"},
    {"authors": [IDA, KARL], "entry_type": "misc", "key": "mine", "source": "file:m.bib"},
    {"authors": [IDA, KARL], **PUBLISHED, "fields": {"volume": "7"}, "source": "file:j.bib"},
    {"authors": [IDA, KARL], **PUBLISHED, "doi": "10.5555/a", "fields": {"pages": "11–19"}, "source": "doi:10.5555/a"},
]
"""Records of one work of which each two are the same."""


def taken(papers: list[Paper] | tuple[Paper, ...]) -> Library:
    library = Library()
    for paper in papers:
        library.apply(library.add([paper], NOW))
    return library


def said(record: Record) -> Record:
    """The facts of a record, without what the order of coming gives."""
    ours = "id key key_made aliases arrival added updated status status_since parts sources distinct".split()
    return record_of({name: value for name, value in record.items() if name not in ours})


@given(st.lists(st.sampled_from(range(len(KINDS))), min_size=1, max_size=4, unique=True), st.integers(2019, 2020))
@settings(deadline=None, max_examples=60)
def test_what_is_the_same_in_every_pair_is_one_paper_with_the_same_facts_in_every_order(
    kinds: list[int], year: int
) -> None:
    papers = [Paper.of(TITLE, date=PartialDate(2020 if kind > 2 else year), **KINDS[kind]) for kind in kinds]
    told = [[said(record) for record in taken(order).records()] for order in permutations(papers)]
    assert all(each == told[0] for each in told)
    assert len(told[0]) == 1


@given(st.lists(records, max_size=5))
@settings(deadline=None)
def test_adding_twice_changes_nothing(papers: list[Paper]) -> None:
    library = Library()
    library.apply(library.add(papers, NOW))
    before = library.records()
    again = library.add(papers, LATER)
    assert again.added == ()
    library.apply(again)
    assert library.records() == before


@given(st.lists(records, max_size=5))
@settings(deadline=None)
def test_no_paper_holds_a_contradiction_and_each_is_a_question(papers: list[Paper]) -> None:
    library = taken(papers)
    for paper in library:
        parts = [Facts(leaf) for leaf in leaves(paper.record)]
        judged = [verdict(one, two) for at, one in enumerate(parts) for two in parts[at + 1 :]]
        assert not any(each.is_contradiction for each in judged)
    apart = {frozenset(question[:2]) for question in questions(library)}
    for one in library:
        for two in library:
            if one.id < two.id and frozenset((one.id, two.id)) not in apart:
                found = verdict(Facts(one.record), Facts(two.record))
                assert found.answer is Answer.DIFFERENT or one.record.get("parts") or two.record.get("parts")


@given(st.lists(records, max_size=3, unique_by=lambda paper: paper.key))
@settings(deadline=None)
def test_what_contradicts_is_a_question_in_every_order(papers: list[Paper]) -> None:
    for order in permutations(papers):
        library = taken(order)
        asked = len(questions(library))
        contradictions = sum(
            verdict(Facts(one.record), Facts(two.record)).is_contradiction
            for at, one in enumerate(order)
            for two in order[at + 1 :]
        )
        assert asked or not contradictions


@given(st.lists(records, min_size=2, max_size=4), st.data())
@settings(deadline=None)
def test_a_merge_followed_by_a_split_gives_both_back(papers: list[Paper], data: st.DataObject) -> None:
    library = taken(papers)
    if len(library) < 2:
        return
    ids = list(library.ids)
    one, two = (ids[at] for at in data.draw(st.permutations(range(len(ids))))[:2])
    before = {id: {**library.record(id), "updated": None, "distinct": None} for id in library.ids}
    prefer = ["", one, two][data.draw(st.integers(0, 2))]
    library.apply(joining.merge(library, [one, two], LATER, prefer))
    kept = one if one in library else two
    library.apply(joining.split(library, kept, "newpaper", LATER))
    assert {id: {**library.record(id), "updated": None, "distinct": None} for id in library.ids} == before


@given(st.lists(records, max_size=4))
@settings(deadline=None)
def test_an_export_says_nothing_that_no_record_of_the_paper_said(papers: list[Paper]) -> None:
    library = taken(papers)
    for paper in library:
        text = write([paper]).text
        for name in ("volume", "pages", "chapter"):
            told = {leaf.get("fields", {}).get(name, "").replace("–", "--") for leaf in leaves(paper.record)}
            written = [
                line.split("{")[1].rstrip("},") for line in text.splitlines() if line.strip().startswith(f"{name} =")
            ]
            assert set(written) <= told


@given(st.lists(records, max_size=4))
@settings(deadline=None)
def test_any_adding_taken_back_gives_the_exact_state(papers: list[Paper]) -> None:
    library = taken(papers[:2])
    before = {record["id"]: record for record in library.records()}
    made = library.add(papers[2:], LATER)
    library.apply(made)
    library.apply(library.inverse(made, "2027-01-01T00:00:00Z"))
    assert {record["id"]: record for record in library.records()} == before
