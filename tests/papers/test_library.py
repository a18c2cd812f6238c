"""Adding, merging, editing and taking back, without a disk."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.errors import NotFoundError, UsageError
from readinglist.papers import edits
from readinglist.papers.author import Author
from readinglist.papers.change import Change
from readinglist.papers.library import Library, reversal_of
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.papers.record import Record, Values, values_of
from readinglist.papers.status import Status
from tests.support.papers import LATER, NOW, add, only

ADA, BOB, EVE = Author("Lovelace", "Ada"), Author("Bach", "Bob"), Author("Adams", "Eve")
TITLE = "Learning to Read Papers in the Terminal"


def paper(title: str = TITLE, **facts: Any) -> Paper:
    return Paper.of(title, **{"source": "file:a.txt", **facts})


def records(library: Library) -> dict[str, Values]:
    """All records by id, without the time of the last change."""
    found: Iterable[Values] = ({**values_of(record), "updated": None} for record in library.records())
    return {record["id"]: record for record in found}


def test_new_papers_get_what_a_library_gives() -> None:
    library = Library()
    made = add(library, paper(year=None, tags=["from-file"]), paper("A Second One of These"), tags=["New Tag"])
    assert len(made.added) == 2
    first, second = library
    assert (first.status, first.tags, first.added, first.arrival) == (Status.INBOX, ("from-file", "new-tag"), NOW, 1)
    assert (second.arrival, second.key) == (2, "secondone")
    assert first.id != second.id
    assert len(first.id) >= 8


def test_the_same_again_adds_nothing() -> None:
    papers = [
        paper(arxiv="2401.00001", key="one"),
        paper("Dropout", authors=[ADA]),
        paper("A Title", abstract="It is."),
    ]
    library = Library()
    add(library, *papers)
    before = records(library)
    again = library.add(papers, LATER)
    assert (again.added, again.merged, len(again.unchanged)) == ((), (), 3)
    assert not again
    assert records(library) == before


def test_a_count_that_names_of_another_source_contradict_stays_known() -> None:
    named = paper("Learning to Read Preprints in the Terminal", authors=[ADA], arxiv="2401.00001")
    papers = [paper(arxiv="2401.00001"), paper(author_count=4), named]
    library = Library()
    add(library, *papers)
    assert (only(library).authors, only(library).author_count) == ((ADA,), 4)
    assert library.add(papers, LATER).added == ()


def test_a_count_that_another_count_contradicts_stays_known() -> None:
    papers = [paper(author_count=4), paper(authors=[ADA], others=True), paper(authors=[ADA], author_count=1)]
    library = Library()
    add(library, *papers)
    assert (only(library).authors, only(library).author_count) == ((ADA,), 4)
    assert library.add(papers, LATER).added == ()


def test_undoing_a_status_that_was_set_again_in_the_same_second_leaves_its_time_too() -> None:
    library = Library()
    add(library, paper())
    one = only(library).id
    first = edits.set_status(library, [one], Status.DONE, LATER)
    library.apply(first)
    library.apply(edits.set_status(library, [one], Status.READING, LATER))
    undo = library.inverse(first, LATER)
    assert not undo.patches
    assert set(undo.kept) == {(one, "status"), (one, "status_since")}


def test_a_paper_that_occurs_twice_in_one_add_counts_once() -> None:
    library = Library()
    made = add(library, paper(), paper(authors=[ADA]), paper())
    assert (len(made.added), made.merged, made.unchanged) == (1, (), ())
    assert only(library).authors == (ADA,)


def test_adding_leaves_no_trace_before_it_is_applied() -> None:
    library = Library()
    add(library, paper())
    library.add([paper(authors=[ADA], doi="10.1000/x"), paper("Quite Another Title Here")], NOW)
    assert only(library).authors == ()
    assert library.add([paper("Quite Another Title Here")], NOW).added
    assert library.add([paper("A Title Not Seen Before", doi="10.1000/x")], NOW).added


@pytest.mark.parametrize("status", [Status.DONE, Status.SKIPPED, Status.TRASHED])
def test_a_decided_paper_never_comes_back_as_new(status: Status) -> None:
    library = Library()
    add(library, paper(arxiv="2401.00001"))
    library.apply(edits.set_status(library, [only(library).id], status, NOW))
    assert not library.add([paper(arxiv="2401.00001")], LATER).added
    assert only(library).status is status


def test_a_purged_paper_never_comes_back_as_new() -> None:
    library = Library()
    add(library, paper(arxiv="2401.00001"), paper("Value Drifts", author_count=3))
    library.apply(edits.purge(library, [one.id for one in library], NOW))
    assert len(library) == 0
    made = library.add([paper(arxiv="2401.00001"), paper("Value Drifts", author_count=3)], LATER)
    assert (made.added, len(made.unchanged)) == ((), 2)


# Merging.


def merged(known: Paper, newcomer: Paper) -> Paper:
    """What becomes of `known` in the library when `newcomer` is added."""
    library = Library()
    add(library, known)
    made = add(library, newcomer)
    assert not made.added
    return only(library)


def test_merging_fills_what_is_empty_and_keeps_both_ids() -> None:
    page = paper(author_count=2, comments=3, date=PartialDate(2024), tags=["mine"])
    other = paper(
        authors=[ADA, BOB],
        abstract="We do.",
        arxiv="2401.00001",
        doi="10.1000/x",
        date=PartialDate(2024, 1, 5),
        comments=9,
        venue="A Journal",
        fields={"volume": "3"},
        source="file:b.bib",
        key="lovelace",
    )
    one = merged(page, other)
    assert (one.authors, one.author_count, one.abstract) == ((ADA, BOB), 2, "We do.")
    assert (one.arxiv, one.doi, one.venue, one.fields) == ("2401.00001", "10.1000/x", "A Journal", {"volume": "3"})
    assert (str(one.date), one.comments, one.tags) == ("2024-01-05", 9, ("mine",))
    assert one.key == "lovelace"
    assert one.aliases == ("learning2024read",)
    assert one.sources == ("file:a.txt", "file:b.bib")


@pytest.mark.parametrize(
    ("known", "newcomer", "names", "count", "others"),
    [
        ({"author_count": 2}, {"authors": [ADA, BOB, EVE]}, (ADA, BOB, EVE), 3, False),
        ({"authors": [ADA]}, {"author_count": 7}, (ADA,), 7, False),
        ({"authors": [ADA]}, {"author_count": 2}, (ADA,), 1, False),
        ({"authors": [ADA], "others": True}, {"author_count": 7}, (ADA,), 7, True),
        ({"authors": [ADA], "others": True}, {"authors": [ADA, BOB]}, (ADA, BOB), 2, False),
        ({"author_count": 7}, {"authors": [ADA], "others": True}, (ADA,), 7, True),
        ({"authors": [ADA, BOB]}, {"authors": [ADA], "others": True}, (ADA, BOB), 2, False),
    ],
)
def test_merging_authors(
    known: dict[str, Any], newcomer: dict[str, Any], names: tuple[Author, ...], count: int, others: bool
) -> None:
    one = merged(paper(**known), paper(**newcomer))
    assert (one.authors, one.author_count, one.others) == (names, count, others)


def test_merging_never_touches_what_the_user_set() -> None:
    library = Library()
    add(library, paper(arxiv="2401.00001", date=PartialDate(2024)))
    id = only(library).id
    library.apply(
        edits.set_fields(library, id, {"venue": None, "title": "My Title", "date": "2023", "authors": []}, NOW)
    )
    library.apply(edits.set_status(library, [id], Status.DONE, NOW))
    library.apply(edits.set_note(library, [id], "Good.", NOW))
    add(library, paper(arxiv="2401.00001", date=PartialDate(2023, 5), authors=[ADA], note="Other", tags=["x"]))
    one = only(library)
    assert (one.title, str(one.date), one.authors) == ("My Title", "2023", ())
    assert (one.status, one.note, one.tags) == (Status.DONE, "Good.", ())


def test_papers_that_may_be_one_are_suggested_and_kept_apart() -> None:
    library = Library()
    add(library, paper(authors=[ADA]))
    made = add(library, paper(authors=[BOB]))
    (newcomer,) = made.added
    ((first, second, reason),) = made.asked
    assert (first, second) == (newcomer, next(iter(library)).id)
    assert "other authors" in reason
    assert not library.add([paper(authors=[BOB])], LATER).added


def test_cite_keys_are_unique_among_keys_and_aliases() -> None:
    library = Library()
    add(library, paper("A First Title of Some Length", key="Same"))
    add(
        library,
        paper("A First Title of Some Length", key="alias"),
        paper("Another Title Altogether Different", key="ALIAS"),
    )
    add(library, paper("The Third Title in This Small Test", key="same"))
    keys = [key.lower() for one in library for key in (one.key, *one.aliases)]
    assert len(keys) == len(set(keys))
    assert library.resolve("alias").key == "Same"


def test_selectors() -> None:
    library = Library()
    add(library, paper(arxiv="2401.00001", doi="10.1000/X", key="lovelace"), paper("A Second One of These"))
    one = library.resolve("lovelace")
    for selector in (one.id, "LOVELACE", "arXiv:2401.00001v2", "https://doi.org/10.1000/x"):
        assert library.resolve(selector) == one
    with pytest.raises(NotFoundError):
        library.resolve("2401.00002")
    with pytest.raises(UsageError):
        edits.set_fields(library, library.resolve("secondone").id, {"key": "Lovelace"}, NOW)


# Edits and taking them back.

Edit = Callable[[Library], Change]
IDS = ["p0", "p1", "p2"]
some_ids = st.lists(st.sampled_from(IDS), max_size=3)
tags = st.lists(st.sampled_from(["nlp", "rl", "toread"]), max_size=2)
newcomers = st.lists(
    st.builds(
        paper,
        title=st.sampled_from([TITLE, "Dropout", "A Second One of These", "An Unknown One"]),
        authors=st.lists(st.sampled_from([ADA, BOB, EVE]), max_size=2, unique=True),
        others=st.booleans(),
        author_count=st.none() | st.integers(1, 9),
        abstract=st.sampled_from(["", "We do.", "We do not."]),
        date=st.none() | st.just(PartialDate(2024)) | st.just(PartialDate(2024, 5)),
        arxiv=st.sampled_from(["", "2401.00001", "2401.00002"]),
        doi=st.sampled_from(["", "10.1000/x"]),
        key=st.sampled_from(["", "one", "two"]),
    ),
    max_size=4,
)
some_edits: st.SearchStrategy[Edit] = st.one_of(
    st.builds(
        lambda ids, status: lambda lib: edits.set_status(lib, ids, status, LATER), some_ids, st.sampled_from(Status)
    ),
    st.builds(lambda ids, n: lambda lib: edits.set_priority(lib, ids, n, LATER), some_ids, st.integers(-1, 5)),
    st.builds(lambda ids, n: lambda lib: edits.raise_priority(lib, ids, n, LATER), some_ids, st.integers(-4, 4)),
    st.builds(lambda ids, new, old: lambda lib: edits.retag(lib, ids, new, old, LATER), some_ids, tags, tags),
    st.builds(
        lambda ids, note: lambda lib: edits.set_note(lib, ids, note, LATER), some_ids, st.sampled_from(["", "Good."])
    ),
    st.builds(
        lambda one, values: lambda lib: edits.set_fields(lib, one, values, LATER),
        st.sampled_from(IDS),
        st.dictionaries(st.sampled_from(["title", "venue", "date"]), st.none() | st.sampled_from(["A", "2024"])),
    ),
    st.builds(lambda ids: lambda lib: edits.purge(lib, ids, LATER), some_ids),
    st.builds(lambda papers: lambda lib: lib.add(papers, LATER), newcomers),
)


def small_library() -> Library:
    facts: list[Record] = [
        {"title": TITLE, "key": "one", "arxiv": "2401.00001", "tags": ["nlp"]},
        {"title": "Dropout", "key": "dropout", "note": "Old.", "priority": 2},
        {"title": "A Second One of These", "key": "second", "authors": [{"family": "Lovelace"}]},
    ]
    return Library(
        {"id": id, "status": "inbox", **given, "arrival": n}
        for n, (id, given) in enumerate(zip(IDS, facts, strict=True))
    )


@given(st.lists(some_edits, max_size=8))
@settings(deadline=None)
def test_any_edits_taken_back_give_the_start_and_made_again_the_end(made: list[Edit]) -> None:
    library = small_library()
    library.identities()
    start = records(library)
    changes = []
    for sequence, edit in enumerate(made, 1):
        change = edit(library)
        library.apply(change)
        changes.append((sequence, change))
    end = records(library)
    undos = []
    for sequence, change in reversed(changes):
        undo = library.inverse(change, LATER)
        assert not undo.kept
        library.apply(undo)
        undos.append((sequence, undo))
    assert records(library) == start
    for _, undo in reversed(undos):
        library.apply(reversal_of(library, undo, LATER))
    assert records(library) == end


@given(st.lists(some_edits, max_size=6))
@settings(deadline=None)
def test_the_indexes_follow_every_edit(made: list[Edit]) -> None:
    library = small_library()
    library.identities()
    for edit in made:
        library.apply(edit(library))
    fresh = Library(library.records())
    for known in [*library, paper(arxiv="2401.00001"), paper("Dropout"), paper("An Unknown One", doi="10.1000/x")]:
        assert library.identities().match(known) == fresh.identities().match(known)
    assert all(library.resolve(one.key) == one for one in library if one.key)


@given(newcomers)
@settings(deadline=None)
def test_adding_any_papers_twice_adds_nothing(papers: list[Paper]) -> None:
    library = Library()
    add(library, *papers)
    again = library.add(papers, LATER)
    assert again.added == ()


def test_a_cite_key_of_another_paper_is_refused_with_the_reason() -> None:
    library = Library()
    add(library, paper("A First Title of Some Length", key="now"), paper("The Third Title in This Small Test", key="x"))
    first, second = library.ids
    library.apply(edits.set_key(library, first, "new", NOW))
    for key, why in (("new", ""), ("now", ", which had it before"), ("NEW", "")):
        with pytest.raises(UsageError) as caught:
            edits.set_key(library, second, key, NOW)
        assert caught.value.message == f"the cite key {key!r} belongs to another paper{why}"
