"""The metadata form: what is typed, checked, and given back as record values."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.papers import edits
from readinglist.papers.author import Author
from readinglist.papers.library import Library
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.tui import external, form
from readinglist.tui.screens.dialog import Line
from readinglist.tui.screens.metadata import MetadataScreen
from tests.tui.host import HOSTILE, OPEN, paste, showing, text_of

AUTHORS = [Author("Beethoven", "Ludwig", "van"), Author(literal="OpenAI"), Author("King", "Martin", suffix="Jr.")]
PAPER = Paper.of(
    "On [/b] things", authors=AUTHORS, others=True, date=PartialDate(2024, 6), venue="NeurIPS", arxiv="2406.00001",
    arxiv_version=2, doi="10.1000/xyz", url="https://example.org/a", abstract="Some words.", key="beethoven2024things",
    entry_type="inproceedings",
).with_fields({"id": "abc"})  # fmt: skip


def changed(**texts: str) -> tuple[dict[str, Any], dict[str, str]]:
    return form.changes(PAPER, {**form.texts(PAPER), **texts})


def test_an_untouched_form_changes_nothing() -> None:
    assert changed() == ({}, {})
    assert form.changes(Paper({}), form.texts(Paper({}))) == ({}, {})


CHANGED = [
    ("title", "  New   title ", {"title": "New title"}),
    ("date", "2025-01-02", {"date": "2025-01-02"}),
    ("date", "2025", {"date": "2025"}),
    ("date", "", {"date": None}),
    ("venue", "", {"venue": None}),
    ("arxiv", "https://arxiv.org/abs/1706.03762v5", {"arxiv": "1706.03762", "arxiv_version": 5}),
    ("arxiv", "hep-th/9901001", {"arxiv": "hep-th/9901001", "arxiv_version": None}),
    ("arxiv", "", {"arxiv": None, "arxiv_version": None}),
    ("doi", "https://doi.org/10.1000/ABC", {"doi": "10.1000/ABC"}),
    ("doi", "", {"doi": None}),
    ("url", "https://example.org/b", {"url": "https://example.org/b"}),
    ("abstract", "Two\nlines.", {"abstract": "Two lines."}),
    ("key", "knuth1984literate", {"key": "knuth1984literate"}),
    ("entry_type", "@Article", {"entry_type": "article"}),
    ("entry_type", "", {"entry_type": None}),
]


@pytest.mark.parametrize(("name", "text", "values"), CHANGED)
def test_what_a_field_means(name: str, text: str, values: dict[str, Any]) -> None:
    assert changed(**{name: text}) == (values, {})


ADA, DONALD = {"family": "Lovelace", "given": "Ada"}, {"family": "Knuth", "given": "Donald"}
JAN = {"family": "Berg", "given": "Jan", "particle": "van der"}
AUTHOR_TEXTS: list[tuple[str, list[dict[str, str]] | None, bool | None]] = [
    ("Knuth, Donald", [DONALD], None),
    ("Ada Lovelace and Knuth, Donald", [ADA, DONALD], None),
    ("Ada Lovelace,\n\n  van der Berg, Jan ", [ADA, JAN], None),
    ("{Barnes and Noble}", [{"literal": "Barnes and Noble"}], None),
    ("Knuth, Donald\nothers", [DONALD], True),
    ("", None, None),
]


@pytest.mark.parametrize(("text", "authors", "others"), AUTHOR_TEXTS)
def test_authors(text: str, authors: list[dict[str, str]] | None, others: bool | None) -> None:
    values, wrong = changed(authors=text)
    assert wrong == {}
    assert values["authors"] == authors
    assert values.get("others", True) == others


def test_authors_are_written_so_that_they_are_read_the_same() -> None:
    text = form.texts(PAPER)["authors"]
    assert text == "van Beethoven, Ludwig\n{OpenAI}\nKing, Jr., Martin\nothers"
    assert form.read_authors(text)["authors"] == PAPER.record["authors"]


WRONG = [
    ("title", ""),
    ("title", "\u202e"),
    ("authors", "others"),
    ("date", "June 2024"),
    ("date", "2024-02-31"),
    ("arxiv", "10.1000/xyz"),
    ("arxiv", "nope"),
    ("doi", "1706.03762"),
    ("doi", "10.48550/arXiv.1706.03762"),
    ("url", "file:///etc/passwd"),
    ("url", "example.org"),
    ("key", ""),
    ("key", "a b"),
    ("key", "{x}"),
    ("key", "müller2020"),
    ("entry_type", "in proceedings"),
]


@pytest.mark.parametrize(("name", "text"), WRONG)
def test_what_is_wrong_is_said(name: str, text: str) -> None:
    values, wrong = changed(**{name: text})
    assert list(wrong) == [name]
    assert wrong[name]
    assert values == {}


@given(st.sampled_from(list(form.LABELS)), st.text())
def test_any_text_is_a_value_or_wrong(name: str, text: str) -> None:
    values, wrong = changed(**{name: text})
    assert not (values and wrong)


def test_the_library_takes_the_values() -> None:
    library = Library([PAPER.record])
    values, _ = changed(title="New", date="", authors="Ada Lovelace")
    library.apply(edits.set_fields(library, "abc", values, "2025-01-01T00:00:00Z"))
    assert library["abc"].title == "New"
    assert library["abc"].date is None
    assert [str(author) for author in library["abc"].authors] == ["Ada Lovelace"]


def test_the_form_as_a_text() -> None:
    texts = form.texts(PAPER)
    assert form.from_document(form.to_document(texts), texts) == texts
    edited = form.to_document(texts).replace("title: On [/b] things", "title: New").replace("venue: NeurIPS\n", "")
    assert form.from_document(edited, texts) == {**texts, "title": "New"}


TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Z")), max_size=30)


@given(st.fixed_dictionaries(dict.fromkeys(form.LABELS, TEXTS)))
def test_any_form_survives_being_a_text(texts: dict[str, str]) -> None:
    from readinglist.text import clean_lines

    texts = {name: clean_lines(text) for name, text in texts.items()}
    assert form.from_document(form.to_document(texts), texts) == texts


async def test_only_what_was_changed_is_given() -> None:
    async with showing(MetadataScreen(PAPER)) as (app, pilot):
        await pilot.press("X", "tab", "tab", "backspace", "backspace", "backspace", "ctrl+s")
        assert app.answer == {"title": "On [/b] thingsX", "date": "2024"}


async def test_a_wrong_field_keeps_the_form_open() -> None:
    async with showing(MetadataScreen(PAPER)) as (app, pilot):
        await pilot.press("tab", "tab", "x", "enter")
        await pilot.pause()
        assert app.answer is OPEN
        assert "no such date" in text_of(app.dialog, "#wrong-date")
        assert app.focused is app.screen.query_one("#date")
        await pilot.press("backspace", "enter")
        assert app.answer is None


async def test_esc_asks_only_when_something_would_be_lost() -> None:
    async with showing(MetadataScreen(PAPER)) as (app, pilot):
        await pilot.press("escape")
        assert app.answer is None
    async with showing(MetadataScreen(PAPER)) as (app, pilot):
        await pilot.press("x", "escape", "n")
        assert app.answer is OPEN
        await pilot.press("escape", "y")
        assert app.answer is None


async def test_the_keys_can_be_clicked() -> None:
    async with showing(MetadataScreen(PAPER)) as (app, pilot):
        await pilot.click("#keys", offset=(17, 0))
        assert app.focused is app.screen.query_one("#authors")
        await pilot.click("#keys Hint:first-child")
        assert app.answer is None


async def test_pastes() -> None:
    async with showing(MetadataScreen(PAPER)) as (app, pilot):
        await paste(pilot, " and\x1b[31m more\nlost")
        assert app.screen.query_one("#title", Line).value == "On [/b] thingsand more"
        await pilot.press("tab")
        await paste(pilot, "\nAda Lovelace\nDonald Knuth")
        await pilot.press("ctrl+s")
        assert app.answer["authors"][-1] == {"family": "Knuth", "given": "Donald"}


async def test_the_users_editor_changes_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def edit(app: object, text: str, suffix: str) -> str:
        return text.replace("date: 2024-06", "date: soon").replace("NeurIPS", "ICML")

    monkeypatch.setattr(external, "edit", edit)
    async with showing(MetadataScreen(PAPER)) as (app, pilot):
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert "no such date" in text_of(app.dialog, "#wrong-date")
        app.screen.query_one("#date", Line).value = "2025"
        await pilot.press("ctrl+s")
        assert app.answer == {"date": "2025", "venue": "ICML"}


async def test_a_long_and_hostile_paper_fits_a_small_terminal() -> None:
    many = Paper.of(HOSTILE * 100, authors=[Author(f"Author{i}", "A.") for i in range(3000)], abstract=HOSTILE * 300)
    async with showing(MetadataScreen(many.with_fields({"key": "k"}))) as (app, pilot):
        app.dialog.query_one("#abstract").focus()
        await pilot.press("!", "ctrl+s")
        assert app.answer["abstract"].startswith("!A [/b]")
