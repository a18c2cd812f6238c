"""A real store in a temporary folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from readinglist.store.file_store import FileStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FileStore]:
    with FileStore.open(tmp_path / "library") as store:
        yield store
