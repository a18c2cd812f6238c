"""Libraries kept in git, with git itself: what two clones did is merged, and a commit holds all edits."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from readinglist.cli import main
from readinglist.papers import edits
from readinglist.papers.status import Status
from readinglist.store import fold
from readinglist.store.doctor import doctor
from readinglist.store.file_store import FileStore
from tests.store.making import adding, content, library_with, noting, reopened, tagging

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
EARLY, LATE = "2025-12-09T10:00:00Z", "2025-12-10T10:00:00Z"


def git(folder: Path, *arguments: str, fails: bool = False) -> str:
    """What git prints, with settings of nobody."""
    settings = {"user.name": "Nobody", "user.email": "nobody@example.org", "init.defaultBranch": "main"}
    given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": "true"}
    done = subprocess.run(
        ["git", *given, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert bool(done.returncode) == fails, done.stdout + done.stderr
    return done.stdout


def commit(folder: Path) -> None:
    """Commit library.json as it is."""
    git(folder, "add", "library.json", ".gitignore")
    git(folder, "commit", "-qm", "papers")


@pytest.fixture(params=["merge", "diff3", "zdiff3"])
def clones(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path]:
    """Two clones of a library in which git shows conflicts in one of its styles."""
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    git(ours, "init", "-q")
    with library_with(ours, "p1", "p2", "p3") as store:
        store.record(lambda library: edits.retag(library, ["p1"], ["old"], [], "2025-12-08T11:00:00Z"), "app")
    commit(ours)
    git(tmp_path, "clone", "-q", "ours", "theirs")
    FileStore.open(theirs).close()
    for folder in (ours, theirs):
        git(folder, "config", "merge.conflictStyle", request.param)
    return ours, theirs


def edit(folder: Path, *edits: Any) -> None:
    """Make edits as the command line does, and commit."""
    with FileStore.open(folder) as store:
        for each in edits:
            store.record(each, "cli")
    commit(folder)


def merge(ours: Path, theirs: Path, *how: str) -> None:
    """Let git try to merge, which fails, and doctor do it; then finish the merge."""
    git(ours, "pull", "-q", "--no-edit", *(how or ("--no-rebase",)), str(theirs), "main", fails=True)
    assert "<<<<<<<" in (ours / "library.json").read_text(encoding="utf-8")
    assert "git left two versions here" in FileStore.open(ours).read_only
    assert doctor(ours)
    doctor(ours, repair=True)
    assert doctor(ours) == []
    git(ours, "add", "library.json")
    git(ours, *(("rebase", "--continue") if how else ("commit", "-qm", "merged")))
    assert git(ours, "status", "--porcelain") == ""


def both_edit(ours: Path, theirs: Path) -> None:
    """Edit the same papers in both clones."""
    edit(
        ours,
        lambda library: edits.retag(library, ["p1"], ["mine"], [], LATE),
        lambda library: edits.set_status(library, ["p2"], Status.DONE, LATE),
        lambda library: edits.set_note(library, ["p3"], "my note", LATE),
        adding("p4a"),
    )
    edit(
        theirs,
        lambda library: edits.retag(library, ["p1"], ["yours"], ["old"], EARLY),
        lambda library: edits.set_note(library, ["p2"], "seen", EARLY),
        lambda library: edits.set_note(library, ["p3"], "your note", EARLY),
        lambda library: edits.set_status(library, ["p2"], Status.READING, EARLY),
        adding("p4b"),
    )


def test_what_two_clones_did_is_merged_field_by_field(clones: tuple[Path, Path]) -> None:
    ours, theirs = clones
    both_edit(ours, theirs)
    before = reopened(ours)
    merge(ours, theirs)
    papers = reopened(ours)
    assert {"mine", "yours"} <= set(papers["p1"]["tags"])
    assert (papers["p2"]["status"], papers["p2"]["status_since"], papers["p2"]["note"]) == ("done", LATE, "seen")
    assert papers["p3"]["note"] == "my note\n\nyour note"
    assert {"p4a", "p4b"} <= papers.keys()
    store = FileStore.open(ours)
    assert store.undo("cli")
    assert without_times(content(store)) == without_times(before)


def without_times(papers: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Papers without the time of the last edit, which an undo is too."""
    return {id: {name: value for name, value in fields.items() if name != "updated"} for id, fields in papers.items()}


def test_the_same_comes_of_it_on_the_other_side(clones: tuple[Path, Path]) -> None:
    ours, theirs = clones
    both_edit(ours, theirs)
    merge(theirs, ours)
    papers = reopened(theirs)
    assert {"mine", "yours"} <= set(papers["p1"]["tags"])
    assert (papers["p2"]["status"], papers["p2"]["note"]) == ("done", "seen")
    assert papers["p3"]["note"] == "my note\n\nyour note"
    assert {"p4a", "p4b"} <= papers.keys()


def test_a_tag_taken_away_on_one_side_stays_away_where_git_tells_what_both_come_from(
    clones: tuple[Path, Path], request: pytest.FixtureRequest
) -> None:
    ours, theirs = clones
    both_edit(ours, theirs)
    merge(ours, theirs)
    is_told = request.node.callspec.params["clones"] != "merge"
    assert ("old" in reopened(ours)["p1"]["tags"]) != is_told


def test_a_rebase_is_merged_too(clones: tuple[Path, Path]) -> None:
    ours, theirs = clones
    both_edit(ours, theirs)
    merge(ours, theirs, "--rebase")
    papers = reopened(ours)
    assert {"mine", "yours"} <= set(papers["p1"]["tags"])
    assert (papers["p2"]["status"], papers["p2"]["note"], papers["p3"]["note"]) == (
        "done",
        "seen",
        "my note\n\nyour note",
    )
    assert {"p4a", "p4b"} <= papers.keys()


def test_a_paper_removed_on_one_side_and_edited_on_the_other_stays_in_one_way_or_the_other(
    clones: tuple[Path, Path],
) -> None:
    ours, theirs = clones
    edit(
        ours,
        lambda library: edits.set_status(library, ["p1"], Status.TRASHED, LATE),
        lambda library: edits.purge(library, ["p3"], EARLY),
    )
    edit(theirs, lambda library: edits.set_note(library, ["p1", "p3"], "good", LATE))
    merge(ours, theirs)
    papers = reopened(ours)
    assert (papers["p1"]["status"], papers["p1"]["note"]) == ("trashed", "good")
    assert papers["p3"]["note"] == "good"


def test_edits_that_were_not_written_before_the_merge_are_kept(clones: tuple[Path, Path]) -> None:
    ours, theirs = clones
    both_edit(ours, theirs)
    app = FileStore.open(ours)
    app.record(tagging("p2", "unwritten"), "app")
    merge(ours, theirs)
    assert reopened(ours)["p2"]["tags"] == ["unwritten"]
    app.refresh()
    assert content(app) == reopened(ours)
    assert app.record(tagging("p2", "on"), "app")


def test_both_sides_are_taken_in_though_nothing_is_known_of_the_file(clones: tuple[Path, Path]) -> None:
    ours, theirs = clones
    both_edit(ours, theirs)
    git(ours, "pull", "-q", "--no-rebase", str(theirs), "main", fails=True)
    for path in [*ours.glob("*.jsonl"), ours / "state.json", *ours.glob("*.lock"), *ours.glob("backups/*")]:
        path.unlink()
    doctor(ours, repair=True)
    papers = reopened(ours)
    assert {"mine", "yours"} <= set(papers["p1"]["tags"])
    assert (papers["p2"]["status"], papers["p2"]["note"]) == ("done", "seen")
    assert set(papers["p3"]["note"].split("\n\n")) == {"my note", "your note"}
    assert {"p4a", "p4b"} <= papers.keys()


def test_a_merge_resolved_by_hand_without_care_for_commas_is_taken_over(clones: tuple[Path, Path]) -> None:
    ours, theirs = clones
    both_edit(ours, theirs)
    git(ours, "pull", "-q", "--no-rebase", str(theirs), "main", fails=True)
    lines = (ours / "library.json").read_text(encoding="utf-8").splitlines(keepends=True)
    marks, kept, is_base = ("<<<<<<<", "=======", ">>>>>>>"), [], False
    for line in lines:
        is_base = line.startswith("|||||||") or (is_base and not line.startswith("======="))
        kept += [line] if not is_base and not line.startswith(marks) else []
    (ours / "library.json").write_text("".join(kept), encoding="utf-8")
    doctor(ours, repair=True)
    assert doctor(ours) == []
    papers = reopened(ours)
    assert {"mine", "yours"} <= set(papers["p1"]["tags"])
    assert {"p4a", "p4b"} <= papers.keys()


# A commit beside an open app.


@pytest.fixture
def versioned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a committed library that is too large to be written at every edit."""
    monkeypatch.setattr(fold, "SMALL", 0)
    monkeypatch.setattr(fold, "SHARE", 1000)
    folder = tmp_path / "library"
    folder.mkdir()
    git(folder, "init", "-q")
    library_with(folder, "p1").close()
    commit(folder)
    return folder


def committed_note(folder: Path) -> str:
    """The note in a fresh clone."""
    clone = folder.parent / "clone"
    git(folder.parent, "clone", "-q", str(folder), str(clone))
    return str(reopened(clone)["p1"].get("note"))


def test_a_command_writes_library_json_before_it_ends(versioned: Path) -> None:
    assert main(["--library", str(versioned), "update", "keyp1", "--note", "n"]) == 0
    commit(versioned)
    assert committed_note(versioned) == "n"


@pytest.mark.parametrize("where", ["above", "link"])
def test_so_it_does_where_only_the_file_itself_or_a_folder_above_is_versioned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setattr(fold, "SMALL", 0)
    monkeypatch.setattr(fold, "SHARE", 1000)
    repository = tmp_path / "repository"
    folder = repository / "papers" if where == "above" else tmp_path / "library"
    folder.mkdir(parents=True)
    repository.mkdir(exist_ok=True)
    git(repository, "init", "-q")
    if where == "link":
        (folder / "library.json").symlink_to(repository / "library.json")
        assert main(["--library", str(folder), "trust"]) == 0
    library_with(folder, "p1").close()
    with FileStore.open(folder) as store:
        store.record(noting("p1", "n"), "cli")
    assert '"note":"n"' in (folder / "library.json").read_text(encoding="utf-8")


def test_outside_git_a_large_library_is_left_to_its_journal(versioned: Path) -> None:
    shutil.rmtree(versioned / ".git")
    with FileStore.open(versioned) as store:
        store.record(noting("p1", "n"), "cli")
    assert '"note"' not in (versioned / "library.json").read_text(encoding="utf-8")


def test_a_hook_that_saves_misses_nothing_that_an_open_app_did(
    versioned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = FileStore.open(versioned)
    app.record(noting("p1", "n"), "app")
    for written in ("true", "false"):
        assert main(["--library", str(versioned), "save", "--json"]) == 0
        assert f'"written":{written},"change":2' in capsys.readouterr().out
    commit(versioned)
    assert committed_note(versioned) == "n"
    app.record(tagging("p1", "on"), "app")
    assert not app.read_only
    assert reopened(versioned) == content(app)
