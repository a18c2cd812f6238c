"""Names as services write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.papers.author import Author
from readinglist.sources.documents.person_names import author, authors, person

CASES = [
    ("Ashish Vaswani", Author("Vaswani", "Ashish")),
    ("Aidan N. Gomez", Author("Gomez", "Aidan N.")),
    ("Plato", Author("Plato")),
    ("Laurens van der Maaten", Author("Maaten", "Laurens", "van der")),
    ("Peter H. N. de With", Author("With", "Peter H. N.", "de")),
    ("Ludwig von Beethoven Jr.", Author("Beethoven", "Ludwig", "von", "Jr.")),
    ("Luc Van Gool", Author("Van Gool", "Luc")),
    ("Charles-Jean de La Vallée", Author("La Vallée", "Charles-Jean", "de")),
    ("Henry Ford II", Author("Ford", "Henry", "", "II")),
    ("van Gogh", Author("Gogh", "", "van")),
    ("Vaswani, Ashish", Author("Vaswani", "Ashish")),
    ("van der Berg, J. K.", Author("Berg", "J. K.", "van der")),
    ("King, Jr., Martin Luther", Author("King", "Martin Luther", "", "Jr.")),
    ("King, Martin Luther, Jr.", Author("King", "Martin Luther", "", "Jr.")),
    ("Sammy Davis, Jr.", Author("Davis", "Sammy", "", "Jr.")),
    ("H1 Collaboration", Author(literal="H1 Collaboration")),
    ("Gemini Team, Google", Author(literal="Gemini Team, Google")),
    ("{Barnes and Noble, Inc.}", Author(literal="Barnes and Noble, Inc.")),
    ("  Kurt \n Gödel ", Author("Gödel", "Kurt")),
    ("李 飞飞", Author("飞飞", "李")),
    ("\x1b[31mEve\x1b[0m Mallory\u202e", Author("Mallory", "Eve")),
    (":", None),
    ("", None),
    (", ,", None),
]


@pytest.mark.parametrize(("name", "expected"), CASES)
def test_a_name_in_its_parts(name: str, expected: Author | None) -> None:
    assert author(name) == expected


def test_the_colon_after_a_group_is_no_author() -> None:
    assert [str(found) for found in authors(["DeepSeek-AI", ":", "Aixin Liu"])] == ["DeepSeek-AI", "Aixin Liu"]


def test_a_person_whose_family_name_has_particles() -> None:
    assert person("van den Broeck", "Guy") == Author("Broeck", "Guy", "van den")
    assert person("van") == Author("van")


@given(st.text())
def test_no_name_raises_and_no_letter_is_lost(name: str) -> None:
    found = author(name)
    if found:
        assert str(found).strip()
