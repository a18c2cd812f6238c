"""Looking makes nothing: every command where no library is, or where nothing can be written."""

from __future__ import annotations

import errno
import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from readinglist.cli import main
from readinglist.cli.command_table import COMMANDS
from readinglist.store.file_store import FileStore
from tests.store.making import library_with

if TYPE_CHECKING:
    from pathlib import Path

LOOKING: dict[str, tuple[str, ...]] = {
    "open": ("open",),
    "list": ("list", "paper"),
    "show": ("show", "keyp1"),
    "export": ("export",),
    "cite": ("cite", "paper.tex"),
    "stats": ("stats",),
    "duplicates": ("duplicates",),
    "doctor": ("doctor",),
    "trust": ("trust",),
}
"""Commands that only look, with arguments."""
EDITING = {
    "update": ("update", "keyp1", "--note", "n"),
    "remove": ("remove", "keyp1"),
    "merge": ("merge", "keyp1", "keyp2"),
    "split": ("split", "keyp1"),
    "distinct": ("distinct", "keyp1", "keyp2"),
    "rekey": ("rekey", "keyp1"),
    "undo": ("undo",),
    "redo": ("redo",),
    "save": ("save",),
}
"""Commands that change a library there is."""
MAKING = {"add": ("add", "--title", "A paper")}
"""Commands that make a library."""
ALONE = {"config": ("config",), "themes": ("themes",), "completion": ("completion", "bash")}
"""Commands that need no library."""
VARIANTS = {
    **LOOKING,
    "list of all": ("list",),
    "history": ("show", "keyp1", "--history"),
    "list of changes": ("undo", "--list"),
    "kept files": ("export", "--kept"),
    "other format": ("export", "--format", "json"),
    "export to a file": ("export", "-o", "out.bib"),
    "repair": ("doctor", "--repair"),
    "trial of keys": ("rekey", "--all", "--dry-run"),
}
LISTS = {"open", "list", "list of all", "list of changes", "kept files", "export", "other format", "duplicates"}
"""Those that print a list as JSON."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without any file of ours, in which commands run."""
    for name in ("DATA", "STATE", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("READINGLIST_LIBRARY", raising=False)
    monkeypatch.delenv("READINGLIST_CONFIG", raising=False)
    monkeypatch.setattr("readinglist.cli.terminal.is_keyboard", lambda: True)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paper.tex").write_text(r"\cite{keyp1}", encoding="utf-8")
    return tmp_path


def everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    """All files and folders below a folder with their modes and contents."""
    paths = [folder, *folder.rglob("*")]
    return {str(path): (path.stat().st_mode, path.read_bytes() if path.is_file() else b"") for path in paths}


def test_every_command_is_of_one_kind() -> None:
    kinds = [name for kind in (LOOKING, EDITING, MAKING, ALONE) for name in kind]
    assert sorted(kinds) == sorted(COMMANDS)


@pytest.mark.parametrize("name", [*VARIANTS, *EDITING])
@pytest.mark.parametrize("way", ["option", "variable"])
def test_a_named_folder_that_is_not_there_is_said(
    home: Path, name: str, way: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(home)
    place = str(home / "mistyped" / "library")
    if way == "variable":
        monkeypatch.setenv("READINGLIST_LIBRARY", place)
    options = ["--library", place] if way == "option" else []
    command = ({**VARIANTS, **EDITING})[name]
    assert main([*options, *command]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert f"{place}: there is no library here" in err
    assert main([*options, *command, "--json"]) == 1
    out, err = capsys.readouterr()
    assert name not in LISTS or json.loads(out) == []
    assert name in LISTS or not json.loads(out) or json.loads(out)["papers"] == 0
    assert "there is no library here" in err
    assert everything(home) == before


@pytest.mark.parametrize("name", sorted(VARIANTS.keys() - {"trial of keys"}))
def test_the_usual_folder_that_is_not_there_yet_is_an_empty_library(
    home: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(home)
    for options in ([], ["--json"]):
        assert main([*VARIANTS[name], *options]) == 0
        out, err = capsys.readouterr()
        assert "is empty; `readinglist add page.txt` takes papers in" in err
        assert not options or name not in LISTS or json.loads(out) == []
    assert everything(home) == before


@pytest.mark.parametrize("name", EDITING)
@pytest.mark.parametrize("place", ["data", "documents"])
def test_an_edit_needs_a_library(home: Path, name: str, place: str, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "documents").mkdir()
    (home / "documents" / "letter.txt").touch()
    before = everything(home)
    options = [] if place == "data" else ["--library", str(home / place)]
    assert main([*options, *EDITING[name]]) == 1
    assert "there is no library here" in capsys.readouterr().err
    assert everything(home) == before


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("files", [[], ["letter.txt"]])
def test_a_folder_without_a_library_stays_as_it_is(home: Path, name: str, files: list[str]) -> None:
    folder = home / "documents"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    for file in files:
        (folder / file).touch()
    before = everything(home)
    for options in ([], ["--json"]):
        assert main(["--library", str(folder), *VARIANTS[name], *options]) in {0, 1}
    assert everything(home) == before


def test_add_makes_a_library_and_says_so_where_a_name_may_be_mistyped(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in (home / "new" / "library", home):
        assert main(["--library", str(place), *MAKING["add"]]) == 0
        assert f"made a new library in {place}" in capsys.readouterr().err
        assert main(["--library", str(place), "list"]) == 0
    (home / "empty").mkdir()
    for options in ([], ["--library", str(home / "empty")]):
        capsys.readouterr()
        assert main([*options, *MAKING["add"]]) == 0
        assert capsys.readouterr().err == ""
    assert (home / "new" / "library").stat().st_mode & 0o777 == 0o700
    assert (home / "empty").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("command", [("add", "nothing.txt"), ("add", "--title", "A paper", "--dry-run")])
def test_add_makes_nothing_before_there_is_a_paper(home: Path, command: tuple[str, ...]) -> None:
    (home / "nothing.txt").write_text("just some words\n", encoding="utf-8")
    before = everything(home)
    main(["--library", str(home / "new"), *command])
    assert everything(home) == before


def test_an_open_library_makes_its_folder_with_the_first_change(home: Path) -> None:
    with FileStore.open(home / "new" / "library") as store:
        store.refresh()
        assert not store.fold()
        assert not store.history().undoable()
        assert not store.read_only
        assert not (home / "new").exists()
        other = library_with(home / "new" / "library", "p1")
        store.refresh()
        assert "p1" in store.library
        assert store.undo("app")
        other.refresh()
        assert "p1" not in other.library


@pytest.mark.parametrize("name", VARIANTS)
def test_a_library_that_cannot_be_written_can_be_looked_at(
    home: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = home / "data" / "readinglist"
    library_with(folder, "p1", "p2").close()
    before, opened = everything(folder), os.open

    def refuse(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return opened(path, flags, *rest, **more)

    with monkeypatch.context() as patched:
        patched.setattr("readinglist.store.layout.os.open", refuse)
        patched.setattr("readinglist.store.layout.os.access", lambda *_: False)
        fails = name in {"doctor", "repair", "duplicates", "export to a file"}
        assert main([*VARIANTS[name]]) == int(fails), capsys.readouterr()
    assert everything(folder) == before
