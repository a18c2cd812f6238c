from time import process_time
from typing import Any

import pytest

from readinglist.bibtex.entry.names import parse_names
from readinglist.papers.identity.author_lists import People, compared, people_of


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
        ("{Lamp Collaboration}", "{The Lamp Collaboration}"),
        ("{Lamp}", "Lamp Collaboration"),
        ("Fern, Bob and Moss, Bill", "Fern, Robert and Moss, William"),
        ("Fern, Alex", "Fern, Alexander"),
        ("Fern, Xiao Ming", "Fern, Xiaoming Qi"),
        ("Fern, Xiaoming Qi", "Fern, Xiao Ming"),
        ("Fern, A. John", "Fern, John"),
        ("Fern, St.", "Fern, Stefan"),
        ("Fern I and Moss KL", "Fern, Ida and Moss, Karl L."),
        ("Fern, Jr., Ivo", "Ivo Fern Jr."),
        ("Fern, III, Ivo", "Fern III, Ivo"),
        ("Fern, Ida 0001", "Ida Fern 0001"),
        ("Fern, Ida, PhD", "Dr. Ida Fern"),
        ("毛, 泽东", "毛泽东"),
        ("김, 철수", "김철수"),
        ("Wang, L. and Wang, Lei", "Wang, Lei and Wang, Lin"),
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
        ("Fern, Mary", "Fern, Mark", People.OTHERS),
        ("Wang, Xin", "Wang, Xia", People.OTHERS),
        ("Wang, Na", "Wang, Nan", People.OTHERS),
        ("Wang, Xiao Ming", "Wang, Xiaohong", People.OTHERS),
        ("Fern, A. B.", "Fern, A. C.", People.OTHERS),
        ("Fern, Jr., Ivo", "Fern, Sr., Ivo", People.OTHERS),
        ("Fern, Ida 0001", "Ida Fern 0002", People.OTHERS),
        ("{Lamp Team}", "{Lantern Team}", People.NONE),
        ("{National Lamp Office}", "{National Fern Office}", People.NONE),
        ("王, 伟", "王, 伟大", People.OTHERS),
    ],
)
def test_other_people(one: str, two: str, found: People) -> None:
    assert relation(one, two) is found


def test_long_lists_are_matched_in_no_time() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [f"Wang, {letters[n % 26]}{letters[n // 26 % 26]}{letters[n // 676]}" for n in range(3000)]
    begun = process_time()
    assert relation(" and ".join(names), " and ".join(reversed(names))) is People.SAME
    assert process_time() - begun < 2


def test_a_list_that_is_cut_short_names_some_of_the_people() -> None:
    assert relation("Fern, Ida", "Fern, Ida and Moss, Karl", is_cut=(True, False)) is People.SAME
    assert relation("Fern, Ida and Moss, Karl", "Fern, Ida", is_cut=(True, False)) is People.SHARED
    assert relation("Moss, Karl", "Fern, Ida and Moss, Karl", is_cut=(True, False)) is People.SHARED
