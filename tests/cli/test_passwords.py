"""Passwords in addresses: no command repeats one that was typed or is in a file."""

from __future__ import annotations

import json
import sys
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING

import pytest

from readinglist.cli import main
from tests.support.server import refused_address

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., str]

ADDRESSES = [
    "https://ada:sesame@example.org/x",
    "https:/ada:sesame@example.org/x",
    "https:ada:sesame@example.org/x",
    "HTTPS:/ADA:SESAME@EXAMPLE.ORG",
    "https%3A%2F%2Fada%3Asesame%40example.org",
    "https://ada@example.net:sesame@example.org",
    "https://ada:a,sesame@example.org",
    "https://ada:a{sesame}/b@example.org",
    "https://" + "sesame" * 30 + "@example.org",
    "ada:sesame@example.org",
    "ssh://ada:sesame@example.org/x",
    "https://example.org/#access_token=sesame",
    "https%3A%2F%2Fexample.org%2F%3Fkey%3Dsesame",
]
COMMANDS = """\
add @
add -
list @
list author:@
list added:@
list --sort @
list --limit @
show @
update @ --tag x
update a --tag @
remove @
export @
export --output @/x/y.bib
export --format @
export --option @
export --private @
export --keep @
export --forget @
cite @
cite @ --output x.bib
rekey --all --dry-run --template @
rekey --all --dry-run --template {@}
merge @ a
distinct @ a
split @
undo @
add --title T --year @
add a --as-of @
config @
completion @
doctor @
--library @ list
--library @ save
--library @ config
@
--@
""".splitlines()


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a folder of its own, and gives all it prints in lower case."""
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path))
    monkeypatch.setenv("READINGLIST_LIBRARY", str(tmp_path / "library"))
    monkeypatch.chdir(tmp_path)

    def output(*arguments: str, typed: str = "") -> str:
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(typed.encode())))
        main(arguments)
        return "".join(capsys.readouterr()).lower()

    output("add", "--title", "On Reading", "--author", "Ada Lovelace")
    return output


@pytest.mark.parametrize("command", COMMANDS)
def test_a_password_that_was_typed_is_not_repeated(run: Run, command: str) -> None:
    for address in ADDRESSES:
        arguments = [word.replace("@", address) for word in command.split()]
        printed = run(*arguments, typed=address)
        assert printed
        assert "sesame" not in printed


FILES = {
    "config.toml": """\
@ = 1
theme = @
editor = @
mailto = @
cite_key = @
dialect = @
export_options = @
[services]
arxiv = @
@ = "x"
[keymap]
mark = @
@ = "x"
""",
    "double.toml": "x = { @ = 1, @ = 2 }",
    "themes/name.toml": "name = @",
    "themes/colour.toml": 'name = "b"\n[colors]\nprimary = @',
    "themes/other.toml": 'name = "c"\n[colors]\nprimary = "red"\n@ = "red"',
    "themes/variable.toml": 'name = "d"\n[colors]\nprimary = "red"\n[variables]\n@ = "red"',
    "themes/part.toml": "name = 'd'\n@ = 1",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_password_in_settings_is_not_repeated(run: Run, tmp_path: Path, address: str) -> None:
    (tmp_path / "themes").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_text(text.replace("@", json.dumps(address)), encoding="utf-8")
    for command in ("config", "config config.toml", "config double.toml", "themes", "export", "cite paper.md", "add a"):
        for more in ([], ["--json"]):
            printed = run(*command.split(), *more)
            assert printed
            assert "sesame" not in printed


@pytest.mark.parametrize("address", ["https://ada:sesame@example.org", "https://example.org/?token=sesame"])
def test_a_setting_with_a_password_or_key_is_left_out(run: Run, tmp_path: Path, address: str) -> None:
    (tmp_path / "config.toml").write_text(f'editor = "curl {address}"\n')
    assert json.loads(run("config", "--json").partition("\nreadinglist: ")[0])["editor"] == ""


def test_a_note_is_shown_as_it_was_written(run: Run) -> None:
    run("update", "--query", "reading", "--note", "ask ada:sesame@example.org, 11:30@noon")
    assert "ask ada:sesame@example.org, 11:30@noon" in run("show", json.loads(run("list", "--json"))[0]["id"])


def test_the_log_holds_no_password(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("https_proxy", refused_address().replace("//", "//ada:sesame@"))
    printed = run("add", "10.1000/x")
    run("--library", "https:/ada:sesame@example.org", "export", "--output", "/no/https:/ada:sesame@example.org")
    assert "refused the connection" in printed
    assert "sesame" not in printed
    logs = list((tmp_path / "state").rglob("*.log"))
    assert logs
    assert not any(b"sesame" in path.read_bytes() for path in logs)


def test_a_password_in_a_file_that_is_read_is_not_repeated(run: Run, tmp_path: Path) -> None:
    address = "https://ada:sesame@example.org"
    (tmp_path / "a.txt").write_text(f"{address}\n10.1000/{'x' * 300}\n")
    (tmp_path / "b.md").write_text("As @paper says.\n")
    (tmp_path / "c.bib").write_text("@article{" + address + ", title = {A}, year = {" + address + "}}\n")
    (tmp_path / "d.ris").write_text(f"TY  - JOUR\nTI  - A\nAU  - {address}\nPY  - {address}\nER  - \n")
    for name in ("a.txt", "b.md", "c.bib", "d.ris"):
        printed = run("add", name, "--dry-run", "--json")
        told = [problem["source"] + problem["message"] for problem in json.loads(printed.splitlines()[0])["problems"]]
        assert "sesame" not in "".join(told) + printed.partition("readinglist:")[2]
