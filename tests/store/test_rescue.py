"""Changes that are not in the library's files but beside them: named by doctor, and taken in by a repair."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any
from zlib import crc32

import pytest

from readinglist.papers import edits
from readinglist.papers.status import Status
from readinglist.store import rescue
from readinglist.store.doctor import doctor
from readinglist.store.file_store import FileStore
from tests.store.making import adding, content, journals, library_with, noting, record, reopened, tagging

if TYPE_CHECKING:
    from pathlib import Path

LATER = "2025-12-09T10:00:00Z"


def memories(folder: Path) -> list[Path]:
    """The copies of lost changes that wait to be taken in."""
    return sorted((folder / "backups").glob("memory-*.json"))


def roll_back(folder: Path, kept: Path) -> None:
    """Put a folder back as it was when it was copied to `kept`, but for its backups."""
    for path in folder.iterdir():
        if path.is_file():
            path.unlink()
    shutil.copytree(kept, folder, dirs_exist_ok=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a library of three papers, one with a tag, whose copy lies beside it."""
    folder = tmp_path / "library"
    store = library_with(folder, "p1", "p2", "p3")
    store.record(tagging("p1", "old"), "app")
    store.close()
    shutil.copytree(folder, tmp_path / "kept")
    return folder


def lose(folder: Path, *edits: Any) -> dict[str, dict[str, Any]]:
    """Make edits in an open app under which the folder is rolled back; the papers that it showed."""
    store = FileStore.open(folder)
    for edit in edits:
        store.record(edit, "app")
    shown = content(store)
    roll_back(folder, folder.parent / "kept")
    store.refresh()
    assert "`readinglist doctor --repair` takes in" in store.notices[-1]
    return shown


def repaired(folder: Path) -> list[str]:
    """What a repair did, after which there is nothing to be said."""
    found = doctor(folder, repair=True)
    assert doctor(folder) == []
    assert memories(folder) == []
    return found


def test_lost_changes_are_named_and_taken_in_as_one_change(folder: Path) -> None:
    before = reopened(folder)
    untag = lambda library: edits.retag(library, ["p1"], ["new"], ["old"], LATER)  # noqa: E731
    shown = lose(folder, untag, noting("p2", "read it"), adding("p4"))
    (path,) = memories(folder)
    (text,) = doctor(folder)
    assert text.startswith(f"{path}: saved by the app when changes were gone from its files, 20")
    assert "not in the library: 7 fields of 3 papers" in text
    assert reopened(folder) == before
    found = repaired(folder)
    assert f"kept as {folder / 'backups' / f'taken-{path.name}'}" in " ".join(found)
    assert reopened(folder) == shown
    store = FileStore.open(folder)
    assert store.undo("cli")
    assert content(store) == before


def test_edits_made_since_are_not_overwritten(folder: Path) -> None:
    lose(
        folder, noting("p2", "from memory"), lambda library: edits.set_status(library, ["p1", "p3"], Status.DONE, NOW_2)
    )
    store = FileStore.open(folder)
    store.record(lambda library: edits.set_status(library, ["p3"], Status.SKIPPED, LATER), "cli")
    store.record(lambda library: edits.retag(library, ["p1", "p2"], ["since"], [], LATER), "cli")
    store.record(noting("p2", "since"), "cli")
    store.close()
    found = repaired(folder)
    papers = reopened(folder)
    assert [papers[id]["status"] for id in ("p1", "p2", "p3")] == ["done", "inbox", "skipped"]
    assert papers["p1"]["tags"] == ["old", "since"]
    assert papers["p2"]["tags"] == ["since"]
    assert set(papers["p2"]["note"].split("\n\n")) == {"from memory", "since"}
    assert "keyp2: note, keyp3: status skipped (not done)" in " ".join(found)


NOW_2 = "2025-12-08T12:00:00Z"


def test_others_that_went_on_before_the_app_looked_keep_what_they_did(folder: Path) -> None:
    app = FileStore.open(folder)
    app.record(noting("p1", "in the app"), "app")
    roll_back(folder, folder.parent / "kept")
    other = FileStore.open(folder)
    for edit in (noting("p2", "theirs"), lambda library: edits.retag(library, ["p1"], [], ["old"], LATER)):
        other.record(edit, "cli")
    app.refresh()
    assert not app.read_only
    assert "replaced by others with their numbers" in app.notices[-1]
    assert content(app) == content(other)
    assert len(memories(folder)) == 1
    repaired(folder)
    papers = reopened(folder)
    assert (papers["p1"]["note"], papers["p1"].get("tags"), papers["p2"]["note"]) == ("in the app", None, "theirs")
    app.refresh()
    assert content(app) == papers


def test_a_copy_is_put_away_when_the_journals_come_back(folder: Path) -> None:
    store = FileStore.open(folder)
    store.record(noting("p2", "n"), "app")
    path = journals(folder)[-1]
    path.rename(folder.parent / "away")
    store.refresh()
    assert store.read_only
    (folder.parent / "away").rename(path)
    store.refresh()
    assert not store.read_only
    assert memories(folder) == []
    store.record(noting("p2", "changed"), "app")
    assert doctor(folder) == []


def test_journals_that_come_back_after_the_app_was_closed_leave_nothing_to_take_in(folder: Path) -> None:
    store = FileStore.open(folder)
    store.record(noting("p2", "n"), "app")
    path = journals(folder)[-1]
    path.rename(folder.parent / "away")
    store.refresh()
    (folder.parent / "away").rename(path)
    assert len(memories(folder)) == 1
    assert doctor(folder) == []
    FileStore.open(folder).record(noting("p2", "changed since"), "cli")
    assert doctor(folder) == []


def test_the_open_app_goes_on_once_its_changes_were_taken_in(folder: Path) -> None:
    store = FileStore.open(folder)
    for note in "abc":
        store.record(noting("p2", note), "app")
    roll_back(folder, folder.parent / "kept")
    store.refresh()
    assert "doctor --repair" in store._refusal.hint  # type: ignore[union-attr]
    repaired(folder)
    store.refresh()
    assert not store.read_only
    assert store.library["p2"].note == "c"
    store.record(tagging("p1", "on"), "app")
    assert reopened(folder) == content(store)


def test_a_copy_that_went_with_the_folder_is_saved_again(folder: Path) -> None:
    store = FileStore.open(folder)
    store.record(noting("p2", "n"), "app")
    for _ in range(2):
        shutil.rmtree(folder / "backups", ignore_errors=True)
        roll_back(folder, folder.parent / "kept")
        store.refresh()
        assert len(memories(folder)) == 1
        assert store.library["p2"].note == "n"


def test_several_copies_are_one_change(folder: Path) -> None:
    lose(folder, noting("p1", "one"))
    lose(folder, tagging("p2", "two"))
    assert len(memories(folder)) == 2
    repaired(folder)
    papers = reopened(folder)
    assert (papers["p1"]["note"], papers["p2"]["tags"]) == ("one", ["two"])
    assert FileStore.open(folder).undo("cli")
    assert "note" not in reopened(folder)["p1"]
    assert "tags" not in reopened(folder)["p2"]


def without_before(path: Path) -> None:
    """Make a copy as versions before this one saved it: the papers alone."""
    tables = json.loads(path.read_bytes())
    del tables["before"]
    path.write_text(json.dumps(tables), encoding="utf-8")


def test_copies_of_earlier_versions_are_taken_in_too(folder: Path) -> None:
    lose(folder, noting("p2", "lost"), tagging("p1", "lost"), adding("p4"))
    without_before(memories(folder)[0])
    FileStore.open(folder).record(lambda library: edits.set_status(library, ["p2"], Status.DONE, LATER), "cli")
    repaired(folder)
    papers = reopened(folder)
    assert (papers["p2"]["note"], papers["p2"]["status"], papers["p1"]["tags"]) == ("lost", "done", ["lost", "old"])
    assert "p4" in papers


def test_the_whole_lines_of_a_damaged_copy_are_taken_in_and_the_rest_is_told(folder: Path) -> None:
    lose(folder, noting("p1", "one"), noting("p3", "three"))
    (path,) = memories(folder)
    path.write_bytes(path.read_bytes().replace(b'"note":"three"', b'"note":"thr'))
    assert any(f"{path}: 1 line of it cannot be read" in text for text in doctor(folder))
    repaired(folder)
    assert (reopened(folder)["p1"]["note"], "note" in reopened(folder)["p3"]) == ("one", False)
    assert len(list((folder / "backups").glob("taken-*"))) == 1


ODD = (
    b"",
    b"{",
    b"[1]",
    b"\0\xff",
    b'{"papers":{"p1":{"id":"p1","tags":5}}}',
    b'{"papers":{"p1":5},"before":{"p1":5,"p2":{"tags":{}},"p3":[]}}',
    b'{"papers":{},"before":{"p1":{"id":"p1","tags":7},"p2":null}}',
    b'<<<<<<< a\r\n"p1":{"id":"p1","tags":5}\r\n|||||||\n"p1":{"id":"p1","tags":{}}\n=======\n>>>>>>> b\n',
)


@pytest.mark.parametrize("data", ODD)
def test_a_copy_that_holds_nothing_sound_harms_nothing(folder: Path, data: bytes) -> None:
    before = reopened(folder)
    (folder / "backups").mkdir(exist_ok=True)
    (folder / "backups" / "memory-20251208T100000Z.json").write_bytes(data)
    doctor(folder)
    doctor(folder, repair=True)
    assert doctor(folder) == []
    assert reopened(folder) == before


def test_a_paper_removed_in_memory_goes_unless_somebody_edited_it(folder: Path) -> None:
    def removal(id: str) -> Any:
        return lambda library: edits.purge(library, [id], LATER)

    lose(folder, removal("p1"), removal("p2"))
    FileStore.open(folder).record(noting("p2", "edited since"), "cli")
    repaired(folder)
    papers = reopened(folder)
    assert papers["p1"]["purged"]
    assert papers["p2"]["note"] == "edited since"


def test_a_repair_that_was_interrupted_is_finished_by_the_next_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "library.json"
    head, first, *rest = path.read_bytes().split(b"\n")[1:]
    both = [b"<<<<<<< ours", first, b"=======", first.replace(b'"id"', b'"note":"theirs","id"'), b">>>>>>> theirs"]
    path.write_bytes(b"\n".join([path.read_bytes().split(b"\n")[0], head, *both, *rest]))

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("readinglist.store.mending.merge_copies", interrupted)
        with pytest.raises(KeyboardInterrupt):
            doctor(folder, repair=True)
    assert "note" not in reopened(folder)["p1"]
    assert any("conflict-" in text and "two versions in one file" in text for text in doctor(folder))
    repaired(folder)
    assert reopened(folder)["p1"]["note"] == "theirs"


# Conflict copies of file sync.


@pytest.mark.parametrize(
    "name",
    [
        "library (conflicted copy 2025-12-08).json",
        "library (Jane's conflicted copy).json",
        "library.sync-conflict-20251208-100000-ABCDEFG.json",
    ],
)
def test_what_only_a_conflicted_copy_holds_is_taken_in(folder: Path, name: str) -> None:
    tables = json.loads((folder / "library.json").read_bytes())
    tables["papers"]["p1"].update(note="there", tags=["old", "there"], updated=LATER)
    tables["papers"]["p9"] = record("p9")
    (folder / name).write_text(json.dumps(tables), encoding="utf-8")
    FileStore.open(folder).record(tagging("p1", "here"), "cli")
    assert any(name in notice and "doctor --repair" in notice for notice in FileStore.open(folder).notices)
    assert any(f"{name}: a second version kept by file sync" in text for text in doctor(folder))
    repaired(folder)
    papers = reopened(folder)
    assert (papers["p1"]["tags"], papers["p1"]["note"]) == (["here", "old", "there"], "there")
    assert "p9" in papers
    assert (folder / "backups" / f"taken-{name}").exists()
    assert not (folder / name).exists()


def test_an_older_conflicted_copy_changes_nothing(folder: Path) -> None:
    store = FileStore.open(folder)
    store.record(adding("p4"), "cli")
    store.fold()
    shutil.copy(folder / "library.json", folder / "library.sync-conflict-1.json")
    assert store.undo("cli")
    store.record(lambda library: edits.retag(library, ["p1"], [], ["old"], LATER), "cli")
    store.record(lambda library: edits.purge(library, ["p3"], LATER), "cli")
    before = content(store)
    assert any("the library holds all of it" in text for text in doctor(folder))
    repaired(folder)
    assert reopened(folder) == before


def test_a_link_in_the_place_of_a_copy_is_left_alone(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.json").write_text(json.dumps({"papers": {"p9": record("p9")}}), encoding="utf-8")
    (folder / "library.sync-conflict-1.json").symlink_to(tmp_path / "outside.json")
    assert doctor(folder) == doctor(folder, repair=True) == []
    assert "p9" not in reopened(folder)


@pytest.mark.parametrize("kind", ["link", "file"])
def test_changes_that_no_copy_can_keep_stay_in_memory_until_one_can(folder: Path, tmp_path: Path, kind: str) -> None:
    app = FileStore.open(folder)
    app.record(noting("p1", "in the app"), "app")
    shown = content(app)
    roll_back(folder, folder.parent / "kept")
    shutil.rmtree(folder / "backups", ignore_errors=True)
    stands_for_backups(folder, kind, tmp_path)
    other = FileStore.open(folder)
    for edit in (noting("p2", "theirs"), noting("p3", "theirs")):
        other.record(edit, "cli")
    app.refresh()
    assert "what is shown here cannot be kept" in app.read_only
    assert "leave this open until you have put that right" in app.notices[-1]
    assert content(app) == shown
    (folder / "backups").unlink()
    app.refresh()
    assert not app.read_only
    assert "replaced by others with their numbers" in app.notices[-1]
    repaired(folder)
    assert [paper["note"] for paper in reopened(folder).values()] == ["in the app", "theirs", "theirs"]


def stands_for_backups(folder: Path, kind: str, outside: Path) -> None:
    """Put a link or a file where the folder of backups should be."""
    if kind == "link":
        (outside / "elsewhere").mkdir()
        (folder / "backups").symlink_to(outside / "elsewhere")
    else:
        (folder / "backups").write_bytes(b"")


def test_an_app_that_is_closed_tries_to_keep_them_once_more(folder: Path) -> None:
    app = FileStore.open(folder)
    app.record(noting("p1", "in the app"), "app")
    roll_back(folder, folder.parent / "kept")
    shutil.rmtree(folder / "backups", ignore_errors=True)
    (folder / "backups").write_bytes(b"")
    FileStore.open(folder).record(noting("p2", "theirs"), "cli")
    app.refresh()
    app.close()
    assert app.notices[-1].endswith("it is lost now")
    (folder / "backups").unlink()
    app.close()
    assert len(memories(folder)) == 1


@pytest.mark.parametrize("kind", ["link", "file"])
def test_nothing_is_put_away_where_no_folder_of_backups_is(folder: Path, tmp_path: Path, kind: str) -> None:
    shutil.rmtree(folder / "backups", ignore_errors=True)
    stands_for_backups(folder, kind, tmp_path)
    shutil.copy(folder / "library.json", folder / "library.sync-conflict-1.json")
    for is_repair in (False, True):
        assert any("stands where a folder should be" in text for text in doctor(folder, repair=is_repair))
    assert (folder / "library.sync-conflict-1.json").exists()
    assert [path.name for path in (tmp_path / "elsewhere").glob("*")] == []


def test_a_copy_is_put_away_where_there_was_no_backup_yet(folder: Path) -> None:
    shutil.rmtree(folder / "backups", ignore_errors=True)
    shutil.copy(folder / "library.json", folder / "library.sync-conflict-1.json")
    repaired(folder)
    assert not (folder / "library.sync-conflict-1.json").exists()


def test_a_copy_of_an_impossible_time_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "library.sync-conflict-1.json"
    shutil.copy(folder / "library.json", path)
    found = rescue.Rescue(path, "a copy")
    monkeypatch.setattr(
        type(path), "stat", lambda *_, **__: os.stat_result((0o100600, *[0] * 7, 99_999_999_999_999, 0))
    )
    assert found.time.startswith("9999-12-31")


def test_an_old_change_that_cannot_be_read_hides_nothing_from_doctor(folder: Path) -> None:
    shown = lose(folder, noting("p2", "read it"))
    path = journals(folder)[0]
    first, *rest = path.read_bytes().splitlines(keepends=True)
    change = json.loads(first.partition(b" ")[2])
    change["patches"] = {id: {"tags": [None, 5]} for id in change["patches"]}
    body = json.dumps(change, separators=(",", ":")).encode()
    path.write_bytes(b"%08x %s\n" % (crc32(body), body) + b"".join(rest))
    assert any("not in the library" in text for text in doctor(folder))
    doctor(folder, repair=True)
    assert reopened(folder)["p2"]["note"] == shown["p2"]["note"]
