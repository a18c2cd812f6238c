"""The editor and the browser: what they get, what comes back, what a failure says."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from textual.app import App

from readinglist.errors import ReadingListError
from readinglist.settings.config import Settings
from readinglist.tui import external

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Terminal(App[None]):
    """An app whose terminal can be handed over."""

    @contextmanager
    def suspend(self) -> Iterator[None]:
        yield


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A PATH of our own, with no editor, browser or display set."""
    for name in ("VISUAL", "EDITOR", "BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    return tmp_path


def tool(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def leftovers(folder: Path) -> list[Path]:
    return list(folder.glob("readinglist-*"))


def test_the_editor_gets_the_text_and_gives_it_back(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool(desk, "ed2", f'/bin/cp "$2" {desk}/seen; /bin/ls -l "$2" > {desk}/mode; printf "new é\\n" > "$2"')
    monkeypatch.setenv("EDITOR", "ed2 --wait")
    assert external.edit(Terminal(), "old", ".md") == "new é"
    assert (desk / "seen").read_text() == "old"
    assert (desk / "mode").read_text().startswith("-rw-------")
    assert not leftovers(desk)


def test_an_unchanged_text_is_none(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool(desk, "ed2", 'echo >> "$1"')  # many editors end the last line
    monkeypatch.setenv("VISUAL", "ed2")
    assert external.edit(Terminal(), "old", ".md") is None


def test_a_failing_editor_is_named(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool(desk, "ed2", "exit 3")
    monkeypatch.setenv("EDITOR", "ed2")
    with pytest.raises(ReadingListError, match="ed2 ended with status 3"):
        external.edit(Terminal(), "old", ".md")
    assert not leftovers(desk)


@pytest.mark.parametrize("body", ['echo precious > "$1"; exit 1', 'printf "\\377" > "$1"'])
def test_what_was_typed_is_never_thrown_away(desk: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    tool(desk, "ed2", body)
    monkeypatch.setenv("EDITOR", "ed2")
    with pytest.raises(ReadingListError) as caught:
        external.edit(Terminal(), "old", ".md")
    assert str(leftovers(desk)[0]) in caught.value.hint


async def test_a_terminal_that_cannot_be_handed_over(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool(desk, "ed2", "exit 0")
    monkeypatch.setenv("EDITOR", "ed2")
    app: App[None] = App()
    async with app.run_test():
        with pytest.raises(ReadingListError, match="cannot be handed"):
            external.edit(app, "old", ".md")
    assert not leftovers(desk)


def test_no_color_reaches_the_editor(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool(desk, "ed2", 'echo "$NO_COLOR" > "$1"')
    monkeypatch.setenv("EDITOR", "ed2")
    monkeypatch.setenv("NO_COLOR", "1")
    assert external.edit(Terminal(), "", ".md") == "1"


@pytest.mark.parametrize(
    ("setting", "visual", "expected"),
    [
        ("one -w", "two", ["one", "-w"]),
        ("", "two", ["two"]),
        ("gone", "two", ["two"]),
        ("'unclosed", "two", ["two"]),
        ("", "", None),
        ("", "'o ne' x", None),
    ],
)
def test_which_editor(
    desk: Path, monkeypatch: pytest.MonkeyPatch, setting: str, visual: str, expected: list[str] | None
) -> None:
    tool(desk, "one", "")
    tool(desk, "two", "")
    monkeypatch.setenv("VISUAL", visual)
    assert external.editor(Settings(editor=setting)) == expected


def test_without_an_editor_the_hint_says_what_to_set(desk: Path) -> None:
    with pytest.raises(ReadingListError) as caught:
        external.edit(Terminal(), "x", ".md")
    assert "$EDITOR" in caught.value.hint


@pytest.mark.parametrize(
    "url", ["", "file:///etc/passwd", "javascript:alert(1)", "https://", "arxiv.org", "https://a b", "https://a\x1b]0;"]
)
def test_only_web_addresses_are_opened(desk: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    tool(desk, "firefox", f"echo > {desk}/started")
    monkeypatch.setenv("BROWSER", "firefox")
    assert external.open_url(Terminal(), url).startswith(("not opened", "there is no address"))

    assert not (desk / "started").exists()


@pytest.mark.parametrize("url", ["https://ada:secret@example.org/x.pdf", "https://bank.example.org@example.net/"])
def test_an_address_with_a_user_name_is_not_opened(url: str) -> None:
    said = external.open_url(Terminal(), url)
    assert said.startswith("not opened: https://…@example.")
    assert "secret" not in said


def test_without_a_browser_the_address_is_said(desk: Path) -> None:
    assert external.open_url(Terminal(), "https://arxiv.org/abs/1706.03762").endswith(
        "https://arxiv.org/abs/1706.03762"
    )


def test_a_text_browser_gets_the_terminal(desk: Path) -> None:
    tool(desk, "w3m", f'echo "$1" > {desk}/shown')
    assert external.open_url(Terminal(), "https://arxiv.org/") == "shown in w3m"
    assert (desk / "shown").read_text() == "https://arxiv.org/\n"


async def test_a_text_browser_without_a_terminal(desk: Path) -> None:
    tool(desk, "w3m", "")
    app: App[None] = App()
    async with app.run_test():
        assert external.open_url(app, "https://arxiv.org/").endswith("the address is https://arxiv.org/")


@pytest.mark.parametrize(("variable", "name"), [("DISPLAY", "xdg-open"), ("WAYLAND_DISPLAY", "firefox")])
def test_the_desktop_opens_it(desk: Path, monkeypatch: pytest.MonkeyPatch, variable: str, name: str) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(external, "start", lambda command: started.append(list(command)))
    tool(desk, name, "")
    tool(desk, "w3m", "")
    monkeypatch.setenv(variable, ":0")
    assert name in external.open_url(Terminal(), "https://arxiv.org/")
    assert started == [[name, "https://arxiv.org/"]]


def test_the_users_browser_comes_first(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(external, "start", lambda command: started.append(list(command)))
    tool(desk, "mine", "")
    monkeypatch.setenv("BROWSER", "gone:mine --new %s")
    external.open_url(Terminal(), "https://arxiv.org/")
    assert started == [["mine", "--new", "https://arxiv.org/"]]


def test_an_address_cannot_leave_a_command_line_inside_the_users_command(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(external, "start", lambda command: started.append(list(command)))
    tool(desk, "sh", "")
    monkeypatch.setenv("BROWSER", "sh -c 'mine \"%s\" &'")
    external.open_url(Terminal(), "https://a.org/$(reboot)`reboot`;reboot&'\"|reboot?q=1%20")
    (command,) = started
    assert command[:2] == ["sh", "-c"]
    inner = command[2].removeprefix('mine "').removesuffix('" &')
    assert inner.startswith("https://a.org/%24%28reboot%29")
    assert not set(inner) & set("$`;&'\"|()<> \\")


@pytest.mark.parametrize("command", ["gone --wait", "'unclosed", "vi; touch owned", "$(touch owned)"])
def test_an_editor_that_is_no_program_is_named_and_no_shell_sees_it(
    desk: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(desk)
    monkeypatch.setenv("EDITOR", command)
    with pytest.raises(ReadingListError) as caught:
        external.edit(Terminal(), "x", ".md")
    assert repr(command) in caught.value.message
    assert not (desk / "owned").exists()
