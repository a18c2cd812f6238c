"""The command line as scripts and people meet it."""

import io
import json
import os
import pty
import random
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from readinglist.cli import main
from readinglist.cli.command_line import parse
from readinglist.papers.paper import Paper
from readinglist.store.file_store import FileStore
from tests.support.generate import bib

PAGE = """\
Daily Papers

Dec 8

Reward Modeling for Careful Agents

We train agents that ask before they act, and measure how often they are right.

  • 8 authors
·
Mar 4

Kaleido: Value Pluralism in Small Models

A small model weighs values against each other. It says when they clash.

nvidia NVIDIA
·
Jun 6, 2024 2

Notes on Gödel Machines

A survey of self-referential learners without any metadata lines below it.
"""


class Shell:
    """Runs commands on one library and keeps what they printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self.capsys = capsys
        self.folder = folder
        self.out = self.err = ""

    def __call__(self, *arguments: str) -> int:
        status = main(["--library", str(self.folder), *arguments])
        self.out, self.err = self.capsys.readouterr()
        assert "Traceback" not in self.err
        return status

    def json(self, *arguments: str, status: int = 0) -> Any:
        assert self(*arguments, "--json") == status
        return json.loads(self.out)


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path / "config"))
    monkeypatch.delenv("READINGLIST_LIBRARY", raising=False)
    (tmp_path / "library").mkdir()
    return Shell(capsys, tmp_path / "library")


@pytest.fixture
def filled(shell: Shell) -> Shell:
    Path("page.txt").write_text(PAGE, encoding="utf-8")
    assert shell("add", "page.txt", "--as-of", "2025-12-09") == 0
    return shell


def key_of(shell: Shell, words: str) -> str:
    key: str = shell.json("list", *words.split())[0]["key"]
    return key


def test_adding_a_page_reports_each_fate(shell: Shell) -> None:
    Path("page.txt").write_text(PAGE, encoding="utf-8")
    first = shell.json("add", "page.txt", "--as-of", "2025-12-09")
    assert set(first) == {"added", "merged", "unchanged", "joined", "asked", "problems", "entries"}
    assert (len(first["added"]), first["merged"], first["unchanged"]) == (3, [], [])
    assert first["problems"] == []
    again = shell.json("add", "page.txt", "--as-of", "2025-12-09")
    assert (again["added"], again["merged"], sorted(again["unchanged"])) == ([], [], sorted(first["added"]))


def test_a_paper_as_json_has_every_field_of_the_contract(filled: Shell) -> None:
    paper = filled.json("list", "kaleido")[0]
    assert paper | {"id": "", "key": "", "added": "", "updated": "", "status_since": "", "abstract": ""} == {
        "id": "", "key": "", "title": "Kaleido: Value Pluralism in Small Models", "authors": [], "author_count": None,
        "abstract": "", "date": "2024-06-06", "year": 2024, "venue": None, "organization": "NVIDIA",
        "organization_handle": "nvidia", "comments": 2, "upvotes": None, "arxiv": None, "doi": None, "url": None,
        "acl": None, "openreview": None, "journal_ref": None, "code": None,
        "status": "inbox", "status_since": "", "priority": 0, "tags": [], "note": None, "added": "", "arrival": 2,
        "updated": "", "sources": ["file:page.txt"],
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
@pytest.mark.parametrize("number", [0, 1, 64, 130])
def test_a_list_of_any_length_is_one_json_document_in_any_encoding(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, number: int, encoding: str
) -> None:
    titles = [f"学习 Paper number {paper}" for paper in range(number)]
    entries = (f"@misc{{p{place}, title = {{{title}}}}}" for place, title in enumerate(titles))
    Path("many.bib").write_text("\n".join(entries), encoding="utf-8")
    shell("add", "many.bib")
    out = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(out, encoding=encoding))
    assert main(["--library", str(shell.folder), "list", "--sort", "added", "--json"]) == 0
    assert sorted(paper["title"] for paper in json.loads(out.getvalue())) == sorted(titles)


def test_list_prints_one_line_a_paper_in_page_order(filled: Shell) -> None:
    assert filled("list") == 0
    rows = [line.split("\t") for line in filled.out.splitlines()]
    assert [row[4].split()[0] for row in rows] == ["Reward", "Kaleido:", "Notes"]
    assert [row[1:3] for row in rows] == [["inbox", "2025"], ["inbox", "2024"], ["inbox", "-"]]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("rewrd modeling", "Reward"),
        ("goedel", "Notes"),
        ("kaleid value", "Kaleido:"),
        ("year:2024", "Kaleido:"),
        ("org:nvidia", "Kaleido:"),
        ("-org:nvidia year:>2000", "Reward"),
    ],
)
def test_queries_find_what_one_means(filled: Shell, query: str, first: str) -> None:
    found = filled.json("list", *query.split())
    assert [paper["title"].split()[0] for paper in found] == [first]


def test_a_wrong_term_is_said_and_ignored(filled: Shell) -> None:
    assert filled("list", "year:20x4", "kaleido") == 0
    assert "year:20x4" in filled.err


def test_a_wrong_term_never_widens_an_update_or_an_export(filled: Shell) -> None:
    assert filled("update", "--query", "status:inb", "--status", "done") == 2
    assert "status:inb" in filled.err
    assert filled("export", "year:20x4", "-o", "refs.bib") == 2
    assert not Path("refs.bib").exists()
    assert {paper["status"] for paper in filled.json("list")} == {"inbox"}


@pytest.mark.parametrize("query", [" ", "!!!", "-", "tag:,", "-...", "😀"])
def test_a_query_that_asks_for_nothing_changes_nothing(filled: Shell, query: str) -> None:
    assert filled("update", "--query", query, "--status", "done") == 2
    assert "hint" in filled.err
    assert "''" not in filled.err
    assert {paper["status"] for paper in filled.json("list")} == {"inbox"}


def test_nothing_found_is_status_1_with_an_empty_document(filled: Shell) -> None:
    assert filled.json("list", "zzzzzz", status=1) == []
    assert "zzzzzz" in filled.err


def test_an_empty_library_lists_as_empty(shell: Shell) -> None:
    assert shell.json("list") == []
    assert shell("list") == 0
    assert "readinglist add" in shell.err
    assert shell("list", "status:inbox") == 1


def test_sort_reverse_and_limit(filled: Shell) -> None:
    titles = [paper["title"] for paper in filled.json("list", "--sort", "title")]
    assert titles == sorted(titles)
    assert [p["title"] for p in filled.json("list", "--sort", "title", "--reverse", "--limit", "1")] == titles[-1:]


def test_show_takes_id_key_and_says_what_is_missing(filled: Shell) -> None:
    paper = filled.json("list", "kaleido")[0]
    assert filled.json("show", paper["key"]) == filled.json("show", paper["id"]) == paper
    assert filled("show", "nobody2020nothing") == 1
    assert "nobody2020nothing" in filled.err
    assert "hint" in filled.err


def test_update_changes_what_is_asked_and_undo_takes_it_back(filled: Shell) -> None:
    key = key_of(filled, "kaleido")
    changed = filled.json(
        "update", key, "--status", "reading", "--tag", "RL", "--tag", "x y", "--priority", "3", "--note", "why"
    )
    assert (len(changed["changed"]), changed["unchanged"]) == (1, [])
    paper = filled.json("show", key)
    assert (paper["status"], paper["tags"], paper["priority"], paper["note"]) == ("reading", ["rl", "x-y"], 3, "why")
    assert filled("undo") == 0
    assert filled.json("show", key)["status"] == "inbox"
    assert filled("redo") == 0
    assert filled.json("show", key)["tags"] == ["rl", "x-y"]


def test_update_does_what_can_be_done_and_names_the_rest(filled: Shell) -> None:
    result = filled.json("update", key_of(filled, "kaleido"), "nonsense", "--status", "done", status=1)
    assert len(result["changed"]) == 1
    assert "nonsense" in filled.err


def test_update_by_query_and_what_is_already_so(filled: Shell) -> None:
    assert len(filled.json("update", "--query", "status:inbox", "--tag", "new")["changed"]) == 3
    again = filled.json("update", "--query", "status:inbox", "--tag", "new")
    assert (again["changed"], len(again["unchanged"])) == ([], 3)


def test_remove_goes_to_the_trash_and_never_comes_back_as_new(filled: Shell) -> None:
    key = key_of(filled, "kaleido")
    assert filled("remove", key) == 0
    assert len(filled.json("list")) == 2
    assert [paper["key"] for paper in filled.json("list", "status:trashed")] == [key]
    assert filled("remove", key, "--forever") == 0
    assert filled("show", key) == 1
    assert filled.json("add", "page.txt", "--as-of", "2025-12-09")["added"] == []


def test_undo_list_and_undo_by_number(filled: Shell) -> None:
    filled("update", key_of(filled, "kaleido"), "--status", "done")
    changes = filled.json("undo", "--list")
    assert len(changes) == 2
    assert filled("undo", str(changes[1]["number"])) == 0
    left = filled.json("list")
    assert [paper["status"] for paper in left] == ["done"], "what changed since stays"


def test_undo_names_a_paper_that_has_changed_since_once(filled: Shell) -> None:
    key = key_of(filled, "kaleido")
    filled("update", key, "--status", "done", "--priority", "1")
    filled("update", key, "--status", "reading", "--priority", "2")
    assert filled("undo", "2") == 1, "nothing was taken back"
    assert filled.err.count("what stays as it is") == 1
    assert "Kaleido" in filled.err
    assert "status" in filled.err
    assert "priority" in filled.err


def test_nothing_to_undo_is_status_1(shell: Shell) -> None:
    assert shell("undo") == 1
    assert shell("redo") == 1


def test_export_writes_a_file_once_and_again_only_by_force(filled: Shell) -> None:
    assert filled("export", "-o", "refs.bib") == 0
    text = Path("refs.bib").read_text(encoding="utf-8")
    assert text.count("@") == 3
    assert "no author" in filled.err
    filled("update", key_of(filled, "kaleido"), "--status", "done")
    assert filled("export", "status:done", "-o", "refs.bib") == 1
    assert "--force" in filled.err
    assert Path("refs.bib").read_text(encoding="utf-8") == text
    assert filled("export", "status:done", "-o", "refs.bib", "--force") == 0
    assert Path("refs.bib").read_text(encoding="utf-8").count("@") == 1


def test_export_of_nothing_writes_nothing(filled: Shell) -> None:
    assert filled("export", "zzzzz", "-o", "none.bib") == 1
    assert not Path("none.bib").exists()


def test_export_to_a_missing_folder_is_explained(filled: Shell) -> None:
    assert filled("export", "-o", "no/such/refs.bib") == 1
    assert "no/such" in filled.err


@pytest.mark.parametrize(
    "content", [b"", b"just some words\n", b"%PDF-1.7\n\x00\x01", b"\x00\x01\x02", b"{broken json"]
)
def test_a_file_of_no_known_kind_changes_nothing(shell: Shell, content: bytes) -> None:
    Path("thing").write_bytes(content)
    result = shell.json("add", "thing", status=1)
    assert result["added"] == []
    assert result["problems"][0]["source"] == "thing"
    assert shell.json("list") == []


def test_a_missing_file_is_explained(shell: Shell) -> None:
    assert shell("add", "nowhere.txt") == 1
    assert "nowhere.txt" in shell.err
    assert shell("add", "") == 1
    assert "no such file" in shell.err


def test_one_bad_source_does_not_cost_the_others(shell: Shell) -> None:
    Path("page.txt").write_text(PAGE, encoding="utf-8")
    result = shell.json("add", "nowhere.txt", "page.txt", status=1)
    assert len(result["added"]) == 3
    assert len(result["problems"]) == 1


@pytest.mark.parametrize("text", ["[]", "@comment{nothing here}\n"])
def test_a_file_without_papers_is_said_to_be_so(shell: Shell, text: str) -> None:
    Path("empty").write_text(text, encoding="utf-8")
    assert shell("add", "empty") == 1
    assert "no paper in empty" in shell.err


def test_problems_name_the_source_as_it_was_given(shell: Shell) -> None:
    Path("folder").mkdir()
    Path("folder/refs.bib").write_text("@misc{a, title = {A first title}\n@misc{b, title = {A second one}}\n", "utf-8")
    problems = shell.json("add", "folder/refs.bib")["problems"]
    assert {problem["source"] for problem in problems} == {"folder/refs.bib"}


def test_standard_input(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))
    assert len(shell.json("add", "-")["added"]) == 3


def test_standard_input_may_list_files(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("page.txt").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"page.txt\nnowhere.txt\n")))
    result = shell.json("add", "-", status=1)
    assert len(result["added"]) == 3
    assert [problem["source"] for problem in result["problems"]] == ["nowhere.txt"]


def test_dry_run_changes_nothing(shell: Shell) -> None:
    Path("page.txt").write_text(PAGE, encoding="utf-8")
    assert len(shell.json("add", "page.txt", "--dry-run")["added"]) == 3
    assert shell.json("list") == []


def test_status_and_tags_are_for_new_papers_only(filled: Shell) -> None:
    Path("more.txt").write_text(
        PAGE + "\n\nA Fourth Paper on Patience\n\nWaiting helps. We show how long.\n", encoding="utf-8"
    )
    result = filled.json("add", "more.txt", "--status", "to-read", "--tag", "fresh")
    assert len(result["added"]) == 1
    assert [p["title"] for p in filled.json("list", "tag:fresh", "status:to-read")] == ["A Fourth Paper on Patience"]


def test_adding_by_hand(shell: Shell) -> None:
    assert (
        shell(
            "add",
            "--title",
            "On [/b] Brackets",
            "--author",
            "Ada Lovelace",
            "--author",
            "Gogh, Vincent van",
            "--year",
            "1843",
        )
        == 0
    )
    paper = shell.json("list")[0]
    assert (paper["title"], paper["year"], paper["key"]) == ("On [/b] Brackets", 1843, "lovelace1843brackets")
    assert paper["authors"][0] == "Ada Lovelace"


def test_authors_by_hand_may_be_written_as_in_bibtex(shell: Shell) -> None:
    assert shell("add", "--title", "Two People", "--author", "Smith, John and Doe, Jane") == 0
    assert shell.json("list")[0]["authors"] == ["John Smith", "Jane Doe"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["lst"],
        ["add"],
        ["add", "x", "--title", "y"],
        ["add", "--author", "x"],
        ["list", "--sort", "size"],
        ["list", "--limit", "0"],
        ["list", "--no-such-flag"],
        ["update"],
        ["update", "x"],
        ["update", "x", "--priority", "4"],
        ["add", "x", "--as-of", "yesterday"],
        ["show"],
        ["completion", "powershoe"],
        ["--library", ""],
        ["export", "-o", ""],
        ["add", "x", "--tag", "+++"],
        ["update", "x", "--untag", ""],
        ["update", "--query", " ", "--status", "done"],
    ],
)
def test_wrong_usage_is_status_2_with_a_hint(shell: Shell, arguments: list[str]) -> None:
    assert shell(*arguments) == 2
    assert shell.err.startswith("readinglist: ")
    assert "hint" in shell.err
    assert shell.out == ""


def test_query_terms_that_look_like_flags_and_flags_anywhere() -> None:
    options = parse(["list", "-tag:rl", "reward", "--sort", "year", "-author:wang", "--library", "x", "--json"])
    assert (options.query, options.sort, options.library, options.json) == (
        "-tag:rl reward -author:wang",
        "year",
        "x",
        True,
    )
    assert parse(["--library", "y", "export", "-o", "a.bib", "-org:x"]).query == "-org:x"


def test_values_that_look_like_flags(filled: Shell) -> None:
    key = key_of(filled, "kaleido")
    assert filled("update", key, "--note", "-1 for the title", "--priority", "2") == 0
    assert filled.json("show", key)["note"] == "-1 for the title"
    changed = filled.json("update", "--query", "-org:nvidia", "--tag", "other")["changed"]
    assert len(changed) == 2
    assert filled("list", "--limit", "-1") == 2
    assert "'-1' is not a number" in filled.err


def test_export_to_a_dash_is_standard_output(filled: Shell) -> None:
    assert filled("export", "-o", "-", "kaleido") == 0
    assert filled.out.startswith("@misc{")
    assert not Path("-").exists()


def test_json_takes_the_whole_library_along_and_makes_it_again(filled: Shell, tmp_path: Path) -> None:
    again = ("--library", str(tmp_path / "again"))
    key = filled.json("list")[0]["key"]
    filled("remove", key)
    filled("update", "--query", "kaleido", "--note", "mine", "--tag", "t", "--status", "done")
    assert filled("export", "--format", "json", "-o", "all.json") == 0
    before = filled.json("list")
    for outcome in ("added", "unchanged"):
        told = filled.json(*again, "add", "all.json")
        assert [name for name in ("added", "merged", "unchanged") if told[name]] == [outcome]
    assert filled.json(*again, "list") == before
    assert [paper["key"] for paper in filled.json(*again, "list", "status:trashed")] == [key]


@pytest.mark.parametrize("name", ["csl-json", "ris"])
def test_other_formats_are_read_back(filled: Shell, tmp_path: Path, name: str) -> None:
    again = ("--library", str(tmp_path / "again"))
    assert filled("export", "--format", name, "-o", "refs") == 0
    assert filled(*again, "add", "refs") == 0
    dates = [{p["title"]: p["date"] for p in filled.json(*place, "list")} for place in ((), again)]
    assert dates[0] == dates[1]


@pytest.mark.parametrize(
    ("descriptor", "arguments"), [(0, ["add", "-"]), (1, ["list"]), (2, ["list", "nowhere:x"]), (0, ["list"])]
)
def test_closed_standard_streams_are_no_fault(filled: Shell, descriptor: int, arguments: list[str]) -> None:
    command = [sys.executable, "-m", "readinglist", "--library", str(filled.folder), *arguments]
    line = f"{shlex.join(command)} {descriptor}{'<' if descriptor == 0 else '>'}&-"
    done = subprocess.run(line, shell=True, capture_output=True, text=True, check=False)
    assert done.returncode == (arguments == ["add", "-"])
    assert "fault" not in done.stderr


def test_a_home_folder_that_there_is_not_is_explained(filled: Shell) -> None:
    assert main(["--library", "~nobody-of-that-name/papers", "list"]) == 1
    assert "no such home folder" in filled.capsys.readouterr().err
    assert filled("export", "-o", "~nobody-of-that-name/refs.bib") == 1
    assert "no such home folder" in filled.err


def test_stats_count(filled: Shell) -> None:
    numbers = filled.json("stats")
    assert (numbers["papers"], numbers["status"]["inbox"], numbers["years"]) == (3, 3, {"2025": 1, "2024": 1})
    assert filled("stats") == 0


def test_doctor_is_content_with_a_sound_library(filled: Shell) -> None:
    assert filled("doctor") == 0
    assert filled.json("doctor")["findings"] == []


def test_doctor_shows_what_a_repair_does_before_it_does_it(filled: Shell) -> None:
    library = filled.folder / "library.json"
    library.write_text("{")
    assert filled("doctor") == 1
    assert f"`readinglist doctor --repair` will:\n  keep a copy of {library}" in filled.out
    assert library.read_text() == "{"
    assert filled("doctor", "--repair") == 0
    assert "--repair does this:" in filled.out
    assert filled("doctor") == 0


def test_themes_are_listed(shell: Shell) -> None:
    themes = shell.json("themes")
    assert len(themes) >= 4
    assert {theme["dark"] for theme in themes} == {True, False}


def test_config_shows_settings_and_reports_a_bad_keymap(shell: Shell, tmp_path: Path) -> None:
    assert shell.json("config")["theme"]
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text('[keymap]\nno-such-action = "m"\n', encoding="utf-8")
    assert shell("config") == 1
    assert "no-such-action" in shell.err
    (tmp_path / "config" / "config.toml").write_text("nonsense", encoding="utf-8")
    assert shell("config") == 1
    assert "config.toml" in shell.err


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_completion_scripts_know_the_commands(shell: Shell, name: str) -> None:
    assert shell("completion", name) == 0
    assert "export" in shell.out
    script = shell.out
    assert shell.json("completion", name) == {"shell": name, "script": script.removesuffix("\n")}


def test_help_and_version(shell: Shell) -> None:
    for arguments in (["--help"], ["add", "--help"]):
        with pytest.raises(SystemExit) as left:
            shell(*arguments)
        assert left.value.code == 0
    shell.capsys.readouterr()
    number = shell.json("--version")["version"]
    assert shell("--version") == 0
    assert shell.out == f"readinglist {number}\n"


def test_hostile_titles_come_out_harmless(shell: Shell) -> None:
    shell("add", "--title", "evil \x1b[2J\x1b]0;x\x07 title\u202e")
    assert shell("list") == 0
    assert "\x1b" not in shell.out
    assert "\u202e" not in shell.out


@pytest.fixture
def two(shell: Shell) -> Shell:
    for title in ("Reading in the Morning", "Reading in the Evening"):
        assert shell("add", "--title", title, "--author", "Ada Lovelace", "--year", "2024") == 0
    return shell


def test_rekey_prints_old_and_new_keys_and_old_ones_still_work(two: Shell) -> None:
    ids = [paper["id"] for paper in two.json("list", "--sort", "key")]
    assert [paper["key"] for paper in two.json("list", "--sort", "key")] == [
        "lovelace2024reading",
        "lovelace2024readinga",
    ]
    assert two("rekey", "--all", "--template", "{author:Capital}{year:2}", "--dry-run") == 0
    lines = "lovelace2024reading\tLovelace24\nlovelace2024readinga\tLovelace24a\n"
    assert (two.out, two.err) == (lines, "")
    assert two("rekey", "--query", "author:lovelace", "--template", "{author:Capital}{year:2}", "-o", "map.tsv") == 0
    assert Path("map.tsv").read_text(encoding="utf-8") == lines
    assert "documents that cite the old keys" in two.err
    assert two.json("show", "lovelace2024reading")["key"] == "Lovelace24"
    again = two.json("rekey", "--all", "--template", "{author:Capital}{year:2}")
    assert (again["changed"], sorted(again["unchanged"])) == ([], sorted(ids))
    assert two("export", "--format", "biblatex") == 0
    assert "@misc{Lovelace24a,\n" in two.out
    assert "  ids = {lovelace2024readinga},\n" in two.out
    assert two("undo") == 0
    assert [paper["key"] for paper in two.json("list", "--sort", "key")] == [
        "lovelace2024reading",
        "lovelace2024readinga",
    ]
    assert two("show", "Lovelace24") == 1


def test_rekey_gives_one_paper_a_key(two: Shell) -> None:
    paper = two.json("show", "lovelace2024reading")
    changed = two.json("rekey", "lovelace2024reading", "--key", "dawn")
    row = {"id": paper["id"], "old": "lovelace2024reading", "new": "dawn"}
    assert changed == {"changed": [row], "unchanged": []}
    assert two("rekey", "dawn", "--key", "lovelace2024readinga") == 2
    assert "belongs to another paper" in two.err
    assert two("rekey", "dawn", "--key", "") == 2
    assert two("rekey", "nobody", "--key", "free") == 1
    assert two.json("rekey", "dawn", "nobody", status=1)["changed"][0]["new"] == "lovelace2024reading"


def test_rekey_changes_nothing_when_the_mapping_cannot_be_written(two: Shell) -> None:
    Path("map.tsv").write_text("mine\n", encoding="utf-8")
    for place in ("map.tsv", "nowhere/map.tsv"):
        assert two("rekey", "--all", "--template", "{author}", "-o", place) == 1
    assert {paper["key"] for paper in two.json("list")} == {"lovelace2024reading", "lovelace2024readinga"}
    assert two("rekey", "--all", "--template", "{author}", "-o", "map.tsv", "--force") == 0
    assert Path("map.tsv").read_text(encoding="utf-8").count("\n") == 2


@pytest.mark.parametrize(
    "arguments",
    [
        "", "--all key", "--all --query x", "a b --key c", "--query x --key c", "a --key c --template {title}",
        "--all --template {titel}", "--all --template '{title} x'", "--all --dry-run -o map.tsv", "--query x:y",
    ],
)  # fmt: skip
def test_rekey_says_what_is_wrong_with_the_command(two: Shell, arguments: str) -> None:
    assert two("rekey", *shlex.split(arguments)) == 2
    assert "hint:" in two.err


def test_new_papers_get_keys_by_the_template_of_the_settings(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    settings = tmp_path / "config" / "config.toml"
    settings.write_text('cite_key = "{author:Capital}_{year}"\n', encoding="utf-8")
    assert shell("add", "--title", "Reading", "--author", "Ada Lovelace", "--year", "2024") == 0
    assert shell.json("list")[0]["key"] == "Lovelace_2024"
    assert shell.json("config")["cite_key"] == "{author:Capital}_{year}"
    settings.write_text('cite_key = "{auhtor}"\n', encoding="utf-8")
    assert shell("add", "--title", "Writing", "--year", "2025") == 0
    assert "config.toml: cite_key: there is no part {auhtor}" in shell.err
    assert "2025writing" in [paper["key"] for paper in shell.json("list")]


PRIVATE_BIB = """\
@misc{a, author = {Lovelace, Ada}, title = {Some Title}, keywords = {Deep Learning, nlp}, annote = {Mine.
 - alone}, readstatus = {skimmed}, priority = {prio2}, abstract = {Words.}}
"""


def test_private_fields_go_out_when_asked_and_come_back(shell: Shell, tmp_path: Path) -> None:
    Path("a.bib").write_text(PRIVATE_BIB, encoding="utf-8")
    assert shell("add", "a.bib", "--tag-keywords") == 0
    paper = shell.json("list")[0]
    assert (paper["status"], paper["priority"], paper["tags"]) == ("reading", 2, ["deep-learning", "nlp"])
    assert paper["note"] == "Mine.\n - alone"
    assert shell("export") == 0
    assert "annote" not in shell.out
    assert shell("export", "--with", "note, status,keywords,abstract,file", "-o", "b.bib") == 0
    other = Shell(shell.capsys, tmp_path / "other")
    assert other("add", "b.bib", "--tag-keywords") == 0
    again = other.json("list")[0]
    told = ("status", "priority", "tags", "note", "abstract", "key")
    assert {name: again[name] for name in told} == {name: paper[name] for name in told}


def test_what_the_command_says_goes_before_what_the_entry_says(shell: Shell) -> None:
    Path("a.bib").write_text(PRIVATE_BIB, encoding="utf-8")
    assert shell("add", "a.bib", "--status", "to-read") == 0
    assert (shell.json("show", "a")["status"], shell.json("show", "a")["tags"]) == ("to-read", [])
    assert shell("update", "a", "--note", "Other") == 0
    assert shell.json("add", "a.bib", "--tag-keywords")["merged"] == []
    assert (shell.json("show", "a")["note"], shell.json("show", "a")["tags"]) == ("Other", [])


def test_an_export_in_ascii_is_ascii_and_says_what_was_lost(shell: Shell) -> None:
    shell("add", "--title", "Über 中文", "--author", "Ada Łovelace")
    for dialect in ("bibtex", "biblatex"):
        assert shell("export", "--ascii", "--format", dialect) == 0
        assert shell.out.isascii()
        assert "ZhongWen" in shell.out
        assert "中 (U+4E2D) as Zhong" in shell.err


@pytest.mark.parametrize(
    "arguments",
    [
        "--with abstrakt", "--with note --format csv", "--ascii --format json", "--ascii --json",
        "--with note --update -o x.bib", "--option versions --format csv", "--option versions --update -o x.bib",
        "--option versons",
    ],
)  # fmt: skip
def test_private_fields_ascii_and_options_are_for_bib_files(two: Shell, arguments: str) -> None:
    assert two("export", *shlex.split(arguments)) == 2
    assert "hint:" in two.err


def test_options_of_bib_files_come_from_the_command_line_or_the_settings(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path))
    Path("a.bib").write_text("@misc{a, author={Ada}, title={On: Foo}, eprint={2401.01234v2}}", encoding="utf-8")
    Path("a.md").write_text("As [@a] says.", encoding="utf-8")
    shell("add", "a.bib")
    assert shell("export", "--option", "whole-titles", "--option", "all-urls,versions") == 0
    assert "title = {{On: Foo}}," in shell.out
    assert "url = {https://arxiv.org/abs/2401.01234}," in shell.out
    (tmp_path / "config.toml").write_text('export_options = "colon-capitals"', encoding="utf-8")
    for command in (["export"], ["cite", "a.md"]):
        assert shell(*command) == 0
        assert "title = {On: {Foo}}," in shell.out
        assert shell(*command, "--option", "") == 0
        assert "title = {On: Foo}," in shell.out
    assert shell("export", "--format", "csv") == 0
    assert shell("export", "--update", "-o", "new.bib") == 0
    assert "title = {On: Foo}," in Path("new.bib").read_text(encoding="utf-8")
    assert shell("export", "-o", "old.bib") == 0
    assert "title = {On: {Foo}}," in Path("old.bib").read_text(encoding="utf-8")


# Large files: how far it is, and Ctrl-C.


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is shown while one waits, told at each paper."""
    shown: list[str] = []
    monkeypatch.setattr("readinglist.jobs.progress.EVERY", 0.0)
    monkeypatch.setattr("readinglist.cli.output.progress", shown.append)
    return shown


FILES = {
    "big.bib": "".join(f"@misc{{key{n}, title = {{Paper Number {n} of Them}}}}\n" for n in range(3)),
    "big.ris": "".join(f"TY  - JOUR\nTI  - Paper Number {n} of Them\nER  - \n" for n in range(3)),
    "csl.json": json.dumps(
        [{"id": str(n), "type": "article-journal", "title": f"Paper Number {n} of Them"} for n in range(3)]
    ),
    "page.txt": PAGE,
}


@pytest.mark.parametrize("name", FILES)
def test_a_large_file_shows_how_far_it_is(shell: Shell, seen: list[str], name: str) -> None:
    Path(name).write_text(FILES[name], encoding="utf-8")
    assert shell("add", name) == 0
    assert seen[0] == f"reading {name} …"
    assert seen[1] in {f"reading {name}: 0 of 3", f"reading {name}: 0 of 4"}
    assert [line for line in seen if "comparing" in line] == [
        "comparing …",
        *(f"comparing: {n} of 3" for n in range(3)),
    ]
    assert seen[-2:] == ["saving …", ""]


def test_json_shows_nothing_meanwhile(shell: Shell, seen: list[str]) -> None:
    Path("big.bib").write_text(FILES["big.bib"], encoding="utf-8")
    assert shell.json("add", "big.bib")["entries"]["read"] == 3
    assert seen == []


@pytest.mark.parametrize("place", ["reading big.bib: 1 of 3", "comparing: 2 of 3"])
def test_an_interrupted_add_leaves_the_library_as_it_was(
    filled: Shell, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    before = filled.json("list")
    Path("big.bib").write_text(FILES["big.bib"], encoding="utf-8")

    def show(message: str) -> None:
        if message == place:
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr("readinglist.jobs.progress.EVERY", 0.0)
    monkeypatch.setattr("readinglist.cli.output.progress", show)
    assert filled("add", "big.bib") == 130
    assert filled.err == "readinglist: interrupted: nothing was added, the library is as it was\n"
    assert filled.json("list") == before
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_what_is_being_saved_is_saved(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("big.bib").write_text(FILES["big.bib"], encoding="utf-8")

    def show(message: str) -> None:
        if message == "saving …":
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr("readinglist.cli.output.progress", show)
    assert shell("add", "big.bib") == 0
    assert len(shell.json("list")) == 3
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_on_a_terminal(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "big.bib").write_text(bib(2000), encoding="utf-8")
    command = [sys.executable, "-m", "readinglist", "--library", str(shell.folder), "add", str(tmp_path / "big.bib")]
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        while b" of 2,000" not in shown:
            shown += os.read(ours, 1000)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        while b"as it was" not in shown:
            shown += os.read(ours, 1000)
    os.close(ours)
    assert b"\x1b[Kreading" in shown
    assert b"Traceback" not in shown
    assert shell.json("list") == []


def test_ctrl_c_is_never_silent(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readinglist.cli.open_library.open_store", lambda _: os.kill(os.getpid(), signal.SIGINT))
    assert shell("list") == 130
    assert shell.err == "readinglist: interrupted\n"


def test_advised_commands_come_with_the_library_that_was_named(shell: Shell) -> None:
    assert shell("list") == 0
    assert shell.err.endswith(f"`readinglist add page.txt` takes papers in (with --library {shell.folder})\n")


def test_what_is_no_library_is_not_called_an_empty_one(shell: Shell) -> None:
    (shell.folder / "library.json").write_text('{"a": 1}')
    assert shell("list") == 1
    assert "not as readinglist writes it" in shell.err
    assert "empty" not in shell.err
    assert shell.json("list", status=1) == []


def test_a_repair_is_taken_back_by_undo_as_any_command(filled: Shell) -> None:
    path = filled.folder / "library.json"
    ours = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(ours) if line.startswith('"') and '":{"' in line and number > 1)
    line = ours[at]
    both = [
        "<<<<<<< HEAD\n", line, "=======\n", line.replace('"status":', '"note":"Read the proof.","status":', 1),
        ">>>>>>> theirs\n",
    ]  # fmt: skip
    path.write_text("".join([*ours[:at], *both, *ours[at + 1 :]]), encoding="utf-8")
    assert filled("doctor", "--repair") == 0
    assert "Read the proof." in json.dumps(filled.json("list"))
    assert filled("undo") == 0
    assert "Read the proof." not in json.dumps(filled.json("list"))


def test_a_theme_that_nobody_has_is_a_fault_of_the_settings(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text('theme = "paper-ligth"\n')
    assert shell("config") == 1
    assert "did you mean 'paper-light'?" in shell.err


def test_a_paper_without_a_key_gets_one(filled: Shell) -> None:
    path = filled.folder / "library.json"
    filled("save")
    tables = json.loads(path.read_text(encoding="utf-8"))
    for record in tables["papers"].values():
        del record["key"]
    path.write_text(json.dumps(tables), encoding="utf-8")
    assert filled("rekey", "--all") == 0
    assert all(paper["key"] for paper in filled.json("list"))


def test_a_password_in_a_value_that_is_left_out_is_not_shown(shell: Shell, tmp_path: Path) -> None:
    record = {"id": "abcd1234", "key": "moss", "title": "Moss", "url": "foo://ada:secret@host/x", "doi": "//a:secret@h"}
    (tmp_path / "odd.json").write_text(json.dumps([{"record": record}]))
    assert shell("add", str(tmp_path / "odd.json")) in {0, 1}
    said = shell.err
    shell("export")
    assert "secret" not in said + shell.err


# How many more there are.

WORDS = "alder birch cedar dogwood elm fir gorse hazel iris juniper kale larch maple nettle oak pine".split()
LONG_TITLES = [" ".join(random.Random(n).sample(WORDS, 6)).title() for n in range(30)]


def entries(titles: list[str], start: str, more: str) -> str:
    """A .bib file with an entry for each title."""
    return "".join(
        f"@article{{{start}{n}, title={{{title}}}, author={{Fern, Ida}}, {more}}}\n" for n, title in enumerate(titles)
    )


@pytest.mark.parametrize(("number", "more"), [(20, 0), (21, 1), (23, 3)])
def test_of_many_records_that_joined_the_first_are_named_and_the_rest_counted(
    shell: Shell, number: int, more: int
) -> None:
    told = "year={2020}, journal={Moss}"
    Path("a.bib").write_text(entries(LONG_TITLES[:number], "a", told), encoding="utf-8")
    Path("b.bib").write_text(entries(LONG_TITLES[:number], "b", f"{told}, pages={{3--9}}"), encoding="utf-8")
    shell("add", "a.bib")
    assert shell("add", "b.bib") == 0
    joined = [line for line in shell.out.splitlines() if " joined " in line]
    assert (len(joined), joined[0]) == (min(number, 20), "  b0 joined a0: same title and authors")
    counts = [line for line in shell.out.splitlines() if " more" in line]
    assert counts == [f"  and {more} more; `add --json` names all"] * bool(more)


@pytest.mark.parametrize(
    ("number", "more"), [(1, ""), (20, ""), (22, "2 more questions; "), (23, "3 more questions; ")]
)
def test_of_many_questions_the_first_are_asked_and_the_rest_counted(shell: Shell, number: int, more: str) -> None:
    Path("a.bib").write_text(entries(LONG_TITLES[:number], "a", "year={2015}, journal={Moss}"), encoding="utf-8")
    Path("b.bib").write_text(entries(LONG_TITLES[:number], "b", "year={2020}, journal={Moss}"), encoding="utf-8")
    shell("add", "a.bib")
    assert shell("add", "b.bib") == 0
    asked = [line for line in shell.err.splitlines() if " may be " in line]
    assert len(asked) == min(number, 20)
    assert asked[0].endswith("b0 may be a0: same title, but years 2015 and 2020")
    assert f"readinglist: {more}`readinglist duplicates` lists what is not answered" in shell.err


@pytest.mark.parametrize(("number", "more"), [(3, 0), (4, 1), (6, 3)])
def test_of_many_proposed_files_the_first_are_named_and_the_rest_counted(
    filled: Shell, tmp_path: Path, number: int, more: int
) -> None:
    files = [{"path": str(tmp_path / f"{word}.bib")} for word in WORDS[:number]]
    (filled.folder / "exports.json").write_text(json.dumps(files), encoding="utf-8")
    assert filled("list") == 0
    named = [line for line in filled.err.splitlines() if "the library's folder lists it" in line]
    assert len(named) == min(number, 3)
    assert (f"and {more} more: `readinglist export --kept` shows them" in filled.err) is bool(more)
    assert filled("list") == 0
    assert "lists it" not in filled.err


def test_a_command_that_there_is_not_is_named_with_the_nearest_one(shell: Shell) -> None:
    assert shell("lsit") == 2
    assert shell.err == "readinglist: there is no command 'lsit'\n  hint: did you mean 'list'?\n"


# What people see on a terminal.


def test_a_line_takes_the_width_of_the_terminal(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    title = "Counting spores in the light of a lantern that somebody left on a wall in the fog of a long November"
    shell("add", "--title", title)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    for width in (120, 90, 40):
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        assert shell("list") == 0
        (line,) = shell.out.splitlines()
        head = line.index("Counting")
        assert len(line) == max(width, head + 20)
        assert line.endswith("…")


def test_what_people_said_of_a_paper_is_shown(shell: Shell) -> None:
    with FileStore.open(shell.folder) as store:
        papers = [Paper.of("Lamps", upvotes=17, comments=3, key="lamps"), Paper.of("Moss on Walls", key="moss")]
        store.record(lambda library: library.add(papers, "2026-01-02T03:04:05Z"), "cli")
    assert shell("show", "lamps") == 0
    told = [line.split() for line in shell.out.splitlines()]
    assert ["upvotes", "17"] in told
    assert ["comments", "3"] in told
    assert shell("show", "moss") == 0
    assert "upvotes" not in shell.out
    assert "comments" not in shell.out
