"""From the command line to .bib: entries without a title, organisations."""

import json
from pathlib import Path

import pytest

from readinglist.cli import main


def test_an_entry_without_a_title_is_taken_in_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path / "config"))
    bib = tmp_path / "refs.bib"
    bib.write_text("@misc{untitled, author = {Lovelace, Ada}, year = {1843}}\n", encoding="utf-8")
    library = ["--library", str(tmp_path / "library")]
    assert main([*library, "add", str(bib)]) == 0
    assert "+ (no title)" in capsys.readouterr().out
    assert main([*library, "export"]) == 0
    assert "@misc{untitled,\n  author = {Lovelace, Ada},\n  year = {1843},\n}\n" in capsys.readouterr().out


def test_show_lists_the_fields_that_an_export_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path / "config"))
    bib = tmp_path / "refs.bib"
    bib.write_text("@book{moss, title = {Moss}, volume = {3}, options = {skipbib=true}, file = {a}}\n", "utf-8")
    library = ["--library", str(tmp_path / "library")]
    main([*library, "add", str(bib)])
    capsys.readouterr()
    main([*library, "show", "moss"])
    shown = capsys.readouterr().out
    assert "@book\n" in shown
    assert "volume: 3\n" in shown
    assert "options: skipbib=true\n" in shown
    assert "file: a" not in shown
    main([*library, "show", "moss", "--json"])
    paper = json.loads(capsys.readouterr().out)
    assert (paper["entry_type"], paper["fields"]) == ("book", {"volume": "3", "options": "skipbib=true"})


def test_an_organisation_in_braces_is_one_author(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path / "config"))
    library = ["--library", str(tmp_path / "library")]
    assert main([*library, "add", "--title", "On Books", "--author", "{Barnes and Noble, Inc.} and Ada Lovelace"]) == 0
    assert main([*library, "export"]) == 0
    assert "author = {{Barnes and Noble, Inc.} and Lovelace, Ada}," in capsys.readouterr().out
