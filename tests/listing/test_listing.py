import random
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.listing.listing import Listing
from readinglist.papers import edits
from readinglist.papers.author import Author
from readinglist.papers.change import Change
from readinglist.papers.library import Library
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.papers.status import Status
from readinglist.search import order
from readinglist.search.index.index import Index
from readinglist.search.ordering import newest_first
from readinglist.search.query.evaluate import split
from readinglist.search.query.parser import parse
from readinglist.search.query.tree import Every
from readinglist.search.views import VIEWS, View, tag_view
from tests.torture import histories

NOW = "2026-01-02T03:04:05Z"
LATER = "2026-01-02T03:05:05Z"
INBOX, TO_READ, READING, DONE, SKIPPED, ALL = VIEWS
WORDS = "graph neural reward model diffusion speech vision policy agent memory".split()


def library_of(n: int) -> Library:
    library = Library()
    papers = [
        Paper.of(
            f"{WORDS[i % 10]} {WORDS[i * 7 % 10]} number {i:05d}",
            authors=[Author(family=f"Name{i % 13}")],
            date=PartialDate.of(2000 + i % 20),
            arxiv=f"24{i // 90_000:02d}.{10_000 + i % 90_000:05d}",
        )
        for i in range(n)
    ]
    library.apply(library.add(papers, NOW))
    return library


def do(listing: Listing, change: Change) -> None:
    listing.library.apply(change)
    listing.apply_changes(change.ids)


def decide(listing: Listing, ids: Sequence[str], status: Status) -> None:
    do(listing, edits.set_status(listing.library, ids, status, LATER))


def titles(listing: Listing) -> list[str]:
    return [listing.paper(row).title for row in range(len(listing))]


def ids_by_title(listing: Listing) -> dict[str, str]:
    return {paper.title[-5:]: paper.id for paper in listing.library}


@pytest.fixture
def listing() -> Listing:
    return Listing(library_of(20))


def test_the_inbox_is_shown_first_with_the_cursor_on_top(listing: Listing) -> None:
    assert len(listing) == 20
    assert listing.current
    assert listing.current.id == listing.rows[0]


def test_a_triaged_paper_leaves_the_cursor_at_its_row(listing: Listing) -> None:
    listing.move(3)
    below = listing.rows[4]
    decide(listing, [listing.rows[3]], Status.DONE)
    assert (listing.cursor, listing.rows[3]) == (3, below)


def test_the_cursor_goes_up_when_the_last_row_leaves(listing: Listing) -> None:
    listing.move_to(19)
    decide(listing, [listing.rows[19]], Status.DONE)
    assert listing.cursor == 18


def test_the_cursor_stays_on_its_paper_when_others_leave_and_enter(listing: Listing) -> None:
    listing.move(10)
    paper = listing.rows[10]
    gone = list(listing.rows)[2:6]
    decide(listing, gone, Status.DONE)
    assert listing.rows[listing.cursor] == paper
    decide(listing, gone, Status.INBOX)
    assert (listing.cursor, listing.rows[10]) == (10, paper)


@pytest.mark.parametrize("sort", ["year", "title", "author", "priority", "key", "added"])
def test_the_cursor_stays_on_its_paper_through_sort_and_reverse(listing: Listing, sort: str) -> None:
    listing.move(7)
    paper = listing.rows[7]
    listing.arrange(sort)
    assert listing.rows[listing.cursor] == paper
    listing.arrange(sort, reverse=True)
    assert listing.rows[listing.cursor] == paper


def test_the_cursor_comes_back_to_its_paper_when_a_filter_is_taken_away(listing: Listing) -> None:
    listing.move_to(13)
    paper = listing.rows[13]
    listing.narrow("title:00001")
    assert len(listing) < 20
    listing.narrow("")
    assert listing.rows[listing.cursor] == paper


def test_a_search_without_the_cursors_paper_starts_at_the_top(listing: Listing) -> None:
    listing.move_to(13)
    listing.narrow("title:number -title:" + listing.paper(13).title[-5:])
    assert listing.cursor == 0


def test_after_a_decision_a_search_comes_back_to_the_paper_gone_to(listing: Listing) -> None:
    listing.move_to(13)
    decide(listing, [listing.rows[13]], Status.DONE)
    paper = listing.rows[13]
    listing.narrow("title:00001")
    listing.narrow("")
    assert listing.rows[listing.cursor] == paper


def test_each_view_remembers_its_place(listing: Listing) -> None:
    decide(listing, list(listing.rows)[5:8], Status.DONE)
    listing.move_to(9)
    listing.show(DONE)
    assert listing.cursor == 0
    listing.move_to(2)
    listing.show(INBOX)
    assert listing.cursor == 9
    listing.show(DONE)
    assert listing.cursor == 2


def test_a_paper_that_moves_in_the_order_keeps_the_cursor(listing: Listing) -> None:
    listing.arrange("priority")
    listing.move_to(15)
    paper = listing.rows[15]
    do(listing, edits.set_priority(listing.library, [paper], 3, LATER))
    assert listing.rows[0] == paper
    assert listing.cursor == 0


@pytest.mark.parametrize("place", range(6))
@pytest.mark.parametrize("cursor", range(6))
@pytest.mark.parametrize("mover", range(6))
def test_a_paper_that_moves_to_another_row_leaves_the_cursor_on_its_paper(mover: int, cursor: int, place: int) -> None:
    library = Library({"id": f"p{n}", "title": f"{'bdfhjl'[n]} paper", "arrival": n} for n in range(6))
    listing = Listing(library)
    listing.arrange("title")
    assert list(listing.rows) == [f"p{n}" for n in range(6)]
    listing.move_to(cursor)
    do(listing, edits.set_fields(library, f"p{mover}", {"title": f"{'acegik'[place]} paper"}, LATER))
    assert listing.current
    assert listing.current.id == f"p{cursor}"
    assert listing.rows[listing.cursor] == f"p{cursor}"


def test_marks_win_over_the_cursor_and_come_in_the_order_of_the_rows(listing: Listing) -> None:
    marked = [listing.rows[5], listing.rows[2]]
    listing.marks.add(marked)
    assert list(listing.chosen()) == marked[::-1]
    listing.marks.clear()
    assert list(listing.chosen()) == [listing.rows[0]]


def test_marks_hidden_by_the_filter_are_counted_and_not_acted_on(listing: Listing) -> None:
    by_title = ids_by_title(listing)
    listing.marks.add([by_title["00003"], by_title["00004"], by_title["00013"]])
    listing.narrow("title:00013")
    assert (len(listing.marks), listing.marks.hidden) == (3, 2)
    assert list(listing.chosen()) == [by_title["00013"]]
    listing.narrow("")
    assert listing.marks.hidden == 0


def test_nothing_is_chosen_when_all_marks_are_hidden(listing: Listing) -> None:
    listing.marks.add([ids_by_title(listing)["00003"]])
    listing.narrow("title:00013")
    assert list(listing.chosen()) == []


def test_a_marked_paper_that_leaves_the_view_is_hidden_and_comes_back(listing: Listing) -> None:
    paper = listing.rows[3]
    listing.marks.add([paper])
    decide(listing, [paper], Status.DONE)
    assert listing.marks.hidden == 1
    decide(listing, [paper], Status.INBOX)
    assert listing.marks.hidden == 0


def test_a_range_goes_from_its_start_to_the_cursor_either_way(listing: Listing) -> None:
    rows = list(listing.rows)
    listing.move_to(8)
    listing.marks.toggle_range()
    listing.move(-3)
    assert [row for row in range(20) if listing.marks.is_at(row)] == [5, 6, 7, 8]
    assert list(listing.chosen()) == rows[5:9]
    assert not listing.marks.anchor


def test_all_are_marked_and_unmarked(listing: Listing) -> None:
    listing.marks.toggle_all()
    assert len(listing.marks) == 20
    listing.marks.toggle_all()
    assert not listing.marks


def test_a_search_looks_within_the_view(listing: Listing) -> None:
    paper = listing.rows[3]
    decide(listing, [paper], Status.DONE)
    listing.narrow("title:number")
    assert paper not in list(listing.rows)
    listing.show(DONE)
    listing.narrow("title:number")
    assert list(listing.rows) == [paper]


def test_a_query_with_status_looks_beyond_the_view(listing: Listing) -> None:
    paper = listing.rows[3]
    decide(listing, [paper], Status.TRASHED)
    listing.narrow("status:trashed")
    assert list(listing.rows) == [paper]


def test_a_query_with_status_looks_beyond_a_tags_status_and_not_beyond_its_tag(listing: Listing) -> None:
    tagged, other = listing.rows[3], listing.rows[4]
    do(listing, edits.retag(listing.library, [tagged], ["rl"], [], LATER))
    listing.show(tag_view("rl"))
    listing.narrow("status:done")
    assert list(listing.rows) == []
    decide(listing, [other], Status.DONE)
    assert list(listing.rows) == []
    decide(listing, [tagged], Status.DONE)
    assert list(listing.rows) == [tagged]
    do(listing, edits.retag(listing.library, [other], ["rl"], [], LATER))
    assert set(listing.rows) == {tagged, other}
    do(listing, edits.retag(listing.library, [tagged], [], ["rl"], LATER))
    assert list(listing.rows) == [other]
    decide(listing, [other], Status.READING)
    assert list(listing.rows) == []


def test_a_view_has_its_own_order_until_another_is_chosen(listing: Listing) -> None:
    listing.show(TO_READ)
    assert listing.order == "priority"
    listing.arrange("title")
    assert listing.order == "title"
    listing.show(ALL)
    assert listing.order == "added"


def test_words_sort_by_relevance(listing: Listing) -> None:
    listing.narrow("reward")
    assert listing.order == "relevance"
    assert all("reward" in title for title in titles(listing))


def test_a_paper_that_matches_better_or_worse_after_edits_goes_to_its_place(listing: Listing) -> None:
    listing.narrow("graph reward")
    ids = [paper.id for paper in listing.library][:4]
    for id, title in (
        (ids[0], "graph reward"), (ids[1], "reward of a graph and of many other things"), (ids[0], "grap rewar"),
        (ids[2], "graph reward"), (ids[2], "nothing of it"), (ids[0], "graph of reward"), (ids[2], "a graph, a reward"),
    ):  # fmt: skip
        do(listing, edits.set_fields(listing.library, id, {"title": title}, LATER))
        fresh = Listing(listing.library)
        fresh.narrow("graph reward")
        assert list(listing.rows) == list(fresh.rows)
        do(listing, edits.retag(listing.library, [id], ["seen"], [], LATER))
        assert list(listing.rows) == list(fresh.rows)


@pytest.mark.parametrize("at", [0, 10, 19])
def test_an_index_made_of_papers_of_which_one_changed_meanwhile_knows_it(listing: Listing, at: int) -> None:
    papers = list(listing.library)
    index = Index(papers)
    do(listing, edits.set_fields(listing.library, papers[at].id, {"title": "Wombats"}, LATER))
    listing.cache.adopt(index, papers)
    listing.narrow("wombats")
    assert list(listing.rows) == [papers[at].id]
    listing.narrow(f"number {at:05}")
    assert papers[at].id not in set(listing.rows)


def test_tags_are_views(listing: Listing) -> None:
    do(listing, edits.retag(listing.library, list(listing.rows)[:3], ["rl"], [], LATER))
    expected = set(list(listing.rows)[:3])
    view = tag_view("rl")
    assert listing.cache.count(view) == 3
    listing.show(view)
    assert set(listing.rows) == expected
    do(listing, edits.retag(listing.library, [listing.rows[0]], [], ["rl"], LATER))
    assert len(listing) == 2
    assert listing.cache.counts.tags == Counter(rl=2)


@pytest.mark.parametrize("is_prepared", [False, True])
def test_a_tags_view_that_was_made_ready_holds_its_papers_without_the_trash(
    listing: Listing, is_prepared: bool
) -> None:
    tagged = list(listing.rows)[:4]
    do(listing, edits.retag(listing.library, tagged, ["rl"], [], LATER))
    decide(listing, tagged[:1], Status.TRASHED)
    decide(listing, tagged[1:2], Status.DONE)
    if is_prepared:
        assert not any(listing.cache.preparing())
    listing.show(tag_view("rl"))
    assert list(listing.rows) == tagged[1:]
    listing.show(ALL)
    assert tagged[0] not in set(listing.rows)
    listing.show(DONE)
    assert list(listing.rows) == tagged[1:2]


@pytest.mark.parametrize("priorities", [(3, 1, 2), (1, 2, 3), (2, 3, 1), (3, 2, 1)])
def test_a_view_that_was_left_is_in_order_after_several_papers_changed(
    listing: Listing, priorities: tuple[int, ...]
) -> None:
    ids = listing.rows.between(0, 5)
    decide(listing, ids, Status.TO_READ)
    listing.show(TO_READ)
    listing.show(ALL)
    change = Change("", {id: {"priority": (None, p)} for id, p in zip(ids[1:4], priorities, strict=True)}, time=NOW)
    do(listing, change)
    listing.show(TO_READ)
    fresh = Listing(listing.library)
    fresh.show(TO_READ)
    assert list(listing.rows) == list(fresh.rows)


def test_new_papers_and_purged_ones(listing: Listing) -> None:
    do(listing, listing.library.add([Paper.of("A wholly new paper about bananas")], LATER))
    assert len(listing) == 21
    do(listing, edits.purge(listing.library, [listing.rows[0]], LATER))
    assert len(listing) == 20
    assert listing.cache.count(ALL) == 20


def test_an_empty_library_is_no_trouble() -> None:
    listing = Listing(Library())
    listing.move(5)
    listing.marks.toggle()
    listing.marks.toggle_range()
    listing.marks.toggle_all()
    assert listing.current is None
    assert list(listing.chosen()) == []
    do(listing, listing.library.add([Paper.of("The first one of all papers")], NOW))
    assert listing.current


def test_counts_are_of_the_library_not_of_the_search(listing: Listing) -> None:
    listing.narrow("reward")
    assert listing.cache.count(INBOX) == 20


steps = st.lists(
    st.tuples(
        st.sampled_from(["status", "priority", "tag", "move", "mark", "undo", "sort", "view", "narrow"]),
        st.integers(0, 30),
        st.integers(0, 5),
    ),
    max_size=12,
)


def change_of(library: Library, kind: str, a: int, b: int, done: list[Change]) -> Change | None:
    """The edit that a step stands for."""
    everyone = [paper.id for paper in library]
    ids = [everyone[(a + i * 5) % len(everyone)] for i in range(1 + b % 3)]
    if kind == "status":
        return edits.set_status(library, ids, list(Status)[b], LATER)
    if kind == "priority":
        return edits.set_priority(library, ids, b % 4, LATER)
    if kind == "tag":
        return edits.retag(library, ids, ["x"], [], LATER)
    return library.inverse(done.pop(), LATER) if kind == "undo" and done else None


WORDS_VIEW = View("words", parse("numbr -graph"), "key")
SOME_VIEWS = (
    *VIEWS,
    tag_view("x"),
    View("urgent", parse("priority:>=2 status:to-read"), "title"),
    View("either", parse("tag:x or status:trashed"), "priority"),
    View("untagged", parse("-tag:x"), "year"),
    WORDS_VIEW,
)
QUERIES = (
    "",
    "tag:x",
    "status:done",
    "priority:>=2",
    "year:>2005",
    "-tag:x",
    "numbr or x",
    "x",
    "-number",
    "title:numb",
)


def look_elsewhere(listing: Listing, kind: str, a: int, b: int) -> None:
    """Do what a step stands for that changes no paper."""
    if kind == "move":
        listing.move_to(a)
    elif kind == "mark":
        listing.marks.toggle()
    elif kind == "sort":
        listing.arrange(("added", "year", "title", "priority", "status", "key")[b], reverse=a % 2 == 0)
    elif kind == "view":
        listing.show(SOME_VIEWS[(a + b) % len(SOME_VIEWS)])
    elif kind == "narrow":
        listing.narrow(QUERIES[(a + b) % len(QUERIES)])


@pytest.mark.parametrize("many", [0, 256])
@settings(max_examples=80, deadline=None)
@given(steps, st.booleans(), st.booleans())
def test_following_changes_shows_what_a_fresh_look_shows(
    many: int, steps: list[tuple[str, int, int]], is_prepared: bool, is_indexed: bool
) -> None:
    listing = Listing(library_of(12))
    done: list[Change] = []
    if is_indexed:
        papers = list(listing.library)
        index = Index(papers)
        assert not any(listing.cache.preparing_for(index))
        listing.cache.adopt(index, papers)
    if is_prepared:
        assert not any(listing.cache.preparing())
    for kind, a, b in steps:
        look_elsewhere(listing, kind, a, b)
        if change := change_of(listing.library, kind, a, b, done):
            done.append(change)
            with patch("readinglist.listing.view_cache.MANY", many):
                do(listing, change)
        fresh = Listing(listing.library)
        if is_indexed:
            fresh.cache.adopt(Index(listing.library), list(listing.library))
        fresh.view, fresh.query = listing.view, listing.query
        fresh.arrange(listing.sort, reverse=listing.reverse)
        assert list(listing.rows) == list(fresh.rows)
        assert +listing.cache.counts.statuses == +fresh.cache.counts.statuses
        assert +listing.cache.counts.tags == +fresh.cache.counts.tags
        for view in SOME_VIEWS:
            assert listing.cache.count(view) == fresh.cache.count(view)
        assert 0 <= listing.cursor <= max(0, len(listing) - 1)
        assert listing.marks.hidden == len(set(listing.marks) - set(listing.rows))
        assert [listing.row_of(id) for id in listing.rows] == list(range(len(listing)))


def test_random_histories_show_what_a_fresh_look_shows() -> None:
    figures = histories.run(random.Random(0), 200)
    assert figures.changes > 200


class Work:
    """Counts the papers that are searched and ordered."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.looked_at = 0

        def counted_split(papers: Iterable[Paper], *rest: Any) -> tuple[list[Paper], Every]:
            return split(self.counted(papers), *rest)

        def counted_order(papers: Iterable[Paper], *rest: Any) -> list[Paper]:
            return order(self.counted(papers), *rest)

        def counted_newest(papers: Iterable[Paper]) -> list[Paper]:
            return newest_first(self.counted(papers))

        monkeypatch.setattr("readinglist.search.query.evaluate.split", counted_split)
        monkeypatch.setattr("readinglist.listing.sorted_view.order", counted_order)
        monkeypatch.setattr("readinglist.listing.view_cache.newest_first", counted_newest)
        monkeypatch.setattr("readinglist.listing.newest_first.newest_first", counted_newest)

    def counted(self, papers: Iterable[Paper]) -> list[Paper]:
        papers = list(papers)
        self.looked_at += len(papers)
        return papers


@pytest.mark.parametrize("sort", ["added", "title"])
def test_the_work_of_a_key_press_does_not_grow_with_the_library(monkeypatch: pytest.MonkeyPatch, sort: str) -> None:
    looked_at = []
    for n in (100, 10_000):
        listing = Listing(library_of(n))
        listing.show(ALL)
        listing.show(INBOX)
        listing.arrange(sort)
        work = Work(monkeypatch)
        for _ in range(5):
            listing.move(3)
            listing.marks.toggle()
            listing.marks.clear()
            id = listing.rows[listing.cursor]
            decide(listing, [id], Status.DONE)
            decide(listing, [id], Status.INBOX)
            listing.find(id)
            listing.show(ALL)
            listing.show(INBOX)
            listing.narrow("status:")
            listing.narrow("")
        looked_at.append(work.looked_at)
        monkeypatch.undo()
    assert looked_at[1] <= 2.5 * looked_at[0]


def test_papers_that_come_later_or_change_their_time_stand_where_they_belong(listing: Listing) -> None:
    library = listing.library
    change = library.add([Paper.of("A newcomer of today")], "2030-01-01T00:00:00Z")
    library.apply(change)
    listing.apply_changes(change.ids)
    listing.show(ALL)
    assert listing.paper(0).title == "A newcomer of today"
    assert list(listing.rows) == [paper.id for paper in order(library.not_trashed(), "added")]
    listing.arrange("added", reverse=True)
    assert list(listing.rows) == [paper.id for paper in order(library.not_trashed(), "added", reverse=True)]
    library.apply(library.inverse(change, LATER))
    listing.apply_changes(change.ids)
    listing.arrange("title")
    assert list(listing.rows) == [paper.id for paper in order(library.not_trashed(), "title")]


def test_a_view_of_named_papers_follows_which_are_named(listing: Listing) -> None:
    ids = list(listing.library.ids)
    assert listing.duplicates not in listing.views
    listing.asked.update(ids[:3])
    assert listing.views[-1] == listing.duplicates
    listing.show(listing.duplicates)
    assert titles(listing) == sorted(listing.library[id].title for id in ids[:3])
    listing.asked.remove(ids[1])
    listing.search_again()
    assert set(listing.rows) == {ids[0], ids[2]}
    assert listing.cache.count(listing.view) == 2
    listing.narrow(listing.library[ids[0]].title)
    assert list(listing.rows) == [ids[0]]
    listing.narrow("status:inbox")
    assert set(listing.rows) == {ids[0], ids[2]}
    listing.asked.clear()
    do(listing, edits.set_status(listing.library, [ids[0]], Status.DONE, LATER))
    assert not listing.rows
    assert listing.duplicates in listing.views
    listing.show(ALL)
    assert listing.duplicates not in listing.views


def test_papers_that_go_beside_one_that_changes(listing: Listing) -> None:
    listing.show(ALL)
    kept, *gone = listing.rows[0], *listing.rows.between(1, 3)
    listing.show(INBOX)
    patches = {id: {name: (value, None) for name, value in listing.library[id].record.items()} for id in gone}
    do(listing, Change("merge", {kept: {"venue": (None, "Press")}, **patches}))
    listing.show(ALL)
    assert listing.rows[0] == kept
    assert len(listing) == 17
