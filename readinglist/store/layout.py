"""The files of a library's folder, by name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from readinglist.files.atomic import explaining, make_folder

GITIGNORE = b"""\
# Only library.json belongs into version control; the rest is about this machine.
/backups/
/journal-*.jsonl
/*.lock
/state.json
/exports.json
/written.json
/*~
"""


@dataclass(frozen=True)
class Layout:
    """The files of the library in `folder`."""

    folder: Path

    @cached_property
    def library(self) -> Path:
        """The TinyDB file; the target if library.json is a link, so that the link stays when the file is replaced."""
        target = Path(os.path.realpath(self.named))
        return target if target.is_file() or not target.exists() else self.named

    @property
    def named(self) -> Path:
        """The path of library.json in the folder, which may be a link."""
        return self.folder / "library.json"

    @property
    def state(self) -> Path:
        """The state of the TinyDB file as this machine knows it."""
        return self.folder / "state.json"

    @property
    def backups(self) -> Path:
        """The folder of earlier versions of the TinyDB file."""
        return self.folder / "backups"

    @property
    def lock(self) -> Path:
        """The lock file held while a change is appended."""
        return self.folder / "append.lock"

    @property
    def fold_lock(self) -> Path:
        """The lock file held while the journals are folded into the TinyDB file."""
        return self.folder / "fold.lock"

    @property
    def gitignore(self) -> Path:
        """The list of files that are not for version control: all but the TinyDB file."""
        return self.folder / ".gitignore"


def prepare(layout: Layout) -> None:
    """Create the library's folder; a new or empty one becomes private to the user."""
    folder = layout.folder
    with explaining(folder):
        make_folder(folder, 0o700)
        if not any(folder.iterdir()) and folder.stat().st_uid == os.geteuid() and os.access(folder, os.W_OK):
            folder.chmod(0o700)
