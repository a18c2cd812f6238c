"""Real processes: several at once, and killed ones."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from readinglist.store import Store
from readinglist.store.doctor import doctor
from tests.store.making import content, library_with, reopened

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 100


def child(*args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.child", *args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    names = ["a", "b", "c"]
    children = [child("hammer", str(tmp_path), name, "40") for name in names]
    for process in children:
        process.communicate(timeout=60)
        assert process.returncode == 0
    changes = store.refresh()
    assert len(changes) == 120
    assert set(store.library["p1"].tags) == {f"{name}{n}" for name in names for n in range(40)}
    assert reopened(tmp_path) == content(store)
    assert [change.sequence for change in store.history().undoable()] == list(range(1, 122))
    assert doctor(tmp_path) == []


def test_a_process_killed_at_any_moment_loses_no_change_it_was_told_is_safe(tmp_path: Path) -> None:
    library_with(tmp_path, "p0", "p1", "p2")
    rng = random.Random(os.urandom(8))
    safe: set[tuple[str, str]] = set()
    folds = set()
    with child("victims", str(tmp_path)) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        for number in range(KILLS):
            server.stdin.write(f"k{number}\n")
            told, pid, patience = 0, 0, rng.randrange(12)
            for line in server.stdout:
                match line.split():
                    case ["pid", digits]:
                        pid = int(digits)
                    case ["safe", id, tag]:
                        safe.add((id, tag))
                        told += 1
                    case ["dead"]:
                        break
                if pid and told >= patience:
                    for _ in range(rng.randrange(20_000)):  # some way into the next edit or fold
                        pass
                    os.kill(pid, signal.SIGKILL)
                    patience = sys.maxsize
            store = Store.open(tmp_path)
            assert not store.read_only
            lost = {(id, tag) for id, tag in safe if tag not in store.library[id].tags}
            assert not lost
            folds.add((tmp_path / "library.json").stat().st_ino)
        server.stdin.close()
    assert len(safe) > KILLS
    assert len(folds) > 5
    assert doctor(tmp_path) == []
