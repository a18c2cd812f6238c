"""Answers: one paper, two papers, or two again."""

from typing import Any

import pytest

from readinglist.bibtex.writing.writer import write
from readinglist.errors import NotFoundError, UsageError
from readinglist.papers import edits, joining
from readinglist.papers.harvest import Exported
from readinglist.papers.identity.duplicates import questions
from readinglist.papers.library import Library
from readinglist.papers.merging import leaves
from readinglist.papers.record import Values, values_of
from readinglist.papers.status import Status
from tests.papers.making import JOURNAL, LATER, MEETING, NOW, TITLE, add, paper

NEW = "newpaper"


def two(**more: Any) -> tuple[Library, str, str]:
    """A library of a conference paper and an article that are one work, and their ids."""
    library = Library()
    add(library, paper(key="conf", fields={"pages": "3–14"}, **MEETING))
    add(
        library,
        paper(key="jour", year=2022, fields={"volume": "7"}, doi="10.5555/j", source="file:b.bib", **JOURNAL, **more),
    )
    first, second = library.ids
    return library, first, second


def by_id(library: Library) -> dict[str, Values]:
    """The records without what remembers that they were separate."""
    return {record["id"]: {**values_of(record), "updated": None, "distinct": None} for record in library.records()}


def test_two_papers_become_one_with_the_publication_that_is_preferred() -> None:
    library, first, second = two()
    library.apply(edits.set_status(library, [second], Status.DONE, NOW))
    library.apply(edits.set_note(library, [first], "Mine.", NOW))
    library.apply(edits.set_note(library, [second], "And this.", NOW))
    library.apply(edits.retag(library, [first], ["moss"], [], NOW))
    library.apply(edits.retag(library, [second], ["fern"], [], NOW))
    library.apply(joining.merge(library, [second, first], LATER, prefer=first))
    (one,) = library
    assert (one.id, one.key, one.aliases) == (first, "conf", ("jour",))
    assert (one.venue, one.year, one.fields, one.doi) == (MEETING["venue"], 2020, {"pages": "3–14"}, "")
    assert (one.status, one.tags, one.note) == (Status.DONE, ("fern", "moss"), "Mine.\n\nAnd this.")
    assert library.resolve("jour") == library.resolve(second) == one
    assert "doi" not in write([one]).text


def test_without_a_preference_the_newer_publication_leads() -> None:
    library, first, second = two()
    library.apply(joining.merge(library, [first, second], LATER))
    (one,) = library
    assert (one.venue, one.year, one.doi, one.fields) == (JOURNAL["venue"], 2022, "10.5555/j", {"volume": "7"})


@pytest.mark.parametrize("preferred", [0, 1, None])
def test_a_merge_followed_by_a_split_gives_both_back(preferred: int | None) -> None:
    library, *ids = two()
    library.apply(edits.set_status(library, ids, Status.READING, NOW))
    library.apply(edits.set_note(library, ids[:1], "Mine.", NOW))
    library.apply(edits.retag(library, ids[1:], ["fern"], [], NOW))
    before = by_id(library)
    library.apply(joining.merge(library, ids, LATER, prefer="" if preferred is None else ids[preferred]))
    library.apply(joining.split(library, ids[0], NEW, LATER))
    assert by_id(library) == before


def test_what_was_edited_since_stays_with_the_paper_after_a_split() -> None:
    library, first, second = two()
    library.apply(joining.merge(library, [first, second], LATER))
    library.apply(edits.set_fields(library, first, {"venue": "My Venue"}, LATER))
    library.apply(edits.retag(library, [first], ["later"], [], LATER))
    library.apply(joining.split(library, first, NEW, LATER))
    assert (library[first].venue, library[first].tags, library[first].fields) == (
        "My Venue",
        ("later",),
        {"pages": "3–14"},
    )
    assert (library[second].venue, library[second].tags) == (JOURNAL["venue"], ())


def test_a_record_that_a_file_brought_becomes_a_paper() -> None:
    library = Library()
    add(library, paper(arxiv="2001.01234", key="pre"))
    add(library, paper(key="jour", source="file:b.bib", **JOURNAL))
    (id,) = library.ids
    library.apply(joining.split(library, id, NEW, LATER))
    assert (library[id].key, library[id].aliases, library[id].venue) == ("pre", (), "")
    assert (library[NEW].key, library[NEW].venue, library[NEW].status) == ("jour", JOURNAL["venue"], Status.INBOX)
    again = library.add(
        [paper(arxiv="2001.01234", key="pre"), paper(key="jour", source="file:b.bib", **JOURNAL)], LATER
    )
    assert (again.added, again.merged, again.asked) == ((), (), ())


def test_one_of_several_is_taken_out_by_its_number() -> None:
    library, first, second = two()
    add(library, paper(arxiv="2001.01234", key="pre", year=2019, source="file:c.bib"))
    third = library.resolve("pre").id
    library.apply(joining.merge(library, [first, second, third], LATER))
    library.apply(joining.split(library, first, NEW, LATER, number=1))
    assert set(library.ids) == {first, second}
    assert (library[first].arxiv, library[first].venue) == ("2001.01234", MEETING["venue"])
    with pytest.raises(NotFoundError, match="no joined record 2"):
        joining.split(library, first, NEW, LATER, number=2)
    with pytest.raises(UsageError, match="one record only"):
        joining.split(library, second, NEW, LATER)


def test_papers_that_were_merged_before_keep_their_parts() -> None:
    library, first, second = two()
    add(library, paper(arxiv="2001.01234", key="pre", year=2019, source="file:c.bib"))
    third = library.resolve("pre").id
    start = by_id(library)
    library.apply(joining.merge(library, [second, third], LATER))
    between = by_id(library)
    library.apply(joining.merge(library, [first, second], LATER))
    library.apply(joining.split(library, first, NEW, LATER))
    assert by_id(library) == between
    library.apply(joining.split(library, second, NEW, LATER))
    assert by_id(library) == start


def test_every_answer_can_be_taken_back() -> None:
    library, first, second = two()
    for change in (
        joining.distinct(library, [first, second], LATER),
        joining.merge(library, [first, second], LATER, prefer=second),
    ):
        before = library.records()
        library.apply(change)
        assert library.records() != before
        library.apply(library.inverse(change, "2027-01-01T00:00:00Z"))
        assert sorted(library.records(), key=str) == sorted(before, key=str)


def test_not_the_same_is_remembered_for_later_files_too() -> None:
    library, first, second = two()
    assert [question[:2] for question in questions(library)] == [(first, second)]
    library.apply(joining.distinct(library, [first, second], LATER))
    assert questions(library) == []
    fuller = paper(
        key="jour", year=2022, fields={"volume": "7", "pages": "50–60"}, doi="10.5555/j", source="file:z.bib", **JOURNAL
    )
    made = add(library, fuller)
    assert (made.added, made.merged, made.asked) == ((), (second,), ())
    assert questions(library) == []


def test_not_the_same_outlives_a_merge_with_a_third_and_a_purge() -> None:
    library, first, second = two()
    add(library, paper(arxiv="2001.01234", key="pre", year=2019, source="file:c.bib"))
    third = library.resolve("pre").id
    library.apply(joining.distinct(library, [first, second], LATER))
    library.apply(joining.merge(library, [second, third], LATER))
    assert questions(library) == []
    library.apply(edits.purge(library, [first], LATER))
    assert library.record(first)["distinct"] == [second]


def test_what_cannot_be_answered_is_said() -> None:
    library, first, second = two()
    for wrong in ([first], [first, first], [first, "unknown"]):
        with pytest.raises(UsageError, match="two papers"):
            joining.merge(library, wrong, LATER)
        with pytest.raises(UsageError, match="two papers"):
            joining.distinct(library, wrong, LATER)
    with pytest.raises(UsageError, match="one of the papers"):
        joining.merge(library, [first, second], LATER, prefer="other")
    assert TITLE


# A paper that was made of several records already.


def of_three() -> tuple[Library, str, str]:
    """A conference paper with its preprint joined, and an article, with what the user gave both."""
    library = Library()
    add(library, paper(key="conf", fields={"pages": "3–14"}, **MEETING))
    add(library, paper(key="pre", arxiv="2001.01234", year=2019, source="file:p.bib"))
    add(library, paper(key="jour", year=2022, doi="10.5555/j", source="file:b.bib", **JOURNAL))
    first, second = library.ids
    return library, first, second


def test_what_the_user_gave_both_comes_together_and_goes_back() -> None:
    library, first, second = of_three()
    for id, status, note, tag in ((first, Status.TO_READ, "One.", "moss"), (second, Status.DONE, "Two.", "fern")):
        library.apply(edits.set_status(library, [id], status, NOW))
        library.apply(edits.set_note(library, [id], note, NOW))
        library.apply(edits.retag(library, [id], [tag], [], NOW))
    before = by_id(library)
    library.apply(joining.merge(library, [first, second], LATER))
    one = library[first]
    assert (one.status, one.note, one.tags) == (Status.DONE, "One.\n\nTwo.", ("fern", "moss"))
    library.apply(joining.split(library, first, NEW, LATER))
    assert by_id(library) == before


@pytest.mark.parametrize("prefer", [0, 1])
def test_fields_that_the_user_set_stay_with_their_publication(prefer: int) -> None:
    library, *ids = of_three()
    library.apply(edits.set_fields(library, ids[0], {"venue": "My Meeting"}, NOW))
    library.apply(edits.set_fields(library, ids[1], {"venue": "My Journal", "doi": "10.5555/mine"}, NOW))
    before = by_id(library)
    library.apply(joining.merge(library, ids, LATER, prefer=ids[prefer]))
    one = library[ids[0]]
    assert (one.venue, one.doi) == [("My Meeting", ""), ("My Journal", "10.5555/mine")][prefer]
    library.apply(joining.split(library, ids[0], NEW, LATER))
    assert by_id(library) == before


def test_a_key_of_our_making_gives_way_when_the_user_merges() -> None:
    library = Library()
    add(library, paper(), paper(key="mine", source="file:b.bib", year=2026, **JOURNAL))
    first, second = library.ids
    library.apply(joining.merge(library, [first, second], LATER))
    assert (library[first].key, library[first].aliases) == ("mine", ("fern2020counting",))


def test_no_two_papers_get_one_cite_key_by_a_split() -> None:
    library = Library()
    add(library, paper(key="smith"), paper("Repairing Clocks at Sea", key="smitha"))
    add(library, paper(key="smith", arxiv="2001.01234", source="file:b.bib"))
    id = library.resolve("smith").id
    library.apply(joining.split(library, id, NEW, LATER))
    keys = [key.lower() for one in library for key in (one.key, *one.aliases)]
    assert len(keys) == len(set(keys)) == 3


def test_undo_beside_a_later_join_leaves_all_or_nothing() -> None:
    library, first, second = two()
    merged = joining.merge(library, [first, second], LATER)
    library.apply(merged)
    add(library, paper(key="pre", arxiv="2001.01234", year=2021, source="file:p.bib"))
    before = library.records()
    undo = library.inverse(merged, LATER)
    assert not undo.patches
    assert (first, "parts") in undo.kept
    library.apply(undo)
    assert library.records() == before


def test_an_add_is_taken_back_but_for_papers_that_others_joined_since() -> None:
    library = Library()
    add(library, paper(arxiv="2001.01234", key="pre"))
    made = add(
        library, paper(key="jour", source="file:b.bib", **JOURNAL), paper("Repairing Clocks at Sea", key="clocks")
    )
    add(library, paper(key="again", source="file:c.bib", doi="10.5555/j", **JOURNAL))
    undo = library.inverse(made, LATER)
    library.apply(undo)
    assert [one.key for one in library] == ["pre"]
    assert [part["key"] for part in library.resolve("pre").record["parts"]] == ["pre", "jour", "again"]


def test_a_library_of_others_brings_the_records_of_its_papers() -> None:
    library, first, second = two()
    library.apply(joining.merge(library, [first, second], LATER))
    exported = Exported(library[first].record, "there")
    here = Library()
    add(here, paper(key="conf", fields={"pages": "3–14"}, **MEETING))
    add(here, exported)
    (one,) = here
    assert {leaf["venue"] for leaf in leaves(one.record)} == {MEETING["venue"], JOURNAL["venue"]}
    assert here.add([exported], LATER).unchanged == (one.id,)


def test_a_question_that_is_open_is_not_told_again_by_a_later_file() -> None:
    library, first, second = two()
    made = add(
        library,
        paper(
            key="jour",
            year=2022,
            doi="10.5555/j",
            source="file:c.bib",
            fields={"volume": "7", "number": "2"},
            **JOURNAL,
        ),
    )
    assert (made.merged, made.asked) == ((second,), ())
    assert [question[:2] for question in questions(library)] == [(first, second)]
