"""Exports to files, once or whenever the library changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def list_in(folder: Path) -> Path:
    """The file in a library's folder that lists the files which follow the library."""
    return folder / "exports.json"
