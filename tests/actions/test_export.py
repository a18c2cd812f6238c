"""Exporting papers: as text, to a file once, to a file that follows the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from readinglist.actions import add, export
from readinglist.actions.export import ExportRequest
from readinglist.actions.recorder import StoreRecorder
from readinglist.bibtex.writing.style import Style
from readinglist.errors import ExportError
from readinglist.exports import synced
from readinglist.exports.synced import SyncedFile
from readinglist.papers.author import Author
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from tests.support.adding import request_of

if TYPE_CHECKING:
    from readinglist.store.file_store import FileStore


@pytest.fixture
def filled(store: FileStore) -> FileStore:
    papers = [
        Paper.of("Moss", authors=[Author("Ngata", "Lucie")], date=PartialDate(2015)),
        Paper.of("Stone", date=PartialDate(2016)),
    ]
    add.add(StoreRecorder(store, "cli"), request_of(papers))
    return store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "refs.bib"


def papers_of(store: FileStore) -> list[Paper]:
    return sorted(store.library, key=lambda paper: paper.title)


def test_text_in_each_dialect(filled: FileStore) -> None:
    assert "year = {2015}" in export.as_text(papers_of(filled), "bibtex").text
    assert "date = {2015}" in export.as_text(papers_of(filled), "biblatex").text


def test_a_file_is_written_once_and_its_keys_stay(filled: FileStore, file: Path) -> None:
    assert all(paper.record.get("key_made") for paper in filled.library)
    result = export.export(filled, ExportRequest(file, "bibtex"), papers_of(filled))
    assert result.is_written
    assert [paper.title for paper in result.written.without_authors] == ["Stone"]
    assert file.read_text().count("@") == 2
    assert not any(paper.record.get("key_made") for paper in filled.library)
    assert synced.listed(filled.folder) == {}
    assert not export.export(filled, ExportRequest(file, "bibtex"), papers_of(filled)).is_written


def test_writing_alone_leaves_the_library_alone(filled: FileStore, file: Path) -> None:
    before = filled.sequence
    export.write(filled.folder, ExportRequest(file, "bibtex"), papers_of(filled))
    assert filled.sequence == before
    assert all(paper.record.get("key_made") for paper in filled.library)


def test_another_file_is_replaced_by_force_only(filled: FileStore, file: Path) -> None:
    file.write_text("precious")
    with pytest.raises(ExportError, match="exists and would change"):
        export.export(filled, ExportRequest(file, "bibtex"), papers_of(filled))
    assert file.read_text() == "precious"
    assert all(paper.record.get("key_made") for paper in filled.library), "nothing was exported"
    export.export(filled, ExportRequest(file, "bibtex", force=True), papers_of(filled))
    assert "Moss" in file.read_text()


def test_writing_again_replaces_only_what_the_last_export_left(filled: FileStore, file: Path) -> None:
    request, (moss, stone) = ExportRequest(file, "bibtex"), papers_of(filled)
    export.export(filled, request, [moss])
    assert export.export(filled, request, [moss, stone], again=True).is_written
    file.write_text(file.read_text() + "% mine\n")
    with pytest.raises(ExportError, match="changed by others"):
        export.export(filled, request, [moss], again=True)


def test_an_update_keeps_entries_of_others_and_names_conflicts(filled: FileStore, file: Path) -> None:
    file.write_text("@book{mine, title = {Mine}, author = {Me}, year = 2000}\n")
    result = export.export(filled, ExportRequest(file, "bibtex", update=True), papers_of(filled))
    assert result.update
    assert len(result.update.added) == 2
    assert "@book{mine" in file.read_text()
    assert not result.conflicts
    file.write_text("@book{" + papers_of(filled)[0].key + ", title = {Another Book}, author = {Me}, year = 1900}\n")
    again = export.export(filled, ExportRequest(file, "bibtex", update=True), papers_of(filled))
    assert [conflict.key for conflict in again.conflicts] == [papers_of(filled)[0].key]


@pytest.mark.parametrize(
    ("request_", "is_styled"),
    [
        (ExportRequest(Path("refs.bib"), "bibtex", Style(("note",))), True),
        (ExportRequest(Path("refs.bib"), "bibtex", Style(("note",)), update=True), False),
        (ExportRequest(Path("refs.ris"), "ris", Style(("note",))), False),
    ],
)
def test_a_style_is_for_bib_files_written_whole(request_: ExportRequest, is_styled: bool) -> None:
    assert request_.file().style == (Style(("note",)) if is_styled else Style())


def test_a_file_that_follows_the_library_is_written_and_listed(filled: FileStore, file: Path) -> None:
    request = ExportRequest(file, "bibtex", follows=SyncedFile("", "moss", tag="wet"))
    export.write(filled.folder, request, papers_of(filled)[:1])
    ((path, kept),) = synced.files(filled.folder).items()
    assert path == str(file)
    assert (kept.query, kept.tag, kept.format) == ("moss", "wet", "bibtex")
    assert "Moss" in file.read_text()


def test_a_file_that_could_not_be_written_follows_nothing(filled: FileStore, file: Path) -> None:
    file.write_text("precious")
    with pytest.raises(ExportError):
        export.write(filled.folder, ExportRequest(file, "bibtex", follows=SyncedFile("")), papers_of(filled))
    assert synced.listed(filled.folder) == {}


def test_a_relative_path_is_of_the_current_folder(
    filled: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ExportRequest(Path("refs.bib"), "bibtex").file().path == str(tmp_path.resolve() / "refs.bib")
