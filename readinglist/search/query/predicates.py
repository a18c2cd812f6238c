"""Conditions without words as tests of a record, which need no index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.search.query.tree import Either, Phrase, Term, Without, Word, named

if TYPE_CHECKING:
    from readinglist.search.query.terms import Test
    from readinglist.search.query.tree import Every, Node

BRIEFLY = frozenset({"status", "tag", "year", "added", "priority"})
"""Fields of a query that `Paper.brief` can answer, without parsing the whole paper."""


def brief_test(root: Every) -> Test | None:
    """The test of `Paper.brief` that `root` amounts to; None if it asks for more."""
    return test_of(root) if all(map(is_brief, root.parts)) else None


def is_brief(part: Node) -> bool:
    """Whether `Paper.brief` is enough to test a condition."""
    return all(isinstance(node, Term) and node.field in BRIEFLY for node in named(part))


def test_of(node: Node) -> Test | None:
    """The test of a condition on a record; None if there are words in it, which only an index finds."""
    if isinstance(node, Term):
        return node.test
    if isinstance(node, Word | Phrase):
        return None
    tests = [test_of(part) for part in ((node.part,) if isinstance(node, Without) else node.parts)]
    known = [test for test in tests if test is not None]
    if len(known) < len(tests):
        return None
    if isinstance(node, Without):
        return lambda record: not known[0](record)
    if len(known) == 1:
        return known[0]
    is_enough = any if isinstance(node, Either) else all
    return lambda record: is_enough(test(record) for test in known)
