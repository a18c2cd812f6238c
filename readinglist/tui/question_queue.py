"""The queue of questions in a review."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from readinglist.papers.identity.duplicates import Question


class QuestionQueue:
    """The open questions in their order, and the current one."""

    def __init__(self) -> None:
        self.questions: list[Question] = []
        self.at = 0

    def __len__(self) -> int:
        return len(self.questions)

    @property
    def current(self) -> Question | None:
        """The current question; None if there is none."""
        return self.questions[self.at] if self.questions else None

    def renew(self, questions: Iterable[Question], near: Collection[str] = ()) -> None:
        """Replace the questions: known ones keep their place, new ones about papers of `near` come next, others last.

        If the current one is gone, the next one follows; after the last, the first.
        """
        now = {pair(question): question for question in questions}
        before = [pair(question) for question in self.questions]
        passed = [now[both] for both in before[: self.at] if both in now]
        waiting = [now[both] for both in before[self.at :] if both in now]
        known = set(before)
        new = [question for both, question in now.items() if both not in known]
        near_by = [question for question in new if not pair(question).isdisjoint(near)]
        others = [question for question in new if pair(question).isdisjoint(near)]
        self.questions = [*passed, *near_by, *waiting, *others]
        self.at = len(passed) % max(1, len(self.questions))

    def step(self, by: int) -> bool:
        """Move by `by` questions; False if there is none."""
        is_there = 0 <= self.at + by < len(self.questions)
        self.at += by * is_there
        return is_there


def pair(question: Question) -> frozenset[str]:
    """The papers that a question is about."""
    return frozenset(question[:2])
