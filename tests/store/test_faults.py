"""What goes wrong around a library: a message, nothing is lost, and it works again after."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from readinglist.errors import DamagedError, LockedError, StoreError
from readinglist.files import lock
from readinglist.store import backup
from readinglist.store.doctor import doctor
from readinglist.store.file_store import FileStore
from tests.store.making import adding, content, journals, library_with, noting, reopened, rewrite, tagging

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NO_LOCKS = """
import errno, fcntl, sys
def flock(*_):
    raise OSError(errno.ENOLCK, "No locks available")
fcntl.flock = flock
from readinglist.cli import main
sys.exit(main())
"""
"""The commands on a network file system that refuses locks."""
READ_ONLY = """
import sys
from pathlib import Path
from readinglist.errors import StoreError
from tests.store.making import FileStore, noting
folder = Path(sys.argv[1])
earlier = FileStore.open(folder)
folder.chmod(0o500)
store = FileStore.open(folder)
assert "can be read but not written" in store.read_only, store.read_only
for act in (lambda: store.record(noting("p1", "x"), "app"), store.fold, earlier.fold):
    try:
        act()
    except StoreError as error:
        assert error.hint
    else:
        raise AssertionError("it was written")
earlier.refresh()
assert "can be read but" not in earlier.read_only
folder.chmod(0o700)
assert store.refresh() == []
assert not store.read_only
for each in (store, earlier):
    each.refresh()
    assert each.record(noting("p1", each.library["p1"].note + "!"), "app")
    assert each.fold()
"""
HOLDER = """
import sys, time
from pathlib import Path
from readinglist.files.lock import Lock
with Lock(Path(sys.argv[1], "append.lock")).held():
    print("held", flush=True)
    time.sleep(600)
"""


def run(program: str, *args: str, prepare: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, *args]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, preexec_fn=prepare)


def test_a_file_system_without_locks_is_explained_and_can_be_read(tmp_path: Path) -> None:
    library_with(tmp_path, "p1").close()
    rewrite(tmp_path, lambda tables: tables["papers"]["p1"].update(note="theirs"))  # to be taken over under the lock
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    listed = run(NO_LOCKS, "--library", str(tmp_path), "list")
    assert (listed.returncode, "Paper p1" in listed.stdout) == (0, True)
    refused = run(NO_LOCKS, "--library", str(tmp_path), "update", "p1", "--tag", "x")
    assert refused.returncode == 1
    assert "has no locks; keep the library on a local disk" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
    assert reopened(tmp_path)["p1"]["note"] == "theirs"


def bound_by_permissions() -> None:
    """In a child of root: permissions bind it as they bind everybody."""
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


@pytest.mark.skipif(not os.geteuid() and sys.platform != "linux", reason="permissions do not bind root")
def test_a_folder_that_turns_read_only_and_back(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    store.record(noting("p1", "n"), "app")
    child = run(READ_ONLY, str(tmp_path), prepare=None if os.geteuid() else bound_by_permissions)
    assert child.returncode == 0, child.stderr
    store.refresh()
    assert content(store) == reopened(tmp_path)
    assert store.library["p1"].note == "n!!"


def test_a_lock_whose_holder_hangs_or_dies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = library_with(tmp_path, "p1")
    monkeypatch.setattr(lock, "TIMEOUT", 0.05)
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(LockedError):
            store.record(noting("p1", "n"), "app")
        holder.send_signal(signal.SIGKILL)
    assert store.record(noting("p1", "n"), "app")


def test_a_library_that_cannot_be_locked_now_can_be_read_and_later_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library_with(tmp_path, "p1").close()
    rewrite(tmp_path, lambda tables: tables["papers"]["p1"].update(note="theirs"))
    monkeypatch.setattr(lock, "TIMEOUT", 0)
    with lock.Lock(tmp_path / "append.lock").held():
        store = FileStore.open(tmp_path)
        assert "busy" in store.read_only
        assert list(content(store)) == ["p1"]
    assert store.record(tagging("p1", "ours"), "app")
    assert (store.library["p1"].note, store.library["p1"].tags) == ("theirs", ("ours",))


def test_a_journal_that_vanishes_under_the_app_is_missed(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    store.record(noting("p1", "only in the journal"), "app")
    shown = content(store)
    path = journals(tmp_path)[-1]
    data = path.read_bytes()
    path.unlink()
    assert store.refresh() == []
    assert "the changes 2 to 2 are gone" in store.read_only
    assert content(store) == shown
    with pytest.raises(DamagedError) as caught:
        store.record(noting("p1", "more"), "app")
    assert "put them back" in caught.value.hint
    path.write_bytes(data)
    assert store.refresh() == []
    assert not store.read_only
    assert store.record(tagging("p1", "again"), "app").sequence == 3


def test_what_the_app_showed_can_be_had_again_though_its_journal_is_gone_for_good(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    store.record(noting("p1", "only in the journal"), "app")
    shown = content(store)
    journals(tmp_path)[-1].unlink()
    store.refresh()
    (saved,) = (tmp_path / "backups").glob("memory-*.json")
    assert str(saved) in store.notices[-1]
    fresh = FileStore.open(tmp_path)
    assert "is missing, and the changes in it" in fresh.read_only
    doctor(tmp_path, repair=True)
    assert reopened(tmp_path) == shown
    assert not saved.exists()
    assert doctor(tmp_path) == []


def test_a_library_that_is_moved_away_and_back(tmp_path: Path) -> None:
    store = library_with(tmp_path / "library", "p1")
    store.record(noting("p1", "n"), "app")
    (tmp_path / "library").rename(tmp_path / "away")
    for act in (store.refresh, store.fold, lambda: store.record(noting("p1", "lost"), "app")):
        with pytest.raises(StoreError):
            act()
    (tmp_path / "away").rename(tmp_path / "library")
    assert store.refresh() == []
    assert store.record(tagging("p1", "back"), "app")
    assert reopened(tmp_path / "library") == content(store)


def test_a_clock_that_is_put_back_does_not_stop_backups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Ahead(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(days=3000)  # type: ignore[arg-type]

    store = library_with(tmp_path, "p1")
    with monkeypatch.context() as patched:
        patched.setattr(backup, "datetime", Ahead)
        store.record(noting("p1", "from the future"), "app")
        store.fold()
    store.record(noting("p1", "now"), "app")
    store.fold()
    assert len(list((tmp_path / "backups").glob("library-*"))) == 2
    assert reopened(tmp_path)["p1"]["note"] == "now"


def test_after_a_full_disk_at_the_start_the_library_can_be_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library_with(tmp_path, "p1").close()
    rewrite(tmp_path, lambda tables: tables["papers"]["p1"].update(note="theirs"))

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        store = FileStore.open(tmp_path)
        assert "No space left" in store.read_only
    assert store.record(adding("p2"), "app")
    assert reopened(tmp_path)["p1"]["note"] == "theirs"
