import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.papers.titles import SIMILAR, are_alike, nearness, title_of


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Gödel’s Théorème — Revisited: Again", "Godel's theoreme - revisited again"),
        ("Pre-training a Wobbly Lamp", "Pretraining a wobbly lamp"),
        ("Pre training a Wobbly Lamp", "Pretraining a wobbly lamp"),
        ("Moss & Lichen on Old Walls", "Moss and lichen on old walls"),
        ("Moss &amp; Lichen on Old Walls", "Moss and lichen on old walls"),
        (r"Splitting H$_2$O by Lamplight", "Splitting H₂O by lamplight"),
        (r"Splitting H$_2$O by Lamplight", "Splitting H2O by lamplight"),
        ("Splitting H<sub>2</sub>O by <i>Lamplight</i>", "Splitting H2O by lamplight"),
        (r"The $\ell_1$ Norm of a Teapot", "The ℓ1 norm of a teapot"),
        (r"A {BERT} Model for $\alpha$-Stable Text", "a BERT model for alpha-stable text"),
        (r"A Model for \alpha-Stable Text", "A model for α stable text"),
        (r"A Lamp\thanks{Paid for by {a} friend} in Fog", "A Lamp in Fog"),
        (r"A Lamp in Fog\footnote{An earlier one was lit in \emph{May}}", "A Lamp in Fog"),
        ("The Müller Clock", "The Mueller clock"),
        ("The Søgaard Clock", "The Soegaard clock"),
        ("O'Neil and the Lamp", "ONeil and the lamp"),
        (r"On $\mathcal{O}(n)$ Lamps", "On O(n) lamps"),
    ],
)
def test_ways_of_writing_one_title(one: str, two: str) -> None:
    assert title_of(one).key == title_of(two).key


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Decays of $B^+$ Mesons", "Decays of $B^-$ Mesons"),
        ("Decays of B⁺ Mesons", "Decays of B⁻ Mesons"),
        ("A Compiler for C++", "A Compiler for C#"),
        ("A Compiler for C++", "A Compiler for C"),
        ("Lamps where $x < y$", "Lamps where $x > y$"),
        (r"The $\alpha$ Lamp", r"The $\beta$ Lamp"),
        ("Sets under ∪", "Sets under ∩"),
        ("Attacks on AES", "Attacks on AS"),
        ("Part I of a Story", "Part II of a Story"),
    ],
)
def test_titles_that_differ_in_what_counts(one: str, two: str) -> None:
    assert title_of(one).key != title_of(two).key


@pytest.mark.parametrize("title", ["Dropout", "Value Drifts", "A B C D E", "深层网络"])
def test_short_titles(title: str) -> None:
    assert title_of(title).is_short


@pytest.mark.parametrize("title", ["深度学习方法综述", "Counting Spores by Lantern Light"])
def test_titles_that_are_long_enough(title: str) -> None:
    assert not title_of(title).is_short


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Multicalibration: Counting Spores by Lantern Light", "Counting Spores by Lantern Light"),
        ("Counting Spores by Lantern Light in Meadows", "Counting Spores by Lantern Light"),
        ("Counting Spores for Lantern Light", "Counting Spores in Lantern Light"),
        ("Counting Spores by Lantern Light", "Counting Spores by Lantern Lights"),
        (
            "Counting Spores by Lantern Light. In Proceedings of the Moss Conference 2019",
            "Counting Spores by Lantern Light",
        ),
    ],
)
def test_titles_worth_a_question(one: str, two: str) -> None:
    assert nearness(title_of(one), title_of(two), SIMILAR)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Part I of a Long Story of Lamps", "Part II of a Long Story of Lamps"),
        ("YOLOv3: Better and Faster Detection", "YOLOv4: Better and Faster Detection"),
        ("Counting Spores by Lantern Light 2.0", "Counting Spores by Lantern Light"),
        ("A Survey of Counting Spores by Lantern Light", "Counting Spores by Lantern Light"),
        ("Erratum: Counting Spores by Lantern Light", "Counting Spores by Lantern Light"),
        ("Annual Report of the Lamp Office 2023", "Annual Report of the Lamp Office 2024"),
        ("Counting Spores by Lantern Light", "Repairing Clocks at the Bottom of the Sea"),
    ],
)
def test_titles_that_nobody_is_asked_about(one: str, two: str) -> None:
    assert not nearness(title_of(one), title_of(two), SIMILAR)


def test_titles_alike_enough_for_an_id() -> None:
    one = title_of("Counting Spores by Lantern Light")
    assert are_alike(one, title_of("Counting Fern Spores by Lantern Light in Fog"))
    assert are_alike(one, title_of(""))
    assert not are_alike(one, title_of("Repairing Clocks at the Bottom of the Sea"))


@given(st.text() | st.text("aeou<>&;\\{}$^_-+ αµ"))
def test_any_text_is_a_title(text: str) -> None:
    title = title_of(text)
    assert title.key == title.text.replace(" ", "")
    assert title.is_short in {True, False}
