"""Merging papers, splitting them again, and marking them as distinct."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from readinglist.actions import add, merge
from readinglist.actions.merge import MergeRequest, SplitRequest
from readinglist.actions.recorder import StoreRecorder
from readinglist.errors import NotFoundError, UsageError
from readinglist.papers.paper import Paper
from tests.support.adding import request_of

if TYPE_CHECKING:
    from readinglist.store.file_store import FileStore


@pytest.fixture
def recorder(store: FileStore) -> StoreRecorder:
    recorder = StoreRecorder(store, "cli")
    papers = [
        Paper.of("Moss", key="moss", venue="Symposium on Moss", entry_type="inproceedings"),
        Paper.of("Stone and Water", key="stone", venue="Journal of Stones", entry_type="article"),
        Paper.of("Rivers of the North", key="rivers"),
    ]
    add.add(recorder, request_of(papers))
    return recorder


def keys(recorder: StoreRecorder) -> set[str]:
    return {paper.key for paper in recorder.library}


def test_merging_names_what_is_left_and_what_is_gone(recorder: StoreRecorder) -> None:
    gone = recorder.library.resolve("stone").id
    result = merge.merge(recorder, MergeRequest(["moss", "stone"]))
    assert [paper.key for paper in result.papers] == ["moss"]
    assert list(result.removed) == [gone]
    assert keys(recorder) == {"moss", "rivers"}
    assert recorder.library.resolve("stone").key == "moss"


@pytest.mark.parametrize("prefer", ["moss", "stone"])
def test_the_preferred_publication_is_that_of_the_merged_paper(recorder: StoreRecorder, prefer: str) -> None:
    venue = recorder.library.resolve(prefer).venue
    (paper,) = merge.merge(recorder, MergeRequest(["moss", "stone"], prefer)).papers
    assert paper.venue == venue


def test_a_split_takes_out_the_last_record_or_a_numbered_one(recorder: StoreRecorder) -> None:
    for number, freed in ((0, "rivers"), (1, "stone")):
        merge.merge(recorder, MergeRequest(["moss", "stone", "rivers"]))
        result = merge.split(recorder, SplitRequest("moss", number))
        assert {paper.key for paper in result.papers} == {"moss", freed}
        assert list(result.removed) == []
        recorder.store.undo("cli")
        recorder.store.undo("cli")
        assert keys(recorder) == {"moss", "stone", "rivers"}


def test_distinct_papers_are_remembered_once(recorder: StoreRecorder) -> None:
    assert merge.mark_distinct(recorder, ["moss", "stone"]).change
    assert not merge.mark_distinct(recorder, ["stone", "moss"]).change


def test_refused_answers_change_nothing(recorder: StoreRecorder) -> None:
    before = recorder.store.sequence
    with pytest.raises(NotFoundError):
        merge.merge(recorder, MergeRequest(["moss", "no-such-key"]))
    with pytest.raises(UsageError):
        merge.merge(recorder, MergeRequest(["moss", "stone"], "rivers"))
    with pytest.raises(UsageError):
        merge.split(recorder, SplitRequest("moss"))
    assert recorder.store.sequence == before
