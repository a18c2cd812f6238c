"""A received or damaged folder costs a message and nothing else: odd names and numbers, other people's folders."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from readinglist.errors import StoreError
from readinglist.store.doctor import doctor
from readinglist.store.file_store import FileStore
from readinglist.store.journal_lines import MOST
from readinglist.store.state import State
from readinglist.store.tables import serialised
from tests.store.making import content, journal_line, library_with, noting, reopened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A file of the user's outside the library."""
    path = tmp_path / "outside.txt"
    path.write_text("mine")
    return path


@pytest.mark.parametrize("place", [os.link, lambda outside, path: path.write_text("mine")])
def test_looking_whether_a_library_can_be_written_leaves_all_files_alone(
    tmp_path: Path, outside: Path, place: Callable[[Path, Path], object]
) -> None:
    folder = tmp_path / "library"
    library_with(folder, "p1")
    place(outside, folder / "doctor~")
    before = sorted(path.name for path in folder.iterdir())
    doctor(folder)
    assert (outside.read_text(), (folder / "doctor~").read_text()) == ("mine", "mine")
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_backup_of_an_impossible_time_is_not_one_of_ours(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    odd = tmp_path / "backups" / "library-0000000001-20261399T256199Z.json"
    odd.parent.mkdir(exist_ok=True)
    odd.write_bytes((tmp_path / "library.json").read_bytes())
    store.record(noting("p1", "read"), "cli")
    assert store.fold()
    assert doctor(tmp_path) == []
    assert reopened(tmp_path)["p1"]["note"] == "read"
    assert odd.exists()


def test_an_edit_whose_number_could_not_be_read_again_is_refused_and_not_lost(tmp_path: Path) -> None:
    library_with(tmp_path, "p1")
    (tmp_path / "state.json").unlink()
    for path in tmp_path.glob("journal-*"):
        path.unlink()
    last = MOST - 1
    (tmp_path / f"journal-{last}.jsonl").write_bytes(journal_line(last, {}))
    store = FileStore.open(tmp_path)
    with pytest.raises(StoreError, match="last number there is") as refused:
        store.record(noting("p1", "three hours"), "cli")
    assert "export --format json" in refused.value.hint
    assert "note" not in content(store)["p1"]
    assert any("last number there is" in each for each in doctor(tmp_path))


def test_a_state_with_numbers_that_no_change_has_is_found_out_again(tmp_path: Path) -> None:
    library_with(tmp_path, "p1")
    forged = State(MOST, "x", (1, 2, 3, 4))
    forged.save(tmp_path / "state.json")
    assert State.load(tmp_path / "state.json") == State()


@pytest.mark.parametrize("times", [(), ("added", "updated")])
def test_two_lines_of_one_paper_are_taken_in_both(tmp_path: Path, times: tuple[str, ...]) -> None:
    library_with(tmp_path, "p1", "p2")
    path = tmp_path / "library.json"
    tables = json.loads(path.read_text(encoding="utf-8"))
    for name in times:
        tables["papers"]["p1"].pop(name, None)
    path.write_bytes(b"".join(serialised(tables)))
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.startswith('"p1":'))
    record = json.loads(lines[at].rstrip(",\n").split(":", 1)[1])
    noted = f'"p1":{json.dumps({**record, "note": "three hours"}, separators=(",", ":"))},\n'
    path.write_text("".join([*lines[:at], noted, *lines[at:]]), encoding="utf-8")
    assert "stands there twice" in FileStore.open(tmp_path).read_only
    assert any("stands there twice" in each for each in doctor(tmp_path))
    doctor(tmp_path, repair=True)
    assert reopened(tmp_path)["p1"]["note"] == "three hours"
    assert doctor(tmp_path) == []


PLAIN = {"indent": 2}
COMPACT = {"separators": (",", ":")}


def forget(folder: Path) -> None:
    """Leave library.json alone in a folder, as if it came from another machine."""
    for path in [*folder.glob("journal-*"), folder / "state.json"]:
        path.unlink()


def twice(text: str, name: str, value: str) -> str:
    """JSON in which a value, itself JSON, stands under the name before the one that is there."""
    start = text.index(f'"{name}":')
    return f'{text[:start]}"{name}":{value},{text[start:]}'


@pytest.mark.parametrize("layout", [PLAIN, COMPACT], ids=["indented", "compact"])
@pytest.mark.parametrize("is_known", [True, False], ids=["ours", "received"])
@pytest.mark.parametrize("has_id", [True, False])
def test_two_records_of_one_paper_are_taken_in_both_however_the_file_is_laid_out(
    tmp_path: Path, layout: dict[str, Any], is_known: bool, has_id: bool
) -> None:
    library_with(tmp_path, "p1", "p2")
    tables = json.loads((tmp_path / "library.json").read_text(encoding="utf-8"))
    record = {**tables["papers"]["p1"], "note": "three hours"}
    record = record if has_id else {name: value for name, value in record.items() if name != "id"}
    text = twice(json.dumps(tables, **layout), "p1", json.dumps(record))
    if not is_known:
        forget(tmp_path)
    (tmp_path / "library.json").write_text(text, encoding="utf-8")
    assert "the paper 'p1' stands there twice" in FileStore.open(tmp_path).read_only
    assert any("stands there twice" in each for each in doctor(tmp_path))
    doctor(tmp_path, repair=True)
    papers = reopened(tmp_path)
    assert papers["p1"]["note"] == "three hours"
    assert sorted(papers) == ["p1", "p2"]
    assert doctor(tmp_path) == []


def test_a_table_that_stands_twice_loses_no_paper(tmp_path: Path) -> None:
    library_with(tmp_path, "p1", "p2")
    text = json.dumps(json.loads((tmp_path / "library.json").read_text(encoding="utf-8")), indent=1)
    moss = {"id": "p3", "key": "moss", "title": "Moss"}
    (tmp_path / "library.json").write_text(twice(text, "papers", json.dumps({"p3": moss})), encoding="utf-8")
    assert any("'papers' stands there twice" in each for each in doctor(tmp_path))
    doctor(tmp_path, repair=True)
    assert sorted(each["title"] for each in reopened(tmp_path).values()) == ["Moss", "Paper p1", "Paper p2"]
    assert doctor(tmp_path) == []


@pytest.mark.parametrize("is_known", [True, False], ids=["ours", "received"])
def test_a_field_that_stands_twice_is_said_and_no_value_is_lost(tmp_path: Path, is_known: bool) -> None:
    library_with(tmp_path, "p1")
    text = json.dumps(json.loads((tmp_path / "library.json").read_text(encoding="utf-8")), indent=1)
    if not is_known:
        forget(tmp_path)
    (tmp_path / "library.json").write_text(twice(text, "title", '"Moss"'), encoding="utf-8")
    assert any("'title' stands there twice" in each for each in doctor(tmp_path))
    told = doctor(tmp_path, repair=True)
    if is_known:  # of the two values it is the one that is new
        assert reopened(tmp_path)["p1"]["title"] == "Moss"
        assert any("takes it back" in each for each in told)
    else:
        assert any("title" in each and "Moss" in each and "Paper p1" in each for each in told)
    assert doctor(tmp_path) == []


def test_a_paper_whose_id_is_none_gets_one(tmp_path: Path) -> None:
    library_with(tmp_path, "p1")
    path = tmp_path / "library.json"
    tables = json.loads(path.read_text(encoding="utf-8"))
    tables["papers"]["my.paper"] = {**tables["papers"]["p1"], "id": "my.paper", "key": "other", "title": "Moss"}
    path.write_text(json.dumps(tables), encoding="utf-8")
    doctor(tmp_path, repair=True)
    assert sorted(each["title"] for each in reopened(tmp_path).values()) == ["Moss", "Paper p1"]
    assert doctor(tmp_path) == []


def test_a_folder_of_others_gets_no_file_before_the_user_agrees(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    library_with(folder, "p1")
    for path in (*folder.glob("*.lock"), folder / "state.json"):
        path.unlink(missing_ok=True)
    folder.chmod(0o777)
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    store = FileStore.open(folder)
    for attempt in (lambda: store.record(noting("p1", "n"), "cli"), store.fold, store.save):
        with pytest.raises(StoreError, match="every user of this machine"):
            attempt()
    assert content(store).keys() == {"p1"}
    made = folder.stat().st_mtime_ns
    assert any("only open for reading" in text for text in doctor(folder))
    assert folder.stat().st_mtime_ns == made
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
