"""Scores of rows: as levels or as a dict they add up to the same, and come in the same order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from readinglist.papers.paper import Paper
from readinglist.search.default_order import DefaultOrder
from readinglist.search.index.row_table import RowTable
from readinglist.search.results import Results
from readinglist.search.scores import ScoreArray, Scores, best, both, without

ROWS = 12
WORTH = (0.0, 0.5, 2.0, 7.0)
levels = st.lists(st.integers(0, 3), min_size=ROWS, max_size=ROWS).map(lambda each: ScoreArray(bytes(each), WORTH))
plain = st.lists(st.integers(0, 1), min_size=ROWS, max_size=ROWS).map(lambda each: ScoreArray(bytes(each), (0.0, 0.0)))
scores = levels | plain | st.dictionaries(st.integers(0, ROWS - 1), st.sampled_from((0.0, *WORTH)))


@given(scores, scores)
def test_rows_of_both_have_the_sum_and_rows_of_any_the_best(one: Scores, two: Scores) -> None:
    assert dict(both(one, two)) == {row: one[row] + two[row] for row in range(ROWS) if row in one and row in two}
    assert dict(best([one, two])) == {
        row: max(each[row] for each in (one, two) if row in each) for row in range(ROWS) if row in one or row in two
    }


@given(scores, st.sets(st.integers(0, ROWS - 1)))
def test_rows_are_left_out(some: Scores, rows: set[int]) -> None:
    assert dict(without(some, rows)) == {row: some[row] for row in some if row not in rows}


@given(scores, st.permutations([f"p{row}" for row in range(ROWS)]), st.integers(0, ROWS))
def test_papers_come_as_they_stand_or_the_best_first(some: Scores, ids: list[str], number: int) -> None:
    table = RowTable(Paper({"id": f"p{row}"}) for row in range(ROWS))
    standing = DefaultOrder(table)
    standing.extend(ids[:number])
    found = Results(table, some)
    in_order = [id for id in ids[:number] if id in found]
    assert list(standing.those(some)) == in_order
    picked = standing.best_first(some)
    assert list(picked) == sorted(in_order, key=found.__getitem__, reverse=True)
    assert [picked.find(id) for id in picked] == list(range(len(picked)))
    assert [picked.find(id) for id in ids if id not in in_order] == [None] * (ROWS - len(in_order))


def test_a_paper_that_got_another_row_stands_where_it_stood() -> None:
    table = RowTable(Paper({"id": id}) for id in "abc")
    standing = DefaultOrder(table)
    standing.extend("cba")
    row = table.row("b")
    assert row is not None
    table.leave("b")
    now = table.enter(Paper({"id": "b"}))
    standing.renumber(row, now)
    assert list(standing.those({now: 1.0, 0: 1.0})) == ["b", "a"]
    assert standing.those({now: 1.0}).find("b") == 0
