"""The clipboard tells the truth about where the text went."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from textual.app import App

from readinglist.tui import clipboard

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY", "TMUX", "WAYLAND_DISPLAY", "DISPLAY")


class Terminal(App[None]):
    """An app that keeps what is sent to its terminal's clipboard."""

    sent = ""

    def copy_to_clipboard(self, text: str) -> None:
        self.sent = text


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A PATH with nothing in it but the tools that a test puts there."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    return tmp_path


def tool(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def test_a_desktop_tool_is_used_and_named(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    tool(desk, "wl-copy", f"/bin/cat > {desk}/taken")
    app = Terminal()
    assert clipboard.copy(app, "Gödel; $(touch x) 深度") == "copied with wl-copy"
    assert (desk / "taken").read_text() == "Gödel; $(touch x) 深度"
    assert not app.sent


def test_without_a_display_its_tools_are_not_tried(desk: Path) -> None:
    tool(desk, "xclip", f"/bin/cat > {desk}/taken")
    app = Terminal()
    assert "OSC 52" in clipboard.copy(app, "text")
    assert app.sent == "text"
    assert not (desk / "taken").exists()


def test_over_ssh_the_far_desktop_is_left_alone(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")
    tool(desk, "xclip", f"/bin/cat > {desk}/taken")
    app = Terminal()
    assert clipboard.copy(app, "text") == "sent to the terminal's clipboard (OSC 52)"
    assert not (desk / "taken").exists()


def test_a_failing_tool_gives_way_to_the_next(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    tool(desk, "xclip", "exit 1")
    tool(desk, "xsel", f"/bin/cat > {desk}/taken")
    assert clipboard.copy(Terminal(), "text") == "copied with xsel"


def test_a_hanging_tool_is_given_up(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(clipboard, "PATIENCE", 0.05)
    tool(desk, "xclip", "exec /bin/sleep 30")
    app = Terminal()
    assert "OSC 52" in clipboard.copy(app, "text")
    assert app.sent == "text"


def test_tmux_gets_a_hint(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX", "/tmp/tmux")
    assert "set-clipboard on" in clipboard.copy(Terminal(), "text")


def test_macos_and_windows_tools(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool(desk, "clip.exe", f"/bin/cat > {desk}/windows")
    assert clipboard.copy(Terminal(), "é") == "copied with clip.exe"
    assert (desk / "windows").read_bytes().decode("utf-16") == "é"
    monkeypatch.setattr(sys, "platform", "darwin")
    tool(desk, "pbcopy", f"/bin/cat > {desk}/mac")
    assert clipboard.copy(Terminal(), "é") == "copied with pbcopy"


@pytest.mark.parametrize(("text", "sent"), [("", ""), ("a\ud800b", "a?b")])
def test_odd_texts(desk: Path, text: str, sent: str) -> None:
    app = Terminal()
    message = clipboard.copy(app, text)
    assert app.sent == sent
    assert message == "nothing to copy" or "OSC 52" in message


def test_what_is_one_line_is_copied_as_one_line_whatever_it_holds() -> None:
    assert clipboard.lines_of(["one\ntwo\u2028three", "", "a\x1b[31mb\u202e"]) == "one two three\nab"
    assert clipboard.lines_of(["k1\r\n", "k2"], ",") == "k1,k2"


def test_lines_are_copied_without_what_acts_on_a_terminal(desk: Path) -> None:
    app = Terminal()
    clipboard.copy(app, "a\x1b]0;t\x07b\r\n\x85c\x0bd\u202e\udcff\n")
    assert app.sent == "ab\n\nc\nd?"
