"""Libraries that earlier versions wrote, kept in tests/data/formats: they open for ever."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import orjson
import pytest

from readinglist.errors import StoreError
from readinglist.store.doctor import doctor
from readinglist.store.file_store import FileStore
from readinglist.store.state import State
from tests.store.making import content, library_with, noting, reopened

KEPT = sorted((Path(__file__).parents[1] / "data" / "formats").iterdir())


@pytest.fixture(params=KEPT, ids=lambda path: path.name)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(request.param, tmp_path / "library"))
    for path in folder.rglob("*"):  # git does not keep that they are private
        path.chmod(0o700 if path.is_dir() else 0o600)
    return folder


def expected(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return found


def test_a_library_of_any_version_opens_and_can_be_worked_on(kept: Path) -> None:
    store = FileStore.open(kept)
    assert not store.read_only
    assert content(store) == expected(kept)
    assert store.undo("app")
    store.record(noting("aaaa2222", "today"), "app")
    assert store.fold()
    assert reopened(kept) == content(store)
    assert doctor(kept) == []


@pytest.mark.parametrize("lost", ["state.json", "journal-*", "backups"])
def test_so_does_one_of_which_a_part_came_over(kept: Path, lost: str) -> None:
    (kept / "state.json").unlink()
    for path in kept.glob(lost):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    store = FileStore.open(kept)
    assert not store.read_only
    assert "aaaa2222" in store.library
    assert doctor(kept) == []


def test_a_newer_version_is_left_alone_by_all_of_us(tmp_path: Path) -> None:
    library_with(tmp_path, "p1").close()
    path = tmp_path / "library.json"
    path.write_bytes(path.read_bytes().replace(b'"version":1', b'"version":2'))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    for act in (FileStore.open, doctor, lambda folder: doctor(folder, repair=True)):
        with pytest.raises(StoreError, match="format 2"):
            act(tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_version_that_never_was_is_damage(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    path = tmp_path / "library.json"
    path.write_bytes(path.read_bytes().replace(b'"version":1', b'"version":0'))
    assert "format 0, which there never was" in FileStore.open(tmp_path).read_only
    doctor(tmp_path, repair=True)
    assert reopened(tmp_path) == content(store)


def test_what_a_newer_version_adds_to_the_state_does_not_disturb(tmp_path: Path) -> None:
    State(3, "digest", (1, 2)).save(tmp_path / "state.json")
    fields = orjson.loads((tmp_path / "state.json").read_bytes())
    del fields["check"]
    (tmp_path / "state.json").write_bytes(orjson.dumps({**fields, "moon": "full"}))
    assert State.load(tmp_path / "state.json") == State(3, "digest", (1, 2))
