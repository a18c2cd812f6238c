"""Questions of a whole library."""

import pytest

from readinglist.papers import edits, joining
from readinglist.papers.identity.duplicates import Duplicates, questions
from readinglist.papers.library import Library
from readinglist.papers.status import Status
from tests.papers.making import JOURNAL, LATER, MEETING, NOW, add, paper


def library_of_two() -> tuple[Library, str, str]:
    library = Library()
    add(library, paper(**MEETING), paper(year=2022, source="file:b.bib", **JOURNAL), paper("Repairing Clocks at Sea"))
    first, second, _ = library.ids
    return library, first, second


def complete(library: Library) -> Duplicates:
    duplicates = Duplicates(library)
    for _ in duplicates.comparing():
        pass
    return duplicates


def test_a_question_names_both_papers_and_the_reason() -> None:
    library, first, second = library_of_two()
    ((one, two, why),) = questions(library)
    assert (one, two) == (first, second)
    assert "venues" in why


def test_papers_in_the_trash_are_not_asked_about() -> None:
    library, first, _ = library_of_two()
    library.apply(edits.set_status(library, [first], Status.TRASHED, NOW))
    assert questions(library) == []


def test_questions_follow_each_change() -> None:
    library, first, second = library_of_two()
    duplicates = complete(library)
    assert duplicates.ids() == {first, second}
    for change in (
        edits.set_fields(library, second, {"title": "Something Else About Clocks"}, LATER),
        joining.distinct(library, [first, second], LATER),
        joining.merge(library, [first, second], LATER),
        edits.set_status(library, [second], Status.TRASHED, LATER),
        edits.purge(library, [first], LATER),
    ):
        library.apply(change)
        duplicates.follow(change.ids)
        assert duplicates.questions() == questions(library) == []
        back = library.inverse(change, NOW)
        library.apply(back)
        duplicates.follow(back.ids)
        assert [each[:2] for each in duplicates.questions()] == [(first, second)]


def test_papers_that_come_while_comparing_are_compared_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readinglist.papers.identity.duplicates.BREATH", 0)
    library, first, second = library_of_two()
    duplicates = Duplicates(library)
    work = duplicates.comparing()
    next(work)
    made = add(library, paper(year=2024, source="file:c.bib", entry_type="article", venue="Annals of Lichen"))
    duplicates.follow(made.ids)
    for _ in work:
        pass
    assert set(duplicates.questions()) == set(questions(library))
    assert len(duplicates.ids()) == 3
    assert {first, second} <= duplicates.ids()


def test_questions_about_the_newest_come_first() -> None:
    library, first, second = library_of_two()
    made = add(library, paper(year=2024, source="file:c.bib", entry_type="article", venue="Annals of Lichen"))
    assert {question.two for question in questions(library)[:2]} == set(made.added)
    assert questions(library)[2][:2] == (first, second)


def test_an_answer_outlives_that_both_papers_are_joined_to_others_and_these_to_others_again() -> None:
    library = Library()
    titles = ("Mud and Its Uses", "Why Frogs Sing at Dusk", "Weaving Baskets from Reeds", "Clay")
    mud, frogs, reeds, clay = add(library, *map(paper, titles)).added
    add(library, paper(**MEETING), paper(year=2022, source="file:b.bib", **JOURNAL))
    first, second = list(library.ids)[4:]
    assert len(questions(library)) == 1
    library.apply(joining.distinct(library, [first, second], LATER))
    for pair in ((frogs, first), (mud, frogs), (clay, second), (reeds, clay)):
        library.apply(joining.merge(library, pair, LATER, prefer=pair[1]))
    assert set(library.ids) == {mud, reeds}
    assert not questions(library)
