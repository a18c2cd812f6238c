"""Writing of one exported file: whole or not at all, or by updating a .bib file that others edit too."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from readinglist.errors import ExportError, SourceError
from readinglist.files import regular
from readinglist.files.atomic import replace_outside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from readinglist.bibtex.updating.fingerprints import Fingerprints
    from readinglist.bibtex.updating.result import Update
    from readinglist.papers.paper import Paper

TRIES = 5
"""Attempts at updating a file that another program changes meanwhile."""


def save(path: Path, text: str, *, force: bool = False) -> None:
    """Write `text` to a file atomically, unless it holds it already.

    Pipes and devices (``/dev/null``) just get the text.
    Raises ExportError if there is another file and no `force`, or if it cannot be written.
    """
    data = text.encode("utf-8", "replace")
    with explaining(path):
        regular.check_planted(path)
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)
            return
        target = resolved(path)
        if target.exists():
            if not target.is_file():
                raise ExportError(f"{path}: is a folder", "name a file")
            if target.read_bytes() == data:
                return
            if not force:
                raise ExportError(f"{path}: exists and would change", "use --force to replace it, or name another file")
        replace_outside(target, data, usual_mode())


def update(path: Path, papers: Sequence[Paper], dialect: str, prints: Fingerprints) -> Update:
    """Update a .bib file with `papers`; text by others stays, in the file's encoding.

    The file is created if there is none. Raises ExportError if it cannot be written, or not be read safely.
    """
    from readinglist.bibtex.updating.updater import update as updated  # noqa: PLC0415 - most exports do without
    from readinglist.sources.documents.decoding import faithful  # noqa: PLC0415

    with explaining(path):
        regular.check_planted(path)
        target = resolved(path)
        for _ in range(TRIES):
            before = content(target)
            try:
                text, encoding = faithful(before or b"")
                done = updated(text, papers, dialect, prints)
            except (SourceError, ExportError) as error:
                raise ExportError(f"{path}: {error.message}", error.hint) from error
            if done.text == text and before is not None:
                return done
            data = encoded(done.text, encoding, path)
            if replace_outside(target, data, usual_mode(), lambda: content(target) == before):  # noqa: B023 - asked at once
                return done
    raise ExportError(f"{path}: another program keeps changing it", "nothing was written; try again")


def resolved(path: Path) -> Path:
    """The file that a name leads to; raises OSError for a link to itself, which Python lets pass from 3.13 on."""
    target = path.resolve()
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return target


def content(target: Path) -> bytes | None:
    """The content of a file that may be written; None if there is none."""
    if not target.exists():
        return None
    if not target.is_file():
        raise ExportError(f"{target}: is no file with text in it", "name a .bib file")
    if not os.access(target, os.W_OK):
        raise PermissionError(target)
    return target.read_bytes()


def encoded(text: str, encoding: str, path: Path) -> bytes:
    """The bytes of a text; raises ExportError if its encoding lacks a character."""
    try:
        return text.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        from readinglist.bibtex.writing.writer import listed  # noqa: PLC0415 - hardly ever needed

        lacking = listed(sorted(sign for sign in set(text) if not sign.encode(encoding, "ignore")))
        raise ExportError(
            f"{path}: is in Windows-1252, which lacks {lacking}",
            "convert the file to UTF-8, or export as bibtex, which needs hardly any letter beyond ASCII",
        ) from None


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Turn the system's errors into ExportError with a hint."""
    try:
        yield
    except FileNotFoundError as error:
        raise ExportError(
            f"{path}: there is no folder {path.parent}", "make it first, or name another place"
        ) from error
    except PermissionError as error:
        what = error.strerror if error.filename == str(path) else "not allowed to write there"
        raise ExportError(f"{path}: {what}", "name another place") from error
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ExportError(f"{path}: cannot be written: {reason}", "the file is as it was") from error


def usual_mode() -> int:
    """The permissions that new files of the user get."""
    umask = os.umask(0o077)
    os.umask(umask)
    return 0o666 & ~umask
