"""What a library made by others holds does not act on the terminal: what is drawn, what commands print."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from rich.segment import Segment
from textual.color import Color

from readinglist.cli import main, terminal
from readinglist.files.atomic import signature
from readinglist.papers.record import record_of
from readinglist.settings.config import Settings
from readinglist.store.file_store import FileStore
from readinglist.store.state import State
from readinglist.store.tables import digest_of, serialised, tables_of
from readinglist.text import clean
from readinglist.tui.app import ReadingListApp
from readinglist.tui.output_filter import PrintableFilter

if TYPE_CHECKING:
    from pathlib import Path

EVIL = "\x1b]52;c;ZXZpbA==\x07\x1b[2J\x9b31m\u202e\r"
FORMATS = ("bibtex", "biblatex", "csl-json", "ris", "markdown", "html", "csv", "json")


def record() -> dict[str, Any]:
    texts = "title key abstract venue note organization primary_class status_since doi".split()
    return {
        **{name: f"{name}{EVIL}x" for name in texts},
        "id": "abcd1234",
        "authors": [{"family": f"F{EVIL}", "given": "G"}],
        "tags": [f"t{EVIL}"],
        "sources": [f"s{EVIL}"],
        "fields": {"volume": f"v{EVIL}"},
        "raw": {"title": f"T{EVIL}", "pages": f"p{EVIL}"},
        "entry_type": "misc",
        "arrival": 1,
    }


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose files say that we wrote them."""
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path / "config"))
    folder = tmp_path / "library"
    folder.mkdir()
    pieces = list(serialised(tables_of([record_of(record())])))
    (folder / "library.json").write_bytes(b"".join(pieces))
    State(0, digest_of(pieces), signature(folder / "library.json")).save(folder / "state.json")
    return folder


def harmful(text: str) -> set[str]:
    return {sign for sign in text if unicodedata.category(sign) == "Cc" and sign not in "\n\t"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"], ["list", "--json"], ["show", "abcd1234"], ["show", "abcd1234", "--json"], ["stats"],
        ["stats", "--json"], ["update", "abcd1234", "--status", "done"], ["rekey", "--all", "--dry-run"], ["doctor"],
        ["undo", "--list"], ["list", f"x:{EVIL}"], ["show", EVIL], ["add", f"/{EVIL}"], ["export", "-o", f"/{EVIL}/x"],
        ["cite", f"/{EVIL}"], ["list", "--sort", EVIL], [EVIL], ["completion", EVIL], ["update", "x", "--tag", EVIL],
        *(["export", "--format", name] for name in FORMATS),
    ],
)  # fmt: skip
def test_no_command_prints_control_characters(
    library: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    main(["--library", str(library), *arguments])
    assert not harmful("".join(capsys.readouterr()).replace("\r\n", "\n"))  # RIS ends its lines so


def test_json_says_what_is_there_without_them(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--library", str(library), "show", "abcd1234", "--json"])
    said = capsys.readouterr()
    assert json.loads(said.out)["title"] == clean(f"title{EVIL}x")
    assert "for reading only" in said.err


async def test_nothing_drawn_acts_on_the_terminal(library: Path) -> None:
    with FileStore.open(library) as store:
        app = ReadingListApp(store, Settings())
        async with app.run_test(size=(140, 40), notifications=True) as pilot:
            for keys in (["enter"], ["escape"], ["t"], ["escape"], ["E"], ["escape"], ["w"], ["B"], ["escape"], ["b"]):
                await pilot.press(*keys)
                await pilot.pause()
                drawn = "".join(strip.text for strip in app.screen._compositor.render_strips())
                assert not harmful(drawn)
                assert "\u202e" not in drawn


def test_what_is_harmless_is_drawn_as_it_is() -> None:
    segments = [Segment("深度学习 "), Segment("e\u0301\xa0ü")]
    assert [each.text for each in PrintableFilter().apply(segments, Color(0, 0, 0))] == ["深度学习 ", "e\u0301\xa0ü"]


def test_the_app_gives_its_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readinglist.tui.app.ReadingListApp.launch", lambda _: 3)
    monkeypatch.setattr("gc.set_threshold", lambda *_: None)
    with FileStore.open(tmp_path / "library") as store:
        assert terminal.run(store, Settings(), "") == 3
