from typing import Any

import pytest

from readinglist.bibtex.names import parse_names
from readinglist.papers.people import People, compared, people_of


def relation(one: str, two: str, **cut: Any) -> People:
    lists = [[author.to_record() for author in parse_names(names).authors] for names in (one, two)]
    return compared(people_of(lists[0]), people_of(lists[1]), **cut)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Fern, Ida and Moss, Karl", "Karl Moss and I. Fern"),
        ("Müller, Jörg", "Mueller, J."),
        ("Søgaard, Ada", "Soegaard, A."),
        ("O'Neil, Pat", "ONeil, P."),
        ("Wang, Wei", "Wei, Wang"),
        ("van den Oord, Aaron", "Oord, A. van den"),
        ("Jean-Pierre Lune", "J.-P. Lune"),
        ("Fern, Ida Rose", "Fern, Ida"),
        ("Fellows, Mike", "Fellows, Michael R."),
        ("{The Lamp Office}", "The Lamp Office"),
    ],
)
def test_the_same_people(one: str, two: str) -> None:
    assert relation(one, two) is People.SAME


@pytest.mark.parametrize(
    ("one", "two", "found"),
    [
        ("Wang, Lei", "Wang, Min", People.OTHERS),
        ("Kim, Yoon", "Kim, Been", People.OTHERS),
        ("Fern, Ida", "Moss, Karl", People.NONE),
        ("Fern, Ida and Moss, Karl", "Fern, I.", People.SHARED),
        ("Fern, Ida and Wang, Lei", "Fern, I. and Wang, Min", People.SHARED),
        ("", "Fern, Ida", People.UNKNOWN),
    ],
)
def test_other_people(one: str, two: str, found: People) -> None:
    assert relation(one, two) is found


def test_a_list_that_is_cut_short_names_some_of_the_people() -> None:
    assert relation("Fern, Ida", "Fern, Ida and Moss, Karl", is_cut=(True, False)) is People.SAME
    assert relation("Fern, Ida and Moss, Karl", "Fern, Ida", is_cut=(True, False)) is People.SHARED
