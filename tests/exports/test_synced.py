"""Files that follow the library: which they are, and what is remembered of them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from readinglist.cli import main, watch
from readinglist.errors import ExportError, StoreError
from readinglist.exports import synced, writing
from readinglist.exports.synced import SyncedFile
from readinglist.exports.target import update
from readinglist.papers import edits
from readinglist.papers.library import Library
from readinglist.papers.paper import Paper
from readinglist.store import answers
from readinglist.store.file_store import FileStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from readinglist.papers.change import Change


def paper(number: int, **values: object) -> Paper:
    return Paper.of(f"Paper Number {number}").with_fields({"id": f"id{number}", "key": f"key{number}", **values})


PAPERS = [paper(1), paper(2)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "library").mkdir(exist_ok=True)
    return tmp_path / "library"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "refs.bib"


def test_what_is_kept_is_remembered_and_private(folder: Path, file: Path) -> None:
    assert synced.files(folder) == {}
    one, two = (
        SyncedFile(str(file), "rl or agents", "to-read"),
        SyncedFile("/other.bib", tag="nlp", format="biblatex", update=True),
    )
    synced.start(folder, one)
    synced.start(folder, two)
    assert list(synced.files(folder).values()) == [one, two]
    assert stat.S_IMODE((folder / "exports.json").stat().st_mode) == 0o600
    assert synced.stop(folder, str(file))
    assert not synced.stop(folder, str(file))
    assert list(synced.files(folder).values()) == [two]


@pytest.mark.parametrize(
    "content",
    [
        '[{"path": "/a.bib", "options": ["versons"]}]', '[{"path": "/a.bib", "private": ["no te"]}]',
        '[{"path": "/a.bib", "update": 1}]', "{", "[1]", "{}x", '[{"path": 1}]', '[{"path": "a", "format": "pdf"}]',
        '[{"path": 1, "no": 2}]', "\x00",
    ],
)  # fmt: skip
def test_a_damaged_list_is_named_and_stays(folder: Path, content: str) -> None:
    (folder / "exports.json").write_text(content)
    for act in (lambda: synced.files(folder), lambda: synced.start(folder, SyncedFile("/x.bib"))):
        with pytest.raises(StoreError, match=r"exports\.json"):
            act()
    assert (folder / "exports.json").read_text() == content


def test_which_papers_a_file_holds() -> None:
    library = Library(
        [
            paper(1, status="to-read", tags=["nlp"]).record,
            paper(2, status="done", title="Reward models").record,
            paper(3, status="trashed", tags=["nlp"]).record,
        ]
    )

    def found(**selection: Any) -> list[str]:
        return [each.id for each in SyncedFile("", **selection).selection.members(library)]

    assert found() == ["id1", "id2"]
    assert found(status="to-read") == ["id1"]
    assert found(tag="nlp") == ["id1"]
    assert found(query="rewrd") == ["id2"]
    assert found(query="number or reward", status="done") == ["id2"]
    assert found(view="tag:nlp or title:reward") == ["id1", "id2"]
    assert found(query="reward", view="tag:nlp or title:reward") == ["id2"]
    assert found(status="a status of a later version") == []
    assert found(query="status:trashed", tag="nlp") == ["id3"]


def test_a_file_is_written_anew_only_if_it_changes(folder: Path, file: Path) -> None:
    target = SyncedFile(str(file))
    assert writing.refresh(folder, target, PAPERS).done == "refs.bib is up to date: 2 entries"
    os.utime(file, (1, 1))
    assert writing.refresh(folder, target, PAPERS).done == ""
    assert file.stat().st_mtime == 1
    assert writing.refresh(folder, target, PAPERS[:1]).done == "refs.bib is up to date: 1 entry"
    with pytest.raises(ExportError, match="no paper is left"):
        writing.refresh(folder, target, [])
    assert "key1" in file.read_text()
    file.unlink()
    assert writing.refresh(folder, target, PAPERS[:1]).done


def test_a_file_is_written_with_the_options_it_was_made_with(folder: Path, file: Path) -> None:
    synced.start(folder, SyncedFile(str(file), options=("whole-titles",)))
    writing.write(folder, synced.files(folder)[str(file)], PAPERS[:1])
    assert "title = {{Paper Number 1}}," in file.read_text()


def test_a_file_that_others_changed_is_not_overwritten(folder: Path, file: Path) -> None:
    target = SyncedFile(str(file))
    writing.refresh(folder, target, PAPERS[:1])
    with file.open("a") as opened:
        opened.write("% mine\n")
    with pytest.raises(ExportError, match="changed by others"):
        writing.refresh(folder, target, PAPERS)
    assert file.read_text().endswith("% mine\n")
    with pytest.raises(ExportError, match="exists"):
        writing.write(folder, target, PAPERS)
    writing.write(folder, target, PAPERS, force=True)
    assert writing.refresh(folder, target, PAPERS[:1]).done


def test_an_updated_file_keeps_what_others_wrote(folder: Path, file: Path) -> None:
    writing.write(folder, SyncedFile(str(file)), PAPERS[:1])
    file.write_text("% mine\n" + file.read_text().replace("Number 1", "Number One"))
    text = file.read_text()
    target = SyncedFile(str(file), update=True)
    assert writing.refresh(folder, target, PAPERS).done == "refs.bib is up to date: 1 added, 1 as they were"
    assert file.read_text().startswith(text)
    changed = [PAPERS[0].with_fields({"title": "Another"}), PAPERS[1].with_fields({"title": "Others"})]
    for done in ("refs.bib is up to date: 1 changed (title), 1 in conflict", ""):
        news = writing.refresh(folder, target, changed)
        assert news.done == done
        assert news.trouble.startswith(f"{file}: line 3: title of key1 was not written: it was changed both")
        assert " more)" not in news.trouble
    assert "Number One" in file.read_text()


def test_two_conflicts_of_one_entry_are_one_entry_in_conflict(folder: Path, file: Path) -> None:
    before = [paper(1, venue="Moss Journal", entry_type="article"), paper(2)]
    writing.write(folder, SyncedFile(str(file)), before)
    file.write_text(file.read_text().replace("Number 1", "Number One").replace("Moss Journal", "Fern Journal"))
    after = [before[0].with_fields({"title": "Another", "venue": "Lamp Journal"}), before[1]]
    outcome = writing.write(folder, SyncedFile(str(file), update=True), after)
    assert outcome.update
    assert writing.summary(outcome.update) == "1 as they were, 1 in conflict"
    assert writing.trouble(SyncedFile(str(file), update=True), outcome.update).endswith(" (and 1 more)")


@pytest.mark.parametrize("format", ["bibtex", "biblatex"])
def test_a_file_that_was_all_ours_can_be_updated_later(folder: Path, file: Path, format: str) -> None:
    before = paper(1, date="2024-06-16", venue="Journal of Things", aliases=[])
    writing.write(folder, SyncedFile(str(file), format=format), [before])
    file.write_text(file.read_text() + "% mine\n")
    after = before.with_fields({"date": "2025-07-01", "venue": "Annals of Things", "key": "new1", "aliases": ["key1"]})
    news = writing.refresh(folder, SyncedFile(str(file), format=format, update=True), [after])
    assert news.done == "refs.bib is up to date: 1 renamed, 1 changed (year, journal)"
    assert not news.trouble
    text = file.read_text()
    assert all(part in text for part in ("{new1,", "2025", "Annals of Things", "% mine"))


def test_what_was_written_can_be_forgotten_without_harm(folder: Path, file: Path) -> None:
    target = SyncedFile(str(file), update=True)
    writing.write(folder, target, PAPERS)
    (folder / "written.json").write_text("{")
    assert writing.refresh(folder, target, PAPERS).done == ""
    folder.chmod(0o500)
    assert writing.refresh(folder, target, [*PAPERS, paper(3)]).done
    folder.chmod(0o700)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8-sig", "utf-8"])
def test_a_file_keeps_its_encoding(file: Path, encoding: str) -> None:
    text = "% Größe, déjà vu, für alle\r\n@misc{a, title = {Über}}\r\n"
    file.write_bytes(text.encode(encoding))
    new = paper(1, title="Göttliche Maschinen")
    update(file, [new], "biblatex", {})
    entry = "\r\n@misc{key1,\r\n  title = {Göttliche Maschinen},\r\n}\r\n"
    assert file.read_bytes() == (text + entry).encode(encoding)


def test_broken_characters_stay_too(file: Path) -> None:
    data = "% ää öö ßß".encode() + b" \xff\n"
    file.write_bytes(data)
    update(file, PAPERS, "bibtex", {})
    assert file.read_bytes().startswith(data)


def test_what_the_encoding_lacks_is_refused(file: Path) -> None:
    data = "% Größe\n".encode("cp1252")
    file.write_bytes(data)
    with pytest.raises(ExportError, match="lacks ć, 深"):
        update(file, [paper(1, title="ć 深 ü")], "biblatex", {})
    assert file.read_bytes() == data


@pytest.mark.parametrize("data", [b"\x00", b"%PDF-1.7", "\ufeff@misc{a}".encode("utf-16-le")])
def test_what_is_no_text_is_not_updated(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    with pytest.raises(ExportError, match=r"refs\.bib"):
        update(file, PAPERS, "bibtex", {})
    assert file.read_bytes() == data


def test_what_is_no_file_is_not_updated(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path, tmp_path / "pipe", tmp_path / "no" / "refs.bib"):
        with pytest.raises(ExportError):
            update(place, PAPERS, "bibtex", {})


def test_a_file_that_changes_meanwhile_is_read_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("% one\n")
    sync = os.fsync
    edits = ["% two\n", "% three\n"]

    def disturbed(descriptor: int) -> None:
        sync(descriptor)
        if edits:
            file.write_text(edits.pop(0))

    monkeypatch.setattr(os, "fsync", disturbed)
    update(file, PAPERS[:1], "bibtex", {})
    assert file.read_text() == "% three\n\n@misc{key1,\n  title = {Paper Number 1},\n  key = {Paper Number 1},\n}\n"
    edits.extend(f"% {number}\n" for number in range(9))
    with pytest.raises(ExportError, match="keeps changing it"):
        update(file, PAPERS, "bibtex", {})
    assert [found.name for found in file.parent.iterdir()] == ["refs.bib"]


# The command line.


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., int]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path / "config"))
    (tmp_path / "in.bib").write_text("@misc{key1, title={Paper Number 1}}\n@misc{key2, title={Paper Number 2}}\n")

    def command(*arguments: str) -> int:
        return main(["--library", str(tmp_path / "library"), *arguments])

    command("add", "in.bib")
    capsys.readouterr()
    return command


def test_export_update(run: Callable[..., int], folder: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("% mine\n@misc{key2, title={Something else altogether}}\n")
    assert run("export", "-o", "refs.bib", "--update") == 1
    out, err = capsys.readouterr()
    assert out == "refs.bib: 1 added, 1 in conflict\n"
    assert "refs.bib: line 2: key2 was not written: the file has another paper of this key" in err
    assert run("export", "-o", "refs.bib", "--update", "--json", "key:key1") == 0
    assert '"unchanged":["key1"],"differing":[],"elsewhere":[],"conflicts":[]' in capsys.readouterr().out
    assert run("export", "-o", "new.bib", "--update") == 0
    assert "new.bib: 2 added" in capsys.readouterr().out
    with FileStore.open(folder) as store:
        id = store.library.resolve("key1").id
        store.record(lambda library: edits.set_fields(library, id, {"title": "Another"}, "2025"), "app")
    capsys.readouterr()
    assert run("export", "-o", "new.bib", "--update", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {
        "file": "new.bib", "added": [], "changed": [{"key": "key1", "fields": ["title"]}], "renamed": [],
        "unchanged": ["key2"], "differing": [], "elsewhere": [], "conflicts": [],
    }  # fmt: skip


def test_without_files_to_keep_the_list_of_them_says_so_to_people_alone(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", "--kept") == 0
    out, err = capsys.readouterr()
    assert (out, "no file is kept up to date" in err) == ("", True)
    assert run("export", "--kept", "--json") == 0
    out, err = capsys.readouterr()
    assert (json.loads(out), err) == ([], "")


def test_what_both_sides_changed_is_said_until_they_agree(
    run: Callable[..., int], folder: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", "-o", "refs.bib", "--update") == 0
    file.write_text(file.read_text().replace("Number 1", "Number One"))
    with FileStore.open(folder) as store:
        id = store.library.resolve("key1").id
        store.record(lambda library: edits.set_fields(library, id, {"title": "Paper No. 1"}, "2025"), "app")
    for _ in range(2):
        capsys.readouterr()
        assert run("export", "-o", "refs.bib", "--update") == 1
        out, err = capsys.readouterr()
        assert out == "refs.bib: 1 as they were, 1 in conflict\n"
        assert (
            "refs.bib: line 2: title of key1 was not written: it was changed both in the file (Paper Number One)" in err
        )
        assert "in the library (Paper No. 1); make the two agree" in err
    assert run("export", "-o", "refs.bib", "--update", "--json") == 1
    (conflict,) = json.loads(capsys.readouterr().out)["conflicts"]
    assert conflict.pop("message").startswith("it was changed both")
    assert conflict == {
        "key": "key1", "line": 2, "field": "title", "file": "Paper Number One", "library": "Paper No. 1"
    }  # fmt: skip
    file.write_text(file.read_text().replace("Number One", "Number 1"))
    assert run("export", "-o", "refs.bib", "--update") == 0
    assert "title = {Paper No. 1}" in file.read_text()


def test_rekeyed_papers_are_renamed(run: Callable[..., int], file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("@misc{key2, title = {Paper Number 2}, note = {mine}}\n")
    assert run("export", "-o", "refs.bib", "--update") == 0
    text = file.read_text()
    run("rekey", "key1", "--key", "new1")
    run("rekey", "key2", "--key", "new2")
    capsys.readouterr()
    assert run("export", "-o", "refs.bib", "--update", "--json") == 0
    out, err = capsys.readouterr()
    done = json.loads(out)
    assert done["renamed"] == [{"old": "key1", "new": "new1"}]
    assert done["elsewhere"] == [{"key": "new2", "as": "key2"}]
    assert "refs.bib: key1 is new1 now; documents that cite it must be changed" in err
    assert file.read_text() == text.replace("key1", "new1")


def test_an_unclosed_entry_in_the_file_is_refused(
    run: Callable[..., int], file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "% mine\n@misc{mine, title = {Mine}\n\n@misc{b, title = {B}}\n"
    file.write_text(text)
    assert run("export", "-o", "refs.bib", "--update") == 1
    assert "refs.bib: line 2: mine is not closed" in capsys.readouterr().err
    assert file.read_text() == text


@pytest.mark.parametrize(
    "arguments",
    ["--update", "--watch -o -", "-o a --update --force", "-o a --update --format json"],
)
def test_options_that_do_not_go_together(run: Callable[..., int], arguments: str) -> None:
    assert run("export", *arguments.split()) == 2


def test_kept_files_on_the_command_line(
    run: Callable[..., int], folder: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", "--kept", "--json") == 0
    assert capsys.readouterr().out == "[]\n"
    synced.start(folder, SyncedFile(str(file), "rl", "to-read"))
    assert run("export", "--kept") == 0
    assert capsys.readouterr().out == f"{file}\tto-read rl\tbibtex\treplace\tno private fields\tkept\n"
    assert run("export", "--forget", "refs.bib") == 0
    assert run("export", "--forget", "refs.bib") == 1


class Steps:
    """Stands for the pauses of a watch: in each something happens."""

    def __init__(self, *acts: Callable[[], object]) -> None:
        self.acts = list(acts)
        self.ending = watch.ending

    @contextmanager
    def __call__(self) -> Iterator[Steps]:
        with self.ending() as self.ended:
            yield self

    def wait(self, _: float) -> bool:
        self.acts.pop(0)()
        return self.ended.is_set()


def test_watching(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, refresh = tmp_path / "refs.bib", FileStore.refresh
    locked: list[StoreError] = []
    times = []

    def add() -> None:
        times.append(file.stat().st_mtime_ns)
        with FileStore.open(tmp_path / "library") as store:
            store.record(lambda library: library.add([Paper.of("Paper Number 3", key="key3")], "2025"), "cli")

    def refreshed(store: FileStore) -> list[Change]:
        if locked:
            raise locked[0]
        return refresh(store)

    def note_time() -> None:
        times.append(file.stat().st_mtime_ns)

    steps = Steps(
        note_time,
        add,
        lambda: locked.append(StoreError("the library is locked")),
        lambda: None,
        locked.clear,
        file.unlink,
        lambda: os.kill(os.getpid(), signal.SIGTERM),
    )
    monkeypatch.setattr(watch, "ending", steps)
    monkeypatch.setattr(FileStore, "refresh", refreshed)
    assert run("export", "-o", "refs.bib", "--watch") == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == ["refs.bib: 2 entries", "refs.bib: 3 entries", "refs.bib: 3 entries"]
    assert err.count("the library is locked") == 1
    assert times[0] == times[1]
    assert not steps.acts
    assert "key3" in file.read_text()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_watching_waits_until_a_paper_matches(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def retag(add: list[str], remove: list[str]) -> None:
        with FileStore.open(tmp_path / "library") as store:
            store.record(lambda library: edits.retag(library, [library.resolve("key1").id], add, remove, "2025"), "cli")

    retag(["x"], [])
    steps = Steps(
        lambda: retag([], ["x"]),
        lambda: None,
        lambda: retag(["x", "y"], []),
        lambda: os.kill(os.getpid(), signal.SIGTERM),
    )
    monkeypatch.setattr(watch, "ending", steps)
    assert run("export", "-o", "refs.bib", "--watch", "tag:x") == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == ["refs.bib: 1 entry"]
    assert err.count("no paper") == 1


def test_watching_begins_as_an_export_does(run: Callable[..., int], tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text("% mine\n")
    assert run("export", "-o", "refs.bib", "--watch") == 1
    assert run("export", "-o", "new.bib", "--watch", "no such paper") == 1
    assert (tmp_path / "refs.bib").read_text() == "% mine\n"


@pytest.mark.parametrize("name", [".bashrc", "evil.desktop", "refs.bib.sh", "authorized_keys", ".bib"])
def test_a_list_made_by_others_writes_no_file_of_another_kind(folder: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    entry = {"path": str(target), "format": "bibtex", "update": True}
    (folder / "exports.json").write_text(json.dumps([entry]))
    with pytest.raises(StoreError, match="is no name for a file of this format"):
        synced.files(folder)
    (folder / "exports.json").unlink()
    with pytest.raises(ExportError, match=r"ends in \.bib"):
        synced.start(folder, SyncedFile(str(target)))


# A list of files that came with the folder.


def listing(folder: Path, **choices: Any) -> SyncedFile:
    """Write a list as another would have made it, with one file."""
    (folder / "exports.json").write_text(json.dumps([choices]))
    values: dict[str, Any] = {name: tuple(it) if isinstance(it, list) else it for name, it in choices.items()}
    return replace(SyncedFile(""), **values)


def test_a_file_that_the_user_never_agreed_to_is_proposed_and_not_kept(folder: Path, file: Path) -> None:
    entry = listing(folder, path=str(file), private=["note"])
    assert synced.files(folder) == {}
    assert synced.proposed(folder) == [entry]
    synced.answer(folder, entry, "no")
    assert (synced.files(folder), synced.proposed(folder)) == ({}, [])
    synced.answer(folder, entry, "yes")
    assert list(synced.files(folder).values()) == [entry]


CHANGES: list[dict[str, Any]] = [
    {"private": ["note"]}, {"query": "status:done"}, {"status": "done"}, {"tag": "nlp"}, {"format": "biblatex"},
    {"update": True}, {"ascii_only": True}, {"options": ["versions"]},
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_the_list_says_otherwise_is_asked_about_again(folder: Path, file: Path, change: dict[str, Any]) -> None:
    synced.start(folder, SyncedFile(str(file)))
    assert synced.files(folder)
    other = listing(folder, path=str(file), **change)
    assert synced.files(folder) == {}
    assert synced.proposed(folder) == [other]


def test_another_target_behind_the_name_is_asked_about_again(folder: Path, file: Path, tmp_path: Path) -> None:
    synced.start(folder, SyncedFile(str(file)))
    (tmp_path / "probe.txt").write_text("mine")
    file.symlink_to(tmp_path / "probe.txt")
    assert synced.files(folder) == {}
    assert [each.path for each in synced.proposed(folder)] == [str(file)]


def test_agreeing_is_for_one_library(folder: Path, file: Path, tmp_path: Path) -> None:
    synced.start(folder, SyncedFile(str(file)))
    shutil.copytree(folder, tmp_path / "copy")
    assert synced.files(tmp_path / "copy") == {}
    (tmp_path / "name").symlink_to(folder)
    assert list(synced.files(tmp_path / "name")) == [str(file)]


def test_a_stopped_file_is_asked_about_when_it_comes_back(folder: Path, file: Path) -> None:
    synced.start(folder, SyncedFile(str(file)))
    text = (folder / "exports.json").read_text()
    assert synced.stop(folder, str(file))
    (folder / "exports.json").write_text(text)
    assert synced.files(folder) == {}
    assert synced.stop(folder, str(file))
    assert (folder / "exports.json").read_text() == text
    assert synced.proposed(folder) == []


@pytest.mark.parametrize("path", ["refs.bib", "", "/a\nb.bib", "/a\u202eb.bib", "../refs.bib"])
def test_a_path_that_misleads_is_no_entry(folder: Path, path: str) -> None:
    listing(folder, path=path)
    with pytest.raises(StoreError, match=r"exports\.json: is damaged"):
        synced.proposed(folder)


def test_fingerprints_of_a_received_folder_are_not_believed(folder: Path, file: Path, tmp_path: Path) -> None:
    text = "@misc{key1,\n  title = {Paper Number 1},\n  note = {mine},\n}\n"
    file.write_text(text)
    digest = writing.digest(text.encode())
    (folder / "written.json").write_text(json.dumps({str(file): {"digest": digest, "prints": {}}}))
    with pytest.raises(ExportError, match="was changed by others"):
        writing.refresh(folder, SyncedFile(str(file)), PAPERS)
    assert file.read_text() == text


def test_fingerprints_stay_on_this_machine(folder: Path, file: Path) -> None:
    writing.write(folder, SyncedFile(str(file)), PAPERS)
    assert list(folder.iterdir()) == []
    assert str(file) in (answers.state_folder(folder) / "written.json").read_text()


def test_a_pipe_is_not_waited_for_unasked(folder: Path, file: Path) -> None:
    os.mkfifo(file)
    with pytest.raises(ExportError, match="is no regular file"):
        writing.refresh(folder, SyncedFile(str(file)), PAPERS)


def test_an_export_does_without_a_state_folder(
    folder: Path, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "state").write_text("no folder")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert writing.write(folder, SyncedFile(str(file)), PAPERS).is_written
    with pytest.raises(StoreError, match="cannot be written"):
        synced.start(folder, SyncedFile(str(file)))


def test_a_proposed_file_is_said_once_and_agreed_to_or_refused(
    run: Callable[..., int], folder: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = file.with_suffix(".json")
    listing(folder, path=str(file), format="json", status="done")
    assert run("list") == 0
    said = capsys.readouterr().err
    assert f"{file}: the library's folder lists it as kept up to date (done; json; all you wrote" in said
    assert "readinglist export --keep FILE" in said
    assert run("list") == 0
    assert str(file) not in capsys.readouterr().err
    assert run("export", "--kept") == 0
    assert capsys.readouterr().out == f"{file}\tdone\tjson\treplace\tall you wrote: notes, tags, status\tasked\n"
    for command, state in (("--forget", "refused"), ("--keep", "kept")):
        assert run("export", command, str(file)) == 0
        capsys.readouterr()
        assert run("export", "--kept", "--json") == 0
        assert json.loads(capsys.readouterr().out)[0]["state"] == state
    assert run("export", "--keep", "other.bib") == 1
    assert not file.exists()


@pytest.mark.parametrize("content", ["{", "[" * 100_000, '{"a": 1}', "x" * (1 << 21), '[{"path": ["a"]}]'])
def test_a_list_that_is_none_is_said_and_ends_nothing(
    run: Callable[..., int], folder: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "exports.json").write_text(content)
    assert run("list") == 0
    out, err = capsys.readouterr()
    assert "Paper Number 2" in out
    assert "exports.json" in err
    assert run("export", "--kept") == 1
    assert "fault" not in capsys.readouterr().err
