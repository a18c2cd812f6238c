"""Journal lines: what is written is read, and what is not whole is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.errors import DamagedError
from readinglist.papers.change import Change
from readinglist.papers.fields import FIELDS
from readinglist.store import journal
from readinglist.store import recent_changes as history
from readinglist.store.journal import Moved, Tail, entries
from readinglist.store.journal_lines import decode, encode, skim, writable
from readinglist.text import clean

if TYPE_CHECKING:
    from pathlib import Path

TEXT = st.text(st.characters(codec="utf-8"), max_size=10)
LINES = TEXT.map(clean)
IDS = st.from_regex(r"[a-z2-9]{1,8}", fullmatch=True)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
CHANGES = st.builds(
    Change,
    label=TEXT,
    patches=st.dictionaries(
        IDS,
        st.dictionaries(LINES.filter(lambda name: name and name not in FIELDS), st.tuples(VALUES, VALUES), max_size=3),
        max_size=3,
    ),
    origin=LINES,
    sequence=st.integers(1, 10**9),
    time=LINES,
    undoes=st.integers(0, 10**9),
    redoes=st.integers(0, 10**9),
)


def change(sequence: int) -> Change:
    return Change(f"change {sequence}", {"p": {"note": (None, str(sequence))}}, "app", sequence, "now")


@given(CHANGES)
def test_any_change_is_read_as_it_was_written(made: Change) -> None:
    written = writable(made)
    line = b"".join(encode(written))
    assert line.count(b"\n") == 1
    assert decode(line[:-1]) == written


@given(st.integers(0, 400), st.integers(1, 5))
def test_a_journal_cut_anywhere_gives_the_whole_lines_before_the_cut(cut: int, n: int) -> None:
    lines = [b"".join(encode(change(i))) for i in range(1, n + 1)]
    data = b"".join(lines)[:cut]
    found = list(entries(data))
    whole = [entry.change for entry in found if entry.change]
    ends = [sum(map(len, lines[: i + 1])) for i in range(n)]
    assert whole == [change(i + 1) for i in range(n) if ends[i] <= len(data)]
    assert [entry.torn for entry in found if not entry.change] == [True] * (data != b"".join(lines[: len(whole)]))


@given(st.integers(0, 200), st.integers(1, 255))
def test_a_changed_byte_is_seen(place: int, flip: int) -> None:
    data = bytearray(b"".join(encode(change(1))) + b"".join(encode(change(2))))
    place %= len(data)
    data[place] ^= flip
    assert [entry.change for entry in entries(bytes(data))] != [change(1), change(2)]


def test_zeros_at_the_end_are_a_torn_line() -> None:
    found = list(entries(b"".join(encode(change(1))) + b"\0" * 40 + b"\n"))
    assert [(entry.change is None, entry.torn) for entry in found] == [(False, False), (True, True)]


def test_a_tail_follows_from_journal_to_journal(tmp_path: Path) -> None:
    writer, reader = Tail(tmp_path), Tail(tmp_path)
    assert not reader.has_news()
    for number in range(1, 7):
        if number in {3, 4}:
            writer.start()
        writer.append(change(number))
        assert reader.has_news()
        assert [each.sequence for each in reader.read()] == [number]
        assert not reader.has_news()
    assert journal.numbers(tmp_path) == [1, 3, 4]


@pytest.mark.parametrize("held", range(7))
def test_a_tail_starts_after_what_is_held(tmp_path: Path, held: int) -> None:
    writer = Tail(tmp_path)
    for number in range(1, 7):
        if number in {3, 4}:
            writer.start()
        writer.append(change(number))
    reader = Tail(tmp_path)
    reader.seek(held)
    assert [each.sequence for each in reader.read()] == list(range(held + 1, 7))
    reader.append(change(7))
    assert [each.sequence for each in journal.changes(tmp_path, 6, 9)] == [7]


def test_changes_beyond_the_journals_go_on_in_a_new_one(tmp_path: Path) -> None:
    Tail(tmp_path).append(change(1))
    tail = Tail(tmp_path)
    tail.seek(5)
    assert list(tail.read()) == []
    tail.append(change(6))
    assert journal.numbers(tmp_path) == [1, 6]


def test_missing_changes_are_damage(tmp_path: Path) -> None:
    tail = Tail(tmp_path)
    tail.append(change(1))
    tail.start()
    tail.append(change(2))
    journal.path_of(tmp_path, 1).unlink()
    with pytest.raises(DamagedError, match="change 1 is missing"):
        Tail(tmp_path).seek(0)


def test_a_journal_that_shrank_or_went_is_moved(tmp_path: Path) -> None:
    tail = Tail(tmp_path)
    for number in (1, 2):
        tail.append(change(number))
    path = journal.path_of(tmp_path, 1)
    path.write_bytes(path.read_bytes()[:-5])
    assert tail.has_news()
    with pytest.raises(Moved):
        list(tail.read())
    path.unlink()
    assert tail.has_news()
    with pytest.raises(Moved):
        list(tail.read())


def test_recent_changes_end_at_a_gap_and_at_damage(tmp_path: Path) -> None:
    tail = Tail(tmp_path)
    for number in range(1, 7):
        if number in {3, 5}:
            tail.start()
        tail.append(change(number))
    assert [each.sequence for each in history.recent(tmp_path, 3)] == [4, 5, 6]
    path = journal.path_of(tmp_path, 3)
    path.write_bytes(b"x" + path.read_bytes())
    assert [each.sequence for each in history.recent(tmp_path, 9)] == [4, 5, 6]
    path.unlink()
    assert [each.sequence for each in history.recent(tmp_path, 9)] == [5, 6]


@pytest.mark.parametrize("wrong", ["redoes", "label", "seq"])
def test_a_whole_line_that_is_no_change_is_damage(wrong: str) -> None:
    fields = {"seq": 1, "time": "t", "origin": "cli", "label": "l", "patches": {}, "undoes": 0, "redoes": 0}
    body = orjson.dumps({name: value for name, value in fields.items() if name != wrong})
    for read in (decode, skim):
        with pytest.raises(ValueError, match="it is no change"):
            read(b"%08x %s" % (crc32(body), body))


@pytest.mark.parametrize("patches", [1, [], {"a": 1}, {"a": {"title": 1}}, {"a": {"title": [1]}}])
def test_patches_that_are_none_are_damage_when_they_are_looked_at(patches: object) -> None:
    fields = {"seq": 1, "time": "t", "origin": "cli", "label": "l", "patches": patches, "undoes": 0, "redoes": 0}
    body = orjson.dumps(fields)
    with pytest.raises(DamagedError, match="cannot be read"):
        len(skim(b"%08x %s" % (crc32(body), body)).patches)
