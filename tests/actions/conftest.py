"""A real store in a temporary folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from readinglist.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "library") as store:
        yield store
