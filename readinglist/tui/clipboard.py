"""The clipboard: the desktop's own tool where there is one, else the terminal (OSC 52)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from readinglist.text import clean, clean_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.app import App

NOWHERE = subprocess.DEVNULL
PATIENCE = 1.0
"""Seconds a clipboard tool may take; one without its display server hangs for ever."""


def lines_of(texts: Iterable[str], joint: str = "\n") -> str:
    """Texts, each made one line, joined to be copied."""
    return joint.join(filter(None, map(clean, texts)))


def copy(app: App[Any], text: str) -> str:
    """Copy sanitised `text`, and give the message: ``copied with wl-copy``."""
    text = clean_lines(text.encode("utf-8", "replace").decode())  # it may be pasted into a terminal
    if not text:
        return "nothing to copy"
    for command in tools():
        if feed(command, text):
            return f"copied with {command[0]}"
    app.copy_to_clipboard(text)
    hint = "; tmux passes it on with `set -g set-clipboard on`" if os.environ.get("TMUX") else ""
    return f"sent to the terminal's clipboard (OSC 52){hint}"


def tools() -> Iterator[list[str]]:
    """The clipboard programs that reach the screen the user sits at, best first; none over SSH."""
    if is_remote():
        return
    candidates = []
    if sys.platform == "darwin":
        candidates.append(["pbcopy"])
    if os.environ.get("WAYLAND_DISPLAY"):
        candidates.append(["wl-copy"])
    if os.environ.get("DISPLAY"):
        candidates += [["xclip", "-selection", "clipboard", "-in"], ["xsel", "--clipboard", "--input"]]
    candidates.append(["clip.exe"])
    yield from (command for command in candidates if shutil.which(command[0]))


def is_remote() -> bool:
    """Whether we run at the far end of an SSH connection."""
    return any(os.environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))


def feed(command: list[str], text: str) -> bool:
    """Whether `command` took `text` on its standard input."""
    data = text.encode("utf-16" if command[0] == "clip.exe" else "utf-8")
    try:
        # Output goes nowhere: wl-copy and xclip stay behind to serve the text and would keep a pipe open.
        done = subprocess.run(  # noqa: S603 - a program of our own list, without a shell
            command, input=data, stdout=NOWHERE, stderr=NOWHERE, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
