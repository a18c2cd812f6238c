"""The log: it tells what failed and what was slow, and not a word of what is being read."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from traceback import FrameSummary
from typing import TYPE_CHECKING

import pytest

from readinglist import __version__, cli, log
from readinglist.cli import main
from readinglist.settings.config import Settings
from readinglist.sources.online.http import Client
from readinglist.store.file_store import FileStore
from readinglist.tui.app import AppError, ReadingListApp
from readinglist.tui.screens.main import MainScreen
from tests.support.server import Reply

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.server import ReplayServer

MARKS = ("Zaphod", "Quuxian", "xyzzy", "frobnicate", "plugh", "2401.99999", "wibble", "s3cret")
"""Words that stand for what is nobody's business."""


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The state folder, with no log in it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path / "config"))
    return tmp_path / "state"


def fail(*arguments: object) -> int:
    raise ValueError(f"no good: {arguments} {MARKS}")


def test_a_failure_can_be_understood_and_nothing_else_be_read(
    state: Path,
    tmp_path: Path,
    server: ReplayServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(log, "SLOW", 0.0)
    monkeypatch.setattr(cli, "tell_slow", log.slow)
    (tmp_path / "config").mkdir()
    server.write_settings(tmp_path / "config")
    server.on("/works/10.1000/plugh", Reply.json({"message": "wibble broke"}, 500))
    server.on("/api/query", Reply("<wibble", 200))
    folder = str(tmp_path / "s3cret library")
    page = tmp_path / "frobnicate.bib"
    page.write_text("@misc{xyzzy, title={Quuxian Nets}, author={Zaphod}, abstract={wibble}, note={plugh}}")

    def run(*arguments: str) -> None:
        main(["--library", folder, *arguments])

    run("add", str(page), "--tag", "frobnicate")
    run("list", "Quuxian", "--sort", "title")
    run("add", "10.1000/plugh", "arXiv:2401.99999")
    run("export", "-o", str(tmp_path / "wibble" / "x.bib"))
    monkeypatch.setattr("readinglist.cli.papers.show", fail)
    run("show", "xyzzy")
    said = capsys.readouterr().err
    assert f"hint: please report it with the end of {log.path()}" in said
    text = log.path().read_text()
    for part in (
        f"readinglist {__version__}", "textual 8", "python 3", "command=show", "papers=1 sequence=1", "ValueError",
        "test_log.py:", " fail", "readinglist/cli/__init__.py:", "127.0.0.1 500", "127.0.0.1 200", "slow",
        "readinglist.errors.ExportError\n", "after FileNotFoundError (No such file or directory)",
    ):  # fmt: skip
        assert part in text, part
    assert not [mark for mark in (*MARKS, str(tmp_path), page.name) if mark.lower() in text.lower()]


def test_a_fault_of_the_app_is_in_it(state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FileStore.open(tmp_path / "library") as store:
        monkeypatch.setattr(MainScreen, "show_bars", fail)
        with pytest.raises(AppError) as raised:
            ReadingListApp(store, Settings()).launch(headless=True)
    assert log.fault(raised.value)
    text = log.path().read_text()
    assert "after ValueError" in text
    assert "readinglist/tui/" in text
    assert "Zaphod" not in text


def test_it_is_private_and_short(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "LIMIT", 2000)
    for number in range(200):
        assert log.write("test", f"line {number} " + "x" * 100)
    files = sorted(log.path().parent.iterdir())
    assert [file.name for file in files] == ["readinglist.log", "readinglist.log.1", "readinglist.log.2"]
    assert all(file.stat().st_size < 2200 for file in files)
    assert "line 199 " in files[0].read_text()
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(files[0].parent.stat().st_mode) == 0o700


def test_a_line_has_time_process_and_kind_and_the_first_tells_what_runs(state: Path) -> None:
    assert log.write("slow", "work 2.0s")
    assert log.write("net", "host 200")
    begin, slow, net = log.path().read_text().splitlines()
    stamp = rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\dZ \[{os.getpid()}\] "
    assert re.fullmatch(rf"{stamp}begin readinglist {re.escape(__version__)}, .*", begin)
    assert re.fullmatch(rf"{stamp}slow work 2.0s", slow)
    assert re.fullmatch(rf"{stamp}net host 200", net)


def test_what_another_process_has_rotated_is_not_written_to(state: Path) -> None:
    log.write("test", "first")
    log.path().rename(log.path().with_name("readinglist.log.1"))
    log.write("test", "second")
    assert "second" in log.path().read_text()
    assert "second" not in log.path().with_name("readinglist.log.1").read_text()


def test_a_file_that_comes_back_is_written_to_again(state: Path) -> None:
    make_link(state)
    assert not log.write("test", "in the way")
    log.path().unlink()
    assert log.write("test", "and gone")
    assert "in the way" not in log.path().read_text()


def make_file(folder: Path) -> None:
    folder.write_text("in the way")


def make_folder_of_log(folder: Path) -> None:
    (folder / "readinglist" / "readinglist.log").mkdir(parents=True)


def make_pipe(folder: Path) -> None:
    (folder / "readinglist").mkdir(parents=True)
    os.mkfifo(folder / "readinglist" / "readinglist.log")


def make_link(folder: Path) -> None:
    (folder / "readinglist").mkdir(parents=True)
    (folder / "other").write_text("precious")
    (folder / "readinglist" / "readinglist.log").symlink_to(folder / "other")


@pytest.mark.parametrize("make", [make_file, make_folder_of_log, make_pipe, make_link])
def test_where_it_cannot_be_written_all_else_goes_on(
    state: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    make: Callable[[Path], None],
) -> None:
    make(state)
    monkeypatch.setattr("readinglist.cli.papers.list_papers", fail)
    assert main(["--library", str(tmp_path / "library"), "list"]) == 1
    assert "hint: please report it\n" in capsys.readouterr().err
    if (state / "other").exists():
        assert (state / "other").read_text() == "precious"


def test_a_command_that_goes_well_does_not_load_it(state: Path, tmp_path: Path) -> None:
    code = "import sys; from readinglist.cli import main; main(sys.argv[1:]); print('readinglist.log' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, "--library", str(tmp_path / "library"), "list", "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "False"
    assert not state.exists()


def test_a_host_that_is_not_there_is_in_it(state: Path) -> None:
    settings = Settings(services={"crossref": "http://127.0.0.1:1"})
    with Client(settings) as client, pytest.raises(Exception, match="refused"):
        client.get("crossref", "/works/10.1000/plugh", what="plugh")
    text = log.path().read_text()
    assert "127.0.0.1 httpx.ConnectError" in text
    assert "plugh" not in text


def test_config_says_where_it_is(state: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--library", str(tmp_path), "config", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["log"] == str(log.path())


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("/home/ada/venv/lib/site-packages/httpx/_client.py", "httpx/_client.py:3 send"),
        ("/home/ada/readinglist/cli/papers.py", "readinglist/cli/papers.py:3 send"),
        ("/home/readinglist/site-packages/readinglist/cli/papers.py", "readinglist/cli/papers.py:3 send"),
        ("/home/ada/secret.py", "secret.py:3 send"),
    ],
)
def test_a_place_in_the_code_is_told_without_the_folders_above(file: str, told: str) -> None:
    assert log.place_of(FrameSummary(file, 3, "send", lookup_line=False, line="")) == told


def test_what_led_to_no_answer_is_told_by_its_kinds(state: Path) -> None:
    try:
        try:
            raise TimeoutError("s3cret")
        except TimeoutError:
            raise ValueError("s3cret")  # noqa: B904 - the context is what is tested
    except ValueError as error:
        log.unanswered("example.org", error)
    (line,) = log.path().read_text(encoding="utf-8").splitlines()[-1:]
    assert line.endswith("example.org ValueError after TimeoutError")
    assert "s3cret" not in line


def test_a_fault_tells_what_it_came_after_but_for_what_was_left_out_on_purpose(state: Path) -> None:
    def told(*, is_suppressed: bool) -> str:
        try:
            try:
                raise TimeoutError("s3cret")
            except TimeoutError:
                if is_suppressed:
                    raise ValueError("s3cret") from None
                raise ValueError("s3cret")  # noqa: B904 - the context is what is tested
        except ValueError as error:
            log.fault(error)
        return log.path().read_text(encoding="utf-8").rpartition("ValueError")[2]

    assert "after TimeoutError" in told(is_suppressed=False)
    assert "after TimeoutError" not in told(is_suppressed=True)
