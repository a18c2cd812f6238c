"""The tests of all stores, run for each kind: the one in files, and one in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from readinglist.store.open import open_store
from readinglist.store.protocol import Question
from tests.store.protocol import StoreTests
from tests.support.memory_store import Memory, MemoryStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from readinglist.store.protocol import Store


class TestFileStore(StoreTests):
    folder: Path

    @pytest.fixture
    def open(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Store]:
        monkeypatch.setattr("readinglist.store.fold.HISTORY", self.HISTORY)
        self.folder = tmp_path / "library"
        return lambda: open_store(self.folder)

    def forbid(self) -> None:
        self.folder.chmod(0o777)

    def allow(self) -> None:
        self.folder.chmod(0o700)


class TestMemoryStore(StoreTests):
    memory: Memory

    @pytest.fixture
    def open(self) -> Callable[[], Store]:
        self.memory = Memory(most=self.HISTORY)
        return lambda: MemoryStore(self.memory)

    def forbid(self) -> None:
        self.memory.questions.append(Question("risk", "all", "everybody can write there"))

    def allow(self) -> None:
        self.memory.questions.clear()
