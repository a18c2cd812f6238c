"""Torn and damaged journals, and what doctor makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from readinglist.errors import DamagedError
from readinglist.papers.change import Change
from readinglist.store.doctor import doctor, examination
from readinglist.store.file_store import FileStore
from tests.store.making import adding, content, journals, library_with, noting, record, reopened, rewrite, tagging

if TYPE_CHECKING:
    from pathlib import Path


def edited(folder: Path) -> FileStore:
    """A folded library of two papers with four changes in its second journal."""
    store = library_with(folder, "p1", "p2")
    for tag in "abcd":
        store.record(tagging("p1", tag), "app")
    return store


def damage(path: Path, line: int) -> None:
    lines = path.read_bytes().split(b"\n")
    lines[line - 1] = lines[line - 1].replace(b'"label"', b'"lable"')
    path.write_bytes(b"\n".join(lines))


@pytest.mark.parametrize("torn", [b"1234", b'0a0b0c0d {"seq":6,"patches":{', b"\0" * 50])
def test_a_torn_last_line_is_cut_off_with_a_notice(tmp_path: Path, torn: bytes) -> None:
    store = edited(tmp_path)
    path = journals(tmp_path)[-1]
    whole = path.read_bytes()
    path.write_bytes(whole + torn)
    opened = FileStore.open(tmp_path)
    assert "cut short" in opened.notices[0]
    assert path.read_bytes() == whole
    assert opened.record(tagging("p1", "e"), "app").sequence == 6
    store.refresh()
    assert content(store) == reopened(tmp_path) == content(opened)
    assert FileStore.open(tmp_path).notices == []


def test_a_line_that_is_being_written_is_left_to_its_writer(tmp_path: Path) -> None:
    store = edited(tmp_path)
    path = journals(tmp_path)[-1]
    whole = path.read_bytes()
    path.write_bytes(whole + b"1234")
    assert store.refresh() == []
    assert store.notices == []
    assert path.read_bytes() == whole + b"1234"
    store.record(tagging("p1", "e"), "app")
    assert "cut short" in store.notices[0]
    assert reopened(tmp_path) == content(store)


@pytest.mark.parametrize("line", [1, 2, 4])
def test_a_damaged_line_makes_the_library_read_only_and_is_named(tmp_path: Path, line: int) -> None:
    store = edited(tmp_path)
    path = journals(tmp_path)[-1]
    damage(path, line)
    before = path.read_bytes()
    opened = FileStore.open(tmp_path)
    assert opened.read_only == f"{path}: line {line}: the checksum does not match"
    assert opened.library["p1"].tags == tuple("abcd"[: line - 1])
    for act in (lambda: opened.record(noting("p1", "n"), "app"), lambda: opened.undo("app"), opened.fold):
        with pytest.raises(DamagedError) as caught:
            act()
        assert "doctor" in caught.value.hint
    opened.close()
    assert path.read_bytes() == before
    assert store.library["p1"].tags == tuple("abcd")


def test_a_missing_journal_makes_the_library_read_only(tmp_path: Path) -> None:
    store = edited(tmp_path)
    store._tail.start()
    store.record(tagging("p1", "e"), "app")
    journals(tmp_path)[1].unlink()
    assert "changes 2 to 5 are missing" in FileStore.open(tmp_path).read_only
    assert "changes 2 to 5 are missing" in doctor(tmp_path)[0]
    doctor(tmp_path, repair=True)
    assert reopened(tmp_path)["p1"]["tags"] == list("abcde")
    assert FileStore.open(tmp_path).record(tagging("p1", "f"), "app").sequence == 7
    assert doctor(tmp_path) == []


def test_damage_that_nobody_needs_does_not_disturb(tmp_path: Path) -> None:
    edited(tmp_path)
    path = journals(tmp_path)[0]
    path.write_bytes(b"x" + path.read_bytes())
    opened = FileStore.open(tmp_path)
    assert not opened.read_only
    assert [change.sequence for change in opened.history().undoable()] == [2, 3, 4, 5]
    assert doctor(tmp_path) == [f"{path}: line 1: the checksum does not match"]


def test_an_earlier_journal_that_is_cut_short_is_mended_for_good(tmp_path: Path) -> None:
    before = content(edited(tmp_path))
    path = journals(tmp_path)[0]
    path.write_bytes(path.read_bytes()[:-9])
    assert doctor(tmp_path) == [f"{path}: line 1: the line is cut short"]
    assert "kept in" in doctor(tmp_path, repair=True)[-1]
    assert doctor(tmp_path) == []
    assert reopened(tmp_path) == before


# doctor


def test_doctor_finds_nothing_wrong_with_a_good_library(tmp_path: Path) -> None:
    edited(tmp_path).close()
    assert doctor(tmp_path) == []
    assert doctor(tmp_path, repair=True) == []


def test_doctor_makes_nothing_where_there_is_no_library(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        assert doctor(folder) == doctor(folder, repair=True) == []
    assert list(tmp_path.iterdir()) == []


def test_doctor_names_every_damaged_line_and_changes_nothing(tmp_path: Path) -> None:
    edited(tmp_path)
    path = journals(tmp_path)[-1]
    damage(path, 2)
    damage(path, 3)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert doctor(tmp_path) == [f"{path}: line {line}: the checksum does not match" for line in (2, 3)]
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def test_doctor_saves_all_good_lines_and_keeps_the_damaged_file(tmp_path: Path) -> None:
    edited(tmp_path)
    path = journals(tmp_path)[-1]
    damage(path, 2)
    before = path.read_bytes()
    found = doctor(tmp_path, repair=True)
    assert "repaired: the library holds 2 papers" in found[-1]
    assert reopened(tmp_path)["p1"]["tags"] == ["a", "b", "c", "d"]
    assert before in [file.read_bytes() for file in (tmp_path / "backups").glob("damaged-*")]
    assert doctor(tmp_path) == []
    assert FileStore.open(tmp_path).record(noting("p1", "on"), "app").sequence == 6
    assert doctor(tmp_path) == []
    rewrite(tmp_path, lambda tables: tables["papers"]["p2"].update(note="theirs"))
    assert FileStore.open(tmp_path).undo("outside") is not None


def test_doctor_makes_no_paper_of_which_a_part_is_lost(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    store.record(adding("p2"), "app")
    store.record(tagging("p2", "x"), "app")
    store.record(tagging("p1", "y"), "app")
    damage(journals(tmp_path)[-1], 1)
    doctor(tmp_path, repair=True)
    assert {id: fields["tags"] for id, fields in reopened(tmp_path).items()} == {"p1": ["y"]}


@pytest.mark.parametrize("broken", [b"", b"{", b"<<<<<<< HEAD\n"])
def test_doctor_brings_back_a_broken_library_file(tmp_path: Path, broken: bytes) -> None:
    store = edited(tmp_path)
    (tmp_path / "library.json").write_bytes(broken)
    assert len(doctor(tmp_path)) == 1
    doctor(tmp_path, repair=True)
    assert reopened(tmp_path) == content(store)
    assert doctor(tmp_path) == []
    assert broken in [file.read_bytes() for file in (tmp_path / "backups").glob("damaged-*")]


def test_doctor_brings_back_a_missing_library_file(tmp_path: Path) -> None:
    store = edited(tmp_path)
    (tmp_path / "library.json").unlink()
    assert "is missing" in doctor(tmp_path)[0]
    doctor(tmp_path, repair=True)
    assert reopened(tmp_path) == content(store)


def test_doctor_saves_the_whole_lines_when_nothing_else_is_left(tmp_path: Path) -> None:
    library_with(tmp_path, "p1", "p2", "p3").close()
    path = tmp_path / "library.json"
    lines = path.read_bytes().split(b"\n")
    lines[3] = lines[3][:-9]
    path.write_bytes(b"\n".join(lines))
    for file in [*journals(tmp_path), tmp_path / "state.json"]:
        file.unlink()
    assert "repaired: the library holds 2 papers" in doctor(tmp_path, repair=True)[-1]
    assert sorted(reopened(tmp_path)) == ["p1", "p3"]


def test_doctor_drops_fields_that_are_no_values(tmp_path: Path) -> None:
    library_with(tmp_path, "p1", "p2").close()

    def spoil(tables: dict[str, dict[str, dict[str, object]]]) -> None:
        tables["papers"]["p1"].update(tags="rl", note="kept")

    rewrite(tmp_path, spoil)
    assert doctor(tmp_path) == [f"{tmp_path / 'library.json'}: paper p1: tags must be a list"]
    doctor(tmp_path, repair=True)
    assert reopened(tmp_path)["p1"] == {**record("p1"), "note": "kept"}


@pytest.mark.parametrize("is_alone", [False, True])
def test_doctor_saves_both_papers_when_the_place_of_one_became_that_of_the_other(
    tmp_path: Path, is_alone: bool
) -> None:
    library_with(tmp_path, "p1", "p2", "p3").close()
    data = (tmp_path / "library.json").read_bytes()
    (tmp_path / "library.json").write_bytes(data.replace(b'"p3":{', b'"p2":{'))
    if is_alone:
        for path in [*journals(tmp_path), tmp_path / "state.json"]:
            path.unlink()
    assert "paper p2: its id says 'p3'" in FileStore.open(tmp_path).read_only
    doctor(tmp_path, repair=True)
    assert {id: paper["title"] for id, paper in reopened(tmp_path).items()} == {
        id: record(id)["title"] for id in ("p1", "p2", "p3")
    }


def test_doctor_cuts_a_torn_line(tmp_path: Path) -> None:
    store = edited(tmp_path)
    path = journals(tmp_path)[-1]
    path.write_bytes(path.read_bytes() + b"1234")
    assert doctor(tmp_path) == [f"{path}: line 5: the line is cut short"]
    doctor(tmp_path, repair=True)
    assert doctor(tmp_path) == []
    assert reopened(tmp_path) == content(store)


def test_doctor_tells_and_mends_cite_keys_that_two_papers_share(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1", "p2")
    patches = {"p2": {"key": ("keyp2", "KeyP1")}}
    store.record(lambda _: Change("clash", patches), "app")
    assert doctor(tmp_path) == ["the cite key keyp1 belongs to several papers: p1, p2"]
    doctor(tmp_path, repair=True)
    assert doctor(tmp_path) == []
    assert FileStore.open(tmp_path).undo("cli") is not None


def test_doctor_makes_files_private(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    library_with(tmp_path, "p1").close()
    tmp_path.chmod(0o755)
    (tmp_path / "library.json").chmod(0o644)
    assert doctor(tmp_path) == [f"{tmp_path / 'library.json'}: other users of this machine can read it"]
    doctor(tmp_path, repair=True)
    assert doctor(tmp_path) == []


def test_doctor_makes_state_and_journals_private_too(tmp_path: Path) -> None:
    edited(tmp_path).close()
    names = ["library.json", "state.json", *(path.name for path in journals(tmp_path))]
    assert len(names) > 2
    tmp_path.chmod(0o750)
    for name in names:
        (tmp_path / name).chmod(0o640)
    assert doctor(tmp_path) == [f"{tmp_path / name}: other users of this machine can read it" for name in names]
    doctor(tmp_path, repair=True)
    assert doctor(tmp_path) == []
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in names} == {0o600}


@pytest.mark.parametrize("line", [1, 2, 4])
def test_a_line_of_which_only_the_end_is_damaged_is_saved(tmp_path: Path, line: int) -> None:
    store = edited(tmp_path)
    path = journals(tmp_path)[-1]
    lines = path.read_bytes().splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace(b"\n", b"J")
    path.write_bytes(b"".join(lines))
    assert FileStore.open(tmp_path).read_only
    doctor(tmp_path, repair=True)
    assert reopened(tmp_path) == content(store)
    assert doctor(tmp_path) == []


def test_a_zero_in_the_last_line_is_damage_and_a_hole_is_a_torn_line(tmp_path: Path) -> None:
    edited(tmp_path)
    path = journals(tmp_path)[-1]
    whole = path.read_bytes()
    path.write_bytes(whole[:-20] + b"\0" + whole[-19:])
    assert "checksum" in FileStore.open(tmp_path).read_only
    path.write_bytes(whole[:-20] + b"\0" * 10 + whole[-10:])
    store = FileStore.open(tmp_path)
    assert "cut short" in store.notices[0]
    (kept,) = (tmp_path / "backups").glob("cut-*")
    assert b"\0" * 10 in kept.read_bytes()


def test_a_change_from_outside_survives_the_repair_of_a_journal(tmp_path: Path) -> None:
    edited(tmp_path)
    damage(journals(tmp_path)[-1], 2)
    rewrite(tmp_path, lambda tables: tables["papers"]["p2"].update(note="theirs"))
    doctor(tmp_path, repair=True)
    found = reopened(tmp_path)
    assert (found["p1"]["tags"], found["p2"]["note"]) == (["a", "b", "c", "d"], "theirs")


def test_a_value_that_is_none_gives_way_to_the_one_before(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    store.record(tagging("p1", "rl"), "app")
    store.fold()
    rewrite(tmp_path, lambda tables: tables["papers"]["p1"].update(tags="broken", note="theirs"))
    doctor(tmp_path, repair=True)
    found = reopened(tmp_path)["p1"]
    assert (found["tags"], found["note"]) == (["rl"], "theirs")


def test_the_damaged_files_of_two_repairs_in_one_second_are_both_kept(tmp_path: Path) -> None:
    edited(tmp_path)
    for broken in (b"{one", b"{two"):
        (tmp_path / "library.json").write_bytes(broken)
        doctor(tmp_path, repair=True)
    assert {path.read_bytes() for path in (tmp_path / "backups").glob("damaged-*")} == {b"{one", b"{two"}


def test_what_a_repair_does_is_said_first(tmp_path: Path) -> None:
    edited(tmp_path)
    path = journals(tmp_path)[-1]
    damage(path, 2)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    *moves, write = examination(tmp_path).plan
    assert moves[-1].startswith(f"move {path} to {tmp_path / 'backups'}")
    assert "anew, with 2 papers" in write
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def test_doctor_repairs_nothing_while_something_is_in_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edited(tmp_path).close()
    path = journals(tmp_path)[-1]
    path.write_bytes(b"0000" + path.read_bytes()[4:])
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir() if each.is_file()}
    monkeypatch.setattr("readinglist.store.doctor.obstacles", lambda _: ["the folder cannot be written"])
    found = doctor(tmp_path, repair=True)
    assert found[0] == "the folder cannot be written"
    assert len(found) > 1
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir() if each.is_file()} == before
