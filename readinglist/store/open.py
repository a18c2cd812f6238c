"""Opening the store of a library: the one place that knows which kinds of stores there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.store.file_store import FileStore
from readinglist.store.layout import Layout
from readinglist.store.load import is_begun

if TYPE_CHECKING:
    from pathlib import Path

    from readinglist.store.protocol import Store


def open_store(folder: Path) -> Store:
    """The library in `folder`, empty and made with its first change if there is none. Raises StoreError."""
    return FileStore.open(folder)


def is_library(folder: Path) -> bool:
    """Whether there is a library in the folder."""
    return is_begun(Layout(folder))
