"""What every store has to do, whatever it writes to: run by `test_protocol.py` for each kind there is.

A subclass gives `open`, which opens the one library of the test again, and tells how to make it read-only.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from readinglist.errors import StoreError
from readinglist.papers.change import Change
from tests.store.making import adding, noting, tagging

if TYPE_CHECKING:
    from collections.abc import Callable

    from readinglist.papers.library import Library
    from readinglist.store.protocol import Store


def content(store: Store) -> dict[str, dict[str, Any]]:
    return {paper.id: dict(paper.record) for paper in store.library.everything()}


def failing(_: Library) -> Change:
    raise RuntimeError("this edit is at fault")


def ill_formed(_: Library) -> Change:
    return Change("tags that are no list", {"p1": {"tags": (None, 7)}})


class StoreTests(ABC):
    """The tests, for stores that `open` opens."""

    HISTORY = 5
    """Changes that can be undone in the store under test."""

    @pytest.fixture
    @abstractmethod
    def open(self) -> Callable[[], Store]:
        """Opens the library of this test; several stores may be open at once."""

    @abstractmethod
    def forbid(self) -> None:
        """Make the library one about which there is an open question."""

    @abstractmethod
    def allow(self) -> None:
        """Take that back."""

    @pytest.fixture
    def store(self, open: Callable[[], Store]) -> Store:
        store = open()
        store.record(adding("p1", "p2"), "app")
        return store

    # Open and record.

    def test_a_new_library_is_empty_and_can_be_changed(self, open: Callable[[], Store]) -> None:
        store = open()
        assert (len(store.library), store.sequence, store.read_only, store.notices) == (0, 0, "", [])
        assert not store.is_damaged
        assert not store.questions()

    def test_a_change_gets_the_next_number_and_its_origin(self, open: Callable[[], Store]) -> None:
        store = open()
        first, second = store.record(adding("p1"), "app"), store.record(noting("p1", "read it"), "cli")
        assert [(each.sequence, each.origin) for each in (first, second)] == [(1, "app"), (2, "cli")]
        assert store.sequence == 2
        assert store.library["p1"].note == "read it"

    def test_a_change_is_there_for_whoever_opens_the_library_next(
        self, store: Store, open: Callable[[], Store]
    ) -> None:
        store.record(tagging("p1", "vision"), "app")
        assert content(open()) == content(store)
        assert open().library["p1"].tags == ("vision",)

    def test_an_empty_change_is_dropped(self, store: Store, open: Callable[[], Store]) -> None:
        change = store.record(lambda _: Change("nothing", {}), "app")
        assert (bool(change), change.sequence) == (False, 0)
        assert store.sequence == open().sequence == 1

    @pytest.mark.parametrize("edit", [failing, ill_formed])
    def test_an_edit_that_is_refused_leaves_nothing(
        self, store: Store, open: Callable[[], Store], edit: Callable[[Library], Change]
    ) -> None:
        before = content(store)
        with pytest.raises((RuntimeError, StoreError)):
            store.record(edit, "app")
        assert content(store) == content(open()) == before
        assert store.record(noting("p1", "goes on"), "app").sequence == 2

    def test_an_edit_starts_from_the_newest_state(self, store: Store, open: Callable[[], Store]) -> None:
        other = open()
        other.record(tagging("p1", "theirs"), "cli")
        store.record(tagging("p1", "ours"), "app")
        assert store.library["p1"].tags == ("ours", "theirs")
        assert content(open()) == content(store)

    def test_several_at_once_lose_nothing(self, store: Store, open: Callable[[], Store]) -> None:
        stores = [open() for _ in range(3)]

        def add(number: int) -> None:
            for each in range(5):
                stores[number].record(adding(f"x{number}{each}"), "app")

        threads = [Thread(target=add, args=(number,)) for number in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(store.refresh()) == 15
        assert len(store.library) == len(open().library) == 17
        assert store.sequence == 16

    # Undo.

    def test_the_newest_change_is_undone(self, store: Store, open: Callable[[], Store]) -> None:
        before = content(store)
        store.record(noting("p1", "a note"), "app")
        undone = store.undo("app")
        assert undone is not None
        assert (undone.undoes, undone.ids) == (2, ("p1",))
        assert content(store) == content(open()) == before

    def test_each_undo_goes_one_step_further_back(self, store: Store) -> None:
        store.record(noting("p1", "a note"), "app")
        assert [bool(store.undo("app")) for _ in range(3)] == [True, True, False]
        assert len(store.library) == 0

    def test_only_changes_of_the_same_origin_are_undone(self, store: Store) -> None:
        store.record(noting("p1", "a note"), "cli")
        undone = store.undo("app")
        assert undone is not None
        assert undone.undoes == 1
        assert store.undo("app") is None

    def test_a_change_is_undone_by_its_number_whoever_made_it(self, store: Store, open: Callable[[], Store]) -> None:
        change = open().record(tagging("p2", "theirs"), "cli")
        store.record(tagging("p2", "ours"), "app")
        assert store.undo("app", change.sequence)
        assert store.library["p2"].tags == ("ours",)
        assert store.undo("app", 99) is None

    def test_there_is_nothing_to_undo_in_a_new_library(self, open: Callable[[], Store]) -> None:
        store = open()
        assert store.undo("app") is None
        assert store.redo("app") is None
        assert store.sequence == 0

    def test_a_field_that_changed_since_stays_as_it_is(self, store: Store) -> None:
        change = store.record(noting("p1", "first"), "app")
        store.record(noting("p1", "second"), "app")
        undone = store.undo("app", change.sequence)
        assert undone is not None
        assert undone.kept == (("p1", "note"),)
        assert store.library["p1"].note == "second"

    def test_what_was_undone_is_done_again_even_after_reopening(self, store: Store, open: Callable[[], Store]) -> None:
        store.record(noting("p1", "a note"), "app")
        store.undo("app")
        redone = open().redo("app")
        assert redone is not None
        assert redone.redoes == 3
        store.refresh()
        assert store.library["p1"].note == "a note"
        assert store.redo("app") is None

    def test_a_new_edit_ends_what_can_be_done_again(self, store: Store) -> None:
        store.record(noting("p1", "a note"), "app")
        store.undo("app")
        store.record(noting("p1", "another"), "app")
        assert store.redo("app") is None

    def test_history_has_the_changes_oldest_first(self, store: Store, open: Callable[[], Store]) -> None:
        store.record(noting("p1", "a note"), "app")
        store.record(tagging("p2", "x"), "cli")
        for each in (store, open()):
            assert [change.sequence for change in each.history().undoable()] == [1, 2, 3]
            assert [change.sequence for change in each.history().undoable("app")] == [1, 2]

    def test_history_has_an_end(self, store: Store, open: Callable[[], Store]) -> None:
        for number in range(2 * self.HISTORY):
            store.record(noting("p1", str(number)), "app")
        store.save()
        for each in (store, open()):
            changes = each.history().undoable()
            assert [change.sequence for change in changes] == list(range(self.HISTORY + 2, 2 * self.HISTORY + 2))
        for _ in range(self.HISTORY):
            assert store.undo("app")
        assert store.library["p1"].note == str(self.HISTORY - 1)

    # Follow others.

    def test_two_stores_see_what_the_other_does(self, store: Store, open: Callable[[], Store]) -> None:
        other = open()
        other.record(noting("p1", "theirs"), "cli")
        store.refresh()
        assert store.library["p1"].note == "theirs"
        store.record(noting("p1", "ours"), "app")
        other.refresh()
        assert other.library["p1"].note == "ours"
        assert store.sequence == other.sequence == 3

    def test_what_others_changed_is_told_once_with_its_papers(self, store: Store, open: Callable[[], Store]) -> None:
        other = open()
        other.record(noting("p2", "theirs"), "cli")
        other.record(adding("p3"), "cli")
        assert [change.ids for change in store.refresh()] == [("p2",), ("p3",)]
        assert store.refresh() == []

    def test_own_changes_are_not_told(self, store: Store) -> None:
        store.record(noting("p1", "ours"), "app")
        store.undo("app")
        assert store.refresh() == store.changes_by_others() == []

    def test_what_others_did_before_an_edit_is_told_after_it(self, store: Store, open: Callable[[], Store]) -> None:
        open().record(noting("p2", "theirs"), "cli")
        store.record(noting("p1", "ours"), "app")
        assert [change.ids for change in store.changes_by_others()] == [("p2",)]
        assert store.changes_by_others() == []

    def test_nobody_looks_for_changes_of_others_without_being_asked(
        self, store: Store, open: Callable[[], Store]
    ) -> None:
        open().record(noting("p2", "theirs"), "cli")
        assert store.changes_by_others() == []
        assert not store.library["p2"].note

    def test_papers_that_others_removed_are_gone_and_told(self, store: Store, open: Callable[[], Store]) -> None:
        assert open().undo("app", 1)
        assert {id for change in store.refresh() for id in change.ids} == {"p1", "p2"}
        assert len(store.library) == 0

    def test_the_library_stays_the_same_object(self, store: Store, open: Callable[[], Store]) -> None:
        library = store.library
        open().record(adding("p3"), "cli")
        store.refresh()
        store.reload()
        store.apply_reload()
        assert store.library is library
        assert "p3" in library

    def test_what_is_read_again_waits_until_it_is_applied(self, store: Store, open: Callable[[], Store]) -> None:
        open().record(adding("p3"), "cli")
        store.reload()
        assert "p3" not in store.library
        store.apply_reload()
        assert "p3" in store.library
        assert {id for change in store.changes_by_others() for id in change.ids} == {"p3"}

    def test_a_library_that_only_its_stores_change_is_not_outdated(
        self, store: Store, open: Callable[[], Store]
    ) -> None:
        other = open()
        other.record(noting("p2", "theirs"), "cli")
        other.save()
        assert not store.is_outdated()

    # Read-only.

    def test_an_open_question_makes_the_library_read_only(self, store: Store, open: Callable[[], Store]) -> None:
        self.forbid()
        reader = open()
        (question,) = reader.questions()
        assert reader.read_only.startswith(question.text)
        assert not reader.is_damaged
        assert content(reader) == content(store)

    @pytest.mark.parametrize(
        "act",
        [
            lambda store: store.record(noting("p1", "no"), "app"),
            lambda store: store.undo("app"),
            lambda store: store.record(failing, "app"),
        ],
    )
    def test_a_read_only_library_is_not_changed(
        self, store: Store, open: Callable[[], Store], act: Callable[[Store], object]
    ) -> None:
        self.forbid()
        reader, before = open(), content(store)
        with pytest.raises(StoreError):
            act(reader)
        assert content(reader) == content(open()) == before
        assert reader.sequence == 1

    def test_a_library_can_be_changed_again_when_the_question_is_settled(
        self, store: Store, open: Callable[[], Store]
    ) -> None:
        self.forbid()
        reader = open()
        self.allow()
        assert reader.record(noting("p1", "again"), "app").sequence == 2
        assert not reader.read_only
        assert not open().read_only

    # Save and close.

    def test_saving_writes_once_and_changes_nothing(self, store: Store, open: Callable[[], Store]) -> None:
        before = content(store)
        assert [store.save(), store.save(), store.save(waits=False)] == [True, False, False]
        store.record(noting("p1", "more"), "app")
        assert store.save(waits=False)
        store.undo("app")
        assert content(store) == content(open()) == before

    def test_stores_stay_in_step_when_one_of_them_saves(self, store: Store, open: Callable[[], Store]) -> None:
        other = open()
        store.record(noting("p1", "one"), "app")
        store.save()
        other.record(noting("p2", "two"), "cli")
        other.save()
        store.refresh()
        assert content(store) == content(other) == content(open())

    def test_closing_twice_is_closing_once(self, store: Store, open: Callable[[], Store]) -> None:
        before = content(store)
        store.close()
        store.close()
        assert store.notices == []
        assert content(open()) == before

    def test_a_block_closes_the_store_also_when_it_fails(self, open: Callable[[], Store]) -> None:
        with suppress(RuntimeError), open() as store:
            store.record(adding("p1"), "app")
            store.record(failing, "app")
        assert list(content(open())) == ["p1"]
