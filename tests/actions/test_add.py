"""Adding papers: what is gathered, what a preview says, what is recorded and told."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from readinglist.actions import add
from readinglist.actions.add import AddRequest, Document, GatherRequest
from readinglist.actions.recorder import StoreRecorder
from readinglist.errors import SourceError
from readinglist.papers.paper import Paper
from readinglist.papers.status import Status
from readinglist.settings.config import Settings
from readinglist.store.file_store import FileStore
from tests.support.adding import request_of

if TYPE_CHECKING:
    from pathlib import Path

BIB = """@article{turing36, title = {On Computable Numbers}, author = {Turing, Alan}, year = {1936}, keywords = {logic}}
@article{goedel31, title = {Undecidable Propositions}, author = {G{\\"o}del, Kurt}, year = {1931}}
"""
TEMPLATE = Settings().cite_key


def from_bib() -> AddRequest:
    document = Document("pasted text", lambda: BIB)
    return AddRequest(add.gather(GatherRequest(Settings(), document=document)), TEMPLATE)


def test_a_document_and_files_are_gathered_in_order(tmp_path: Path) -> None:
    (tmp_path / "own.json").write_text(json.dumps([{"record": {"title": "Moss and Stone"}}]))
    sources = [str(tmp_path / "own.json"), str(tmp_path / "missing.bib")]
    harvest = add.gather(GatherRequest(Settings(), sources, Document("standard input", BIB.encode)))
    assert [paper.title for paper in harvest.papers] == [
        "On Computable Numbers",
        "Undecidable Propositions",
        "Moss and Stone",
    ]
    assert [problem.source for problem in harvest.problems] == [sources[1]]


def test_a_document_that_cannot_be_read_is_a_problem_and_the_rest_is_gathered(tmp_path: Path) -> None:
    def fail() -> str:
        raise SourceError("holds too much", "split it")

    (tmp_path / "refs.bib").write_text(BIB)
    harvest = add.gather(GatherRequest(Settings(), [str(tmp_path / "refs.bib")], Document("standard input", fail)))
    assert len(harvest.papers) == 2
    assert [str(problem) for problem in harvest.problems] == ["standard input: holds too much (split it)"]


def test_a_page_without_years_is_of_the_day_it_was_copied() -> None:
    page = "Daily Papers\nDec 8\n\nReward models that listen\n\n• 3 authors\n·\nDec 5\n"
    found = add.gather(GatherRequest(Settings(), document=Document("x", lambda: page), as_of=date(2021, 1, 2)))
    assert [paper.year for paper in found.papers] == [2020]


def test_a_cancelled_gathering_reads_no_file(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB)
    request = GatherRequest(Settings(), [str(tmp_path / "refs.bib")])
    assert not add.gather(request, cancelled=lambda: True).papers


def test_a_paper_by_hand() -> None:
    (paper,) = add.by_hand("On Books", ["Lovelace, Ada and {Barnes and Noble}", "Alan Turing"], 1843).papers
    assert (paper.title, paper.year, paper.sources) == ("On Books", 1843, ("hand",))
    assert [author.family or author.literal for author in paper.authors] == ["Lovelace", "Barnes and Noble", "Turing"]
    assert not add.by_hand("On Books").papers[0].date


def test_a_preview_changes_nothing(store: FileStore) -> None:
    result = add.preview(store.library, from_bib())
    assert result.titles == ["On Computable Numbers", "Undecidable Propositions"]
    assert len(store.library) == 0
    assert store.sequence == 0


def test_what_is_added_survives_reopening_under_its_origin(store: FileStore) -> None:
    result = add.add(StoreRecorder(store, "cron"), request_of([Paper.of("Moss")], tags=("wet",), status=Status.DONE))
    store.close()
    with FileStore.open(store.folder) as again:
        (paper,) = again.library
        assert (paper.title, paper.tags, paper.status) == ("Moss", ("wet",), Status.DONE)
        assert [change.origin for change in again.history().undoable()] == ["cron"]
    assert result.ingestion.sequence == 1


def test_without_papers_nothing_is_recorded(store: FileStore) -> None:
    result = add.add(StoreRecorder(store, "cli"), request_of([]))
    assert store.sequence == 0
    assert not store.folder.exists()
    assert result.titles == []


def test_keys_are_those_after_the_addition(store: FileStore) -> None:
    recorder = StoreRecorder(store, "cli")
    first = add.add(recorder, from_bib())
    keys = [first.key_of(id) for id in first.ingestion.added]
    assert keys == ["turing36", "goedel31"]
    again = add.add(recorder, from_bib())
    assert again.ingestion.unchanged == first.ingestion.added
    assert [again.key_of(id) for id in again.ingestion.unchanged] == keys
    assert again.key_of("no-such-id") == "no-such-id"


def test_a_title_that_is_missing_is_told(store: FileStore) -> None:
    request = AddRequest(
        add.gather(GatherRequest(Settings(), document=Document("x", lambda: "@misc{a, author={B, C}}"))), TEMPLATE
    )
    assert add.preview(store.library, request).titles == ["(no title)"]


def test_records_of_one_paper_in_a_request_are_joined_within(store: FileStore) -> None:
    twice = request_of([Paper.of("Moss", arxiv="2401.00001"), Paper.of("Moss", arxiv="2401.00001", abstract="Green.")])
    result = add.preview(store.library, twice)
    assert [joined.id for joined in result.joined_within] == list(result.ingestion.added)
    recorder = StoreRecorder(store, "cli")
    add.add(recorder, request_of([Paper.of("Moss", arxiv="2401.00001")]))
    later = add.add(recorder, request_of([Paper.of("Moss", arxiv="2401.00001", abstract="Green.")]))
    assert later.ingestion.merged
    assert later.joined_within == []


def test_keywords_become_tags_only_where_asked_for(store: FileStore) -> None:
    plain = from_bib()
    tried = add.preview(store.library.copy(), plain)
    assert tried.has_keywords()
    assert not add.preview(store.library.copy(), request_of([Paper.of("Moss")])).has_keywords()
    tagged = add.preview(store.library.copy(), plain.with_keyword_tags())
    assert [paper.tags for paper in plain.harvest.papers] == [(), ()]
    assert [paper.tags for paper in tagged.harvest.papers] == [("logic",), ()]
    add.add(StoreRecorder(store, "cli"), plain)
    assert not add.preview(store.library.copy(), plain).has_keywords(), "tags are for new papers"


@pytest.mark.parametrize("case", ["current", "library changed", "other request"])
def test_a_preview_is_recorded_as_it_was_shown_while_it_holds(store: FileStore, case: str) -> None:
    recorder, request = StoreRecorder(store, "app"), from_bib()
    tried = add.preview(store.library.copy(), request)
    if case == "library changed":
        add.add(recorder, request_of([Paper.of("Moss")]))
    elif case == "other request":
        request = request.with_keyword_tags()
    result = add.add(recorder, request, tried)
    assert tried.is_current(store.library) is False
    assert (result.ingestion.added == tried.ingestion.added) is (case == "current")
    assert len(result.ingestion.added) == 2


def test_saving_is_announced_after_the_comparison(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readinglist.jobs.progress.EVERY", 0.0)
    seen: list[str] = []
    add.add(
        StoreRecorder(store, "cli"),
        from_bib(),
        progress=lambda done, total: seen.append(f"{done} of {total}"),
        before_saving=lambda: seen.append("saving"),
    )
    assert seen == ["0 of 2", "1 of 2", "saving"]
