"""A folder received from somebody else, all of whose files say that we wrote them: it is shown, and does no harm."""

from __future__ import annotations

import json
import sys
import unicodedata
from io import BytesIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.cli import main
from readinglist.papers.faults import is_sound
from readinglist.papers.fields import FIELDS
from readinglist.settings.config import Settings
from readinglist.store import lazy_papers
from readinglist.store.doctor import doctor
from readinglist.store.file_store import FileStore
from readinglist.tui import clipboard
from readinglist.tui.app import ReadingListApp
from tests.store.making import content, forged, record, reopened

ACTS = "\x1b]0;made up\x07\x9b1m\u202e\u200b"
"""What would act on a terminal or hide there."""
DEEP: Any = json.loads("[" * 300 + "]" * 300)
TEXTS = st.sampled_from(["", "x", "2024-13-45", "²²²²", "a\nb", f"a{ACTS}b", "\ud800", "p1", "x" * 300])
NUMBERS = st.sampled_from([-1, 0, 5, 2**53 + 1, 2**63, 2**64, 10**30, 1.5])
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(TEXTS | st.sampled_from(sorted(FIELDS)), inner, max_size=2)
    ),
    max_leaves=4,
) | st.just(DEEP)
RECORDS = st.dictionaries(st.sampled_from([*FIELDS, "new", f"n{ACTS}"]), JSON, max_size=3)
COMMANDS = (
    ["list"], ["list", "--json"], ["show", "p1"], ["show", "p1", "--json"], ["export"], ["export", "--format", "json"],
    ["cite", "-"], ["stats"], ["list", "paper"], ["undo", "--list"], ["undo"], ["update", "p2", "--tag", "new"],
    ["add", "-"], ["doctor"], ["list"],
)  # fmt: skip
LARGE = [1, lazy_papers.LARGE]


def said(folder: Path, *arguments: str) -> str:
    """What a command prints, its exit status sane and its faults none of ours."""
    streams = sys.stdin, sys.stdout, sys.stderr
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    sys.stdin, sys.stdout, sys.stderr = TextIOWrapper(BytesIO(b"[@keyp2] 10.1000/none")), out, err
    try:
        assert main(["--library", str(folder), *arguments]) in {0, 1}
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
    text = out.buffer.getvalue().decode() + err.buffer.getvalue().decode()
    assert "fault in readinglist itself" not in text
    assert not harmful(text)
    return text


def harmful(text: str) -> set[str]:
    """Control and bidi characters."""
    return {sign for sign in text if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t"} & {*text} | (
        {*"\u202e\u200b"} & {*text}
    )


def all_bytes(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


@pytest.fixture(params=LARGE, ids=["read late", "read whole"])
def large(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library is read late, and its checks are remembered; or it is read as a whole."""
    monkeypatch.setattr(lazy_papers, "LARGE", request.param)
    monkeypatch.setattr(lazy_papers, "NOTED", request.param)


@pytest.mark.usefixtures("large")
@settings(max_examples=40)
@given(RECORDS)
def test_any_record_is_shown_by_every_command_and_not_lost(fields: dict[str, Any]) -> None:
    with TemporaryDirectory() as place:
        folder = forged(Path(place, "library"), {"p1": {**record("p1"), **fields}, "p2": record("p2")})
        before = (folder / "library.json").read_bytes()
        for command in COMMANDS:
            text = said(folder, *command)
            assert command != ["list"] or "Paper p2" in text
        assert before in all_bytes(folder)


@settings(max_examples=40)
@given(
    st.lists(st.dictionaries(st.sampled_from(["p1", "p2", "p9", "", "../x"]), RECORDS | JSON, max_size=2), max_size=2)
)
def test_so_is_any_journal(patches: list[Any]) -> None:
    pairs = [
        {id: {name: [value, value] for name, value in patch.items()} if isinstance(patch, dict) else patch}
        for change in patches
        for id, patch in change.items()
    ]
    with TemporaryDirectory() as place:
        folder = forged(Path(place, "library"), {"p1": record("p1"), "p2": record("p2")}, [*patches, *pairs])
        before = {path: path.read_bytes() for path in folder.glob("journal-*")}
        for command in COMMANDS:
            said(folder, *command)
        assert all((path.read_bytes() if path.exists() else data).startswith(data) for path, data in before.items())


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"tags": 5}, "tags must be a list"),
        ({"title": None}, "title has no value"),
        ({"title": f"Paper{ACTS}"}, "title holds control characters"),
        ({"title": "one\ntwo"}, "title holds control characters or a line break"),
        ({"date": "2024-13"}, "date cannot be '2024-13'"),
        ({"doi": "10.1000/x y"}, "doi cannot be '10.1000/x y'"),
        ({"arxiv": "1706.03762}"}, "arxiv cannot be '1706.03762}'"),
        ({"key": "a}b"}, "key cannot be 'a}b'"),
        ({"entry_type": "misc{x"}, "entry_type cannot be"),
        ({"raw": {"a=b": "c"}}, "raw has a field that cannot be called 'a=b'"),
        ({"priority": 4}, "priority cannot be 4"),
        ({"arrival": 2**63}, "arrival cannot be 9223372036854775808"),
        ({"added": "now"}, "added cannot be 'now'"),
        ({"purged": "no"}, "purged must be true"),
        ({"new": DEEP}, "new is nested too deeply"),
        ({f"n{ACTS}": 1}, "is no name of a field"),
        ({"parts": [{"id": "p7", "tags": {}}]}, "a part of it: tags must be a list"),
    ],
)
def test_a_bad_value_is_named_and_mended_and_the_rest_is_there(
    tmp_path: Path, fields: dict[str, Any], words: str
) -> None:
    good = {"note": "mine", "venue": "ICML"}
    folder = forged(tmp_path / "library", {"p1": {**record("p1"), **good, **fields}, "p2": record("p2")})
    before = (folder / "library.json").read_bytes()
    store = FileStore.open(folder)
    assert words in store.read_only
    assert {id: paper["venue"] for id, paper in content(store).items() if "venue" in paper} == {"p1": "ICML"}
    assert all(is_sound(id, paper) for id, paper in content(store).items())
    store.close()
    assert (folder / "library.json").read_bytes() == before
    (named,) = doctor(folder)
    assert words in named
    assert "kept in" in doctor(folder, repair=True)[-1]
    assert before in all_bytes(folder / "backups")
    assert doctor(folder) == []
    assert reopened(folder)["p1"]["note"] == "mine"


def test_a_library_of_megabytes_is_checked_paper_by_paper(tmp_path: Path) -> None:
    papers = {f"p{n}": {**record(f"p{n}"), "note": "n" * 900} for n in range(5000)}
    folder = forged(tmp_path / "library", {**papers, "p4999": {**papers["p4999"], "tags": 5}})
    assert (folder / "library.json").stat().st_size > lazy_papers.LARGE
    store = FileStore.open(folder)
    assert "paper p4999: tags must be a list" in store.read_only
    assert len(store.library) == 5000
    assert store.library["p4999"].tags == ()


@pytest.mark.usefixtures("large")
def test_what_was_found_good_says_nothing_about_another_file(tmp_path: Path) -> None:
    folder = forged(tmp_path / "library", {"p1": record("p1")})
    assert not FileStore.open(folder).read_only
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    forged(folder, {"p1": {**record("p1"), "tags": 5}})
    assert "tags must be a list" in FileStore.open(folder).read_only


@pytest.mark.parametrize(
    ("patches", "words"),
    [
        ({"p1": {"tags": [None, 5]}}, "paper p1: tags must be a list"),
        ({"p1": {"tags": [5, None]}}, "paper p1: tags must be a list"),
        ({"p1": {"title": [f"a{ACTS}", "b"]}}, "paper p1: title holds control characters"),
        ({"p1": {"id": ["p1", "p2"]}}, "paper p1: its id says 'p2'"),
        ({"p1": {"note": ["a"]}}, "paper p1: a field does not have one value before and one after"),
        ({"p1": {"note": "ab"}}, "paper p1: a field does not have one value before and one after"),
        ({"p9": {"note": [None, "a"]}}, "it changes p9, of which there is no paper"),
        ({"p1": {"id": ["p1", None]}}, "it changes p1, of which there is no paper"),
        ({"../p": {"note": [None, "a"]}}, "an id has up to 64"),
        ([], "no change"),
    ],
)
def test_a_change_of_what_no_paper_holds_is_a_damaged_line(tmp_path: Path, patches: Any, words: str) -> None:
    fine = {"p1": {"note": [None, "fine"]}}
    folder = forged(tmp_path / "library", {"p1": record("p1")}, [fine, patches, {"p1": {"note": ["fine", "later"]}}])
    path = folder / "journal-0000000002.jsonl"
    before = path.read_bytes()
    store = FileStore.open(folder)
    assert store.read_only.startswith(f"{path}: line 2: ")
    assert words in store.read_only
    assert store.library["p1"].note == "fine"
    store.close()
    assert path.read_bytes() == before
    assert any(f"{path}: line 2: " in each for each in doctor(folder))
    doctor(folder, repair=True)
    assert doctor(folder) == []
    assert reopened(folder)["p1"]["note"] == "later"
    assert before in all_bytes(folder)


def test_two_papers_of_one_key_are_no_fault(tmp_path: Path) -> None:
    folder = forged(
        tmp_path / "library", {"p1": record("p1"), "p2": record("p2")}, [{"p2": {"key": ["keyp2", "keyp1"]}}]
    )
    assert "belongs to several papers" in said(folder, "doctor")
    assert "Paper p" in said(folder, "show", "keyp1")


@pytest.mark.parametrize("others", [{"library": 5}, {"library": {"format": {"version": "1"}}}, {"more": {"a": DEEP}}])
@pytest.mark.usefixtures("large")
def test_other_tables_are_checked_too(tmp_path: Path, others: dict[str, Any]) -> None:
    folder = forged(tmp_path / "library", {"p1": record("p1")}, others=others)
    for command in COMMANDS:
        assert command != ["list"] or "Paper p1" in said(folder, *command)


@given(st.dictionaries(st.sampled_from("sequence digest signature pending_sequence checksum earlier".split()), JSON))
def test_a_state_of_any_kind_is_read_or_found_out_again(fields: dict[str, Any]) -> None:
    with TemporaryDirectory() as place:
        folder = forged(Path(place, "library"), {"p1": record("p1")})
        state = orjson.loads((folder / "state.json").read_bytes())
        del state["check"]
        (folder / "state.json").write_text(json.dumps({**state, **fields}))
        assert "Paper p1" in said(folder, "list")


def test_text_that_comes_without_our_state_is_cleaned_with_a_notice(tmp_path: Path) -> None:
    folder = forged(tmp_path / "library", {"p1": {**record("p1"), "title": f"Paper{ACTS}"}, "p2": record("p2")})
    before = (folder / "library.json").read_bytes()
    (folder / "state.json").unlink()
    (folder / "journal-0000000002.jsonl").unlink()
    store = FileStore.open(folder)
    assert any("control characters in the text of 1 paper are left out" in notice for notice in store.notices)
    assert store.library["p1"].title == "Paper1m"
    assert before in all_bytes(folder / "backups")
    assert reopened(folder) == content(store)
    assert FileStore.open(folder).notices == []


@pytest.mark.parametrize(
    "fields",
    [{"title": f"Pa{ACTS}per\n)"}, {"tags": 5}, {"url": "https://example.org/\n)"}, {"authors": [1]}, {"new": DEEP}],
)
async def test_the_app_shows_and_copies_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fields: dict[str, Any]
) -> None:
    copied: list[str] = []
    monkeypatch.setattr(clipboard, "tools", lambda: ())
    monkeypatch.setattr(ReadingListApp, "copy_to_clipboard", lambda _, text: copied.append(text))
    folder = forged(tmp_path / "library", {"p1": {**record("p1"), **fields}, "p2": record("p2")})
    before = (folder / "library.json").read_bytes()
    with FileStore.open(folder) as store:
        app = ReadingListApp(store, Settings())
        async with app.run_test(notifications=True) as pilot:
            for keys in (
                "j",
                "k",
                "y",
                "y",
                "y",
                "t",
                "y",
                "u",
                "y",
                "m",
                "y",
                "b",
                "/",
                "p",
                "enter",
                "enter",
                "r",
                "u",
            ):
                await pilot.press(keys)
            await pilot.pause()
            drawn = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
    assert not harmful(drawn + "".join(copied))
    assert before in all_bytes(folder)
