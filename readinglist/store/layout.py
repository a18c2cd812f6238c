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
        """The TinyDB file, behind the link if library.json is one: it is replaced, and the link shall stay."""
        target = Path(os.path.realpath(self.named))
        return target if target.is_file() or not target.exists() else self.named

    @property
    def named(self) -> Path:
        """The TinyDB file's name in the folder, which may be that of a link."""
        return self.folder / "library.json"

    @property
    def state(self) -> Path:
        """What this machine knows about the TinyDB file."""
        return self.folder / "state.json"

    @property
    def backups(self) -> Path:
        """The folder of earlier versions of the TinyDB file."""
        return self.folder / "backups"

    @property
    def lock(self) -> Path:
        """Held while a change is appended."""
        return self.folder / "append.lock"

    @property
    def fold_lock(self) -> Path:
        """Held while the journals are folded into the TinyDB file."""
        return self.folder / "fold.lock"

    @property
    def gitignore(self) -> Path:
        """Keeps all but the TinyDB file out of version control."""
        return self.folder / ".gitignore"


def prepare(layout: Layout) -> None:
    """Make the library's folder; one that is new or empty becomes private to the user."""
    folder = layout.folder
    with explaining(folder):
        make_folder(folder, 0o700)
        if not any(folder.iterdir()) and folder.stat().st_uid == os.geteuid() and os.access(folder, os.W_OK):
            folder.chmod(0o700)
