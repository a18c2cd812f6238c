"""Edits of several papers as one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from readinglist.actions import add, update
from readinglist.actions.recorder import StoreRecorder
from readinglist.actions.update import UpdateRequest
from readinglist.papers.paper import Paper
from readinglist.papers.status import Status
from tests.support.adding import request_of

if TYPE_CHECKING:
    from readinglist.store.file_store import FileStore


@pytest.fixture
def recorder(store: FileStore) -> StoreRecorder:
    recorder = StoreRecorder(store, "cli")
    add.add(recorder, request_of([Paper.of("Moss", key="moss"), Paper.of("Stone", key="stone")], ("old",)))
    return recorder


def ids(recorder: StoreRecorder) -> list[str]:
    return [recorder.library.resolve(key).id for key in ("moss", "stone")]


def test_all_fields_are_one_change_that_one_undo_takes_back(recorder: StoreRecorder) -> None:
    request = UpdateRequest(Status.DONE, ["new"], ["old"], 2, "Read it.")
    result = update.update(recorder, ids(recorder), request)
    assert result.change.label == "update: 2 papers"
    for paper in recorder.library:
        assert (paper.status, paper.tags, paper.priority, paper.note) == (Status.DONE, ("new",), 2, "Read it.")
    recorder.store.undo("cli")
    for paper in recorder.library:
        assert (paper.status, paper.tags, paper.priority, paper.note) == (Status.INBOX, ("old",), 0, "")


def test_papers_that_have_the_values_are_unchanged(recorder: StoreRecorder) -> None:
    moss, stone = ids(recorder)
    update.update(recorder, [moss], UpdateRequest(priority=1))
    result = update.update(recorder, [moss, stone], UpdateRequest(priority=1))
    assert (result.change.ids, list(result.unchanged)) == ((stone,), [moss])


@pytest.mark.parametrize(
    ("request_", "is_edit"),
    [
        (UpdateRequest(), False),
        (UpdateRequest(priority=0), True),
        (UpdateRequest(note=""), True),
        (UpdateRequest(remove_tags=["old"]), True),
        (UpdateRequest(status=Status.INBOX), True),
    ],
)
def test_a_request_without_values_is_empty(request_: UpdateRequest, is_edit: bool) -> None:
    assert bool(request_) is is_edit


def test_removed_papers_are_in_the_trash_or_gone(recorder: StoreRecorder) -> None:
    moss, stone = ids(recorder)
    assert update.remove(recorder, [moss]).change.ids == (moss,)
    assert recorder.library[moss].status is Status.TRASHED
    update.remove(recorder, [stone], forever=True)
    assert stone not in recorder.library
