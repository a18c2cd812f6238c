"""The export dialog: shows what it would write, asks before it replaces, tells what it did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from readinglist.jobs.runner import Runner
from readinglist.papers.author import Author
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.settings.config import Settings
from readinglist.tui.screens.export import ExportScreen
from readinglist.tui.widgets.choice import Choice
from readinglist.tui.widgets.paths import completed
from tests.tui.host import HOSTILE, OPEN, Host, showing, text_of

if TYPE_CHECKING:
    from textual.pilot import Pilot


def paper(i: int) -> Paper:
    authors = [Author("Gödel", "Kurt")] if i % 2 else []
    known = Paper.of(f"Paper {i} {HOSTILE}", authors=authors, date=PartialDate(2020))
    return known.with_fields({"id": f"id{i}", "key": f"key{i}", "note": "read & liked"})


PAPERS = [paper(i) for i in range(6)]


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in ("library", "files"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "files")
    return tmp_path / "files"


def screen(dialect: str = "bibtex") -> ExportScreen:
    choices = {"marked [/b]": PAPERS, "this paper": PAPERS[1:2]}
    return ExportScreen(choices, Settings(dialect=dialect), library(), Runner())


def library() -> Path:
    """The folder of the library, beside the one that files are written to."""
    return Path.cwd().parent / "library"


def is_empty(folder: Path) -> bool:
    return not list(folder.iterdir())


async def done(app: Host, pilot: Pilot[None]) -> None:
    """Wait for the writing thread."""
    await app.jobs_ended()
    await pilot.pause()


async def test_enter_writes_what_is_shown(folder: Path) -> None:
    async with showing(screen()) as (app, pilot):
        assert "6 entries · 3 without author names" in text_of(app.dialog, "#facts")
        assert "key0" in text_of(app.dialog, "Lines")
        await pilot.press("enter")
        await done(app, pilot)
        assert app.answer == "wrote 6 entries to refs.bib (3 without authors)"
    text = (folder / "refs.bib").read_text()
    assert all(f"key{i}" in text for i in range(6))


async def test_tab_changes_the_papers_and_a_click_too(folder: Path) -> None:
    async with showing(screen()) as (app, pilot):
        await pilot.press("tab")
        await pilot.pause()
        assert "1 entry" in text_of(app.dialog, "#facts")
        await pilot.press("enter")
        await done(app, pilot)
        assert app.answer == "wrote 1 entry to refs.bib"
    assert "key0" not in (folder / "refs.bib").read_text()
    async with showing(screen()) as (app, pilot):
        await pilot.click("#box > Horizontal:first-child > Choice:last-child")
        await pilot.pause()
        assert "1 entry" in text_of(app.dialog, "#facts")


async def test_the_dialect(folder: Path) -> None:
    async with showing(screen("biblatex")) as (app, pilot):
        assert "date = " in text_of(app.dialog, "Lines")
        await pilot.click(next(choice for choice in app.dialog.query(Choice) if choice.value == "bibtex"))
        await pilot.pause()
        assert "date = " not in text_of(app.dialog, "Lines")


async def test_the_other_formats_and_their_file_names(folder: Path) -> None:
    async with showing(screen("biblatex")) as (app, pilot):
        await pilot.press("ctrl+t")
        await pilot.pause()
        assert app.dialog.query_one(Input).value == "refs.csl.json"
        assert '"id": "key0"' in text_of(app.dialog, "Lines")
        await pilot.press("ctrl+t", "enter")
        await done(app, pilot)
        assert app.answer == "wrote 6 entries to refs.ris (3 without authors)"
    assert (folder / "refs.ris").read_bytes().startswith(b"TY  - GEN\r\n")


async def test_a_name_of_the_users_own_stays(folder: Path) -> None:
    async with showing(screen()) as (app, pilot):
        app.dialog.query_one(Input).value = "mine"
        await pilot.press("ctrl+t", "ctrl+t")
        await pilot.pause()
        assert app.dialog.query_one(Input).value == "mine"


async def test_a_file_that_is_there_is_replaced_only_after_a_yes(folder: Path) -> None:
    (folder / "refs.bib").write_text("precious")
    async with showing(screen()) as (app, pilot):
        await pilot.press("enter")
        await pilot.pause()
        assert "refs.bib exists already" in text_of(app.dialog, "#facts")
        await pilot.press("enter", "enter", "tab", "x")
        assert app.answer is OPEN
        assert (folder / "refs.bib").read_text() == "precious"
        await pilot.press("n", *["backspace"] * 8, *"mine.bib", "enter")
        await done(app, pilot)
        assert app.answer == "wrote 6 entries to mine.bib (3 without authors)"
        assert (folder / "refs.bib").read_text() == "precious"
    async with showing(screen()) as (app, pilot):
        await pilot.press("enter", "y")
        await done(app, pilot)
        assert app.answer == "wrote 6 entries to refs.bib (3 without authors)"
    assert "key0" in (folder / "refs.bib").read_text()


@pytest.mark.parametrize("name", ["", "no/such/folder.bib", "~nobody-here/x.bib", "a" * 300, "/proc/x.bib"])
async def test_what_goes_wrong_is_told_and_the_dialog_stays(folder: Path, name: str) -> None:
    async with showing(screen()) as (app, pilot):
        app.screen.query_one(Input).value = name
        await pilot.press("enter")
        await done(app, pilot)
        assert app.answer is OPEN
        assert app.dialog.query_one("#facts").has_class("-error")
        assert app.focused is app.screen.query_one(Input)
        await pilot.press("escape")
        assert app.answer is None
    assert is_empty(folder)


async def test_a_folder_is_no_file_to_be_asked_about(folder: Path) -> None:
    (folder / "refs.bib").mkdir()
    async with showing(screen()) as (app, pilot):
        await pilot.press("enter")
        await done(app, pilot)
        assert "refs.bib is a folder" in text_of(app.dialog, "#facts")
        assert app.focused is app.screen.query_one(Input)
        assert app.answer is OPEN


async def test_no_paper_no_file(folder: Path) -> None:
    async with showing(ExportScreen({"view": []}, Settings(), library(), Runner())) as (app, pilot):
        await pilot.press("enter")
        await pilot.pause()
        assert "no paper" in text_of(app.dialog, "#facts")
    assert is_empty(folder)


@pytest.mark.parametrize(
    ("text", "path"),
    [("th", "thesis/"), ("thesis/m", "thesis/main.bib"), ("p", "papers.bib"), ("n", None), ("", None), ("no/x", None)],
)
def test_names_are_completed(folder: Path, text: str, path: str | None) -> None:
    (folder / "thesis").mkdir()
    (folder / "thesis" / "main.bib").touch()
    (folder / "papers.bib").touch()
    (folder / "notes.txt").touch()
    assert completed(text) == path


async def test_more_is_written_once_it_is_chosen(folder: Path) -> None:
    async with showing(screen()) as (app, pilot):
        assert text_of(app.dialog, "#wishes").strip() == "nothing more"
        await pilot.press("ctrl+o", "j", "j", "j", "space", *["down"] * 4, "space", "enter")
        await pilot.pause()
        assert text_of(app.dialog, "#wishes").strip() == "note, whole-titles"
        assert "title = {{Paper" in text_of(app.dialog, "Lines")
        await pilot.press("enter")
        await done(app, pilot)
    text = (folder / "refs.bib").read_text()
    assert "title = {{Paper" in text
    assert "annote = {read \\& liked}" in text


async def test_a_choice_is_taken_back_and_other_formats_have_none(folder: Path) -> None:
    async with showing(screen()) as (app, pilot):
        await pilot.press("ctrl+o", "space", "space", "escape")
        await pilot.pause()
        assert text_of(app.dialog, "#wishes").strip() == "nothing more"
        await pilot.press("ctrl+t", "ctrl+t", "ctrl+o")
        await pilot.pause()
        assert "for .bib files only" in text_of(app.dialog, "#facts")
        assert not app.dialog.query_one("#style").display


async def test_an_update_takes_no_more_than_it_can(folder: Path) -> None:
    (folder / "refs.bib").write_text("% theirs\n")
    async with showing(screen()) as (app, pilot):
        await pilot.press("ctrl+o", "space", "enter", "enter", "u")
        await pilot.pause()
        assert "leaves an entry's other fields alone" in text_of(app.dialog, "#facts")
        assert app.answer is OPEN
    assert (folder / "refs.bib").read_text() == "% theirs\n"
