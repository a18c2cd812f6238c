"""A library.json that others changed: taken over as one undoable change, or explained."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from readinglist.errors import DamagedError
from readinglist.files.atomic import signature
from readinglist.papers import edits
from readinglist.store.doctor import doctor
from readinglist.store.file_store import FileStore
from readinglist.store.state import State
from tests.store.making import NOW, adding, content, library_with, noting, record, reopened, rewrite, tagging

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Tables = dict[str, Any]


def setting(id: str, **fields: Any) -> Callable[[Tables], object]:
    return lambda tables: tables["papers"][id].update(fields)


def test_a_change_from_outside_is_one_undoable_change_with_a_notice(tmp_path: Path) -> None:
    library_with(tmp_path, "p1", "p2", "p3").close()

    def change(tables: Tables) -> None:
        tables["papers"]["p1"]["note"] = "theirs"
        del tables["papers"]["p2"]
        tables["papers"]["p9"] = record("p9")

    rewrite(tmp_path, change)
    store = FileStore.open(tmp_path)
    assert any("changed outside: 3 papers" in notice for notice in store.notices)
    assert sorted(content(store)) == ["p1", "p3", "p9"]
    assert FileStore.open(tmp_path).notices == []
    undone = FileStore.open(tmp_path).undo("app", 2)
    assert undone is not None
    assert sorted(undone.ids) == ["p1", "p2", "p9"]
    assert reopened(tmp_path) == {id: record(id) | updated for id, updated in found(tmp_path).items()}


def found(folder: Path) -> dict[str, dict[str, str]]:
    """The time of the last edit by id, where there is one."""
    return {id: {name: r[name] for name in ("updated",) if name in r} for id, r in reopened(folder).items()}


def test_an_open_app_takes_it_over_at_the_next_look(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    library = store.library
    rewrite(tmp_path, setting("p1", note="theirs"))
    (change,) = store.refresh()
    assert (change.label, change.ids) == ("changed outside: 1 paper", ("p1",))
    assert library["p1"].note == "theirs"
    assert store.refresh() == []
    assert store.undo("outside") is not None
    assert reopened(tmp_path)["p1"].get("note") is None


def test_what_was_read_again_in_a_thread_is_there_at_the_next_look(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    assert not store.is_outdated()
    rewrite(tmp_path, setting("p1", note="theirs"))
    assert store.is_outdated()
    thread = Thread(target=store.reload)
    thread.start()
    thread.join()
    assert "note" not in content(store)["p1"]
    assert not store.is_outdated()
    assert [change.ids for change in store.refresh()] == [("p1",)]
    assert store.library["p1"].note == "theirs"


def test_what_was_read_again_and_is_taken_back_before_anybody_looked_never_was(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    before = (tmp_path / "library.json").read_bytes()
    rewrite(tmp_path, setting("p1", note="theirs"))
    store.reload()
    (tmp_path / "library.json").write_bytes(before)
    store.reload()
    store.apply_reload()
    assert "note" not in content(store)["p1"]
    store.record(adding("p2"), "app")
    store.fold()
    assert reopened(tmp_path) == content(store)
    assert "note" not in content(store)["p1"]


@pytest.mark.parametrize(
    "do", [FileStore.fold, FileStore.close, lambda store: store.record(noting("p2", "more"), "app")]
)
def test_what_was_read_again_and_not_looked_at_is_not_lost(tmp_path: Path, do: Callable[[FileStore], object]) -> None:
    store = library_with(tmp_path, "p1", "p2")
    store.record(noting("p2", "ours"), "app")
    rewrite(tmp_path, setting("p1", note="theirs"))
    store.reload()
    do(store)
    store.fold()
    papers = reopened(tmp_path)
    assert (papers["p1"]["note"], papers["p2"]["note"][-4:]) == ("theirs", store.library["p2"].note[-4:])
    assert content(store) == papers


def test_changes_not_yet_folded_and_changes_from_outside_both_survive(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1", "p2", "p3")
    store.record(tagging("p1", "ours"), "app")
    store.record(noting("p2", "ours"), "app")
    store.record(noting("p3", "ours"), "app")
    rewrite(tmp_path, setting("p1", tags=["theirs"], venue="ICML"))
    rewrite(tmp_path, setting("p2", note="theirs"))
    rewrite(tmp_path, lambda tables: tables["papers"].pop("p3"))
    for papers in (reopened(tmp_path), reopened(tmp_path)):
        assert (papers["p1"]["tags"], papers["p1"]["venue"]) == (["ours", "theirs"], "ICML")
        assert papers["p2"]["note"] == "theirs"
        assert papers["p3"]["note"] == "ours"
    store.refresh()
    assert content(store) == reopened(tmp_path)


def test_it_is_taken_over_once_whoever_sees_it(tmp_path: Path) -> None:
    stores = [library_with(tmp_path, "p1"), FileStore.open(tmp_path)]
    rewrite(tmp_path, setting("p1", note="theirs"))
    for store in [*stores, FileStore.open(tmp_path)]:
        store.refresh()
        assert store.library["p1"].note == "theirs"
        assert len(store.history().undoable("outside")) == 1


def test_the_same_content_in_a_new_file_is_no_change(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    path = tmp_path / "library.json"
    path.write_bytes(path.read_bytes())
    os.utime(path, ns=(1, 1))
    assert store.refresh() == []
    again = FileStore.open(tmp_path)
    assert again.notices == []
    assert again.history().undoable("outside") == []


def test_another_layout_of_the_same_papers_is_no_change(tmp_path: Path) -> None:
    library_with(tmp_path, "p1").close()
    before = (tmp_path / "library.json").read_bytes()
    rewrite(tmp_path, lambda _: None)
    assert FileStore.open(tmp_path).history().undoable("outside") == []
    assert (tmp_path / "library.json").read_bytes() == before


def test_what_others_wrote_is_kept_as_a_backup(tmp_path: Path) -> None:
    library_with(tmp_path, "p1").close()
    rewrite(tmp_path, setting("p1", note="theirs"))
    theirs = (tmp_path / "library.json").read_bytes()
    FileStore.open(tmp_path)
    assert theirs in [path.read_bytes() for path in (tmp_path / "backups").glob("outside-*")]


def test_a_library_that_comes_alone_is_ours_from_then_on(tmp_path: Path) -> None:
    library_with(tmp_path / "there", "p1").close()
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "library.json").write_bytes((tmp_path / "there" / "library.json").read_bytes())
    store = FileStore.open(tmp_path / "here")
    assert (list(content(store)), store.notices) == (["p1"], [])
    rewrite(tmp_path / "here", setting("p1", note="theirs"))
    assert [each.origin for each in FileStore.open(tmp_path / "here").history().undoable()] == ["outside"]
    assert store.undo("outside") is not None
    assert "note" not in reopened(tmp_path / "here")["p1"]


def test_without_its_state_nothing_is_lost(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    store.record(noting("p1", "n"), "app")
    (tmp_path / "state.json").unlink()
    assert reopened(tmp_path) == content(store)
    (tmp_path / "state.json").write_text("{")
    assert reopened(tmp_path) == content(store)
    store.refresh()
    assert store.record(tagging("p1", "t"), "app").sequence == 3
    assert reopened(tmp_path) == content(store)


def test_when_the_version_before_is_lost_the_file_is_taken_as_it_is(tmp_path: Path) -> None:
    library_with(tmp_path, "p1").close()
    for path in tmp_path.glob("journal-0000000001.jsonl"):
        path.unlink()
    rewrite(tmp_path, setting("p1", note="theirs"))
    store = FileStore.open(tmp_path)
    assert store.library["p1"].note == "theirs"
    assert "cannot be undone" in store.notices[0]
    assert not store.read_only


def test_text_from_outside_is_made_harmless(tmp_path: Path) -> None:
    library_with(tmp_path, "p1").close()
    rewrite(tmp_path, setting("p1", title="A \x1b[31mred\u202e title", note="one\r\n\x07two", tags=["a\x1b[0mb"]))
    paper = FileStore.open(tmp_path).library["p1"]
    assert (paper.title, paper.note, paper.tags) == ("A red title", "one\ntwo", ("ab",))


def test_two_papers_never_share_a_cite_key(tmp_path: Path) -> None:
    library_with(tmp_path, "p1").close()
    rewrite(tmp_path, lambda tables: tables["papers"].update(p2=record("p2", key="KEYp1")))
    keys = {paper.key.lower() for paper in FileStore.open(tmp_path).library}
    assert len(keys) == 2


def test_an_alias_from_outside_that_is_another_papers_key_is_left_out(tmp_path: Path) -> None:
    library_with(tmp_path, "p1", "p2").close()
    rewrite(tmp_path, lambda tables: tables["papers"]["p2"].update(aliases=["KeyP1", "mine"]))
    with FileStore.open(tmp_path) as store:
        assert store.library["p2"].aliases == ("mine",)
        assert store.library["p1"].key == "keyp1"
        assert store.library.resolve("keyp1").id == "p1"
        assert store.library.resolve("mine").id == "p2"


def test_an_alias_from_outside_that_two_papers_have_is_the_first_ones(tmp_path: Path) -> None:
    library_with(tmp_path, "p1", "p2").close()
    rewrite(tmp_path, lambda tables: [tables["papers"][id].update(aliases=["both"]) for id in ("p1", "p2")])
    with FileStore.open(tmp_path) as store:
        assert (store.library["p1"].aliases, store.library["p2"].aliases) == (("both",), ())


def test_conflict_markers_are_explained_and_nothing_is_written(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1", "p2")
    store.record(noting("p1", "ours"), "app")
    path = tmp_path / "library.json"
    lines = path.read_text().split("\n")
    lines[2:3] = ["<<<<<<< HEAD", lines[2], "=======", lines[2].replace("Paper", "Their"), ">>>>>>> branch"]
    path.write_text("\n".join(lines))
    before = path.read_bytes()
    for opened in (FileStore.open(tmp_path), store):
        opened.refresh()
        assert "line 3: git left two versions" in opened.read_only
        assert content(opened)["p1"]["note"] == "ours"
        assert content(opened)["p1"]["title"] == "Paper p1"
        with pytest.raises(DamagedError) as caught:
            opened.record(noting("p1", "x"), "app")
        assert "doctor --repair" in caught.value.hint
        opened.close()
    assert path.read_bytes() == before


def test_once_the_merge_is_finished_the_open_app_goes_on(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    path = tmp_path / "library.json"
    good = path.read_bytes()
    path.write_bytes(b"<<<<<<< HEAD\n" + good)
    store.refresh()
    assert store.read_only
    path.write_bytes(good.replace(b"Paper p1", b"Merged p1"))
    assert [change.ids for change in store.refresh()] == [("p1",)]
    assert not store.read_only
    assert store.record(noting("p1", "x"), "app").sequence == 3


@pytest.mark.parametrize(
    "name", ["library.sync-conflict-20251208-101500-ABCDEFG.json", "library (Ann's conflicted copy 2025-12-08).json"]
)
def test_conflict_files_of_file_sync_are_told(tmp_path: Path, name: str) -> None:
    library_with(tmp_path, "p1").close()
    (tmp_path / name).write_text("{}")
    store = FileStore.open(tmp_path)
    assert "second version" in store.notices[0]
    assert not store.read_only


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": 5}, "title must be a text"),
        ({"tags": "rl"}, "tags must be a list"),
        ({"tags": [1]}, "tags must be a list in which each item is a text"),
        ({"authors": ["Ann"]}, "authors must be a list in which each item is an object"),
        ({"authors": [{"family": None}]}, "authors must have texts as names"),
        ({"priority": "high"}, "priority must be a whole number"),
        ({"raw": {"year": 2024}}, "raw must hold texts only"),
        ({"id": "p2"}, "its id says 'p2'"),
    ],
)
def test_a_record_that_is_no_paper_is_explained(tmp_path: Path, fields: dict[str, Any], words: str) -> None:
    library_with(tmp_path, "p1").close()
    rewrite(tmp_path, lambda tables: tables["papers"]["p1"].update(fields))
    before = (tmp_path / "library.json").read_bytes()
    store = FileStore.open(tmp_path)
    assert f"paper p1: {words}" in store.read_only
    assert content(store)["p1"] == record("p1")
    assert (tmp_path / "library.json").read_bytes() == before


@pytest.mark.parametrize("damage", [lambda data: data[:-20], lambda _: b"", lambda _: b"[1]"])
def test_a_broken_file_is_left_alone_and_the_papers_are_shown(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    store = library_with(tmp_path, "p1", "p2")
    store.record(noting("p1", "n"), "app")
    path = tmp_path / "library.json"
    path.write_bytes(damage(path.read_bytes()))
    before = path.read_bytes()
    opened = FileStore.open(tmp_path)
    assert "not a library" in opened.read_only
    assert content(opened) == content(store)
    with pytest.raises(DamagedError):
        opened.undo("app")
    opened.close()
    assert path.read_bytes() == before


def test_a_missing_file_is_not_an_empty_library(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    (tmp_path / "library.json").unlink()
    opened = FileStore.open(tmp_path)
    assert "is missing" in opened.read_only
    assert content(opened) == content(store)
    with pytest.raises(DamagedError):
        store.record(adding("p2"), "app")


def test_a_hand_made_tinydb_file_is_a_library(tmp_path: Path) -> None:
    (tmp_path / "library.json").write_text(json.dumps({"papers": {"x": {"title": "By hand"}}}))
    store = FileStore.open(tmp_path)
    assert store.library["x"].title == "By hand"
    store.record(lambda library: edits.set_note(library, ["x"], "n", NOW), "app")
    assert reopened(tmp_path)["x"]["note"] == "n"


def test_an_older_copy_is_recognised_and_can_be_undone(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    older = (tmp_path / "library.json").read_bytes()
    for note in ("one", "two"):
        store.record(noting("p1", note), "app")
        store.fold()
    store.record(tagging("p1", "unfolded"), "app")
    (tmp_path / "library.json").write_bytes(older)
    assert "was replaced by its older version of change 1: 1 paper: p1" in doctor(tmp_path)[0]
    opened = FileStore.open(tmp_path)
    assert "replaced by its older version of change 1: 1 paper; undo takes it back (change 5)" in opened.notices[0]
    assert (opened.library["p1"].note, opened.library["p1"].tags) == ("", ("unfolded",))
    assert opened.undo("outside")
    assert reopened(tmp_path)["p1"]["note"] == "two"


def test_a_file_without_its_papers_is_not_an_empty_library(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    path = tmp_path / "library.json"
    path.write_bytes(path.read_bytes().replace(b'"papers"', b'"qapers"'))
    assert "the table of papers is missing" in FileStore.open(tmp_path).read_only
    doctor(tmp_path, repair=True)
    assert reopened(tmp_path) == content(store)


def test_a_second_journal_of_file_sync_is_told(tmp_path: Path) -> None:
    library_with(tmp_path, "p1").close()
    (tmp_path / "journal-0000000002.sync-conflict-20251208-101500-ABCDEFG.jsonl").touch()
    assert "second version" in FileStore.open(tmp_path).notices[0]


def test_a_hand_made_library_may_be_changed_by_hand_again(tmp_path: Path) -> None:
    (tmp_path / "library.json").write_text(json.dumps({"papers": {"x": {"title": "By hand"}}}))
    FileStore.open(tmp_path).record(lambda library: edits.set_note(library, ["x"], "n", NOW), "app")
    rewrite(tmp_path, setting("x", title="By hand again"))
    store = FileStore.open(tmp_path)
    assert (store.library["x"].title, store.library["x"].note) == ("By hand again", "n")
    assert store.undo("outside")


def test_two_versions_from_outside_in_one_second_are_both_kept(tmp_path: Path) -> None:
    library_with(tmp_path, "p1").close()
    for note in ("one", "two"):
        rewrite(tmp_path, setting("p1", note=note))
        FileStore.open(tmp_path)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "backups").glob("outside-*"))
    assert b'"one"' in kept
    assert b'"two"' in kept


def test_a_byte_that_changed_on_the_disk_without_being_written_is_damage(tmp_path: Path) -> None:
    store = library_with(tmp_path, "p1")
    path = tmp_path / "library.json"
    path.write_bytes(path.read_bytes().replace(b"Paper p1", b"Qaper p1"))
    replace(State.load(tmp_path / "state.json"), signature=signature(path)).save(tmp_path / "state.json")
    assert "the disk may be failing" in FileStore.open(tmp_path).read_only
    doctor(tmp_path, repair=True)
    assert reopened(tmp_path) == content(store)
