"""Answers: one paper, two papers, or two again."""

from typing import Any

import pytest

from readinglist.bibtex.writer import write
from readinglist.errors import NotFoundError, UsageError
from readinglist.library import Library
from readinglist.paper import Record, Status
from readinglist.papers import joining
from readinglist.papers.duplicates import questions
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


def by_id(library: Library) -> dict[str, Record]:
    """The records without what remembers that they were separate."""
    return {record["id"]: {**record, "updated": None, "distinct": None} for record in library.records()}


def test_two_papers_become_one_with_the_publication_that_is_preferred() -> None:
    library, first, second = two()
    library.apply(library.set_status([second], Status.DONE, NOW))
    library.apply(library.set_note([first], "Mine.", NOW))
    library.apply(library.set_note([second], "And this.", NOW))
    library.apply(library.retag([first], ["moss"], [], NOW))
    library.apply(library.retag([second], ["fern"], [], NOW))
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
    library.apply(library.set_status(ids, Status.READING, NOW))
    library.apply(library.set_note(ids[:1], "Mine.", NOW))
    library.apply(library.retag(ids[1:], ["fern"], [], NOW))
    before = by_id(library)
    library.apply(joining.merge(library, ids, LATER, prefer="" if preferred is None else ids[preferred]))
    library.apply(joining.split(library, ids[0], NEW, LATER))
    assert by_id(library) == before


def test_what_was_edited_since_stays_with_the_paper_after_a_split() -> None:
    library, first, second = two()
    library.apply(joining.merge(library, [first, second], LATER))
    library.apply(library.set_fields(first, {"venue": "My Venue"}, LATER))
    library.apply(library.retag([first], ["later"], [], LATER))
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
    with pytest.raises(UsageError, match="not made of several"):
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
    library.apply(library.purge([first], LATER))
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
