"""Who has which cite key: what changes keys, what never does, and how it is taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.errors import UsageError
from readinglist.papers import citekey, edits
from readinglist.papers.author import Author
from readinglist.papers.change import Change
from readinglist.papers.library import Library, reversal_of
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.papers.record import Values, cite_keys, values_of
from readinglist.papers.status import Status

NOW, LATER = "2026-11-23T10:00:00Z", "2026-11-24T10:00:00Z"
ADA, BOB = Author("Lovelace", "Ada"), Author("Bach", "Bob")
WORDS = "Alpha Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett".split()


def library_of(*keys: str, **facts: Any) -> Library:
    """Papers p0, p1, ... with these keys that all propose ``lovelace2024``, the title's word apart."""
    return Library(
        {"id": f"p{n}", "key": key, "title": f"{WORDS[n % 10]} Notes on Something {n}", "authors": [ADA.to_record()],
         "date": "2024", "arrival": n, "status": "inbox", **facts}
        for n, key in enumerate(keys)
    )  # fmt: skip


def keys_of(library: Library) -> list[str]:
    return [paper.key for paper in sorted(library, key=lambda paper: paper.id)]


def aliases_of(library: Library) -> list[tuple[str, ...]]:
    return [paper.aliases for paper in sorted(library, key=lambda paper: paper.id)]


def do(library: Library, change: Change) -> Change:
    library.apply(change)
    assert_unique(library)
    return change


def assert_unique(library: Library) -> None:
    owners: dict[str, str] = {}
    for paper in library:
        for key in cite_keys(paper.record):
            assert owners.setdefault(key, paper.id) == paper.id
    for key, id in owners.items():
        assert library.owner(key) == id


# Giving keys anew.


def test_the_oldest_gets_the_plain_key_and_old_keys_still_find_the_papers() -> None:
    library = library_of("c", "b", "a")
    change = do(library, edits.rekey(library, ["p2", "p0", "p1"], "{author}{year}", NOW))
    assert keys_of(library) == ["lovelace2024", "lovelace2024a", "lovelace2024b"]
    assert [library.resolve(old).id for old in "cba"] == ["p0", "p1", "p2"]
    assert change.label == "rekey: 3 papers"
    assert not edits.rekey(library, ["p0", "p1", "p2"], "{author}{year}", NOW)


def test_suffixes_go_on_after_z() -> None:
    library = library_of(*(f"old{n}" for n in range(30)))
    do(library, edits.rekey(library, library.ids, "{author}", NOW))
    found = {paper.key for paper in library}
    assert {"lovelace", "lovelacea", "lovelacez", "lovelaceaa", "lovelaceac"} <= found
    assert not edits.rekey(library, library.ids, "{author}", NOW)


def test_a_key_that_is_as_proposed_stays_with_the_suffix_it_needs() -> None:
    library = library_of("lovelaceb", "lovelace", "lovelacex", "other")
    do(library, edits.rekey(library, library.ids, "{author}", NOW))
    assert keys_of(library) == ["lovelaceb", "lovelace", "lovelacex", "lovelacea"]


def test_a_suffix_that_nothing_calls_for_goes() -> None:
    library = library_of("lovelaceb", "lovelacea")
    do(library, edits.rekey(library, ["p0"], "{author}", NOW))
    assert keys_of(library) == ["lovelace", "lovelacea"]


def test_papers_swap_keys_and_the_undo_swaps_them_back() -> None:
    library = library_of("bravo", "alpha")
    change = do(library, edits.rekey(library, library.ids, "{title}", NOW))
    assert (keys_of(library), aliases_of(library)) == (["alpha", "bravo"], [(), ()])
    undo = library.inverse(change, LATER)
    assert not undo.kept
    do(library, undo)
    assert keys_of(library) == ["bravo", "alpha"]


def test_a_ring_of_keys_turns() -> None:
    library = library_of("bravo", "charlie", "alpha")
    do(library, edits.rekey(library, library.ids, "{title}", NOW))
    assert keys_of(library) == ["alpha", "bravo", "charlie"]


def test_a_paper_takes_no_key_that_another_has_or_had() -> None:
    library = library_of("one", "two", "three")
    do(library, edits.set_key(library, "p2", "alpha", NOW))
    do(library, edits.set_key(library, "p2", "gone", NOW))
    do(library, edits.rekey(library, ["p0"], "{title}", NOW))
    assert keys_of(library) == ["alphaa", "two", "gone"]
    assert library.resolve("ALPHA").id == "p2"


def test_a_paper_may_have_its_own_old_key_again() -> None:
    library = library_of("alpha")
    do(library, edits.set_key(library, "p0", "mine", NOW))
    do(library, edits.rekey(library, ["p0"], "{title}", NOW))
    assert (keys_of(library), aliases_of(library)) == (["alpha"], [("mine",)])


def test_only_the_case_of_a_key_changes() -> None:
    library = library_of("alpha")
    do(library, edits.rekey(library, ["p0"], "{title:Capital}", NOW))
    assert (keys_of(library), aliases_of(library)) == (["Alpha"], [("alpha",)])
    assert not edits.rekey(library, ["p0"], "{title:Capital}", NOW)


@pytest.mark.parametrize(("key", "message"), [
    ("two", "belongs to another paper"), ("TWO", "belongs to another paper"), ("old", "which had it before"),
    ("my key", "no cite key"), ("a,b", "no cite key"), ("müller", "no cite key"), ("", "no cite key"),
])  # fmt: skip
def test_a_key_that_cannot_be_given_is_explained(key: str, message: str) -> None:
    library = library_of("one", "old")
    do(library, edits.set_key(library, "p1", "two", NOW))
    with pytest.raises(UsageError, match=message):
        edits.set_key(library, "p0", key, NOW)


def test_an_edited_key_leaves_an_alias_that_no_other_paper_can_take() -> None:
    library = library_of("one", "two")
    change = do(library, edits.set_fields(library, "p0", {"key": "uno", "title": "Other"}, NOW))
    assert aliases_of(library) == [("one",), ()]
    assert library["p0"].edited == {"key", "title"}
    with pytest.raises(UsageError, match="which had it before"):
        edits.set_fields(library, "p1", {"key": "ONE"}, NOW)
    do(library, library.add([Paper.of("A Newcomer With That Very Key", key="one")], NOW))
    assert library.resolve("one").id == "p0"
    do(library, library.inverse(change, LATER))
    assert library.resolve("one").id == "p0"
    assert not library.resolve("one").aliases


# Taking back.


def test_an_undo_keeps_the_present_key_where_another_paper_has_the_old_one() -> None:
    library = library_of("bravo", "alpha")
    swap = do(library, edits.rekey(library, library.ids, "{title}", NOW))
    do(library, edits.set_key(library, "p1", "free", NOW))
    undo = library.inverse(swap, LATER)
    do(library, undo)
    assert keys_of(library) == ["alpha", "free"]
    assert set(undo.kept) == {("p0", "key"), ("p1", "key")}
    assert library.resolve("bravo").id == "p1"


def test_an_undo_of_an_older_change_leaves_the_aliases_of_a_key_that_changed_again() -> None:
    library = library_of("one")
    first = do(library, edits.set_key(library, "p0", "two", NOW))
    do(library, edits.set_key(library, "p0", "three", NOW))
    do(library, library.inverse(first, LATER))
    assert (library["p0"].key, library["p0"].aliases) == ("three", ("one", "two"))


def test_a_removed_paper_comes_back_with_a_key_of_its_own() -> None:
    library = library_of("one", "two")
    do(library, edits.set_key(library, "p0", "uno", NOW))
    purge = do(library, edits.purge(library, ["p0"], NOW))
    do(library, library.add([Paper.of("The New One", key="uno"), Paper.of("The New Alias", key="one")], NOW))
    do(library, library.inverse(purge, LATER))
    assert (library["p0"].key, library["p0"].aliases) == ("unoa", ())


# Nothing else changes a key.

Edit = Callable[[Library], Change]
IDS = ["p0", "p1", "p2"]
ids = st.lists(st.sampled_from(IDS), max_size=3)
names = st.sampled_from(["alpha", "bravo", "charlie", "lovelace", "lovelacea", "Alpha"])
newcomers = st.lists(
    st.builds(
        Paper.of,
        st.sampled_from(["Alpha Notes on Something 0", "Bravo Notes on Something 1", "A Work That Nobody Knows Yet"]),
        authors=st.lists(st.sampled_from([ADA, BOB]), max_size=2, unique=True),
        date=st.none() | st.just(PartialDate(2024, 5)),
        key=st.just("") | names,
        aliases=st.lists(names, max_size=2),
        source=st.just("file:x.bib"),
    ),
    max_size=3,
)
plain_edits: st.SearchStrategy[Edit] = st.one_of(
    st.builds(lambda i: lambda lib: edits.set_status(lib, i, Status.DONE, LATER), ids),
    st.builds(
        lambda i, values: lambda lib: edits.set_fields(lib, i, values, LATER),
        st.sampled_from(IDS),
        st.fixed_dictionaries(
            {},
            optional={"title": st.just("Other"), "date": st.just("1999"), "authors": st.just([BOB.to_record()])},
        ),
    ),
    st.builds(lambda papers: lambda lib: lib.add(papers, LATER), newcomers),
)  # fmt: skip


def renamed(id: str, key: str) -> Edit:
    def edit(library: Library) -> Change:
        try:
            return edits.set_key(library, id, key, LATER)
        except UsageError:
            return Change("", {})

    return edit


some_edits = st.one_of(
    plain_edits,
    st.builds(
        lambda i, template: lambda lib: edits.rekey(lib, i, template, LATER),
        ids,
        st.sampled_from(["{author}", "{title}", "{author}{year}"]),
    ),
    st.builds(renamed, st.sampled_from(IDS), names),
    st.builds(lambda i: lambda lib: edits.purge(lib, i, LATER), ids),
)


def records(library: Library) -> dict[str, Values]:
    return {record["id"]: {**values_of(record), "updated": None} for record in library.records()}


@given(st.lists(plain_edits, max_size=5))
@settings(deadline=None)
def test_no_edit_merge_or_completion_changes_a_key(made: list[Edit]) -> None:
    library = library_of("alpha", "bravo", "lovelace", authors=[])
    keys = given_keys(library)
    for edit in made:
        do(library, edit(library))
        assert {id: library[id].key for id in keys} == keys
        keys = given_keys(library)


def given_keys(library: Library) -> dict[str, str]:
    """The cite keys that were not made up: only those of our making give way to what an author uses."""
    return {paper.id: paper.key for paper in library if not paper.record.get("key_made")}


@given(st.lists(some_edits, max_size=6), st.data())
@settings(deadline=None)
def test_keys_and_aliases_stay_unique_whatever_is_done_and_taken_back(made: list[Edit], data: st.DataObject) -> None:
    library = library_of("bravo", "alpha", "lovelace")
    changes = [do(library, edit(library)) for edit in made]
    for change in data.draw(st.permutations(changes)):
        undo = do(library, library.inverse(change, LATER))
        if data.draw(st.booleans()):
            do(library, reversal_of(library, undo, LATER))


@given(st.lists(some_edits, max_size=6))
@settings(deadline=None)
def test_taking_all_back_in_turn_gives_the_start(made: list[Edit]) -> None:
    library = library_of("bravo", "alpha", "lovelace")
    start = records(library)
    changes = [do(library, edit(library)) for edit in made]
    for change in reversed(changes):
        undo = library.inverse(change, LATER)
        assert not undo.kept
        do(library, undo)
    assert records(library) == start


@given(st.lists(some_edits, max_size=4), st.sampled_from(["{author}", "{title}", "{author:UPPER}-{year}"]))
@settings(deadline=None)
def test_a_second_rekey_changes_nothing(made: list[Edit], template: str) -> None:
    library = library_of("bravo", "alpha", "lovelace")
    for edit in made:
        do(library, edit(library))
    do(library, edits.rekey(library, library.ids, template, NOW))
    assert not edits.rekey(library, library.ids, template, NOW)
    for paper in library:
        assert paper.key.startswith(citekey.propose(paper, template))
