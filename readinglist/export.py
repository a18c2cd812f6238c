"""Files that are whole or not there, and the line that cites papers."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterable


def cite_command(keys: Iterable[str]) -> str:
    r"""``\cite{a,b}``."""
    return f"\\cite{{{','.join(keys)}}}"


def save(path: Path, text: str, *, force: bool = False) -> None:
    """Write `text` to a file, wholly or not at all; a file that holds it already is left alone.

    What is no regular file (a pipe, ``/dev/null``) just gets the text.
    Raises ExportError if there is another file and no `force`, or if it cannot be written.
    """
    data = text.encode("utf-8", "replace")
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)
            return
        target = path.resolve()
        if target.exists():
            if not target.is_file():
                raise ExportError(f"{path}: is a folder", "name a file")
            if target.read_bytes() == data:
                return
            if not force:
                raise ExportError(f"{path}: exists and would change", "use --force to replace it, or name another file")
        replace(target, data)
    except FileNotFoundError as error:
        raise ExportError(
            f"{path}: there is no folder {path.parent}", "make it first, or name another place"
        ) from error
    except PermissionError as error:
        raise ExportError(f"{path}: not allowed to write there", "name another place") from error
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ExportError(f"{path}: cannot be written: {reason}", "the file is as it was") from error


def replace(target: Path, data: bytes) -> None:
    """Put a file with `data` in the place of `target`, with its permissions."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~umask())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def umask() -> int:
    """The permissions that new files do not get."""
    current = os.umask(0o077)
    os.umask(current)
    return current
