"""Settings on the command line: what is wrong in them is said, and what a received file would change."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

import pytest

from readinglist.cli import main
from readinglist.settings.config import shipped
from readinglist.settings.services import SERVICES

if TYPE_CHECKING:
    from pathlib import Path


class Desk:
    """Runs commands with a settings folder and a library of their own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        self.out = self.err = ""

    def __call__(self, *arguments: str) -> int:
        status = main(["--library", str(self.folder / "library"), *arguments])
        self.out, self.err = self.capsys.readouterr()
        return status

    def json(self, *arguments: str) -> Any:
        self(*arguments, "--json")
        return json.loads(self.out)

    def write(self, text: str, name: str = "config.toml") -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    made = Desk(tmp_path, capsys)
    assert made("add", "--title", "On Reading", "--author", "Ada Lovelace", "--year", "2024") == 0
    return made


WRONG = 'dialect = "bibltex"\ncite_key = "{auhtor}"\nexport_options = "whole-titels"\nmouse = 3\n'


@pytest.mark.parametrize(
    "command", ["export", "cite paper.md", "add --title Other", "rekey --all --dry-run", "export --json"]
)
def test_wrong_settings_are_said_once_and_the_command_runs(desk: Desk, command: str) -> None:
    desk.write(WRONG)
    desk.write("As @lovelace2024reading says.", "paper.md")
    assert desk(*command.split()) == 0
    for name in ("dialect", "cite_key", "export_options", "mouse"):
        assert desk.err.count(f"config.toml: {name}") == 1
    assert desk(*command.split()) == 0
    assert desk.err.count("config.toml: dialect") == 1


def test_a_command_that_uses_no_settings_does_not_speak_of_them(desk: Desk) -> None:
    desk.write(WRONG)
    assert desk("list") == 0
    assert desk.err == ""


def test_only_config_fails_for_wrong_settings(desk: Desk) -> None:
    desk.write(WRONG + '[keymap]\nskip = "g"\n')
    assert desk("config") == 1
    assert '"bibtex"' in desk.out
    problems = desk.json("config")["problems"]
    assert len(problems) >= 5
    assert any("(one of: bibtex, biblatex)" in problem for problem in problems)
    desk.write("mouse = false\n")
    assert desk("config") == 0


RECEIVED = """\
theme = "ink"
editor = "touch marker"
mailto = "eve@example.org"
dialect = "biblatex"
[keymap]
skip = "d"
done = "x, f5"
[services]
crossref = "https://mirror.example.org"
datacite = "https://api.datacite.org"
"""


def test_what_a_received_file_would_change_is_shown_and_not_done(desk: Desk) -> None:
    desk.write('mouse = false\nmailto = "ada@example.org"\n[keymap]\nskip = "d"\n')
    theirs = desk.write(RECEIVED, "theirs.toml")
    before = {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()}
    assert desk("config", str(theirs)) == 0
    lines = desk.out.splitlines()
    changes = [line.strip() for line in lines if line.startswith("  ") and not line.startswith("    ")]
    assert changes == [
        'theme: "paper-dark" → "ink"',
        'editor: "" → "touch marker"',
        'mailto: "ada@example.org" → "eve@example.org"',
        "mouse: false → true",
        'dialect: "bibtex" → "biblatex"',
        'keymap.done: "d" → "x, f5"',
        f'services.crossref: "{SERVICES["crossref"].address}" → "https://mirror.example.org"',
    ]
    effect = {line.strip(): lines[number + 1].strip() for number, line in enumerate(lines[:-1])}
    assert "runs a program" in effect['editor: "" → "touch marker"']
    assert "sent to every service" in effect[changes[2]]
    assert "what keys do" in effect['keymap.done: "d" → "x, f5"']
    assert "is asked, and so told" in lines[-1]
    assert before == {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()}


def test_the_changes_as_json(desk: Desk) -> None:
    theirs = desk.write('editor = "vi"\nmouse = 3\n', "theirs.toml")
    assert desk("config", "--json", str(theirs)) == 1
    found = json.loads(desk.out)
    (change,) = found["changes"]
    assert (change["setting"], change["now"], change["then"]) == ("editor", "", "vi")
    assert "runs a program" in change["effect"]
    assert found["path"] == str(theirs)
    assert "mouse is true or false" in found["problems"][0]
    assert "mouse is true or false" in desk.err


def test_our_example_would_change_nothing(desk: Desk) -> None:
    assert desk("config", str(shipped("examples") / "config.toml")) == 0
    assert "would change nothing" in desk.out


@pytest.mark.parametrize("name", ["none.toml", "folder", "pipe"])
def test_what_is_no_file_of_settings_is_said(desk: Desk, name: str) -> None:
    (desk.folder / "folder").mkdir()
    os.mkfifo(desk.folder / "pipe")
    assert desk("config", str(desk.folder / name)) == 1
    assert re.search("there is no such file|a folder stands where|a pipe stands where", desk.err)


def test_nothing_in_a_received_file_reaches_the_terminal_as_it_is(desk: Desk) -> None:
    theirs = desk.write(
        'theme = "a\\u001b[31m"\neditor = "\u202evi"\n"\\u009b2J" = 1\n[keymap]\n"\\u001b]0;x" = "q"', "t.toml"
    )
    assert desk("config", str(theirs)) == 1
    assert not re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202e]", desk.out + desk.err)


def test_a_broken_theme_is_listed_as_broken(desk: Desk) -> None:
    (desk.folder / "themes").mkdir()
    desk.write('name = "mine"\n[colors]\nprimary = "tael"\n', "themes/mine.toml")
    assert desk("themes") == 1
    assert "mine.toml: primary = 'tael' is no colour" in desk.err
    assert "paper-dark" in desk.out
