"""Rows of words, packed and fresh: together they are what was put in."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from readinglist.search.index.postings import Postings
from readinglist.search.index.words import Words, runs

SOME = st.lists(st.tuples(st.sampled_from(("ab", "abc", "b", "学习", "学习法", "z")), st.integers(0, 9)), max_size=12)


def packed(pairs: list[tuple[str, int]]) -> Postings:
    """Postings as they come from a file."""
    words, held = Words(), defaultdict[str, list[int]](list)
    for word, row in pairs:
        held[word].append(row)
    spaced = sorted(filter(str.isascii, held))
    for texts, kept in zip(words.lists, (spaced, sorted(held.keys() - set(spaced))), strict=True):
        texts.extend(kept)
    assert not any(words.packing())
    postings = Postings(words)
    for word in words:
        postings.packed.extend(held[word])
        postings.starts.append(len(postings.packed))
    return postings


@given(SOME, SOME, st.sampled_from(("a", "ab", "学", "习", "z", "y")))
def test_rows_that_lie_packed_and_rows_that_came_since_are_found_together(
    before: list[tuple[str, int]], since: list[tuple[str, int]], typed: str
) -> None:
    postings = packed(before)
    for word, row in since:
        postings.fresh[word].append(row)
    pairs = [*before, *since]
    for word in dict(pairs):
        assert list(postings.of(word)) == [row for each, row in pairs if each == word]
    meant = [word for word in dict(pairs) if (typed in word if typed in "学习" else word.startswith(typed))]
    found = postings.words.beginning(typed)
    assert sorted(found) == sorted(meant)
    rows = sorted(row for word, row in pairs if word in meant)
    assert sorted(postings.rows(postings.words.meant(found))) == rows


@given(st.sets(st.integers(0, 20)))
def test_numbers_in_a_row_are_one_run(numbers: set[int]) -> None:
    found = runs(numbers)
    assert [number for first, end in found for number in range(first, end)] == sorted(numbers)
    assert all(end < first for (_, end), (first, _) in pairwise(found))
