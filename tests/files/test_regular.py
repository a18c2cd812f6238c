"""What stands in the place of a file we read or write: a pipe, a folder, a link, a leftover."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from readinglist import log
from readinglist.cli import main
from readinglist.files import cache, regular

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    """Fail what waits for a pipe."""
    before = signal.signal(signal.SIGALRM, hung)
    signal.setitimer(signal.ITIMER_REAL, 10)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def hung(*_: object) -> None:
    raise AssertionError("it hangs")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("READINGLIST_LIBRARY", str(tmp_path / "library"))
    (tmp_path / "config" / "themes").mkdir(parents=True)
    return tmp_path / "config"


def test_what_is_no_regular_file_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "target")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(tmp_path / "socket"))
    for name, found in {
        "pipe": "a pipe",
        "folder": "a folder",
        "link": "a symbolic link to",
        "socket": "a socket",
    }.items():
        for act in (regular.read, regular.created, regular.is_there):
            with pytest.raises(OSError, match=rf"{found}.* stands where a file should be"):
                act(tmp_path / name)
        regular.remove(tmp_path / name)
        assert os.path.lexists(tmp_path / name)
    assert not (tmp_path / "target").exists()


def test_a_device_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "open", hung)
    with pytest.raises(OSError, match="a device"):
        regular.read(Path(os.devnull))


def test_a_leftover_is_made_anew_and_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "probe").write_text("mine")
    os.link(tmp_path / "probe", tmp_path / "state.json~")
    descriptor = regular.created(tmp_path / "state.json~")
    os.write(descriptor, b"ours")
    os.close(descriptor)
    assert (tmp_path / "probe").read_text() == "mine"


def test_settings_and_themes_in_a_pipe_are_refused(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(settings / "themes" / "mine.toml")
    assert main(["themes"]) == 1
    assert "mine.toml: " in capsys.readouterr().err
    os.mkfifo(settings / "config.toml")
    assert main(["config"]) == 1
    assert "config.toml: cannot be read: a pipe stands" in capsys.readouterr().err


def test_settings_may_be_a_link(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (settings / "dotfiles.toml").write_text('theme = "sepia"\n')
    (settings / "config.toml").symlink_to("dotfiles.toml")
    assert main(["config"]) == 0
    assert "sepia" in capsys.readouterr().out


def test_a_pipe_among_the_files_to_add_is_a_problem_of_its_own(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (settings / "a.bib").write_text("@misc{a, title={Counting Spores}}")
    os.mkfifo(settings / "b.bib")
    assert main(["add", *sorted(map(str, settings.glob("*.bib")))]) == 1
    out, err = capsys.readouterr()
    assert "Counting Spores" in out
    assert "b.bib" in err
    assert "a pipe stands where a file should be" in err


@pytest.mark.parametrize("name", ["-", "/dev/stdin", "/dev/fd/0"])
def test_standard_input_may_be_a_pipe(settings: Path, name: str) -> None:
    command = [sys.executable, "-m", "readinglist", "add", name]
    done = subprocess.run(command, input=b"@misc{a, title={Counting Spores}}", capture_output=True, check=False)
    assert b"Counting Spores" in done.stdout


def test_what_a_shell_makes_of_a_command_may_be_added(settings: Path) -> None:
    script = f'"{sys.executable}" -m readinglist add <(echo "@misc{{a, title={{Counting Spores}}}}")'
    done = subprocess.run(["bash", "-c", script], capture_output=True, check=False)
    assert b"Counting Spores" in done.stdout


def test_a_pipe_in_the_cache_is_done_without(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "outline")
    assert cache.read(tmp_path / "outline", "key") is None
    cache.write(tmp_path / "outline", "key", [b"data"])
    assert (tmp_path / "outline").is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["outline"]


def test_a_cache_file_is_written_through_no_link(tmp_path: Path) -> None:
    (tmp_path / "probe").write_text("mine")
    for name in ("outline", f"outline.{os.getpid()}~"):
        (tmp_path / name).symlink_to("probe")
        cache.write(tmp_path / "outline", "key", [b"data"])
    assert (tmp_path / "probe").read_text() == "mine"


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_a_log_that_is_no_file_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: object) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (tmp_path / "readinglist").mkdir()
    assert callable(make)
    make(log.path())
    reader = os.open(log.path(), os.O_RDONLY | os.O_NONBLOCK)
    assert not log.write("slow", "work")
    os.close(reader)


@pytest.mark.parametrize("name", ["CONFIG", "DATA", "STATE", "CACHE"])
def test_a_file_in_the_place_of_a_folder_of_ours_ends_in_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.delenv("READINGLIST_CONFIG", raising=False)
    monkeypatch.delenv("READINGLIST_LIBRARY", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "file").write_text("mine")
    monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "file"))
    (tmp_path / "a.bib").write_text("@misc{a, title={Counting Spores}}")
    for command in (["add", str(tmp_path / "a.bib")], ["list"], ["export", "--kept"], ["doctor"]):
        assert main(command) in {0, 1}
    assert "fault" not in capsys.readouterr().err
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_that_another_process_makes_meanwhile_is_as_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mkdir = Path.mkdir

    def made_by_another_first(path: Path, *rest: object, **options: object) -> None:
        if not path.exists():
            os.mkdir(path)  # noqa: PTH102 - `Path.mkdir` is replaced
        mkdir(path, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "mkdir", made_by_another_first)
    regular.make_folder(tmp_path / "a" / "b" / "c")
    assert (tmp_path / "a" / "b" / "c").is_dir()


def test_what_is_there_is_told_and_anything_but_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("file")
    assert regular.is_there(tmp_path / "file")
    assert not regular.is_there(tmp_path / "missing")
    for name in (".", "link"):
        with pytest.raises(OSError, match=r"."):
            regular.is_there(tmp_path / name)
