"""Two versions of a paper made one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.papers.change import Change
from readinglist.papers.library import Library
from readinglist.papers.record import record_of, without_none
from readinglist.store.threeway import Past, merged, nearest
from tests.store.making import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.papers.record import Record

TAGS = st.lists(st.sampled_from("abcd"), unique=True).map(lambda tags: sorted(tags) or None)
FIELDS = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["One", "Two", "Three"]),
        "status": st.sampled_from(["inbox", "done", "skipped"]),
        "note": st.sampled_from([None, "red", "green", "blue"]),
        "priority": st.sampled_from([None, 1, 2]),
        "tags": TAGS,
    }
)


def stored(**fields: Any) -> Record:
    """The record of paper p1 with these fields."""
    return record_of(record("p1", **fields))


def paper(fields: Mapping[str, Any], updated: str) -> Record:
    """A record with these fields, without those that are None."""
    return without_none(stored(**fields, updated=updated))


@given(FIELDS, FIELDS, FIELDS)
def test_what_one_side_changed_is_so_in_the_end(base: Any, ours: Any, theirs: Any) -> None:
    both, names = merged(paper(base, "1"), paper(theirs, "3"), paper(ours, "2"), is_sure=True)
    for name in ("title", "status", "note", "priority"):
        changed = [side[name] for side in (theirs, ours) if side[name] != base[name]]
        if len(set(changed)) == 1:
            assert both.get(name) == changed[0]
            assert name not in names
        elif not changed:
            assert both.get(name) == base[name]
        else:
            assert name in names
            assert both[name] in changed or (name == "note" and set(both[name].split("\n\n")) == set(changed))
            assert name == "note" or None in changed or both[name] == theirs[name]
    old, one, two = (set(side["tags"] or ()) for side in (base, ours, theirs))
    assert set(both.get("tags", ())) == (one | two) - (old - one) - (old - two)


@given(FIELDS, FIELDS, FIELDS)
def test_the_side_that_merges_makes_no_difference(base: Any, ours: Any, theirs: Any) -> None:
    one, two = paper(ours, "2"), paper(theirs, "3")
    first, _ = merged(paper(base, "1"), two, one, is_sure=True)
    second, _ = merged(paper(base, "1"), one, two, is_sure=True)
    assert {**first, "updated": ""} == {**second, "updated": ""}


@given(FIELDS, FIELDS, FIELDS)
def test_where_the_base_is_not_sure_nothing_is_taken_away(base: Any, ours: Any, theirs: Any) -> None:
    both, _ = merged(paper(base, "1"), paper(theirs, "3"), paper(ours, "2"), is_sure=False)
    assert both.keys() >= paper(ours, "2").keys()
    assert set(both.get("tags", ())) >= set(ours["tags"] or ())


@pytest.mark.parametrize("is_newer", [True, False])
def test_records_joined_on_both_sides_are_all_parts_in_the_end(is_newer: bool) -> None:
    itself = {"title": "Paper p1"}
    ours = stored(parts=[itself, {"id": "x", "title": "X"}], updated="2")
    theirs = stored(parts=[itself, {"id": "y", "title": "Y"}], updated="3" if is_newer else "1")
    both, names = merged(stored(), theirs, ours, is_sure=True)
    assert sorted(part.get("id", "") for part in both["parts"]) == ["", "x", "y"]
    assert both["parts"][0] == itself
    assert names == ["parts"]


def test_earlier_versions_and_the_nearest_of_them() -> None:
    first, second, third = (stored(note=note) for note in ("one", "two", "three"))
    library = Library([third])
    changes = [
        Change("", {"p1": {name: (None, value) for name, value in first.items()}}),
        Change("", {"p2": {"note": (None, "other")}}),
        Change("", {"p1": {"note": ("one", "two")}}),
        Change("", {"p1": {"note": ("two", "three")}}),
    ]
    versions = list(Past(library, changes).versions("p1"))
    assert versions == [third, second, first, {}]
    assert nearest({**second, "status": "done"}, versions) == (second, True)
    assert nearest({**second, "status": "done"}, versions[:-1]) == (second, False)
    assert nearest({**third, "status": "done"}, versions[:-1]) == ({}, False)
    assert nearest(first, [{}]) == ({}, True)
