"""Real processes, several at once."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from readinglist.store.doctor import doctor
from tests.store.making import content, library_with, reopened

if TYPE_CHECKING:
    from pathlib import Path


def child(*args: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.child", *args],
    )


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    names = ["a", "b", "c"]
    children = [child(str(tmp_path), name, "40") for name in names]
    for process in children:
        process.communicate(timeout=60)
        assert process.returncode == 0
    changes = store.refresh()
    assert len(changes) == 120
    assert set(store.library["p1"].tags) == {f"{name}{n}" for name in names for n in range(40)}
    assert reopened(tmp_path) == content(store)
    assert [change.sequence for change in store.history().undoable()] == list(range(1, 122))
    assert doctor(tmp_path) == []
