"""The user's editor and browser, started from the app."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from textual.app import SuspendNotSupported

from readinglist.credentials import has_credentials, without_credentials
from readinglist.errors import ReadingListError
from readinglist.settings.config import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import App

NOWHERE = subprocess.DEVNULL
TEXT_BROWSERS = ("www-browser", "w3m", "lynx", "elinks", "links", "links2")
SCREEN_BROWSERS = ("wslview", "xdg-open", "gnome-open", "firefox", "chromium", "google-chrome")


def settings_of(app: App[Any]) -> Settings:
    """The settings of `app`; the defaults if it has none."""
    settings = getattr(app, "settings", None)
    return settings if isinstance(settings, Settings) else Settings()


def runnable(command: str) -> list[str]:
    """The words of a command line; empty if it cannot be run here."""
    try:
        words = shlex.split(command)
    except ValueError:
        return []
    return words if words and shutil.which(words[0]) else []


def editor(settings: Settings) -> list[str] | None:
    """The command of the user's editor: the setting, $VISUAL, $EDITOR; None if there is none that can be run."""
    return next(filter(None, map(runnable, wanted_editors(settings))), None)


def wanted_editors(settings: Settings) -> tuple[str, str, str]:
    """The user's choices of an editor, by precedence."""
    return settings.editor, os.environ.get("VISUAL", ""), os.environ.get("EDITOR", "")


def edit(app: App[Any], text: str, suffix: str) -> str | None:
    """`text` as the user leaves it in the editor, None if unchanged; the app is suspended meanwhile.

    Raises ReadingListError if there is no editor, the terminal cannot be handed over, or the editor fails;
    what was typed is then still in the file that the hint names.
    """
    command = editor(settings_of(app))
    if not command:
        named = next(filter(None, wanted_editors(settings_of(app))), "")
        message = f"there is no program {named!r} to edit with" if named else "no editor is set"
        raise ReadingListError(message, "set $EDITOR, or `editor` in config.toml; or write here")
    handle, name = tempfile.mkstemp(prefix="readinglist-", suffix=suffix)
    path = Path(name)
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
        file.write(text)
    try:
        status = run(app, [*command, name])
        after = path.read_text(encoding="utf-8-sig").rstrip("\n")
    except UnicodeDecodeError as error:
        raise ReadingListError("the edited text is not UTF-8", f"it is still in {path}") from error
    except (OSError, ReadingListError):
        path.unlink(missing_ok=True)
        raise
    changed = after != text.rstrip("\n")
    if status and changed:
        raise ReadingListError(f"{command[0]} ended with status {status}", f"the text is still in {path}")
    path.unlink()
    if status:
        raise ReadingListError(f"{command[0]} ended with status {status}", "nothing was changed")
    return after if changed else None


def run(app: App[Any], command: Sequence[str]) -> int:
    """The exit status of a program that gets the terminal while the app is suspended; raises ReadingListError."""
    environment = {**os.environ, "NO_COLOR": "1"} if app.no_color else dict(os.environ)
    try:
        with app.suspend():
            return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - the user's own
    except SuspendNotSupported as error:
        raise ReadingListError("this terminal cannot be handed to another program", "write here instead") from error
    except OSError as error:
        raise ReadingListError(f"{command[0]} cannot be run: {error.strerror}", "check the command") from error


def open_url(app: App[Any], url: str) -> str:
    """Open a web address in the user's browser, and give the message: without a browser, the address."""
    if has_credentials(url):
        return f"not opened: {without_credentials(url)} holds a user name or password"
    if not is_web(url):
        return f"not opened: {url!r} is no web address (http or https)" if url else "there is no address to open"
    command = browser()
    if not command:
        return f"no browser here; the address is {url}"
    words = [word.replace("%s", bare(url) if " " in word else url) for word in command]
    words = words if words != command else [*command, url]
    if Path(command[0]).name in TEXT_BROWSERS:
        try:
            run(app, words)
        except ReadingListError:
            return f"no browser can be shown here; the address is {url}"
        return f"shown in {command[0]}"
    start(words)
    return f"opened {url} with {Path(command[0]).name}"


def bare(url: str) -> str:
    """`url` with shell characters quoted, for a word of $BROWSER that is a command line itself."""
    return quote(url, safe=":/?#@,.~%=+-_")


def is_web(url: str) -> bool:
    """Whether `url` may be passed to a browser."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and url.isprintable() and " " not in url


def browser() -> list[str] | None:
    """The command that opens an address: $BROWSER, the desktop's, else a text browser; None if there is none."""
    for command in filter(None, os.environ.get("BROWSER", "").split(os.pathsep)):
        if words := runnable(command):
            return words
    has_screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("WSL_DISTRO_NAME")
    names = ("open",) if sys.platform == "darwin" else SCREEN_BROWSERS if has_screen else ()
    return next(([name] for name in (*names, *TEXT_BROWSERS) if shutil.which(name)), None)


def start(command: Sequence[str]) -> None:
    """Start a program with a window of its own, its output discarded; a thread waits for its end."""

    def wait() -> None:
        subprocess.run(  # noqa: S603 - the user's own browser, without a shell
            command, stdin=NOWHERE, stdout=NOWHERE, stderr=NOWHERE, start_new_session=True, check=False
        )

    threading.Thread(target=wait, daemon=True).start()
